"""Stories: what grouping decided, recorded in short transactions, and their summaries kept true.

A story's name in grouping is "s" and its id, or the id of the article that it began with; both lead to the same row
for ever. Nothing here judges: which article belongs where is the stories room's to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from octavo.core.stories import Assignment, Regrouping
from octavo.store.changes import note_change
from octavo.store.jobs import enqueue
from octavo.store.models.labels import LabelState
from octavo.store.packed import read_about, reasons_json, to_json
from octavo.store.sql import at, chunks, execute, execute_many, insert, marks, query, query_in, utc
from octavo.store.summing import Member, Summed, sum_up
from octavo.store.voices import keep_voices

LARGE = 60
ARTICLES_TOLD_AT_ONCE = 1000
"""Some 40 ms of work."""

_MEMBERS = """
SELECT m.story_id, a.id, a.title, a.language, a.publisher_id, a.country, a.shown_at, a.picture_id, a.word_count,
       m.copy_of_id, a.source, CASE WHEN o.article_id IS NULL THEN 0 ELSE 1 END, l.country, l.about, l.version
FROM store_storymember m JOIN store_article a ON a.id = m.article_id
LEFT JOIN store_articlelabels l ON l.article_id = a.id LEFT JOIN store_original o ON o.article_id = a.id
WHERE m.story_id IN ({marks})
"""
_KEEP_MEMBER = """
INSERT INTO store_storymember (article_id, story_id, joined_at, copy_of_id, is_likely_original, score, nearest, reasons,
  version)
VALUES (%s, %s, %s, %s, FALSE, %s, %s, %s, %s) ON CONFLICT (article_id) DO NOTHING
"""
_KEEP_FACTS = """
UPDATE store_story SET title = %s, title_language = %s, slug = %s, first_at = %s, last_at = %s, voiced_at = %s,
  articles = %s, voices = %s, publishers = %s, country = %s, facts = %s, changed_at = %s, is_stale = FALSE WHERE id = %s
"""
_KEEP_FACET = """
INSERT INTO store_storyfacet (story_id, code, voiced_at, voices) VALUES (%s, %s, %s, %s)
ON CONFLICT (story_id, code) DO UPDATE SET voiced_at = excluded.voiced_at, voices = excluded.voices
"""


def story_name(story_id: int) -> str:
    """What grouping calls a stored story."""
    return f"s{story_id}"


@dataclass(slots=True)
class Names:
    """Names of grouping -> ids of stories that are no part of another."""

    ids: dict[str, int] = field(default_factory=dict)
    merged: set[str] = field(default_factory=set)


def read_names(names: Iterable[str]) -> Names:
    found = Names()
    wanted = {name for name in names if name}
    stored = [int(name[1:]) for name in wanted if name[0] == "s" and name[1:].isdecimal()]
    begun = [int(name) for name in wanted if name.isdecimal()]
    sql = "SELECT id, begun_by, merged_into_id FROM store_story WHERE {column} IN ({{marks}})"
    for story_id, _, into in query_in(sql.format(column="id"), stored):
        _note(found, story_name(story_id), into or story_id, is_merged=bool(into))
    for story_id, article_id, into in query_in(sql.format(column="begun_by"), begun):
        _note(found, str(article_id), into or story_id, is_merged=bool(into))
    return found


def _note(found: Names, name: str, story_id: int, *, is_merged: bool) -> None:
    found.ids[name] = story_id
    if is_merged:
        found.merged.add(name)


def record_assignments(
    assignments: Sequence[Assignment], now: datetime, version: int, voices: Sequence[Sequence[str]] = ()
) -> list[int]:
    """Store where articles belong, in one short transaction; returns the ids of the stories that changed.

    `voices` is what was found of their copies since, which may be of earlier articles (`octavo.store.voices`). An
    article that has a story already stays there, and one that is gone is left out: recorded twice nothing changes.
    """
    with transaction.atomic():
        wanted = _ungrouped(assignments)
        names = read_names(one.story for one in wanted)
        _begin_stories([one for one in wanted if one.story not in names.ids], names, now, version)
        originals = _originals(wanted)
        placed = {int(one.article): names.ids[one.story] for one in wanted if one.story in names.ids}
        rows = [
            _member_row(one, placed[int(one.article)], originals.get(int(one.article)), now, version)
            for one in wanted
            if int(one.article) in placed
        ]
        execute_many(_KEEP_MEMBER, rows)
        keep_voices(voices)
        _set_grouped(int(one.article) for one in assignments)
        changed = sorted(set(placed.values()))
        large = _large(changed)
        mark_stale(large)
        refresh_stories([story_id for story_id in changed if story_id not in large], now)
        _announce(sorted(placed), now)
        if changed:
            note_change(in_stories=True)
    return changed


def _announce(article_ids: Sequence[int], now: datetime) -> None:
    """Have those told who follow what these are of. Where nobody follows anything there is nobody to tell."""
    if article_ids and query("SELECT 1 FROM store_subscription LIMIT 1"):
        enqueue("notify", f"articles:{article_ids[0]}", {"articles": article_ids, "after": 0}, now)


def _large(story_ids: Sequence[int]) -> set[int]:
    """Stories whose summaries take long to tell anew: not in the transaction that brings one more article."""
    sql = f"SELECT id FROM store_story WHERE articles > {LARGE} AND id IN ({{marks}})"  # noqa: S608 - a number of ours
    return {row[0] for row in query_in(sql, story_ids)}


def _ungrouped(assignments: Sequence[Assignment]) -> list[Assignment]:
    sql = (
        "SELECT a.id FROM store_article a WHERE a.id IN ({marks})"
        " AND NOT EXISTS (SELECT 1 FROM store_storymember m WHERE m.article_id = a.id)"
    )
    ids = {row[0] for row in query_in(sql, [int(one.article) for one in assignments])}
    return [one for one in assignments if int(one.article) in ids]


def _begin_stories(assignments: Sequence[Assignment], names: Names, now: datetime, version: int) -> None:
    """A new row for each name that has none. A name of a stored story that is gone counts as the article's own."""
    begun = dict.fromkeys(_beginner(one) for one in assignments)
    insert(
        "store_story",
        "slug, title, title_language, first_at, last_at, voiced_at, articles, voices, publishers, country, facts,"
        " begun_by, changed_at, version, is_stale",
        [("", "", "", *[at(now)] * 3, 0, 0, 0, "", "{}", int(name), at(now), version, True) for name in begun],
        skip_known=True,
    )
    fresh = read_names(begun)
    for one in assignments:
        names.ids[one.story] = fresh.ids[_beginner(one)]


