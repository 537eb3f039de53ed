"""Who is to be told: followers of what an article or a story is about, a few at a time, with what they mute."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from octavo.core.personal import Follow, FollowKind, Mute, MuteKind
from octavo.core.reading import EditionKey
from octavo.store.sql import at, query, query_in, utc

_ARTICLE = """
SELECT a.id, a.title, a.excerpt, a.language, a.publisher_id, p.name, a.shown_at, a.seen_at, m.story_id, m.copy_of_id,
       s.begun_by, s.title, s.title_language
FROM store_article a JOIN store_publisher p ON p.id = a.publisher_id
JOIN store_storymember m ON m.article_id = a.id JOIN store_story s ON s.id = m.story_id
WHERE a.id = %s
"""
_FACETS = "SELECT code FROM store_storyfacet WHERE story_id = %s"
_PARTS = "SELECT id FROM store_story WHERE merged_into_id = %s"
_FOLLOWERS = """
SELECT DISTINCT s.reader_id FROM store_subscription s JOIN store_reader r ON r.id = s.reader_id
WHERE s.reader_id > %s AND r.is_active AND s.created_at <= %s AND ({any})
ORDER BY s.reader_id LIMIT %s
"""
_FOLLOWS = """
SELECT reader_id, kind, target, label, created_at FROM store_subscription s
WHERE created_at <= %s AND ({any}) AND reader_id IN ({{marks}}) ORDER BY created_at, id
"""
_MUTES = "SELECT reader_id, kind, target, label FROM store_mute WHERE reader_id IN ({marks})"
_READERS = """
SELECT r.id, p.country, p.languages, r.language FROM store_reader r
LEFT JOIN store_readerpreferences p ON p.reader_id = r.id
WHERE r.is_active AND r.id > %s ORDER BY r.id LIMIT %s
"""
_FOLLOWED_AS = {"topic": FollowKind.TOPIC, "tag": FollowKind.HASHTAG, "place": FollowKind.PLACE}


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that has just joined its story. `begins` says that the story begins with it, `story_title` is what
    the story is called in `story_language`."""

    article: int
    title: str
    excerpt: str
    language: str
    publisher: int
    publisher_name: str
    shown_at: datetime
    seen_at: datetime
    story: int
    is_copy: bool
    begins: bool
    story_title: str
    story_language: str


@dataclass(frozen=True, slots=True)
class EditionReader:
    """A reader and the edition that they chose: `key` is None for one who never did. `language` is the interface's."""

    id: int
    key: EditionKey | None
    language: str


def arrival(article_id: int) -> Arrival | None:
    """None where it is gone, or in no story yet."""
    for row in query(_ARTICLE, [article_id]):
        return Arrival(
            article=row[0],
            title=row[1],
            excerpt=row[2],
            language=row[3],
            publisher=row[4],
            publisher_name=row[5],
            shown_at=utc(row[6]),
            seen_at=utc(row[7]),
            story=row[8],
            is_copy=row[9] is not None,
            begins=row[10] == row[0],
            story_title=row[11],
            story_language=row[12],
        )
    return None


def followed_of(one: Arrival) -> list[tuple[FollowKind, str]]:
    """What a reader may follow and so be told of it."""
    found = [(FollowKind.PUBLISHER, str(one.publisher))]
    if one.is_copy:
        return found
    found += [(FollowKind.STORY, str(story_id)) for story_id in parts_of(one.story)]
    for (code,) in query(_FACETS, [one.story]) if one.begins else ():
        kind, _, target = code.partition(":")
        if kind in _FOLLOWED_AS:
            found.append((_FOLLOWED_AS[kind], target))
        elif kind == "about" and len(target) == 2:
            found.append((FollowKind.PLACE, f"c{target}"))
    return found


def parts_of(story_id: int) -> list[int]:
    """The story and those that became part of it."""
    return [story_id, *(row[0] for row in query(_PARTS, [story_id]))]


def followers(
    wanted: Sequence[tuple[FollowKind, str]], before: datetime, after_reader: int, limit: int
) -> dict[int, tuple[Follow, ...]]:
    """The next `limit` readers who followed one of these before then, with what of it they follow, oldest first."""
    one_of = " OR ".join(["(s.kind = %s AND s.target = %s)"] * len(wanted))
    values = [value for kind, target in wanted for value in (kind.value, target)]
    rows = query(_FOLLOWERS.format(any=one_of), [after_reader, at(before), *values, limit])
    found: dict[int, list[Follow]] = {row[0]: [] for row in rows}
    for reader_id, kind, target, label, moment in query_in(_FOLLOWS.format(any=one_of), found, [at(before), *values]):
        found[reader_id].append(Follow(FollowKind(kind), target, label, utc(moment)))
    return {reader_id: tuple(follows) for reader_id, follows in found.items()}


def mutes_of(reader_ids: Iterable[int]) -> dict[int, tuple[Mute, ...]]:
    """Of those who mute anything."""
    found: dict[int, list[Mute]] = {}
    for reader_id, kind, target, label in query_in(_MUTES, reader_ids):
        found.setdefault(reader_id, []).append(Mute(MuteKind(kind), target, label))
    return {reader_id: tuple(mutes) for reader_id, mutes in found.items()}


def edition_readers(after_reader: int, limit: int) -> list[EditionReader]:
    """The next readers, by id."""
    return [_edition_reader(*row) for row in query(_READERS, [after_reader, limit])]


def _edition_reader(reader_id: int, country: str | None, languages: object, language: str) -> EditionReader:
    if country is None:
        return EditionReader(reader_id, None, language)
    return EditionReader(reader_id, EditionKey(country, _languages(languages)), language)


def _languages(said: object) -> tuple[str, ...]:
    found = json.loads(said) if isinstance(said, str) else said
    return tuple(map(str, found)) if isinstance(found, list) else ()


def countries_of(reader_ids: Iterable[int]) -> dict[int, str]:
    """The countries of readers' editions, of those who chose one; "" is the world."""
    sql = "SELECT reader_id, country FROM store_readerpreferences WHERE country IS NOT NULL AND reader_id IN ({marks})"
    return dict(query_in(sql, reader_ids))


def publishers_of(story_id: int) -> frozenset[int]:
    """Who tells a story."""
    sql = (
        "SELECT DISTINCT a.publisher_id FROM store_storymember m JOIN store_article a ON a.id = m.article_id"
        " WHERE m.story_id = %s"
    )
    return frozenset(row[0] for row in query(sql, [story_id]))


def hidden_from(story_id: int, now: datetime) -> frozenset[str]:
    """The countries whose editions the desk hides a story from; "" is everywhere."""
    sql = (
        "SELECT country FROM store_deskact WHERE kind = 'hide' AND story_id = %s AND ended_at IS NULL"
        " AND (until IS NULL OR until > %s)"
    )
    return frozenset(row[0] for row in query(sql, [story_id, at(now)]))
