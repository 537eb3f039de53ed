"""A second look at what the checker accepted, by a language model. It can only refuse.

An article that told it to say "yes" would gain nothing: yes is what the checker said already. A model that is away or
says neither yes nor no changes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from octavo.assist.prompts import asked, prompt
from octavo.core.failures import Failure
from octavo.core.grounding import Claim, GroundingCode, GroundingReason, GroundingVerdict, SourceSentence
from octavo.core.protocols import LanguageModel
from octavo.core.writing import CheckClaims, WritingSource

MAX_TOKENS = 8
_WORD = re.compile(r"[a-z]+")


def with_second_opinion(check: CheckClaims, model: LanguageModel) -> CheckClaims:
    """As `check`, but what it accepts is asked of `model`, too. Raises what `check` raises."""

    async def checked(claims: Sequence[Claim]) -> Sequence[GroundingVerdict]:
        verdicts = await check(claims)
        return [await _looked_at(claim, each, model) for claim, each in zip(claims, verdicts, strict=True)]

    return checked


async def _looked_at(claim: Claim, verdict: GroundingVerdict, model: LanguageModel) -> GroundingVerdict:
    if not verdict.accepted or await _agrees(claim.text, verdict.citations, model):
        return verdict
    return replace(verdict, accepted=False, reason=GroundingReason(GroundingCode.SECOND_OPINION))


async def _agrees(claim: str, cited: Sequence[SourceSentence], model: LanguageModel) -> bool:
    """False where it says no, and for nothing else."""
    sources = [WritingSource(each, "") for each in cited]
    request = asked(prompt("second_opinion"), sources, language="English", question=claim, max_tokens=MAX_TOKENS)
    answer = await model.complete(request)
    said = "" if isinstance(answer, Failure) else answer.text.casefold()
    first = _WORD.search(said)
    return first is None or first[0] != "no"
