"""Which pages' texts are held back from readers: clearly broken ones, until a later reading is fine.

`judge` is the rule, pure; `judged` asks the store what it needs, inside the transaction that stores the pages.
"""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from octavo.core.articles import ExtractedArticle, Kind
from octavo.core.failures import FailureCode
from octavo.core.polling import PageOutcome
from octavo.core.quality import Decision, HoldReason, ReadingFacts

log = structlog.get_logger()

SAME_TEXT = 2
"""So many other articles with the very same text: one may be the same story at another address."""
EMPTY_CHARS = 120
ENOUGH_READINGS = 8
USUAL_CHARS = 600
"""A publisher whose pages mostly give as much has not turned to one-line news overnight."""


def judge(outcome: PageOutcome, facts: ReadingFacts) -> HoldReason | None:
    """Why the page's text is to be held back; None where it is to be shown. The operator's word goes before ours."""
    if facts.decision is Decision.RELEASED:
        return None
    if facts.decision is Decision.KEPT_BACK and facts.held:
        return facts.held
    if outcome.failure:
        return HoldReason.EMPTY if outcome.failure.code is FailureCode.NO_TEXT and _had_text(facts) else None
    if outcome.trouble or outcome.article is None:
        return outcome.trouble
    if outcome.article.text and facts.same_text >= SAME_TEXT:
        return HoldReason.SAME_TEXT
    return HoldReason.EMPTY if _is_empty(outcome.article) and _had_text(facts) else None


def _is_empty(article: ExtractedArticle) -> bool:
    """What is there to see or hear needs no text."""
    return article.kind is Kind.ARTICLE and not article.media and len(article.text) < EMPTY_CHARS


def _had_text(facts: ReadingFacts) -> bool:
    return facts.readings >= ENOUGH_READINGS and facts.median_chars >= USUAL_CHARS


def judged(outcomes: Sequence[PageOutcome]) -> list[PageOutcome]:
    """The outcomes, each with its `trouble`. What is newly held back, or shown again, is logged."""
    from octavo.store import readings

    facts = readings.facts_of([outcome for outcome in outcomes if outcome.article or outcome.failure])
    return [_judged(outcome, facts.get(outcome.article_id)) for outcome in outcomes]


def _judged(outcome: PageOutcome, facts: ReadingFacts | None) -> PageOutcome:
    if facts is None:
        return outcome
    trouble = judge(outcome, facts)
    if trouble and not facts.held:
        log.warning("held back", article=outcome.article_id, reason=trouble.value)
    elif facts.held and not trouble and outcome.article:
        log.info("shown again", article=outcome.article_id, was_held_for=facts.held.value)
    return replace(outcome, trouble=trouble)
