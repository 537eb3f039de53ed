"""The embedded JobRunner: carries due job rows to their handlers in this process, and their results to the writer.

The rows stay the truth. A runner that dies leaves its jobs leased; the lease runs out, or the next worker to start
takes them over.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import structlog

from octavo.core.clock import Clock
from octavo.core.failures import Failure, FailureCode
from octavo.core.protocols import Job
from octavo.pipeline.intake import Intake
from octavo.pipeline.results import JobResult
from octavo.pipeline.schedule import retry_job_at
from octavo.pipeline.storing import StoreThread
from octavo.pipeline.takeover import release_jobs

log = structlog.get_logger()

Handler = Callable[[Job], Awaitable[JobResult]]

LEASE_S = 900
"""Longer than the most polite wait for one host's turn."""
JOBS_AT_ONCE = 256
"""Most only wait for their host's turn; so many that a few busy hosts never keep the others waiting."""


class EmbeddedRunner:
    """Implements `core.protocols.JobRunner` over the store's job rows.

    `handlers` maps each kind to its handler; kinds without one are left to other runners. `finish` takes results
    to the writer and may wait while that is behind.
    """

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        *,
        store: StoreThread,
        finish: Callable[[JobResult], Awaitable[None]],
        clock: Clock,
        limit: int = JOBS_AT_ONCE,
    ) -> None:
        self._handlers = handlers
        self._kinds = tuple(handlers)
        self._store = store
        self._finish = finish
        self._clock = clock
        self._intake: Intake[Job] = Intake(
            next_due=self._next_due,
            claim=self._claim,
            handle=self._handle,
            release=self._release,
            clock=clock,
            limit=limit,
        )

    async def run(self) -> None:
        await self._intake.run()

    def stop(self) -> None:
        self._intake.stop()

    def wake(self) -> None:
        """A job may have become due."""
        self._intake.wake()

    async def _next_due(self) -> datetime | None:
        from octavo.store import jobs

        return await self._store.call(jobs.next_due_at, self._kinds)

    async def _claim(self, limit: int) -> Sequence[Job]:
        from octavo.store import jobs

        return await self._store.call(jobs.claim, self._kinds, self._clock.now(), limit, LEASE_S)

    async def _release(self, left: Sequence[Job]) -> None:
        await self._store.call(release_jobs, [job.id for job in left])

    async def _handle(self, job: Job) -> None:
        try:
            result = await self._handlers[job.kind](job)
        except Exception as error:  # the worker's loop: a job's crash is its failure, shown to the operator
            log.exception("a job crashed", kind=job.kind, job=job.id)
            failure = Failure(FailureCode.CRASHED, f"{type(error).__name__}: {error}"[:300])
            result = JobResult(job, failure, retry_job_at(job.attempt, failure, now=self._clock.now(), dice=0.5))
        await self._finish(result)
