"""The checker as the pipeline puts it together, with the shipped embedder: what was read is prepared once."""

import pytest

from octavo.core.briefs import BriefArticle
from octavo.core.grounding import Claim, GroundingCode
from octavo.pipeline import grounding
from octavo.pipeline.briefing import ReadTask, read

ARTICLE = BriefArticle(
    "a", "Flood closes the harbour", "The army sent 40 boats to Velm. Schools stay closed this week.", language="en"
)


def test_claims_are_judged_and_sources_prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = read(ReadTask((ARTICLE,)))
    claims = (Claim("The army sent 40 boats to Velm.", "en"), Claim("The army sent 90 boats to Velm.", "en"))
    first, second = grounding.check_read(claims, articles, "key")
    assert first.accepted
    assert [(cited.article, cited.index) for cited in first.citations] == [("a", 1)]
    assert (second.accepted, second.reason.code) == (False, GroundingCode.FIGURE)
    monkeypatch.setattr(grounding, "_prepare", lambda articles: pytest.fail("prepared twice"))
    assert grounding.check_read(claims[:1], articles, "key")[0].accepted


def test_few_sets_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grounding, "_prepared", {})
    articles = read(ReadTask((ARTICLE,)))
    for number in range(grounding.PREPARED + 3):
        grounding.check_read((Claim("Schools stay closed.", "en"),), articles, str(number))
    assert len(grounding._prepared) == grounding.PREPARED
