"""Stories as pages and lists show them. A list is found by the facets of its stories, newest voice first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from octavo.core.reading import Card, PictureView, PublisherView, TagView
from octavo.core.stories import Sighting
from octavo.core.views import StoryCard, StoryPage, StoryView, Telling
from octavo.store.languages import kept_languages
from octavo.store.packed import read_reasons
from octavo.store.reading.cards import cards_with_publishers
from octavo.store.reading.comments import story_counts
from octavo.store.reading.lists import MAX_LIMIT, Place, decode_cursor, encode_cursor
from octavo.store.sightings import sightings
from octavo.store.sql import at, marks, query, query_in, utc
from octavo.store.story_rows import COLUMNS, StoryRow, choose_stand_in, read_rows, story_rows

MAX_TELLINGS = 500
MAX_PICTURES = 12
SOURCES = 3
RELATED_WITHIN = timedelta(days=30)
RELATED_PER_FACET = 20
_MAX_ID = 2**63 - 1

_STORY = f"SELECT {COLUMNS}, s.merged_into_id FROM store_story s WHERE s.id = %s"  # noqa: S608
_TELLINGS = """
SELECT m.article_id, m.joined_at, m.copy_of_id, m.is_likely_original, m.reasons, a.source
FROM store_storymember m JOIN store_article a ON a.id = m.article_id
WHERE m.story_id = %s ORDER BY a.shown_at DESC, a.id DESC LIMIT %s
"""
_NEW = "SELECT article_id FROM store_storymember WHERE story_id = %s AND joined_at > %s ORDER BY joined_at, article_id"
_NEW_COUNTS = """
SELECT story_id, COUNT(*) FROM store_storymember WHERE joined_at > %s AND story_id IN ({marks}) GROUP BY story_id
"""
_RELATED = """
SELECT DISTINCT story_id FROM (
  SELECT story_id FROM store_storyfacet WHERE code = %s AND voiced_at >= %s
  ORDER BY voiced_at DESC, story_id DESC LIMIT {limit}) AS f
