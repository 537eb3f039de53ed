"""What a reader wants to see nothing of, taken out of what a page is about to show or a reader is about to be told.

`Muted.hides` decides, for every page and list; what is taken out is handed on beside it, for the quiet note that shows
how much that is. A visitor's device does the same by itself (`static/octavo/mine.js`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from octavo.core.editions import Candidate
from octavo.core.personal import Mute, MuteKind
from octavo.core.reading import Card, CardPage, FrontPage
from octavo.core.views import EditionView, RelatedView, StoryCard, StoryView

T = TypeVar("T")
# Scripts that put no space between words: there a muted word is found anywhere.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Arabic writes "and", "by", "for" and the article together with the word.
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_PROCLITICS = "(?:[وف]?[بكل]?(?:ال|ل)?)?"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pattern(word: str) -> str:
    escaped = re.escape(_plain(word))
    if _UNSPACED.search(word):
        return escaped
    return rf"(?<!\w){_PROCLITICS if _ARABIC.search(word) else ''}{escaped}(?!\w)"


@dataclass(frozen=True)
class Muted:
    publishers: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()

    @staticmethod
    def of(mutes: Iterable[Mute]) -> "Muted":
        known = tuple(mutes)
        publishers = (int(one.target) for one in known if one.kind is MuteKind.PUBLISHER)
        return Muted(frozenset(publishers), tuple(one.target for one in known if one.kind is MuteKind.WORD))

    def __bool__(self) -> bool:
        return bool(self.publishers or self.words)

    @cached_property
    def _wording(self) -> re.Pattern[str] | None:
        return re.compile("|".join(map(_pattern, self.words))) if self.words else None

    def says(self, *texts: str) -> bool:
        """Whether one of the texts has a muted word."""
        return self._wording is not None and any(self._wording.search(_plain(text)) for text in texts)

    def hides(self, card: Card) -> bool:
        return card.publisher.id in self.publishers or self.says(card.title, card.excerpt)

    def hides_story(self, story: StoryCard) -> bool:
        return self.hides(story.card)

    def hides_candidate(self, candidate: Candidate) -> bool:
        """By its title, or because only muted publishers tell it."""
        tellers = {one.publisher for one in candidate.articles}
        return (bool(self.publishers) and tellers <= self.publishers) or self.says(candidate.story.title)

    def split(self, items: Iterable[T], hides: Callable[[T], bool]) -> tuple[tuple[T, ...], tuple[T, ...]]:
        """What stays, and what is hidden."""
        known = tuple(items)
        hidden = [bool(self) and hides(one) for one in known]
        return (
            tuple(one for one, gone in zip(known, hidden, strict=True) if not gone),
            tuple(one for one, gone in zip(known, hidden, strict=True) if gone),
        )

    def cards(self, cards: Iterable[Card]) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
        return self.split(cards, self.hides)

    def stories(self, stories: Iterable[StoryCard]) -> tuple[tuple[StoryCard, ...], tuple[Card, ...]]:
        shown, hidden = self.split(stories, self.hides_story)
        return shown, tuple(one.card for one in hidden)

    def related(self, found: Iterable[RelatedView]) -> tuple[tuple[RelatedView, ...], tuple[Card, ...]]:
        shown, hidden = self.split(found, lambda one: self.hides(one.card))
        return shown, tuple(one.card for one in hidden)

    def page(self, page: CardPage) -> tuple[CardPage, tuple[Card, ...]]:
        shown, hidden = self.cards(page.cards)
        return replace(page, cards=shown), hidden

    def front(self, front: FrontPage) -> tuple[FrontPage, tuple[Card, ...]]:
        lead, hidden = self.cards(front.lead)
        sections = []
        for section in front.sections:
            shown, more = self.cards(section.cards)
            sections.append(replace(section, cards=shown))
            hidden += more
        return replace(front, lead=lead, sections=tuple(one for one in sections if one.cards)), hidden

    def edition(self, view: EditionView) -> tuple[EditionView, tuple[Card, ...]]:
        lead, hidden = self.stories(view.lead)
        rows = []
        for row in view.rows:
            shown, more = self.stories(row.stories)
            rows.append(replace(row, stories=shown))
            hidden += more
        breaking, more = self.stories(view.breaking)
        known = {card.id: card for card in (*hidden, *more)}
        kept = tuple(row for row in rows if row.stories)
        return replace(view, lead=lead, rows=kept, breaking=breaking), tuple(known.values())

    def story(self, story: StoryView) -> tuple[StoryView, tuple[Card, ...]]:
        """Its coverage. A copy whose original is hidden stands by itself."""
        shown, hidden = self.split(story.tellings, lambda one: self.hides(one.card))
        pictures = {one.card.picture.id for one in shown if one.card.picture}
        kept = tuple(one for one in story.pictures if one.id in pictures) if hidden else story.pictures
        return replace(story, tellings=shown, pictures=kept), tuple(one.card for one in hidden)
