"""Translations: each is checked against its own original, as if there were no other sentence in the world.

What a translation says must be in the original (the checker's own question), and every figure and day of the original
in the translation (the same question the other way round, of which only figures are believed: asked for everything it
would drop true translations for names of places that the gazetteer knows in one language alone).
Then the other sentences of the article have one word: none of them may be nearer to it than its own.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.assist.grounding.checker import Checker
from octavo.assist.grounding.sources import prepare
from octavo.core.grounding import (
    Claim,
    GroundingCode,
    GroundingReason,
    GroundingVerdict,
    ReadFacts,
    SourceArticle,
    SplitSentences,
)
from octavo.core.protocols import Embedder
from octavo.core.translation import SentencePair

KEPT_BOTH_WAYS = frozenset({GroundingCode.FIGURE, GroundingCode.UNIT, GroundingCode.DATE})
"""A translation that leaves one of these out is none."""
NEARER = 0.01
"""Another sentence of the article may be so much nearer (in cosine). With the likest other sentence in the place of the
right one, readers got the original .959 of the time, and .886 without this (`python -m evals --full translations`)."""
ALIKE = 0.92
"""Sentences that are as like each other say the same, as a title and the first one do: neither is the other's rival."""
REMEMBERED = 1_000
"""Vectors, 1.5 kB each: a sentence is asked about two or three times, and beside all others of its article."""

Array = Any  # numpy arrays


class Remembering:
    """An `Embedder` that makes no vector twice while it remembers it."""

    def __init__(self, inner: Embedder, most: int = REMEMBERED) -> None:
        self._inner = inner
        self._most = most
        self._known: OrderedDict[str, Array] = OrderedDict()

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def dimensions(self) -> int:
        return self._inner.dimensions

    def embed(self, texts: Sequence[str]) -> Array:
        import numpy as np

        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        made = dict(zip(new, self._inner.embed(new), strict=True)) if new else {}
        rows = [made[text] if text in made else self._known[text] for text in texts]
        self._known.update(made)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)


@dataclass(frozen=True, slots=True)
class PairChecker:
    """`checker` and the rest are of one embedder, which `Remembering` makes quick."""

    checker: Checker
    split: SplitSentences
    read: ReadFacts
    embedder: Embedder

    def check(self, pairs: Sequence[SentencePair], article: Sequence[str]) -> list[GroundingVerdict]:
        """A verdict for each, in order; its citation is the original. `article` has all sentences that are translated.

        Never raises for any text. Raises `OctavoError` where the embedder cannot be reached.
        """
        return [self._check(pair, article) for pair in pairs]

    def _check(self, pair: SentencePair, article: Sequence[str]) -> GroundingVerdict:
        verdict = self._held(pair.translation, pair.target, by=pair.original, of=pair.source)
        if not verdict.accepted:
            return verdict
        if self._is_anothers(pair, article):
            return replace(verdict, accepted=False, reason=GroundingReason(GroundingCode.UNSUPPORTED))
        back = self._held(pair.original, pair.source, by=pair.translation, of=pair.target)
        if not back.accepted and back.reason.code in KEPT_BOTH_WAYS:
            return replace(verdict, accepted=False, reason=back.reason)
        return verdict

    def _held(self, claim: str, language: str, *, by: str, of: str) -> GroundingVerdict:
        sources = prepare([SourceArticle("original", by, "", of)], self.split, self.read, self.embedder)
        return self.checker.check([Claim(claim, language)], sources)[0]

    def _is_anothers(self, pair: SentencePair, article: Sequence[str]) -> bool:
        """Whether it sounds more like some other sentence of the article."""
        others = [text for text in article if text and text != pair.original]
        if not others:
            return False
        vectors = self.embedder.embed([pair.translation, pair.original, *others])
        translation, original, rivals = vectors[0], vectors[1], vectors[2:]
        rivals = rivals[rivals @ original < ALIKE]
        return bool((rivals @ translation > original @ translation + NEARER).any())
