"""A story for tests of writing: three honest publishers, the real checker, and vectors that are made once."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from octavo.assist.grounding import Checker, Sources, prepare
from octavo.assist.writing import write
from octavo.core.grounding import Claim, GroundingVerdict, SourceArticle, SourceSentence
from octavo.core.protocols import LanguageModel
from octavo.core.writing import Sentence, WritingEvent, WritingSource
from octavo.understand.embedding import shipped_embedder
from octavo.understand.facts import read_facts
from octavo.understand.sentences import split_sentences

STORY = (
    SourceArticle(
        "post",
        "Flood closes the harbour of Velm",
        "A flood closed the harbour of Velm on Tuesday. The army sent 40 boats to Velm. "
        "“We will not leave the town,” Mayor Karin Holt said. Nearly 2,000 people left their homes.",
        "en",
    ),
    SourceArticle(
        "herald",
        "Army sends boats to flooded Velm",
        "The army sent 40 boats to Velm after the flood. The flood closed the harbour of Velm on Tuesday. "
        "Nearly 2,000 people left their homes. Schools stay closed this week.",
        "en",
    ),
    SourceArticle(
        "echo",
        "Velm under water",
        "Nearly 2,000 people have left their homes in Velm. The engineer Pavel Brandt said that the dam held. "
        "Prices of grain rose by 12 percent.",
        "en",
    ),
)
VOICES = {"post": "Velm Post", "herald": "Harlund Herald", "echo": "Echo", "gossip": "Gossip", "comment": "A reader"}
HONEST = (
    "A flood closed the harbour of Velm on Tuesday.",
    "The army sent 40 boats to Velm.",
    "Nearly 2,000 people left their homes.",
)


class Remembering:
    """An `Embedder` that makes no vector twice."""

    def __init__(self) -> None:
        self._inner = shipped_embedder()
        self._known: dict[str, Any] = {}
        self.name = self._inner.name
        self.dimensions = self._inner.dimensions

    def embed(self, texts: Sequence[str]) -> Any:
        import numpy as np

        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._inner.embed(new), strict=True))
        rows = [self._known[text] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)


read = cache(read_facts)


@cache
def embedder() -> Remembering:
    return Remembering()


@cache
def checker() -> Checker:
    return Checker(split_sentences, read, embedder())


class Desk:
    """Everything that writing needs of `articles`, as the pipeline hands it over."""

    def __init__(self, *articles: SourceArticle) -> None:
        self.checked: Sources = prepare(articles, split_sentences, read, embedder())
        self.sources = tuple(WritingSource(each, VOICES[each.article]) for each in self.checked.sentences)
        self.claims: list[Claim] = []

    async def check(self, claims: Sequence[Claim]) -> Sequence[GroundingVerdict]:
        self.claims += claims
        return checker().check(claims, self.checked)

    async def embedded(self) -> list[Sentence]:
        return [Sentence(each.text, (each,)) for each in self.sentences if each.index]

    @property
    def sentences(self) -> list[SourceSentence]:
        return [each.sentence for each in self.sources]

    async def write(self, task: Any, model: LanguageModel | None) -> list[WritingEvent]:
        return [event async for event in write(task, model, self.check, self.embedded)]


def texts(events: Sequence[WritingEvent]) -> list[str]:
    return [event.text for event in events if isinstance(event, Sentence)]
