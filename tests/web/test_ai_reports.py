"""Reporting an AI sentence: the signed link under it, the plain form, and what the operator does with it."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom import Newsroom
from octavo.core.briefs import BriefOf, BriefSentence
from octavo.core.grounding import (
    Claim,
    GroundingCode,
    GroundingReason,
    GroundingRecord,
    GroundingVerdict,
    SourceSentence,
)
from octavo.core.rights import Terms
from octavo.core.writing import DropCode
from octavo.store import ai_records, ai_reports, retention
from octavo.store.models import AiReport, Article, Publisher, Reader
from octavo.store.models.readers import Role
from octavo.web.ai_reports import What, back_path, read_token, token_of
from web.test_briefs import Flood, panel_of

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a class="ai-report" href="([^"]+)"')


@pytest.fixture
def flood() -> Flood:
    made = Flood(Newsroom(timezone.now()))
    made.keep()
    return made


@pytest.fixture
def anna() -> Client:
    return signed_in("anna")


@pytest.fixture
def operator() -> Client:
    return signed_in("otto", Role.OPERATOR)


def signed_in(handle: str, role: Role = Role.READER) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(Reader.objects.create_user(f"{handle}@example.org", handle=handle, role=role))
    return client


def links(page: str) -> list[str]:
    return [unescape(one) for one in LINK.findall(page)]


def first_link(client: Client, flood: Flood) -> str:
    return links(panel_of(flood.page(client)))[0]


def test_each_sentence_told_in_short_can_be_reported(client: Client, flood: Flood) -> None:
    panel = panel_of(flood.page(client))
    found = [read_token(link.partition("?s=")[2].replace("%3A", ":")) for link in links(panel)]
    # Roundup twice, told by one alone twice, timeline, who's who. Side by side stand publishers' own words.
    assert [one.feature for one in found if one] == ["perspectives"] * 4 + ["timeline", "who"]
    first = found[0]
    assert first == ai_reports.Reported(
        "perspectives", f"story:{flood.story}", flood.first, "en", "embedded/1", tuple(flood.ids)
    )
    assert links(panel) == links(panel_of(flood.page(client))), "pages of strangers are shared and compared"


def test_a_report_names_the_model_for_its_own_sentences_alone(client: Client, flood: Flood) -> None:
    first, *others = flood.features()
    sentence = BriefSentence("Nine lives were lost.", first.sentences[0].citations, "en")
    flood.keep(made=[replace(first, sentences=(sentence,), provider="some-model-7b"), *others])
    tokens = (link.partition("?s=")[2].replace("%3A", ":") for link in links(panel_of(flood.page(client))))
    providers = [one.provider for one in map(read_token, tokens) if one]
    assert providers == ["some-model-7b"] + ["embedded/1"] * (len(providers) - 1)
    assert len(providers) > 3


def test_so_can_the_wrap_up_and_an_articles_summary(client: Client, flood: Flood) -> None:
    flood.keep_wrapup()
    page = client.get("/wrap-up/?country=KE&language=en").content.decode()
    tokens = [read_token(link.partition("?s=")[2].replace("%3A", ":")) for link in links(page)]
    assert {(one.feature, one.target[:8]) for one in tokens if one} == {("wrapup", "edition:")}
    from octavo.core.briefs import Brief, Feature

    flood.keep(
        BriefOf.ARTICLE, str(flood.ids[0]), [Brief(Feature.SUMMARY, (flood.sentence(flood.told(0, flood.first)),))]
    )
    page = client.get(f"/article/{flood.ids[0]}/", follow=True).content.decode()
    (link,) = links(page)
    said = read_token(link.partition("?s=")[2].replace("%3A", ":"))
    assert said
    assert (said.feature, said.target) == ("summary", f"article:{flood.ids[0]}")


def test_the_form_shows_the_sentence_and_keeps_what_is_said(anna: Client, flood: Flood) -> None:
    link = first_link(anna, flood)
    page = anna.get(link)
    assert page.status_code == 200
    text = page.content.decode()
    assert flood.first in text
    assert f"/article/{flood.ids[2]}/" in text
    answer = anna.post(link, {"reason": "figure", "note": "It says ten."}, follow=True)
    assert answer.redirect_chain[0][0] == f"/story/{flood.story}/"
    assert "Thank you." in answer.content.decode()
    row = AiReport.objects.get()
    assert (row.text, row.reason, row.note, row.target) == (
        flood.first,
        "figure",
        "It says ten.",
        f"story:{flood.story}",
    )
    assert {one.article_id for one in row.sources.all()} == set(flood.ids)


def test_strangers_are_asked_to_sign_in_and_come_back(client: Client, flood: Flood) -> None:
    link = first_link(client, flood)
    answer = client.get(link)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/?next=/ai/report/%3Fs%3D")
    assert client.post(link, {"reason": "other"}).status_code == 302
    assert not AiReport.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "a:b", "é", "x" * 9_000, ".eJyLVgIAAPwAfg:" + "A" * 43])
def test_what_no_page_has_shown_cannot_be_reported(anna: Client, token: str) -> None:
    assert anna.get(reverse("ai-report"), {"s": token}).status_code == 404
    assert anna.post(f"{reverse('ai-report')}?s={token}", {"reason": "other"}).status_code == 404
    assert not AiReport.objects.exists()


def test_a_changed_sentence_is_not_signed(anna: Client, flood: Flood) -> None:
    from django.core.signing import Signer

    said = ai_reports.Reported("perspectives", "story:1", "Buy this!", "en", "embedded/1", (flood.ids[0],))
    assert read_token(token_of(said)) == said
    values = ["perspectives", "story:1", "Buy this!", "en", "embedded/1", [flood.ids[0]]]
    assert read_token(Signer(salt="another").sign_object(values)) is None
    forged = Signer(salt="octavo.ai-report").sign_object(["too", "few"])
    assert anna.get(reverse("ai-report"), {"s": forged}).status_code == 404


def test_nonsense_is_told_at_its_field(anna: Client, flood: Flood) -> None:
    link = first_link(anna, flood)
    for said in ({}, {"reason": "taste"}, {"reason": "other", "note": "x" * 501}):
        assert anna.post(link, said).status_code == 422
    assert not AiReport.objects.exists()


def test_too_many_are_refused_for_a_while(anna: Client, flood: Flood) -> None:
    reader = Reader.objects.get(handle="anna")
    for number in range(4):
        said = ai_reports.Reported("ask", "story:1", f"Sentence {number}.", "en", "m", (flood.ids[0],))
        ai_reports.report(said, reader, "other", "", timezone.now())
    answer = anna.post(first_link(anna, flood), {"reason": "other"})
    assert answer.status_code == 429
    assert "Try again in 1 minute." in answer.content.decode()


def test_a_sentence_whose_article_is_gone_is_shown_to_nobody(anna: Client, flood: Flood) -> None:
    link = first_link(anna, flood)
    retention.forget_articles([flood.ids[1]])
    answer = anna.get(link)
    assert answer.status_code == 404
    assert flood.first not in answer.content.decode()


def test_nor_is_one_that_its_publisher_shows_no_more(
    anna: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    link = first_link(anna, flood)
    set_private(False)
    assert anna.get(link).status_code == 200
    Publisher.objects.update(terms=Terms.LINK.value)
    answer = anna.get(link)
    assert answer.status_code == 404
    assert flood.first not in answer.content.decode()


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("story:7", "/story/7/"),
        ("article:7", "/article/7/"),
        ("edition:KE|en|x", "/wrap-up/"),
        ("story:x", "/"),
        ("", "/"),
    ],
)
def test_the_reader_goes_back_to_where_the_sentence_stood(target: str, path: str) -> None:
    assert back_path(target) == path


def test_other_pages_need_only_say_what_a_sentence_is_a_part_of(flood: Flood) -> None:
    from django.template.loader import render_to_string

    from octavo.store.reading.cards import cards
    from octavo.web.briefs import Line, Source

    (card,) = cards(flood.ids[:1])
    line = Line("<b>It rains.", "en", (Source(1, card, "", False, "/"),))
    made = render_to_string(
        "parts/ai_report.html", {"line": line, "what": What("ask", f"story:{flood.story}", "llama")}
    )
    assert "&lt;b&gt;It rains." in made
    assert len(links(made)) == 1
    assert render_to_string("parts/ai_report.html", {"line": line}).strip() == ""
    bare = render_to_string("parts/ai_report.html", {"line": Line("x", "en", ()), "what": What("ask", "story:1")})
    assert bare.strip() == ""


def test_an_upheld_report_takes_the_sentence_off_every_page(
    client: Client, anna: Client, operator: Client, flood: Flood
) -> None:
    flood.keep_wrapup()
    anna.post(first_link(anna, flood), {"reason": "source", "note": "<i>No."})
    queue = operator.get(reverse("operate-ai-checker")).content.decode()
    assert flood.first in queue
    assert "&lt;i&gt;No." in queue
    assert "It is not what the source says" in queue
    report = AiReport.objects.get()
    decide = reverse("operate-ai-report", args=[report.pk])
    answer = operator.post(decide, {"decision": "uphold", "at": "0"})
    assert answer.headers["Location"] == "/operate/ai/checker/?at=0#reports"
    panel = panel_of(flood.page(client))
    assert f">{flood.first}</p>" not in panel
    assert "1 sentence was taken out, as readers reported it with reason." in panel
    wrapup = client.get("/wrap-up/?country=KE&language=en").content.decode()
    assert f">{flood.first}</p>" not in wrapup
    assert flood.secret in wrapup
    operator.post(decide, {"decision": "reopen"})
    assert f">{flood.first}</p>" in panel_of(flood.page(client))


def test_strangers_copies_change_with_a_decision(client: Client, operator: Client, anna: Client, flood: Flood) -> None:
    anna.post(first_link(anna, flood), {"reason": "other"})
    address = client.get(f"/story/{flood.story}/").headers["Location"]
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    operator.post(reverse("operate-ai-report", args=[AiReport.objects.get().pk]), {"decision": "uphold"})
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_decisions_that_are_none(operator: Client, flood: Flood) -> None:
    address = reverse("operate-ai-report", args=[1])
    assert operator.post(address, {"decision": "burn"}).status_code == 404
    gone = operator.post(address, {"decision": "uphold"}, follow=True)
    assert "This report is not here any more." in gone.content.decode()


def record(article: int, code: GroundingCode, **fields: Any) -> GroundingRecord:
    cited = (SourceSentence(str(article), 1, "Nine <died>.", "en"),)
    reason = GroundingReason(code, "ten <people>")
    verdict = GroundingVerdict(code is GroundingCode.SUPPORTED, reason, cited, {"support": 0.25}, 1)
    claim = Claim("Ten <people> died.", "en")
    values = {"feature": "ask", "question": "Who?", "provider": "llama<3", "prompt": "ask/1", "claim": claim,
              "verdict": verdict, "checker": "grounding/1", "checked_at": timezone.now(), **fields}  # fmt: skip
    return GroundingRecord(**values)


def test_the_operator_sees_rates_reasons_and_what_was_dropped(operator: Client, flood: Flood) -> None:
    empty = operator.get(reverse("operate-ai-checker")).content.decode()
    assert "No model wrote anything in these days." in empty
    assert "No report waits for you." in empty
    article = flood.ids[0]
    ai_records.record_verdicts([record(article, GroundingCode.SUPPORTED) for _ in range(3)])
    ai_records.record_verdicts(
        [record(article, GroundingCode.FIGURE), record(article, GroundingCode.NAME, provider="own")]
    )
    ai_records.record_verdicts(
        [record(article, GroundingCode.SUPPORTED, dropped=DropCode.VOICES.value, feature="summary")]
    )
    page = operator.get(reverse("operate-ai-checker")).content.decode()
    assert "50%" in page
    for words in ("Another figure", "Too few publishers", "Answers to questions", "Summaries", "llama&lt;3", "English"):
        assert words in page, words
    assert "No source has this figure: “ten &lt;people&gt;”" in page
    assert "Nine &lt;died&gt;." in page
    assert "Too few publishers say so." in page
    assert "Flood daily" in page
    assert "Who?" not in page
    only = operator.get(reverse("operate-ai-checker"), {"feature": "summary"}).content.decode()
    assert "No source has this figure" not in only
    assert "2" in re.findall(r"Perspectives</th><td>1</td><td>(\d+)", page), "made without a model"
    for odd in ({"feature": "x"}, {"before": "x"}, {"before": "1"}, {"at": "<"}):
        assert operator.get(reverse("operate-ai-checker"), odd).status_code == 200


def test_long_lists_go_on(operator: Client, flood: Flood) -> None:
    for number in range(23):
        claim = Claim(f"Claim number {number}.", "en")
        ai_records.record_verdicts([record(flood.ids[0], GroundingCode.NAME, claim=claim)])
    page = operator.get(reverse("operate-ai-checker")).content.decode()
    assert "Claim number 3." in page
    assert "Claim number 2." not in page
    link = re.search(r'href="(\?before=\d+)#dropped"', page)
    assert link
    rest = operator.get(reverse("operate-ai-checker") + link[1]).content.decode()
    assert "Claim number 2." in rest
    assert "Claim number 3." not in rest
    assert "Earlier ones" in page
    assert "Earlier ones" not in rest


def test_the_overview_and_the_ai_page_count_open_reports(operator: Client, anna: Client, flood: Flood) -> None:
    anna.post(first_link(anna, flood), {"reason": "other"})
    overview = operator.get(reverse("operate")).content.decode()
    assert re.search(r'Reported AI sentences</dt><dd><a href="/operate/ai/checker/#reports">1</a>', overview)
    assert "1 report waits" in operator.get(reverse("operate-ai")).content.decode()


def test_article_titles_of_reports_are_text(operator: Client, anna: Client, flood: Flood) -> None:
    Article.objects.filter(pk=flood.ids[0]).update(title="<script>x")
    anna.post(first_link(anna, flood), {"reason": "other"})
    assert "<script>x" not in operator.get(reverse("operate-ai-checker")).content.decode()
