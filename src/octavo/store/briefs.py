"""Briefs: what they are made of, recorded and read, and forgotten with every article that they were made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from octavo.core.briefs import BriefArticle, BriefOf, Feature, KeptBrief
from octavo.core.editions import DayPart, Edition
from octavo.core.ids import content_hash
from octavo.core.labels import Labels
from octavo.core.reading import EditionKey
from octavo.core.rights import Terms, TextRights, text_rights
from octavo.store import ai_records, ai_reports, recordings
from octavo.store.changes import note_change
from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.packed import read_about, unpack_details
from octavo.store.packed_briefs import pack_brief, unpack_brief
from octavo.store.sql import at, chunks, execute, insert, marks, query, query_in, utc

ARTICLE_KIND, STORY_KIND, WRAPUP_KIND = "brief_article", "brief_story", "brief_wrapup"
WRITE_KIND = "write_brief"
STORY_EVERY = timedelta(minutes=10)
"""A story that changes all the time is told anew no more often."""
LABELS_TAKE = timedelta(minutes=1)
"""A text that changed is labelled anew first."""
MOST_ARTICLES = 30
MOST_LOOKED_AT = 300
MIN_VOICES = 2
WRITER_BYTES = 4
"""Of a brief's hash, the last ones: who was to write it is seen without a look at what it was made of."""

_INSERT = """
INSERT INTO store_brief
  (kind, target, feature, language, provider, version, content_hash, made_at, content, dropped)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
_KEPT = """
SELECT feature, language, provider, version, content_hash, made_at, content, dropped FROM store_brief
WHERE kind = %s AND target = %s
"""
_KEPT_OF_MANY = """
SELECT target, language, provider, version, content_hash, made_at, content, dropped FROM store_brief
WHERE kind = %s AND feature = %s AND target IN ({marks}) ORDER BY target, language
"""
_MEMBERS = """
SELECT m.article_id, m.copy_of_id, a.publisher_id, m.joined_at FROM store_storymember m
JOIN store_article a ON a.id = m.article_id WHERE m.story_id = %s ORDER BY a.shown_at DESC, a.id DESC LIMIT %s
"""
_ARTICLES = """
SELECT a.id, a.title, b.text, a.excerpt, a.publisher_id, p.terms, p.country, a.language, a.published_at, a.shown_at,
       m.copy_of_id, l.about, l.details
FROM store_article a JOIN store_articlebody b ON b.article_id = a.id JOIN store_publisher p ON p.id = a.publisher_id
LEFT JOIN store_storymember m ON m.article_id = a.id LEFT JOIN store_articlelabels l ON l.article_id = a.id
WHERE a.id IN ({marks})
"""
_DUE = """
SELECT s.id, s.voices, s.changed_at, MAX(b.made_at) FROM store_story s
LEFT JOIN store_brief b ON b.kind = 'story' AND b.target = CAST(s.id AS VARCHAR(20))
WHERE s.id IN ({marks}) GROUP BY s.id, s.voices, s.changed_at
"""
_REWRITE = """
UPDATE store_brief SET provider = %s, content = %s, dropped = %s
WHERE kind = %s AND target = %s AND feature = %s AND language = %s AND content_hash = %s
"""
_MADE_OF = "SELECT DISTINCT brief_id FROM store_briefsource WHERE article_id IN ({marks})"
_WRAPUPS = """
SELECT target FROM store_brief WHERE kind = 'edition' AND target LIKE %s ESCAPE '!' ORDER BY made_at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Told:
    """An article to be told in short, its text as far as readers may see it, and a hash of all that is looked at."""

    article: BriefArticle
    content_hash: bytes
    joined_at: datetime | None = None


def brief_hash(parts: Iterable[str], writer: str) -> bytes:
    """Of all that is looked at, and of the `writer` that is to write of it (a model and its prompt, "" for none)."""
    return content_hash(*parts)[:-WRITER_BYTES] + writer_hash(writer)


def writer_hash(writer: str) -> bytes:
    return content_hash(writer)[:WRITER_BYTES] if writer else bytes(WRITER_BYTES)


def edition_target(key: EditionKey, day: date, part: DayPart) -> str:
    return f"{edition_name(key)}{day.isoformat()}|{part.value}"[:200]


def edition_name(key: EditionKey) -> str:
    """What the targets of all its wrap-ups begin with."""
    return f"{key.country}|{'+'.join(key.languages)}|"


def record_briefs(kind: BriefOf, target: str, made: Sequence[KeptBrief], sources: Iterable[int]) -> bool:
    """Keep these in place of all that was kept of the target. False, and nothing kept, where an article is gone."""
    articles = sorted(set(sources))
    with transaction.atomic():
        if _count(articles) < len(articles):
            return False
        forget(
            [
                row[0]
                for row in query("SELECT id FROM store_brief WHERE kind = %s AND target = %s", [kind.value, target])
            ]
        )
        for one in made:
            brief_id = query(_INSERT, _row(kind, target, one))[0][0]
            insert("store_briefsource", "brief_id, article_id", [(brief_id, article) for article in articles])
        note_change()
    return True


