"""Shares of a whole in words: "two thirds of", "six in ten", "la moitié des". Words are data
(`data/understanding/shares.toml`); hands percentages with their places to `octavo.understand.figures`.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from octavo.understand import units
from octavo.understand.number_words import Spelled, after_gap, read_number

WHOLES = frozenset({3, 4, 5, 6, 8, 10, 20, 100})
"""What shares are counted in: "six in ten"; "two in seven" is about seven things."""
PERCENT = 100.0

_START = re.compile(r"(?<![\w.,/:$€£-])(?:\d{1,2}(?![\d.,])|[^\W\d_])")
_DIGITS = re.compile(r"\d{1,3}(?![\d.,%])")


def shares(lower: str, language: str) -> Iterator[Spelled]:
    """In order of the text, as percentages; none within another."""
    done = 0
    for found in sorted((*_fractions(lower, language), *_ratios(lower, language)), key=lambda one: one.start):
        if found.start >= done:
            done = found.end
            yield found


def _fractions(lower: str, language: str) -> Iterator[Spelled]:
    pattern, values = _fraction_words(language)
    for match in pattern.finditer(lower):
        yield Spelled(match.start(), match.end(), values[match[0]])


def _ratios(lower: str, language: str) -> Iterator[Spelled]:
    if not _data()["among"].get(language or "en"):
        return
    for begin in _START.finditer(lower):
        found = _one_of_so_many(lower, begin.start(), language)
        if found:
            yield found


def _one_of_so_many(lower: str, at: int, language: str) -> Spelled | None:
    part = _count(lower, at, language)
    among = _among(language).at(lower, after_gap(lower, part.end)) if part else None
    whole = _count(lower, after_gap(lower, among.end), language) if among else None
    if part is None or whole is None or whole.value not in WHOLES or part.value >= whole.value:
        return None
    unit = units.units().at(lower, after_gap(lower, whole.end))
    if unit and unit.meaning not in ("people", "cases"):
        return None
    return Spelled(at, whole.end, round(part.value / whole.value * PERCENT, 2))


def _count(lower: str, at: int, language: str) -> Spelled | None:
    digits = _DIGITS.match(lower, at)
    if digits:
        return Spelled(at, digits.end(), float(digits[0]))
    one = _ones(language).at(lower, at)
    return Spelled(at, one.end, 1.0) if one else read_number(lower, at, language)


@cache
def _fraction_words(language: str) -> tuple[re.Pattern[str], dict[str, float]]:
    """What finds them, with what must follow; and their values."""
    values: dict[str, float] = {}
    patterns = []
    for value, entries in _data()["fractions"].get(language or "en", {}).items():
        for entry in entries:
            word, _, behind = entry.partition("|")
            values[word] = float(value)
            spaced = "" if units.is_unspaced(word[-1]) else r"(?<!\w)"
            patterns.append(
                spaced + re.escape(word) + (f"(?={re.escape(behind)})" if behind else r"(?!\w)" if spaced else "")
            )
    patterns.sort(key=len, reverse=True)
    return re.compile("|".join(patterns) or r"(?!)"), values


@cache
def _among(language: str) -> units.Table:
    return units.Table({"": _data()["among"].get(language or "en", [])})


@cache
def _ones(language: str) -> units.Table:
    return units.Table({"1": _data()["one"].get(language or "en", [])})


@cache
def _data() -> dict[str, Any]:
    file = resources.files("octavo") / "data/understanding/shares.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
