"""The points of each term as a function of its amount: what a score is made of, and what tells what would move it."""

from math import log2, sqrt

from octavo.core.editions import DayPart
from octavo.editions import calibration as by


def voices(count: float) -> float:
    return by.VOICES * log2(1 + count)


def silence(hours: float, part: DayPart) -> float:
    """Since the latest voice: what a story has for being fresh, less what its silence takes."""
    return by.FRESHEST - min(by.MOST_STALE, by.HOUR_OF_SILENCE[part] * hours)


def age(hours: float) -> float:
    return -min(by.MOST_STALE, by.HOUR_OF_AGE * hours)


def told_home(count: float) -> float:
    return min(by.MOST_TOLD_HOME, by.TOLD_HOME * log2(1 + count))


def reach(countries: float) -> float:
    return min(by.MOST_REACH, by.REACH * log2(max(1, countries)))


def small_place(stories: float, voices_of_story: float) -> float:
    """`stories` are those from the same place today, this one among them."""
    fading = by.SMALL_PLACE_VOICES / max(by.SMALL_PLACE_VOICES, voices_of_story)
    return by.SMALL_PLACE * fading / sqrt(max(1, stories))


def language(rank: int) -> float:
    """`rank` is 0 for the reader's first language."""
    return (by.FIRST_LANGUAGE, by.SECOND_LANGUAGE, by.OTHER_LANGUAGE)[min(rank, 2)]
