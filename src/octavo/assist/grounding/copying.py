"""Where a claim repeats a source sentence nearly word for word, and what it changed: small changes turn meanings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from octavo.assist.grounding.agreement import EQUIVALENT, is_same_number
from octavo.assist.grounding.sources import UNSPACED, Sources, stem
from octavo.core.grounding import GroundingCode, GroundingReason, NamedThing, SentenceFacts

NEAR_COPY = 0.6
"""Of the claim's tokens, in the order of the source."""
CLOSE_COPY = 0.75
MIN_MATCHED = 4
WHOLE_SOURCE, MIN_OF_SOURCE = 0.8, 6
"""A claim that holds so much of a source sentence, and goes on, repeats it too."""
LONG_CUT = 5
"""Tokens; what is left out or taken in at such a length is a clause, judged by its own sentence."""
LONG_CUT_UNSPACED = 12
BESIDE = 2
NOUN_CAPITALS = frozenset({"de", "lb"})
BY_CHANCE = 2
COUNTED = ("people", "cases", "age")
"""Units that have many words."""
MIN_INVENTED = 3
INVENTED_SHARE = 0.75
MIN_STEM = 4


@dataclass(frozen=True, slots=True)
class Change:
    """Tokens `claim` of the claim stand where the source has its tokens `source`."""

    claim: range
    source: range


@dataclass(frozen=True, slots=True)
class Copy:
    """`share` of the claim's tokens stand in the source in the same order, and are `of_source` of the source's."""

    share: float
    changes: tuple[Change, ...]
    of_source: float = 0.0

    @property
    def is_near(self) -> bool:
        return self.share >= NEAR_COPY or self.of_source >= WHOLE_SOURCE

    @property
    def is_close(self) -> bool:
        return self.share >= CLOSE_COPY


NO_COPY = Copy(0.0, ())


def copy_of(claim: SentenceFacts, source: SentenceFacts) -> Copy:
    if claim.language != source.language or len(claim.tokens) < MIN_MATCHED:
        return NO_COPY
    matcher = SequenceMatcher(None, claim.tokens, source.tokens, autojunk=False)
    changes: list[Change] = []
    matched = 0
    for tag, c1, c2, s1, s2 in matcher.get_opcodes():
        if tag == "equal":
            matched += c2 - c1
        else:
            changes.append(Change(range(c1, c2), range(s1, s2)))
    if claim.language in UNSPACED:
        changes = _joined(changes)
    if matched < MIN_MATCHED:
        return Copy(0.0, tuple(changes))
    of_source = matched / len(source.tokens) if matched >= MIN_OF_SOURCE else 0.0
    return Copy(matched / len(claim.tokens), tuple(changes), of_source)


def _joined(changes: list[Change]) -> list[Change]:
    """Single signs that two words share by chance do not part a change."""
    found: list[Change] = []
    for change in changes:
        if found and change.claim.start - found[-1].claim.stop <= BY_CHANCE:
            last = found.pop()
            claim = range(last.claim.start, change.claim.stop)
            found.append(Change(claim, range(last.source.start, change.source.stop)))
        else:
            found.append(change)
    return found


def contradictions(
    claim: SentenceFacts, source: SentenceFacts, copy: Copy, sources: Sources, elsewhere: frozenset[str]
) -> Iterator[GroundingReason]:
    """What a near copy turned. `elsewhere` are the stems of the other cited sentences."""
    changes = [change for change in copy.changes if not _is_clause(change, claim, elsewhere)]
    yield from _other_dates(claim, source, changes)
    yield from _other_numbers(claim, source, changes)
    yield from _turned(claim, source, changes, is_close=copy.is_close)
    yield from _other_names(claim, source, changes)
    yield from _invented(claim, changes, elsewhere | {stem(word) for word in source.tokens})
    if copy.is_close:
        yield from _other_words(claim, source, changes, sources)


def _long(facts: SentenceFacts) -> int:
    return LONG_CUT_UNSPACED if facts.language in UNSPACED else LONG_CUT


def _is_clause(change: Change, claim: SentenceFacts, elsewhere: frozenset[str]) -> bool:
    """A long part left out, or one that another cited sentence holds."""
    limit = _long(claim)
    if len(change.claim) <= 1 and len(change.source) > limit:
        return True
    words = [stem(claim.tokens[at]) for at in change.claim if claim.content[at]]
    return len(change.claim) >= limit and bool(words) and sum(word in elsewhere for word in words) >= len(words) / 2


