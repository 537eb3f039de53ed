"""Whether the facts of a claim stand in the sentences that are to support it: numbers, names, dates, quotations.

Pure functions over facts. A `Support` is one to three source sentences; what a claim says must stand in them, and who
"she" is may stand in their articles.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.assist.grounding.sources import Sources, squeezed
from octavo.core.grounding import GroundingCode, NamedThing, Number, Quoted, SentenceFacts
from octavo.core.name_keys import name_key

EXACT = 1e-6
ROUNDED = 0.02
"""Relative distance of a number with fewer digits that stands for another without a word of rounding."""
ROUGHLY = 0.08
"""With one: "about 2,000" for 1,870 at the least."""
SHARE_POINTS = 0.035
"""A fraction in words may stand for a percentage so far away: "a third" for 32 %."""
CONVERTED = 0.03
MIN_QUOTE_LETTERS = 3
NEAR_KEY = 5
LAST_LATIN = "\u0250"
TRANSLATED = 0.84
"""The cosine of most sentences with their translation is above it."""
OF_ONE_LANGUAGE = frozenset({"before", "all"})
"""Pairs that translations turn: "no later than Friday" is "on Friday or before"."""
SHARE = "share"
PERCENT = "%"
MEASURES = (
    {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "ft": 0.3048, "mi": 1609.344},
    {"g": 0.001, "kg": 1.0, "t": 1000.0, "lb": 0.453592, "GBP": 0.453592},
    {"ha": 1.0, "acres": 0.404686, "km²": 100.0, "m²": 0.0001},
    {"km/h": 1.0, "mph": 1.609344},
    {"seconds": 1 / 60, "minutes": 1.0, "hours": 60.0, "days": 1440.0, "weeks": 10080.0},
    {"months": 1.0, "years": 12.0},
)
"""Units that may stand for each other, in one of them. "Pounds" may be money."""
DEGREES = frozenset({"°C", "°F"})
EQUIVALENT = (
    frozenset({"age", "years"}),
    frozenset({"people", "cases"}),
    frozenset({"pp", "%"}),
    frozenset({"lb", "GBP"}),
)
_GAPS = re.compile(r"\[[^\]]*\]|\([^)]*\)|\.\.\.|…")


@dataclass(frozen=True, slots=True)
class Support:
    """The sentences `at` of the sources. `keys` and the rest are of all of them together."""

    at: tuple[int, ...]
    facts: tuple[SentenceFacts, ...]
    keys: frozenset[str]
    places: frozenset[int]
    dates: frozenset[str]
    held: frozenset[float]
    across: bool

    @property
    def numbers(self) -> Iterator[Number]:
        return (number for facts in self.facts for number in facts.numbers)


def support_of(sources: Sources, at: Sequence[int], language: str) -> Support:
    facts = tuple(sources.facts[each] for each in at)
    return Support(
        tuple(at),
        facts,
        frozenset(key for each in facts for key in each.keys if key),
        frozenset(place for each in facts for place in each.places),
        frozenset(date.name for each in facts for date in each.dates),
        frozenset(value for each in facts for value in each.held),
        any(each.language != language for each in facts),
    )


# --- numbers ---


def number_trouble(number: Number, support: Support) -> GroundingCode | None:
    """None where the support holds it, in its unit."""
    same_value = [other for other in support.numbers if is_same_number(number, other)]
    if any(_units_agree(number, other) and _counts_agree(number, other, support) for other in same_value):
        return None
    if same_value and (number.unit or number.counts):
        return (
            GroundingCode.UNIT if not any(_units_agree(number, other) for other in same_value) else GroundingCode.FIGURE
        )
    if any(_is_converted(number, other) for other in support.numbers if support.across or number.unit not in DEGREES):
        return None
    if _is_held(number, support):
        return None
    if number.unit == SHARE and not any(other.unit in (PERCENT, SHARE) for other in support.numbers):
        return None
    return GroundingCode.FIGURE


def _is_held(number: Number, support: Support) -> bool:
    if any(abs(number.value - value) <= EXACT * max(abs(value), 1) for value in support.held):
        return True
    is_month = number.value == int(number.value) and f"m{int(number.value)}" in support.dates
    if not number.unit and is_month:
        return True
    # "3 p.m." is 15:00 elsewhere.
    is_hour = support.across and not number.unit and 0 < number.value < 25 and number.value == int(number.value)
    return is_hour and bool({number.value + 12, number.value - 12} & support.held)


def is_same_number(number: Number, other: Number) -> bool:
    if SHARE in {number.unit, other.unit}:
        return _is_same_share(number, other)
    distance = abs(number.value - other.value)
    size = max(abs(other.value), abs(number.value))
    if distance <= EXACT * max(size, 1):
        return True
    if _digits(number.value) >= _digits(other.value):
        return False
    return distance <= size * (ROUGHLY if number.is_rough else ROUNDED)


def _is_same_share(number: Number, other: Number) -> bool:
    if not {number.unit, other.unit} <= {SHARE, PERCENT}:
        return False
    mine, theirs = (each.value / (100 if each.unit == PERCENT else 1) for each in (number, other))
    return abs(mine - theirs) <= SHARE_POINTS


def _digits(value: float) -> int:
    """Significant digits: 2,000 has one, 1,987 four."""
    return len(f"{abs(value):.10g}".replace(".", "").strip("0").partition("e")[0])


def _units_agree(number: Number, other: Number) -> bool:
    mine, theirs = number.unit, other.unit
    if mine == theirs or not mine or not theirs or SHARE in (mine, theirs):
        return True
    return any(mine in pair and theirs in pair for pair in EQUIVALENT)


def _counts_agree(number: Number, other: Number, support: Support) -> bool:
    """ "5 injured" is no "5 killed" where the source has another number of injured."""
    if support.across or not number.counts or not other.counts or number.counts == other.counts:
        return True
    mine = _last_word(number.counts)
    if mine == _last_word(other.counts):
        return True
    rivals = [each for each in support.numbers if _last_word(each.counts) == mine and each.value != number.value]
    return not rivals


def _last_word(counts: str) -> str:
    return counts.rpartition(" ")[2][:5]


def _is_converted(number: Number, other: Number) -> bool:
    for factors in MEASURES:
        if number.unit in factors and other.unit in factors and number.unit != other.unit:
            mine, theirs = number.value * factors[number.unit], other.value * factors[other.unit]
            return abs(mine - theirs) <= CONVERTED * max(mine, theirs)
    if number.unit in DEGREES and other.unit in DEGREES and number.value != other.value:
        there = other.value * 1.8 + 32, (other.value - 32) / 1.8
        return any(abs(number.value - value) <= 1.0 for value in there)
    return False


# --- names ---


def is_named(thing: NamedThing, keys: frozenset[str], places: frozenset[int], *, across: bool) -> bool:
    """By its last word, which is the family's, or by most of its words; a place by what it is."""
    if thing.places & places:
        return True
    short = name_key("".join(word[0] for word in thing.text.split() if word[0].isupper()))
    if len(thing.keys) > 1 and len(short) > 1 and short in keys:
        return True
    found = [key in keys or (across and _has_near(key, keys)) for key in thing.keys]
    if not found:
        return True
    return found[-1] or sum(found) * 2 >= len(found)


