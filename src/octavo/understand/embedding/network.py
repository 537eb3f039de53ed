"""The encoder on onnxruntime: a graph without weights (`training/embedding.py` makes it), and the wheel's weights.

Hands on a session that turns word vectors into a text's mean vector. Matrices become int8 with one scale an output.
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

from octavo.core.failures import OctavoError
from octavo.understand.embedding.wheel import EXPECTED, Weights

if TYPE_CHECKING:
    from numpy import float32, int8
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

FILE = "network.onnx"
_DIMENSIONS, _LAYERS, _HEADS, _INNER = EXPECTED
MATRICES = {
    "qkv": (("q", "k", "v"), _DIMENSIONS),
    "ao": (("ao",), _DIMENSIONS),
    "fi": (("fi",), _DIMENSIONS),
    "fo": (("fo",), _INNER),
}
"""The graph's matrices of a layer: the wheel's that make them up, and their inputs."""
NORMS = ("aln", "oln")
LARGEST = 63
"""Seven bits: pairs of products then fit the 16 bits in which processors without VNNI add them. Against eight bits it
costs .0004 of cosine."""

NO_ENGINE = "The shipped embedder needs the package onnxruntime, which cannot be imported here ({error})."


def open_session(weights: Weights, threads: int) -> "InferenceSession":
    """The network with its weights. Raises `OctavoError` where onnxruntime is not installed."""
    try:
        import onnxruntime as ort
    except ImportError as error:
        raise OctavoError(NO_ENGINE.format(error=error)) from error
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Further fusions would bring a slower layer norm: 26 ms for 100 tokens instead of 22.
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    given = dict(_given(weights))
    values = [ort.OrtValue.ortvalue_from_numpy(value) for value in given.values()]
    options.add_external_initializers(list(given), values)
    graph = files("octavo.understand.embedding").joinpath(FILE).read_bytes()
    return ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _given(weights: Weights) -> "Iterator[tuple[str, NDArray[float32] | NDArray[int8]]]":
    """What the graph leaves open, by its names."""
    yield from _numbers(weights, "emb.ln")
    for layer in (f"l{number}" for number in range(_LAYERS)):
        for norm in NORMS:
            yield from _numbers(weights, f"{layer}.{norm}")
        for name, (parts, inputs) in MATRICES.items():
            yield from _matrix(weights, f"{layer}.{name}", [f"{layer}.{part}" for part in parts], inputs)


def _numbers(weights: Weights, name: str) -> "Iterator[tuple[str, NDArray[float32]]]":
    for part in "wb":
        yield f"{name}.{part}", weights.numbers(f"{name}.{part}")


def _matrix(
    weights: Weights, name: str, parts: list[str], inputs: int
) -> "Iterator[tuple[str, NDArray[float32] | NDArray[int8]]]":
    import numpy as np

    dense = np.concatenate([weights.matrix(f"{part}.w", inputs=inputs) for part in parts])
    scales = np.abs(dense).max(axis=1) / LARGEST
    yield f"{name}.w", np.ascontiguousarray(np.rint(dense / scales[:, None]).astype(np.int8).T)
    yield f"{name}.s", scales
    yield f"{name}.b", np.concatenate([weights.numbers(f"{part}.b") for part in parts])
