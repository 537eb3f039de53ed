"""What stories are measured against: cosines of TF-IDF and of embeddings, linked on average, at the best threshold."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from training.story_sets import Stream

from evals.clusters import bcubed

Array = Any  # numpy arrays

THRESHOLDS = np.arange(0.05, 0.95, 0.05)


def linked_by_words(stream: Stream) -> float:
    """B-cubed F1 at the best of eighteen thresholds: more than a peer could know in life."""
    return _best_linkage(_word_vectors(_texts(stream)), stream.stories)


def linked_by_embedding(stream: Stream) -> float:
    vectors = np.array([np.frombuffer(one.embedding, "<f2").astype(np.float32) for one in stream.sightings])
    centred = vectors - vectors.mean(axis=0)
    return _best_linkage(centred / np.linalg.norm(centred, axis=1, keepdims=True), stream.stories)


def word_cosines(first: Stream, second: Stream) -> list[float]:
    texts = [*_texts(first), *_texts(second)]
    vectors = _word_vectors(texts)
    count = len(first.sightings)
    cosines: list[float] = np.asarray(vectors[:count].multiply(vectors[count:]).sum(axis=1)).ravel().tolist()
    return cosines


def _texts(stream: Stream) -> list[str]:
    return [f"{one.title}. {one.text}" for one in stream.sightings]


def _word_vectors(texts: Sequence[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True).fit_transform(texts)


def _best_linkage(vectors: Any, stories: Sequence[str]) -> float:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    cosines = vectors @ vectors.T
    cosines = cosines.toarray() if hasattr(cosines, "toarray") else cosines
    distances = np.clip(1 - cosines, 0, 2)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), method="average")
    return max(bcubed(fcluster(tree, 1 - bar, "distance").tolist(), stories)[2] for bar in THRESHOLDS)
