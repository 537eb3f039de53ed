"""Editions: made ahead for those that readers ask for and kept as dated snapshots; made on the spot for the others.

Making one reads and never writes. The editions room ranks, the store finds the candidates; this orders the two.
"""

import asyncio
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock

import structlog

from octavo.core.editions import Edition
from octavo.core.reading import EditionKey
from octavo.core.settings import EditionsSettings, SiteSettings
from octavo.pipeline.tools import Tools

log = structlog.get_logger()

TURN = "editions"
LEASE_S = 120.0
LOOK_EVERY_S = 20.0
ELSEWHERE_WITHIN = timedelta(days=1)
FEW = 60
"""With fewer fresh stories than these, older ones fill up: a young or quiet newsroom has an edition too."""
OLDEST = timedelta(days=14)
PATIENCE = 2
"""An edition made ahead is good for so many rounds: a worker that is late must not have every reader's page made."""
KEPT = 64
FRESH_S = 300
"""How old an edition may be that was made on the spot from data that has not changed since: time passes, too."""


def make(key: EditionKey, now: datetime, *, with_leads: bool = False) -> Edition:
    """The edition as of now. `with_leads` reads what other countries' editions led with, for "from elsewhere"."""
    from octavo.editions.candidates import wanted_candidates
    from octavo.editions.edition import make_edition
    from octavo.store import reading

    acts = reading.desk_acts(now)
    wanted = wanted_candidates(key, now, acts)
    found = reading.candidates(wanted)
    if len(found) < FEW:
        found = reading.candidates(replace(wanted, since=now - OLDEST))
    leads = reading.leads(now - ELSEWHERE_WITHIN) if with_leads else {}
    leads.pop(key.country, None)
    return make_edition(key, found, acts, now, elsewhere=leads)


class Editions:
    """What readers are shown: the edition made ahead, else one made on the spot and remembered. Thread-safe."""

    def __init__(self, settings: EditionsSettings) -> None:
        self._settings = settings
        self._made: OrderedDict[tuple[object, ...], Edition] = OrderedDict()
        self._lock = Lock()

    def current(self, key: EditionKey, now: datetime) -> Edition:
        """Two queries where it was made ahead and the desk decided nothing since."""
        from octavo.store import reading

        kept = reading.latest_snapshot(key)
        if kept and self._is_good(kept, now):
            return kept
        return self._remembered(key, now)

    def _is_good(self, kept: Edition, now: datetime) -> bool:
        from octavo.editions.dayparts import edition_name
        from octavo.store import reading

        is_late = now - kept.made_at > timedelta(minutes=PATIENCE * self._settings.minutes)
        if is_late or (kept.day, kept.part) != edition_name(kept.key, now):
            return False
        return not reading.desk_changed_since(kept.made_at, now)

    def _remembered(self, key: EditionKey, now: datetime) -> Edition:
        from octavo.store import reading

        place = (key, reading.data_version(), int(now.timestamp()) // FRESH_S)
        with self._lock:
            if place in self._made:
                return self._made[place]
        edition = make(key, now)
        with self._lock:
            self._made[place] = edition
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        return edition


def keys_to_make(now: datetime, settings: EditionsSettings, site: SiteSettings) -> tuple[EditionKey, ...]:
    """The site's own edition, and those that readers asked for lately."""
    from octavo.store import editions

    own = EditionKey(site.country.upper(), (site.language,))
    return tuple(dict.fromkeys([own, *editions.keys_in_use(now, settings.asked_days)]))


def is_due(kept: Edition | None, key: EditionKey, now: datetime, every: timedelta, *, has_news: bool) -> bool:
    """A new part of the day, an act of the desk, or, where the edition is old, news."""
    from octavo.editions.dayparts import edition_name
    from octavo.store import reading

    if kept is None or (kept.day, kept.part) != edition_name(key, now):
        return True
    return (has_news and now - kept.made_at >= every) or reading.desk_changed_since(kept.made_at, now)


async def keep_editions(tools: Tools) -> None:
    """For ever; by one worker at a time. A round that fails harms no gathering."""
    from octavo.store import turns

    holder = turns.new_holder()
    seen: dict[EditionKey, str] = {}
    while True:
        try:
            turn = await tools.store.call(turns.take_turn, TURN, holder, tools.clock.now(), LEASE_S)
            if turn is not turns.TurnIs.OTHERS:
                await make_due(tools, seen)
        except Exception:  # the worker's loop: gathering goes on where this fails
            log.exception("could not make editions")
        await asyncio.sleep(LOOK_EVERY_S)


async def make_due(tools: Tools, seen: dict[EditionKey, str]) -> None:
    """Make what is due, one edition at a time, so that the writer waits for none but the one.

    `seen` says of which version of the stories each was made last, and is kept up to date.
    """
    from octavo.store.changes import stories_version

    settings = tools.settings
    version = await tools.store.call(stories_version)
    for key in await tools.store.call(keys_to_make, tools.clock.now(), settings.editions, settings.site):
        has_news = seen.get(key) != version
        if await tools.store.call(_make_if_due, key, tools.clock.now(), settings.editions, has_news):
            seen[key] = version


def _make_if_due(key: EditionKey, now: datetime, settings: EditionsSettings, has_news: bool) -> bool:
    """One without any story is none: a newsroom that has just begun has nothing to keep."""
    from octavo.core.briefs import VERSION
    from octavo.pipeline.written_briefs import writers
    from octavo.store import briefs, editions, reading

    kept = reading.latest_snapshot(key)
    if not is_due(kept, key, now, timedelta(minutes=settings.minutes), has_news=has_news):
        return False
    edition = make(key, now, with_leads=True)
    if edition.lead:
        editions.record_snapshots([edition], new_breaking(edition, kept))
        briefs.want_briefs(edition, now, VERSION, writers())
    return True


def new_breaking(edition: Edition, before: Edition | None) -> tuple[int, ...]:
    """The stories that break in this edition and did not in the one before."""
    known = {one.story for one in before.breaking} if before else set()
    return tuple(one.story for one in edition.breaking if one.story not in known)
