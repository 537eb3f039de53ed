"""What numbers count: units, currencies, magnitudes and numbers in words, of `octavo/data/understanding/units.toml`.

Hands lookups at a position of a text in lower case to `octavo.understand.figures`.
"""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

MAX_ENDING = 5
NO_QUANTITY = "none"

# Scripts that write on without a space, or hang particles on words.
_UNSPACED = (("\u0e00", "\u0e7f"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7af"))


@dataclass(frozen=True, slots=True)
class Found:
    """A word of a table: what it stands for and where it ends in the text."""

    meaning: str
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    word: str
    meaning: str
    is_open: bool


class Table:
    """Words with meanings; the longest that stands at a place is found there."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        self._by_first: dict[str, list[_Entry]] = {}
        for meaning, entries in words.items():
            for word in entries:
                entry = _Entry(word.removesuffix("*"), meaning, word.endswith("*"))
                self._by_first.setdefault(entry.word[0], []).append(entry)
        for candidates in self._by_first.values():
            candidates.sort(key=lambda entry: -len(entry.word))

    def at(self, text: str, position: int) -> Found | None:
        for entry in self._by_first.get(text[position : position + 1], ()):
            if text.startswith(entry.word, position):
                end = _end_of_word(text, position + len(entry.word), entry)
                if end is not None:
                    return Found(entry.meaning, end)
        return None

    def before(self, text: str, position: int) -> tuple[str, int] | None:
        """(meaning, start) of a word that ends at `position`."""
        best: tuple[str, int] | None = None
        for start in range(max(position - 8, 0), position):
            found = (
                self.at(text, start) if start == 0 or not _in_word(text[start - 1]) or _is_symbol(text[start]) else None
            )
            if found and found.end == position and best is None:
                best = (found.meaning, start)
        return best


def _end_of_word(text: str, end: int, entry: _Entry) -> int | None:
    if is_unspaced(entry.word[-1]) or _is_symbol(entry.word[-1]):
        return end
    limit = end + (MAX_ENDING if entry.is_open else 0)
    while end < len(text) and _in_word(text[end]):
        if end >= limit:
            return None
        end += 1
    return end


def is_unspaced(letter: str) -> bool:
    return any(first <= letter <= last for first, last in _UNSPACED)


def _is_symbol(letter: str) -> bool:
    return not _in_word(letter)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"


@cache
def _data() -> dict[str, Any]:
    file = resources.files("octavo") / "data/understanding/units.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def units() -> Table:
    data = _data()
    return Table({**data["units"], **data["currencies"]})


@cache
def signs() -> Table:
    """Currencies as they stand before a number: signs, codes, "Rs"."""
    return Table(
        {code: [word for word in words if _is_sign(word, code)] for code, words in _data()["currencies"].items()}
    )


def _is_sign(word: str, code: str) -> bool:
    return (
        word == code.lower()
        or word in ("rs", "rp", "ksh", "rmb")
        or any(_is_symbol(letter) for letter in word.strip("*"))
    )


def is_code(meaning: str, written: str) -> bool:
    """ "USD", and also "usd": in small letters a code may be a common word ("try")."""
    return written.lower() == meaning.lower() and len(meaning) == 3


@cache
def magnitudes() -> Table:
    return Table(_data()["magnitudes"])


@cache
def links() -> Table:
    return Table({"": _data()["links"]["words"]})


def small_number_words(language: str) -> dict[str, list[str]]:
    """Two to twelve in a language (in some, further), with hundreds of all, by their value."""
    words: dict[str, list[str]] = {number: list(entries) for number, entries in _data()["more_words"].items()}
    for number, word in enumerate(_data()["words"].get(language, "").split(), start=2):
        words.setdefault(str(number), []).append(word)
    return words