def _other_dates(claim: SentenceFacts, source: SentenceFacts, changes: list[Change]) -> Iterator[GroundingReason]:
    for change in changes:
        mine = {date.name for date in claim.dates if date.at in change.claim}
        theirs = {date.name for date in source.dates if date.at in change.source}
        for date in sorted(mine - theirs):
            if any(other[0] == date[0] for other in theirs):
                yield GroundingReason(GroundingCode.DATE, date)


def _other_numbers(claim: SentenceFacts, source: SentenceFacts, changes: list[Change]) -> Iterator[GroundingReason]:
    """A number in the place of another, or what it counts in the place of something else."""
    for change in changes:
        mine = [number for number in claim.numbers if number.at in change.claim]
        theirs = [number for number in source.numbers if number.at in change.source]
        for number in mine:
            if theirs and not any(is_same_number(number, other) for other in theirs):
                yield GroundingReason(GroundingCode.FIGURE, number.text)
        new, old = (_digits(facts, places) for facts, places in ((claim, change.claim), (source, change.source)))
        if not (mine and theirs) and new and old and not new & old:
            yield GroundingReason(GroundingCode.FIGURE, min(new))
        if _is_other_unit(claim, source, change) or _is_other_measure(claim, source, change):
            yield GroundingReason(GroundingCode.UNIT, " ".join(claim.tokens[at] for at in change.claim))


def _digits(facts: SentenceFacts, places: range) -> set[str]:
    return {digits for at in places for digits in re.findall(r"\d+", facts.tokens[at])}


def _is_other_unit(claim: SentenceFacts, source: SentenceFacts, change: Change) -> bool:
    """Right after a number that both have stands a unit of another kind."""
    place, there = change.claim.start - 1, change.source.start - 1
    mine = next((number.unit for number in claim.numbers if number.at == place), None)
    theirs = next((number.unit for number in source.numbers if number.at == there), None)
    if mine is None and theirs is None:
        return False
    if not 1 <= len(change.claim) <= BESIDE or not 1 <= len(change.source) <= BESIDE:
        return False
    if mine and mine != theirs:
        return not any(mine in pair and theirs in pair for pair in EQUIVALENT)
    return not mine and theirs not in (None, "", *COUNTED)


def _is_other_measure(claim: SentenceFacts, source: SentenceFacts, change: Change) -> bool:
    """A word for one unit in the place of one for another, beside digits."""
    around = _wide(change.claim)
    if not any(claim.tokens[at][0].isdigit() for at in around if at < len(claim.tokens)):
        return False
    mine = {unit for at, unit in claim.measures if at in change.claim}
    theirs = {unit for at, unit in source.measures if at in change.source}
    return bool(mine and theirs) and not mine & theirs and not any(mine & pair and theirs & pair for pair in EQUIVALENT)


def _turned(
    claim: SentenceFacts, source: SentenceFacts, changes: list[Change], *, is_close: bool
) -> Iterator[GroundingReason]:
    mine = {at for change in changes for at in _wide(change.claim)}
    theirs = {at for change in changes for at in _wide(change.source)}
    denied = [at for at in claim.negations if at in mine]
    meant = [at for at in source.negations if at in theirs]
    if len(denied) != len(meant):
        yield GroundingReason(GroundingCode.NEGATION, claim.tokens[denied[0]] if denied else "")
    yield from _opposites(claim, source, mine, theirs)
    doubted = [at for at in source.hedges if at in theirs]
    if is_close and doubted and not any(at in mine for at in claim.hedges):
        yield GroundingReason(GroundingCode.CERTAINTY, source.tokens[doubted[0]])


def _wide(places: range) -> range:
    """With the token before and after: words of several tokens begin or end outside of what changed."""
    return range(max(places.start - 1, 0), places.stop + 1)


def _opposites(
    claim: SentenceFacts, source: SentenceFacts, mine: set[int], theirs: set[int]
) -> Iterator[GroundingReason]:
    said = {(pole.pair, pole.side): pole.at for pole in claim.poles if pole.at in mine}
    meant = {(pole.pair, pole.side) for pole in source.poles if pole.at in theirs}
    for (pair, side), at in said.items():
        if (pair, -side) in meant and (pair, side) not in meant and (pair, -side) not in said:
            yield GroundingReason(GroundingCode.DIRECTION, claim.tokens[at])


def _other_names(claim: SentenceFacts, source: SentenceFacts, changes: list[Change]) -> Iterator[GroundingReason]:
    """A name in the place of another, or of another thing; one in the place of "she" is judged by the context."""
    for change in changes:
        if not any(source.content[at] for at in change.source):
            continue
        for thing in claim.names:
            if _is_form_of_replaced(thing, change, source) or _is_rewritten(change, source):
                continue
            is_new = thing.at in change.claim and not _is_named(thing, source)
            if is_new or _takes_a_place(thing, change, source):
                speaks = any(thing.at == speaker.at for speaker in claim.speakers)
                code = GroundingCode.SPEAKER if speaks else GroundingCode.PLACE if thing.places else GroundingCode.NAME
                yield GroundingReason(code, thing.text)


