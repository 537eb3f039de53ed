"""What the judge's second look adds: how the first look scored a block's neighbours, boxes and twins."""

from typing import Any

import numpy as np

from octavo.extract.body.layout import Layout
from octavo.extract.body.text_features import TEXT_FEATURES

Matrix = Any  # numpy arrays: rows are blocks

OFFSETS = (-4, -3, -2, -1, 1, 2, 3, 4)
GROUPS = ("box", "parent", "grand", "twins")
WINDOWS = (2, 5, 10)
CONTEXT_FEATURES = (
    "first_look", *(f"first_look@{offset:+d}" for offset in OFFSETS),
    *(f"{what}_{group}" for group in GROUPS for what in ("scored", "holds", "size")),
    "scored_until", "scored_before", "page_scored", "page_share", "page_kept",
    *(f"scored_within_{reach}" for reach in WINDOWS), "since_sure", "until_sure",
)  # fmt: skip
MAX_UNITS = 400
SURE = 0.8
_UNITS = TEXT_FEATURES.index("units")


def context_table(layout: Layout, rows: Matrix, scores: Matrix) -> Matrix:
    """float32 of shape (blocks, len(CONTEXT_FEATURES)), out of the first look's `scores` (0 to 1) and feature rows."""
    count = len(scores)
    weight = np.minimum(rows[:, _UNITS], MAX_UNITS)
    mass = weight * scores
    total = max(float(mass.sum()), 1e-6)
    columns = [scores, *_shifted(scores)]
    home, parents = layout.home, layout.parents
    for group in (home, parents[home], parents[parents[home]], layout.twins):
        weights, masses, sizes = np.bincount(group, weight), np.bincount(group, mass), np.bincount(group)
        columns += [
            masses[group] / np.maximum(weights[group], 1e-6), masses[group] / total, np.minimum(sizes[group], 50)
        ]  # fmt: skip
    until = np.cumsum(mass)
    whole = max(float(weight.sum()), 1e-6)
    columns += [until / total, (until - mass) / total]
    columns += [
        np.full(count, value) for value in (np.log1p(total), total / whole, (weight * (scores > 0.5)).sum() / whole)
    ]
    for reach in WINDOWS:
        columns.append(_windowed(mass, reach) / np.maximum(_windowed(weight, reach), 1e-6))
    columns += _distances(scores > SURE)
    return np.stack(columns, axis=1).astype(np.float32)


def _shifted(scores: Matrix) -> list[Matrix]:
    padded = np.concatenate([np.full(4, -0.1), scores, np.full(4, -0.1)])
    return [padded[4 + offset : 4 + offset + len(scores)] for offset in OFFSETS]


def _windowed(values: Matrix, reach: int) -> Matrix:
    """Sums over `reach` blocks before and after each."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    index = np.arange(len(values))
    return sums[np.minimum(index + reach + 1, len(values))] - sums[np.maximum(index - reach, 0)]


def _distances(sure: Matrix) -> list[Matrix]:
    """Blocks since the last and until the next that the first look was sure of, at most 50."""
    count = len(sure)
    index = np.arange(count)
    last = np.maximum.accumulate(np.where(sure, index, -99))
    following = np.minimum.accumulate(np.where(sure, index, count + 99)[::-1])[::-1]
    return [np.minimum(index - last, 50), np.minimum(following - index, 50)]
