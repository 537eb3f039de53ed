"""The search index on PostgreSQL: a tsvector of our own words, title A and text B, behind a GIN index."""

from collections.abc import Iterable, Sequence
from typing import Any

from octavo.core.protocols import SearchDocument, SearchFilter, SearchHit
from octavo.store.search.ranking import CANDIDATES, TITLE_WEIGHT, filter_sql, ranked
from octavo.store.search.words import Term, parse_query, tokens
from octavo.store.sql import chunks, execute, execute_many, marks, query, utc

CREATE = (
    "CREATE TABLE article_search (article_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX article_search_words ON article_search USING gin (words)",
)

# PostgreSQL counts positions to 16,383 and words to 2,046 bytes.
_MAX_POSITION = 16_000
_MAX_WORD = 300
# So that no phrase runs from the title over into the text.
_GAP = 10
# Weights of D, C, B (text) and A (title); 2 divides by the document's length.
_WEIGHTS = f"{{0, 0, {1 / TITLE_WEIGHT}, 1}}"
_BY_LENGTH = 1


class PostgresIndex:
    def add(self, documents: Iterable[SearchDocument]) -> None:
        execute_many(
            "INSERT INTO article_search (article_id, words) VALUES (%s, %s::tsvector)"
            " ON CONFLICT (article_id) DO UPDATE SET words = excluded.words",
            [(document.article_id, _vector(document)) for document in documents],
        )

    def remove(self, article_ids: Iterable[int]) -> None:
        for chunk in chunks(article_ids):
            execute(f"DELETE FROM article_search WHERE article_id IN ({marks(chunk)})", chunk)  # noqa: S608 - bound

    def search(self, query: str, where: SearchFilter, *, limit: int, offset: int = 0) -> Sequence[SearchHit]:
        expression = tsquery(parse_query(query), any_word=where.any_word)
        return ranked(_candidates(expression, where), limit=limit, offset=offset) if expression else []


def _vector(document: SearchDocument) -> str:
    """Words hold neither quotes nor backslashes, so quoting them is all it takes."""
    title = [word[:_MAX_WORD] for word in tokens(document.title)[:_MAX_POSITION]]
    body = tokens(document.body)[: max(0, _MAX_POSITION - len(title) - _GAP)]
    first = len(title) + _GAP
    parts = [f"'{word}':{position}A" for position, word in enumerate(title, 1)]
    parts += [f"'{word[:_MAX_WORD]}':{position}B" for position, word in enumerate(body, first)]
    return " ".join(parts)


def tsquery(terms: Sequence[Term], *, any_word: bool = False) -> str:
    """`terms` in PostgreSQL's own language; "" where nothing is asked for."""
    wanted = [_phrase(term) for term in terms if not term.is_excluded]
    unwanted = [f"!{_phrase(term)}" for term in terms if term.is_excluded]
    if not wanted:
        return ""
    return " & ".join([f"({' | '.join(wanted)})" if any_word else " & ".join(wanted), *unwanted])


def _phrase(term: Term) -> str:
    words = [f"'{word[:_MAX_WORD]}'" for word in term.words]
    if term.is_prefix:
        words[-1] += ":*"
    return f"({' <-> '.join(words)})"


def _candidates(expression: str, where: SearchFilter) -> list[tuple[int, float, Any]]:
    narrowed, parameters = filter_sql(where)
    # Of articles that hold any of the words the newest are not the ones that are meant.
    order = f"ts_rank('{_WEIGHTS}', s.words, %s::tsquery, {_BY_LENGTH})" if where.any_word else "s.article_id"
    rows = query(
        "WITH found AS MATERIALIZED (SELECT s.article_id, s.words, a.shown_at"  # noqa: S608 - values are bound
        " FROM article_search s JOIN store_article a ON a.id = s.article_id"
        f" WHERE s.words @@ %s::tsquery{narrowed} ORDER BY {order} DESC LIMIT {CANDIDATES})"
        f" SELECT article_id, ts_rank('{_WEIGHTS}', words, %s::tsquery, {_BY_LENGTH}), shown_at FROM found",
        [expression, *parameters, *([expression] if where.any_word else []), expression],
    )
    return [(article_id, max(match, 1e-6), utc(shown_at)) for article_id, match, shown_at in rows]