def _beginner(one: Assignment) -> str:
    return one.story if one.story.isdecimal() else one.article


def _originals(assignments: Sequence[Assignment]) -> dict[int, int]:
    """Of the articles that are copies, the one that each copies in the end, of those that are still there."""
    wanted = {int(one.duplicate_of) for one in assignments if one.duplicate_of}
    sql = (
        "SELECT a.id, COALESCE(m.copy_of_id, a.id) FROM store_article a"
        " LEFT JOIN store_storymember m ON m.article_id = a.id WHERE a.id IN ({marks})"
    )
    roots: dict[int, int] = dict(query_in(sql, wanted))
    found: dict[int, int] = {}
    for one in assignments:
        copied = int(one.duplicate_of) if one.duplicate_of else 0
        root = found.get(copied, roots.get(copied))
        if root and root != int(one.article):
            found[int(one.article)] = root
    return found


def _member_row(one: Assignment, story_id: int, original: int | None, now: datetime, version: int) -> tuple[Any, ...]:
    return (
        int(one.article),
        story_id,
        at(now),
        original,
        one.score,
        int(one.nearest) if one.nearest else None,
        reasons_json(one.reasons),
        version,
    )


def _set_grouped(article_ids: Iterable[int]) -> None:
    for chunk in chunks(article_ids):
        execute(
            f"UPDATE store_articlelabels SET state = {LabelState.DONE.value}"  # noqa: S608 - values are bound
            f" WHERE state = {LabelState.TO_GROUP.value} AND article_id IN ({marks(chunk)})",
            chunk,
        )


def apply_regrouping(found: Regrouping, now: datetime, version: int) -> list[int]:
    """Merge and split as the slower pass says, in one transaction; returns the ids of the stories that changed.

    Of two stories the older keeps its link, and the younger's leads there. A story that was left by all its articles
    leads to where the last of them went.
    """
    with transaction.atomic():
        names = read_names([*found.merged, *found.merged.values()])
        pairs = [
            (names.ids[part], names.ids[whole]) for part, whole in found.merged.items() if _both(names, part, whole)
        ]
        changed = merge_stories(pairs, now)
        changed |= _move(found.moved, read_names(found.moved.values()), now, version)
        refresh_stories(sorted(changed), now)
        if changed:
            note_change(in_stories=True)
    return sorted(changed)


def _both(names: Names, part: str, whole: str) -> bool:
    return part in names.ids and whole in names.ids


