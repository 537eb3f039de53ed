"""Keeps one grouper in step with the store: labelled articles join stories as they come, merges and splits follow.

One worker at a time has the turn. Its grouper lives in a process of its own, so that neither the fetching nor the
writer ever waits for it; whatever is in doubt, it is loaded from the store again.
"""

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from octavo.core.failures import Failure
from octavo.core.stories import Assignment, Regrouping, Sighting
from octavo.pipeline.grouping import AssignTask, GroupTask, LoadTask, NotLoaded, RegroupTask, VoicesTask
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.tagging import merge_tags
from octavo.pipeline.tools import Tools
from octavo.stories import VERSION

log = structlog.get_logger()

TURN = "grouping"
LEASE_S = 600.0
"""Longer than the longest task."""
LIMIT_S = 300.0
RETIRE_AT_MB = 2500
"""A grouper is as large as its window; a new process must load all of it."""
NICENESS = 10
"""Whoever waits for a page goes first."""
AT_ONCE = 16
"""Their stories are told anew in one transaction."""
CHANGES_AT_ONCE = 20
STALE_AT_ONCE = 40
REST_S = 1.0


class GrouperLostError(Exception):
    """The process holds another grouper, or none: load it again."""


def grouping_pool(processes: int) -> DigestPool:
    """The process that groups; in a thread of ours where `processes` is 0."""
    return DigestPool(min(processes, 1), limit_s=LIMIT_S, retire_at_mb=RETIRE_AT_MB, niceness=NICENESS)


async def keep_grouped(tools: Tools, pool: DigestPool) -> None:
    """For ever. A round that fails harms no gathering."""
    from octavo.store.summing import merge_tags_by

    merge_tags_by(merge_tags)
    keeper = StoryKeeper(tools, pool)
    try:
        while True:
            did = False
            try:
                did = await keeper.step()
            except GrouperLostError:
                did = True
            except Exception:  # the worker's loop: gathering goes on where this fails
                log.exception("could not group")
                keeper.forget()
            if not did:
                await asyncio.sleep(REST_S)
    finally:
        await asyncio.shield(keeper.end())


