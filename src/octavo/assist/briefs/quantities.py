"""A figure as it stands in its sentence: what it counts, in which role, how roughly; and whether two values agree.

Figures themselves come from the articles' labels (`core.labels.Figure`); votes ("50-49"), which are none there, are
found here. Words of roles and of rounding are data (`data/briefs/figure_words.toml`).
"""

import itertools
import math
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.wordlists import pattern_of, table
from octavo.assist.briefs.words import small_words, stem, tokens
from octavo.core.labels import Figure

WINDOW_CHARS = 70
ROLE_CHARS = 34
ROUGH_CHARS = 16
VOTE_CHARS = 90
LAST_WORDS = (("earlier", 4), ("change", 2))
"""How many words before a number may say so."""
TRILLION = 1e12
LEAST_BARE, YEARS = 100, (1500, 2100)
VOTES = "votes"
COUNTED_UNITS = ("", "people", "cases")
"""Units that are told apart loosely: "150", "150 people", "150 deaths"."""
CURRENCY_CHARS = 3
KIND_AFTER, BEFORE_IS_FURTHER, COMMA_IS_AS = 60, 8, 15
DOZEN = 12
FRACTION_PLACE = 8.0
"""Percentage points: what the last "digit" of "two thirds" is worth. The nearest simple share is up to four off."""
MOST_FIGURES = 900
"""Of a story, as many of each article, from its beginning: they are compared in pairs."""
MOST_PLACES = 4
"""Sentences of one article in which the same figure is looked at."""
CLOSE, ROUGHLY, BEYOND = 0.08, 0.03, 0.12
"""How far apart, of the larger: what rounding may do at most; "about"; "more than"."""

