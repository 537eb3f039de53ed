"""How crowded it is around an article, in its own language.

The nearest few articles may be its own story, however large that is; those behind them are not, as a rule. Their mean
cosine is what another article must rise above. Only the article's own language counts: translations stand near it, too,
and are no crowd.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from octavo.stories.profile import Profile

Array = Any  # numpy arrays

BEFORE, BEHIND = 10, 40
"""The ranks of the nearest that are the crowd."""
USUAL = 0.25
"""The crowd around an article of which nothing is known. A language of few articles has the more of it, the fewer they
are: a newsroom's first hundred articles stand alone, and are no one story for that."""
KEPT = 4_096
"""The newest of each language: a day or two of the largest."""


class Crowds:
    """The newest articles of each language, by direction."""

    def __init__(self) -> None:
        self._languages: dict[str, _Ring] = {}

    def add(self, number: int, profile: Profile) -> None:
        if not profile.direction.any():
            return  # an article without an embedding stands nowhere
        ring = self._languages.get(profile.language)
        if ring is None:
            ring = self._languages[profile.language] = _Ring(len(profile.direction))
        ring.add(number, profile.direction)

    def remove(self, number: int, profile: Profile) -> None:
        if ring := self._languages.get(profile.language):
            ring.remove(number)

    def around(self, profile: Profile, number: int) -> float:
        """The mean cosine of the crowd around an article; `USUAL` where it is alone."""
        return self.around_each([profile], [number])[0]

    def around_each(self, profiles: Sequence[Profile], numbers: Sequence[int]) -> list[float]:
        """The same of several at once: numpy pays by the call."""
        found = [USUAL] * len(profiles)
        for language in {profile.language for profile in profiles}:
            if ring := self._languages.get(language):
                places = [place for place, profile in enumerate(profiles) if profile.language == language]
                directions = np.array([profiles[place].direction for place in places])
                for place, cosines in zip(places, ring.cosines(directions), strict=True):
                    found[place] = _crowd(cosines[ring.others(numbers[place])])
        return found


def _crowd(cosines: Array) -> float:
    if len(cosines) >= BEHIND:
        nearest = -np.partition(-cosines, BEHIND - 1)[:BEHIND]
        return float(np.sort(nearest)[::-1][BEFORE:].mean())
    known = len(cosines) / BEHIND
    farther = np.sort(cosines)[: (len(cosines) + 1) // 2]
    return (float(farther.mean()) * known if len(farther) else 0.0) + USUAL * (1 - known)


class _Ring:
    """Rows that are overwritten, oldest first."""

    def __init__(self, dimensions: int) -> None:
        self._rows = np.zeros((64, dimensions), np.float32)
        self._numbers = np.full(64, -1, np.int64)
        self._next = 0

    def add(self, number: int, direction: Array) -> None:
        if self._next == len(self._rows) and len(self._rows) < KEPT:
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
            self._numbers = np.concatenate([self._numbers, np.full(len(self._numbers), -1, np.int64)])
        at = self._next % len(self._rows)
        self._rows[at], self._numbers[at] = direction, number
        self._next = at + 1 if self._next >= KEPT else self._next + 1

    def remove(self, number: int) -> None:
        self._numbers[self._numbers == number] = -1

    def cosines(self, directions: Array) -> Array:
        """A row for each direction, of the cosines with all places."""
        return directions @ self._rows.T

    def others(self, number: int) -> Array:
        """Which places hold an article, other than this one."""
        return (self._numbers >= 0) & (self._numbers != number)
