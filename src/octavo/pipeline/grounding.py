"""Puts the checker of AI sentences together: who reads facts, who cuts sentences, and the embedder are handed in here.

Whatever asks a model for sentences prepares its sources once and has each sentence checked before anybody sees it.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from octavo.core.briefs import ReadArticle
from octavo.core.grounding import Claim, GroundingVerdict
from octavo.core.translation import SentencePair

if TYPE_CHECKING:
    from octavo.assist.grounding import Checker, PairChecker, Sources


PREPARED = 12
"""Sets of sources that a process keeps ready."""


@cache
def configured_checker() -> "Checker":
    from octavo.assist.grounding import Checker
    from octavo.understand.embedding import shipped_embedder
    from octavo.understand.facts import read_facts
    from octavo.understand.sentences import split_sentences

    return Checker(split_sentences, read_facts, shipped_embedder())


def check_read(claims: Sequence[Claim], articles: Sequence[ReadArticle], key: str) -> list[GroundingVerdict]:
    """A verdict for each claim, in order. `key` is the same for the same articles alone: facts of a story's sentences
    take a second, and good are they for any number of claims."""
    sources = _prepared.get(key)
    if sources is None:
        sources = _prepared[key] = _prepare(articles)
        while len(_prepared) > PREPARED:
            _prepared.pop(next(iter(_prepared)))
    return configured_checker().check(claims, sources)


def _prepare(articles: Sequence[ReadArticle]) -> "Sources":
    from octavo.assist.grounding import prepare_read
    from octavo.understand.facts import read_facts

    return prepare_read(articles, read_facts)


_prepared: "dict[str, Sources]" = {}


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
