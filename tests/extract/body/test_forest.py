"""The forest in numpy answers as the same trees do when they are walked by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from octavo.core.forest import MAX_LEVELS, Forest, sigmoid
from octavo.extract.body.judge import shipped_judge


def by_hand(forest: Forest, row: list[float]) -> float:
    """Level by level: the answers are the bits of the leaf's number, the first the lowest."""
    total = forest.bias
    for tree, leaves in enumerate(forest.leaves.tolist()):
        leaf = 0
        for level in range(MAX_LEVELS):
            at = tree * MAX_LEVELS + level
            if row[int(forest.questions[at])] > float(forest.borders[at]):
                leaf |= 1 << level
        total += leaves[leaf]
    return total


def some_forest(seed: int, trees: int, columns: int) -> Forest:
    chance = np.random.default_rng(seed)
    borders = chance.normal(size=trees * MAX_LEVELS).astype(np.float32)
    borders[chance.random(len(borders)) < 0.2] = np.inf  # levels that are not used
    return Forest(
        questions=chance.integers(0, columns, trees * MAX_LEVELS),
        borders=borders,
        leaves=chance.normal(size=(trees, 2**MAX_LEVELS)).astype(np.float32),
        bias=float(chance.normal()),
    )


@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 9), st.integers(1, 7))
def test_any_forest_answers_as_by_hand(seed: int, trees: int, columns: int, count: int) -> None:
    forest = some_forest(seed, trees, columns)
    rows = np.random.default_rng(seed + 1).normal(size=(count, columns)).astype(np.float32)
    rows[0] = forest.borders[0] if np.isfinite(forest.borders[0]) else 0  # a value on the border is not above it
    expected = [by_hand(forest, row) for row in rows.tolist()]
    assert np.allclose(forest.logits(rows), expected, atol=1e-4)


def test_the_shipped_forest_answers_as_by_hand() -> None:
    forest = shipped_judge().first
    rows = np.random.default_rng(7).normal(10, 30, size=(5, int(forest.questions.max()) + 1)).astype(np.float32)
    assert np.allclose(forest.logits(rows), [by_hand(forest, row) for row in rows.tolist()], atol=1e-3)


def test_log_odds_become_shares_without_overflow() -> None:
    assert sigmoid(np.array([0.0])).tolist() == [0.5]
    low, high = sigmoid(np.array([-1e9, 1e9])).tolist()
    assert 0 < low < 1e-9
    assert 1 - 1e-9 < high <= 1
