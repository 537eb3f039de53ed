"""Whether what a claim says of somebody is said: its words beside the names that it shares with its sources.

A claim of few words gives a weighing little to go by: one name in common is half of it. So of few words each, or nearly
each, must stand in the cited sentences, by itself or in another form; names, figures and days are judged elsewhere.
"""

from dataclasses import dataclass

from octavo.assist.grounding.agreement import Support, number_trouble, support_of
from octavo.assist.grounding.copying import MIN_STEM, NOUN_CAPITALS, are_related
from octavo.assist.grounding.evidence import Weighed
from octavo.assist.grounding.sources import UNSPACED, Sources, ordered_units, stem
from octavo.core.grounding import SentenceFacts

FEW, SOME = 3, 5
"""Words beside names. Of few none may be bare, of some no more than half; more than these are weighed."""
FEW_UNITS, SOME_UNITS = 6, 10
"""The same in pairs of signs, where a script parts no words."""
NEAR = 0.91
"""The cosine with a cited sentence from which on the whole claim says nearly what that says, in whatever words."""
LONG = 12
"""Words with names and small ones; of what has more, much is in common with its sources, and is weighed."""
MOST_CITED = 2
"""Some words that are gathered from more sentences than these say what nobody said; few words, from more than one."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """`words` are what a claim says; `bare` those that no cited sentence has."""

    words: tuple[str, ...]
    bare: tuple[str, ...]
    is_unspaced: bool = False

    @property
    def few(self) -> int:
        return FEW_UNITS if self.is_unspaced else FEW

    @property
    def is_held(self) -> bool:
        some = SOME_UNITS if self.is_unspaced else SOME
        if len(self.words) <= self.few:
            return not self.bare
        return len(self.words) > some or 2 * len(self.bare) <= len(self.words)

    @property
    def is_short(self) -> bool:
        return len(self.words) <= (SOME_UNITS if self.is_unspaced else SOME)


def is_short(claim: SentenceFacts) -> bool:
    """Whether a claim has few words beside names: all that can be told of one in another language than its sources."""
    content = {at for at, is_content in enumerate(claim.content) if is_content}
    if claim.language in UNSPACED:
        return len(content) <= FEW_UNITS
    named = {at for thing in claim.names if thing.is_sure for at in range(thing.at, thing.at + len(thing.text.split()))}
    return len(content - named) <= FEW


def bare_words(weighed: Weighed, sources: Sources) -> tuple[str, ...]:
    """Words of a short claim for which nothing stands in the support; none where it is said well enough."""
    claim, support = weighed.claim, weighed.support
    if claim.language not in UNSPACED and len(claim.tokens) > LONG:
        return ()
    predicate = predicate_of(claim, support, sources)
    most = MOST_CITED if len(predicate.words) > predicate.few else 1
    if predicate.is_short and len(support.at) > most:
        predicate = predicate_of(claim, support_of(sources, support.at[:most], claim.language), sources)
    return () if predicate.is_held or weighed.nearest >= NEAR else predicate.bare


def predicate_of(claim: SentenceFacts, support: Support, sources: Sources) -> Predicate:
    if claim.language in UNSPACED:
        units = _units(claim)
        held = {unit for facts in support.facts for unit in (*facts.tokens, *_units(facts))}
        return Predicate(units, tuple(unit for unit in units if unit not in held), is_unspaced=True)
    held = {stem(word) for facts in support.facts for word in facts.tokens}
    places = _places(claim, support, sources)
    words = (*_held_facts(claim, support), *(claim.tokens[at] for at in places))
    theirs = {word for facts in support.facts for word in facts.tokens}
    told = _told_of_names(claim, support, sources)
    bare = (at for at in places if at not in told and stem(claim.tokens[at]) not in held)
    return Predicate(words, tuple(claim.tokens[at] for at in bare if not _has_form(claim.tokens[at], theirs)))


def _units(facts: SentenceFacts) -> tuple[str, ...]:
    """Pairs of signs that carry meaning, and those of them that stand alone."""
    content = facts.content
    alone = (
        word
        for at, word in enumerate(facts.tokens)
        if content[at] and not (at and content[at - 1]) and not (at + 1 < len(content) and content[at + 1])
    )
    return (*ordered_units(facts), *alone)


def _places(claim: SentenceFacts, support: Support, sources: Sources) -> list[int]:
    """Tokens of the claim's words. A claim that is all names, as headlines write, is taken by its words, too."""
    content = {at for at, is_content in enumerate(claim.content) if is_content}
    return sorted(content - _judged_elsewhere(claim, support) - _known_names(claim, support, sources) or content)


def _held_facts(claim: SentenceFacts, support: Support) -> list[str]:
    """Figures and days that both have say more of a claim than a word does."""
    numbers = [number.text for number in claim.numbers if number_trouble(number, support) is None]
    return [*numbers, *(date.name for date in claim.dates if date.name in support.dates)]


def _judged_elsewhere(claim: SentenceFacts, support: Support) -> set[int]:
    """Figures, days, "not", and "said" of what is said."""
    found = {number.at for number in claim.numbers} | {date.at for date in claim.dates} | set(claim.negations)
    is_speech = any(facts.saying or facts.quotes for facts in support.facts)
    return found | set(claim.saying if is_speech else ())


def _known_names(claim: SentenceFacts, support: Support, sources: Sources) -> set[int]:
    """Names of which the articles have every word. Where nouns have capitals, a single word may be no name."""
    articles = {sources.sentences[at].article for at in support.at}
    keys = frozenset().union(*(sources.contexts[article].keys for article in articles))
    return {
        at
        for thing in claim.names
        if (thing.is_sure or claim.language not in NOUN_CAPITALS)
        and (all(key in keys for key in thing.keys) or thing.places & support.places)
        for at in range(thing.at, thing.at + len(thing.text.split()))
    }


def _told_of_names(claim: SentenceFacts, support: Support, sources: Sources) -> set[int]:
    """The word before a name that says who it is, as "Mayor", may stand elsewhere in the articles."""
    articles = {sources.sentences[at].article for at in support.at}
    words = frozenset().union(*(sources.contexts[article].words for article in articles))
    before = {thing.at - 1 for thing in claim.names if thing.at}
    return {at for at in before if stem(claim.tokens[at]) in words and at in claim.capitals}


def _has_form(word: str, theirs: set[str]) -> bool:
    return any(are_related(word, other) or _is_compound(word, other) for other in theirs)


def _is_compound(word: str, other: str) -> bool:
    """ "Lawsuit" of "suit"."""
    short, long = sorted((word, other), key=len)
    return len(short) >= MIN_STEM and long.endswith(short)
