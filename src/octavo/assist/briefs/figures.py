"""Who reports which number for the same thing: where publishers agree, differ, or one was overtaken by a later count.

Figures that agree in value, unit and surroundings are brought together first. Two such groups of different values are
one quantity only where no publisher gives both (who gives both means two things) and their sentences are alike.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from octavo.assist.briefs.cleaning import tidy
from octavo.assist.briefs.naming import name_of
from octavo.assist.briefs.quantities import (
    COUNTED_UNITS,
    DOZEN,
    VOTES,
    Quantity,
    agree,
    is_fraction,
    is_money,
    quantities,
)
from octavo.assist.briefs.reading import StoryReading
from octavo.core.briefs import Brief, BriefSentence, Feature, FigureCell, FigureRow, FigureStatus

AGREE_COSINE, AGREE_AROUND = 0.80, 0.5
"""One value in two sentences of a story is one thing, nearly always: sentences of other matters lie below."""
ROUNDED_COSINE, ROUNDED_AROUND, ROUNDED_ALONE = 0.80, 0.20, 0.86
"""Two values of which one is the other, rounded: with words beside it in common, or in much the same sentences."""
SPECIFIC_COSINE = 0.75
PLAIN_BORDERS = ((0.90, 0.0), (0.85, 0.25), (0.82, 0.50))
"""Cosine and share of words beside it in common, either of which a plain number needs where what it counts is worded
differently."""
TIMES = ("years", "months", "weeks", "days", "hours", "minutes")
FEW, ROUND = 12, 10
DIFFER_COSINE, DIFFER_AROUND = 0.86, 0.40
NOUN_AROUND = 0.25
"""Of two values with the same noun."""
KIND_COSINE = 0.82
"""Of two values of one kind, each its publisher's largest."""
SPECIFIC_DIGITS = 3
"""A value of so many digits is hardly met by chance, a sum of money of one less."""
LARGE = 10_000
BARE = 100
FARTHEST = 4.0
"""As MOST_TIMES, for groups whose first value may be a rounded one."""
MOST_TIMES = 2.5
"""Two values that are further apart than this many times measure different things."""
SUPERSEDED_AFTER = timedelta(hours=3)
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
    """Groups that agree: each figure with the group of its very value that it fits best, then rounded ones."""
    groups: list[_Group] = []
    by_value: dict[str, list[int]] = {}
    for one in held:
        numbers = by_value.setdefault(f"{one.value:.9g}", [])
        fits = [(_fit(reading, one, groups[number]), number) for number in numbers]
        best, number = max(fits, default=(0.0, 0))
        if best > 0:
            groups[number].members.append(one)
        else:
            numbers.append(len(groups))
            groups.append(_Group([one]))
    return _rounded_together(reading, groups)


def _fit(reading: StoryReading, one: Quantity, group: _Group) -> float:
    """How well a figure goes with a group of its value, 0 where it does not."""
    return max(_same(reading, one, other) for other in group.members)


def _rounded_together(reading: StoryReading, groups: list[_Group]) -> list[_Group]:
    """With groups brought together of which one says the other's value less exactly, the likest first."""
    links = [
        (strength, second, first)
        for second, first in _pairs(groups)
        if agree(groups[second].members[0], groups[first].members[0])
        and (strength := _rounding(reading, groups[first], groups[second])) > 0
    ]
    joined = list(range(len(groups)))
    for _, second, first in sorted(links, reverse=True):
        into, group = groups[joined[second]], groups[joined[first]]
        if into is not group and _rounding(reading, into, group) > 0:
            into.members.extend(group.members)
            joined = [joined[second] if number == joined[first] else number for number in joined]
    return [groups[number] for number in sorted(set(joined))]


def _pairs(groups: Sequence[_Group]) -> Iterator[tuple[int, int]]:
    """Of groups of one sort of unit whose values are not far apart: the only ones that can be one quantity."""
    sorts: dict[str, list[tuple[float, int]]] = {}
    for number, group in enumerate(groups):
        unit = group.members[0].unit
        sorts.setdefault("" if unit in COUNTED_UNITS else unit, []).append((group.members[0].value, number))
    for of_sort in sorts.values():
        of_sort.sort()
        for at, (low, one) in enumerate(of_sort):
            for high, other in itertools.islice(of_sort, at + 1, None):
                if high > max(low * FARTHEST, low + DOZEN):
                    break
                yield min(one, other), max(one, other)


def _rounding(reading: StoryReading, one: _Group, other: _Group) -> float:
    """How alike two groups are of which one's values are the other's, rounded; 0 where they are not. A voice that has
    both means two things, unless its title rounds what its text says exactly."""
    pairs = list(itertools.product(one.members, other.members))
    if any(not agree(*pair) or _is_other_sum(*pair) for pair in pairs):
        return 0.0
    for voice in one.voices(reading) & other.voices(reading):
        texts = [
            [
                member
                for member in group.members
                if reading.voice(member.at) == voice and not _is_titled(reading, member)
            ]
            for group in (one, other)
        ]
        if all(texts):
            return 0.0
    return max(_same(reading, *pair) for pair in pairs)


def _is_titled(reading: StoryReading, one: Quantity) -> bool:
    return reading.spots[one.at].is_title


def _is_other_sum(one: Quantity, other: Quantity) -> bool:
    """Two sums, one near the other, for things that are named and differ: "the $1.9 trillion Rescue Plan"."""
    are_named = bool(one.nouns and other.nouns)
    return one.value != other.value and is_money(one.unit) and are_named and not one.nouns & other.nouns