def _move(moved: Mapping[str, str], names: Names, now: datetime, version: int) -> set[int]:
    """Articles to other stories. One that was merged by mistake gets its own link back."""
    begun = {name for article, name in moved.items() if article == name}
    _revive(sorted(int(name) for name in begun & names.merged), names)
    unknown = [Assignment(article, name) for article, name in moved.items() if name not in names.ids]
    _begin_stories([one for one in unknown if one.story.isdecimal()], names, now, version)
    sql = "SELECT article_id, story_id FROM store_storymember WHERE article_id IN ({marks})"
    before = dict(query_in(sql, [int(article) for article in moved]))
    rows = []
    for article, name in moved.items():
        old, new = before.get(int(article)), names.ids.get(name)
        if old and new and old != new:
            rows.append((new, version, int(article), old))
    execute_many(
        "UPDATE store_storymember SET story_id = %s, version = %s WHERE article_id = %s", [row[:3] for row in rows]
    )
    _lead_on({old: new for new, _, _, old in rows}, now)
    return {row[0] for row in rows} | {row[3] for row in rows}


def _revive(beginners: Sequence[int], names: Names) -> None:
    for chunk in chunks(beginners):
        execute(
            "UPDATE store_story SET merged_into_id = NULL, merged_at = NULL, is_stale = TRUE"  # noqa: S608 - values are bound
            f" WHERE begun_by IN ({marks(chunk)})",
            chunk,
        )
    names.ids |= read_names(map(str, beginners)).ids


def _lead_on(moves: Mapping[int, int], now: datetime) -> None:
    """Stories that nobody is left in become part of where their last article went."""
    for story_id in set(moves) - _with_articles(moves):
        _redirect(story_id, moves[story_id], now)


def merge_stories(pairs: Iterable[tuple[int, int]], now: datetime) -> set[int]:
    """Make each two one. Inside the caller's transaction; returns the stories that have new articles."""
    kept: dict[int, int] = {}

    def end(story_id: int) -> int:
        while story_id in kept:
            story_id = kept[story_id]
        return story_id

    for one, other in pairs:
        older, younger = sorted((end(one), end(other)))
        if older != younger:
            kept[younger] = older
    for younger in kept:
        older = end(younger)
        execute("UPDATE store_storymember SET story_id = %s WHERE story_id = %s", [older, younger])
        execute("UPDATE store_deskact SET story_id = %s WHERE story_id = %s", [older, younger])
        _redirect(younger, older, now)
    return {end(younger) for younger in kept}


def _redirect(story_id: int, into: int, now: datetime) -> None:
    """Links lead straight on: what led to `story_id` leads to `into` now."""
    execute(
        "UPDATE store_story SET merged_into_id = %s, merged_at = %s, is_stale = FALSE"
        " WHERE id = %s OR merged_into_id = %s",
        [into, at(now), story_id, story_id],
    )
    execute("UPDATE store_story SET merged_into_id = NULL, merged_at = NULL WHERE id = %s", [into])
    execute("DELETE FROM store_storyfacet WHERE story_id = %s", [story_id])


def refresh_stories(story_ids: Sequence[int], now: datetime) -> None:
    """Tell the summaries of these anew from their articles; those without any go. Inside the caller's transaction."""
    members: dict[int, list[Member]] = {story_id: [] for story_id in story_ids}
    for row in query_in(_MEMBERS, story_ids):
        members[row[0]].append(_member(row))
    summed = {story_id: sum_up(found) for story_id, found in members.items() if found}
    execute_many(_KEEP_FACTS, [_facts_row(story_id, one, now) for story_id, one in summed.items()])
    _keep_facets(summed)
    _keep_originals(summed)
    left = [story_id for story_id, found in members.items() if not found]
    ends = "SELECT id FROM store_story WHERE merged_into_id IS NULL AND id IN ({marks})"
    forget_stories([row[0] for row in query_in(ends, left)])


def _member(row: Sequence[Any]) -> Member:
    _, article_id, title, language, publisher_id, country, shown_at, picture_id, words, copy_of = row[:10]
    source, is_original, about_country, about, version = row[10:]
    return Member(
        article=article_id,
        title=title,
        language=language,
        publisher=publisher_id,
        country=country,
        shown_at=utc(shown_at),
        picture_id=picture_id,
        has_text=bool(words),
        copy_of=copy_of,
        source=source,
        is_original=bool(is_original),
        about_country=about_country or "",
        about=read_about(about) if version else None,
    )


def _facts_row(story_id: int, one: Summed, now: datetime) -> tuple[Any, ...]:
    return (
        one.title,
        one.title_language,
        one.slug,
        at(one.first_at),
        at(one.last_at),
        at(one.voiced_at),
        one.articles,
        one.voices,
        one.publishers,
        one.country,
        to_json(one.facts),
        at(now),
        story_id,
    )


