"""The worker's side of the store: one thread that does all database work, and the writer that batches into it.

Outcomes wait in a bounded queue, so whoever fetches slows down when the disk does.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import structlog

from octavo.core.failures import Failure, FailureCode
from octavo.core.polling import PollOutcome
from octavo.pipeline.results import JobResult

log = structlog.get_logger()

T = TypeVar("T")
Record = PollOutcome | JobResult

QUEUE_RECORDS = 64
BATCH_WEIGHT = 220
"""In entries: what one write transaction stores within 50 ms. Smaller batches cost more than they spare: a commit
is as dear as forty entries, and readers never wait for the writer."""
LINGER_S = 0.1
"""So long a record waits for company."""
PAGE_WEIGHT = 20
"""A page's text is judged, compared, kept and indexed again, and taught to its template: twenty entries' work."""
PATIENCE_S = (0.1, 0.5, 1.0, 2.0, 4.0)


class StoreThread:
    """Database work off the event loop, in order, one piece at a time. Use as a context manager."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="store")

    async def __aenter__(self) -> "StoreThread":
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.get_running_loop().run_in_executor(self._executor, _disconnect)
        self._executor.shutdown()

    async def call(self, work: Callable[..., T], *arguments: object) -> T:
        """`work(*arguments)` in the store's thread; repeated where the database was away or busy for a moment.

        `work` must be one transaction, or harmless to repeat.
        """
        return await asyncio.get_running_loop().run_in_executor(self._executor, _with_patience, work, *arguments)


def _with_patience(work: Callable[..., T], *arguments: object) -> T:
    from django.db import InterfaceError, OperationalError

    for wait_s in PATIENCE_S:
        try:
            return work(*arguments)
        except (OperationalError, InterfaceError) as error:
            log.warning("the database did not answer", error=str(error).strip(), again_in_s=wait_s)
            _disconnect()
            time.sleep(wait_s)
    return work(*arguments)


def _disconnect() -> None:
    from django.db import connection

    connection.close()


class Writer:
    """Batches what the worker learnt into short transactions. `on_written` hears of every batch, in the loop."""

    def __init__(
        self,
        store: StoreThread,
        write: Callable[[Sequence[Record]], None],
        on_written: Callable[[Sequence[Record]], None] = lambda records: None,
    ) -> None:
        self._store = store
        self._write = write
        self._on_written = on_written
        self._queue: asyncio.Queue[Record] = asyncio.Queue(QUEUE_RECORDS)
        self._written = 0

    @property
    def written(self) -> int:
        """How many batches were written."""
        return self._written

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits to be written."""
        return self._queue.empty()

    async def put(self, record: Record) -> None:
        """Hand over; waits while the writer is behind."""
        await self._queue.put(record)

    async def flush(self) -> None:
        """Wait until everything handed over is stored."""
        await self._queue.join()

    async def run(self) -> None:
        """Write until cancelled. A record that cannot be stored fails alone."""
        while True:
            batch = await self._take(await self._queue.get())
            try:
                await self._write_batch(batch)
            finally:
                for _ in batch:
                    self._queue.task_done()
            self._written += 1
            self._on_written(batch)

    async def _take(self, first: Record) -> list[Record]:
        """A full batch, or what comes within a moment."""
        batch, room = [first], BATCH_WEIGHT - weight(first)
        until = asyncio.get_running_loop().time() + LINGER_S
        try:
            async with asyncio.timeout_at(until):
                while room > 0:
                    batch.append(await self._queue.get())
                    room -= weight(batch[-1])
        except TimeoutError:
            pass
        return batch

    async def _write_batch(self, batch: Sequence[Record]) -> None:
        try:
            await self._store.call(self._write, batch)
        except Exception:  # noqa: BLE001  # the worker's loop: one record the database refuses must not take others along
            for record in batch:
                await self._write_alone(record)

    async def _write_alone(self, record: Record) -> None:
        try:
            await self._store.call(self._write, [record])
        except Exception as error:  # as above
            log.exception("could not be stored", record=type(record).__name__)
            await self._store.call(self._write, [failed(record, error)])


def weight(record: Record) -> int:
    """How much writing a record is, in entries."""
    if isinstance(record, PollOutcome):
        return 1 + len(record.entries)
    return PAGE_WEIGHT if record.page and record.page.article else 1


def failed(record: Record, error: Exception) -> Record:
    """The same record as a failure that says why it could not be stored."""
    failure = Failure(FailureCode.CRASHED, f"could not be stored: {error}"[:300])
    if isinstance(record, PollOutcome):
        return replace(record, failure=failure, entries=(), moved_to=None, etag=None, last_modified=None, title="")
    return JobResult(record.job, failure=failure)
