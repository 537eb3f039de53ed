"""Why two articles are one story, or are not, as values that a page puts into words."""

from typing import Any

import numpy as np

from octavo.core.stories import Reason
from octavo.stories.evidence import FEATURES
from octavo.stories.judge import time_odds
from octavo.stories.profile import NAME, Profile

Array = Any  # numpy arrays

MOST_NAMES = 4
MEANING = 0.35
"""From this cosine on two texts speak of the same thing; below they speak of other things."""
WORDS = 0.3


def reasons_for(profile: Profile, other: Profile, row: Array, *, is_copy: bool = False) -> tuple[Reason, ...]:
    """Weightiest first. `row` is the pair's evidence."""
    of = dict(zip(FEATURES, row.tolist(), strict=True))
    names = _shared_names(profile, other)
    hours = abs(profile.at_h - other.at_h)
    found = [
        Reason("copy", 6.0) if is_copy else None,
        Reason("names", of["names_share"] * len(names) ** 0.5, names, float(len(names))) if names else None,
        Reason("place", min(of["places_shared"], 3.0) / 2) if of["places_shared"] > 0 else None,
        Reason("hours", float(time_odds(profile, [other])[0]), amount=hours) if not np.isnan(hours) else None,
        Reason("meaning", 3 * (of["cosine"] - MEANING), amount=of["cosine"]) if of["cosine"] > MEANING else None,
        Reason("words", of["words"] * 2, amount=of["words"]) if of["words"] > WORDS else None,
        Reason("figures", of["numbers_shared"] / 3) if of["numbers_shared"] > 0 else None,
        Reason("days", -1.0) if of["days"] < 0 else None,
    ]
    return tuple(sorted((reason for reason in found if reason), key=lambda reason: -reason.weight))


def _shared_names(profile: Profile, other: Profile) -> tuple[str, ...]:
    """As the first article writes them, longest first: a full name says more than a surname."""
    theirs = set(other.terms[(other.marks & NAME) != 0].tolist())
    shared = [profile.spellings[key] for key in theirs if key in profile.spellings]
    kept: list[str] = []
    for name in sorted(shared, key=lambda name: (-len(name), name)):
        if not any(name in longer for longer in kept):
            kept.append(name)
    return tuple(kept[:MOST_NAMES])
