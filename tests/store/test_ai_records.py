"""Verdicts on models' sentences: kept without whoever asked, counted by day, gone with every article that they cite."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from newsroom import NOW, Newsroom
from octavo.core.briefs import Brief, BriefOf, Feature, KeptBrief
from octavo.core.grounding import (
    Claim,
    GroundingCode,
    GroundingReason,
    GroundingRecord,
    GroundingVerdict,
    SourceSentence,
)
from octavo.core.writing import DropCode
from octavo.store import ai_records, briefs, retention, takedowns
from octavo.store.models import AiCount, AiRecord, AiRecordSource

pytestmark = pytest.mark.django_db
QUESTION = "Did my neighbour Amina flee?"


@pytest.fixture
def room() -> Newsroom:
    return Newsroom()


def record(articles: Sequence[int], *, code: GroundingCode = GroundingCode.SUPPORTED, **fields: Any) -> GroundingRecord:
    cited = tuple(SourceSentence(str(one), 2, f"Sentence of {one}.", "en") for one in articles)
    verdict = GroundingVerdict(
        code is GroundingCode.SUPPORTED, GroundingReason(code, "1,200 people"), cited, {"support": 0.734512}, 1
    )
    values: dict[str, Any] = {
        "feature": "ask", "question": QUESTION, "provider": "llama", "prompt": "ask/1",
        "claim": Claim("About 1,200 people fled.", "en"), "verdict": verdict, "checker": "grounding/1",
        "checked_at": NOW, **fields,
    }  # fmt: skip
    return GroundingRecord(**values)


def test_a_record_has_what_was_decided_and_nothing_of_who_asked(room: Newsroom) -> None:
    articles = [room.article("Flood"), room.article("Rain")]
    ai_records.record_verdicts([record(articles, code=GroundingCode.FIGURE)])
    row = AiRecord.objects.get()
    assert (row.feature, row.provider, row.prompt, row.checker) == ("ask", "llama", "ask/1", "grounding/1")
    assert (row.claim, row.is_shown, row.code, row.words) == (
        "About 1,200 people fled.",
        False,
        "figure",
        "1,200 people",
    )
    assert (row.scores, row.checked_at, row.language) == ({"support": 0.7345}, NOW, "en")
    cited = [(one.place, one.article_id, one.sentence) for one in row.sources.order_by("place")]
    assert cited == [(0, articles[0], 2), (1, articles[1], 2)]
    assert "neighbour" not in json.dumps([*AiRecord.objects.values()], default=str)
    assert "neighbour" not in json.dumps([*AiRecordSource.objects.values()], default=str)


def test_one_question_is_told_from_another_by_this_instance_alone(settings: Any) -> None:
    known = ai_records.question_hash(QUESTION)
    assert known == ai_records.question_hash(f"  {QUESTION.upper()} ")
    assert known != ai_records.question_hash("Another?")
    assert ai_records.question_hash(" ") == b""
    settings.SECRET_KEY = "another"
    assert known != ai_records.question_hash(QUESTION)


def test_what_was_dropped_for_what_it_is_says_so(room: Newsroom) -> None:
    ai_records.record_verdicts([record([room.article()], dropped=DropCode.ADDRESS.value)])
    (found,) = ai_records.dropped(5)
    assert (found.code, found.reason) == ("address", None)


def test_an_article_that_is_gone_takes_its_records_along(room: Newsroom) -> None:
    first, second = room.article("Flood"), room.article("Rain")
    ai_records.record_verdicts([record([first, second]), record([second]), record([])])
    retention.forget_articles([first])
    assert AiRecord.objects.count() == 2
    assert not AiRecordSource.objects.filter(article_id=first).exists()
    takedowns.take_down_article(second, takedowns.Request("Daily", "It asks.", None), NOW)
    assert [row.sources.count() for row in AiRecord.objects.all()] == [0]
    assert AiCount.objects.get().count == 3, "counts hold no text"


def test_a_text_that_became_another_takes_its_records_along(room: Newsroom) -> None:
    article = room.article("Flood")
    ai_records.record_verdicts([record([article])])
    briefs.tell_again([article], NOW)
    assert not AiRecord.objects.exists()


def test_a_record_of_an_article_that_went_meanwhile_is_only_counted(room: Newsroom) -> None:
    ai_records.record_verdicts([record([10**6]), record([room.article()])])
    assert AiRecord.objects.count() == 1
    assert AiCount.objects.get().count == 2


@pytest.mark.parametrize("article", ["post", "", "-1", "9" * 40, "١"])
def test_ids_that_are_none_are_only_counted(article: str) -> None:
    verdict = replace(record([]).verdict, citations=(SourceSentence(article, 0, "x"),))
    ai_records.record_verdicts([record([], verdict=verdict)])
    assert not AiRecord.objects.exists()
    assert AiCount.objects.exists()


def test_what_a_database_refuses_is_left_out(room: Newsroom) -> None:
    ai_records.record_verdicts([record([room.article()], claim=Claim("a\0b\ud800" + "x" * 9_000, "en"))])
    assert AiRecord.objects.get().claim.startswith("ab?x")
    assert len(AiRecord.objects.get().claim) <= ai_records.LONGEST_CLAIM


def test_rates_by_feature_model_language_and_day(room: Newsroom) -> None:
    article = room.article()
    yesterday = NOW - timedelta(days=1)
    ai_records.record_verdicts([record([article]), record([article]), record([article], code=GroundingCode.NAME)])
    ai_records.record_verdicts([record([article], code=GroundingCode.FIGURE, checked_at=yesterday, provider="own")])
    ai_records.record_verdicts([record([article], feature="summary", claim=Claim("Rain.", "ar"))])
    ai_records.record_verdicts([record([article], checked_at=NOW - timedelta(days=3))])
    found = ai_records.rates(NOW.date(), 2)
    assert (found.whole.shown, found.whole.dropped, found.whole.dropped_share) == (3, 2, 0.4)
    assert [(one.name, one.shown, one.dropped) for one in found.features] == [("ask", 2, 2), ("summary", 1, 0)]
    assert [(one.name, one.shown, one.dropped) for one in found.models] == [("llama", 3, 1), ("own", 0, 1)]
    assert [(one.name, one.shown, one.dropped) for one in found.languages] == [("en", 2, 2), ("ar", 1, 0)]
    assert [(one.day, one.rate.all) for one in found.days] == [(yesterday.date(), 1), (NOW.date(), 4)]
    assert found.reasons == (("figure", 1), ("name", 1))


def test_the_latest_dropped_come_first_with_the_nearest_sentence(room: Newsroom) -> None:
    article = room.article("Flood")
    for number in range(3):
        claim = Claim(f"Claim {number}.", "en")
        ai_records.record_verdicts([record([article], code=GroundingCode.NAME, claim=claim), record([article])])
    ai_records.record_verdicts([record([article], code=GroundingCode.NAME, claim=Claim(""))])
    ai_records.record_verdicts([record([], code=GroundingCode.NO_SOURCE, feature="summary")])
    latest = ai_records.dropped(9)
    assert [one.text for one in latest] == ["About 1,200 people fled.", "Claim 2.", "Claim 1.", "Claim 0."]
    assert latest[0].nearest is None
    assert latest[1].nearest == ai_records.Nearest(article, "Flood", "en", 2, f"Sentence of {article}.")
    assert latest[1].reason == GroundingReason(GroundingCode.NAME, "1,200 people")
    assert [one.text for one in ai_records.dropped(1, "ask", latest[1].id)] == ["Claim 1."]


def test_records_and_counts_are_forgotten_in_time(room: Newsroom) -> None:
    article = room.article()
    old = NOW - timedelta(days=31)
    ai_records.record_verdicts([record([article], checked_at=old) for _ in range(3)] + [record([article])])
    assert ai_records.forget_old(NOW, 0) == 0
    assert ai_records.forget_old(NOW, 30) == 3
    assert (AiRecord.objects.count(), AiRecordSource.objects.count(), AiCount.objects.count()) == (1, 1, 1)


def test_what_is_made_without_a_model_is_counted_too(room: Newsroom) -> None:
    article = room.article()
    made = [Brief(Feature.SUMMARY, dropped=2), Brief(Feature.WHO, dropped=1, provider="some-model")]
    briefs.record_briefs(BriefOf.ARTICLE, "1", [KeptBrief(one, b"x" * 16, NOW, 1) for one in made], [article])
    assert ai_records.embedded_use() == (ai_records.EmbeddedUse("summary", 1, 2),)
