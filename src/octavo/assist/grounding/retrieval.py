"""Which source sentences may support a claim: the nearest by meaning and words, alone and together."""

from collections.abc import Iterator, Sequence
from math import log
from typing import Any

from octavo.assist.grounding import agreement
from octavo.assist.grounding.agreement import Support, support_of
from octavo.assist.grounding.copying import Copy, copy_of
from octavo.assist.grounding.sources import Sources, units_of
from octavo.core.grounding import SentenceFacts

CANDIDATES = 10
LEADS = 3
MAX_CITATIONS = 3
WORDS_WEIGHT, KEYS_WEIGHT = 0.5, 0.2
FACT_WEIGHT = 1.0
NEAR_ENOUGH = 0.12
"""A second sentence may be so much farther (in cosine) than the nearest one."""
LEAST_GAIN = 0.12
SHARED = 2
"""Words in common with the claim; a sentence that has these and a fact that others lack may join them."""
ALMOST = 0.1
"""Beside a close copy only sentences that are as near lead, too."""

AS_NEAR = 0.01
"""Beside a likely translation only sentences that are as near (in cosine) lead, too."""

Array = Any  # numpy arrays


def nearest(claim: SentenceFacts, likeness: Array, allowed: Sequence[int], sources: Sources) -> list[int]:
    """Numbers of at most `CANDIDATES` sentences, the likeliest first."""
    held = _held_words(claim, sources)
    keys = {key for key in claim.keys if len(key) > 2}

    def score(at: int) -> float:
        facts = sources.facts[at]
        if facts.language == claim.language:
            return float(likeness[at]) + WORDS_WEIGHT * held.get(at, 0.0)
        shared = len(keys.intersection(facts.keys)) / len(keys) if keys else 0.0
        return float(likeness[at]) + KEYS_WEIGHT * shared

    return sorted(allowed, key=score, reverse=True)[:CANDIDATES]


def _held_words(claim: SentenceFacts, sources: Sources) -> dict[int, float]:
    """The share of the claim's meaning that each sentence's words hold."""
    units = units_of(claim)
    unknown = log(2 + len(sources.units))
    total = sum(sources.rarity.get(unit, unknown) for unit in units) or 1.0
    held: dict[int, float] = {}
    for unit in units:
        for at in sources.of_unit.get(unit, ()):
            held[at] = held.get(at, 0.0) + sources.rarity[unit] / total
    return held


def supports(
    claim: SentenceFacts, candidates: Sequence[int], likeness: Array, sources: Sources
) -> Iterator[tuple[Support, Copy]]:
    """Each lead alone, then with a second and a third sentence that say more of the claim.

    Where a source has nearly the claim's own words, it leads: what it was changed in must not be excused by others.
    """
    copies = {at: copy_of(claim, sources.facts[at]) for at in candidates}
    near = sorted((at for at in candidates if copies[at].is_near), key=lambda at: -copies[at].share)
    if near and copies[near[0]].is_close:
        near = [at for at in near if copies[at].share >= copies[near[0]].share - ALMOST]
    for lead in (near or _leads(claim, candidates, likeness, sources))[:LEADS]:
        chosen = [lead]
        yield support_of(sources, chosen, claim.language), copies[lead]
        while len(chosen) < MAX_CITATIONS:
            other = _best_addition(claim, chosen, candidates, likeness, sources)
            if other is None:
                break
            chosen.append(other)
            yield support_of(sources, chosen, claim.language), copies[lead]


def _leads(claim: SentenceFacts, candidates: Sequence[int], likeness: Array, sources: Sources) -> list[int]:
    """The likeliest translation and the nearest sentences lead before others in another language.

    As with copies: what the claim turned of its translation must not be excused by a neighbour that has no such word.
    """
    foreign = [at for at in candidates if sources.facts[at].language != claim.language]
    best = max((float(likeness[at]) for at in foreign), default=0.0)
    if best < agreement.TRANSLATED:
        return list(candidates)
    return [at for at in candidates if at not in foreign[1:] or likeness[at] >= best - AS_NEAR]


def _best_addition(
    claim: SentenceFacts, chosen: Sequence[int], candidates: Sequence[int], likeness: Array, sources: Sources
) -> int | None:
    best = max(float(likeness[at]) for at in candidates)
    support = support_of(sources, chosen, claim.language)
    held = frozenset().union(*(sources.units[at] for at in chosen))
    lacking = units_of(claim) - held
    gains = {
        at: _gain(claim, support, lacking, at, sources)
        for at in candidates
        if at not in chosen and likeness[at] >= best - NEAR_ENOUGH
    }
    found = max(gains, key=lambda at: gains[at], default=None)
    return found if found is not None and gains[found] >= LEAST_GAIN else None


def _gain(claim: SentenceFacts, support: Support, lacking: set[str], at: int, sources: Sources) -> float:
    """Words that only it has, as a share of the claim's, and facts that only it has, where it is about the same."""
    units = units_of(claim)
    words = len(lacking & sources.units[at]) / max(len(units), 1)
    other = support_of(sources, (at,), claim.language)
    is_of_it = words > 0 or other.across or len(units & sources.units[at]) >= SHARED
    numbers = [
        number
        for number in claim.numbers
        if agreement.number_trouble(number, support) and not agreement.number_trouble(number, other)
    ]
    names = [
        thing
        for thing in agreement.missing_names(claim, support)
        if agreement.is_named(thing, other.keys, other.places, across=other.across)
    ]
    dates = {date.name for date in claim.dates} & (other.dates - support.dates)
    return words + is_of_it * (FACT_WEIGHT * (len(numbers) + len(dates)) + FACT_WEIGHT / 2 * len(names))