def _same(reading: StoryReading, one: Quantity, other: Quantity) -> float:
    """For two figures of one value: how alike the sentences are, 0 where they measure two things."""
    if not _comparable(one, other):
        return 0.0
    cosine, around = _alikeness(reading, one, other)
    if reading.spots[one.at].article == reading.spots[other.at].article:
        return 1 + cosine if one.value == other.value else 0.0
    if one.value != other.value:
        is_alike = cosine >= ROUNDED_ALONE or around >= ROUNDED_AROUND or _is_named_alike(one, other)
        return cosine + around if is_alike and cosine >= ROUNDED_COSINE else 0.0
    if _is_plain(one) and not _is_named_alike(one, other):
        is_alike = any(cosine >= least and around >= shared for least, shared in PLAIN_BORDERS)
        return cosine + around if is_alike else 0.0
    least = SPECIFIC_COSINE if _is_specific(one) or not one.value.is_integer() else AGREE_COSINE
    return cosine + around if cosine >= least or around >= AGREE_AROUND else 0.0


def _is_plain(one: Quantity) -> bool:
    """Few, a round number below a hundred, a stretch of time, "half": such numbers say little by themselves."""
    if is_fraction(one):
        return True
    if one.unit in TIMES:
        return one.value < BARE
    return one.unit in COUNTED_UNITS and (one.value <= FEW or (one.value < BARE and one.value % ROUND == 0))


def _is_named_alike(one: Quantity, other: Quantity) -> bool:
    return bool(one.nouns & other.nouns) or (not is_money(one.unit) and one.kind == other.kind != "")


def _is_specific(one: Quantity) -> bool:
    """Hardly met twice by chance: of many digits, or of somewhat fewer for a sum of money and for large counts."""
    return _digits(one.value) + is_money(one.unit) + (abs(one.value) >= LARGE) >= SPECIFIC_DIGITS


def _comparable(one: Quantity, other: Quantity) -> bool:
    """Of one unit (people are counted as people, as cases, or as nothing in particular), of one kind as far as that is
    known, and of one role: for one value only a change is never a level."""
    if one.unit != other.unit and not (one.unit in COUNTED_UNITS and other.unit in COUNTED_UNITS):
        return False
    is_one_noun = bool(one.nouns & other.nouns) and "people" not in (one.unit, other.unit)
    is_one_kind = is_one_noun or not one.kind or not other.kind or one.kind == other.kind
    if one.value == other.value:
        is_level = ("change" in one.roles) == ("change" in other.roles)
        return _is_specific(one) or (is_one_kind and (one.unit == "%" or is_level))
    return one.roles == other.roles and is_one_kind


def _counts_alike(one: Quantity, other: Quantity) -> bool:
    """What is counted is named alike; a number that names nothing goes with people and with other such numbers."""
    if one.unit not in COUNTED_UNITS or one.kind == other.kind != "":
        return True
    if not one.counts or not other.counts:
        return one.unit == other.unit == "people" or (_is_large(one) and _is_large(other))
    return bool(one.counts & other.counts)


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
    for second, first in _pairs(groups):
        strength = _strength(reading, groups[first], groups[second], held)
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


def _strength(reading: StoryReading, one: _Group, other: _Group, held: Sequence[Quantity]) -> float:
    if one.members[0].unit == VOTES or one.voices(reading) & other.voices(reading):
        return 0.0
    best = 0.0
    for first in one.members:
        for second in other.members:
            if not _comparable(first, second) or not _near(first.value, second.value):
                continue
            if not _is_part(reading, first, second, held) and not _is_part(reading, second, first, held):
                best = max(best, _differing(reading, first, second))
    return best


def _is_part(reading: StoryReading, one: Quantity, against: Quantity, held: Sequence[Quantity]) -> bool:
    """Of several figures of one kind, the largest is the whole: it alone may be what another publisher counts
    differently."""
    voice = reading.voice(one.at)
    return one.kind != "" and any(
        other.value > one.value
        and (other.kind, other.roles, other.unit in COUNTED_UNITS) == (one.kind, one.roles, one.unit in COUNTED_UNITS)
        and reading.voice(other.at) == voice
        and _near(other.value, against.value)
        for other in held
    )


def _differing(reading: StoryReading, one: Quantity, other: Quantity) -> float:
    """How surely two values are of one thing, 0 where they may well not be. How near they are plays no part."""
    cosine, around = _alikeness(reading, one, other)
    is_one_kind = one.kind == other.kind != ""
    if is_one_kind and cosine >= KIND_COSINE:
        return 1 + cosine + around
    is_alike = cosine >= DIFFER_COSINE and one.kind == other.kind and _counts_alike(one, other)
    # A share of the same people may measure anything.
    least = NOUN_AROUND if one.nouns & other.nouns and one.unit != "%" else DIFFER_AROUND
    return cosine + around if is_alike and around >= least else 0.0


def _near(one: float, other: float) -> bool:
    low, high = sorted((abs(one), abs(other)))
    return low > 0 and high / low <= MOST_TIMES


def _row(reading: StoryReading, group: _Group) -> FigureRow:
    cells = _cells(reading, group)
    told = {reading.voice(one.at) for one in group.members}
    missing = [reading.publisher(voice) for voice in dict.fromkeys(reading.voices) if voice not in told]
    return FigureRow(
        name_of(reading, group.members), group.members[0].unit, _status(group, cells), cells, tuple(missing)
    )


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
