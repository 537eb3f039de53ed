"""The words of a text as terms that articles can share: cut to what inflection leaves alone, and numbered.

A term is the CRC-32 of its letters, so that it is the same in every process and small in an index. Two terms of a text
that meet by chance do so once in some thousand texts, which no decision notices.
"""

import re
from collections.abc import Iterable, Iterator
from zlib import crc32

STEM_CHARS = 6
"""Endings of most inflected languages come after the sixth letter; longer stems part "корабль" from "корабля"."""
MAX_CHARS = 2_500
"""What a story is told by stands in the first four hundred words."""

_WORD = re.compile(r"\w+")
# Scripts that set no spaces: their words are taken as pairs of letters.
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")


def words_of(text: str) -> list[str]:
    """The words as written; pairs of letters where a script sets no spaces. Reads `MAX_CHARS`."""
    return list(_split(_WORD.findall(text[:MAX_CHARS])))


def _split(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if len(word) > 2 and _SPACELESS.search(word):
            yield from (word[start : start + 2] for start in range(len(word) - 1))
        else:
            yield word


def stem(word: str) -> str:
    """A word without its ending: six letters at most, and no plural s."""
    word = word.lower()
    if len(word) > STEM_CHARS:
        return word[:STEM_CHARS]
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def term(word: str) -> int:
    """The number of a stem, a name's key or a number as written; 32 bits."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def numbers_of(text: str) -> set[str]:
    """Numbers of two digits or more, in ASCII digits and without separators; years say too little."""
    found = (number.replace(",", "").replace(".", "") for number in _NUMBER.findall(text[:MAX_CHARS]))
    plain = {"".join(str(int(digit)) for digit in number) for number in found}
    return {number for number in plain if not _YEAR.fullmatch(number)}
