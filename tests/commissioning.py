"""Commissions for tests: taken, written by the worker's own runner with a scripted model, read as they were kept."""

import asyncio

from newsroom import NOW
from octavo.core.commissions import Commission, CommissionEvent, NewCommission
from octavo.core.protocols import LanguageModel
from octavo.core.writing import Sentence
from octavo.pipeline.article_reading import ArticleReader, ReadArticles
from octavo.pipeline.assistant import Assistant, connect
from octavo.pipeline.commissions import CommissionRunner, runner_of
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.storing import StoreThread
from octavo.store import commissions
from octavo.testing.clock import HeldClock

MODEL = {"url": "http://127.0.0.1:9/v1", "name": "scripted", "strangers": True}


def runner(store: StoreThread, pool: DigestPool, model: LanguageModel | None = None) -> CommissionRunner:
    clock, reader = HeldClock(NOW), ArticleReader(pool, ReadArticles())
    assistant = Assistant(store.call, clock, (lambda plan: model) if model else connect)
    return runner_of(store, clock, reader, assistant, private=False)


def commissioned(wanted: NewCommission, model: LanguageModel | None = None) -> list[CommissionEvent]:
    """Take it, have it written, read what was kept."""

    async def inside() -> list[CommissionEvent]:
        async with StoreThread() as store, DigestPool(0) as pool:
            one = await store.call(commissions.commission, wanted, NOW)
            working = runner(store, pool, model)
            running = asyncio.create_task(working.run())
            await _until_over(store, one)
            working.stop()
            await running
            return [event for _, _, event in await store.call(parts, one.id)]

    return asyncio.run(inside())


def parts(one: int) -> list[tuple[int, int, CommissionEvent]]:
    return list(commissions.parts_after({one: 0}))


async def _until_over(store: StoreThread, one: Commission) -> None:
    async with asyncio.timeout(30):
        while not await store.call(commissions.over, [one.id]):  # noqa: ASYNC110 - another connection writes it
            await asyncio.sleep(0.02)


def sentences(events: list[CommissionEvent]) -> list[str]:
    return [event.text for event in events if isinstance(event, Sentence)]
