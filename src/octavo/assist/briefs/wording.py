"""Loaded words in what publishers say, by a list with its criterion (`data/briefs/loaded.toml`).

A mark is on a word of a sentence, never on a publisher: nobody is called left or right here.
"""

import re
from collections.abc import Iterator
from functools import cache

from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.wordlists import pattern_of, table
from octavo.core.briefs import Loaded

MOST_EACH = 4
"""Of one publisher: the point is made."""
MOST_SENTENCES = 15

_QUOTED = re.compile(r"“[^”]*”?|„[^“”]*[“”]?|«[^»]*»?|»[^«]*«?|「[^」]*」?|\"[^\"]*\"?|‘[^’]{12,}’")


def loaded_words(reading: StoryReading) -> tuple[Loaded, ...]:
    """In titles and the beginning of texts; at most four a publisher, those of the publisher's own words first."""
    by_voice: dict[int, list[Loaded]] = {}
    for at, spot in enumerate(reading.spots):
        if spot.index <= MOST_SENTENCES and reading.articles[spot.article].article.duplicate_of is None:
            by_voice.setdefault(reading.voice(at), []).extend(_in_sentence(reading, at))
    kept = (sorted(found, key=lambda loaded: loaded.is_quoted)[:MOST_EACH] for found in by_voice.values())
    return tuple(loaded for found in kept for loaded in found)


def _in_sentence(reading: StoryReading, at: int) -> Iterator[Loaded]:
    spot = reading.spots[at]
    lower = spot.text.lower()
    if len(lower) != len(spot.text):
        return
    quoted = [match.span() for match in _QUOTED.finditer(spot.text)]
    for kind, pattern in _patterns(spot.language.partition("-")[0]):
        for match in pattern.finditer(lower):
            is_quoted = any(start <= match.start() < end for start, end in quoted)
            yield Loaded(spot.text[match.start() : match.end()], kind, reading.telling(at), is_quoted)


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, pattern_of(words)) for kind, words in table("loaded").get(language, {}).items())
