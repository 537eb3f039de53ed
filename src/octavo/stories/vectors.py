"""The vectors of the window: two bytes a number, scanned by the first of them.

Each row is kept as 8-bit integers times a factor of its own, and the rest, which those leave over, as 8-bit integers
more. A scan over the first half gives twice as many rows as wanted; both halves together order them. That is exact to
within 1e-4 of cosine, needs no training, has no bad order of arrivals, and costs 20 ms of CPU a million rows.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = Any  # numpy arrays

CHUNK = 1 << 16
"""Rows that are allotted, and given back, at once."""
STRIDE = 1024
OVERSAMPLING = 2
MOST_ORDERED = 4096
_STEPS = 127
_FINER = 254
_LEAST = 1e-9


class Vectors:
    """Unit vectors by row number, added at the end and given back from the beginning."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._chunks: dict[int, _Chunk] = {}
        self._end = 0

    def __len__(self) -> int:
        return self._end

    @property
    def nbytes(self) -> int:
        return sum(chunk.filled for chunk in self._chunks.values()) * (2 * self.dimensions + 4)

    def add(self, vector: Array | None) -> int:
        """The new row's number. None takes a row that nothing is near to."""
        number, at = divmod(self._end, CHUNK)
        chunk = self._chunks.get(number) or self._chunks.setdefault(number, _Chunk(self.dimensions))
        if vector is not None:
            chunk.coarse[at], chunk.fine[at], chunk.factors[at] = _quantized(vector)
        chunk.filled = at + 1
        self._end += 1
        return self._end - 1

    def hide(self, rows: Array) -> None:
        """These rows are near to nothing any more."""
        for number, chunk in self._chunks.items():
            inside = rows[(rows >= number * CHUNK) & (rows < (number + 1) * CHUNK)] - number * CHUNK
            chunk.factors[inside] = 0

    def cut(self, first_row: int) -> None:
        """Give back the memory of whole chunks before `first_row`."""
        self._chunks = {number: chunk for number, chunk in self._chunks.items() if (number + 1) * CHUNK > first_row}

    def nearest(self, vector: Array, count: int) -> tuple[Array, Array]:
        """`(rows, cosines)`, nearest first; only those with a cosine above 0."""
        coarse, _, factor = _quantized(vector)
        if not factor or not self._chunks:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        scores = {number: chunk.scores(coarse) for number, chunk in self._chunks.items()}
        bound = max(_bound(list(scores.values()), count * OVERSAMPLING), _LEAST)
        rows = np.concatenate([np.flatnonzero(of >= bound) + number * CHUNK for number, of in scores.items()])
        rows = rows[-MOST_ORDERED:]  # thousands as near are one text that came again and again
        cosines = self.cosines(vector, rows)
        order = np.lexsort((-rows, -cosines))[:count]
        order = order[cosines[order] > 0]
        return rows[order], cosines[order]

    def cosines(self, vector: Array, rows: Array) -> Array:
        """float32 for each row; 0 for one that is hidden or given back."""
        found = np.zeros(len(rows), np.float32)
        for number, chunk in self._chunks.items():
            here = np.flatnonzero((rows >= number * CHUNK) & (rows < (number + 1) * CHUNK))
            if len(here):
                found[here] = chunk.cosines(vector, rows[here] - number * CHUNK)
        return found

    def vectors(self, rows: Array) -> Array:
        """float32 of shape (n, dimensions); zeros for one that is hidden or given back."""
        found = np.zeros((len(rows), self.dimensions), np.float32)
        for number in np.unique(rows // CHUNK).tolist():
            if chunk := self._chunks.get(number):
                here = np.flatnonzero(rows // CHUNK == number)
                found[here] = chunk.vectors(rows[here] - number * CHUNK)
        return found


class _Chunk:
    """Memory that is not written yet is not taken either: `zeros` leaves that to the system."""

    def __init__(self, dimensions: int) -> None:
        self.coarse = np.zeros((CHUNK, dimensions), np.int8)
        self.fine = np.zeros((CHUNK, dimensions), np.int8)
        self.factors = np.zeros(CHUNK, np.float32)
        self.filled = 0

    def scores(self, coarse: Array) -> Array:
        """In units of the query's factor, which changes no order."""
        import numkong

        dots = numkong.cdist(coarse[None], self.coarse[: self.filled], "dot", out_dtype="float32")
        return np.asarray(dots)[0] * self.factors[: self.filled]

    def cosines(self, vector: Array, rows: Array) -> Array:
        return self._numbers(rows) @ vector * self.factors[rows]

    def vectors(self, rows: Array) -> Array:
        return self._numbers(rows) * self.factors[rows][:, None]

    def _numbers(self, rows: Array) -> Array:
        return self.coarse[rows].astype(np.float32) + self.fine[rows].astype(np.float32) / _FINER


def from_bytes(embedding: bytes, dimensions: int) -> Array | None:
    """float32 of unit length from little-endian float16 or float32; None where that is no vector of so many
    dimensions."""
    number = {2 * dimensions: "<f2", 4 * dimensions: "<f4"}.get(len(embedding))
    if number is None:
        return None
    vector = np.frombuffer(embedding, number).astype(np.float32)
    length = float(np.sqrt(vector @ vector))
    return vector / length if np.isfinite(length) and length > 0 else None


def _quantized(vector: Array) -> tuple[Array, Array, float]:
    largest = float(np.abs(vector).max())
    if not largest:
        return np.zeros(len(vector), np.int8), np.zeros(len(vector), np.int8), 0.0
    factor = largest / _STEPS
    numbers = vector / factor
    coarse = np.rint(numbers)
    fine = np.clip(np.rint((numbers - coarse) * _FINER), -127, 127)
    return coarse.astype(np.int8), fine.astype(np.int8), factor


def _bound(scores: Sequence[Array], count: int) -> float:
    """A score that at least `count` rows reach (all, where there are fewer), and few more.

    The best of every block are looked at alone: at least as many rows reach the n-th best of those.
    """
    best = np.concatenate([_block_maxima(of) for of in scores])
    if len(best) <= count:
        best = np.concatenate(scores)
    return float(np.partition(best, len(best) - count)[len(best) - count]) if len(best) > count else float("-inf")


def _block_maxima(scores: Array) -> Array:
    if len(scores) <= STRIDE:
        return scores
    whole = len(scores) // STRIDE * STRIDE
    return np.concatenate([scores[:whole].reshape(-1, STRIDE).max(axis=0), scores[whole:]])
