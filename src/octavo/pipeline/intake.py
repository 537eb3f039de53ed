"""Takes in what is due, as much as there is room for, and sees each piece through. Feeds and jobs come in alike."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

import structlog

from octavo.core.clock import Clock

log = structlog.get_logger()

T = TypeVar("T")
LONGEST_WAIT_S = 1.0
"""Another process may make something due at any time (the operator adds a feed), so we look once a second."""
SHORTEST_WAIT_S = 0.02
BREATH_S = 0.02
"""Nudges come with every batch written; looking costs a query."""
GRACE_S = 2.0
"""What is in hand may finish when we stop; the rest is let go and done again."""
REFILL_SHARE = 4
"""Claiming for one free place at a time would be a transaction each; a quarter of the places is worth one."""


class Intake(Generic[T]):
    """Claims by `claim(limit)`, handles each by `handle`, at most `limit` at a time; hands what it let go to `release`.

    `next_due` says when the next piece is due (None: nothing waits). All may be called again and again. What another
    process makes due is seen within `longest_wait_s`.
    """

    def __init__(
        self,
        *,
        next_due: Callable[[], Awaitable[datetime | None]],
        claim: Callable[[int], Awaitable[Sequence[T]]],
        handle: Callable[[T], Awaitable[None]],
        release: Callable[[Sequence[T]], Awaitable[None]],
        clock: Clock,
        limit: int,
        longest_wait_s: float = LONGEST_WAIT_S,
    ) -> None:
        self._longest_wait_s = longest_wait_s
        self._next_due = next_due
        self._claim = claim
        self._handle = handle
        self._release = release
        self._clock = clock
        self._limit = limit
        self._active: dict[asyncio.Task[None], T] = {}
        self._nudge = asyncio.Event()
        self._stopping = False
        self._short_of_room = False

    @property
    def active(self) -> int:
        return len(self._active)

    def wake(self) -> None:
        """Something may have become due."""
        self._nudge.set()

    def stop(self) -> None:
        self._stopping = True
        self._nudge.set()

    async def run(self) -> None:
        """Work until `stop`, then finish what is in hand or let it go. Cancelling lets go at once."""
        try:
            while not self._stopping:
                self._nudge.clear()
                await self._wait(await self._take())
                await asyncio.sleep(BREATH_S)
            if self._active:
                await asyncio.wait(self._active, timeout=GRACE_S)
        finally:
            await self._let_go()

    async def _take(self) -> float:
        """Claim what is due where there is room; returns how long to wait then, in seconds."""
        room = self._limit - len(self._active)
        self._short_of_room = room * REFILL_SHARE < self._limit
        if self._short_of_room:
            return self._longest_wait_s
        due_at = await self._next_due()
        wait_s = (due_at - self._clock.now()).total_seconds() if due_at else self._longest_wait_s
        if wait_s > 0 or self._stopping:
            return min(wait_s, self._longest_wait_s)
        taken = await self._claim(room)
        self._short_of_room = len(taken) == room
        for piece in taken:
            task = asyncio.create_task(self._see_through(piece))
            self._active[task] = piece
            task.add_done_callback(self._done)
        return SHORTEST_WAIT_S if taken else self._longest_wait_s / 4

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(max(seconds, SHORTEST_WAIT_S)):
                await self._nudge.wait()
        except TimeoutError:
            return

    async def _see_through(self, piece: T) -> None:
        try:
            await self._handle(piece)
        except Exception:  # the worker's loop: its claim runs out, and it is done again
            log.exception("left for later", piece=type(piece).__name__)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._active.pop(task, None)
        room = self._limit - len(self._active)
        if self._short_of_room and room * REFILL_SHARE >= self._limit:
            self._nudge.set()

    async def _let_go(self) -> None:
        left = dict(self._active)
        for task in left:
            task.cancel()
        if left:
            await asyncio.gather(*left, return_exceptions=True)
            await self._release(list(left.values()))
