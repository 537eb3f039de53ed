"""Labels: what labelling may look at, and what it found. What waits for it is `store.label_queue`'s."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from octavo.core.labels import Hashtag, Labels, ToLabel
from octavo.store.changes import note_change
from octavo.store.label_queue import label_again
from octavo.store.models.labels import LabelState
from octavo.store.packed import about_json, pack_details
from octavo.store.sql import at, chunks, execute, execute_many, insert, marks, query_in, storable
from octavo.store.stories import mark_stale
from octavo.store.writing import MAX_HASHTAGS, hashtag_ids

MAX_LABELLED_CHARS = 60_000
_TO_LABEL = """
SELECT a.id, a.title, b.text, a.language, a.country, a.authors, p.name, COALESCE(s.label, ''), a.content_hash
FROM store_article a JOIN store_articlebody b ON b.article_id = a.id
JOIN store_publisher p ON p.id = a.publisher_id LEFT JOIN store_section s ON s.id = a.section_id
WHERE a.id IN ({marks})
"""
_KEYWORDS = """
SELECT h.article_id, t.label FROM store_articlehashtag h JOIN store_hashtag t ON t.id = h.hashtag_id
WHERE h.proposed_version IS NULL AND h.article_id IN ({marks}) ORDER BY h.id
"""
_RECORD = """
UPDATE store_articlelabels SET state = %s, labelled_at = %s, language = %s, country = %s, embedding = %s, embedder = %s,
  about = %s, details = %s, content_hash = %s, version = %s WHERE article_id = %s
"""
_HELD = """
SELECT a.id, a.content_hash, m.story_id FROM store_article a
JOIN store_articlelabels l ON l.article_id = a.id LEFT JOIN store_storymember m ON m.article_id = a.id
WHERE a.id IN ({marks})
"""
_CAMEL = re.compile(r"(?<=[^\W\dA-Z_])(?=[A-Z][^\W\d_])")


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """An article to be labelled. `content_hash` tells whether its text is still the same when it is done."""

    article: int
    what: ToLabel
    content_hash: bytes


@dataclass(frozen=True, slots=True)
class Labelled:
    """What labelling found in the text of `content_hash`."""

    article: int
    labels: Labels
    content_hash: bytes


def to_label(article_ids: Iterable[int]) -> list[Unlabelled]:
    """What labelling may look at, of those that are still there, in the order of `article_ids`."""
    wanted = list(article_ids)
    keywords: dict[int, list[str]] = {}
    for article_id, label in query_in(_KEYWORDS, wanted):
        keywords.setdefault(article_id, []).append(_CAMEL.sub(" ", label))
    rows = {row[0]: row for row in query_in(_TO_LABEL, wanted)}
    return [_unlabelled(rows[one], keywords.get(one, ())) for one in wanted if one in rows]


def _unlabelled(row: Sequence[Any], keywords: Iterable[str]) -> Unlabelled:
    article_id, title, text, language, country, authors, publisher, section, digest = row
    what = ToLabel(
        title=title,
        text=text[:MAX_LABELLED_CHARS],
        language=language,
        country=country,
        keywords=tuple(keywords),
        section=section,
        authors=tuple(json.loads(authors)),
        publisher=publisher,
    )
    return Unlabelled(article_id, what, bytes(digest))


def record_labels(found: Sequence[Labelled], now: datetime) -> None:
    """Store labels in one short transaction. Recorded twice they are the same; of articles gone nothing is kept.

    An article whose text changed meanwhile waits to be labelled again; one of a story stays in it.
    """
    with transaction.atomic():
        held = {row[0]: row for row in query_in(_HELD, [one.article for one in found])}
        kept = [one for one in found if one.article in held]
        states = {one.article: _state(one, held[one.article]) for one in kept}
        execute_many(_RECORD, [_row(one, states[one.article], now) for one in kept])
        label_again([article_id for article_id, state in states.items() if state is LabelState.TO_LABEL])
        mark_stale({story for one in kept if (story := held[one.article][2])})
        if _propose_hashtags({one.article: one.labels for one in kept}):
            note_change()


def _state(one: Labelled, held: Sequence[Any]) -> LabelState:
    _, digest, story = held
    if bytes(digest) != one.content_hash:
        return LabelState.TO_LABEL
    return LabelState.DONE if story else LabelState.TO_GROUP


def _row(one: Labelled, state: LabelState, now: datetime) -> tuple[Any, ...]:
    labels = one.labels
    return (
        state.value,
        at(now),
        (labels.language or "")[:35],
        labels.country[:2],
        labels.embedding,
        labels.embedder[:60],
        about_json(labels),
        pack_details(labels),
        one.content_hash,
        labels.version,
        one.article,
    )


def _propose_hashtags(found: Mapping[int, Labels]) -> bool:
    """Articles without a publisher's keyword get those that their labels propose. False where nothing changed."""
    before: dict[int, set[str]] = {article_id: set() for article_id in found}
    tagged: set[int] = set()
    sql = (
        "SELECT h.article_id, t.slug, h.proposed_version FROM store_articlehashtag h"
        " JOIN store_hashtag t ON t.id = h.hashtag_id WHERE h.article_id IN ({marks})"
    )
    for article_id, slug, proposed in query_in(sql, found):
        (tagged.add(article_id) if proposed is None else before[article_id].add(slug))
    after = {one: () if one in tagged else _proposed(labels) for one, labels in found.items()}
    changed = [one for one in found if before[one] != {tag.slug for tag in after[one]}]
    for chunk in chunks(changed):
        execute(
            "DELETE FROM store_articlehashtag WHERE proposed_version IS NOT NULL"  # noqa: S608 - values are bound
            f" AND article_id IN ({marks(chunk)})",
            chunk,
        )
    ids = hashtag_ids({tag.slug: tag.label for one in changed for tag in after[one]})
    rows = [(one, ids[tag.slug], found[one].version) for one in changed for tag in after[one]]
    insert("store_articlehashtag", "article_id, hashtag_id, proposed_version", rows, skip_known=True)
    return bool(changed)


def _proposed(labels: Labels) -> tuple[Hashtag, ...]:
    tags = {
        slug: label
        for tag in labels.hashtags
        if (slug := storable(tag.slug, 120)) and (label := storable(tag.label, 120))
    }
    return tuple(Hashtag(slug, label) for slug, label in list(tags.items())[:MAX_HASHTAGS])