def _has_near(key: str, keys: frozenset[str]) -> bool:
    """Transliteration loses a sound here and there."""
    if len(key) < NEAR_KEY - 1:
        return False
    return any(
        abs(len(other) - len(key)) <= 1 and _is_one_off(key, other) for other in keys if len(other) >= NEAR_KEY - 1
    )


def _is_one_off(first: str, second: str) -> bool:
    if len(first) > len(second):
        first, second = second, first
    start = next((at for at in range(len(first)) if first[at] != second[at]), len(first))
    if len(first) == len(second):
        return first[start + 1 :] == second[start + 1 :]
    return first[start:] == second[start + 1 :]


def missing_names(claim: SentenceFacts, support: Support) -> list[NamedThing]:
    return [thing for thing in claim.names if not is_named(thing, support.keys, support.places, across=support.across)]


def is_in_articles(thing: NamedThing, support: Support, sources: Sources) -> bool:
    articles = {sources.sentences[at].article for at in support.at}
    return any(
        is_named(thing, sources.contexts[article].keys, sources.contexts[article].places, across=support.across)
        for article in articles
    )


def is_in_story(thing: NamedThing, sources: Sources, *, across: bool) -> bool:
    return any(is_named(thing, each.keys, each.places, across=across) for each in sources.contexts.values())


def missing_across(claim: SentenceFacts, support: Support, sources: Sources) -> NamedThing | None:
    """Between languages: a country that the support has not; in Latin letters a full name that the story has not."""
    for thing in claim.names:
        if not thing.is_sure or is_named(thing, support.keys, support.places, across=True):
            continue
        if len(thing.keys) == 1 and not any(claim.content[thing.at : thing.at + 1]):
            # "Pero" is no Peru.
            continue
        if any(key in support.keys or _has_near(key, support.keys) for key in thing.keys):
            continue
        if thing.places or (_is_full_latin(thing) and not _is_in_any(thing, sources)):
            return thing
    return None


def _is_full_latin(thing: NamedThing) -> bool:
    return len(thing.keys) > 1 and _is_latin(thing)


def _is_latin(thing: NamedThing) -> bool:
    return all(letter < LAST_LATIN for letter in thing.text)


def _is_in_any(thing: NamedThing, sources: Sources) -> bool:
    return any(
        key in each.keys or _has_near(key, each.keys) for key in thing.keys for each in sources.contexts.values()
    )


def is_denied_across(claim: SentenceFacts, support: Support) -> bool:
    """One of a sentence and its likely translation denies a deed, and the other has no word that might.

    The translation leads the support; what else is cited may deny as well, but not take a denial away.
    """
    source = support.facts[0]
    if not (claim.sure_of_negation and source.sure_of_negation):
        return False
    if _denies_a_deed(claim):
        return not source.denials and not any(facts.negations for facts in support.facts)
    return _denies_a_deed(source) and not claim.negations and not claim.denials


