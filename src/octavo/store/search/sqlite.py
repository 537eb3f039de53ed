"""The search index on SQLite: FTS5, which holds the words alone and no copy of the text.

FTS5 of SQLite 3.40 forgets a document only when told its words again, so `remove` reads them from the article's
rows: it comes before those rows change or go.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from octavo.core.protocols import SearchDocument, SearchFilter, SearchHit
from octavo.store.search.ranking import CANDIDATES, TITLE_WEIGHT, filter_sql, ranked
from octavo.store.search.words import Term, indexed, parse_query
from octavo.store.sql import execute, execute_many, marks, query, query_in, utc

# The tokenizer takes all that is not ASCII as part of a word: our own words pass through whole.
# Merging is done by `tidy`, between writes: in them it costs half as much again and makes some far too long.
CREATE = (
    "CREATE VIRTUAL TABLE article_search USING fts5(title, body, content='', tokenize='ascii')",
    "INSERT INTO article_search(article_search, rank) VALUES ('automerge', 0)",
    "INSERT INTO article_search(article_search, rank) VALUES ('crisismerge', 1999)",
    "INSERT INTO article_search(article_search, rank) VALUES ('usermerge', 8)",
)
# About 20 ms of work.
_TIDY_PAGES = 200


class SqliteIndex:
    def add(self, documents: Iterable[SearchDocument]) -> None:
        execute_many(
            "INSERT INTO article_search(rowid, title, body) VALUES (%s, %s, %s)",
            [(document.article_id, indexed(document.title), indexed(document.body)) for document in documents],
        )

    def remove(self, article_ids: Iterable[int]) -> None:
        rows = query_in(
            "SELECT a.id, a.title, b.text FROM article_search_docsize d JOIN store_article a ON a.id = d.id"
            " JOIN store_articlebody b ON b.article_id = a.id WHERE d.id IN ({marks})",
            article_ids,
        )
        execute_many(
            "INSERT INTO article_search(article_search, rowid, title, body) VALUES ('delete', %s, %s, %s)",
            [(article_id, indexed(title), indexed(text)) for article_id, title, text in rows],
        )

    def search(self, query: str, where: SearchFilter, *, limit: int, offset: int = 0) -> Sequence[SearchHit]:
        expression = match_expression(parse_query(query), any_word=where.any_word)
        return ranked(_candidates(expression, where), limit=limit, offset=offset) if expression else []


def match_expression(terms: Sequence[Term], *, any_word: bool = False) -> str:
    """`terms` in FTS5's own language; "" where nothing is asked for. Words hold neither quotes nor operators."""
    wanted = [_phrase(term) for term in terms if not term.is_excluded]
    unwanted = [_phrase(term) for term in terms if term.is_excluded]
    if not wanted:
        return ""
    expression = (" OR " if any_word else " AND ").join(wanted)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.is_prefix else ""}'


def _candidates(expression: str, where: SearchFilter) -> list[tuple[int, float, Any]]:
    narrowed, parameters = filter_sql(where)
    if where.publisher_ids:
        # Which articles are theirs an index tells; looking into each article that holds a frequent word takes long.
        theirs = f"SELECT id FROM store_article WHERE publisher_id IN ({marks(where.publisher_ids)})"  # noqa: S608
        narrowed += f" AND +article_search.rowid IN ({theirs})"
        parameters += where.publisher_ids
    # Of articles that hold any of the words the newest are not the ones that are meant.
    order = "2 DESC" if where.any_word else "article_search.rowid DESC"
    rows = query(
        f"SELECT a.id, -bm25(article_search, {TITLE_WEIGHT}, 1.0), a.shown_at"  # noqa: S608 - values are bound
        " FROM article_search CROSS JOIN store_article a ON a.id = article_search.rowid"
        f" WHERE article_search MATCH %s{narrowed} ORDER BY {order} LIMIT {CANDIDATES}",
        [expression, *parameters],
    )
    return [(article_id, max(match, 1e-6), utc(shown_at)) for article_id, match, shown_at in rows]


def tidy() -> bool:
    """Merge a few pages of the index's segments, in a moment; False when there is nothing left to merge."""
    before = query("SELECT total_changes()")[0][0]
    execute("INSERT INTO article_search(article_search, rank) VALUES ('merge', %s)", [_TIDY_PAGES])
    # FTS5's manual: a merge with fewer than two changes had nothing to do.
    return bool(query("SELECT total_changes()")[0][0] - before >= 2)
