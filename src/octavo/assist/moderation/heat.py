"""How readers took the words of a comment: of each word, how often those who saw it marked it as what is toxic.

English alone, learned from reader comments whose judges marked spans. Hands on a few numbers a comment; other languages
have only what `evidence` sees.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

UNKNOWN = 0.03
HOT = 0.25
HOTTEST = 4
NEAR = 5
LATE = 3.0
PERSONS = frozenset(("you", "your", "you're", "he", "she", "his", "her"))
WIDTH = HOTTEST + 6

_WORD = re.compile(r"[a-z']+")


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def heat(text: str, marked: Mapping[str, float]) -> "NDArray[float32]":
    """float32 of shape (WIDTH,): the hottest words, how many, how near to a person, how early, the mean, the length."""
    import numpy as np

    words = words_of(text)
    shares = [marked.get(word, UNKNOWN) for word in words]
    hottest = sorted(shares, reverse=True)[:HOTTEST] + [0.0] * max(0, HOTTEST - len(shares))
    persons = [at for at, word in enumerate(words) if word in PERSONS]
    hot = [(at, share) for at, share in enumerate(shares) if share > HOT]
    near = max((share for at, share in hot if any(abs(at - person) <= NEAR for person in persons)), default=0.0)
    early = min(hot[0][0] / 20, LATE) if hot else LATE
    mean = sum(shares) / len(shares) if shares else 0.0
    length = float(np.log1p(len(text)))
    return np.array([*hottest, min(len(hot), 5), sum(hottest), near, early, mean, length], np.float32)
