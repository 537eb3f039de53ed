"""Articles as grouping sees them: those that wait for a story, and those of the window that have one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from octavo.core.stories import Assignment, Sighting
from octavo.store.packed import read_about, unpack_details
from octavo.store.sql import at, query, query_in, utc
from octavo.store.stories import read_names

MAX_SIGHTING_CHARS = 20_000
LOADED_AT_ONCE = 500
MOST_COMPARED = 60
"""Articles of one story: those that are copies or are copied before others, the newest first."""

_SIGHTING = """
SELECT a.id, a.title, b.text, a.language, a.publisher_id, a.country, a.url, a.source, a.shown_at, l.language,
       l.embedding, l.about, l.details, s.begun_by
FROM store_article a JOIN store_articlebody b ON b.article_id = a.id
JOIN store_articlelabels l ON l.article_id = a.id LEFT JOIN store_storymember m ON m.article_id = a.id
LEFT JOIN store_story s ON s.id = m.story_id
"""
_THESE = f"{_SIGHTING} WHERE l.version > 0 AND a.id IN ({{marks}})"
_UNGROUPED = "SELECT article_id FROM store_articlelabels WHERE state = 1 ORDER BY article_id LIMIT %s"
_GROUPED = """
SELECT m.article_id FROM store_storymember m JOIN store_article a ON a.id = m.article_id
WHERE a.shown_at >= %s AND m.article_id > %s ORDER BY m.article_id LIMIT %s
"""
_MEMBERS = """
SELECT m.story_id, m.article_id FROM store_storymember m WHERE m.story_id IN ({marks})
ORDER BY CASE WHEN m.copy_of_id IS NULL AND NOT m.is_likely_original THEN 1 ELSE 0 END, m.article_id DESC
"""
_NAMES = (
    "SELECT a.id, p.name FROM store_article a JOIN store_publisher p ON p.id = a.publisher_id WHERE a.id IN ({marks})"
)


def sightings(article_ids: Iterable[int]) -> list[Sighting]:
    """Of those that are labelled, in the order of `article_ids`."""
    wanted = list(article_ids)
    rows = {row[0]: row for row in query_in(_THESE, wanted)}
    return [_sighting(rows[one]) for one in wanted if one in rows]


def ungrouped_sightings(limit: int) -> list[Sighting]:
    """The next labelled articles without a story, in order of arrival."""
    return sightings(row[0] for row in query(_UNGROUPED, [limit]))


def grouped_sightings(since: datetime, after: int = 0, limit: int = LOADED_AT_ONCE) -> list[tuple[Sighting, str]]:
    """The next articles shown as of `since` or later that have a story, and its name, in order of arrival.

    The name is what grouping called it first, so that it is the same after a restart.
    `after` is the id of the last one of the part before; an empty part is the end.
    """
    ids = [row[0] for row in query(_GROUPED, [at(since), after, limit])]
    rows = {row[0]: row for row in query_in(_THESE, ids)}
    return [(_sighting(rows[one]), str(rows[one][13])) for one in ids if one in rows]


def tellings(assignments: Sequence[Assignment]) -> list[tuple[Sighting, ...]]:
    """The articles of each story that a copy is about to join, it among them. `publisher` is the name here, since it
    tells an agency."""
    wanted = {one.story for one in assignments if one.duplicate_of}
    stored = {name: story_id for name, story_id in read_names(wanted).ids.items() if name in wanted}
    members: dict[int, list[int]] = defaultdict(list)
    for story_id, article_id in query_in(_MEMBERS, set(stored.values())):
        members[story_id].append(article_id)
    joining: dict[str, list[int]] = defaultdict(list)
    for one in assignments:
        if one.story in wanted:
            joining[one.story].append(int(one.article))
    found = []
    for name, new in joining.items():
        known = members.get(stored.get(name, 0), [])
        found.append(_named(sightings(list(dict.fromkeys([*new, *known]))[:MOST_COMPARED])))
    return [one for one in found if len(one) > 1]


def _named(found: Sequence[Sighting]) -> tuple[Sighting, ...]:
    names = dict(query_in(_NAMES, [int(one.id) for one in found]))
    return tuple(replace(one, publisher=names.get(int(one.id), "")) for one in found)


def _sighting(row: Sequence[Any]) -> Sighting:
    article_id, title, text, language, publisher_id, country, url, source, shown_at = row[:9]
    labelled_language, embedding, about, details, _ = row[9:]
    seen, more = read_about(about), unpack_details(bytes(details))
    return Sighting(
        id=str(article_id),
        title=title,
        text=text[:MAX_SIGHTING_CHARS],
        language=labelled_language or language,
        publisher=str(publisher_id),
        country=country,
        url=url,
        source=source,
        at=utc(shown_at),
        embedding=bytes(embedding),
        names=more.names,
        figures=more.figures,
        places=seen.places,
        topics=seen.topics,
    )
