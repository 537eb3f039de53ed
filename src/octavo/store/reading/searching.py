"""Searching articles: the index finds and ranks, and the hits become cards."""

from octavo.core.protocols import SearchFilter
from octavo.core.reading import ArticleFilter, CardPage
from octavo.store.languages import kept_languages
from octavo.store.reading.cards import cards
from octavo.store.search import search_index
from octavo.store.sql import query

# As many results as anyone pages through; the next step is a better question.
MAX_RESULTS = 500


def search(text: str, where: ArticleFilter, cursor: str | None = None, limit: int = 24) -> CardPage:
    """Articles that hold the words of `text`, best first. A cursor that makes no sense means the first page."""
    offset = _offset(cursor)
    languages = kept_languages(where.languages)
    if where.languages and not languages:
        return CardPage(())
    publisher_ids = _publisher_ids(where.publisher) if where.publisher else ()
    if where.publisher and not publisher_ids:
        return CardPage(())
    narrowed = SearchFilter(publisher_ids, languages, where.countries, where.since, where.until)
    limit = max(1, min(limit, MAX_RESULTS - offset))
    hits = search_index().search(text, narrowed, limit=limit + 1, offset=offset)
    end = offset + limit
    more = len(hits) > limit and end < MAX_RESULTS
    return CardPage(cards([hit.article_id for hit in hits[:limit]]), str(end) if more else None)


def _offset(cursor: str | None) -> int:
    is_number = cursor and cursor.isascii() and cursor.isdigit() and len(cursor) <= 4
    return min(int(cursor), MAX_RESULTS) if cursor and is_number else 0


def _publisher_ids(slug: str) -> tuple[int, ...]:
    return tuple(row[0] for row in query("SELECT id FROM store_publisher WHERE slug = %s", [slug]))
