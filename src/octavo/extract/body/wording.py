"""Words that give furniture away: what classes and ids are called, and what short lines around articles say.

The groups of words are data (`names.toml`, `words.toml`), in the languages of the press. Each group becomes one bit, in
the order of its file; no group decides anything alone.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from octavo.extract.body.data import read_groups

_NAMES = {group: "|".join(patterns) for group, patterns in read_groups("names").items()}
_LINES = {group: words.split() for group, words in read_groups("words").items()}

NAME_BITS = tuple(_NAMES)
WORD_BITS = tuple(_LINES)

FIRST_UNSPACED = "\u2e80"
"""From here on are the scripts without spaces between words: theirs are found anywhere in a line."""
MAX_LINE_CHARS = 400
MAX_UNSPACED_CHARS = 60
_STRIP = ".,:;!?()[]{}\"'“”„«»‘’|•·–—-/>…→"

_NAME_PATTERNS = tuple((1 << bit, re.compile(pattern)) for bit, pattern in enumerate(_NAMES.values()))


def _bits_by_word(groups: Iterable[Iterable[str]]) -> dict[str, int]:
    bits: dict[str, int] = {}
    for bit, words in enumerate(groups):
        for word in words:
            bits[word] = bits.get(word, 0) | 1 << bit
    return bits


_WORDS = _bits_by_word(_LINES.values())
_UNSPACED = tuple((word, bits) for word, bits in _WORDS.items() if word[0] >= FIRST_UNSPACED)


def bits_named(*groups: str) -> int:
    """The bits of groups of names, together."""
    return sum(1 << NAME_BITS.index(group) for group in groups)


@lru_cache(maxsize=16_384)
def name_bits(names: str) -> int:
    """The groups that a box's names belong to, one bit each in the order of `NAME_BITS`."""
    bits = 0
    for name in names.split():
        bits |= _bits_of_name(name)
    return bits


@lru_cache(maxsize=32_768)
def _bits_of_name(name: str) -> int:
    return sum(bit for bit, pattern in _NAME_PATTERNS if pattern.search(name))


def word_bits(text: str, limit: int = 24) -> int:
    """The groups that the first `limit` words of a line belong to, one bit each in the order of `WORD_BITS`."""
    bits = 0
    get = _WORDS.get
    for word in text[:MAX_LINE_CHARS].casefold().split(None, limit)[:limit]:
        if found := get(word) or get(word.strip(_STRIP)):
            bits |= found
    if text[:1] >= FIRST_UNSPACED:
        for word, found in _UNSPACED:
            if word in text[:MAX_UNSPACED_CHARS]:
                bits |= found
    return bits
