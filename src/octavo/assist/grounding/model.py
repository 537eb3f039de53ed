"""Weights of the evidence: two linear models, for claims in a source's language and for those in another.

`python -m training.grounding` makes them, for one embedder. They are linear so that each weight can be looked at; with
another embedder its likeness means something else, and the words must carry more (see `docs/decisions/grounding.md`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import exp
from typing import Any

FILE = "grounding/model.npz"
KINDS = ("same", "across")
LIMIT = 4.0
"""Of a standardised number."""

Array = Any  # numpy arrays


@dataclass(frozen=True, slots=True)
class Linear:
    """Log-odds of a row of `evidence.NAMES`, standardised and cut; `threshold` is the least log-odds of support."""

    mean: Array
    scale: Array
    weights: Array
    bias: float
    threshold: float

    def logit(self, row: Sequence[float]) -> float:
        import numpy as np

        standard = np.clip((np.asarray(row) - self.mean) / self.scale, -LIMIT, LIMIT)
        return float(standard @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Weights:
    """What is shipped; `embedder` names whose likeness it knows."""

    embedder: str
    same: Linear
    across: Linear

    def of(self, *, across: bool) -> Linear:
        return self.across if across else self.same


def probability(logit: float) -> float:
    return 1 / (1 + exp(-max(min(logit, 30.0), -30.0)))


@cache
def shipped_weights() -> Weights:
    import numpy as np

    data = files("octavo.data").joinpath(FILE).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        linears = {
            kind: Linear(
                arrays[f"{kind}_mean"],
                arrays[f"{kind}_scale"],
                arrays[f"{kind}_weights"],
                float(arrays[f"{kind}_bias"]),
                float(arrays[f"{kind}_threshold"]),
            )
            for kind in KINDS
        }
        return Weights(str(arrays["embedder"]), **linears)
