"""An embedder that remembers on disk: what is embedded once for training is there for the evals, and the next time.

The file lies among the evals' caches (`OCTAVO_EVAL_CACHE`), named by the embedder; several processes may
use it at once.
"""

import sqlite3
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np

from octavo.core.protocols import Embedder
from training.story_sets import CACHE

Array = Any  # numpy arrays

BATCH = 100
WAIT_S = 60.0


class RememberingEmbedder:
    """Implements `core.protocols.Embedder` over another."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        CACHE.mkdir(parents=True, exist_ok=True)
        path = CACHE / f"vectors-{embedder.name.replace('/', '-')}.sqlite"
        self._file = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str]) -> Array:
        self.remember(texts)
        rows = [self._recall(text) for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), self.dimensions)

    def remember(self, texts: Sequence[str]) -> None:
        """Embed what is not there yet, a batch at a time, so that a run that is ended loses little."""
        missing = [text for text in dict.fromkeys(texts) if self._recall(text) is None]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            vectors = self._embedder.embed(batch).astype(np.float32)
            rows = [(_key(text), vector.tobytes()) for text, vector in zip(batch, vectors, strict=True)]
            self._file.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    def _recall(self, text: str) -> Array | None:
        row = self._file.execute("SELECT vector FROM vectors WHERE text = ?", (_key(text),)).fetchone()
        return None if row is None else np.frombuffer(row[0], np.float32)


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
