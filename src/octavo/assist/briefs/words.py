"""Words of a sentence, in any script: what it is made of, and the stems by which two sentences say the same.

Scripts without spaces are read in pairs of signs. A name counts by its key as well, so that two scripts can meet.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from octavo.core.name_keys import name_key

STEM_CHARS = 5
"""Of a longer word so much is compared: endings fall away in most languages, alike for all."""
MIN_KEY_CHARS = 3

_MARKS = r"\u0300-\u036f\u064b-\u0655\u0670\u0900-\u0963\u0971-\u0df3\u0e31-\u0e4e\u102b-\u103e\u17b4-\u17d3"
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+(?:[.,](?=\d)\d+)*")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NAMED = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]")


def tokens(text: str) -> list[str]:
    """Lower-case words in order; in scripts without spaces, pairs of signs."""
    found: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
        if _UNSPACED.search(word):
            found += [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
        else:
            found.append(word)
    return found


def stem(word: str) -> str:
    return word if word[0].isdigit() else word[:STEM_CHARS]


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """What a sentence is about: stems of the words that say something, and its numbers."""
    small = small_words()
    return frozenset(stem(word) for word in tokens(text) if word not in small and (len(word) > 1 or word.isdigit()))


@lru_cache(maxsize=20_000)
def keys(text: str, language: str = "") -> frozenset[str]:
    """Keys of the words that may be names: capitalised in a script with capitals, any that says something elsewhere."""
    small, found = small_words(), set()
    has_capitals = _NAMED.search(text) is not None
    for word in _WORD.findall(text):
        if word.lower() in small or word.isdigit() or (has_capitals and not _NAMED.match(word)):
            continue
        key = name_key(word, language)
        if len(key) >= MIN_KEY_CHARS:
            found.add(key)
    return frozenset(found)


@cache
def small_words() -> frozenset[str]:
    """Words that say little in some language (`training/small_words.py`)."""
    file = resources.files("octavo") / "data/briefs/small_words.txt"
    return frozenset(file.read_text(encoding="utf-8").split()) if file.is_file() else frozenset()
