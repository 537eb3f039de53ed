"""A grouper for tests that judges by title: the first word is the event. Meant to be plain, not to be good."""

from collections.abc import Iterable
from datetime import datetime

from octavo.core.stories import Assignment, Reason, Regrouping, Sighting


class FirstWordGrouper:
    """Implements `octavo.core.protocols.Grouper`. `regroup` merges the stories of one event that came to be two, and
    splits off what was put where its first word does not belong."""

    def __init__(self) -> None:
        self._story_of: dict[str, str] = {}
        self._word_of: dict[str, str] = {}
        self._first: dict[str, str] = {}
        self._at: dict[str, datetime | None] = {}

    def load(self, sightings: Iterable[tuple[Sighting, str]]) -> None:
        for sighting, story in sightings:
            self._take_in(sighting, story)

    def assign(self, sighting: Sighting) -> Assignment:
        word = _word(sighting)
        alike = (self._story_of[one] for one, other in self._word_of.items() if other == word)
        story = self._story_of.get(sighting.id) or next(alike, sighting.id)
        self._take_in(sighting, story)
        first = self._first[story]
        if first == sighting.id:
            return Assignment(sighting.id, story)
        return Assignment(sighting.id, story, nearest=first, reasons=(Reason("words", 1.0, (word,)),))

    def forget_before(self, at: datetime) -> None:
        for article in [one for one, seen_at in self._at.items() if seen_at and seen_at < at]:
            del self._story_of[article], self._word_of[article], self._at[article]
        self._first = {}
        for article, story in self._story_of.items():
            self._first.setdefault(story, article)

    def regroup(self) -> Regrouping:
        home: dict[str, str] = {}
        merged: dict[str, str] = {}
        moved: dict[str, str] = {}
        for article, story in self._story_of.items():
            word = self._word_of[article]
            begins = self._first[story] == article
            if begins and word in home and home[word] != story:
                merged[story] = home[word]
            elif not begins and word != self._word_of[self._first[story]]:
                moved[article] = home.setdefault(word, article)
            home.setdefault(word, story)
        for article, story in self._story_of.items():
            self._story_of[article] = moved.get(article, merged.get(story, story))
        return Regrouping(merged, moved)

    def _take_in(self, sighting: Sighting, story: str) -> None:
        self._story_of[sighting.id] = story
        self._word_of[sighting.id] = _word(sighting)
        self._at[sighting.id] = sighting.at
        self._first.setdefault(story, sighting.id)


def _word(sighting: Sighting) -> str:
    return sighting.title.split(" ", 1)[0].casefold()
