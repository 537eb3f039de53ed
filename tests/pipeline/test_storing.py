"""The writer: batches, back-pressure, and one bad record that harms no other."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from django.db import OperationalError

from octavo.core.failures import FailureCode
from octavo.core.polling import PollOutcome
from octavo.pipeline import storing
from octavo.pipeline.storing import QUEUE_RECORDS, Record, StoreThread, Writer

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def poll(feed_id: int) -> PollOutcome:
    return PollOutcome(feed_id, NOW, NOW, 300, title="Gazette")


def written(write: Callable[[Sequence[Record]], None], count: int) -> None:
    async def work() -> None:
        async with StoreThread() as store:
            writer = Writer(store, write)
            running = asyncio.create_task(writer.run())
            for number in range(count):
                await writer.put(poll(number))
            await writer.flush()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(work())


def ids(records: Sequence[Record]) -> list[int]:
    return [record.feed_id for record in records if isinstance(record, PollOutcome)]


def test_records_are_written_in_order_and_in_batches() -> None:
    batches: list[list[int]] = []
    written(lambda records: batches.append(ids(records)), 500)
    assert [number for batch in batches for number in batch] == list(range(500))
    assert len(batches) < 100


def test_a_record_the_database_refuses_becomes_a_failure_and_harms_no_other() -> None:
    stored: dict[int, PollOutcome] = {}

    def write(records: Sequence[Record]) -> None:
        for record in records:
            assert isinstance(record, PollOutcome)
            if record.feed_id == 7 and not record.failure:
                raise ValueError("refused")
        stored.update({record.feed_id: record for record in records if isinstance(record, PollOutcome)})

    written(write, 20)
    assert sorted(stored) == list(range(20))
    failures = [record.failure for record in stored.values() if record.failure]
    assert [failure.code for failure in failures] == [FailureCode.CRASHED]
    assert "refused" in failures[0].detail


def test_a_database_that_is_away_for_a_moment_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "PATIENCE_S", (0.001, 0.001, 0.001))
    troubles = iter([OperationalError("database is locked"), OperationalError("the server closed the connection")])
    stored: list[int] = []

    def write(records: Sequence[Record]) -> None:
        if trouble := next(troubles, None):
            raise trouble
        stored.extend(ids(records))

    written(write, 5)
    assert stored == [0, 1, 2, 3, 4]


def test_whoever_hands_over_waits_while_the_writer_is_behind() -> None:
    async def work() -> int:
        async with StoreThread() as store:
            writer = Writer(store, lambda records: None)  # nobody runs it
            handed = 0
            try:
                async with asyncio.timeout(0.2):
                    while True:
                        await writer.put(poll(handed))
                        handed += 1
            except TimeoutError:
                return handed

    assert asyncio.run(work()) == QUEUE_RECORDS
