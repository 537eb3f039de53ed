"""Why a story stands where it stands: each term of its score in words, with points and a bar; and what would move it.

The terms and what stands in them: `octavo.editions.terms`; the moves: `octavo.editions.explain`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from octavo.core.editions import Move, ScoredTerm, Term
from octavo.editions import what_would_move
from octavo.web import words
from octavo.web.my.names import habit_in_words
from octavo.web.topics import topic_name

# Points that round to nothing are not shown.
LEAST_POINTS = 0.05
MOST_TERMS = 6
MOST_MOVES = 2


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """`width` is the bar's, in percent of the largest; `takes` when the term pulls the story down."""

    text: str
    points: str
    width: int
    takes: bool = False


def shown_terms(terms: Iterable[ScoredTerm]) -> tuple[ShownTerm, ...]:
    """The largest terms first, and what the small ones add together: all the points of the score are there."""
    told = sorted((term for term in terms if term.points), key=lambda term: -abs(term.points))
    large = [term for term in told[:MOST_TERMS] if abs(term.points) >= LEAST_POINTS]
    rest = sum(term.points for term in told[len(large) :])
    # A pin outweighs everything; beside its bar the others would vanish.
    largest = max((abs(term.points) for term in large if term.term is not Term.DESK), default=1.0)
    shown = [_shown(term_in_words(term), term.points, largest) for term in large]
    return (*shown, _shown(_("Smaller things together"), rest, largest)) if abs(rest) >= LEAST_POINTS else tuple(shown)


def _shown(text: str, value: float, largest: float) -> ShownTerm:
    return ShownTerm(text, points(value), min(100, max(2, round(100 * abs(value) / largest))), value < 0)


def points(value: float) -> str:
    """ "+1.2" or "−0.4"."""
    return ("+" if value >= 0 else "−") + amount(value)


def amount(value: float) -> str:
    return words.number(round(abs(value), 1))


def moves_in_words(terms: Sequence[ScoredTerm]) -> tuple[str, ...]:
    """What would move it most, as sentences: the largest first, at most two."""
    moves = [move for move in what_would_move(terms) if abs(move.points) >= LEAST_POINTS and move.change in _MOVES]
    moves.sort(key=lambda move: -abs(move.points))
    return tuple(_MOVES[move.change](move) for move in moves[:MOST_MOVES])


def usual_place(number: int | None, place: int) -> str:
    """Which number a story has for everybody, that is number `place` for the reader; "" where that is the same."""
    if number is None:
        return _("Without what you follow and read it would not stand on this page.")
    if number == place:
        return ""
    return _("Without what you follow and read this would be number {n}.").format(n=words.number(number))


def term_in_words(term: ScoredTerm) -> str:
    return _WORDS[term.term](term)


def _count(term: ScoredTerm) -> int:
    return max(1, round(term.amount or 1))


def _n(count: int) -> dict[str, str]:
    return {"n": words.number(count)}


def _voices(term: ScoredTerm) -> str:
    count = _count(term)
    return ngettext("Told by %(n)s independent voice", "Told by %(n)s independent voices", count) % _n(count)


def _freshness(term: ScoredTerm) -> str:
    hours = round(term.amount or 0)
    if term.detail == "age":
        if hours < 1:
            return _("Began within the hour")
        return ngettext("Began %(n)s hour ago", "Began %(n)s hours ago", hours) % _n(hours)
    if hours < 1:
        return _("A new voice within the hour")
    return ngettext("Newest voice %(n)s hour ago", "Newest voice %(n)s hours ago", hours) % _n(hours)


def _acceleration(term: ScoredTerm) -> str:
    return _("Gathers voices faster than expected") if term.points >= 0 else _("Gathers voices slower than expected")


def _country(term: ScoredTerm) -> str:
    kind, _colon, code = term.detail.partition(":")
    country = words.country_name(code) if code else ""
    if kind == "told":
        count = _count(term)
        said = ngettext("%(n)s voice from {country}", "%(n)s voices from {country}", count) % _n(count)
        return said.format(country=country)
    if kind == "only":
        return _("Told in {country} alone").format(country=country)
    if kind == "placed":
        return _("Reaches into {country}").format(country=country)
    return _("Happens in {country}").format(country=country)


def _place(term: ScoredTerm) -> str:
    return _("{place} is seldom in the news").format(place=term.detail)


def _language(term: ScoredTerm) -> str:
    if term.amount is None:
        return _("In no language that you chose")
    return _("Can be read in {language}").format(language=words.language_name(term.detail))


def _neighbours(term: ScoredTerm) -> str:
    return _("Happens in {country}, a neighbour").format(country=words.country_name(term.detail))


