"""Which rows hold a term, newest first: linked postings in three flat arrays, for keys by the ten million.

A dict of lists would need ten times the memory. Hands rows (arrival numbers) on to the indexes of this room.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

Array = Any  # numpy arrays

FEWEST_POSTINGS = 1 << 12
FEWEST_BUCKETS = 1 << 12
MOST_LOAD = 4
"""Postings for each bucket, beyond which there are four times as many buckets."""
_NOTHING = np.uint32(0)  # postings are numbered from 1, so that fresh memory means "none"
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class Postings:
    """An inverted index over 32-bit terms that only grows at its end and is cut at its beginning.

    Each posting holds its term, its row and the posting before it of the same bucket. Terms that fall into one bucket
    are told apart by the term itself. Twelve bytes a posting and eight a bucket.
    """

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._terms = np.zeros(FEWEST_POSTINGS, np.uint32)
        self._rows = np.zeros(FEWEST_POSTINGS, np.uint32)
        self._before = np.zeros(FEWEST_POSTINGS, np.uint32)
        self._newest = np.zeros(FEWEST_BUCKETS, np.uint32)
        self._held = np.zeros(FEWEST_BUCKETS, np.uint32)
        self._end = 1

    def __len__(self) -> int:
        return self._end - 1

    @property
    def nbytes(self) -> int:
        """What is in use; the rest of the arrays is untouched memory."""
        return self._end * 12 + self._newest.nbytes + self._held.nbytes

    def add(self, row: int, terms: Array) -> None:
        """Note that `row` holds the terms (distinct, uint32). Rows come in rising order."""
        start, end = self._end, self._end + len(terms)
        self._make_room(end)
        self._terms[start:end] = terms
        self._rows[start:end] = row
        self._link(start, end)
        self._end = end

    def newest(self, terms: Array, at_most: int) -> tuple[Array, Array]:
        """`(rows, which)`: for every term the newest rows that hold it, and the term's place in `terms`."""
        which = np.arange(len(terms))
        at = self._newest[self._buckets(terms)]
        rows, places = [], []
        for _ in range(at_most):
            alive = at != _NOTHING
            if not alive.any():
                break
            at, which = at[alive], which[alive]
            same = self._terms[at] == terms[which]
            rows.append(self._rows[at[same]])
            places.append(which[same])
            at = self._before[at]
        if not rows:
            return np.zeros(0, np.uint32), np.zeros(0, np.intp)
        return np.concatenate(rows), np.concatenate(places)

    def frequencies(self, terms: Array) -> Array:
        """In how many rows each term stands: an upper bound, since a bucket may hold other terms, too."""
        return self._held[self._buckets(terms)]

    def cut(self, first_row: int) -> None:
        """Forget rows before `first_row`. Costs a pass over all postings: for every so often, not for each article."""
        kept = slice(1, self._end)
        alive = self._rows[kept] >= first_row
        terms, rows = self._terms[kept][alive], self._rows[kept][alive]
        self._clear()
        self._make_room(len(terms) + 1)
        self._terms[1 : len(terms) + 1] = terms
        self._rows[1 : len(rows) + 1] = rows
        self._end = len(terms) + 1
        self._link(1, self._end)

    def _buckets(self, terms: Array) -> Array:
        shift = np.uint64(64 - (len(self._newest).bit_length() - 1))
        return ((terms.astype(np.uint64) * _MULTIPLIER) >> shift).astype(np.intp)

    def _make_room(self, end: int) -> None:
        if end > len(self._terms):
            size = max(end, len(self._terms) * 2)
            self._terms, self._rows, self._before = (
                _longer(array, size) for array in (self._terms, self._rows, self._before)
            )
        if end > MOST_LOAD * len(self._newest):
            while end > MOST_LOAD * len(self._newest):
                self._newest = np.zeros(len(self._newest) * 4, np.uint32)
            self._held = np.zeros(len(self._newest), np.uint32)
            self._link(1, self._end)

    def _link(self, start: int, end: int) -> None:
        """Chain the postings from `start` to `end` into their buckets, in order."""
        buckets = self._buckets(self._terms[start:end])
        order = np.argsort(buckets, kind="stable")
        sorted_buckets = buckets[order]
        firsts = np.ones(len(order), bool)
        firsts[1:] = sorted_buckets[1:] != sorted_buckets[:-1]
        before = np.empty(len(order), np.uint32)
        before[1:] = order[:-1] + start
        before[firsts] = self._newest[sorted_buckets[firsts]]
        self._before[start + order] = before
        lasts = np.append(firsts[1:], True)[: len(order)]
        self._newest[sorted_buckets[lasts]] = order[lasts] + start
        counts = np.diff(np.append(np.flatnonzero(firsts), len(order)))
        self._held[sorted_buckets[firsts]] += counts.astype(np.uint32)


def as_terms(hashes: Iterable[int]) -> Array:
    """Hashes of 32 or 64 bits as distinct terms."""
    wide = np.array([value & 0xFFFF_FFFF_FFFF_FFFF for value in hashes], np.uint64)
    return np.unique((wide ^ (wide >> np.uint64(32))).astype(np.uint32))


def _longer(array: Array, size: int) -> Array:
    grown = np.zeros(size, array.dtype)
    grown[: len(array)] = array
    return grown
