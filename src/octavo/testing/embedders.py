"""An embedder without a model, for tests: texts that share words and parts of words lie close."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

MAX_CHARACTERS = 4_000
PART = 4
"""Characters of a part of a word. Four are enough that languages with endings find each other's stems."""


class HashEmbedder:
    """Implements `octavo.core.protocols.Embedder`. The same on every machine and in every run.

    It knows no language: the same text in two languages lies apart, but for its names and numbers.
    """

    def __init__(self, dimensions: int = 256) -> None:
        self.dimensions = dimensions
        self.name = f"hash-{dimensions}/1"

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        import numpy as np

        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for feature in _features(text):
                place, sign = self._project(feature)
                vector[place] += sign
            if not vector.any():
                vector[0] = 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _project(self, feature: str) -> tuple[int, int]:
        number = int.from_bytes(hashlib.blake2b(feature.encode("utf-8", "replace"), digest_size=8).digest(), "big")
        return (number >> 1) % self.dimensions, 1 if number & 1 else -1


def _features(text: str) -> Iterator[str]:
    """Each different word, and each run of `PART` characters in it."""
    for word in sorted(set(text[:MAX_CHARACTERS].casefold().split())):
        yield word
        yield from (f"{word[at : at + PART]}…" for at in range(max(0, len(word) - PART + 1)))
