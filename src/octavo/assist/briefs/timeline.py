"""The timeline of a story: its sentences that name a day, in the order of the days."""

from datetime import date

from octavo.assist.briefs.cleaning import tidy
from octavo.assist.briefs.dates import days_in
from octavo.assist.briefs.reading import StoryReading
from octavo.core.briefs import Brief, Feature, TimelineEntry

MOST_ENTRIES = 24
MOST_A_DAY = 3
SAME_HAPPENING = 0.90
"""Cosine of two sentences of one day that tell one thing."""
MIN_STEMS = 4
MOST_SENTENCES = 30
MOST_CITED = 4


def timeline(reading: StoryReading) -> Brief:
    """At most 24 entries, oldest day first; what several publishers tell of one day cites them all."""
    entries: list[TimelineEntry] = []
    for (day, is_exact), places in sorted(_by_day(reading).items(), key=lambda item: item[0]):
        entries += [_entry(reading, day, is_exact, group) for group in _happenings(reading, places)[:MOST_A_DAY]]
    if len(entries) > MOST_ENTRIES:
        # What most tell stays.
        told = sorted(entries, key=lambda entry: -len(entry.sentence.citations))[:MOST_ENTRIES]
        entries = [entry for entry in entries if entry in told]
    title = next((spot.text for spot in reading.spots if spot.is_title and spot.text), "")
    return Brief(Feature.TIMELINE, tuple(entry.sentence for entry in entries), title=title, table=tuple(entries))


def _by_day(reading: StoryReading) -> dict[tuple[date, bool], list[int]]:
    """Sentences by the first day that they name: the others are what it is compared with."""
    found: dict[tuple[date, bool], list[int]] = {}
    for at, spot in enumerate(reading.spots):
        if spot.is_title or spot.index > MOST_SENTENCES or len(spot.stems) < MIN_STEMS:
            continue
        published = reading.articles[spot.article].article.published_at
        days = days_in(spot.text, spot.language, published.date() if published else None)
        if days:
            found.setdefault((days[0].day, days[0].is_exact), []).append(at)
    return found


def _happenings(reading: StoryReading, places: list[int]) -> list[list[int]]:
    """Sentences of one day, those that tell one thing together; what most tell first."""
    groups: list[list[int]] = []
    for at in sorted(places, key=lambda at: reading.spots[at].index):
        group = next((group for group in groups if reading.likeness[at, group[0]] >= SAME_HAPPENING), None)
        if group is None:
            groups.append([at])
        elif reading.voice(at) not in {reading.voice(member) for member in group}:
            group.append(at)
    return sorted(groups, key=lambda group: -len(group))


def _entry(reading: StoryReading, day: date, is_exact: bool, group: list[int]) -> TimelineEntry:
    return TimelineEntry(day, reading.sentence(tidy(reading.spots[group[0]].text), group[:MOST_CITED]), is_exact)
