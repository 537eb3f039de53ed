"""What would move a story: for each of its terms, what change would raise or lower the score, and by how much."""

from collections.abc import Callable, Iterable, Sequence

from octavo.core.editions import DayPart, Move, ScoredTerm, Term
from octavo.editions import calibration as by
from octavo.editions import formulas
from octavo.editions.points import exact

MORE_VOICES = 2
MORE_COUNTRIES = 2
HOURS = 3


def what_would_move(terms: Sequence[ScoredTerm]) -> tuple[Move, ...]:
    """In the order of the terms. A change that would move nothing is left out."""
    moves = (move for term in terms if (find := _MOVES.get(term.term)) for move in find(term, terms))
    return tuple(move for move in moves if move.points)


def _move(term: ScoredTerm, change: str, points: float, amount: float | None = None) -> Move:
    return Move(term.term, change, exact(points), amount, term.detail)


def _voices(term: ScoredTerm, _: Sequence[ScoredTerm]) -> Iterable[Move]:
    yield _move(term, "more_voices", formulas.voices((term.amount or 0) + MORE_VOICES) - term.points, MORE_VOICES)


def _freshness(term: ScoredTerm, _: Sequence[ScoredTerm]) -> Iterable[Move]:
    hours = term.amount or 0.0
    kind, _colon, part = term.detail.partition(":")
    if kind != "silence":
        yield _move(term, "hours_pass", formulas.age(hours + HOURS) - term.points, HOURS)
        return
    yield _move(term, "hours_pass", formulas.silence(hours + HOURS, DayPart(part)) - term.points, HOURS)
    yield _move(term, "another_voice", formulas.silence(0, DayPart(part)) - term.points, 1)


def _acceleration(term: ScoredTerm, _: Sequence[ScoredTerm]) -> Iterable[Move]:
    yield _move(term, "hours_pass", -term.points, by.RECENT.total_seconds() / 3600)


def _country(term: ScoredTerm, _: Sequence[ScoredTerm]) -> Iterable[Move]:
    if term.detail.startswith("told:"):
        yield _move(term, "home_voice", formulas.told_home((term.amount or 0) + 1) - term.points, 1)


def _place(term: ScoredTerm, terms: Sequence[ScoredTerm]) -> Iterable[Move]:
    voices = next((one.amount or 0 for one in terms if one.term is Term.VOICES), 0)
    yield _move(term, "place_fills", formulas.small_place((term.amount or 0) + 1, voices) - term.points, 1)


def _language(term: ScoredTerm, _: Sequence[ScoredTerm]) -> Iterable[Move]:
    if term.amount is None and term.points:
        yield _move(term, "readable", formulas.language(0) - term.points)
    elif term.amount:
        yield _move(term, "first_language", formulas.language(0) - term.points)


def _reach(term: ScoredTerm, _: Sequence[ScoredTerm]) -> Iterable[Move]:
    more = formulas.reach((term.amount or 0) + MORE_COUNTRIES)
    yield _move(term, "more_countries", more - term.points, MORE_COUNTRIES)


def _picture(term: ScoredTerm, _: Sequence[ScoredTerm]) -> Iterable[Move]:
    if not term.amount:
        yield _move(term, "picture", by.PICTURE)


def _readable(term: ScoredTerm, _: Sequence[ScoredTerm]) -> Iterable[Move]:
    if not term.amount:
        yield _move(term, "text", by.HAS_TEXT - by.NO_TEXT)


def _variety(term: ScoredTerm, _: Sequence[ScoredTerm]) -> Iterable[Move]:
    yield _move(term, "page_empties", -term.points, term.amount)


def _desk(term: ScoredTerm, _: Sequence[ScoredTerm]) -> Iterable[Move]:
    if term.detail != "original":
        yield _move(term, "act_ends", -term.points)


_MOVES: dict[Term, Callable[[ScoredTerm, Sequence[ScoredTerm]], Iterable[Move]]] = {
    Term.VOICES: _voices,
    Term.FRESHNESS: _freshness,
    Term.ACCELERATION: _acceleration,
    Term.COUNTRY: _country,
    Term.PLACE: _place,
    Term.LANGUAGE: _language,
    Term.REACH: _reach,
    Term.PICTURE: _picture,
    Term.READABLE: _readable,
    Term.VARIETY: _variety,
    Term.DESK: _desk,
}