"""


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """Narrows a list of stories. Empty means "any". `country` is where it is told, `about` where it happens."""

    languages: tuple[str, ...] = ()
    country: str = ""
    about: str = ""
    topic: str = ""
    place: str = ""
    hashtag: str = ""


def story_view(story_id: int) -> StoryView | int | None:
    """A story's own page; the id of the story that it is part of by now; None where there is none.

    Of a story with more than five hundred articles the latest five hundred are told.
    """
    if not 0 < story_id <= _MAX_ID:
        return None
    for row in query(_STORY, [story_id]):
        if row[-1] is not None:
            return int(row[-1])
        return _view(read_rows([row[:-1]])[story_id])
    return None


def _view(row: StoryRow) -> StoryView:
    summary = row.summary
    rows = query(_TELLINGS, [summary.id, MAX_TELLINGS])[::-1]
    by_id, _ = cards_with_publishers([one[0] for one in rows])
    tellings = _tellings(rows, by_id)
    return StoryView(
        id=summary.id,
        slug=summary.slug,
        title=summary.title,
        title_language=row.title_language,
        first_at=summary.first_at,
        last_at=summary.last_at,
        tellings=tellings,
        voices=summary.voices,
        publishers=summary.publishers,
        languages=summary.languages,
        told_from=summary.by_country,
        places=summary.places,
        pictures=_pictures(tellings),
        topics=summary.topics,
        hashtags=tuple(TagView(tag.slug, tag.label, row.tag_labels.get(tag.slug, {})) for tag in summary.hashtags),
    )


def _tellings(rows: Sequence[Sequence[Any]], by_id: Mapping[int, Card]) -> tuple[Telling, ...]:
    copies: dict[int, list[int]] = {}
    for article_id, _, copy_of, *_ in rows:
        if copy_of:
            copies.setdefault(copy_of, []).append(article_id)
    return tuple(
        Telling(
            card=by_id[article_id],
            joined_at=utc(joined_at),
            copy_of=copy_of,
            copies=tuple(copies.get(article_id, ())),
            is_likely_original=bool(is_original),
            reasons=read_reasons(reasons),
            source=source,
        )
        for article_id, joined_at, copy_of, is_original, reasons, source in rows
        if article_id in by_id
    )


def _pictures(tellings: Iterable[Telling]) -> tuple[PictureView, ...]:
    found = {one.card.picture.id: one.card.picture for one in tellings if one.card.picture and one.copy_of is None}
    return tuple(found.values())[:MAX_PICTURES]


def story_cards(
    story_ids: Sequence[int], languages: Sequence[str] = (), shown_by: Mapping[int, int] | None = None
) -> tuple[StoryCard, ...]:
    """The cards of these stories, in this order, for a reader of `languages`; those that are gone are left out.

    `shown_by` says which article is to stand for a story; where it says nothing, or the article is gone, we choose.
    """
    rows = story_rows(story_ids, kept_languages(tuple(languages)))
    return cards_of_rows(_in_order(rows, story_ids), languages, shown_by)


def _in_order(rows: Mapping[int, StoryRow], story_ids: Sequence[int]) -> list[StoryRow]:
    return [rows[story_id] for story_id in dict.fromkeys(story_ids) if story_id in rows]


def cards_of_rows(
    rows: Sequence[StoryRow], languages: Sequence[str] = (), shown_by: Mapping[int, int] | None = None
) -> tuple[StoryCard, ...]:
    """As `story_cards`, of rows that are read already."""
    kept = kept_languages(tuple(languages))
    chosen = {row.summary.id: one.article for row in rows if (one := choose_stand_in(row, kept))}
    wanted = dict(shown_by or {})
    sources = {row.summary.id: row.summary.publisher_ids[:SOURCES] for row in rows}
    articles = [*chosen.values(), *(wanted[one] for one in chosen if one in wanted)]
    by_id, publishers = cards_with_publishers(articles, [one for ids in sources.values() for one in ids])
    comments = story_counts(chosen)
    found = []
    for row in rows:
        story_id = row.summary.id
        card = by_id.get(wanted.get(story_id, 0)) or by_id.get(chosen.get(story_id, 0))
        if card:
            shown = [publishers[one] for one in sources[story_id] if one in publishers]
            found.append(_card(row, card, shown, comments.get(story_id, 0)))
    return tuple(found)


def _card(row: StoryRow, card: Card, sources: Sequence[PublisherView], comments: int) -> StoryCard:
    summary = row.summary
    return StoryCard(
        id=summary.id,
        slug=summary.slug,
        card=card,
        articles=summary.articles,
        voices=summary.voices,
        publishers=summary.publishers,
        languages=summary.languages,
        first_at=summary.first_at,
        last_at=summary.last_at,
        sources=tuple(sources),
        topics=summary.topics,
        comments=comments,
    )


def stories_of(article_ids: Iterable[int]) -> dict[int, int]:
    """Article id -> the id of its story, of those that have one."""
    sql = "SELECT article_id, story_id FROM store_storymember WHERE article_id IN ({marks})"
    return dict(query_in(sql, article_ids))


def joined_since(story_id: int, since: datetime) -> tuple[int, ...]:
    """The articles of a story that joined it after `since`, in that order: what is new since a reader looked."""
    return tuple(row[0] for row in query(_NEW, [story_id, at(since)]))


def new_counts(story_ids: Iterable[int], since: datetime) -> dict[int, int]:
    """Story id -> how many articles joined it after `since`, of those with any."""
    return dict(query_in(_NEW_COUNTS, story_ids, [at(since)]))


def latest_stories(where: StoryFilter, cursor: str | None = None, limit: int = 24) -> StoryPage:
    """The stories that fit `where`, the one with the newest voice first. A nonsensical cursor means the first page."""
    limit = max(1, min(limit, MAX_LIMIT))
    places = newest_stories(where, limit + 1, after=decode_cursor(cursor))
    more = len(places) > limit
    places = places[:limit]
    found = story_cards([story_id for _, story_id in places], where.languages)
    return StoryPage(found, encode_cursor(places[-1]) if more else None)


def newest_stories(where: StoryFilter, limit: int, *, after: Place | None = None) -> list[Place]:
    """Times of the newest voices, and ids, of the stories that fit `where`, after a place in the list."""
    languages = [f"in:{language}" for language in kept_languages(where.languages)]
    if where.languages and not languages:
        return []
    codes = _codes(where)
    if codes:
        return _newest_of(codes[:1], [*([code] for code in codes[1:]), languages], limit, after)
    return _newest_of(languages, [], limit, after) if languages else _newest_of_all(limit, after)


def _codes(where: StoryFilter) -> list[str]:
    """The facets asked for besides languages, those that few stories have first."""
    named = (
        ("tag", where.hashtag),
        ("place", where.place),
        ("about", where.about),
        ("topic", where.topic),
        ("from", where.country),
    )
    return [f"{kind}:{code}" for kind, code in named if code]


def _newest_of_all(limit: int, after: Place | None) -> list[Place]:
    narrowed = " AND (voiced_at, id) < (%s, %s)" if after else ""
    rows = query(
        f"SELECT voiced_at, id FROM store_story WHERE merged_into_id IS NULL AND articles > 0{narrowed}"  # noqa: S608 - values are bound
        f" ORDER BY voiced_at DESC, id DESC LIMIT {limit}",
        [at(after[0]), after[1]] if after else [],
    )
    return [(utc(moment), story_id) for moment, story_id in rows]


def _newest_of(
    branches: Sequence[str], needed: Sequence[Sequence[str]], limit: int, after: Place | None
) -> list[Place]:
    """Of stories that have one of `branches`, and of each of `needed` one."""
    conditions = ""
    values: list[Any] = []
    for codes in filter(None, needed):
        one_of = f"n.code IN ({marks(codes)})"
        conditions += f" AND EXISTS (SELECT 1 FROM store_storyfacet n WHERE n.story_id = f.story_id AND {one_of})"  # noqa: S608 - values are bound
        values += codes
    if after:
        conditions += " AND (f.voiced_at, f.story_id) < (%s, %s)"
        values += [at(after[0]), after[1]]
    one = (
        f"SELECT f.voiced_at, f.story_id FROM store_storyfacet f WHERE f.code = %s{conditions}"  # noqa: S608 - values are bound
        f" ORDER BY f.voiced_at DESC, f.story_id DESC LIMIT {limit}"
    )
    sql = " UNION ALL ".join(f"SELECT * FROM ({one}) AS b{number}" for number in range(len(branches)))  # noqa: S608
    found: dict[int, datetime] = {}
    for moment, story_id in query(sql, [value for code in branches for value in (code, *values)]):
        found[story_id] = max(utc(moment), found.get(story_id, utc(moment)))
    return sorted(((moment, story_id) for story_id, moment in found.items()), reverse=True)[:limit]


def related_candidates(story_id: int, now: datetime, limit: int = 60) -> list[Sighting]:
    """One article of each story of the last thirty days that shares a hashtag, a place or a topic with this one.

    What they share best comes first: a hashtag and a place before a topic alone. Which of them are truly related is the
    stories room's to say.
    """
    rows = story_rows([story_id])
    if story_id not in rows:
        return []
    summary = rows[story_id].summary
    codes = [f"tag:{tag.slug}" for tag in summary.hashtags]
    codes += [f"place:{place.id}" for place in summary.places if place.id]
    codes += [f"topic:{topic.code}" for topic in summary.topics[:1]]
    shared: dict[int, int] = {}
    for code in codes:
        for row in query(_RELATED.format(limit=RELATED_PER_FACET), [code, at(now - RELATED_WITHIN)]):
            shared[row[0]] = shared.get(row[0], 0) + (1 if code.startswith("topic:") else 2)
    shared.pop(story_id, None)
    best = sorted(shared, key=lambda one: (-shared[one], -one))[:limit]
    others = _in_order(story_rows(best), best)
    languages = tuple(summary.languages)
    return sightings(one.article for row in others if (one := choose_stand_in(row, languages)))
