"""What is written for readers, followed by all who read along: one look at the database for all of them.

The worker keeps each part where it is written; this looks for new ones while anybody follows, in a thread of its own,
renders them there, and hands them to the streams. A stream holds no connection and no thread.
"""

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog
from django.db import DatabaseError, connection
from django.utils import translation

from octavo.core.commissions import Commission, CommissionEvent
from octavo.store import commissions
from octavo.web.ask.answers import GrowingAnswer, Piece

log = structlog.get_logger()

LOOK_EVERY_S = 0.04
LONGEST_S = 300.0
"""Longer than any answer takes."""


@dataclass(eq=False)
class _Follower:
    """`seen` is the number of the last part that it was given."""

    answer: GrowingAnswer
    language: str
    seen: int = 0
    pieces: "asyncio.Queue[Piece | None]" = field(default_factory=asyncio.Queue)

    @property
    def commission_id(self) -> int:
        return self.answer.commission.id


class Tail:
    """One for a process. It looks only while somebody follows."""

    def __init__(self) -> None:
        self._followers: set[_Follower] = set()
        self._looking: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="answers")

    async def follow(self, commission: Commission, language: str) -> AsyncGenerator[Piece, None]:
        """Every piece of the answer from its first, as they come; ends with the answer."""
        follower = _Follower(GrowingAnswer(commission, language), language)
        self._followers.add(follower)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(LONGEST_S):
                while (piece := await follower.pieces.get()) is not None:
                    yield piece
        except TimeoutError:
            return
        finally:
            self._followers.discard(follower)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while self._followers:
            followers = tuple(self._followers)
            found = await loop.run_in_executor(self._thread, _news, followers)
            for follower, pieces, is_over in found:
                for piece in pieces:
                    follower.pieces.put_nowait(piece)
                if is_over:
                    follower.pieces.put_nowait(None)
                    self._followers.discard(follower)
            await asyncio.sleep(LOOK_EVERY_S)


def _news(followers: tuple[_Follower, ...]) -> list[tuple[_Follower, list[Piece], bool]]:
    """What came for each, rendered; nothing while the database does not answer."""
    try:
        return _found(followers)
    except DatabaseError as error:
        log.warning("the database did not answer", error=str(error).strip())
        connection.close()
        return []


def _found(followers: tuple[_Follower, ...]) -> list[tuple[_Follower, list[Piece], bool]]:
    """Which are over is asked first: of those every part is there by then."""
    seen: dict[int, int] = {}
    for one in followers:
        seen[one.commission_id] = min(seen.get(one.commission_id, one.seen), one.seen)
    over = commissions.over(seen)
    pieces: dict[_Follower, list[Piece]] = {one: [] for one in followers}
    for commission_id, number, event in commissions.parts_after(seen):
        for one in followers:
            if one.commission_id == commission_id and number > one.seen:
                one.seen = number
                pieces[one] += _rendered(one, event)
    return [(one, shown, one.commission_id in over) for one, shown in pieces.items()]


def _rendered(follower: _Follower, event: CommissionEvent) -> list[Piece]:
    try:
        with translation.override(follower.language):
            return list(follower.answer.pieces(event))
    except DatabaseError:
        raise
    except Exception:  # a loop that all readers share: what breaks one answer must not end the others
        log.exception("a part could not be shown", commission=follower.commission_id)
        return []
