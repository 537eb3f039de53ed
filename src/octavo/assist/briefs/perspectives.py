"""One story, side by side: what its publishers agree on, where they differ, what only one tells, in which words."""

import re
from functools import cache

from octavo.assist.briefs.figures import figure_table
from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.roundup import roundup
from octavo.assist.briefs.support import numbers, supporters
from octavo.assist.briefs.wording import loaded_words
from octavo.assist.briefs.wordlists import pattern_of, table
from octavo.core.briefs import (
    Agreement,
    Brief,
    Clash,
    Difference,
    Feature,
    FigureStatus,
    Perspectives,
    Telling,
)

MOST_AGREED, MOST_DIFFERING = 8, 8
MOST_ALONE = 2
"""Sentences of one publisher alone."""
ALONE_BELOW = 0.88
"""Cosine to the likest sentence of every other voice: what is nearer is told by others, too."""
ALONE_BELOW_ACROSS = 0.86
MARKED_COSINE, MARKED_SHARED = 0.80, 2
"""In two languages, somewhat alike and with so many names and numbers in common."""
ALONE_AMONG = 25
"""Of an article's sentences, those that are looked at."""
MIN_ALONE_STEMS = 6
DENIED_COSINE, DENIED_SHARED = 0.92, 0.60
"""So alike that they speak of one thing: then a denial in one alone is a clash."""


def perspectives(reading: StoryReading, language: str = "") -> Brief:
    """`sentences` is the roundup; `table` the rest. Of a story that one publisher tells, only what it tells alone."""
    told = Perspectives(_agreements(reading), _differences(reading), _alone(reading), loaded_words(reading))
    title = next((spot.text for spot in reading.spots if spot.is_title and spot.text), "")
    return Brief(Feature.PERSPECTIVES, roundup(reading, language), title=title, table=told)


def _agreements(reading: StoryReading) -> tuple[Agreement, ...]:
    """What most tell first; no sentence stands in two."""
    supported = supporters(reading)
    order = sorted(range(len(supported)), key=lambda at: (-len(supported[at]), reading.spots[at].index))
    taken: set[int] = set()
    found = []
    for at in order:
        group = (at, *supported[at])
        if supported[at] and not reading.spots[at].is_title and not taken & set(group):
            taken.update(group)
            tellings = tuple(reading.telling(member) for member in group)
            found.append(Agreement(tellings, len(group) == reading.voice_count))
    return tuple(found[:MOST_AGREED])


def _differences(reading: StoryReading) -> tuple[Difference, ...]:
    rows = [row for row in figure_table(reading) if row.status is not FigureStatus.AGREE]
    figures = [
        Difference(
            Clash.FIGURE,
            tuple(dict.fromkeys(cell.text for cell in row.cells)),
            tuple(cell.telling for cell in row.cells),
        )
        for row in rows
    ]
    return (*figures, *_denials(reading))[:MOST_DIFFERING]


def _denials(reading: StoryReading) -> list[Difference]:
    import numpy as np

    found: list[Difference] = []
    denied = [_denial(spot.text, spot.language) for spot in reading.spots]
    for one, other in np.argwhere(np.triu(reading.likeness >= DENIED_COSINE, 1)).tolist():
        first, second = reading.spots[one], reading.spots[other]
        if reading.voice(one) == reading.voice(other) or bool(denied[one]) == bool(denied[other]):
            continue
        shared = len(first.stems & second.stems)
        if first.language == second.language and shared >= DENIED_SHARED * max(len(first.stems), len(second.stems), 1):
            about = denied[one] or denied[other]
            found.append(Difference(Clash.DENIAL, (about,), (reading.telling(one), reading.telling(other))))
    return found


def _denial(text: str, language: str) -> str:
    match = _denial_pattern(language.partition("-")[0]).search(text.lower())
    return match[0] if match else ""


@cache
def _denial_pattern(language: str) -> re.Pattern[str]:
    return pattern_of(table("denials").get(language, ()))


def _alone(reading: StoryReading) -> tuple[Telling, ...]:
    """What only one voice tells: far from all that others say, and said early."""
    import numpy as np

    if reading.voice_count < 2:
        return ()
    voices = np.array([reading.voice(at) for at in range(len(reading.spots))])
    found: list[Telling] = []
    for voice in dict.fromkeys(voices.tolist()):
        others = np.flatnonzero(voices != voice)
        places = [at for at in np.flatnonzero(voices == voice).tolist() if _may_stand_alone(reading, at)]
        alone = [at for at in places if not _is_told(reading, at, others.tolist())]
        # News of the story itself before what is beside it: near to the others, though not told by them.
        alone.sort(key=lambda at: -float(reading.likeness[at, others].max()))
        found += [reading.telling(at) for at in sorted(alone[:MOST_ALONE])]
    return tuple(found)


def _is_told(reading: StoryReading, at: int, others: list[int]) -> bool:
    """Whether any other voice says something like it. Languages lie further apart, and share names and numbers."""
    spot = reading.spots[at]
    marks = spot.keys | numbers(spot.text)
    for other in others:
        cosine, told = float(reading.likeness[at, other]), reading.spots[other]
        if cosine >= (ALONE_BELOW if told.language == spot.language else ALONE_BELOW_ACROSS):
            return True
        if cosine >= MARKED_COSINE and told.language != spot.language:
            shared = marks & (told.keys | numbers(told.text))
            if len(shared) >= MARKED_SHARED:
                return True
    return False


def _may_stand_alone(reading: StoryReading, at: int) -> bool:
    spot = reading.spots[at]
    return 0 < spot.index <= ALONE_AMONG and len(spot.stems) >= MIN_ALONE_STEMS and spot.text[-1:] not in "?？؟…"
