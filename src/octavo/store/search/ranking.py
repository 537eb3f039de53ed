"""How found articles are ordered, the same on both databases: by words first, by freshness second."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from octavo.core.protocols import SearchFilter, SearchHit
from octavo.store.sql import at, marks

# A word in the title says more of an article than one in its text.
TITLE_WEIGHT = 5.0
# The newest matches are ranked; a word that stands in everything must not cost more than one that is rare.
CANDIDATES = 600
# An article of today counts up to twice what its words say; after a fortnight half of that bonus is left.
FRESHNESS_BONUS = 1.0
FRESHNESS_HALF_LIFE = timedelta(days=14)

Candidate = tuple[int, float, datetime]
"""Article id, how well its words match (more is better), and when it is shown as of."""


def ranked(candidates: Sequence[Candidate], *, limit: int, offset: int) -> list[SearchHit]:
    """The page `offset` … `offset + limit` of the candidates, best first."""
    if not candidates:
        return []
    newest = max(shown_at for _, _, shown_at in candidates)
    hits = [SearchHit(article_id, _score(match, newest - shown_at)) for article_id, match, shown_at in candidates]
    hits.sort(key=lambda hit: (-hit.score, -hit.article_id))
    return hits[offset : offset + limit]


def _score(match: float, age: timedelta) -> float:
    freshness: float = 0.5 ** (age / FRESHNESS_HALF_LIFE)
    return match * (1 + FRESHNESS_BONUS * freshness)


def filter_sql(where: SearchFilter) -> tuple[str, list[Any]]:
    """`where` as conditions on the article `a`, each starting with AND, and their parameters."""
    sql, parameters = "", list[Any]()
    for column, values in (
        ("publisher_id", where.publisher_ids),
        ("language", where.languages),
        ("country", where.countries),
    ):
        if values:
            sql += f" AND a.{column} IN ({marks(values)})"
            parameters += values
    for comparison, moment in ((">=", where.since), ("<", where.until)):
        if moment is not None:
            sql += f" AND a.shown_at {comparison} %s"
            parameters.append(at(moment))
    return sql, parameters