def _keep_facets(summed: Mapping[int, Summed]) -> None:
    """Only what differs is written: most articles change a story's counts and no more."""
    sql = "SELECT story_id, code, voiced_at, voices FROM store_storyfacet WHERE story_id IN ({marks})"
    before = {(row[0], row[1]): (utc(row[2]), row[3]) for row in query_in(sql, summed)}
    after = {(story_id, code): facet for story_id, one in summed.items() for code, facet in one.facets.items()}
    execute_many(
        "DELETE FROM store_storyfacet WHERE story_id = %s AND code = %s",
        [place for place in before if place not in after],
    )
    changed = [(place, facet) for place, facet in after.items() if before.get(place) != facet]
    execute_many(_KEEP_FACET, [(*place, at(moment), voices) for place, (moment, voices) in changed])


def _keep_originals(summed: Mapping[int, Summed]) -> None:
    sql = "SELECT article_id FROM store_storymember WHERE is_likely_original AND story_id IN ({marks})"
    before = {row[0] for row in query_in(sql, summed)}
    after = {article_id for one in summed.values() for article_id in one.originals}
    execute_many(
        "UPDATE store_storymember SET is_likely_original = %s WHERE article_id = %s",
        [*((False, one) for one in before - after), *((True, one) for one in after - before)],
    )


def forget_stories(story_ids: Sequence[int]) -> None:
    """Stories that have no article any more, with what leads to them. Inside the caller's transaction."""
    for chunk in chunks(story_ids):
        sql = f"SELECT id FROM store_story WHERE merged_into_id IN ({marks(chunk)})"  # noqa: S608 - values are bound
        merged = [row[0] for row in query(sql, chunk)]
        both = [*merged, *chunk]
        for table, column in (("store_storyfacet", "story_id"), ("store_deskact", "story_id"), ("store_story", "id")):
            execute(f"DELETE FROM {table} WHERE {column} IN ({marks(both)})", both)  # noqa: S608 - values are bound


def mark_stale(story_ids: Iterable[int]) -> None:
    """Their summaries are to be told anew soon."""
    for chunk in chunks(story_ids):
        execute(f"UPDATE store_story SET is_stale = TRUE WHERE id IN ({marks(chunk)})", chunk)  # noqa: S608 - values are bound


def refresh_stale(limit: int, now: datetime) -> int:
    """Tell the next few stale summaries anew, as many as one short transaction has time for; how many those were."""
    ids: list[int] = []
    room = ARTICLES_TOLD_AT_ONCE
    for story_id, articles in query(
        "SELECT id, articles FROM store_story WHERE is_stale ORDER BY id DESC LIMIT %s", [limit]
    ):
        if ids and articles > room:
            break
        ids.append(story_id)
        room -= articles
    if ids:
        with transaction.atomic():
            refresh_stories(ids, now)
            note_change(in_stories=True)
    return len(ids)


def take_out(article_ids: Sequence[int]) -> None:
    """These articles are about to go: their copies get another original, and their stories are told anew soon."""
    gone = set(article_ids)
    rows = list(
        query_in("SELECT article_id, copy_of_id FROM store_storymember WHERE copy_of_id IN ({marks})", article_ids)
    )
    heirs: dict[int, int] = {}
    for article_id, original in sorted(rows):
        if article_id not in gone:
            heirs.setdefault(original, article_id)
    execute_many(
        "UPDATE store_storymember SET copy_of_id = %s WHERE article_id = %s",
        [(_heir(heirs, original, article_id), article_id) for article_id, original in rows],
    )
    left = {
        row[0] for row in query_in("SELECT story_id FROM store_storymember WHERE article_id IN ({marks})", article_ids)
    }
    for chunk in chunks(article_ids):
        execute(f"DELETE FROM store_storymember WHERE article_id IN ({marks(chunk)})", chunk)  # noqa: S608 - values are bound
    _forget_empty(left)


def _heir(heirs: Mapping[int, int], original: int, article_id: int) -> int | None:
    heir = heirs.get(original)
    return None if heir == article_id else heir


def _with_articles(story_ids: Iterable[int]) -> set[int]:
    sql = "SELECT DISTINCT story_id FROM store_storymember WHERE story_id IN ({marks})"
    return {row[0] for row in query_in(sql, story_ids)}


def _forget_empty(story_ids: set[int]) -> None:
    alive = _with_articles(story_ids)
    forget_stories(sorted(story_ids - alive))
    mark_stale(sorted(alive))


def set_version(since: datetime, version: int) -> int:
    """The articles shown since then stand where grouping of `version` wants them. How many did not yet."""
    sql = (
        "SELECT m.article_id FROM store_storymember m JOIN store_article a ON a.id = m.article_id"
        " WHERE m.version < %s AND a.shown_at >= %s"
    )
    ids = [row[0] for row in query(sql, [version, at(since)])]
    for chunk in chunks(ids):
        execute(f"UPDATE store_storymember SET version = %s WHERE article_id IN ({marks(chunk)})", [version, *chunk])  # noqa: S608 - values are bound
    return len(ids)
