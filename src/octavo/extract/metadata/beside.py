"""The days that stand beside the headline, and how they correct a declared time.

Machines write UTC, readers see the publisher's clock: "02:11Z" is yesterday evening in Boston. Where the page shows the
same moment in its own words, or its address holds the day, the difference is the publisher's zone. And an article that
shows an earlier day than it declares was published then: what is declared is when it was last touched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import chain, islice

from octavo.extract.metadata.days import at_midnight, clock_after, find_days, has_day
from octavo.extract.metadata.near import around, following, pieces, preceding
from octavo.extract.metadata.visible import address_day, is_marked, is_of_other_time, says_published
from octavo.extract.metadata.zones import zones_of
from octavo.extract.tree import Element

NEAR_ELEMENTS = 50
MAX_TEXT_CHARS = 160
# A day says when the article appeared only where hardly anything else stands with it.
MAX_CHARS_BESIDE = 40
QUARTER = timedelta(minutes=15)
# A clock on the page may be a little off the declared moment.
TOLERANCE = timedelta(minutes=3)
WEST, EAST = timedelta(hours=-12), timedelta(hours=14)
LONGEST_DELAY = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Beside:
    """A day near the headline with the time of day beside it; `alone` when the text says little more, `marked` when
    that, and the words before it or the markup around call it a date of the article."""

    day: date
    clock: timedelta | None
    alone: bool
    marked: bool


def days_beside(heading: Element | None, language: str, *, month_first: bool) -> list[Beside]:
    """The days near the headline in page order."""
    return [] if heading is None else list(_days_beside(heading, language, month_first))


def _days_beside(heading: Element, language: str, month_first: bool) -> Iterator[Beside]:
    near = chain(islice(preceding(heading), NEAR_ELEMENTS), islice(following(heading), NEAR_ELEMENTS))
    holders = around(heading)
    for element, text in pieces(near):
        if len(text) > MAX_TEXT_CHARS or not has_day(text):
            continue
        found = find_days(text, language, month_first=month_first)
        for one in found:
            rest = len(text) - (one.end - one.start)
            alone = rest <= MAX_CHARS_BESIDE and not is_of_other_time(text, one)
            clock = clock_after(text, one)
            yield Beside(one.day, clock, alone, alone and (says_published(text, one) or is_marked(element, holders)))


def corrected(
    moment: datetime, updated: datetime | None, beside: Sequence[Beside], url: str, tags: list[str]
) -> datetime:
    """A declared publication, on the publisher's clock and no later than the page itself shows."""
    local = _in_local_time(moment, beside, url, tags)
    in_address = address_day(url)
    if in_address and timedelta(days=1) < local.date() - in_address <= LONGEST_DELAY:
        return at_midnight(in_address)
    marked = [one for one in beside if one.marked]
    if not marked or {local.date(), moment.date()} & {one.day for one in beside}:
        return local
    first = marked[0]
    is_touch = updated is None or updated.date() == moment.date()
    if _is_swapped(local.date(), first.day) or (is_touch and timedelta() < local.date() - first.day <= LONGEST_DELAY):
        return at_midnight(first.day) + (first.clock or timedelta())
    return local


def _is_swapped(declared: date, shown: date) -> bool:
    """Whether day and month were read the wrong way round."""
    return (declared.year, declared.month, declared.day) == (shown.year, shown.day, shown.month)


def _in_local_time(moment: datetime, beside: Sequence[Beside], url: str, tags: list[str]) -> datetime:
    if moment.utcoffset() or moment.time() == datetime.min.time():
        return moment
    for one in beside:
        if one.clock is not None and (offset := _offset(moment, one.day, one.clock)) is not None:
            return moment.astimezone(timezone(offset))
    days = [day for day in (address_day(url), *(one.day for one in beside if one.alone)) if day]
    return _on_day(moment, days[0], url, tags) if days else moment


def _offset(moment: datetime, day: date, clock: timedelta) -> timedelta | None:
    """How far a shown time is from UTC, if it can be the same moment: a whole quarter of an hour, from -12 to +14."""
    shown = datetime(day.year, day.month, day.day, tzinfo=moment.tzinfo) + clock
    apart = shown - moment
    offset = QUARTER * round(apart / QUARTER)
    return offset if abs(apart - offset) <= TOLERANCE and WEST <= offset <= EAST else None


def _on_day(moment: datetime, day: date, url: str, tags: list[str]) -> datetime:
    """The moment on the clock of the publisher's country if that makes it the shown day, the day before or after."""
    if abs(day - moment.date()) != timedelta(days=1):
        return moment
    for zone in zones_of(url, tags):
        local = moment.astimezone(zone)
        if local.date() == day:
            return moment.astimezone(timezone(local.utcoffset() or timedelta()))
    return moment
