"""A passage as numbers that mean the same in every language: which words, near whom, negated, quoted, in which mood.

Hands on `NAMES` and one row a passage in their order. The model weighs them beside the passage's vector.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from octavo.assist.moderation.passages import Passage
from octavo.assist.moderation.words import Reading, read

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

KINDS = (
    "group", "slur", "dehumanise", "despise", "hate", "violence", "exclude", "warm", "negation", "counter", "speech",
    "i", "you", "they", "ought", "profanity", "insult", "sexual", "thing",
)  # fmt: skip
CHARGED = (
    "slur", "dehumanise", "despise", "hate", "violence", "exclude", "warm", "counter", "profanity", "insult", "sexual",
)  # fmt: skip
ATTACKS = ("dehumanise", "despise", "hate", "violence", "exclude")
MOST = 3
"""More of one kind in a passage say no more."""
NEAR = 6
"""Words between two that belong together; NEGATES: before a word that is negated, and after it in half of them."""
NEGATES = 3

_SHOUT = re.compile(r"[A-Z]{3,}")
_MOODS = ("question", "exclaims", "shouts", "long", "disguised", "quotes", "gap", "sentences", "trails")
_TURNS = (
    "attack_on_group", "attack_negated", "warm_denied", "i_hate", "you_group", "i_slur", "thing_hated", "nobody_named",
    "group_first", "ought_violence", "counter_spoken", "distance", "praise", "refused",
)  # fmt: skip


@cache
def names() -> tuple[str, ...]:
    """What each column holds."""
    relations = [f"{kind}_{how}" for how in ("negated", "near_group", "near_you", "quoted") for kind in CHARGED]
    return (*KINDS, *relations, *_TURNS, *_MOODS)


def evidence(passage: Passage) -> "NDArray[float32]":
    """float32 of shape (len(names()),)."""
    import numpy as np

    own, quoted = read(passage.own), read(passage.quoted)
    at = {kind: own.places(kind) for kind in KINDS}
    row = [_few(at[kind]) for kind in KINDS]
    row += [_few(_negated(at[kind], at["negation"])) for kind in CHARGED]
    row += [_few(_near(at[kind], at["group"], NEAR)) for kind in CHARGED]
    row += [_few(_near(at[kind], at["you"], NEAR)) for kind in CHARGED]
    row += [_few(quoted.places(kind)) for kind in CHARGED]
    row += _turns(at)
    row += _moods(passage, own)
    return np.array(row, np.float32)


def _few(places: list[int]) -> float:
    return float(min(len(places), MOST))


def _near(places: list[int], others: list[int], distance: int) -> list[int]:
    return [place for place in places if any(abs(place - other) <= distance for other in others)]


def _negated(places: list[int], negations: list[int]) -> list[int]:
    return [place for place in places if any(-NEGATES <= other - place <= NEGATES // 2 + 1 for other in negations)]


def _turns(at: dict[str, list[int]]) -> list[float]:
    """What words do together."""
    attacks = sorted(place for kind in ATTACKS for place in at[kind])
    negated = set(_negated(attacks, at["negation"]))
    on_group = _near(attacks, at["group"] + at["slur"], NEAR + 2)
    gap = min((abs(a - g) for a in attacks for g in at["group"]), default=20)
    return [
        _few([place for place in on_group if place not in negated]),
        _few([place for place in on_group if place in negated]),
        _few(_near(_negated(at["warm"], at["negation"]), at["group"], NEAR + 2)),
        _few(_near(at["hate"], at["i"], 3)),
        _few(_near(at["group"], at["you"], 3)),
        _few(_near(at["slur"], at["i"], 3)),
        _few(_near(attacks, at["thing"], NEAR)),
        float(not (at["group"] or at["slur"])),
        float(bool(at["group"] and attacks and at["group"][0] < attacks[0])),
        _few(_near(at["violence"], at["ought"], NEAR)),
        _few(_near(at["counter"], at["speech"], NEAR + 4)),
        min(gap, 20) / 20,
        float(bool(at["warm"] and at["group"]) and not (attacks or at["slur"] or _negated(at["warm"], at["negation"]))),
        float(bool(on_group) and negated.issuperset(on_group)),
    ]


def _moods(passage: Passage, own: Reading) -> list[float]:
    text = passage.own.rstrip()
    return [
        float(text.endswith(("?", "？", "؟"))),
        float(min(text.count("!") + text.count("！"), MOST)),
        float(min(len(_SHOUT.findall(text)), MOST)),
        min(own.words, 60) / 20,
        float(min(sum(hit.disguised for hit in own.hits), MOST)),
        float(bool(passage.quoted)),
        min(len(passage.quoted), 200) / 200,
        float(min(len(re.findall(r"[.!?…。！？।؟]+", text)), 4)),
        float(text.endswith(("...", "…"))),
    ]
