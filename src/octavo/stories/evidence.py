"""Evidence that two articles tell the same story: one row of features for each pair, the same whichever comes first.

All candidates of an article are compared at once, since numpy pays by the call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from octavo.stories.commonness import Commonness
from octavo.stories.likeness import Likeness
from octavo.stories.profile import LEAD, NAME, NAMED, NUMBER, PLACE, TITLE, WORD, Profile

Array = Any  # numpy arrays

FEATURES = (
    "likeness",  # log-likelihood ratio of the embeddings
    "cosine",  # of the embeddings, seen from their mean
    "standing",  # the cosine above the crowd around either article
    "title_words",
    "lead_words",
    "words",
    "names_shared",
    "names_share",
    "rarest_name",
    "named_words_share",
    "numbers_shared",
    "numbers_clash",
    "places_shared",
    "places_clash",
    "days",  # 1: a day of the week in common; -1: each names others
    "same_language",
    "length",
)


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """Of one kind of term: what is shared, what the poorer side has at all, and the rarest that is shared; a value each
    for every candidate."""

    shared: Array
    least: Array
    rarest: Array

    @property
    def share(self) -> Array:
        return self.shared / np.maximum(self.least, 1e-3)


@dataclass(frozen=True, slots=True, eq=False)
class Crowding:
    """How near others stand to an article that are hardly its story's any more (see `octavo.stories.crowding`): in the
    crowd around a long affair a cosine says less than it does elsewhere."""

    own: float
    others: Array


class Comparison:
    """One article against several: the terms of all of them, looked up in its own at once."""

    def __init__(self, profile: Profile, others: Sequence[Profile], commonness: Commonness) -> None:
        self._own_marks = profile.marks
        self._count = len(others)
        terms = np.concatenate([other.terms for other in others])
        self._owner = np.repeat(np.arange(len(others)), [len(other.terms) for other in others])
        self._marks = np.concatenate([other.marks for other in others])
        rarity = commonness.rarity(terms)
        self._rarity = rarity
        self._weights = rarity * (1 + np.log(np.concatenate([other.counts for other in others])))
        self._own_rarity = commonness.rarity(profile.terms)
        self._own_weights = self._own_rarity * (1 + np.log(profile.counts))
        place = np.searchsorted(profile.terms, terms)
        self._place = np.minimum(place, max(len(profile.terms) - 1, 0))
        self._is_shared = (
            profile.terms[self._place] == terms if len(profile.terms) else np.zeros(len(terms), dtype=bool)
        )

    def cosine(self, mark: int) -> Array:
        """Of the terms with this mark on both sides, weighted by rarity and count."""
        weights = np.where(self._marks & mark, self._weights, 0)
        own = np.where(self._own_marks & mark, self._own_weights, 0)
        dot = (
            self._sum(np.where(self._is_shared, weights * own[self._place], 0)) if len(own) else self._sum(weights * 0)
        )
        return dot / np.maximum(np.sqrt(self._sum(weights**2) * (own**2).sum()), 1e-6)

    def overlap(self, mark: int) -> Overlap:
        rarity = np.where(self._marks & mark, self._rarity, 0)
        own = np.where(self._own_marks & mark, self._own_rarity, 0)
        shared = np.where(self._is_shared & (own[self._place] > 0), rarity, 0) if len(own) else rarity * 0
        rarest = np.zeros(self._count)
        np.maximum.at(rarest, self._owner, shared)
        return Overlap(self._sum(shared), np.minimum(self._sum(rarity), own.sum()), rarest)

    def _sum(self, values: Array) -> Array:
        return np.bincount(self._owner, weights=values, minlength=self._count)


def evidence(
    profile: Profile, others: Sequence[Profile], commonness: Commonness, likeness: Likeness, crowding: Crowding
) -> Array:
    """float32 of shape (len(others), len(FEATURES)); `others` must not be empty."""
    compared = Comparison(profile, others, commonness)
    names, numbers, places = (compared.overlap(mark) for mark in (NAME, NUMBER, PLACE))
    cosine = np.array([other.direction for other in others]) @ profile.direction
    own, theirs = crowding.own, crowding.others
    columns = (
        likeness.log_ratio(profile.point, np.array([other.point for other in others])),
        cosine,
        2 * cosine - own - theirs,
        compared.cosine(TITLE),
        compared.cosine(LEAD),
        compared.cosine(WORD),
        names.shared,
        names.share,
        names.rarest,
        compared.overlap(NAMED).share,
        numbers.shared,
        numbers.least - numbers.shared,
        places.shared,
        places.least - places.shared,
        _days(profile, others),
        np.array([other.language == profile.language for other in others]),
        np.log1p(np.minimum([other.words for other in others], profile.words)),
    )
    return np.column_stack(columns).astype(np.float32)


def _days(profile: Profile, others: Sequence[Profile]) -> Array:
    theirs = np.array([other.days for other in others], dtype=np.uint8)
    named = (theirs != 0) & (profile.days != 0)
    return np.where(named, np.where(theirs & profile.days, 1.0, -1.0), 0.0)
