"""Numbers in words: "sixty-seven", "two hundred and fifty thousand", "zwei Dutzend", "六十七人".

Lookups at a position of a text in lower case; words are data (`data/understanding/units.toml` to twelve,
`cardinals.toml` from there to 99).
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from octavo.understand import units

FIRST_OF_LIST, FIRST_TEEN, FIRST_TEN = 13, 13, 20
MOST_PARTS = 6
HUNDRED, THOUSAND = 100.0, 1000.0
HAN_LANGUAGES = ("zh", "ja")
HAN_UNITS = ("people", "cases", "years", "months", "weeks", "days", "hours", "minutes", "age", "km")
"""What a number in Han signs may count: before others it is as often part of a word ("二度", "百度")."""
NUMBER_LETTERS = frozenset({"m", "b", "k", "bn", "mn", "cr", "md", "tn"})
"""Magnitudes that stand beside digits alone."""

_GAP = re.compile(r"[ \u202f]?[-‑]?")
_HAN_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1_000}
_HAN_NUMBER = re.compile(f"(?<![第{''.join(_HAN_DIGITS)}{''.join(_HAN_TENS)}])[{''.join(_HAN_DIGITS)}十百千]{{1,8}}")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words, written from `start` to `end`."""

    start: int
    end: int
    value: float


@cache
def number_words(language: str) -> units.Table:
    """Two to 99 in a language, with dozens and hundreds of all."""
    return units.Table(spellings(language))


@cache
def starts(language: str) -> re.Pattern[str]:
    """Finds where a word begins that may be a number."""
    words = sorted({word for words in spellings(language).values() for word in words}, key=len, reverse=True)
    return re.compile(rf"(?<![\w'’-])(?:{'|'.join(map(re.escape, words))})")


def spellings(language: str) -> dict[str, list[str]]:
    """The words of each value."""
    words = units.small_number_words(language or "en")
    for value, word in _cardinals(_data().get(language or "en", {})):
        words.setdefault(str(value), []).append(word.replace("_", " "))
    return words


def _cardinals(of: dict[str, Any]) -> Iterator[tuple[int, str]]:
    yield from enumerate(of.get("list", "").split(), start=FIRST_OF_LIST)
    yield from enumerate(of.get("teens", "").split(), start=FIRST_TEEN)
    for ten, tens in enumerate(of.get("tens", "").split(), start=2):
        yield ten * 10, tens
        for one, ones in enumerate(of["ones"].split(), start=1):
            for form in of["joined"]:
                yield ten * 10 + one, form.format(ten=tens, one=ones)
    for value, more in of.get("more", {}).items():
        for word in more.split():
            yield int(value), word


@cache
def _small_words(language: str) -> units.Table:
    return units.Table(units.small_number_words(language or "en"))


def read_small(lower: str, at: int, language: str) -> Spelled | None:
    """Of one word and a magnitude at most, to twelve: what is surely no other word."""
    found = _small_words(language).at(lower, at)
    if found is None:
        return None
    magnitude = _magnitude(lower, found.end)
    if magnitude:
        return Spelled(at, magnitude.end, float(found.meaning) * float(magnitude.meaning))
    return Spelled(at, found.end, float(found.meaning))


def read_number(lower: str, at: int, language: str) -> Spelled | None:
    """The number whose words begin at `at`: "two", "two dozen", "two hundred and fifty thousand"."""
    first = number_words(language).at(lower, at)
    if first is None:
        return None
    whole, part, end = 0.0, float(first.meaning), first.end
    # What may be added is less than what was multiplied by last.
    below = _scale_of(part)
    for _ in range(MOST_PARTS):
        magnitude = _magnitude(lower, end)
        if magnitude:
            below, end = float(magnitude.meaning), magnitude.end
            part *= below
            if below >= THOUSAND:
                whole, part = whole + part, 0.0
            continue
        more = _more(lower, end, language) if below else None
        if more is None or float(more.meaning) >= below:
            break
        part, end = part + float(more.meaning), more.end
        below = _scale_of(float(more.meaning))
    return Spelled(at, end, whole + part)


def _scale_of(value: float) -> float:
    return THOUSAND if value >= THOUSAND else HUNDRED if value >= HUNDRED else 0.0


def _magnitude(lower: str, end: int) -> units.Found | None:
    place = after_gap(lower, end)
    found = units.magnitudes().at(lower, place)
    return found if found and lower[place : found.end] not in NUMBER_LETTERS else None


def _more(lower: str, end: int, language: str) -> units.Found | None:
    place = after_gap(lower, end)
    for word in _data().get(language or "en", {}).get("and", ()):
        if lower.startswith(f"{word} ", place):
            place += len(word) + 1
    return number_words(language).at(lower, place) if place > end else None


def after_gap(lower: str, end: int) -> int:
    gap = _GAP.match(lower, end)
    return gap.end() if gap else end


def han_numbers(lower: str, language: str) -> Iterator[tuple[Spelled, units.Found]]:
    """Numbers in Han signs with the unit right behind them, in Chinese and Japanese."""
    if language not in HAN_LANGUAGES:
        return
    for match in _HAN_NUMBER.finditer(lower):
        magnitude = units.magnitudes().at(lower, match.end())
        end = magnitude.end if magnitude else match.end()
        value = han_value(match[0]) * (float(magnitude.meaning) if magnitude else 1)
        unit = units.units().at(lower, end)
        if unit and unit.meaning in HAN_UNITS and value > 1:
            yield Spelled(match.start(), end, value), unit


def han_value(written: str) -> float:
    total = digit = 0
    for sign in written:
        if sign in _HAN_TENS:
            total += max(digit, 1) * _HAN_TENS[sign]
            digit = 0
        else:
            digit = digit * 10 + _HAN_DIGITS[sign]
    return float(total + digit)


@cache
def _data() -> dict[str, Any]:
    file = resources.files("octavo") / "data/understanding/cardinals.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
