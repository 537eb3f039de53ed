"""What the digesting processes do for briefs: read articles, a few at a time, and tell in short what was read.

Reading is the cost (every sentence gets a vector), so it is a task of its own, small enough that whoever waits for a
page waits for no story; what was read is never stored.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from octavo.core.briefs import Brief, BriefArticle, BriefSentence, Feature, ReadArticle, WrapStory

if TYPE_CHECKING:
    from octavo.assist.briefs import StoryReading

LANGUAGES = 4
SENTENCES = 40
"""Of an article: what comes later tells little that is new."""
MIN_TO_SHORTEN = 8
"""Sentences: an article of fewer is short enough."""


@dataclass(frozen=True, slots=True)
class ReadTask:
    articles: tuple[BriefArticle, ...]


@dataclass(frozen=True, slots=True)
class SummaryTask:
    article: ReadArticle


@dataclass(frozen=True, slots=True)
class StoryTask:
    articles: tuple[ReadArticle, ...]


@dataclass(frozen=True, slots=True)
class WrapupTask:
    """`language` is the edition's first."""

    stories: tuple[WrapStory, ...]
    language: str


BriefTask = ReadTask | SummaryTask | StoryTask | WrapupTask


def read(task: ReadTask) -> tuple[ReadArticle, ...]:
    """Raises `OctavoError` where the embedder cannot be reached."""
    from octavo.assist.briefs import read_articles
    from octavo.understand.embedding import shipped_embedder

    return read_articles(task.articles, _first_sentences, shipped_embedder())


def _first_sentences(text: str, language: str) -> Sequence[str]:
    from octavo.understand.sentences import split_sentences

    return split_sentences(text, language)[:SENTENCES]


def tell(task: SummaryTask | StoryTask | WrapupTask) -> tuple[tuple[Brief, str], ...]:
    """Each feature's brief, also where it has nothing to say, and the language that it was told in on purpose."""
    from octavo.assist import briefs

    match task:
        case SummaryTask(article):
            is_long = len(article.sentences) > MIN_TO_SHORTEN
            return ((briefs.summary(article) if is_long else Brief(Feature.SUMMARY), ""),)
        case StoryTask(articles):
            return tuple(_tell_story(briefs.story_of(articles)))
        case WrapupTask(stories, language):
            return ((briefs.wrapup(stories, language), language),)


def _tell_story(story: "StoryReading") -> Iterator[tuple[Brief, str]]:
    """The roundup also in the other languages in which two publishers support one."""
    from octavo.assist import briefs

    compared = briefs.perspectives(story)
    for brief in (compared, briefs.figures(story), briefs.timeline(story), briefs.whos_who(story)):
        yield brief, ""
    spoken = {read.article.id: read.article.language for read in story.articles}
    own = _language_of(compared.sentences, spoken)
    for language, _ in Counter(spoken.values()).most_common(LANGUAGES):
        told = briefs.roundup(story, language) if language != own else ()
        if language and _language_of(told, spoken) == language:
            yield replace(compared, sentences=told), language


def _language_of(sentences: Sequence[BriefSentence], spoken: Mapping[str, str]) -> str:
    return spoken.get(sentences[0].citations[0].article, "") if sentences else ""
