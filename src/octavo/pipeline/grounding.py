"""Puts the checker of AI sentences together: who reads facts, who cuts sentences, and the embedder are handed in here.

Whatever asks a model for sentences prepares its sources once and has each sentence checked before anybody sees it.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from octavo.core.grounding import Claim, GroundingVerdict, SourceArticle
from octavo.core.translation import SentencePair

if TYPE_CHECKING:
    from octavo.assist.grounding import Checker, PairChecker, Sources


@cache
def configured_checker() -> "Checker":
    from octavo.assist.grounding import Checker
    from octavo.understand.embedding import shipped_embedder
    from octavo.understand.facts import read_facts
    from octavo.understand.sentences import split_sentences

    return Checker(split_sentences, read_facts, shipped_embedder())


def prepare_sources(articles: Sequence[SourceArticle]) -> "Sources":
    """Sentences, facts and vectors of a story's articles: seconds for twenty, and good for any number of claims."""
    from octavo.assist.grounding import prepare
    from octavo.understand.embedding import shipped_embedder
    from octavo.understand.facts import read_facts
    from octavo.understand.sentences import split_sentences

    return prepare(articles, split_sentences, read_facts, shipped_embedder())


def check_claims(claims: Sequence[Claim], articles: Sequence[SourceArticle]) -> list[GroundingVerdict]:
    """A verdict for each claim, in order."""
    return configured_checker().check(claims, prepare_sources(articles))


@cache
def configured_pair_checker() -> "PairChecker":
    from octavo.assist.grounding import Checker, PairChecker, Remembering
    from octavo.understand.embedding import shipped_embedder
    from octavo.understand.facts import read_facts
    from octavo.understand.sentences import split_sentences

    embedder = Remembering(shipped_embedder())
    checker = Checker(split_sentences, read_facts, embedder)
    return PairChecker(checker, split_sentences, read_facts, embedder)


def check_translations(pairs: Sequence[SentencePair], article: Sequence[str]) -> list[GroundingVerdict]:
    """A verdict for each translation against its own original, in order. From one thread or process at a time."""
    return configured_pair_checker().check(pairs, article)


def tell_language(text: str, wanted: str) -> str | None:
    """The language of a translation, for `octavo.assist.translating`."""
    from octavo.understand.language import detect_language

    return detect_language(text, hint=wanted)
