"""The worker's side of the store: one thread that does all database work, and the writer that batches into it.

Outcomes wait in a bounded queue, so whoever fetches slows down when the disk does. A batch is as large as fits the
50 ms that a write transaction may take, so that pages never wait for the worker.
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
TARGET_S = 0.04
"""What one batch should take; a write transaction may take 50 ms."""
FIRST_ROOM = 100
MOST_ROOM = 800
PAGE_WEIGHT = 10
"""A page's text is compared, kept and indexed again: about ten entries' work."""
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
        self._room = FIRST_ROOM
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
            batch = self._take(await self._queue.get())
            started = time.perf_counter()
            try:
                await self._write_batch(batch)
            finally:
                for _ in batch:
                    self._queue.task_done()
            self._learn(batch, time.perf_counter() - started)
            self._written += 1
            self._on_written(batch)

    def _take(self, first: Record) -> list[Record]:
        batch, room = [first], self._room - weight(first)
        while room > 0 and not self._queue.empty():
            batch.append(self._queue.get_nowait())
            room -= weight(batch[-1])
        return batch

    def _learn(self, batch: Sequence[Record], took_s: float) -> None:
        """Batches grow and shrink with the machine's speed, from those that were full."""
        done = sum(weight(record) for record in batch)
        if took_s > TARGET_S:
            self._room = max(10, int(done * TARGET_S / took_s))
        elif done >= self._room:
            self._room = min(MOST_ROOM, int(self._room * 1.25))

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
