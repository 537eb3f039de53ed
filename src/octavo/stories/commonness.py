"""How common a term is: by the articles seen so far, on top of what is known of every language beforehand.

A newsroom's first hundred articles cannot tell a rare word from one that simply has not come up yet. So counting begins
with a background: in which share of texts of its own language a common term stands (`data/stories/background.npz`,
made by `python -m training.stories`).
"""

from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np

Array = Any  # numpy arrays

SLOTS = 1 << 20
"""Counters; terms that share one are each counted as the other, too."""
BACKGROUND_TEXTS = 2_000
"""As if so many texts of each language had been seen before. One day's window outweighs it."""
FILE = "data/stories/background.npz"


class Commonness:
    """Counts articles by term. 4 MB, however many there are."""

    def __init__(self) -> None:
        self._seen = _background().copy()
        self._texts = float(BACKGROUND_TEXTS)

    def add(self, terms: Array) -> None:
        """`terms` are an article's own, each once."""
        self._seen[terms % SLOTS] += 1
        self._texts += 1

    def remove(self, terms: Array) -> None:
        """Takes back what `add` did."""
        self._seen[terms % SLOTS] -= 1
        self._texts -= 1

    def rarity(self, terms: Array) -> Array:
        """Inverse document frequency, float32 beside `terms`: about 0 for what stands everywhere, 8 for what is new."""
        return np.log((self._texts + 1) / (self._seen[terms % SLOTS] + 0.5))


@lru_cache(maxsize=1)
def _background() -> Array:
    seen = np.zeros(SLOTS, dtype=np.float32)
    with resources.as_file(resources.files("octavo") / FILE) as path, np.load(path, allow_pickle=False) as stored:
        np.maximum.at(seen, stored["terms"] % SLOTS, stored["shares"].astype(np.float32) * BACKGROUND_TEXTS)
    return seen