def _is_form_of_replaced(thing: NamedThing, change: Change, source: SentenceFacts) -> bool:
    """ "Senate" for "senators". Places are compared by what they are: Austria is no Australia."""
    words = thing.text.lower().split()
    return not thing.places and any(are_related(word, source.tokens[at]) for word in words for at in change.source)


def _is_rewritten(change: Change, source: SentenceFacts) -> bool:
    """A long part without a name is no name that was exchanged. (Of scripts without capitals nothing is known.)"""
    names = set(source.capitals) - {date.at for date in source.dates}
    has_capitals = bool(source.capitals) and source.language not in NOUN_CAPITALS
    return has_capitals and len(change.source) >= LONG_CUT and not names & set(change.source)


def _takes_a_place(thing: NamedThing, change: Change, source: SentenceFacts) -> bool:
    """All of it stands where the source has another name, though the source may name it elsewhere."""
    last = thing.at + len(thing.text.split()) - 1
    if thing.at not in change.claim or last not in change.claim:
        return False
    if source.language in NOUN_CAPITALS:
        replaced = {key for other in source.names if other.at in change.source for key in other.keys}
        return bool(replaced) and not replaced & set(thing.keys)
    days = {date.at for date in source.dates} if len(change.source) > 1 else set()
    words = {
        source.tokens[at] for at in change.source if source.content[at] and at in source.capitals and at not in days
    }
    return bool(words) and not words & {word.lower() for word in thing.text.split()}


def _is_named(thing: NamedThing, source: SentenceFacts) -> bool:
    return bool(set(thing.keys) & set(source.keys)) or bool(thing.places & source.places)


def _invented(claim: SentenceFacts, changes: list[Change], cited: frozenset[str]) -> Iterator[GroundingReason]:
    """A part put in of which hardly a word is in the cited sentences."""
    for change in changes:
        words = [claim.tokens[at] for at in change.claim if claim.content[at]]
        unknown = [word for word in words if stem(word) not in cited]
        is_put_in = len(change.source) * 2 <= len(change.claim)
        if is_put_in and len(unknown) >= MIN_INVENTED and len(unknown) >= INVENTED_SHARE * len(words):
            yield GroundingReason(GroundingCode.UNSUPPORTED, " ".join(claim.tokens[at] for at in change.claim))


def _other_words(
    claim: SentenceFacts, source: SentenceFacts, changes: list[Change], sources: Sources
) -> Iterator[GroundingReason]:
    """Words that no article of the story has, in the place of others.

    Only what is written with a capital, or in scripts without capitals, where a name cannot be told from other words:
    the rest may be synonyms.
    """
    stems = {stem(word) for word in source.tokens}
    for change in changes:
        if not any(source.content[at] for at in change.source):
            continue
        words = [
            claim.tokens[at]
            for at in change.claim
            if claim.content[at] and at not in claim.saying and (at in claim.capitals or _is_caseless(claim.tokens[at]))
        ]
        if claim.language in UNSPACED:
            if words and not _is_written(claim, change, sources):
                yield GroundingReason(GroundingCode.WORDING, "".join(claim.tokens[at] for at in change.claim))
            continue
        for word in words:
            if not _is_known(word, stems, change, source, sources):
                yield GroundingReason(GroundingCode.WORDING, word)


def _is_caseless(word: str) -> bool:
    return word.upper() == word.lower()


def _is_written(claim: SentenceFacts, change: Change, sources: Sources) -> bool:
    """With a sign before or after: single signs stand everywhere."""
    first, last = max(change.claim.start - 1, 0), change.claim.stop + 1
    forms = (
        "".join(claim.tokens[first : last - 1]),
        "".join(claim.tokens[first + (first < change.claim.start) : last]),
    )
    return any(form in context.squeezed for form in forms for context in sources.contexts.values())


def _is_known(word: str, stems: set[str], change: Change, source: SentenceFacts, sources: Sources) -> bool:
    if stem(word) in stems or stem(word) in sources.all_words:
        return True
    return any(are_related(word, source.tokens[at]) for at in change.source)


def are_related(first: str, second: str) -> bool:
    """Forms of one word."""
    shorter = min(len(first), len(second))
    common = next((at for at in range(shorter) if first[at] != second[at]), shorter)
    return common >= MIN_STEM or (common >= 3 and common >= 0.6 * max(len(first), len(second)))
