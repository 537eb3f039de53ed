"""The Daily Wrap-Up: the edition's eight stories, a paragraph each, and what changed in them since the last edition.

A paragraph is the story's roundup where two publishers support one, else the summary of its first article. It is read
within five minutes: paragraphs are cut at the end, sentence by sentence, never within one.
"""

from collections.abc import Sequence
from dataclasses import replace

from octavo.assist.briefs.cleaning import tidy
from octavo.assist.briefs.reading import StoryReading, story_of
from octavo.assist.briefs.roundup import roundup
from octavo.assist.briefs.summary import WORDS, choose
from octavo.assist.briefs.words import tokens
from octavo.core.briefs import Brief, BriefSentence, Feature, Length, WrapItem, WrapStory, Wrapup

STORIES = 8
WORDS_A_STORY = 90
"""Eight of them, with their titles and what changed, are 950 words at most."""
NEWS_WORDS = 40
FEW_STEMS = 3
WORDS_A_MINUTE = 220
"""Brysbaert (2019): 238 in English, somewhat less in other languages."""
NEWS_BELOW = 0.90
"""Cosine to the likest sentence of what was told before: what is nearer was told already."""
NEWS_ABOUT = 0.84
"""And no further than this, so that it is of this story."""


def wrapup(stories: Sequence[WrapStory], language: str = "") -> Brief:
    """Of the first eight stories, in `language` where their articles are. `sentences` are all that stands in items."""
    return wrapped([_item(story, language) for story in stories[:STORIES] if story.articles])


def wrapped(items: Sequence[WrapItem]) -> Brief:
    """The wrap-up of these, which may be long by now: paragraphs are cut to what is read in time."""
    kept = tuple(replace(item, paragraph=_within(item.paragraph, WORDS_A_STORY)) for item in items)
    sentences = tuple(sentence for item in kept for sentence in (*item.paragraph, *item.news))
    words = sum(len(tokens(sentence.text)) for sentence in sentences) + sum(len(tokens(item.title)) for item in kept)
    return Brief(Feature.WRAPUP, sentences, table=Wrapup(kept, round(words / WORDS_A_MINUTE, 1)))


def _item(story: WrapStory, language: str) -> WrapItem:
    reading = story_of(story.articles)
    paragraph = _within(roundup(reading, language) or _summary(reading, language), WORDS_A_STORY)
    spoken = _language(reading, paragraph) or language
    title = _title(reading, spoken)
    told = {citation.quote for sentence in paragraph for citation in sentence.citations}
    news = _within(_news(reading, set(story.before), told, spoken), NEWS_WORDS) if story.before else ()
    return WrapItem(story.id, title, paragraph, news, is_new=not story.before)


def _summary(reading: StoryReading, language: str) -> tuple[BriefSentence, ...]:
    """Of the first article that says anything, one in the reader's language before others."""
    for read in sorted(reading.articles, key=lambda read: read.article.language != language):
        alone = StoryReading((read,))
        chosen = choose(alone, WORDS[Length.SHORT], alone=True)
        if chosen:
            return tuple(alone.sentence(tidy(alone.spots[at].text), (at,)) for at in chosen)
    return ()


def _language(reading: StoryReading, paragraph: Sequence[BriefSentence]) -> str:
    """Of the article that the paragraph begins with."""
    cited = paragraph[0].citations[0].article if paragraph else ""
    return next((read.article.language for read in reading.articles if read.article.id == cited), "")


def _title(reading: StoryReading, language: str) -> str:
    titles = [spot for spot in reading.spots if spot.is_title and spot.text]
    return min(titles, key=lambda spot: spot.language != language).text if titles else ""


def _within(sentences: Sequence[BriefSentence], words: int) -> tuple[BriefSentence, ...]:
    """As many from the first on as fit; at least one."""
    kept: list[BriefSentence] = []
    for sentence in sentences:
        words -= len(tokens(sentence.text))
        if kept and words < 0:
            break
        kept.append(sentence)
    return tuple(kept)


def _news(reading: StoryReading, before: set[str], told: set[str], language: str) -> list[BriefSentence]:
    """Sentences of new articles that no earlier one says, in one language, those nearest to the story first."""
    import numpy as np

    is_old = np.array([reading.articles[spot.article].article.id in before for spot in reading.spots])
    if is_old.all() or not is_old.any():
        return []
    fresh = [
        at
        for at, spot in enumerate(reading.spots)
        if not is_old[at]
        and not spot.is_title
        and spot.text not in told
        and len(spot.stems) > FEW_STEMS
        and spot.language == language
    ]
    known = {at: float(reading.likeness[at, is_old].max()) for at in fresh}
    news = [at for at in fresh if NEWS_ABOUT <= known[at] < NEWS_BELOW]
    order = sorted(news, key=lambda at: (reading.spots[at].index, -known[at]))
    return [reading.sentence(tidy(reading.spots[at].text), (at,)) for at in order[:2]]
