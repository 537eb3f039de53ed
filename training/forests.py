"""Forests that CatBoost grew, as the arrays that `octavo.core.forest` reads."""

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from octavo.core.forest import MAX_LEVELS


def pack_forest(model: Any, name: str) -> dict[str, Any]:
    """The trees as the arrays that `octavo.core.forest.Forest` describes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "model.json")
        model.save_model(str(file), format="json")
        stored = json.loads(file.read_text(encoding="utf-8"))
    trees = stored["oblivious_trees"]
    questions = np.zeros((len(trees), MAX_LEVELS), dtype=np.int16)
    borders = np.full((len(trees), MAX_LEVELS), np.inf, dtype=np.float32)
    leaves = np.zeros((len(trees), max(len(tree["leaf_values"]) for tree in trees)), dtype=np.float32)
    for number, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            questions[number, level] = split["float_feature_index"]
            borders[number, level] = split["border"]
        leaves[number, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, bias = stored["scale_and_bias"]
    return {
        f"{name}_questions": questions.ravel(), f"{name}_borders": borders.ravel(),
        f"{name}_leaves": (leaves * scale).astype(np.float16), f"{name}_bias": np.array(bias[0]),
    }  # fmt: skip
