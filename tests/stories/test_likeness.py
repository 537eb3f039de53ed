"""The likeness of embeddings: fitted stories are told apart, in either order, and no embedding is no likeness."""

import numpy as np
import pytest

from octavo.stories.judge import shipped_judge
from octavo.stories.likeness import UNKNOWN, Told, fit

DIMENSIONS, KEPT = 24, 8


def told(stories: int = 60, articles: int = 5) -> Told:
    """Stories differ in eight directions; articles of one story in all, most in the others."""
    random = np.random.default_rng(4)
    spread = np.where(np.arange(DIMENSIONS) < KEPT, 2.0, 0.1)
    centres = random.normal(size=(stories, DIMENSIONS)) * spread
    owner = np.repeat(np.arange(stories), articles)
    return Told(centres[owner] + random.normal(size=(len(owner), DIMENSIONS)) * (2.2 - spread), owner)


def test_articles_of_one_story_are_more_alike() -> None:
    kind = told()
    likeness = fit([kind], kept=KEPT, shrinkage=0.1)
    points = likeness.points(kind.embeddings)
    ratios = np.array([likeness.log_ratio(point, points) for point in points])
    same = kind.stories[:, None] == kind.stories
    apart = ~np.eye(len(points), dtype=bool)
    assert ratios[same & apart].min() > np.median(ratios[~same])
    assert (ratios[same & apart] > 0).mean() > 0.95
    assert (ratios[~same] < 0).mean() > 0.95


def test_it_is_the_same_in_either_order() -> None:
    kind = told()
    likeness = fit([kind], kept=KEPT, shrinkage=0.1)
    points = likeness.points(kind.embeddings[:20])
    ratios = np.array([likeness.log_ratio(point, points) for point in points])
    assert ratios == pytest.approx(ratios.T)


def test_within_a_story_the_variance_is_one() -> None:
    kind = told(stories=400)
    likeness = fit([kind], kept=KEPT, shrinkage=0.0)
    points = likeness.points(kind.embeddings).reshape(400, 5, KEPT)
    assert points.var(axis=1, ddof=1).mean(axis=0) == pytest.approx(np.ones(KEPT), abs=0.05)


def test_a_kind_counts_by_its_weight() -> None:
    kind = told()
    moved = Told(kind.embeddings + 10, kind.stories, weight=3.0)
    mean = fit([kind, moved], kept=KEPT, shrinkage=0.1).mean
    assert mean == pytest.approx(kind.embeddings.mean(axis=0) + 7.5, abs=1e-4)


def test_no_embedding_is_unknown() -> None:
    likeness = fit([told()], kept=KEPT, shrinkage=0.1)
    point, nothing = likeness.points(told().embeddings[0]), np.zeros(KEPT)
    assert likeness.log_ratio(nothing, np.array([point, nothing])).tolist() == [UNKNOWN] * 2
    assert likeness.log_ratio(point, np.array([nothing])).tolist() == [UNKNOWN]


def test_directions_have_unit_length() -> None:
    likeness = shipped_judge().likeness
    vectors = np.random.default_rng(1).normal(size=(3, likeness.dimensions)).astype(np.float32)
    assert np.linalg.norm(likeness.directions(vectors), axis=1) == pytest.approx(np.ones(3))
    assert likeness.directions(likeness.mean).tolist() == [0] * likeness.dimensions
