"""The recent articles that a new one is compared with: those near in meaning, and those that share rare words.

Owns the search among them and nothing else; grouping judges the few candidates that it hands on. Rebuilt from rows at
every start: the same order of arrivals gives the same candidates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from octavo.stories.postings import Postings, as_terms
from octavo.stories.vectors import Vectors, from_bytes

Array = Any  # numpy arrays

DIMENSIONS = 384
MOST_TERMS = 40
"""Terms of one article that are indexed: title and lead have about 30."""
COMMON_SHARE = 50
FEWEST_COMMON = 500
"""A term in more than one of 50 articles, and in more than 500, leads nowhere: it is not noted again."""
NEWEST_OF_A_TERM = 64
"""A word of more articles than this leads to the newest only, and counts for little."""
LEXICAL_SHARE = 3
"""Every so many-th candidate comes from shared words, at least."""
FEWEST_TO_CUT = 4_096


@dataclass(frozen=True, slots=True)
class WindowEntry:
    """An article as the window holds it. `embedding` is as in `octavo.core.labels.Labels`, or the same in float32; b""
    for none.

    `terms` are hashes of the words and names of title and lead, of 32 or 64 bits; the most telling first, if there are
    many. `at` None stands for the time of the entry before it.
    """

    key: int
    embedding: bytes = b""
    terms: Sequence[int] = ()
    at: datetime | None = None


class Window:
    """All entries since a time. Keys are integers; an entry whose key is known takes the other's place."""

    def __init__(self, dimensions: int = DIMENSIONS) -> None:
        self._vectors = Vectors(dimensions)
        self._postings = Postings()
        self._keys = np.zeros(FEWEST_TO_CUT, np.int64)
        self._times = np.zeros(FEWEST_TO_CUT, np.float64)
        self._alive = np.zeros(FEWEST_TO_CUT, bool)
        self._row_of: dict[int, int] = {}
        self._base = 0  # the row that the arrays begin with
        self._last_time = float("-inf")

    def __len__(self) -> int:
        return len(self._row_of)

    def __contains__(self, key: object) -> bool:
        return key in self._row_of

    @property
    def nbytes(self) -> int:
        """Memory that the arrays use, without that of the dict of keys (about 100 bytes an entry)."""
        return self._vectors.nbytes + self._postings.nbytes + (len(self._vectors) - self._base) * 17

    def add(self, entry: WindowEntry) -> None:
        self.remove([entry.key])
        row = self._vectors.add(from_bytes(entry.embedding, self._vectors.dimensions))
        at = row - self._base
        self._make_room(at)
        self._last_time = entry.at.timestamp() if entry.at else self._last_time
        self._keys[at], self._times[at], self._alive[at] = entry.key, self._last_time, True
        self._row_of[entry.key] = row
        self._postings.add(row, self._telling(as_terms(entry.terms[:MOST_TERMS])))

    def candidates(self, entry: WindowEntry, limit: int) -> tuple[int, ...]:
        """Keys of at most `limit` entries: nearest first, then those that share rare words. Never the entry itself."""
        near = self.nearest(entry.embedding, limit + 1)
        worded = self.sharing(entry.terms, limit + 1)
        near, worded = ([key for key in keys if key != entry.key] for keys in (near, worded))
        others = [key for key in worded if key not in set(near[: limit - limit // LEXICAL_SHARE])]
        kept = max(limit - len(others), limit - limit // LEXICAL_SHARE)
        return tuple(dict.fromkeys((*near[:kept], *others, *near[kept:])))[:limit]

    def nearest(self, embedding: bytes, limit: int) -> list[int]:
        """Keys by likeness of meaning, nearest first."""
        vector = from_bytes(embedding, self._vectors.dimensions)
        if vector is None or limit < 1:
            return []
        rows, _ = self._vectors.nearest(vector, limit)
        return self._keys_of(rows)

    def sharing(self, terms: Sequence[int], limit: int) -> list[int]:
        """Keys of the entries that share the most and rarest terms, newest first among equals."""
        wanted = as_terms(terms[:MOST_TERMS])
        rows, which = self._postings.newest(wanted, NEWEST_OF_A_TERM)
        if limit < 1 or not len(rows):
            return []
        rarity = np.log1p(len(self._row_of) / np.maximum(self._postings.frequencies(wanted), 1))
        found, places = np.unique(rows, return_inverse=True)
        scores = np.bincount(places, rarity[which])
        found = found.astype(np.int64)
        scores[~self._alive[found - self._base]] = 0
        order = np.lexsort((-found, -scores))[:limit]
        return self._keys_of(found[order[scores[order] > 0]])

    def cosines(self, embedding: bytes, keys: Sequence[int]) -> list[float]:
        """How near each entry is; 0.0 for one that is not here or has no vector."""
        vector = from_bytes(embedding, self._vectors.dimensions)
        if vector is None:
            return [0.0] * len(keys)
        rows = np.array([self._row_of.get(key, -1) for key in keys], np.int64)
        return [float(cosine) for cosine in self._vectors.cosines(vector, rows)]

    def vectors(self, keys: Sequence[int]) -> Array:
        """float32 of shape (n, dimensions), to within 1e-5; zeros for one that is not here or has no vector."""
        return self._vectors.vectors(np.array([self._row_of.get(key, -1) for key in keys], np.int64))

    def remove(self, keys: Iterable[int]) -> None:
        """Forget entries. Unknown keys are fine."""
        rows = [row for key in keys if (row := self._row_of.pop(key, None)) is not None]
        if rows:
            gone = np.array(rows)
            self._alive[gone - self._base] = False
            self._vectors.hide(gone)

    def remove_before(self, at: datetime) -> list[int]:
        """Forget what is older; returns the keys of it. Memory goes back as whole runs of arrivals are gone."""
        held = len(self._vectors) - self._base
        alive = self._alive[:held]
        old = np.flatnonzero(alive & (self._times[:held] < at.timestamp()))
        gone: list[int] = self._keys[old].tolist()
        self.remove(gone)
        left = np.flatnonzero(alive)
        first = int(left[0]) if len(left) else held
        self._vectors.cut(self._base + first)
        if first > max(FEWEST_TO_CUT, held // 4):
            self._cut(first, held)
        return gone

    def _cut(self, first: int, held: int) -> None:
        """Let the arrays begin with a later row."""
        self._base += first
        self._postings.cut(self._base)
        self._keys, self._times, self._alive = (
            _longer(array[first:held], max(FEWEST_TO_CUT, held - first))
            for array in (self._keys, self._times, self._alive)
        )

    def _telling(self, terms: Array) -> Array:
        common = max(FEWEST_COMMON, len(self._row_of) // COMMON_SHARE)
        return terms[self._postings.frequencies(terms) <= common]

    def _keys_of(self, rows: Array) -> list[int]:
        return [int(key) for key in self._keys[rows - self._base]]

    def _make_room(self, at: int) -> None:
        if at >= len(self._keys):
            size = 2 * len(self._keys)
            self._keys, self._times, self._alive = (
                _longer(array, size) for array in (self._keys, self._times, self._alive)
            )


def _longer(array: Array, size: int) -> Array:
    grown = np.zeros(size, array.dtype)
    grown[: len(array)] = array
    return grown