def _count(articles: Sequence[int]) -> int:
    return sum(1 for _ in query_in("SELECT id FROM store_article WHERE id IN ({marks})", articles))


def _row(kind: BriefOf, target: str, one: KeptBrief) -> list[Any]:
    brief = one.brief
    return [
        kind.value,
        target,
        brief.feature.value,
        one.language[:35],
        brief.provider[:100],
        one.version,
        one.content_hash,
        at(one.made_at),
        pack_brief(brief),
        brief.dropped,
    ]


def rewrite_briefs(kind: BriefOf, target: str, made: Sequence[KeptBrief]) -> None:
    """Put these in place of what they were made from; nothing where that is gone or was made anew since."""
    for one in made:
        brief = one.brief
        values = [brief.provider[:100], pack_brief(brief), brief.dropped]
        execute(_REWRITE, [*values, kind.value, target, brief.feature.value, one.language[:35], one.content_hash])
    note_change()


def all_briefs_of(kind: BriefOf, target: str) -> list[KeptBrief]:
    """In every language that they are told in, the sources' own first."""
    return [_kept(row) for row in sorted(query(_KEPT, [kind.value, target]), key=lambda row: str(row[1]))]


def briefs_of_many(kind: BriefOf, targets: Iterable[int], feature: Feature, language: str = "") -> dict[int, KeptBrief]:
    """Of one feature what is kept of many stories or articles, by their ids, in a query or two."""
    found: dict[int, KeptBrief] = {}
    for target, told_in, provider, version, digest, made_at, content, dropped in query_in(
        _KEPT_OF_MANY, map(str, targets), [kind.value, feature.value]
    ):
        if int(target) not in found or told_in == language:
            brief = unpack_brief(bytes(content), feature, provider=provider, dropped=dropped)
            found[int(target)] = KeptBrief(brief, bytes(digest), utc(made_at), version, told_in)
    return found


def briefs_of(kind: BriefOf, target: str, language: str = "") -> dict[Feature, KeptBrief]:
    """All that is kept of an article, a story or an edition, in one query; in `language` what is told in it,
    else in the one that most of its sources speak."""
    rows = sorted(query(_KEPT, [kind.value, target]), key=lambda row: (row[1] == language, not row[1]))
    return {kept.brief.feature: kept for kept in map(_kept, rows)}


def _kept(row: Sequence[Any]) -> KeptBrief:
    feature, told_in, provider, version, digest, made_at, content, dropped = row
    brief = unpack_brief(bytes(content), Feature(feature), provider=provider, dropped=dropped)
    return KeptBrief(brief, bytes(digest), utc(made_at), version, told_in)


def made_of(kind: BriefOf, target: str) -> bytes | None:
    """The hash of the texts that the target's briefs were made of; None where there are none."""
    sql = "SELECT content_hash FROM store_brief WHERE kind = %s AND target = %s LIMIT 1"
    return next((bytes(row[0]) for row in query(sql, [kind.value, target])), None)


def latest_wrapup(key: EditionKey) -> tuple[date, DayPart] | None:
    """The day and part of the edition's newest wrap-up."""
    pattern = edition_name(key).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    for (target,) in query(_WRAPUPS, [pattern]):
        day, part = str(target).split("|")[-2:]
        return date.fromisoformat(day), DayPart(part)
    return None


def wrapup_of(key: EditionKey, day: date, part: DayPart) -> KeptBrief | None:
    return briefs_of(BriefOf.EDITION, edition_target(key, day, part)).get(Feature.WRAPUP)


def forget(brief_ids: Iterable[int]) -> None:
    for chunk in chunks(brief_ids):
        execute(f"DELETE FROM store_briefsource WHERE brief_id IN ({marks(chunk)})", chunk)  # noqa: S608 - values are bound
        execute(f"DELETE FROM store_brief WHERE id IN ({marks(chunk)})", chunk)  # noqa: S608 - values are bound


def forget_made_of(article_ids: Iterable[int]) -> None:
    """Every brief and recording that quotes one of these, or could: its text is gone, or another one by now. So go the
    records of models' sentences that cite it, and readers' reports of such."""
    ids = list(article_ids)
    forget({row[0] for row in query_in(_MADE_OF, ids)})
    ai_records.forget_citing(ids)
    ai_reports.forget_citing(ids)
    recordings.forget_made_of(ids)


def tell_again(article_ids: Iterable[int], changed_at: datetime) -> None:
    """The publisher of these wrote something else: nothing quotes the old text any more, and what did is made anew."""
    ids = list(article_ids)
    sql = f"SELECT kind, target FROM store_brief WHERE id IN ({_MADE_OF})"  # noqa: S608 - ours
    targets = dict.fromkeys(query_in(sql, ids))
    forget_made_of(ids)
    enqueue_many(brief_job(BriefOf(kind), target, changed_at + LABELS_TAKE) for kind, target in targets)


