"""A forest of symmetric decision trees, applied to many rows at once: blocks of a page, pairs of articles.

Every level of a symmetric tree asks one question of all its nodes (Prokhorenkova et al., "CatBoost: unbiased boosting
with categorical features", 2018), so a tree is a table of leaves addressed by the answers' bits: no branching, and a
page takes about a millisecond in numpy. `training/forests.py` packs them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Matrix = Any  # numpy arrays

MAX_LEVELS = 8


@dataclass(frozen=True, slots=True)
class Forest:
    """`questions` is int16 of shape (trees * 8,): the column asked, level by level, eight levels a tree; `borders`
    float32 alike (an unused level's border is infinite); `leaves` float32 of shape (trees, 2 ** levels)."""

    questions: Matrix
    borders: Matrix
    leaves: Matrix
    bias: float

    def logits(self, rows: Matrix) -> Matrix:
        """float32 of shape (len(rows),): the log-odds of each row."""
        columns = np.ascontiguousarray(rows.T)
        answers = columns[self.questions] > self.borders[:, None]
        trees = len(self.leaves)
        at = np.packbits(answers.reshape(trees, MAX_LEVELS, -1), axis=1, bitorder="little")[:, 0, :]
        return np.take_along_axis(self.leaves, at.astype(np.intp), axis=1).sum(axis=0) + self.bias


def stored_forest(arrays: Mapping[str, Any], name: str) -> Forest:
    """The forest that `training.forests` packed under `name`. Raises KeyError where there is none."""
    return Forest(
        arrays[f"{name}_questions"].astype(np.intp),
        arrays[f"{name}_borders"],
        arrays[f"{name}_leaves"].astype(np.float32),
        float(arrays[f"{name}_bias"]),
    )


def sigmoid(logits: Matrix) -> Matrix:
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
