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
from octavo.understand.number_words import Spelled, after_gap, spellings

WHOLES = frozenset({3, 4, 5, 6, 8, 10, 20, 100})
"""What shares are counted in: "six in ten"; "two in seven" is about seven things."""
PERCENT = 100.0


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
    pattern, values = _ratio_words(language)
    for match in pattern.finditer(lower):
        part, whole = (float(values.get(word, word)) for word in match.groups())
        unit = units.units().at(lower, after_gap(lower, match.end()))
        if part < whole and whole in WHOLES and (unit is None or unit.meaning in ("people", "cases")):
            yield Spelled(match.start(), match.end(), round(part / whole * PERCENT, 2))


@cache
def _ratio_words(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds "six in ten", and the values of its words."""
    links = _data()["among"].get(language or "en", [])
    values = {word: value for value, words in spellings(language).items() for word in words}
    values |= dict.fromkeys(_data()["one"].get(language or "en", []), "1")
    if not links:
        return re.compile(r"(?!)"), {}
    number = "|".join(["\\d{1,3}", *map(re.escape, sorted(values, key=len, reverse=True))])
    among = "|".join(map(re.escape, links))
    return re.compile(rf"(?<![\w.,/:$€£-])({number}) (?:{among}) ({number})(?![\w%]|[.,]\d)"), values


@cache
def _fraction_words(language: str) -> tuple[re.Pattern[str], dict[str, float]]:
    """What finds them, with what must follow; and their values."""
    values: dict[str, float] = {}
    spaced, unspaced = [], []
    for value, entries in _data()["fractions"].get(language or "en", {}).items():
        for entry in entries:
            word, bar, behind = entry.partition("|")
            values[word] = float(value)
            if units.is_unspaced(word[-1]):
                unspaced.append(re.escape(word))
            else:
                spaced.append(re.escape(word) + (f"(?={re.escape(behind)})" if bar else r"(?!\w)"))
    return re.compile("|".join(filter(None, (_any(spaced, r"(?<!\w)"), _any(unspaced, "")))) or r"(?!)"), values


def _any(patterns: list[str], before: str) -> str:
    return f"{before}(?:{'|'.join(sorted(patterns, key=len, reverse=True))})" if patterns else ""


@cache
def _data() -> dict[str, Any]:
    file = resources.files("octavo") / "data/understanding/shares.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