def brief_job(kind: BriefOf, target: str, run_at: datetime) -> NewJob:
    if kind is BriefOf.STORY:
        return _story_job(int(target), run_at)
    if kind is BriefOf.ARTICLE:
        return NewJob(ARTICLE_KIND, target, {"article": int(target)}, run_at)
    country, languages, day, part = target.split("|")
    named = {"country": country, "languages": languages.split("+") if languages else [], "day": day, "part": part}
    return NewJob(WRAPUP_KIND, target, named, run_at)


def story_members(story_id: int, limit: int = MOST_ARTICLES, first: int | None = None) -> list[int]:
    """The articles that speak for a story: of each publisher the newest, then others, copies last; `first` leads."""
    rows = query(_MEMBERS, [story_id, MOST_LOOKED_AT])
    seen: set[int] = set()
    ranked = []
    for place, (article_id, copy_of, publisher, _) in enumerate(rows):
        ranked.append((article_id != first, copy_of is not None, publisher in seen, place, article_id))
        seen.add(publisher)
    return [one[-1] for one in sorted(ranked)[:limit]]


def joined_before(story_id: int, moment: datetime) -> set[int]:
    """The articles that a story had by then."""
    return {row[0] for row in query(_MEMBERS, [story_id, MOST_LOOKED_AT]) if utc(row[3]) <= moment}


def told(article_ids: Sequence[int], *, instance_is_private: bool) -> list[Told]:
    """These articles as briefs look at them, in this order; those that are gone are left out."""
    rows = {row[0]: row for row in query_in(_ARTICLES, article_ids)}
    return [_told(rows[one], instance_is_private) for one in article_ids if one in rows]


def _told(row: Sequence[Any], is_private: bool) -> Told:
    article_id, title, text, excerpt, publisher, terms, country, language, published_at, shown_at, copy_of = row[:11]
    rights = text_rights(Terms(terms), instance_is_private=is_private)
    seen = {TextRights.FULL: text, TextRights.EXCERPT: excerpt}.get(rights, "")
    article = BriefArticle(
        id=str(article_id),
        title=title,
        text=seen,
        publisher=str(publisher),
        country=country,
        language=language,
        published_at=utc(published_at or shown_at),
        duplicate_of=str(copy_of) if copy_of else None,
        labels=_labels(language, *row[11:]),
    )
    return Told(article, content_hash(str(article_id), title, seen, str(copy_of), bytes(row[12] or b"").hex()))


def _labels(language: str, about: str | None, details: bytes | None) -> Labels | None:
    if about is None:
        return None
    places, more = read_about(about).places, unpack_details(bytes(details or b""))
    return Labels(language, places=places, names=more.names, figures=more.figures, quotes=more.quotes)


def want_briefs(edition: Edition, now: datetime, version: int, writers: Mapping[BriefOf, str] | None = None) -> None:
    """Have an edition's stories, the articles that stand for them and its wrap-up made, in one transaction.

    The lead goes first, for the wrap-up is made of it. What has not changed is made no second time, unless other
    `writers` than before are to write it: one for each kind, as `brief_hash` has it.
    """
    by = {kind: writer_hash((writers or {}).get(kind, "")) for kind in BriefOf}
    target = edition_target(edition.key, edition.day, edition.part)
    lead = [placed.story for placed in edition.lead]
    placed = {one.story: one.article for section in edition.sections for one in section.stories}
    placed |= {one.story: one.article for one in edition.lead}
    due = _due(placed, now, version, by[BriefOf.STORY])
    known = _known(BriefOf.ARTICLE, placed.values(), version, by[BriefOf.ARTICLE])
    enqueue_many(
        [
            *(_story_job(story, due[story]) for story in lead if story in due),
            brief_job(BriefOf.EDITION, target, now + timedelta(seconds=1)),
            *(_story_job(story, moment + timedelta(seconds=2)) for story, moment in due.items() if story not in lead),
            *(
                brief_job(BriefOf.ARTICLE, str(article), now + timedelta(seconds=3))
                for article in placed.values()
                if article not in known
            ),
        ]
    )


_BRIEFED = "SELECT target, content_hash FROM store_brief WHERE kind = %s AND version = %s AND target IN ({marks})"


def _known(kind: BriefOf, targets: Iterable[int], version: int, writer: bytes) -> set[int]:
    """Those that are told already, by these rules and this writer."""
    rows = query_in(_BRIEFED, [str(one) for one in targets], [kind.value, version])
    return {int(target) for target, digest in rows if bytes(digest)[-WRITER_BYTES:] == writer}


def _story_job(story: int, run_at: datetime) -> NewJob:
    return NewJob(STORY_KIND, str(story), {"story": story}, run_at)


def _due(stories: Iterable[int], now: datetime, version: int, writer: bytes) -> dict[int, datetime]:
    """Story -> when it may be told anew, of those with voices enough that changed since they were told."""
    stories = list(stories)
    known, found = _known(BriefOf.STORY, stories, version, writer), {}
    for story, voices, changed_at, made_at in query_in(_DUE, stories):
        made = utc(made_at)
        if voices >= MIN_VOICES and (made is None or made < utc(changed_at) or story not in known):
            found[story] = max(now, made + STORY_EVERY) if made else now
    return {story: found[story] for story in stories if story in found}
