"""Who's who of a story: its people, organisations and places, each with the sentence that says most of them.

Names and places are the labels'. What kind a name is of is told by its own words, by what stands before it, and by who
speaks; where nothing tells, it is neither.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from octavo.assist.briefs.cleaning import tidy
from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.wordlists import pattern_of, table
from octavo.core.briefs import Brief, Feature, Who, WhoKind
from octavo.core.labels import Labels
from octavo.core.name_keys import name_key

MOST = 16
MOST_PLACES = 5
BEFORE_CHARS = 28
LONG = 320
MOST_SENTENCES = 30
MUCH_MORE = 2
TOLD_BY = 2
"""Articles that name what is neither person, organisation nor place."""

_APPOSITION = re.compile(
    r"^(?:['’]s)?,? (?:\([^)]{1,40}\)|,? ?(?:who|the|a|an|der|die|das|ein|eine|le|la|el|un|une|una|uno|qui|que)\b)"
    r"|^, \d{1,3},"
)
_ACRONYM = re.compile(r"[A-Z]{2,6}")


@dataclass(slots=True)
class _Named:
    spellings: Counter[str] = field(default_factory=Counter)
    articles: set[int] = field(default_factory=set)
    is_place: bool = False
    is_speaker: bool = False

    @property
    def text(self) -> str:
        """The fullest of the frequent spellings."""
        return max(self.spellings, key=lambda text: (self.spellings[text], len(text)))

    @property
    def weight(self) -> tuple[int, int]:
        return len(self.articles), self.spellings.total()


def whos_who(reading: StoryReading) -> Brief:
    """At most sixteen, those that most articles name first; of places no more than five."""
    found: list[Who] = []
    places = 0
    for named in sorted(_all_named(reading), key=lambda named: named.weight, reverse=True):
        at = _best_sentence(reading, named)
        if at is None or len(found) == MOST:
            continue
        kind = _kind(reading, named)
        if kind is WhoKind.OTHER and (len(named.articles) < TOLD_BY or not named.text[0].isupper()):
            continue
        places += kind is WhoKind.PLACE
        if kind is not WhoKind.PLACE or places <= MOST_PLACES:
            sentence = reading.sentence(tidy(reading.spots[at].text), (at,))
            found.append(Who(named.text, kind, sentence, len(named.articles)))
    title = next((spot.text for spot in reading.spots if spot.is_title and spot.text), "")
    return Brief(Feature.WHO, tuple(who.sentence for who in found), title=title, table=tuple(found))


def _all_named(reading: StoryReading) -> list[_Named]:
    found: dict[str, _Named] = {}
    for number, read in enumerate(reading.articles):
        labels = read.article.labels
        if labels is None:
            continue
        places = _place_keys(labels, read.article.language)
        for name in labels.names:
            named = found.setdefault(name.key, _Named())
            named.spellings[name.text] += name.count
            named.articles.add(number)
            named.is_place |= name.key in places
            named.is_speaker |= any(quote.speaker == name.text for quote in labels.quotes)
    return _without_parts(found)


def _place_keys(labels: Labels, language: str) -> set[str]:
    return {name_key(place.name, language) for place in labels.places} | {
        name_key(place.name) for place in labels.places
    }


def _without_parts(found: dict[str, _Named]) -> list[_Named]:
    """A family name alone goes to the full name that has it, where one is told much more than any other."""
    kept = dict(found)
    for key, named in found.items():
        whole = [other for other in found if " " in other and key in (other.split()[-1], other.split()[0])]
        whole.sort(key=lambda other: -found[other].spellings.total())
        if not whole or " " in key or named.is_place:
            continue
        first = found[whole[0]]
        if len(whole) == 1 or first.spellings.total() >= MUCH_MORE * found[whole[1]].spellings.total():
            first.articles |= named.articles
            first.is_speaker |= named.is_speaker
            del kept[key]
    return list(kept.values())


def _kind(reading: StoryReading, named: _Named) -> WhoKind:
    words = named.text.lower()
    if _pattern("organisation").search(words) or _ACRONYM.fullmatch(named.text):
        return WhoKind.ORGANISATION
    if named.is_place:
        return WhoKind.PLACE
    is_full = 1 < len(named.text.split()) <= 4
    if is_full and (named.is_speaker or any(_pattern("person").search(before) for before in _befores(reading, named))):
        return WhoKind.PERSON
    return WhoKind.PERSON if named.is_speaker else WhoKind.OTHER


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return pattern_of(table("organisations")[kind])


def _befores(reading: StoryReading, named: _Named) -> Iterator[str]:
    for at, start, _ in _mentions(reading, named):
        yield reading.spots[at].text[max(start - BEFORE_CHARS, 0) : start].lower()


def _mentions(reading: StoryReading, named: _Named) -> Iterator[tuple[int, int, int]]:
    """(place, start, end) of the name, once a sentence."""
    spellings: Sequence[str] = sorted(named.spellings, key=len, reverse=True)
    for at, spot in enumerate(reading.spots):
        if spot.article not in named.articles or spot.index > MOST_SENTENCES:
            continue
        for spelling in spellings:
            start = spot.text.find(spelling)
            if start >= 0:
                yield at, start, start + len(spelling)
                break


def _best_sentence(reading: StoryReading, named: _Named) -> int | None:
    """The one that says who that is: a word behind the name that explains it, or a title before; else the first."""
    best: tuple[float, int] | None = None
    for at, start, end in _mentions(reading, named):
        spot = reading.spots[at]
        if spot.is_title:
            continue
        explains = bool(_APPOSITION.match(spot.text[end:]))
        titled = bool(_pattern("person").search(spot.text[max(start - BEFORE_CHARS, 0) : start].lower()))
        score = 3 * explains + 2 * titled + (start < len(spot.text) / 3) - 0.1 * spot.index - (len(spot.text) > LONG)
        if best is None or score > best[0]:
            best = (score, at)
    return best[1] if best else None
