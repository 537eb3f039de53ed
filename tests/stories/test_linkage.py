"""Average linkage: groups part the articles, no order matters, and the merges are those of the plain definition."""

import itertools
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from octavo.stories.linkage import Pair, link

ABSENT = -3.0


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, dict[Pair, float]]:
    count = draw(st.integers(0, 9))
    pairs = list(itertools.combinations(range(count), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    # Distinct odd numbers of 1/64: no two means are equal by accident, and float sums are exact.
    odds = draw(st.lists(st.integers(-400, 400), min_size=len(chosen), max_size=len(chosen), unique=True))
    return count, {pair: value / 64 + 1 / 128 for pair, value in zip(chosen, odds, strict=True)}


def parts(groups: list[int]) -> set[frozenset[int]]:
    return {frozenset(place for place, other in enumerate(groups) if other == group) for group in groups}


def mean(odds: dict[Pair, float], one: frozenset[int], other: frozenset[int]) -> float:
    pairs = [(min(a, b), max(a, b)) for a in one for b in other]
    return sum(odds.get(pair, ABSENT) for pair in pairs) / len(pairs)


def plainly(count: int, odds: dict[Pair, float]) -> tuple[set[frozenset[int]], bool]:
    """The groups by looking at every pair of groups again and again, and whether there was ever a tie."""
    groups, tied = [frozenset([place]) for place in range(count)], False
    while True:
        found = sorted(((mean(odds, a, b), a, b) for a, b in itertools.combinations(groups, 2)), key=lambda f: -f[0])
        if not found or found[0][0] <= 0:
            return set(groups), tied
        tied = tied or (len(found) > 1 and found[0][0] == found[1][0])
        _, one, other = found[0]
        groups = [group for group in groups if group not in (one, other)] + [one | other]


@given(graphs())
def test_groups_part_the_articles_and_are_named_by_a_member(graph: tuple[int, dict[Pair, float]]) -> None:
    groups = link(*graph, absent=ABSENT)
    assert len(groups) == graph[0]
    assert all(groups[group] == group for group in groups)


@given(graphs())
def test_it_is_average_linkage(graph: tuple[int, dict[Pair, float]]) -> None:
    expected, tied = plainly(*graph)
    if not tied:
        assert parts(link(*graph, absent=ABSENT)) == expected


@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_pairs_changes_nothing(graph: tuple[int, dict[Pair, float]], random: Random) -> None:
    count, odds = graph
    shuffled = list(odds.items())
    random.shuffle(shuffled)
    assert link(count, dict(shuffled), absent=ABSENT) == link(count, odds, absent=ABSENT)


def test_a_chain_does_not_become_one_group() -> None:
    odds = {(place, place + 1): 2.0 for place in range(9)}
    assert max(map(len, parts(link(10, odds, absent=ABSENT)))) == 2


def test_the_bar_is_the_mean_that_is_asked_for() -> None:
    assert link(2, {(0, 1): 1.0}, absent=ABSENT, bar=1.0) == [0, 1]
    assert len(parts(link(2, {(0, 1): 1.01}, absent=ABSENT, bar=1.0))) == 1
