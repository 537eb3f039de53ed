"""What every embedder does to its vectors at the end."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32, floating
    from numpy.typing import NDArray

SMALLEST = 1e-12


def unit(vectors: "NDArray[floating]") -> "NDArray[float32]":
    """Rows of unit length. A row that points nowhere points along the first axis: every text has a vector."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    nowhere = lengths[:, 0] < SMALLEST
    units: NDArray[float32] = (vectors / np.maximum(lengths, SMALLEST)).astype(np.float32)
    units[nowhere] = 0
    units[nowhere, 0] = 1
    return units