def _reach(term: ScoredTerm) -> str:
    count = _count(term)
    return ngettext("Told in %(n)s country", "Told in %(n)s countries", count) % _n(count)


def _topic(term: ScoredTerm) -> str:
    return _("Topic: {topic}").format(topic=topic_name(term.detail))


def _picture(_term: ScoredTerm) -> str:
    return _("Has a picture")


def _readable(term: ScoredTerm) -> str:
    return _("Has a text to read") if term.points >= 0 else _("Has no text to read")


def _variety(term: ScoredTerm) -> str:
    kind, _colon, name = term.detail.partition(":")
    if kind == "publisher":
        return _("Its publisher has stories above it")
    if kind == "topic":
        return _("Others on {topic} stand above it").format(topic=topic_name(name))
    if kind in {"country", "home"}:
        return _("Others from {country} stand above it").format(country=words.country_name(name))
    return _("Others from {country} stand above it").format(country=name)


def _desk(term: ScoredTerm) -> str:
    if term.detail == "breaking":
        return _("Marked as breaking by the desk")
    return _("Written by this newsroom") if term.detail == "original" else _("Pinned by the desk")


def _follows(term: ScoredTerm) -> str:
    kind, _colon, name = term.detail.partition(":")
    if kind == "story":
        return _("You follow this story")
    shown = topic_name(name) if kind == "topic" else words.country_name(name) if kind == "country" else name
    return _("You follow {name}").format(name=shown)


def _already_read(term: ScoredTerm) -> str:
    return _("You read it, and news came since") if term.detail == "news" else _("You have read it")


_WORDS: dict[Term, Callable[[ScoredTerm], str]] = {
    Term.VOICES: _voices,
    Term.FRESHNESS: _freshness,
    Term.ACCELERATION: _acceleration,
    Term.COUNTRY: _country,
    Term.PLACE: _place,
    Term.LANGUAGE: _language,
    Term.NEIGHBOURS: _neighbours,
    Term.REACH: _reach,
    Term.TOPIC: _topic,
    Term.PICTURE: _picture,
    Term.READABLE: _readable,
    Term.VARIETY: _variety,
    Term.DESK: _desk,
    Term.FOLLOWS: _follows,
    Term.HABIT: habit_in_words,
    Term.ALREADY_READ: _already_read,
}


def _more(move: Move) -> int:
    return max(1, round(move.amount or 1))


def _more_voices(move: Move) -> str:
    count = _more(move)
    said = ngettext(
        "%(n)s more voice would lift it by {points}.", "%(n)s more voices would lift it by {points}.", count
    )
    return (said % _n(count)).format(points=amount(move.points))


def _another_voice(move: Move) -> str:
    return _("A new voice now would lift it by {points}.").format(points=amount(move.points))


def _hours_pass(move: Move) -> str:
    count = _more(move)
    said = ngettext(
        "In %(n)s hour without a new voice it would lose {points}.",
        "In %(n)s hours without a new voice it would lose {points}.",
        count,
    )
    if move.points > 0:
        said = ngettext("In %(n)s hour it would gain {points}.", "In %(n)s hours it would gain {points}.", count)
    return (said % _n(count)).format(points=amount(move.points))


def _more_countries(move: Move) -> str:
    count = _more(move)
    said = ngettext(
        "%(n)s more country telling it would lift it by {points}.",
        "%(n)s more countries telling it would lift it by {points}.",
        count,
    )
    return (said % _n(count)).format(points=amount(move.points))


def _home_voice(move: Move) -> str:
    country = words.country_name(move.detail.partition(":")[2])
    said = _("A further voice from {country} would lift it by {points}.")
    return said.format(country=country, points=amount(move.points))


def _in_first_language(move: Move) -> str:
    return _("In your first language it would stand {points} higher.").format(points=amount(move.points))


def _with_picture(move: Move) -> str:
    return _("With a picture it would stand {points} higher.").format(points=amount(move.points))


def _with_text(move: Move) -> str:
    return _("With a text to read it would stand {points} higher.").format(points=amount(move.points))


def _page_empties(move: Move) -> str:
    return _("Without those above it, it would stand {points} higher.").format(points=amount(move.points))


_MOVES: dict[str, Callable[[Move], str]] = {
    "more_voices": _more_voices,
    "another_voice": _another_voice,
    "hours_pass": _hours_pass,
    "more_countries": _more_countries,
    "home_voice": _home_voice,
    "first_language": _in_first_language,
    "readable": _in_first_language,
    "picture": _with_picture,
    "text": _with_text,
    "page_empties": _page_empties,
}
