"""A story's articles as the checker needs them: sentences with facts and vectors, made once, used for every claim."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Any

from octavo.core.briefs import ReadArticle
from octavo.core.grounding import ReadFacts, SentenceFacts, SourceArticle, SourceSentence, SplitSentences
from octavo.core.protocols import Embedder

MAX_SENTENCES = 2_000
MAX_SENTENCE_CHARS = 700
STEM = 5
LOOK_BACK, LOOK_AHEAD = 3, 1
"""Sentences around one that say who "she" is."""
UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "km"})

Array = Any  # numpy arrays


@dataclass(frozen=True, slots=True)
class Context:
    """What an article says anywhere."""

    keys: frozenset[str]
    words: frozenset[str]
    places: frozenset[int]
    dates: frozenset[str]
    squeezed: str


@dataclass(frozen=True)
class Sources:
    """`vectors` is float32 of shape (len(sentences), dimensions); `contexts` are by the article's id."""

    sentences: tuple[SourceSentence, ...]
    facts: tuple[SentenceFacts, ...]
    vectors: Array
    contexts: dict[str, Context]
    embedder: str
    units: tuple[frozenset[str], ...] = field(default=())

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How much a unit of meaning tells: what few sentences have tells more."""
        counts = Counter(unit for units in self.units for unit in units)
        total = len(self.units) + 1
        return {unit: log(1 + total / count) for unit, count in counts.items()}

    @cached_property
    def of_unit(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, units in enumerate(self.units):
            for unit in units:
                found.setdefault(unit, []).append(at)
        return found

    @cached_property
    def all_words(self) -> frozenset[str]:
        return frozenset().union(*(context.words for context in self.contexts.values()))

    def around(self, at: int) -> Iterable[int]:
        """The sentences of the same article just before and after."""
        article = self.sentences[at].article
        near = range(max(at - LOOK_BACK, 0), min(at + LOOK_AHEAD + 1, len(self.sentences)))
        return (other for other in near if self.sentences[other].article == article)


def prepare(articles: Sequence[SourceArticle], split: SplitSentences, read: ReadFacts, embedder: Embedder) -> Sources:
    """Raises `OctavoError` where the embedder cannot be reached, and nothing else for any text."""
    sentences = [sentence for article in articles for sentence in _sentences(article, split)][:MAX_SENTENCES]
    vectors = embedder.embed([sentence.text for sentence in sentences])
    return _together(articles, sentences, vectors, read, embedder.name)


def prepare_read(articles: Sequence[ReadArticle], read: ReadFacts) -> Sources:
    """The same of articles whose sentences have their vectors already. Raises ValueError where they are of several
    embedders."""
    import numpy as np

    if len({article.embedder for article in articles}) != 1:
        raise ValueError("the articles' vectors are not of one embedder")
    sentences, rows = [], []
    for one in articles:
        vectors = np.frombuffer(one.vectors, "<f2").reshape(len(one.sentences), -1)
        for index, text in enumerate(one.sentences):
            if text:
                cut = text[:MAX_SENTENCE_CHARS]
                sentences.append(SourceSentence(one.article.id, index, cut, one.article.language))
                rows.append(vectors[index])
    told = [_source_article(one) for one in articles]
    vectors = np.array(rows[:MAX_SENTENCES], np.float32)
    return _together(told, sentences[:MAX_SENTENCES], vectors, read, articles[0].embedder)


def _source_article(one: ReadArticle) -> SourceArticle:
    told = one.article
    return SourceArticle(told.id, told.title, told.text, told.language, told.published_at)


def _together(
    articles: Sequence[SourceArticle],
    sentences: Sequence[SourceSentence],
    vectors: Array,
    read: ReadFacts,
    embedder: str,
) -> Sources:
    facts = [read(sentence.text, sentence.language) for sentence in sentences]
    contexts = {article.id: _context(article, sentences, facts) for article in articles}
    units = tuple(frozenset(units_of(each)) for each in facts)
    return Sources(tuple(sentences), tuple(facts), vectors, contexts, embedder, units)


def _sentences(article: SourceArticle, split: SplitSentences) -> list[SourceSentence]:
    texts = [article.title.strip(), *split(article.text, article.language)]
    return [
        SourceSentence(article.id, index, text[:MAX_SENTENCE_CHARS], article.language)
        for index, text in enumerate(texts)
        if text
    ]


def _context(article: SourceArticle, sentences: Sequence[SourceSentence], facts: Sequence[SentenceFacts]) -> Context:
    own = [each for sentence, each in zip(sentences, facts, strict=True) if sentence.article == article.id]
    return Context(
        frozenset(key for each in own for key in each.keys if key),
        frozenset(stem(word) for each in own for word in each.tokens),
        frozenset(place for each in own for place in each.places),
        frozenset(date.name for each in own for date in each.dates) | _published(article),
        squeezed(f"{article.title} {article.text}"),
    )


def _published(article: SourceArticle) -> frozenset[str]:
    """The days around publication, which "today" and "yesterday" stand for."""
    if article.published_at is None:
        return frozenset()
    days = [article.published_at + timedelta(days=shift) for shift in (-1, 0, 1)]
    return frozenset({f"y{days[1].year}", f"m{days[1].month}", *(f"w{day.weekday()}" for day in days)})


def squeezed(text: str) -> str:
    """Letters and digits alone, folded: what two writings of one quotation share."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def stem(word: str) -> str:
    return word[:STEM]


def ordered_units(facts: SentenceFacts) -> list[str]:
    """What carries meaning, in order: beginnings of words; pairs of signs where a script parts no words."""
    if facts.language in UNSPACED:
        signs = [word if is_content else "" for word, is_content in zip(facts.tokens, facts.content, strict=True)]
        return [first + second for first, second in pairwise(signs) if first and second]
    return [stem(word) for word, is_content in zip(facts.tokens, facts.content, strict=True) if is_content]


def units_of(facts: SentenceFacts) -> set[str]:
    return set(ordered_units(facts))
