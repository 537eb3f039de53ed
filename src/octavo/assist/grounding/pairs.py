"""Translations: each is checked against its own original, as if there were no other sentence in the world.

What a translation says must be in the original (the checker's own question), and every figure and day of the original
in the translation (the same question the other way round, of which only figures are believed: asked for everything it
would drop one true translation in thirteen, mostly for names of places that the gazetteer knows in one language alone).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from octavo.assist.grounding.checker import Checker
from octavo.assist.grounding.sources import prepare
from octavo.core.grounding import (
    Claim,
    GroundingCode,
    GroundingVerdict,
    ReadFacts,
    SourceArticle,
    SplitSentences,
)
from octavo.core.protocols import Embedder
from octavo.core.translation import SentencePair

KEPT_BOTH_WAYS = frozenset({GroundingCode.FIGURE, GroundingCode.UNIT, GroundingCode.DATE})
"""A translation that leaves one of these out is none."""


@dataclass(frozen=True, slots=True)
class PairChecker:
    """`checker` and the rest are of one embedder."""

    checker: Checker
    split: SplitSentences
    read: ReadFacts
    embedder: Embedder

    def check(self, pairs: Sequence[SentencePair]) -> list[GroundingVerdict]:
        """A verdict for each, in order; its citation is the original. Never raises for any text.

        Raises `OctavoError` where the embedder cannot be reached.
        """
        return [self._check(pair) for pair in pairs]

    def _check(self, pair: SentencePair) -> GroundingVerdict:
        verdict = self._held(pair.translation, pair.target, by=pair.original, of=pair.source)
        if not verdict.accepted:
            return verdict
        back = self._held(pair.original, pair.source, by=pair.translation, of=pair.target)
        if not back.accepted and back.reason.code in KEPT_BOTH_WAYS:
            return replace(verdict, accepted=False, reason=back.reason)
        return verdict

    def _held(self, claim: str, language: str, *, by: str, of: str) -> GroundingVerdict:
        sources = prepare([SourceArticle("original", by, "", of)], self.split, self.read, self.embedder)
        return self.checker.check([Claim(claim, language)], sources)[0]
