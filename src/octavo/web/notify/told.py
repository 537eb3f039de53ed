"""A wrap-up as a letter tells it: each story's paragraph, what is new, and who says so with their addresses here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from octavo.core.muting import Muted
from octavo.core.reading import EditionKey
from octavo.store.ai_reports import upheld
from octavo.store.briefs import latest_wrapup, wrapup_of
from octavo.store.reading.cards import cards
from octavo.web import words
from octavo.web.brief_views import Line, ShownItem, ShownWrapup
from octavo.web.brief_words import left_out, maker
from octavo.web.briefs import cited, shown_wrapup
from octavo.web.paths import article_path

MOST_SOURCES = 4
Absolute = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Words:
    """Text in one language."""

    text: str
    language: str
    is_right_to_left: bool


@dataclass(frozen=True, slots=True)
class ToldStory:
    """`sources` are publishers' names and where we show what they say."""

    id: int
    title: Words
    url: str
    is_new: bool
    paragraph: tuple[Words, ...]
    news: tuple[Words, ...]
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ToldWrapup:
    by: str
    stories: tuple[ToldStory, ...]
    missing: tuple[str, ...]


def told_since(key: EditionKey, muted: Muted, since: datetime, absolute: Absolute) -> ToldWrapup | None:
    """The edition's newest wrap-up, without what the reader mutes; None where it is older than `since`.

    A letter leaves this machine, so it keeps to publishers' terms on a private instance as well.
    """
    latest = latest_wrapup(key)
    kept = wrapup_of(key, *latest) if latest else None
    if kept is None or kept.made_at <= since:
        return None
    shown = shown_wrapup(kept, cards(sorted(cited(kept.brief))), 0, upheld(), to_everybody=True, muted=muted)
    return _told(shown, absolute) if shown else None


def _told(shown: ShownWrapup, absolute: Absolute) -> ToldWrapup:
    stories = tuple(_story(item, absolute) for item in shown.items)
    return ToldWrapup(
        maker(shown.model), stories, left_out(shown.dropped, shown.withheld, shown.taken_out, shown.notice)
    )


def _story(item: ShownItem, absolute: Absolute) -> ToldStory:
    said = [source.card for line in (*item.paragraph, *item.news) for source in line.sources]
    places = {" ".join(card.publisher.name.split()): absolute(article_path(card)) for card in reversed(said)}
    return ToldStory(
        id=item.story,
        title=_words(item.title, item.language),
        url=absolute(reverse("story-by-id", args=[item.story])),
        is_new=item.is_new,
        paragraph=_lines(item.paragraph),
        news=_lines(item.news),
        sources=tuple(reversed(places.items()))[:MOST_SOURCES],
    )


def _lines(lines: Iterable[Line]) -> tuple[Words, ...]:
    return tuple(_words(line.text, line.language) for line in lines)


def _words(text: str, language: str) -> Words:
    """On one line, as letters' text parts need it."""
    return Words(" ".join(text.split()), language, words.is_right_to_left(language))
