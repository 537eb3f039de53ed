"""The judge over pairs: the log-odds that two articles tell one story.

Two forests of symmetric trees over `evidence.FEATURES`: one for pairs in one language, trained by `python -m
training.stories`, and one for pairs in two, trained by `python -m training.across`. Both say on what. Time and
publisher are judged by rules beside them, since no set that may be learned from has them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np

from octavo.core.forest import Forest, stored_forest
from octavo.stories.evidence import FEATURES
from octavo.stories.likeness import Likeness
from octavo.stories.profile import Profile

Array = Any  # numpy arrays

MODEL = "data/stories/judge.npz"
PASSING_H = 30.0
"""Most of a story is told within a day or two; what is told later is told at half this pace every day on."""
SPAN_H = 168.0
"""Articles of different stories meet anywhere within the week that a window holds."""
LINGERING = 0.05
"""The share of a story's articles that come at any time at all."""
SAME_PUBLISHER = -0.7
"""A publisher tells a story again less often than another tells it: its next article is more likely the next turn."""
NOTHING_NAMED, MUCH_NAMED = -2.0, 3.0
NAMED_ODDS = 0.25
"""For each natural unit of rarity that shared names and places have. What is learned from in many languages are
single sentences: the subject is enough, and names are few. News has two library buses a week, and tells
them apart by who and where."""
_NAMED = [FEATURES.index(name) for name in ("names_shared", "numbers_shared", "places_shared")]
_SAME_LANGUAGE = FEATURES.index("same_language")


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """`forest` judges pairs in one language, `across` those in two. `bias` is added to every pair: 0 is where two
    articles become one story. `version` changes with the training."""

    likeness: Likeness
    forest: Forest
    across: Forest
    bias: float
    version: int

    def log_odds(self, rows: Array, profile: Profile, others: Sequence[Profile]) -> Array:
        """float of shape (len(others),) from `evidence.evidence`'s rows of the same articles."""
        rules = time_odds(profile, others) + publisher_odds(profile, others) + named_odds(rows)
        return self._logits(rows) + self.bias + rules

    def _logits(self, rows: Array) -> Array:
        """Each row by the forest that is for it; most articles meet both kinds."""
        is_one = rows[:, _SAME_LANGUAGE] > 0
        found = np.empty(len(rows), np.float32)
        for forest, which in ((self.forest, is_one), (self.across, ~is_one)):
            if which.any():
                found[which] = forest.logits(rows[which])
        return found


def time_odds(profile: Profile, others: Sequence[Profile]) -> Array:
    """By the hours between: how much likelier within one story than between two. 0 where a time is unknown."""
    apart = np.abs(np.array([other.at_h for other in others]) - profile.at_h)
    ratio = (1 - LINGERING) * SPAN_H / PASSING_H * np.exp(-apart / PASSING_H) + LINGERING
    return np.where(np.isnan(apart), 0.0, np.log(ratio))


def publisher_odds(profile: Profile, others: Sequence[Profile]) -> Array:
    if not profile.publisher:
        return np.zeros(len(others))
    return np.array([SAME_PUBLISHER if other.publisher == profile.publisher else 0.0 for other in others])


def named_odds(rows: Array) -> Array:
    """Of pairs in two languages: by the names, numbers and places that they share besides their subject."""
    shared = rows[:, _NAMED].sum(axis=1)
    return np.where(rows[:, _SAME_LANGUAGE] > 0, 0.0, np.minimum(NOTHING_NAMED + NAMED_ODDS * shared, MUCH_NAMED))


@lru_cache(maxsize=1)
def shipped_judge() -> Judge:
    with resources.as_file(resources.files("octavo") / MODEL) as path:
        return load_judge(str(path))


@lru_cache(maxsize=8)
def load_judge(path: str) -> Judge:
    """Raises ValueError for a file of another set of features than this code's."""
    with np.load(path, allow_pickle=False) as stored:
        if tuple(stored["features"].tolist()) != FEATURES:
            raise ValueError(f"{path} was trained on other features; run python -m training.stories")
        return Judge(
            Likeness(*(stored[name].astype(np.float32) for name in ("mean", "projection", "between"))),
            stored_forest(stored, "forest"),
            stored_forest(stored, "across"),
            float(stored["bias"]),
            int(stored["version"]),
        )
