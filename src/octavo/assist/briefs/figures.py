"""Who reports which number for the same thing: where publishers agree, differ, or one was overtaken by a later count.

Figures that agree in value, unit and surroundings are brought together first. Two such groups of different values are
one quantity only where no publisher gives both (who gives both means two things) and their sentences are alike.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from octavo.assist.briefs.cleaning import tidy
from octavo.assist.briefs.quantities import VOTES, Quantity, agree, quantities
from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.words import small_words, stem, tokens
from octavo.core.briefs import Brief, BriefSentence, Feature, FigureCell, FigureRow, FigureStatus

AGREE_COSINE, AGREE_AROUND = 0.80, 0.12
"""For one value in two sentences; PLAIN: for a small bare number, which says little by itself."""
PLAIN_COSINE, PLAIN_AROUND = 0.85, 0.25
PLAIN_UNITS = ("", "years", "months", "weeks", "days", "hours", "minutes")
DIFFER_COSINE, DIFFER_AROUND = 0.86, 0.40
SPECIFIC_DIGITS = 3
"""A value of so many digits is hardly met by chance, a sum of money of one less."""
CURRENCY_CHARS = 3
LARGE = 10_000
BARE = 100
ALONE, PLAIN_ALONE = 0.86, 0.90
"""Cosine from which one value in two sentences needs no words in common beside it."""
MOST_TIMES = 2.5
"""Two values that are further apart than this many times measure different things."""
SUPERSEDED_AFTER = timedelta(hours=3)
COUNTED_UNITS = ("", "people", "cases")
"""Units that are told apart loosely: "150", "150 people", "150 deaths"."""
WORDS_OF_NAME, NAME_CHARS = 5, 120
MOST_ROWS = 40


def figures(reading: StoryReading) -> Brief:
    """The table as a brief; its sentences are the first of each row, with those of the other cells cited."""
    rows = figure_table(reading)
    title = next((spot.text for spot in reading.spots if spot.is_title and spot.text), "")
    sentences = tuple(
        BriefSentence(
            tidy(row.cells[0].telling.citation.quote), tuple(dict.fromkeys(cell.telling.citation for cell in row.cells))
        )
        for row in rows
    )
    return Brief(Feature.FIGURES, tuple(dict.fromkeys(sentences)), title=title, table=rows)


def figure_table(reading: StoryReading) -> tuple[FigureRow, ...]:
    """What two voices or more report, most reported first."""
    held = quantities(reading)
    groups = _joined(reading, _agreeing(reading, held), held)
    rows = [_row(reading, group) for group in groups if len(group.voices(reading)) > 1]
    # Of a range both ends are figures of one text: one row shows it.
    rows = list({tuple((cell.text, cell.telling.citation) for cell in row.cells): row for row in rows}.values())
    rows.sort(key=lambda row: (-len({cell.telling.publisher for cell in row.cells}), row.status is FigureStatus.AGREE))
    return tuple(rows[:MOST_ROWS])


@dataclass(slots=True)
class _Group:
    members: list[Quantity]

    def voices(self, reading: StoryReading) -> set[int]:
        return {reading.voice(one.at) for one in self.members}


def _agreeing(reading: StoryReading, held: Sequence[Quantity]) -> list[_Group]:
    """Groups of one value: each figure with the group that it fits best."""
    groups: list[_Group] = []
    for one in held:
        fits = [(_fit(reading, one, group), number) for number, group in enumerate(groups)]
        best, number = max(fits, default=(0.0, 0))
        if best > 0:
            groups[number].members.append(one)
        else:
            groups.append(_Group([one]))
    return groups


def _fit(reading: StoryReading, one: Quantity, group: _Group) -> float:
    """How well a figure goes with a group of its value, 0 where it does not."""
    if not all(agree(one, other) for other in group.members):
        return 0.0
    return max(_same(reading, one, other) for other in group.members)


def _same(reading: StoryReading, one: Quantity, other: Quantity) -> float:
    """For two figures of one value: how alike the sentences are, 0 where they measure two things."""
    if not _comparable(one, other):
        return 0.0
    cosine, around = _alikeness(reading, one, other)
    if reading.spots[one.at].article == reading.spots[other.at].article:
        return 1 + cosine if one.value == other.value else 0.0
    if one.unit == VOTES:
        return cosine if cosine >= AGREE_COSINE else 0.0
    if one.value != other.value:
        return cosine + around if cosine >= AGREE_COSINE and around >= DIFFER_AROUND / 2 else 0.0
    if _is_specific(one):
        return cosine + around if cosine >= AGREE_COSINE else 0.0
    is_plain = one.unit in PLAIN_UNITS and _digits(one.value) < SPECIFIC_DIGITS
    least, shared = (PLAIN_COSINE, PLAIN_AROUND) if is_plain else (AGREE_COSINE, AGREE_AROUND)
    alike = PLAIN_ALONE if is_plain else ALONE
    return cosine + around if cosine >= alike or (cosine >= least and around >= shared) else 0.0


def _is_specific(one: Quantity) -> bool:
    """Hardly met twice by chance: of many digits, or of somewhat fewer for a sum of money and for large counts."""
    is_money = len(one.unit) == CURRENCY_CHARS and one.unit.isupper()
    return _digits(one.value) + is_money + (abs(one.value) >= LARGE) >= SPECIFIC_DIGITS


def _comparable(one: Quantity, other: Quantity) -> bool:
    """Of one unit (people are counted as people, as cases, or as nothing in particular), and of one role: for one value
    only a change is never a level."""
    if one.unit != other.unit and not (one.unit in COUNTED_UNITS and other.unit in COUNTED_UNITS):
        return False
    if one.value == other.value:
        return _is_specific(one) or one.unit == "%" or ("change" in one.roles) == ("change" in other.roles)
    return one.roles == other.roles and _counts_alike(one, other)


def _counts_alike(one: Quantity, other: Quantity) -> bool:
    """What is counted is named alike; a number that names nothing goes with people and with other such numbers."""
    if one.unit not in COUNTED_UNITS:
        return True
    if not one.counts or not other.counts:
        return one.unit == other.unit == "people" or (_is_large(one) and _is_large(other))
    return bool(one.counts & other.counts) or one.unit == other.unit == "people"


def _is_large(one: Quantity) -> bool:
    return abs(one.value) >= BARE


def _alikeness(reading: StoryReading, one: Quantity, other: Quantity) -> tuple[float, float]:
    """Cosine of the sentences, and the share of words beside the figure in common; in two languages, of names."""
    first, second = reading.spots[one.at], reading.spots[other.at]
    beside = (one.around, other.around) if first.language == second.language else (first.keys, second.keys)
    least = max(min(map(len, beside)), 1)
    return float(reading.likeness[one.at, other.at]), len(beside[0] & beside[1]) / least


def _digits(value: float) -> int:
    return len(f"{abs(value):.15g}".replace(".", "").strip("0"))


def _joined(reading: StoryReading, groups: list[_Group], held: Sequence[Quantity]) -> list[_Group]:
    """Groups of different values that are one quantity, the likest first. None whose value the other's voice holds as
    well, wherever: it would have meant that one."""
    links = []
    said = {(reading.voice(one.at), one.unit, one.value) for one in held}
    for first in range(len(groups)):
        for second in range(first):
            strength = _strength(reading, groups[first], groups[second])
            if strength and not _says(reading, groups[first], groups[second], said):
                links.append((strength, second, first))
    joined = list(range(len(groups)))
    for _, second, first in sorted(links, reverse=True):
        one, other = groups[joined[second]], groups[joined[first]]
        if one is not other and not one.voices(reading) & other.voices(reading):
            one.members.extend(other.members)
            joined = [joined[second] if number == joined[first] else number for number in joined]
    return [groups[number] for number in sorted(set(joined))]


def _says(reading: StoryReading, one: _Group, other: _Group, said: set[tuple[int, str, float]]) -> bool:
    return any(
        (voice, member.unit, member.value) in said
        for group, against in ((one, other), (other, one))
        for voice in group.voices(reading)
        for member in against.members
    )


def _strength(reading: StoryReading, one: _Group, other: _Group) -> float:
    if one.members[0].unit == VOTES or one.voices(reading) & other.voices(reading):
        return 0.0
    best = 0.0
    for first in one.members:
        for second in other.members:
            if not _comparable(first, second) or not _near(first.value, second.value):
                continue
            cosine, around = _alikeness(reading, first, second)
            if cosine >= DIFFER_COSINE and around >= DIFFER_AROUND:
                best = max(best, cosine + around)
    return best


def _near(one: float, other: float) -> bool:
    low, high = sorted((abs(one), abs(other)))
    return low > 0 and high / low <= MOST_TIMES


def _row(reading: StoryReading, group: _Group) -> FigureRow:
    cells = _cells(reading, group)
    told = {reading.voice(one.at) for one in group.members}
    missing = [reading.publisher(voice) for voice in dict.fromkeys(reading.voices) if voice not in told]
    return FigureRow(_name(reading, group), group.members[0].unit, _status(group, cells), cells, tuple(missing))


def _cells(reading: StoryReading, group: _Group) -> tuple[FigureCell, ...]:
    """One for each value of an article, from the first sentence of its text that has it; oldest articles first."""
    kept: dict[tuple[int, float], Quantity] = {}
    for one in sorted(group.members, key=lambda one: (reading.spots[one.at].is_title, one.at)):
        kept.setdefault((reading.spots[one.at].article, one.value), one)
    ones = sorted(kept.values(), key=lambda one: _time(reading, one))
    return tuple(_cell(reading, one, ones) for one in ones)


def _time(reading: StoryReading, one: Quantity) -> float:
    at = reading.articles[reading.spots[one.at].article].article.published_at
    return at.timestamp() if at else 0.0


def _cell(reading: StoryReading, one: Quantity, row: Sequence[Quantity]) -> FigureCell:
    return FigureCell(
        reading.telling(one.at),
        one.text,
        float(int(one.value)) if one.unit == VOTES else one.value,
        reading.articles[reading.spots[one.at].article].article.published_at,
        one.is_rough or one.is_over,
        next(number for number, other in enumerate(row) if other is one or agree(one, other)),
    )


def _status(group: _Group, cells: Sequence[FigureCell]) -> FigureStatus:
    first = group.members[0]
    if all(agree(one, other) for one in group.members for other in group.members):
        return FigureStatus.AGREE
    dated = [(cell.at, cell.value) for cell in cells if cell.at is not None]
    rises = len(dated) == len(cells) and all(a <= b for (_, a), (_, b) in itertools.pairwise(dated))
    if rises and first.unit in COUNTED_UNITS and dated[-1][0] - dated[0][0] >= SUPERSEDED_AFTER:
        return FigureStatus.SUPERSEDED
    return FigureStatus.DIFFER


def _name(reading: StoryReading, group: _Group) -> str:
    """What is measured, in the words of one of its sentences that the others share; else in those beside the figure."""
    members = group.members
    shared = [one.around & frozenset().union(*(o.around for o in members if o is not one)) for one in members]
    best = max(range(len(members)), key=lambda number: (len(shared[number]), -number))
    return _words_of(reading, members[best], shared[best] or members[best].counts or members[best].around)


def _words_of(reading: StoryReading, one: Quantity, wanted: frozenset[str]) -> str:
    small = small_words()
    kept = [
        word.strip(".,;:!?\"“”()'’—–-")
        for word in reading.spots[one.at].text.split()
        if any(stem(token) in wanted for token in tokens(word) if token not in small)
    ]
    return " ".join(list(dict.fromkeys(word for word in kept if word))[:WORDS_OF_NAME])[:NAME_CHARS]
