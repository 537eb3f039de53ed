"""A second look: it refuses, it never accepts, and what goes wrong with it changes nothing."""

from collections.abc import Sequence

import pytest

from octavo.assist.second_opinion import with_second_opinion
from octavo.core.failures import Failure, FailureCode
from octavo.core.grounding import Claim, GroundingCode, GroundingReason, GroundingVerdict, SourceSentence
from octavo.testing.models import Line, ScriptedModel, saying

QUOTE = SourceSentence("a", 1, "The army sent 40 boats to Velm.", "en")
SUPPORTED = GroundingVerdict(True, GroundingReason(GroundingCode.SUPPORTED), (QUOTE,))
REFUSED = GroundingVerdict(False, GroundingReason(GroundingCode.FIGURE, "90"), (QUOTE,))
CLAIMS = (Claim("Forty boats went to Velm.", "en"), Claim("The army sent 90 boats to Velm.", "en"))


async def check(claims: Sequence[Claim]) -> Sequence[GroundingVerdict]:
    return [SUPPORTED, REFUSED][: len(claims)]


async def codes(*lines: Line) -> tuple[list[GroundingCode], ScriptedModel]:
    model = ScriptedModel(saying(*lines))
    verdicts = await with_second_opinion(check, model)(CLAIMS)
    assert [each.accepted for each in verdicts] == [each.reason.code is GroundingCode.SUPPORTED for each in verdicts]
    return [each.reason.code for each in verdicts], model


@pytest.mark.parametrize("said", ["no", "No.", " **NO** ", "no, it says more"])
async def test_it_refuses(said: str) -> None:
    found, _ = await codes(said)
    assert found == [GroundingCode.SECOND_OPINION, GroundingCode.FIGURE]


@pytest.mark.parametrize("said", ["yes", "Yes.", "", "nothing is known", "はい", Failure(FailureCode.TIMEOUT)])
async def test_anything_else_changes_nothing(said: Line) -> None:
    found, _ = await codes(said)
    assert found == [GroundingCode.SUPPORTED, GroundingCode.FIGURE]


async def test_what_was_refused_is_not_asked_again_and_what_is_asked_is_data() -> None:
    _, model = await codes("yes")
    (request,) = model.requests
    text = request.messages[-1].text
    assert CLAIMS[0].text in text
    assert f"[1] {QUOTE.text}" in text
    assert request.max_tokens < 20
