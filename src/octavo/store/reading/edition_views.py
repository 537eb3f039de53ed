"""Editions: which stories may enter one, the snapshots of those that were made, and a snapshot as a page shows it.

Candidates are found by the facets of stories, whose rows say all that ranking asks: no article is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from octavo.core.editions import Candidate, CandidateQuery, DayPart, DeskAct, DeskKind, Edition, PlacedStory
from octavo.core.reading import EditionKey
from octavo.core.views import EditionView, StoryCard
from octavo.core.views import StoryRow as RowView
from octavo.store.languages import kept_languages
from octavo.store.packed import read_edition
from octavo.store.reading.stories import cards_of_rows
from octavo.store.sql import at, query, utc
from octavo.store.story_rows import StoryRow, story_ends, story_rows

_DESK = """
SELECT d.kind, d.story_id, d.country, d.until, d.note, COALESCE(r.handle, '') FROM store_deskact d
LEFT JOIN store_reader r ON r.id = d.by_id
WHERE d.ended_at IS NULL AND (d.until IS NULL OR d.until > %s) ORDER BY d.id
"""
_SNAPSHOT = (
    "SELECT day, part, made_at, version, content FROM store_editionsnapshot WHERE country = %s AND languages = %s"
)
_LEADS = """
SELECT country, content FROM store_editionsnapshot WHERE made_at >= %s AND country <> '' ORDER BY made_at DESC LIMIT %s
"""
_DESK_CHANGED = """
SELECT 1 FROM store_deskact
WHERE created_at > %s OR ended_at > %s OR (ended_at IS NULL AND until > %s AND until <= %s) LIMIT 1
"""
_DAYS = """
SELECT DISTINCT day FROM store_editionsnapshot WHERE country = %s AND languages = %s ORDER BY day DESC LIMIT %s
"""


def packed_languages(key: EditionKey) -> str:
    """An edition's languages as they are kept: "sw+en"."""
    return "+".join(key.languages)[:160]


def candidates(wanted: CandidateQuery) -> tuple[Candidate, ...]:
    """The stories that may enter an edition, as `core.editions.CandidateQuery` says, each with who may stand for it.

    Three queries: the ids, the stories, and which of their pictures are stored by now.
    """
    selects = [_top_stories("", [], wanted.since, wanted.by_voices)]
    selects.append(_top_stories(" AND first_at >= %s", [at(wanted.rising_since)], wanted.rising_since, wanted.rising))
    codes = [f"{kind}:{wanted.country}" for kind in ("about", "from") if wanted.country]
    codes += [f"about:{wanted.region}"] if wanted.region else []
    selects += [_top_of(code, wanted.since, wanted.in_country) for code in codes]
    languages = kept_languages(wanted.languages)
    selects += [_top_of(f"in:{language}", wanted.since, wanted.per_language) for language in languages]
    sql = " UNION ".join(f"SELECT story FROM ({one}) AS s{number}" for number, (one, _) in enumerate(selects))  # noqa: S608 - values are bound
    found = query(sql, [value for _, values in selects for value in values])
    rows = story_rows({row[0] for row in found} | set(wanted.stories), languages)
    return tuple(Candidate(row.summary, row.stand_ins) for row in rows.values() if row.stand_ins)


def _top_stories(narrowed: str, values: Sequence[Any], since: datetime, limit: int) -> tuple[str, list[Any]]:
    return (
        f"SELECT id AS story FROM store_story WHERE merged_into_id IS NULL AND voiced_at >= %s{narrowed}"  # noqa: S608 - values are bound
        " ORDER BY voices DESC, voiced_at DESC LIMIT %s",
        [at(since), *values, limit],
    )


def _top_of(code: str, since: datetime, limit: int) -> tuple[str, list[Any]]:
    return (
        "SELECT story_id AS story FROM store_storyfacet WHERE code = %s AND voiced_at >= %s"
        " ORDER BY voices DESC, voiced_at DESC LIMIT %s",
        [code, at(since), limit],
    )


