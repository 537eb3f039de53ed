"""Measures of text against gold, as the data pack's README defines them: tokens, shingles, overlap."""

import re
import unicodedata
from collections import Counter

SHINGLE = 4

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)


def words_as_written(text: str) -> list[str]:
    return _WORD.findall(text)


def tokens(text: str) -> list[str]:
    """Lower-case words; those of scripts without spaces are cut into single characters."""
    found = []
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
        found += list(word) if _UNSPACED.search(word) else [word]
    return found


def shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    """All runs of four tokens; a text shorter than that is one run."""
    if 0 < len(words) < SHINGLE:
        return Counter([tuple(words)])
    return Counter(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def overlap(output: Counter[tuple[str, ...]], gold: Counter[tuple[str, ...]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags."""
    common = (output & gold).total()
    precision = common / output.total() if output else 0.0
    recall = common / gold.total() if gold else 0.0
    return precision, recall, harmonic(precision, recall)


def harmonic(one: float, two: float) -> float:
    return 2 * one * two / (one + two) if one + two else 0.0
