"""What every JobRunner must do. Each implementation appears once in `runners`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from octavo.core.clock import SystemClock
from octavo.core.failures import Failure, FailureCode
from octavo.core.protocols import Job, JobRunner
from octavo.pipeline.jobs import EmbeddedRunner
from octavo.pipeline.results import JobResult, write_results
from octavo.pipeline.storing import StoreThread
from octavo.store import jobs
from octavo.store.models import Job as JobRow

pytestmark = pytest.mark.django_db(transaction=True)

Handler = Callable[[Job], Awaitable[JobResult]]
Making = Callable[[Mapping[str, Handler], StoreThread], JobRunner]
PATIENCE_S = 10.0


def embedded(handlers: Mapping[str, Handler], store: StoreThread) -> JobRunner:
    async def finish(result: JobResult) -> None:
        await store.call(write_results, [result])

    return EmbeddedRunner(handlers, store=store, finish=finish, clock=SystemClock(), limit=8)


runners = pytest.mark.parametrize("making", [pytest.param(embedded, id="embedded")])


def run_until(making: Making, handlers: Mapping[str, Handler], enough: Callable[[], bool], runners: int = 1) -> None:
    """Run `runners` of them at once until `enough` is true in the store, then stop them."""

    async def work() -> None:
        async with StoreThread() as store:
            at_work = [making(handlers, store) for _ in range(runners)]
            running = asyncio.gather(*(runner.run() for runner in at_work))
            async with asyncio.timeout(PATIENCE_S):
                while not await store.call(enough):  # noqa: ASYNC110  # the store raises no events
                    await asyncio.sleep(0.01)
            for runner in at_work:
                runner.stop()
                runner.stop()
            async with asyncio.timeout(PATIENCE_S):
                await running

    asyncio.run(work())


def enqueue(count: int, *, kind: str = "greet", wait: timedelta = timedelta()) -> None:
    for number in range(count):
        jobs.enqueue(kind, str(number), {"number": number}, datetime.now(UTC) + wait)


def no_jobs_left() -> bool:
    return not JobRow.objects.exists()


@runners
def test_every_due_job_is_done_once(making: Making) -> None:
    enqueue(40)
    seen: list[int] = []

    async def greet(job: Job) -> JobResult:
        seen.append(job.payload["number"])
        await asyncio.sleep(0.001)
        return JobResult(job)

    run_until(making, {"greet": greet}, no_jobs_left)
    assert sorted(seen) == list(range(40))


@runners
def test_two_runners_share_the_work(making: Making) -> None:
    enqueue(60)
    seen: list[int] = []

    async def greet(job: Job) -> JobResult:
        seen.append(job.payload["number"])
        await asyncio.sleep(0.001)
        return JobResult(job)

    run_until(making, {"greet": greet}, no_jobs_left, runners=2)
    assert sorted(seen) == list(range(60))


@runners
def test_a_job_waits_for_its_time_and_for_a_handler(making: Making) -> None:
    enqueue(1)
    enqueue(1, kind="later", wait=timedelta(hours=1))
    enqueue(1, kind="strange")

    async def done(job: Job) -> JobResult:
        return JobResult(job)

    run_until(making, {"greet": done, "later": done}, lambda: JobRow.objects.count() == 2)
    assert set(JobRow.objects.values_list("kind", "attempts")) == {("later", 0), ("strange", 0)}


@runners
def test_a_job_enqueued_meanwhile_is_done(making: Making) -> None:
    enqueue(1)

    async def greet(job: Job) -> JobResult:
        more = job.payload["number"] == 0
        return JobResult(
            job, effect=(lambda: jobs.enqueue("greet", "1", {"number": 1}, datetime.now(UTC))) if more else None
        )

    run_until(making, {"greet": greet}, no_jobs_left)


@runners
def test_a_failed_job_is_tried_again_then_kept_for_the_operator(making: Making) -> None:
    enqueue(1)
    attempts: list[int] = []

    async def greet(job: Job) -> JobResult:
        attempts.append(job.attempt)
        again = datetime.now(UTC) if job.attempt < 3 else None
        return JobResult(job, Failure(FailureCode.TIMEOUT, "nobody there"), again)

    run_until(making, {"greet": greet}, lambda: JobRow.objects.filter(state="failed").exists())
    assert attempts == [1, 2, 3]
    assert JobRow.objects.get().last_error == "timeout: nobody there"


@runners
def test_a_handler_that_crashes_harms_no_other_job(making: Making) -> None:
    enqueue(5)

    async def greet(job: Job) -> JobResult:
        if job.payload["number"] == 2:
            raise RuntimeError("a mistake of ours")
        return JobResult(job)

    run_until(making, {"greet": greet}, lambda: JobRow.objects.count() == 1)
    job = JobRow.objects.get()
    assert job.last_error == "crashed: RuntimeError: a mistake of ours"
    assert job.state == "due"


@runners
def test_stopping_lets_go_of_what_cannot_finish(making: Making) -> None:
    enqueue(1)
    started = False

    async def greet(job: Job) -> JobResult:
        nonlocal started
        started = True
        await asyncio.sleep(60)
        return JobResult(job)

    run_until(making, {"greet": greet}, lambda: started)
    job = JobRow.objects.get()
    assert (job.state, job.leased_until, job.attempts) == ("due", None, 0)


@runners
def test_what_a_dead_runner_left_is_done_when_its_lease_is_over(making: Making) -> None:
    enqueue(1)
    past = datetime.now(UTC) - timedelta(hours=1)
    JobRow.objects.update(run_at=past)
    assert jobs.claim(["greet"], past, 1, 60)

    async def greet(job: Job) -> JobResult:
        return JobResult(job)

    run_until(making, {"greet": greet}, no_jobs_left)
