"""Readers' reports of AI sentences: kept once, at a measured pace, decided for the sentence, gone with its articles."""

from datetime import timedelta

import pytest

from newsroom import NOW, Newsroom
from octavo.store import ai_reports, assisting, retention
from octavo.store.models import AiReport, AiReportSource, Reader, WrittenAnswer
from octavo.store.models.ai_records import AiReportState

pytestmark = pytest.mark.django_db
SAID = "About 1,200 people fled."


@pytest.fixture
def article() -> int:
    return Newsroom().article("Flood")


@pytest.fixture
def anna() -> Reader:
    return Reader.objects.create_user("anna@example.org", handle="anna")


def said(article: int, text: str = SAID, target: str = "story:1") -> ai_reports.Reported:
    return ai_reports.Reported("perspectives", target, text, "en", "llama", (article,))


def test_a_report_is_kept_once(anna: Reader, article: int) -> None:
    ai_reports.report(said(article), anna, "figure", "It says 900.", NOW)
    ai_reports.report(said(article, f" {SAID.upper()} ", "edition:x"), anna, "other", "", NOW)
    row = AiReport.objects.get()
    assert (row.feature, row.target, row.text, row.language, row.provider) == (
        "perspectives", "story:1", SAID, "en", "llama",
    )  # fmt: skip
    assert (row.reason, row.note, row.reader, row.state, row.at) == ("figure", "It says 900.", anna, "open", NOW)
    assert [one.article_id for one in row.sources.all()] == [article]
    assert ai_reports.count_open() == 1


def test_a_sentence_without_its_articles_cannot_be_reported(anna: Reader, article: int) -> None:
    for gone in (said(article + 1), ai_reports.Reported("ask", "story:1", SAID)):
        with pytest.raises(ai_reports.AiReportError, match="gone"):
            ai_reports.report(gone, anna, "other", "", NOW)
    assert not AiReport.objects.exists()


def test_nobody_reports_without_end(anna: Reader, article: int) -> None:
    for number in range(4):
        ai_reports.report(said(article, f"Sentence {number}."), anna, "other", "", NOW)
    with pytest.raises(ai_reports.AiReportError, match="too_fast") as caught:
        ai_reports.report(said(article, "One more."), anna, "other", "", NOW + timedelta(seconds=20))
    assert caught.value.wait == timedelta(seconds=40)
    ai_reports.report(said(article, "One more."), anna, "other", "", NOW + timedelta(seconds=61))
    other = Reader.objects.create_user("ben@example.org", handle="ben")
    ai_reports.report(said(article, "Another."), other, "other", "", NOW)
    assert AiReport.objects.count() == 6


def test_a_decision_is_for_the_sentence_and_can_be_taken_back(anna: Reader, article: int) -> None:
    other = Reader.objects.create_user("ben@example.org", handle="ben")
    for reader in (anna, other):
        ai_reports.report(said(article), reader, "other", "", NOW)
    first = AiReport.objects.order_by("pk")[0].pk
    assert ai_reports.decide(first, AiReportState.UPHELD, other.pk, NOW)
    assert (ai_reports.count_open(), ai_reports.queue(5)) == (0, ())
    assert ai_reports.upheld() == {ai_reports.text_hash(SAID)}
    assert [one.report.by for one in ai_reports.decided(5)] == [other, other]
    assert ai_reports.decide(first, AiReportState.OPEN, other.pk, NOW)
    assert ai_reports.upheld() == frozenset()
    queued = ai_reports.queue(5)
    assert [(one.report.by, one.report.decided_at, [a.pk for a in one.articles]) for one in queued] == [
        (None, None, [article])
    ] * 2
    assert ai_reports.decide(first, AiReportState.DISMISSED, other.pk, NOW)
    assert ai_reports.upheld() == frozenset()
    assert not ai_reports.decide(10**6, AiReportState.UPHELD, other.pk, NOW)


def test_kept_answers_that_hold_it_are_forgotten(anna: Reader, article: int) -> None:
    holding = [["sentence", SAID, [["1", 2, "x", "en"]]], ["done", "llama", 1, 0]]
    for number, events in enumerate(
        (holding, [["done", "llama", 0, 0]], "of another version", [[], None, ["sentence"]])
    ):
        assisting.keep_answer(bytes([number]) * 32, "ask", "llama", events, NOW)
    ai_reports.report(said(article), anna, "other", "", NOW)
    pk = AiReport.objects.get().pk
    ai_reports.decide(pk, AiReportState.DISMISSED, anna.pk, NOW)
    assert WrittenAnswer.objects.count() == 4
    ai_reports.decide(pk, AiReportState.UPHELD, anna.pk, NOW)
    assert [bytes(one.key)[0] for one in WrittenAnswer.objects.order_by("key")] == [1, 2, 3]


def test_a_report_goes_with_every_article_that_it_cites(anna: Reader, article: int) -> None:
    ai_reports.report(said(article), anna, "other", "", NOW)
    retention.forget_articles([article])
    assert not AiReport.objects.exists()
    assert not AiReportSource.objects.exists()


def test_dismissed_ones_are_forgotten_in_time(anna: Reader, article: int) -> None:
    old = NOW - timedelta(days=31)
    for text, state in (("A.", AiReportState.DISMISSED), ("B.", AiReportState.UPHELD), ("C.", AiReportState.OPEN)):
        ai_reports.report(said(article, text), anna, "other", "", old)
        ai_reports.decide(AiReport.objects.get(text=text).pk, state, anna.pk, old)
    assert ai_reports.forget_old(NOW, 0) == 0
    assert ai_reports.forget_old(NOW, 30) == 1
    assert sorted(AiReport.objects.values_list("text", flat=True)) == ["B.", "C."]
