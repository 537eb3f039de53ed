"""Puts the checker of AI sentences together: who reads facts, who cuts sentences, and the embedder are handed in here.

Whatever asks a model for sentences prepares its sources once and has each sentence checked before anybody sees it.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from octavo.core.grounding import Claim, GroundingVerdict, SourceArticle

if TYPE_CHECKING:
    from octavo.assist.grounding import Checker, Sources


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