class StoryKeeper:
    """`step` again and again. What it decided and did not store is decided anew."""

    def __init__(self, tools: Tools, pool: DigestPool) -> None:
        from octavo.store import turns

        self._tools = tools
        self._pool = pool
        self._holder = turns.new_holder()
        self._token = ""
        self._tokens = itertools.count(1)
        self._is_new = self._is_outdated = True
        self._regrouped_at = tools.clock.now()

    def forget(self) -> None:
        """Load the grouper anew before it is asked again."""
        self._token = ""

    async def end(self) -> None:
        from octavo.store import turns

        await self._tools.store.call(turns.end_turn, TURN, self._holder)

    async def step(self) -> bool:
        """Do the next piece of work; False where there is none, or it is another worker's turn."""
        from octavo.store import sightings, stories, turns

        store, now = self._tools.store, self._tools.clock.now()
        turn = await store.call(turns.take_turn, TURN, self._holder, now, LEASE_S)
        if turn is not turns.TurnIs.KEPT:
            self.forget()
        if turn is turns.TurnIs.OTHERS:
            return False
        waiting = await store.call(sightings.ungrouped_sightings, AT_ONCE)
        if waiting:
            await self._assign(waiting)
        elif self._is_regrouping_due(now):
            await self._regroup(now)
        else:
            return await store.call(stories.refresh_stale, STALE_AT_ONCE, now) > 0
        return True

    def _is_regrouping_due(self, now: datetime) -> bool:
        return self._is_new and now - self._regrouped_at >= timedelta(
            minutes=self._tools.settings.stories.regroup_minutes
        )

    async def _assign(self, waiting: Sequence[Sighting]) -> None:
        """Articles older than the window have nothing to be compared with: each begins a story."""
        since = self._since()
        fresh = [one for one in waiting if one.at is None or one.at >= since]
        found = [Assignment(one.id, one.id) for one in waiting if one.at and one.at < since]
        if fresh:
            await self._load()
            found += await self._assigned(fresh)
        await self._record(found)
        self._is_new = self._is_new or bool(fresh)

    async def _assigned(self, fresh: Sequence[Sighting]) -> list[Assignment]:
        """One article that cannot be grouped begins a story, and harms no other."""
        answer = await self._pool.digest(AssignTask(self._token, tuple(fresh), self._since()))
        if isinstance(answer, NotLoaded):
            self.forget()
            raise GrouperLostError
        if not isinstance(answer, Failure):
            return list(answer)
        self.forget()
        if len(fresh) == 1:
            log.warning("could not be grouped", article=fresh[0].id, failure=str(answer))
            return [Assignment(fresh[0].id, fresh[0].id)]
        for one in fresh:
            await self._load()
            await self._record(await self._assigned([one]))
        return []

    async def _record(self, found: Sequence[Assignment]) -> None:
        """Where a copy arrived, with who is the original by now, in the same transaction."""
        from octavo.store import stories

        if found:
            told = await self._voices(found)
            now = self._tools.clock.now()
            await self._tools.store.call(stories.record_assignments, found, now, VERSION, told)

    async def _voices(self, found: Sequence[Assignment]) -> tuple[tuple[str, ...], ...]:
        from octavo.store import sightings

        if not any(one.duplicate_of for one in found):
            return ()
        told = await self._tools.store.call(sightings.tellings, found)
        answer = await self._pool.digest(VoicesTask(tuple(told))) if told else ()
        if isinstance(answer, Failure):
            log.warning("voices could not be told apart", failure=str(answer))
            return ()
        return tuple(answer)

    def _since(self) -> datetime:
        return self._tools.clock.now() - timedelta(days=self._tools.settings.stories.window_days)

    async def _load(self) -> None:
        """Bring the window's stories to the process, where it does not hold them."""
        if self._token:
            return
        from octavo.store import sightings

        token = f"{self._holder}-{next(self._tokens)}"
        since, after, begins = self._since(), 0, True
        while True:
            part = await self._tools.store.call(sightings.grouped_sightings, since, after)
            if not part and not begins:
                break
            await self._ask(LoadTask(token, tuple(part), begins))
            after, begins = int(part[-1][0].id) if part else after, False
        self._token = token

    async def _ask(self, task: GroupTask) -> Any:
        answer = await self._pool.digest(task)
        if isinstance(answer, (NotLoaded, Failure)):
            self.forget()
            if isinstance(answer, Failure):
                log.warning("the grouper failed", task=type(task).__name__, failure=str(answer))
                await asyncio.sleep(REST_S)
            raise GrouperLostError
        return answer

    async def _regroup(self, now: datetime) -> None:
        """Merge and split, few stories in each transaction. Members that an older grouping placed are current then."""
        from octavo.store import stories

        await self._load()
        self._regrouped_at = now
        found: Regrouping = await self._ask(RegroupTask(self._token, self._since()))
        for part in parts(found):
            await self._tools.store.call(stories.apply_regrouping, part, self._tools.clock.now(), VERSION)
        if self._is_outdated:
            self._is_outdated = await self._tools.store.call(stories.set_version, self._since(), VERSION) > 0
        self._is_new = False


def parts(found: Regrouping) -> Iterator[Regrouping]:
    """A few merges at a time, then what moves, all that goes to one story together."""
    merges = list(found.merged.items())
    for place in range(0, len(merges), CHANGES_AT_ONCE):
        yield Regrouping(merged=dict(merges[place : place + CHANGES_AT_ONCE]))
    by_story: dict[str, dict[str, str]] = {}
    for article, story in found.moved.items():
        by_story.setdefault(story, {})[article] = story
    for moved in by_story.values():
        yield Regrouping(moved=moved)
