"""The worker's side of commissions: claims what readers wait for, keeps each part as it comes, ends what is stopped.

Readers wait, so it looks often, has digesting processes of its own, and parts of all commissions share transactions.
"""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from datetime import datetime

import structlog

from octavo.core.clock import Clock
from octavo.core.commissions import Commission, CommissionEvent, Failed
from octavo.core.writing import EMBEDDED, Done
from octavo.pipeline.article_reading import ArticleReader
from octavo.pipeline.assistant import Assistant
from octavo.pipeline.commissioned import CommissionWriter
from octavo.pipeline.intake import Intake
from octavo.pipeline.news_search import NewsSearch
from octavo.pipeline.storing import StoreThread

log = structlog.get_logger()

AT_ONCE = 100
LOOK_EVERY_S = 0.12
"""What a reader waits at most before anybody begins."""
KEEP_EVERY_S = 0.03
WATCH_EVERY_S = 0.4
FORGET_EVERY_S = 3_600.0


def runner_of(
    store: StoreThread, clock: Clock, reader: ArticleReader, assistant: Assistant, *, private: bool
) -> "CommissionRunner":
    """All that writes commissions, put together. `private`: the instance shows everything to whoever it serves."""
    writer = CommissionWriter(store, clock, reader, assistant, NewsSearch(store, reader), private)
    return CommissionRunner(writer, store, clock)


class CommissionRunner:
    """`run` until cancelled or `stop`. Commissions in hand when it ends are let go, for whoever comes next."""

    def __init__(self, writer: CommissionWriter, store: StoreThread, clock: Clock) -> None:
        self._writer = writer
        self._store = store
        self._clock = clock
        self._parts: list[tuple[int, CommissionEvent]] = []
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._intake: Intake[Commission] = Intake(
            next_due=self._next_due,
            claim=self._claim,
            handle=self._handle,
            release=self._release,
            clock=clock,
            limit=AT_ONCE,
            longest_wait_s=LOOK_EVERY_S,
        )

    async def run(self) -> None:
        beside = [asyncio.create_task(one) for one in (self._keep(), self._watch(), self._forget())]
        try:
            await self._intake.run()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await self._flush()

    def stop(self) -> None:
        self._intake.stop()

    async def _next_due(self) -> datetime | None:
        from octavo.store import commissions

        return await self._store.call(commissions.waits_since)

    async def _claim(self, limit: int) -> Sequence[Commission]:
        from octavo.store import commissions

        return await self._store.call(commissions.claim, self._clock.now(), limit)

    async def _release(self, left: Sequence[Commission]) -> None:
        from octavo.store import commissions

        await self._store.call(commissions.let_go, [one.id for one in left])

    async def _handle(self, commission: Commission) -> None:
        """Its task is its own, so that its reader may end it and nobody else's."""
        from octavo.store import commissions

        writing = asyncio.create_task(self._write(commission))
        self._in_hand[commission.id] = writing
        try:
            await asyncio.wait([writing])
        finally:
            self._in_hand.pop(commission.id, None)
            if not writing.done():
                writing.cancel()
                await asyncio.gather(writing, return_exceptions=True)
        await self._flush()
        await self._store.call(commissions.end, commission.id)

    async def _write(self, commission: Commission) -> None:
        try:
            async with aclosing(self._writer.events(commission)) as events:
                async for event in events:
                    self._parts.append((commission.id, event))
        except Exception as error:  # the worker's loop: one commission's crash is its own failure
            log.exception("a commission crashed", feature=commission.wanted.feature.value)
            self._parts += [(commission.id, Failed(type(error).__name__)), (commission.id, Done(EMBEDDED))]

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(KEEP_EVERY_S)
            await self._flush()

    async def _flush(self) -> None:
        from octavo.store import commissions

        parts, self._parts = self._parts, []
        if parts:
            await self._store.call(commissions.keep_parts, parts)

    async def _watch(self) -> None:
        """Ends what nobody waits for any more, so that a model writes no further."""
        from octavo.store import commissions

        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            if self._in_hand:
                for one in await self._store.call(commissions.stopped, tuple(self._in_hand)):
                    if one in self._in_hand:
                        self._in_hand[one].cancel()

    async def _forget(self) -> None:
        from octavo.store import commissions

        while True:
            await self._store.call(commissions.forget_old, self._clock.now())
            await asyncio.sleep(FORGET_EVERY_S)
