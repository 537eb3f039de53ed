"""What a reader saved. It stays when the article is gone, as far as its title, address and publisher."""

from collections.abc import Iterable
from datetime import datetime

from octavo.core.personal import Kept
from octavo.store.models import Saved
from octavo.store.sql import at, execute, query, query_in, utc

MOST_SAVED = 5_000
_FACTS = """
SELECT a.id, a.title, a.url, p.name, a.language, p.id FROM store_article a
JOIN store_publisher p ON p.id = a.publisher_id WHERE a.id IN ({marks})
"""
_SAVE = """
INSERT INTO store_saved (reader_id, article_id, title, url, publisher_name, language, created_at)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


def article_facts(article_ids: Iterable[int]) -> dict[int, tuple[str, str, str, str, int]]:
    """Article id -> title, address, publisher's name, language and publisher's id, of those that are there."""
    return {row[0]: (row[1], row[2], row[3], row[4], row[5]) for row in query_in(_FACTS, article_ids)}


def save(reader_id: int, article_id: int, now: datetime) -> bool:
    """False where there is no such article, or the shelf is full."""
    facts = article_facts([article_id]).get(article_id)
    if facts is None or Saved.objects.filter(reader_id=reader_id).count() >= MOST_SAVED:
        return False
    execute(_SAVE, [reader_id, article_id, *facts[:4], at(now)])
    return True


def unsave(reader_id: int, article_id: int) -> bool:
    """False where it was not saved."""
    return execute("DELETE FROM store_saved WHERE reader_id = %s AND article_id = %s", [reader_id, article_id]) > 0


def saved_ids(reader_id: int) -> frozenset[int]:
    return frozenset(row[0] for row in query("SELECT article_id FROM store_saved WHERE reader_id = %s", [reader_id]))


def saved(reader_id: int, words: str = "", *, offset: int = 0, limit: int = 24) -> tuple[Kept, ...]:
    """The latest first; with `words`, those that have each of them in title or publisher."""
    found = Saved.objects.filter(reader_id=reader_id).order_by("-created_at", "-id")
    if words:
        wanted = words.casefold().split()
        rows = [one for one in found if all(word in f"{one.title} {one.publisher_name}".casefold() for word in wanted)]
        return tuple(map(_kept, rows[offset : offset + limit]))
    return tuple(map(_kept, found[offset : offset + limit]))


def _kept(row: Saved) -> Kept:
    return Kept(row.article_id, row.title, row.url, row.publisher_name, row.language, utc(row.created_at))
