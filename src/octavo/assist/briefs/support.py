"""Which sentences of a story say the same: what two publishers tell, nobody's word alone.

By meaning (cosine), by words or, between languages, by names and numbers; and two sentences whose numbers have nothing
in common do not say the same, however alike they are. The borders were set while reading pairs of cluster-neus
stories; see docs/decisions/briefs.md.
"""

import re
from functools import lru_cache

from octavo.assist.briefs.reading import StoryReading

CLOSE, CLOSE_SHARED = 0.90, 0.25
"""Cosine, and the share of the shorter one's words that both have."""
NEAR, NEAR_SHARED = 0.88, 0.34
SAME = 0.945
"""So alike that words do not matter."""
ACROSS, ACROSS_SHARED = 0.89, 0.34
"""Between languages, where the share is of names and numbers, two of them at least."""
MIN_SHARED = 2
"""Words or names in common."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@lru_cache(maxsize=4)
def supporters(reading: StoryReading) -> tuple[tuple[int, ...], ...]:
    """Of each sentence, those of other voices that say the same: one a voice, the likest first."""
    import numpy as np

    count = len(reading.spots)
    found: list[tuple[int, ...]] = [()] * count
    if not count:
        return ()
    voices = np.array([reading.voice(at) for at in range(count)])
    for at in range(count):
        near = np.flatnonzero((reading.likeness[at] >= NEAR) & (voices != voices[at]))
        best: dict[int, int] = {}
        for other in near[np.argsort(-reading.likeness[at][near])]:
            voice = int(voices[other])
            if voice not in best and say_the_same(reading, at, int(other)):
                best[voice] = int(other)
        found[at] = tuple(best.values())
    return tuple(found)


def say_the_same(reading: StoryReading, one: int, other: int) -> bool:
    cosine = float(reading.likeness[one, other])
    first, second = reading.spots[one], reading.spots[other]
    if cosine < NEAR or not _numbers_meet(first.text, second.text):
        return False
    if first.language != second.language:
        shared, least = _shared(first.keys | numbers(first.text), second.keys | numbers(second.text))
        return cosine >= ACROSS and shared >= MIN_SHARED and shared >= ACROSS_SHARED * least
    shared, least = _shared(first.stems, second.stems)
    if shared < MIN_SHARED:
        return False
    return (
        cosine >= SAME
        or (cosine >= CLOSE and shared >= CLOSE_SHARED * least)
        or (cosine >= NEAR and shared >= NEAR_SHARED * least)
    )


def _shared(one: frozenset[str], other: frozenset[str]) -> tuple[int, int]:
    return len(one & other), max(min(len(one), len(other)), 1)


@lru_cache(maxsize=20_000)
def numbers(text: str) -> frozenset[str]:
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(text))


def _numbers_meet(one: str, other: str) -> bool:
    first, second = numbers(one), numbers(other)
    return not (first and second) or bool(first & second)
