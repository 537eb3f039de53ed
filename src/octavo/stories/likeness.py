"""How alike two embeddings are, as evidence: a two-covariance model of stories and of the articles in them.

An embedding varies by story, which is what we want to know, and within a story by wording, publisher and language,
which says nothing. The model knows both covariances and gives the log-likelihood ratio of "one story" against "two"
(Ioffe, "Probabilistic linear discriminant analysis", 2006; in two-covariance form: Brümmer and de Villiers, 2010). It
is what makes an article in Tamil as near to one in Polish as to its neighbour. Trained by `python -m training.stories`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = Any  # numpy arrays

UNKNOWN = -30.0
"""What no embedding is taken for: so unlikely that only names, figures and words together make one story of a pair, but
not so that they cannot."""


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """`mean` float32 (embedding,), `projection` float32 (embedding, kept), `between` float32 (kept,): the variance of
    stories in each direction, in units of the variance within them."""

    mean: Array
    projection: Array
    between: Array

    @property
    def dimensions(self) -> int:
        """Of the embeddings that it compares."""
        return len(self.mean)

    def points(self, embeddings: Array) -> Array:
        """float32 of shape (n, kept): directions where stories differ, each with variance 1 within a story."""
        return (embeddings - self.mean) @ self.projection

    def directions(self, embeddings: Array) -> Array:
        """The embeddings as seen from their mean, of unit length: their cosine finds candidates."""
        away = embeddings - self.mean
        return away / np.maximum(np.linalg.norm(away, axis=-1, keepdims=True), 1e-9)

    def log_ratio(self, point: Array, others: Array) -> Array:
        """How much likelier than not each row of `others` belongs to the story of `point`, in natural logarithms.

        Zeros alone stand for no embedding; then it is `UNKNOWN`.
        """
        alone, joint = self.between + 1, 2 * self.between + 1  # joint: the determinant of the pair's covariance
        squares = point**2 + others**2
        together = (alone * squares - 2 * self.between * point * others) / joint
        ratio = 0.5 * (np.log(alone**2 / joint) - together + squares / alone).sum(axis=-1)
        return np.where(others.any(axis=-1) & point.any(), ratio, UNKNOWN)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Embeddings (n, embedding) and the story of each, of one kind: `weight` is its say in both covariances."""

    embeddings: Array
    stories: Array
    weight: float = 1.0


def fit(kinds: Sequence[Told], *, kept: int, shrinkage: float) -> Likeness:
    """From articles of several kinds; `shrinkage` mixes the identity into both covariances."""
    shares = np.array([kind.weight for kind in kinds]) / sum(kind.weight for kind in kinds)
    moments = [_moments(kind) for kind in kinds]
    mean, within, between = (
        sum(share * moment[part] for share, moment in zip(shares, moments, strict=True)) for part in range(3)
    )
    values, vectors = np.linalg.eigh(_shrunk(within, shrinkage))
    whitening = vectors / np.sqrt(values)
    spread, directions = np.linalg.eigh(whitening.T @ _shrunk(between, shrinkage) @ whitening)
    order = np.argsort(-spread)[:kept]
    return Likeness(
        mean.astype(np.float32),
        (whitening @ directions[:, order]).astype(np.float32),
        np.maximum(spread[order], 1e-3).astype(np.float32),
    )


def _moments(kind: Told) -> tuple[Array, Array, Array]:
    """Mean, covariance within stories and covariance between them."""
    mean = kind.embeddings.mean(axis=0)
    _, story, sizes = np.unique(kind.stories, return_inverse=True, return_counts=True)
    sums = np.zeros((len(sizes), len(mean)))
    np.add.at(sums, story, kind.embeddings - mean)
    centres = sums / sizes[:, None]
    several = sizes[story] > 1
    inner = (kind.embeddings - mean - centres[story])[several]
    within = inner.T @ inner / (sizes[sizes > 1] - 1).sum()
    return mean, within, np.cov(centres.T) - within * np.mean(1 / sizes)


def _shrunk(covariance: Array, shrinkage: float) -> Array:
    width = len(covariance)
    return (1 - shrinkage) * covariance + shrinkage * np.trace(covariance) / width * np.eye(width)
