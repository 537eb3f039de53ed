"""Grouping at leisure: average linkage over what is known of pairs.

Groups merge, nearest first, while the mean log-odds between their articles favour one story. The mean keeps a long
affair from becoming one chain: each turn is near the last, but not near the first.
"""

import heapq
from collections.abc import Iterable, Mapping

Pair = tuple[int, int]


def link(count: int, log_odds: Mapping[Pair, float], *, absent: float, bar: float = 0.0) -> list[int]:
    """The group of each of `count` articles, named by one of its members.

    `log_odds` holds pairs (lower, higher); a pair that is not there counts as `absent`, a negative figure. Groups are
    joined while the mean between them is above `bar`. Ties go to the lower numbers.
    """
    return _Linkage(count, log_odds, absent).run(bar)


class _Linkage:
    def __init__(self, count: int, log_odds: Mapping[Pair, float], absent: float) -> None:
        self._absent = absent
        self._members: list[list[int] | None] = [[number] for number in range(count)]
        self._sums: list[dict[int, float]] = [{} for _ in range(count)]
        self._counts: list[dict[int, int]] = [{} for _ in range(count)]
        self._ages = [0] * count
        for (low, high), odds in log_odds.items():
            self._sums[low][high] = self._sums[high][low] = odds
            self._counts[low][high] = self._counts[high][low] = 1

    def run(self, bar: float) -> list[int]:
        heap = list(self._candidates(range(len(self._sums)), bar))
        heapq.heapify(heap)
        while heap:
            _, low, high, low_age, high_age = heapq.heappop(heap)
            if self._is_current(low, low_age) and self._is_current(high, high_age):
                kept = self._merge(low, high)
                for candidate in self._candidates([kept], bar):
                    heapq.heappush(heap, candidate)
        groups = [0] * len(self._sums)
        for name, members in enumerate(self._members):
            for member in members or ():
                groups[member] = name
        return groups

    def _candidates(self, groups: Iterable[int], bar: float) -> Iterable[tuple[float, int, int, int, int]]:
        for group in groups:
            for other in self._sums[group]:
                mean = self._mean(group, other)
                if mean > bar:
                    low, high = min(group, other), max(group, other)
                    yield -mean, low, high, self._ages[low], self._ages[high]

    def _is_current(self, group: int, age: int) -> bool:
        return self._members[group] is not None and self._ages[group] == age

    def _mean(self, one: int, other: int) -> float:
        pairs = len(self._members[one] or ()) * len(self._members[other] or ())
        missing = pairs - self._counts[one][other]
        return (self._sums[one][other] + missing * self._absent) / pairs

    def _merge(self, one: int, other: int) -> int:
        """The one with more neighbours keeps its name: fewer to rename."""
        kept, gone = (one, other) if len(self._sums[one]) >= len(self._sums[other]) else (other, one)
        self._members[kept] = [*(self._members[kept] or ()), *(self._members[gone] or ())]
        self._members[gone] = None
        self._ages[kept] += 1
        for table in (self._sums, self._counts):
            table[kept].pop(gone, None)
            for neighbour, value in table[gone].items():
                table[neighbour].pop(gone, None)
                if neighbour != kept:
                    total = table[kept].get(neighbour, 0) + value
                    table[kept][neighbour] = table[neighbour][kept] = total  # type: ignore[assignment]  # int or float
            table[gone].clear()
        return kept
