"""How alike two articles are, from 0 to 1, as a person would grade it.

A linear model over the pair's evidence and what the judge of stories makes of it, fitted by `python -m
training.stories` to people's grades of pairs (SemEval-2022 task 8; Chen et al. 2022). A story is a yes or no; this is a
matter of degree.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np

from octavo.core.stories import Sighting
from octavo.stories.commonness import Commonness
from octavo.stories.crowding import USUAL
from octavo.stories.evidence import FEATURES, Crowding, evidence
from octavo.stories.judge import Judge, shipped_judge
from octavo.stories.profile import profile_of

Array = Any  # numpy arrays

MODEL = "data/stories/similarity.npz"
LEAST_LIKENESS, MOST_LIKENESS = -200.0, 60.0
_SEEN = [FEATURES.index(name) for name in ("likeness", "cosine", "words", "names_share", "same_language")]


@dataclass(frozen=True, slots=True, eq=False)
class Similarity:
    """`weights` float32 beside `similarity_row`; the sum with `bias` is the share of the way from "different" to
    "same"."""

    weights: Array
    bias: float


def similarity(first: Sighting, second: Sighting) -> float:
    """0 for articles about different things, 1 for the same news."""
    model = shipped_similarity()
    row = similarity_row(pair_evidence(first, second, shipped_judge()), shipped_judge())
    return float(np.clip(row @ model.weights + model.bias, 0, 1))


def pair_evidence(first: Sighting, second: Sighting, judge: Judge) -> Array:
    """float32 of shape (len(FEATURES),), with nothing known but the two and the background."""
    crowding = Crowding(USUAL, np.array([USUAL]))  # two articles have no window around them
    profiles = profile_of(first, judge.likeness), profile_of(second, judge.likeness)
    row: Array = evidence(profiles[0], profiles[1:], Commonness(), judge.likeness, crowding)[0]
    return row


def similarity_row(row: Array, judge: Judge) -> Array:
    """What the linear model sees. Few things, since it is fitted to translated text: more would fit its accent."""
    log_odds = judge.forest.logits(row[None])
    seen = row[_SEEN]
    seen[0] = np.clip(seen[0], LEAST_LIKENESS, MOST_LIKENESS)
    return np.concatenate([seen, log_odds, 1 / (1 + np.exp(-log_odds))])


@lru_cache(maxsize=1)
def shipped_similarity() -> Similarity:
    with resources.as_file(resources.files("octavo") / MODEL) as path:
        return load_similarity(str(path))


@lru_cache(maxsize=8)
def load_similarity(path: str) -> Similarity:
    with np.load(path, allow_pickle=False) as stored:
        return Similarity(stored["weights"].astype(np.float32), float(stored["bias"]))
