"""What the digesting processes do for briefs: read articles, a few at a time, and tell in short what was read.

Reading is the cost (every sentence gets a vector), so it is a task of its own, small enough that whoever waits for a
page waits for no story; what was read is never stored.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from octavo.core.briefs import Answer, Brief, BriefArticle, BriefSentence, Feature, ReadArticle, WrapStory
from octavo.core.grounding import Claim, GroundingVerdict, SourceSentence
from octavo.core.translation import SentencePair

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


@dataclass(frozen=True, slots=True)
class AskTask:
    """`earlier` is the question that this one follows up."""

    question: str
    articles: tuple[ReadArticle, ...]
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The embedded answer, and the sentences that a language model may answer from."""

    brief: Brief
    material: tuple[SourceSentence, ...]


@dataclass(frozen=True, slots=True)
class CheckTask:
    """`key` is of the articles: what was prepared of them is kept for the next claims."""

    claims: tuple[Claim, ...]
    articles: tuple[ReadArticle, ...]
    key: str


@dataclass(frozen=True, slots=True)
class EmbedTask:
    text: str


@dataclass(frozen=True, slots=True)
class CutTask:
    """A text in `language` whose paragraphs are lines."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class PairsTask:
    """Translations to be checked, each against its own original; `article` are all its sentences."""

    pairs: tuple[SentencePair, ...]
    article: tuple[str, ...]


BriefTask = ReadTask | SummaryTask | StoryTask | WrapupTask
AnswerTask = AskTask | CheckTask | EmbedTask | CutTask | PairsTask


def read(task: ReadTask) -> tuple[ReadArticle, ...]:
    """Raises `OctavoError` where the embedder cannot be reached."""
    from octavo.assist.briefs import read_articles
    from octavo.understand.embedding import shipped_embedder

    return read_articles(task.articles, _first_sentences, shipped_embedder())


def _first_sentences(text: str, language: str) -> Sequence[str]:
    from octavo.understand.sentences import split_sentences

    return split_sentences(text, language)[:SENTENCES]


def answer(task: AnswerTask) -> Asked | list[GroundingVerdict] | list[tuple[str, bool]] | bytes:
    """Raises `OctavoError` where the embedder cannot be reached."""
    match task:
        case CutTask(text, language):
            return _cut(text, language)
        case PairsTask(pairs, article):
            from octavo.pipeline.grounding import check_translations

            return check_translations(pairs, article)
        case AskTask(question, articles, earlier):
            return _asked(question, articles, earlier)
        case CheckTask(claims, articles, key):
            from octavo.pipeline.grounding import check_read

            return check_read(claims, articles, key)
        case EmbedTask(text):
            from octavo.understand.embedding import shipped_embedder

            return bytes(shipped_embedder().embed([text])[0].astype("<f4").tobytes())


def _cut(text: str, language: str) -> list[tuple[str, bool]]:
    """Sentences, each with whether a paragraph begins with it."""
    from octavo.understand.sentences import split_sentences

    return [
        (sentence, not place)
        for paragraph in text.splitlines()
        for place, sentence in enumerate(split_sentences(paragraph, language))
    ]


def _asked(question: str, articles: tuple[ReadArticle, ...], earlier: str) -> Asked:
    from octavo.assist import briefs
    from octavo.understand.embedding import shipped_embedder

    story, embedder = briefs.story_of(articles), shipped_embedder()
    brief = briefs.ask(question, story, embedder, earlier)
    spots = (story.spots[at] for at in briefs.material(f"{earlier} {question}", story, embedder))
    return Asked(
        brief,
        tuple(SourceSentence(articles[one.article].article.id, one.index, one.text, one.language) for one in spots),
    )


def tell(task: SummaryTask | StoryTask | WrapupTask) -> tuple[tuple[Brief, str], ...]:
    """Each feature's brief, also where it has nothing to say, and the language that it was told in on purpose."""
    from octavo.assist import briefs
    from octavo.assist.quotable import quotable

    match task:
        case SummaryTask(article):
            is_long = len(article.sentences) > MIN_TO_SHORTEN
            article = quotable(article)
            told = briefs.summary(article) if is_long else Brief(Feature.SUMMARY)
            return ((told, ""), _suggested(briefs.story_of([article])))
        case StoryTask(articles):
            return tuple(_tell_story(briefs.story_of([quotable(one) for one in articles])))
        case WrapupTask(stories, language):
            clean = [replace(one, articles=tuple(map(quotable, one.articles))) for one in stories]
            return ((briefs.wrapup(clean, language), language),)


def _tell_story(story: "StoryReading") -> Iterator[tuple[Brief, str]]:
    """The roundup also in the other languages in which two publishers support one."""
    from octavo.assist import briefs

    compared = briefs.perspectives(story)
    for brief in (compared, briefs.figures(story), briefs.timeline(story), briefs.whos_who(story)):
        yield brief, ""
    yield _suggested(story)
    spoken = {read.article.id: read.article.language for read in story.articles}
    own = _language_of(compared.sentences, spoken)
    for language, _ in Counter(spoken.values()).most_common(LANGUAGES):
        told = briefs.roundup(story, language) if language != own else ()
        if language and _language_of(told, spoken) == language:
            yield replace(compared, sentences=told), language


def _suggested(story: "StoryReading") -> tuple[Brief, str]:
    """Questions that the story answers, in the language of most of its articles, for whoever does not know what to
    ask."""
    from octavo.assist import briefs
    from octavo.understand.embedding import shipped_embedder

    questions = briefs.suggestions(story, shipped_embedder())
    spoken = Counter(read.article.language for read in story.articles)
    return Brief(Feature.ASK, table=Answer("", is_refused=False, suggestions=questions)), spoken.most_common(1)[0][0]


def _language_of(sentences: Sequence[BriefSentence], spoken: Mapping[str, str]) -> str:
    return spoken.get(sentences[0].citations[0].article, "") if sentences else ""
