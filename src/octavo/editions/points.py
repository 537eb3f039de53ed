"""Points that add up exactly: whole 1,024ths, which floats hold without rounding, in any order of adding."""

from collections.abc import Iterable
from math import isfinite

from octavo.core.editions import ScoredTerm, Term

_PARTS = 1024
_MOST = 1000.0

# A term as it is while hundreds of candidates are judged: only the few that are placed need more than a tuple.
Part = tuple[Term, float, float | None, str]


def part(term: Term, points: float, amount: float | None = None, detail: str = "") -> Part:
    """The points to the nearest 1,024th."""
    return term, round(points * _PARTS) / _PARTS, amount, detail


def part_of(term: ScoredTerm) -> Part:
    """Of a term from outside: between -1,000 and 1,000 points, 0 for what is no number."""
    points = max(-_MOST, min(_MOST, term.points)) if isfinite(term.points) else 0.0
    return part(term.term, points, term.amount, term.detail)


def exact(points: float) -> float:
    return round(points * _PARTS) / _PARTS


def total(terms: Iterable[ScoredTerm]) -> float:
    return sum(term.points for term in terms)
