"""Whom and what a sentence names: spans of capitals, places of the gazetteer, what marks a name in other scripts."""

from collections.abc import Iterator

from octavo.core.grounding import NamedThing
from octavo.core.labels import PlaceKind
from octavo.core.name_keys import name_key
from octavo.understand import caseless, spans
from octavo.understand.facts.tokens import Tokens
from octavo.understand.places.gazetteer import KINDS, gazetteer
from octavo.understand.places.mentions import Mention, finder
from octavo.understand.places.tokens import tokens_of as place_tokens

MAX_NAMES = 40
SYLLABLES = frozenset({"vi"})
"""Languages that write names syllable by syllable: some syllable is always some place."""
LARGE = 100_000
"""People of a town whose name is surely a place's."""


def names_of(tokens: Tokens, language: str) -> tuple[tuple[NamedThing, ...], frozenset[int]]:
    """(what is named, every place that anything in the sentence may mean)."""
    mentions = _mentions(tokens.text, language)
    places = frozenset(place for mention in mentions for place, _ in mention.readings)
    named = [*_spans(tokens, language, mentions), *_marked(tokens, language)]
    known = {thing.at for thing in named}
    named += [thing for thing in _places(tokens, language, mentions) if thing.at not in known]
    return tuple(sorted(named, key=lambda thing: thing.at)[:MAX_NAMES]), places


def initials(named: tuple[NamedThing, ...]) -> tuple[str, ...]:
    """Keys of what names of several words are called for short: "UN" of "United Nations"."""
    short = ("".join(word[0] for word in thing.text.split() if word[0].isupper()) for thing in named)
    return tuple(name_key(letters) for letters in short if len(letters) > 1)


def thing_of(text: str, tokens: Tokens, language: str, start: int = 0) -> NamedThing:
    place = tokens.text.find(text, start)
    at = tokens.at(max(place, 0))
    return NamedThing(text, _keys(text, language), at, is_sure=at > 0 or " " in text)


def _keys(text: str, language: str) -> tuple[str, ...]:
    return tuple(key for key in name_key(text, language).split(" ") if key)


def _mentions(text: str, language: str) -> list[Mention]:
    return list(finder(gazetteer(), language, place_tokens(text)).mentions())


def _spans(tokens: Tokens, language: str, mentions: list[Mention]) -> Iterator[NamedThing]:
    text = caseless.without_caseless(tokens.text) if caseless.is_caseless(tokens.text) else tokens.text
    words = spans.tokens_of(text)
    casing = spans.read_casing(words, language)
    is_headline = spans.is_headline_case(words) and not casing.has_noun_capitals
    place = 0
    for span in spans.spans(words, casing, language):
        name = " ".join(span)
        at = tokens.text.find(name, place)
        at = at if at >= 0 else tokens.text.find(span[0], place)
        if at < 0:
            continue
        place = at + 1
        is_sure = (
            not is_headline
            and language not in SYLLABLES
            and (len(span) > 1 or not casing.has_noun_capitals or spans.is_acronym(name))
        )
        meant = frozenset(
            reading
            for mention in mentions
            if mention.start >= at and mention.end <= at + len(name) + 1
            for reading, _ in mention.readings
        )
        yield NamedThing(name, _keys(name, language), tokens.at(at), meant, is_sure)


def _marked(tokens: Tokens, language: str) -> Iterator[NamedThing]:
    if not caseless.is_caseless(tokens.text):
        return
    for name, _count in caseless.find_marked(tokens.text, language):
        keys = _keys(name, language)
        if keys:
            yield NamedThing(name, keys, tokens.at(max(tokens.text.find(name), 0)), is_sure=False)


def _places(tokens: Tokens, language: str, mentions: list[Mention]) -> Iterator[NamedThing]:
    """Countries, regions and large towns, and what is called after them."""
    known = gazetteer()
    for mention in mentions:
        meant = frozenset(place for place, _ in mention.readings)
        is_large = any(
            KINDS[known.packed_kinds[place]] is PlaceKind.COUNTRY or known.populations[place] >= LARGE
            for place in meant
        )
        if is_large:
            text = tokens.text[mention.start : mention.end]
            yield NamedThing(
                text,
                _keys(text, language),
                tokens.at(mention.start),
                meant,
                is_sure=_is_country(meant) and language not in SYLLABLES,
            )


def _is_country(places: frozenset[int]) -> bool:
    known = gazetteer()
    return any(KINDS[known.packed_kinds[place]] is PlaceKind.COUNTRY for place in places)