def leads(since: datetime, limit: int = 40) -> dict[str, tuple[int, ...]]:
    """What each country's editions led with last, first to last, of those made since then."""
    found: dict[str, tuple[int, ...]] = {}
    for country, content in query(_LEADS, [at(since), limit]):
        found.setdefault(country, tuple(one.story for one in read_edition(bytes(content))["lead"]))
    return found


def desk_changed_since(moment: datetime, now: datetime) -> bool:
    """Whether the desk decided, took back or let run out anything after `moment`."""
    values = [at(moment), at(moment), at(moment), at(now)]
    return bool(query(_DESK_CHANGED, values))


def desk_acts(now: datetime) -> tuple[DeskAct, ...]:
    """What the operator decided and still holds, oldest first, whatever country it is for."""
    rows = query(_DESK, [at(now)])
    return tuple(DeskAct(DeskKind(row[0]), row[1], row[2], utc(row[3]), row[4], row[5]) for row in rows)


def latest_snapshot(key: EditionKey) -> Edition | None:
    """The edition that was made last."""
    return _one(f"{_SNAPSHOT} ORDER BY made_at DESC LIMIT 1", key)


def snapshot_of(key: EditionKey, day: date, part: DayPart | None = None) -> Edition | None:
    """A day's edition: of one part of the day, or the last one of the day."""
    if part:
        return _one(f"{_SNAPSHOT} AND day = %s AND part = %s", key, day, part.value)
    return _one(f"{_SNAPSHOT} AND day = %s ORDER BY made_at DESC LIMIT 1", key, day)


def _one(sql: str, key: EditionKey, *more: object) -> Edition | None:
    for day, part, made_at, version, content in query(sql, [key.country, packed_languages(key), *map(_plain, more)]):
        return Edition(key, _day(day), DayPart(part), utc(made_at), version=version, **read_edition(bytes(content)))
    return None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def days_with_snapshots(key: EditionKey, limit: int = 60) -> tuple[date, ...]:
    """The days of which there are editions, the latest first."""
    return tuple(_day(row[0]) for row in query(_DAYS, [key.country, packed_languages(key), limit]))


def edition_view(key: EditionKey, edition: Edition) -> EditionView:
    """An edition with the cards of its stories. What was merged since leads to the whole, what is gone is left out."""
    placed = [*edition.lead, *edition.breaking, *(one for section in edition.sections for one in section.stories)]
    rows = story_rows({one.story for one in placed})
    missing = {one.story for one in placed} - set(rows)
    ends = story_ends(missing) if missing else {}
    rows |= story_rows(set(ends.values()) - set(rows)) if ends else {}
    cards = _cards(placed, ends, rows, key)

    def shown(places: Sequence[PlacedStory]) -> tuple[StoryCard, ...]:
        found = {card.id: card for one in places if (card := cards.get((one.story, one.article)))}
        return tuple(found.values())

    sections = (RowView(section.kind, section.code, shown(section.stories)) for section in edition.sections)
    return EditionView(
        edition, shown(edition.lead), tuple(row for row in sections if row.stories), shown(edition.breaking)
    )


def _cards(
    placed: Iterable[PlacedStory], ends: Mapping[int, int], rows: Mapping[int, StoryRow], key: EditionKey
) -> dict[tuple[int, int], StoryCard]:
    """(story, article) as placed -> its card with score, terms and mark."""
    wanted = {(one.story, one.article): one for one in placed}
    shown_by = {ends.get(story, story): article for story, article in wanted}
    by_id = {card.id: card for card in cards_of_rows(list(rows.values()), key.languages, shown_by)}
    found = {}
    for (story, article), one in wanted.items():
        card = by_id.get(ends.get(story, story))
        if card:
            found[story, article] = replace(card, score=one.score, terms=one.terms, mark=one.mark)
    return found
