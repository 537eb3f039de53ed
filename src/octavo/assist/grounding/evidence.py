"""How well a support carries a claim, as numbers for the model: likeness, words, names, and what is left over."""

from dataclasses import dataclass
from math import log
from typing import Any

from octavo.assist.grounding import agreement
from octavo.assist.grounding.agreement import Support
from octavo.assist.grounding.copying import Copy
from octavo.assist.grounding.sources import Sources, ordered_units
from octavo.core.grounding import SentenceFacts

Array = Any  # numpy arrays

NAMES = (
    "likeness", "second_likeness", "covered", "covered_by_story", "bare_run", "bare_words", "copied", "keys",
    "names_bare", "names_elsewhere", "names_unknown", "numbers_bare", "has_numbers", "negation", "opposite", "doubt",
    "dates", "length", "longer", "sentences", "quotes",
)  # fmt: skip
MOST = 3.0
LONG = 10.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim beside a support. `likeness` has the cosine with each sentence of all sources."""

    claim: SentenceFacts
    support: Support
    copy: Copy
    likeness: Array

    @property
    def nearest(self) -> float:
        """The cosine with the cited sentence that is most like the claim."""
        return max(float(self.likeness[at]) for at in self.support.at)


def evidence(weighed: Weighed, sources: Sources) -> list[float]:
    """One number for each of `NAMES`."""
    claim, support = weighed.claim, weighed.support
    cosines = sorted((float(weighed.likeness[at]) for at in support.at), reverse=True)
    return [
        cosines[0],
        float(weighed.likeness.max()) - cosines[0],
        *_words(claim, support, sources),
        weighed.copy.share,
        _share_of_keys(claim, support),
        *_names(claim, support, sources),
        *_numbers(claim, support),
        float(bool(claim.negations) != any(facts.negations for facts in support.facts)),
        float(bool(agreement.opposite_trouble(claim, support))),
        float(not claim.hedges and any(facts.hedges for facts in support.facts)),
        float(any(date.name not in support.dates for date in claim.dates)),
        log(1 + len(claim.tokens)),
        log((1 + len(claim.tokens)) / (1 + sum(len(facts.tokens) for facts in support.facts))),
        float(len(support.at)),
        float(bool(claim.quotes) and not any(facts.quotes for facts in support.facts)),
    ]


def _words(claim: SentenceFacts, support: Support, sources: Sources) -> list[float]:
    """(share of meaning held by the support, by the story; the longest run that it lacks, how much it lacks)."""
    units = ordered_units(claim)
    if not units:
        return [1.0, 1.0, 0.0, 0.0]
    held = frozenset().union(*(sources.units[at] for at in support.at))
    unknown = log(2 + len(sources.units))
    weights = [sources.rarity.get(unit, unknown) for unit in units]
    covered = sum(weight for unit, weight in zip(units, weights, strict=True) if unit in held)
    known = sum(weight for unit, weight in zip(units, weights, strict=True) if unit in sources.of_unit)
    run = longest = bare = 0
    for unit in units:
        run = 0 if unit in held else run + 1
        bare += unit not in held
        longest = max(longest, run)
    total = sum(weights)
    return [covered / total, known / total, min(longest, LONG), min(bare, 2 * LONG)]


def _share_of_keys(claim: SentenceFacts, support: Support) -> float:
    keys = [key for key in claim.keys if len(key) > 2]
    return sum(key in support.keys for key in keys) / len(keys) if keys else 0.0


def _names(claim: SentenceFacts, support: Support, sources: Sources) -> list[float]:
    missing = agreement.missing_names(claim, support)
    elsewhere = [thing for thing in missing if agreement.is_in_articles(thing, support, sources)]
    unknown = len(missing) - len(elsewhere)
    share = len(missing) / len(claim.names) if claim.names else 0.0
    return [share, min(float(len(elsewhere)), MOST), min(float(unknown), MOST)]


def _numbers(claim: SentenceFacts, support: Support) -> list[float]:
    bare = sum(agreement.number_trouble(number, support) is not None for number in claim.numbers)
    return [min(float(bare), MOST), min(float(len(claim.numbers)), MOST)]
