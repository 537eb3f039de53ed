"""All the news as a question looks at it: by words in the index, by meaning in the vectors of the newest articles."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from octavo.core.protocols import SearchFilter
from octavo.store.search import search_index
from octavo.store.sql import at, query, query_in

WORDS_DAYS = 60
"""What is older is asked for by name and day, in the search."""
_VECTORS = """
SELECT l.article_id, l.embedding FROM store_articlelabels l JOIN store_article a ON a.id = l.article_id
WHERE l.version > 0 AND l.embedder = %s AND a.shown_at >= %s AND l.article_id > %s ORDER BY l.article_id LIMIT %s
"""
_ORIGINALS = """
SELECT a.id, COALESCE(m.copy_of_id, a.id), COALESCE(m.story_id, 0) FROM store_article a
LEFT JOIN store_storymember m ON m.article_id = a.id WHERE a.id IN ({marks})
"""


def by_words(words: str, now: datetime, limit: int) -> list[int]:
    """Articles of the last weeks that hold some of these words, best first."""
    where = SearchFilter(since=now - timedelta(days=WORDS_DAYS), any_word=True)
    return [hit.article_id for hit in search_index().search(words, where, limit=limit)]


def vectors_after(embedder: str, since: datetime, article_id: int, limit: int) -> list[tuple[int, bytes]]:
    """The next articles of a time with their vectors (float16), in order of their ids."""
    rows = query(_VECTORS, [embedder, at(since), article_id, limit])
    return [(one, bytes(vector)) for one, vector in rows if vector]


def apart(article_ids: Sequence[int], of_a_story: int) -> list[int]:
    """These in their order, without copies of one another, and so many of one story at most; the gone are left out."""
    known = {row[0]: (row[1], row[2]) for row in query_in(_ORIGINALS, article_ids)}
    told: set[int] = set()
    counts: dict[int, int] = {}
    found = []
    for one in article_ids:
        original, story = known.get(one, (0, 0))
        if not original or original in told or (story and counts.get(story, 0) >= of_a_story):
            continue
        told.add(original)
        counts[story] = counts.get(story, 0) + 1
        found.append(one)
    return found