def _denies_a_deed(facts: SentenceFacts) -> bool:
    return len(facts.negations) > len(facts.mild_negations)


def turned_across(claim: SentenceFacts, support: Support) -> str:
    """A word whose opposite its likely translation has, which leads the support; "" for none.

    Pairs have one name in all languages; where only one of both denies, an opposite may say the same.
    """
    source = support.facts[0]
    if bool(claim.negations) != bool(source.negations):
        return ""
    mine = {(pole.pair, pole.side): pole.at for pole in claim.poles if pole.pair not in OF_ONE_LANGUAGE}
    theirs = {(pole.pair, pole.side) for facts in support.facts for pole in facts.poles}
    meant = {(pole.pair, pole.side) for pole in source.poles}
    for (pair, side), at in mine.items():
        if (pair, -side) in meant and (pair, side) not in theirs and (pair, -side) not in mine:
            return claim.tokens[at]
    return ""


# --- dates ---


def date_trouble(claim: SentenceFacts, support: Support, sources: Sources) -> str:
    """A date that the support contradicts, or that nothing in its articles has; "" for none."""
    articles = {sources.sentences[at].article for at in support.at}
    anywhere = frozenset().union(*(sources.contexts[article].dates for article in articles))
    named = {date.name for date in claim.dates}
    for date in sorted(named - support.dates):
        if date[0] == "m" and float(date[1:]) in support.held:
            continue
        if date[0] == "y" and float(date[1:]) in support.held:
            continue
        has_rival = any(other[0] == date[0] for other in support.dates - named)
        if has_rival or (date not in anywhere and not support.across):
            return date
    return ""


# --- quotations and speakers ---


def quote_trouble(quoted: Quoted, sources: Sources, articles: frozenset[str]) -> bool:
    """Some of it stands in no article as it is quoted. Brackets and dots may leave out."""
    pieces = [squeezed(piece) for piece in _GAPS.split(quoted.text)]
    texts = [context.squeezed for article, context in sources.contexts.items() if not articles or article in articles]
    return any(len(piece) >= MIN_QUOTE_LETTERS and not any(piece in text for text in texts) for piece in pieces)


def speaker_trouble(claim: SentenceFacts, support: Support, sources: Sources) -> NamedThing | None:
    """A named speaker who is not in the sentences, where these name another or nobody near them names this one."""
    for speaker in claim.speakers:
        if not speaker.is_sure or is_named(speaker, support.keys, support.places, across=support.across):
            continue
        others = [other for facts in support.facts for other in facts.speakers]
        if others or not _is_near(speaker, support, sources):
            return speaker
    return _other_voice(claim, support)


def speaker_across(claim: SentenceFacts, support: Support) -> NamedThing | None:
    """The claim's speaker by a full name, where its likely translation names another, whom the claim does not."""
    others = [other for other in support.facts[0].speakers if other.is_sure and _is_latin(other)]
    speakers = [speaker for speaker in claim.speakers if speaker.is_sure and _is_full_latin(speaker)]
    said = frozenset(support.facts[0].keys)
    if not others or not speakers or is_named(speakers[0], said, frozenset(), across=True):
        return None
    keys = frozenset(claim.keys)
    return None if any(is_named(other, keys, claim.places, across=True) for other in others) else speakers[0]


def _is_near(speaker: NamedThing, support: Support, sources: Sources) -> bool:
    near = {other for at in support.at for other in sources.around(at)}
    keys = frozenset(key for at in near for key in sources.facts[at].keys if key)
    if is_named(speaker, keys, frozenset(), across=support.across):
        return True
    return is_in_articles(speaker, support, sources)


def _other_voice(claim: SentenceFacts, support: Support) -> NamedThing | None:
    """One whom the sentence names, but whose words the quotation is not."""
    for quoted in claim.quotes:
        if not quoted.speaker:
            continue
        piece = squeezed(quoted.text)[:40]
        for facts in support.facts:
            for other in facts.quotes:
                if other.speaker and piece in squeezed(other.text) and not _share_a_word(quoted.speaker, other.speaker):
                    return NamedThing(quoted.speaker, (), 0)
    return None


def _share_a_word(first: str, second: str) -> bool:
    return bool({squeezed(word) for word in first.split()} & {squeezed(word) for word in second.split()})


def opposite_trouble(claim: SentenceFacts, support: Support) -> str:
    """A word whose opposite alone is in the support; "" for none."""
    mine = {(pole.pair, pole.side): pole.at for pole in claim.poles if not pole.is_weak}
    theirs = {(pole.pair, pole.side) for facts in support.facts for pole in facts.poles}
    denied = bool(claim.negations) != any(facts.negations for facts in support.facts)
    for (pair, side), at in mine.items():
        if (pair, -side) in theirs and (pair, side) not in theirs and (pair, -side) not in mine and not denied:
            return claim.tokens[at]
    return ""