_NOT_BEFORE = r"(?<![\w.,$€£¥₹₽/:#-])"
_NOT_BEHIND = r"(?![\w%:/]|[.,]\d|-\d)"
_BARE = re.compile(
    rf"{_NOT_BEFORE}\d{{1,3}}(?:[.,\u202f\u00a0 ]\d{{3}})+{_NOT_BEHIND}"
    rf"|{_NOT_BEFORE}\d{{1,7}}(?:[.,]\d{{1,2}})?{_NOT_BEHIND}"
)
# The number of "Covid-19" is none.
_OTHER = re.compile(r"(?<![^\W\d_][-‑])\d[\d.,]*")
_COMMA = re.compile(r"[,;:،、，؛]")
_AND = re.compile(r"\b(?:and|und|et|y|e|en|и|та|i|ve|dan|och|og|while|but|with)\b|(?<=\s)و")
_PARTS = re.compile(f"{_COMMA.pattern}|{_AND.pattern}")
_TALLY = re.compile(r"(?<![\w.,$€£/-])(\d{1,3})(?: ?[-–—] ?| to )(\d{1,3})(?![\w%/-]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a sentence (`at`, a place in the reading's spots), from `start` of it on. `around` are stems beside
    it, `roles` what its words say it is, `kind` what they say is counted ("dead"), "" where they do not; `is_rough` and
    `is_over` are "about" and "more than"."""

    at: int
    start: int
    text: str
    value: float
    unit: str
    counts: frozenset[str]
    around: frozenset[str]
    roles: frozenset[str]
    kind: str = ""
    is_rough: bool = False
    is_over: bool = False

    @property
    def nouns(self) -> frozenset[str]:
        """What it counts, of money without words that all bills and plans share."""
        return self.counts - _general() if is_money(self.unit) else self.counts


def quantities(reading: StoryReading) -> tuple[Quantity, ...]:
    """All of a story, in the order of its sentences; a figure that an article repeats, a few times."""
    found: dict[tuple[int, str, float], Quantity] = {}
    places = _places_by_article(reading)
    for number, read in enumerate(reading.articles):
        labels = read.article.labels
        for figure in labels.figures if labels else ():
            for quantity in _of_figure(reading, places[number], figure):
                found.setdefault((quantity.at, quantity.unit, quantity.value), quantity)
        for at in places[number]:
            for quantity in _tallies(reading, at):
                found[quantity.at, quantity.unit, quantity.value] = quantity
            taken = {one.value for one in found.values() if one.at == at}
            for quantity in _bare(reading, at):
                if quantity.value not in taken:
                    found[quantity.at, quantity.unit, quantity.value] = quantity
    kept = sorted(_exact(reading, found.values()), key=lambda quantity: quantity.at)
    most = max(MOST_FIGURES // max(len(reading.articles), 1), 1)
    return tuple(
        one
        for _, of_one in itertools.groupby(kept, lambda one: reading.spots[one.at].article)
        for one in itertools.islice(of_one, most)
    )


def _exact(reading: StoryReading, found: Iterable[Quantity]) -> Iterator[Quantity]:
    """Without "nearly two thirds" where its sentence goes on "64 percent", nor "more than two dozen" where its voice
    says 26 elsewhere."""
    held = list(found)
    for one in held:
        if not (is_fraction(one) or _is_dozens(one)) or not any(_is_exact_of(reading, other, one) for other in held):
            yield one


def _is_exact_of(reading: StoryReading, exact: Quantity, rough: Quantity) -> bool:
    if exact is rough or is_fraction(exact) or _is_dozens(exact) or not agree(exact, rough):
        return False
    if is_fraction(rough):
        return exact.unit == "%" and exact.at == rough.at
    is_one_thing = exact.kind == rough.kind != "" or bool(exact.nouns & rough.nouns)
    return is_one_thing and reading.voice(exact.at) == reading.voice(rough.at)


def _places_by_article(reading: StoryReading) -> list[list[int]]:
    places: list[list[int]] = [[] for _ in reading.articles]
    for at, spot in enumerate(reading.spots):
        places[spot.article].append(at)
    return places


def _of_figure(reading: StoryReading, places: list[int], figure: Figure) -> Iterator[Quantity]:
    if not figure.text or not math.isfinite(figure.value) or _is_plain_one(figure):
        return
    pattern = re.compile(rf"(?<![\w.,]){re.escape(figure.text)}(T?)(?!\w|[.,]\d)", re.IGNORECASE)
    seen = 0
    for at in places:
        text = reading.spots[at].text
        match = pattern.search(text)
        if match is None or seen == MOST_PLACES or _in_tally(text, match.start()):
            continue
        # "$1" of "$1T" is not the "$1" of "$1 trillion", nor of "$1 million".
        if _magnitudes().match(text.lower(), match.end()):
            continue
        seen += 1
        value = figure.value * (TRILLION if match[1] and figure.unit.isupper() else 1)
        yield _quantity(reading, at, match.span(), replace(figure, text=match[0], value=value))


def _is_plain_one(figure: Figure) -> bool:
    """ "One lawmaker" counts nothing that others would count differently."""
    return figure.value == 1 and figure.unit in ("", "people")


def _in_tally(text: str, start: int) -> bool:
    """The second number of "an 8-1 ruling"."""
    return any(match.start() < start < match.end() for match in _TALLY.finditer(text))


def _tallies(reading: StoryReading, at: int) -> Iterator[Quantity]:
    text = reading.spots[at].text
    for match in _TALLY.finditer(text):
        near = text[max(match.start() - VOTE_CHARS, 0) : match.end() + VOTE_CHARS].lower()
        if _pattern("votes", "words").search(near):
            yield _quantity(
                reading, at, match.span(), Figure(match[0], float(match[1]) + float(match[2]) / 1000, VOTES)
            )


def _bare(reading: StoryReading, at: int) -> Iterator[Quantity]:
    """Large numbers that name nothing themselves ("the toll passed 150"): the labels leave them out."""
    text = reading.spots[at].text
    for match in _BARE.finditer(text):
        magnitude = _magnitudes().match(text.lower(), match.end())
        value = _scaled(match[0], _magnitude(magnitude[1])) if magnitude else _value(match[0])
        is_year = match[0].isdigit() and not magnitude and YEARS[0] <= value <= YEARS[1]
        if value >= LEAST_BARE and not is_year:
            end = magnitude.end() if magnitude else match.end()
            yield _quantity(reading, at, (match.start(), end), Figure(text[match.start() : end], value))


@cache
def _magnitudes() -> re.Pattern[str]:
    """A word such as "million" behind a number, in the languages that figures are read in."""
    words = sorted((word for word in _magnitude_words() if len(word) > 1), key=len, reverse=True)
    return re.compile(rf"[ \u202f\u00a0-]?({'|'.join(map(re.escape, words))})(?![^\W\d_])")


def _magnitude(word: str) -> float:
    return _magnitude_words()[word]


@cache
def _magnitude_words() -> dict[str, float]:
    stored = tomllib.loads((resources.files("octavo") / "data/understanding/units.toml").read_text(encoding="utf-8"))
    return {word.rstrip("*"): float(factor) for factor, words in stored["magnitudes"].items() for word in words}


def _scaled(number: str, magnitude: float) -> float:
    """Before a magnitude a lone separator parts no thousands: "1.434 million"."""
    lone = len(re.findall(r"[.,]", number)) == 1
    return (float(number.replace(",", ".")) if lone else _value(number)) * magnitude


def _value(number: str) -> float:
    """A separator with three digits behind it parts thousands."""
    plain = re.sub(r"[.,\u202f\u00a0 ](?=\d{3}(?!\d))", "", number).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return 0.0


def tally(text: str) -> tuple[int, int] | None:
    """(50, 49) of "50-49"."""
    match = _TALLY.fullmatch(text.strip())
    return (int(match[1]), int(match[2])) if match else None


def _quantity(reading: StoryReading, at: int, span: tuple[int, int], figure: Figure) -> Quantity:
    lower = reading.spots[at].text.lower()
    before, after = _beside(lower, *span)
    # "From 104,000 to 145,000": what both count stands before the first.
    whole_before = lower[max(span[0] - WINDOW_CHARS, 0) : span[0]]
    close = before[-ROUGH_CHARS:]
    return Quantity(
        at,
        span[0],
        figure.text,
        figure.value,
        figure.unit,
        frozenset(_content(figure.counts)),
        frozenset(_content(f"{before} {figure.counts.lower()} {after}")),
        _roles(before, figure.text.lower(), after),
        kind_of(figure.unit, figure.counts.lower(), before if any(_content(before)) else whole_before, after),
        is_rough=_pattern("rough", "about").search(close) is not None,
        is_over=_pattern("rough", "over").search(close) is not None,
    )


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a figure, up to the comma or "and" that parts it from another figure."""
    before, after = text[max(start - WINDOW_CHARS, 0) : start], text[end : end + WINDOW_CHARS]
    others = list(_OTHER.finditer(before))
    if others:
        rest = before[others[-1].end() :]
        parts = list(_PARTS.finditer(rest))
        before = rest[parts[-1].end() :] if parts else rest
    other = _OTHER.search(after)
    if other:
        parts = list(_PARTS.finditer(after[: other.start()]))
        after = after[: parts[-1].start()] if parts else after[: other.start()]
    return before, after


def _roles(before: str, figure: str, after: str) -> frozenset[str]:
    near = f"{before[-ROLE_CHARS:]} {after[:ROLE_CHARS]}"
    roles = {role for role in ("expected", "goal", "average") if _pattern("roles", role).search(near)}
    last = _plain(before)
    roles |= {role for role, words in LAST_WORDS if _pattern("roles", role).search(_last_words(last, words))}
    if _is_whole(before):
        roles.add("whole")
    if _pattern("roles", "was").fullmatch(_last_words(last, 1)):
        roles.add("earlier")
    if _pattern("roles", "changed").match(after.lstrip(" -‑")):
        roles.add("change")
    if _pattern("roles", "rest").search(f"{_last_words(before, 2)} {figure} {' '.join(after.split()[:1])}"):
        roles.add("rest")
    return frozenset(roles)


def kind_of(unit: str, counts: str, before: str, after: str) -> str:
    """What a number counts by the words nearest to it: in its own noun, behind it, before it."""
    kinds = tuple(table("figure_words")["kinds"].get("money" if is_money(unit) else "counted", ()))
    if (not is_money(unit) and unit not in COUNTED_UNITS) or _is_whole(before):
        return ""
    # "150 people killed in 400 shootings": what has a noun of its own is counted by it, or by the word right before.
    before = _last_words(_plain(before), 1) if counts else before
    found = [
        (distance, kind)
        for kind in kinds
        for distance in _distances(_kind_pattern(kind), counts, before, after[:KIND_AFTER])
    ]
    return min(found, default=(0, ""))[1]


def _distances(pattern: re.Pattern[str], counts: str, before: str, after: str) -> Iterator[int]:
    """In characters, with what parts them; never beyond an "and". What stands before counts as further off."""
    if pattern.search(counts):
        yield 0
    behind = pattern.search(after)
    if behind and not _AND.search(after, 0, behind.start()):
        yield behind.start() + COMMA_IS_AS * (_COMMA.search(after, 0, behind.start()) is not None)
    ends = [match.end() for match in pattern.finditer(before)]
    if ends and not _AND.search(before, ends[-1]):
        is_parted = _COMMA.search(before, ends[-1]) is not None
        yield len(before) - ends[-1] + BEFORE_IS_FURTHER + COMMA_IS_AS * is_parted


@cache
def _kind_pattern(kind: str) -> re.Pattern[str]:
    kinds = table("figure_words")["kinds"]
    return pattern_of([word for group in kinds.values() for word in group.get(kind, ())])


@cache
def _general() -> frozenset[str]:
    return frozenset(
        stem(word.strip("*")) for group in table("figure_words")["kinds"]["money"].values() for word in group
    )


def is_money(unit: str) -> bool:
    return len(unit) == CURRENCY_CHARS and unit.isupper()


def _is_whole(before: str) -> bool:
    ends = [match for match in _pattern("roles", "whole").finditer(before) if not before[match.end() :].strip()]
    return bool(ends) and before[: ends[-1].start()].strip() != ""


def _plain(before: str) -> str:
    """Without "about" and "more than"."""
    return _pattern("rough", "over").sub(" ", _pattern("rough", "about").sub(" ", before))


def _last_words(before: str, count: int) -> str:
    return " ".join(before.split()[-count:])


def _content(text: str) -> Iterator[str]:
    small = small_words()
    for word in tokens(text):
        if word not in small and not word[0].isdigit() and len(word) > 1:
            yield stem(word)


@cache
def _pattern(kind: str, name: str) -> re.Pattern[str]:
    return pattern_of(table("figure_words")[kind][name])


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two values are one, as far as their wording is exact."""
    if one.unit == VOTES or one.value == other.value:
        return one.value == other.value
    low, high = sorted((one, other), key=lambda quantity: abs(quantity.value))
    apart = abs(high.value - low.value)
    share = apart / abs(high.value)
    coarse = max(_place(one), _place(other))
    if share <= CLOSE and apart <= coarse / 2:
        return True
    if low.is_over and _is_beyond(low, apart, share):
        return True
    if (one.is_rough or other.is_rough) and share <= ROUGHLY:
        return True
    return share <= ROUGHLY / 3 and apart < coarse


def _is_beyond(low: Quantity, apart: float, share: float) -> bool:
    """ "More than 40" and 43; "more than two dozen" and 28."""
    return apart < DOZEN if _is_dozens(low) else share <= BEYOND and apart < last_place(low.value)


def _is_dozens(one: Quantity) -> bool:
    return one.is_over and one.value % DOZEN == 0 and one.unit != "%" and not any(map(str.isdigit, one.text))


def _place(one: Quantity) -> float:
    return FRACTION_PLACE if is_fraction(one) else last_place(one.value)


def is_fraction(one: Quantity) -> bool:
    """ "Two thirds", "one in five"."""
    return one.unit == "%" and not any(map(str.isdigit, one.text))


def last_place(value: float) -> float:
    """What the last digit that says something is worth: 10,000 for 250,000, 0.1 for 3.4."""
    digits = f"{abs(value):.6g}"
    if "e" in digits:
        digits = f"{abs(float(digits)):.0f}"
    whole, _, part = digits.partition(".")
    if part:
        return float(10 ** -len(part))
    stripped = whole.rstrip("0")
    return float(10 ** (len(whole) - len(stripped))) if stripped else 1.0
