"""What a reader read: a history for themselves, and the habits that a personal order is made of."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction

from octavo.core.personal import Habits, Kept
from octavo.store.models import ReaderPreferences, Reading
from octavo.store.reading.stories import stories_of
from octavo.store.saved import article_facts
from octavo.store.sql import at, execute, query, utc
from octavo.store.story_rows import story_ends, story_rows

MOST_READINGS = 2_000
"""The oldest go first."""
HABITS_OF = 300
"""The readings that habits are told from."""
LATELY = timedelta(days=30)
SURE_TOPIC = 0.35
"""Labels below this score count as no topic, as in editions."""
_MAX_ID = 2**63 - 1

_KEEP = """
INSERT INTO store_reading
  (reader_id, article_id, story_id, title, url, publisher_name, language, publisher_id, topic, read_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (reader_id, article_id, story_id) DO UPDATE SET read_at = excluded.read_at
"""
_TRIM = """
DELETE FROM store_reading WHERE reader_id = %s AND id IN (
  SELECT id FROM store_reading WHERE reader_id = %s ORDER BY read_at DESC, id DESC LIMIT {spare} OFFSET {most})
"""
_HABITS = """
SELECT article_id, story_id, publisher_id, publisher_name, topic, language, read_at FROM store_reading
WHERE reader_id = %s AND read_at >= %s ORDER BY read_at DESC, id DESC LIMIT %s
"""


def record_read(reader_id: int, now: datetime, *, article_id: int = 0, story_id: int = 0) -> bool:
    """A reader opened an article, or a story's page. False where there is none, or the reader keeps no history."""
    if not keeps_history(reader_id):
        return False
    row = _article_row(article_id) if article_id else _story_row(story_id)
    if row is None:
        return False
    with transaction.atomic():
        execute(_KEEP, [reader_id, *row, at(now)])
        execute(_TRIM.format(spare=100, most=MOST_READINGS), [reader_id, reader_id])
    return True


def keeps_history(reader_id: int) -> bool:
    return not ReaderPreferences.objects.filter(reader_id=reader_id, keeps_history=False).exists()


def _article_row(article_id: int) -> tuple[object, ...] | None:
    facts = article_facts([article_id]).get(article_id)
    if facts is None:
        return None
    story_id = stories_of([article_id]).get(article_id, 0)
    return (article_id, story_id, *facts, _topic(story_id))


def _story_row(story_id: int) -> tuple[object, ...] | None:
    end = story_ends([story_id]).get(story_id) if 0 < story_id <= _MAX_ID else None
    row = story_rows([end]).get(end) if end else None
    return (0, end, row.summary.title, "", "", row.title_language, 0, _topic(end)) if row and end else None


def _topic(story_id: int) -> str:
    """The code of the story's surest topic, "" where none is sure."""
    row = story_rows([story_id]).get(story_id) if story_id else None
    best = max(row.summary.topics, key=lambda topic: topic.score, default=None) if row else None
    return best.code if best and best.score >= SURE_TOPIC else ""


def history(reader_id: int, *, offset: int = 0, limit: int = 50) -> tuple[Kept, ...]:
    """The articles that a reader opened, the latest first."""
    rows = Reading.objects.filter(reader_id=reader_id, article_id__gt=0).order_by("-read_at", "-id")
    return tuple(
        Kept(one.article_id, one.title, one.url, one.publisher_name, one.language, utc(one.read_at))
        for one in rows[offset : offset + limit]
    )


def clear(reader_id: int) -> int:
    return execute("DELETE FROM store_reading WHERE reader_id = %s", [reader_id])


def forget_one(reader_id: int, article_id: int) -> bool:
    sql = "DELETE FROM store_reading WHERE reader_id = %s AND article_id = %s"
    return execute(sql, [reader_id, article_id]) > 0


def read_ids(reader_id: int) -> frozenset[int]:
    """The articles that a reader opened."""
    sql = "SELECT article_id FROM store_reading WHERE reader_id = %s AND article_id > 0"
    return frozenset(row[0] for row in query(sql, [reader_id]))


def looked_at(reader_id: int, story_id: int) -> datetime | None:
    """When the reader last opened the story's own page."""
    sql = "SELECT read_at FROM store_reading WHERE reader_id = %s AND article_id = 0 AND story_id = %s"
    return next((utc(row[0]) for row in query(sql, [reader_id, story_id])), None)


def habits(reader_id: int, now: datetime) -> Habits:
    """What the reader read lately, counted. One query."""
    rows = query(_HABITS, [reader_id, at(now - LATELY), HABITS_OF])
    articles = [row for row in rows if row[0]]
    stories: dict[int, datetime] = {}
    for _, story_id, *_rest, moment in rows:
        if story_id:
            stories.setdefault(story_id, utc(moment))
    return Habits(
        topics=Counter(row[4] for row in articles if row[4]),
        publishers=Counter(row[2] for row in articles if row[2]),
        languages=Counter(row[5] for row in articles if row[5]),
        publisher_names={row[2]: row[3] for row in articles},
        stories=stories,
        total=len(articles),
    )
