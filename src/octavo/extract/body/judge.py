"""The judge: how likely each block of a page is the article's.

Two looks, each a small forest of symmetric trees: the first at every block by itself, the second with what the first
made of its neighbours, its boxes and its twins. Trained by `python -m training.extraction`, which says on what.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np

from octavo.core.forest import Forest, sigmoid, stored_forest
from octavo.extract.body.blocks import Segmenter
from octavo.extract.body.context import CONTEXT_FEATURES, context_table
from octavo.extract.body.features import FEATURES, feature_table
from octavo.extract.body.layout import layout_of
from octavo.extract.body.text_features import Hints, is_menu_item

Matrix = Any  # numpy arrays

MENU_LOGIT = -6.0
MODEL = "data/extraction/judge.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """`version` changes with the training; it is part of what `extract.VERSION` stands for."""

    first: Forest
    second: Forest
    version: int

    def look(self, page: Segmenter, hints: Hints) -> "Look":
        """At a page with one block or more."""
        layout = layout_of(page)
        rows = feature_table(page, layout, hints)
        judged = np.array([not is_menu_item(block) for block in page.blocks])
        first = self._ask(self.first, rows, judged)
        context = context_table(layout, rows, sigmoid(first))
        second = self._ask(self.second, np.concatenate([rows, context], axis=1), judged)
        return Look(rows, first, second)

    @staticmethod
    def _ask(forest: Forest, rows: Matrix, judged: Matrix) -> Matrix:
        """Menu items, which are most of a page, are not asked about."""
        logits = np.full(len(rows), MENU_LOGIT)
        if judged.any():
            logits[judged] = forest.logits(rows[judged])
        return logits


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """`rows` are the features; `first` and `second` the log-odds of either look."""

    rows: Matrix
    first: Matrix
    second: Matrix

    @property
    def scores(self) -> Matrix:
        """0 to 1 for each block."""
        return sigmoid(self.second)


@lru_cache(maxsize=1)
def shipped_judge() -> Judge:
    with resources.as_file(resources.files("octavo") / MODEL) as path:
        return load_judge(str(path))


@lru_cache(maxsize=16)
def load_judge(path: str) -> Judge:
    """Raises ValueError for a file of another set of features than this code's."""
    with np.load(path, allow_pickle=False) as stored:
        columns = (len(FEATURES), len(FEATURES) + len(CONTEXT_FEATURES))
        if tuple(stored["columns"]) != columns:
            raise ValueError(f"{path} was trained on other features; run python -m training.extraction")
        return Judge(stored_forest(stored, "first"), stored_forest(stored, "second"), int(stored["version"]))
