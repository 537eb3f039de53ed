"""Articles read once for all briefs: their sentences with vectors, who speaks with whose voice.

What is made of one article does not depend on others (`read_articles`), so it can be kept; `StoryReading` brings those
of one story together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from octavo.assist.briefs.words import keys, stems
from octavo.core.briefs import BriefArticle, BriefSentence, Citation, ReadArticle, Telling
from octavo.core.failures import OctavoError
from octavo.core.grounding import SplitSentences

if TYPE_CHECKING:
    from octavo.core.protocols import Embedder

MOST_SENTENCES = 60
"""Of one article: what comes later stands in no summary."""
MOST_ARTICLES = 60
COPIED_SHARE = 0.6
"""Of the shorter one's sentences, word for word: then two articles are one voice, whoever signs them."""
MIN_COPIED = 2

Array = Any  # numpy arrays


def read_articles(
    articles: Sequence[BriefArticle], split: SplitSentences, embedder: "Embedder"
) -> tuple[ReadArticle, ...]:
    """Each article with its sentences and their vectors. Raises `OctavoError` where the embedder cannot be reached."""
    cut = [_sentences(article, split) for article in articles]
    vectors = embedder.embed([sentence for sentences in cut for sentence in sentences]).astype("<f2")
    read, at = [], 0
    for article, sentences in zip(articles, cut, strict=True):
        rows = vectors[at : at + len(sentences)]
        at += len(sentences)
        read.append(ReadArticle(article, sentences, rows.tobytes(), embedder.name))
    return tuple(read)


def _sentences(article: BriefArticle, split: SplitSentences) -> tuple[str, ...]:
    """The title, "" where there is none, and the sentences of the text."""
    title = " ".join(article.title.split())
    sentences = [sentence for sentence in split(article.text, article.language) if sentence]
    return (title, *sentences[:MOST_SENTENCES])


def story_of(articles: Sequence[ReadArticle]) -> "StoryReading":
    """A story's articles together; of a very large one, the first sixty."""
    return StoryReading(tuple(articles[:MOST_ARTICLES]))


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence of a story: the article's number, the sentence's number in it (0 is the title), and its words."""

    article: int
    index: int
    text: str
    language: str

    @property
    def is_title(self) -> bool:
        return self.index == 0

    @property
    def stems(self) -> frozenset[str]:
        return stems(self.text)

    @property
    def keys(self) -> frozenset[str]:
        return keys(self.text, self.language)


@dataclass(frozen=True, slots=False, eq=False)
class StoryReading:
    """The articles of one story, in order. Sentences go by their place in `spots`. Equal to itself alone."""

    articles: tuple[ReadArticle, ...]
    spots: tuple[Spot, ...] = field(init=False)

    def __post_init__(self) -> None:
        if len({article.embedder for article in self.articles}) > 1:
            raise OctavoError("Vectors of different embedders cannot be compared")
        spots = [
            Spot(number, index, text, read.article.language)
            for number, read in enumerate(self.articles)
            for index, text in enumerate(read.sentences)
        ]
        object.__setattr__(self, "spots", tuple(spots))

    @cached_property
    def vectors(self) -> Array:
        """float32 of shape (len(spots), dimensions)."""
        import numpy as np

        if not self.spots:
            return np.zeros((0, 1), np.float32)
        whole = b"".join(read.vectors for read in self.articles)
        return np.frombuffer(whole, "<f2").reshape(len(self.spots), -1).astype(np.float32)

    @cached_property
    def likeness(self) -> Array:
        """Cosines of all pairs."""
        return self.vectors @ self.vectors.T

    @cached_property
    def voices(self) -> tuple[int, ...]:
        """Of each article, the number of the first article of its voice: one publisher's articles are one voice, and
        so are copies."""
        return _voices([read.article for read in self.articles], [read.sentences for read in self.articles])

    def voice(self, at: int) -> int:
        return self.voices[self.spots[at].article]

    @property
    def voice_count(self) -> int:
        return len(set(self.voices))

    def publisher(self, article: int) -> str:
        told = self.articles[article].article
        return told.publisher or told.id

    def citation(self, at: int) -> Citation:
        spot = self.spots[at]
        return Citation(self.articles[spot.article].article.id, spot.text)

    def telling(self, at: int) -> Telling:
        told = self.articles[self.spots[at].article].article
        return Telling(told.publisher or told.id, told.country, self.citation(at))

    def sentence(self, text: str, places: Sequence[int]) -> BriefSentence:
        """`text` with citations of these sentences, each once."""
        return BriefSentence(text, tuple(dict.fromkeys(self.citation(at) for at in places)))


def _voices(articles: list[BriefArticle], sentences: list[tuple[str, ...]]) -> tuple[int, ...]:
    numbers = {article.id: number for number, article in enumerate(articles)}
    parent = list(range(len(articles)))

    def root(number: int) -> int:
        while parent[number] != number:
            number = parent[number]
        return number

    def join(one: int, other: int) -> None:
        first, second = sorted((root(one), root(other)))
        parent[second] = first

    publishers: dict[str, int] = {}
    bodies = [frozenset(held[1:]) for held in sentences]
    for number, article in enumerate(articles):
        if article.publisher:
            join(number, publishers.setdefault(article.publisher.casefold(), number))
        if article.duplicate_of in numbers:
            join(number, numbers[article.duplicate_of])
        for other in range(number):
            if _is_copy(bodies[number], bodies[other]):
                join(number, other)
    return tuple(root(number) for number in range(len(articles)))


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= MIN_COPIED and shared >= COPIED_SHARE * min(len(one), len(other))
