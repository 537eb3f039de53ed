"""Words that turn what a sentence says: negations, doubt, rounding, opposites, of `polarity.toml`."""

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from octavo.core.grounding import Pole

UNSPACED = frozenset({"zh", "ja", "th"})
NONE: tuple[int, ...] = ()
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens as one string to search: parted by spaces, or not at all in scripts without."""

    text: str
    starts: tuple[int, ...]

    def token_at(self, place: int) -> int:
        return bisect_right(self.starts, place) - 1


def line_of(words: tuple[str, ...], language: str) -> Line:
    gap = "" if language in UNSPACED else " "
    starts: list[int] = []
    place = 0
    for word in words:
        starts.append(place)
        place += len(word) + len(gap)
    return Line(gap.join(words), tuple(starts))


def negations(line: Line, language: str) -> tuple[int, ...]:
    """The tokens that deny."""
    spared = set(_places(line, _pattern("not_negation", language), whole=True))
    return tuple(at for at in _places(line, _pattern("negation", language)) if at not in spared)


def mild_negations(line: Line, language: str) -> tuple[int, ...]:
    """Those of them that deny a thing and no deed: "without"."""
    return tuple(at for at in _places(line, _pattern("mild_negation", language)) if at in negations(line, language))


def denials(line: Line, language: str) -> tuple[int, ...]:
    """Words that another language may say with a negation: "unclear", "lacks"."""
    return _places(line, _pattern("denial", language))


def is_sure_of_negation(language: str) -> bool:
    return language in _data()["sure_negation"]["languages"]


def hedges(line: Line, language: str) -> tuple[int, ...]:
    return _places(line, _pattern("hedge", language))


def rough_places(line: Line, language: str) -> tuple[int, ...]:
    """Words that say that the number beside them is rounded."""
    return _places(line, _pattern("rough", language), whole=True)


def poles(line: Line, language: str) -> tuple[Pole, ...]:
    weak = frozenset(_data()["poles"]["weak"])
    found = [
        Pole(pair, side, at, pair in weak)
        for pair, side, pattern in _pole_patterns(language)
        for at in _places(line, pattern)
    ]
    return tuple(sorted(found, key=lambda pole: pole.at))


def fractions(line: Line) -> tuple[tuple[float, int], ...]:
    """(value, token) of "half", "two thirds" in any language."""
    return tuple((value, at) for value, pattern in _fraction_patterns() for at in _places(line, pattern))


def _places(line: Line, pattern: re.Pattern[str] | None, *, whole: bool = False) -> tuple[int, ...]:
    """Tokens where a match begins; `whole`: all that it covers."""
    if pattern is None or not line.text:
        return NONE
    found: list[int] = []
    for match in pattern.finditer(line.text):
        first = line.token_at(match.start())
        last = line.token_at(max(match.end() - 1, match.start())) if whole else first
        found += range(first, last + 1)
    return tuple(dict.fromkeys(found))


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str] | None:
    words: str = _data()[kind].get(language, "")
    return _compiled(words, spaced=language not in UNSPACED) if words else None


@cache
def _pole_patterns(language: str) -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    pairs: dict[str, Any] = {name: of for name, of in _data()["poles"].items() if name != "weak"}
    spaced = language not in UNSPACED
    return tuple(
        (name, side, _compiled(words, spaced=spaced))
        for name, of in pairs.items()
        if language in of
        for side, words in zip((1, -1), of[language], strict=True)
    )


@cache
def _fraction_patterns() -> tuple[tuple[float, re.Pattern[str]], ...]:
    return tuple(
        (float(value), re.compile(f"{_source(_spaced(words), spaced=True)}|{_source(_unspaced(words), spaced=False)}"))
        for value, words in _data()["fractions"].items()
    )


def _spaced(words: str) -> str:
    return " ".join(word for word in words.split() if not _HAN.search(word))


def _unspaced(words: str) -> str:
    return " ".join(word for word in words.split() if _HAN.search(word)) or "\x00"


def _compiled(words: str, *, spaced: bool) -> re.Pattern[str]:
    return re.compile(_source(words, spaced=spaced))


def _source(words: str, *, spaced: bool) -> str:
    entries = sorted((_entry(word, spaced=spaced) for word in words.split()), key=len, reverse=True)
    alternatives = "|".join(entries)
    return rf"(?<![^ ])(?:{alternatives})(?![^ ])" if spaced else f"(?:{alternatives})"


def _entry(word: str, *, spaced: bool) -> str:
    letters = "[^ ]*" if spaced else ""
    parts = (re.escape(part.replace("_", " " if spaced else "")) for part in word.split("*"))
    return letters.join(parts)


@cache
def _data() -> dict[str, Any]:
    file = resources.files("octavo") / "data/understanding/polarity.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
