"""Asking on pages: forms, answers so far, streams, stopping; who may, how much, and nothing unescaped."""

import asyncio
import json
import threading
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone

from newsroom import Newsroom
from octavo.core.briefs import Answer, Brief, BriefOf, Feature, KeptBrief
from octavo.core.commissions import (
    About,
    Commission,
    CommissionEvent,
    Failed,
    NewCommission,
    Progress,
    Step,
    Suggested,
    Translated,
    Unanswered,
)
from octavo.core.grounding import GroundingCode, GroundingReason, SourceSentence
from octavo.core.rights import Terms
from octavo.core.settings import SiteSettings
from octavo.core.writing import EMBEDDED, Done, Dropped, Notice, NoticeCode, Sentence
from octavo.store import assisting, briefs, commissions
from octavo.store.models import Comment, Reader
from octavo.store.models import Commission as Row
from octavo.web.asgi import THREADS, application
from octavo.web.ask.answers import GrowingAnswer
from octavo.web.ask.offers import _settings
from octavo.web.ask.tail import Tail, _Follower, _news
from octavo.web.ask.views import TAIL
from web.telling import story

pytestmark = pytest.mark.django_db

PAYLOADS = json.loads((Path(__file__).parent / "comment_payloads.json").read_text(encoding="utf-8"))
BOATS = "The army sent 40 boats to Velm."
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _forget() -> None:
    cache.clear()
    _settings.forget()  # type: ignore[attr-defined]


@pytest.fixture
def flood() -> tuple[int, int]:
    """A story and one of its articles."""
    newsroom = Newsroom(timezone.now())
    newsroom.publisher("post", name="Velm Post", terms=Terms.FULL)
    newsroom.publisher("herald", terms=Terms.FULL)
    ids = [
        newsroom.article("Flood at Velm", publisher="post", text=f"{BOATS} Schools stay closed."),
        newsroom.article("Boats for Velm", publisher="herald", text=f"{BOATS} The dam held."),
    ]
    return story(newsroom, ids), ids[0]


def ask(client: Client, about: str, question: str = "How many boats?", **more: Any) -> Any:
    return client.post("/ask/", {"about": about, "q": question, **more}, **JSON)


def made() -> Commission:
    found = commissions.commissioned(Row.objects.latest("id").token)
    assert found is not None
    return found


def write(*events: CommissionEvent, over: bool = True) -> Commission:
    """As the worker keeps them, of the newest commission."""
    commission = made()
    commissions.claim(timezone.now(), 9)
    commissions.keep_parts([(commission.id, event) for event in events])
    if over:
        commissions.end(commission.id)
    return commission


def sentence(article: int, text: str = BOATS, quote: str = BOATS) -> Sentence:
    return Sentence(text, (SourceSentence(str(article), 1, quote, "en"),))


def page_of(client: Client, commission: Commission, prefix: str = "") -> str:
    response = client.get(f"{prefix}/answer/{commission.token}/")
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_question_without_scripts(client: Client, flood: tuple[int, int]) -> None:
    response = client.post("/ask/", {"about": f"story:{flood[0]}", "q": " How  many boats? "})
    assert made().wanted == NewCommission(Feature.ASK, About.STORY, flood[0], "en", "How many boats?")
    assert response.headers["Location"] == f"/answer/{made().token}/"
    page = page_of(client, made())
    assert '<meta http-equiv="refresh" content="2">' in page
    write(Progress(Step.READING, 2), sentence(flood[1]), Done(EMBEDDED, sentences=1))
    page = page_of(client, made())
    assert "refresh" not in page
    assert BOATS in page
    assert "Velm Post" in page
    assert "Made on this machine" in page
    assert "Reading" not in page


def test_the_form_keeps_what_the_address_says(client: Client, flood: tuple[int, int]) -> None:
    page = client.get(f"/ask/?about=article:{flood[1]}&q=Who+%3Cwas%3E+it%3F").content.decode()
    assert 'value="Who &lt;was&gt; it?"' in page
    assert f'value="article:{flood[1]}"' in page
    assert "Flood at Velm" in page


def test_pages_offer_questions_that_their_sources_answer(client: Client, flood: tuple[int, int]) -> None:
    answers = Brief(Feature.ASK, table=Answer("", is_refused=False, suggestions=("What is said about Velm?",)))
    for language, is_shown in (("en", True), ("ja", False)):
        kept = KeptBrief(answers, b"x" * 16, timezone.now(), 1, language)
        briefs.record_briefs(BriefOf.STORY, str(flood[0]), [kept], [flood[1]])
        page = client.get(f"/story/{flood[0]}/", follow=True).content.decode()
        assert ("What is said about Velm?" in page) is is_shown
        assert f'value="story:{flood[0]}"' in page


@pytest.mark.parametrize(
    ("about", "question", "status"),
    [
        ("story:999999", "Who?", 404),
        ("article:0", "Who?", 404),
        ("article:" + "9" * 40, "Who?", 404),
        ("reader:1", "Who?", 404),
        ("story:x", "Who?", 404),
        ("news", "", 422),
        ("news", "?!", 422),
        ("news", "x" * 501, 422),
        ("news", "Who?", 201),
        ("", "Who?", 201),
    ],
)
def test_what_makes_no_sense_is_told(client: Client, db: Any, about: str, question: str, status: int) -> None:
    response = ask(client, about, question)
    assert response.status_code == status
    if status == 422:
        assert response.json()["error"]
        assert client.post("/ask/", {"about": about, "q": question}).status_code == 422


@pytest.mark.parametrize("do", ["summary", "perspectives", "wrapup", "figures", "nonsense", ""])
def test_what_no_model_writes_is_not_to_be_had(client: Client, flood: tuple[int, int], do: str) -> None:
    assert ask(client, f"story:{flood[0]}", do=do).status_code == 422
    assert not Row.objects.exists()


def test_a_model_tells_a_story_in_the_readers_language(client: Client, flood: tuple[int, int]) -> None:
    assisting.choose({"url": "http://127.0.0.1:9/v1", "name": "scripted", "strangers": True}, None)
    response = client.post("/ar/ask/", {"about": f"story:{flood[0]}", "do": "perspectives"}, **JSON)
    assert response.status_code == 201
    assert made().wanted == NewCommission(Feature.PERSPECTIVES, About.STORY, flood[0], "ar")


def test_all_that_may_come_is_shown(client: Client, flood: tuple[int, int]) -> None:
    ask(client, f"story:{flood[0]}")
    other = "Forty boats went to Velm."
    write(
        Notice(NoticeCode.CUT_OFF),
        Dropped(GroundingReason(GroundingCode.FIGURE, "90")),
        sentence(flood[1], other),
        sentence(999_999, "Its article is gone."),
        Suggested(("How many boats?", "Who is Karin Holt?")),
        Done("scripted", sentences=2, dropped=1),
    )
    page = page_of(client, made())
    assert other in page
    assert BOATS in page  # what is cited opens in place
    assert "Its article is gone." not in page
    assert "ended early" in page
    assert "1 sentence was left out: no source supports it." in page
    assert "Written by scripted from the articles" in page
    assert "Who is Karin Holt?" in page
    assert page.count("<bdi>How many boats?</bdi>") == 1  # it was asked already
    said = client.get(f"/answer/{made().token}/", **JSON).json()
    assert said["state"] == "done"
    assert said["sentences"][0]["citations"] == [{"article": flood[1], "publisher": "Velm Post", "quote": BOATS}]
    assert (said["provider"], said["dropped"]) == ("scripted", 1)


def test_the_sources_do_not_say(client: Client, flood: tuple[int, int]) -> None:
    ask(client, "news")
    write(Unanswered((sentence(flood[1]),)), Done(EMBEDDED))
    page = page_of(client, made())
    assert "The sources do not say." in page
    assert "What comes nearest" in page
    assert "Made on this machine" not in page


def test_a_failure_is_told_without_its_reason(client: Client, db: Any) -> None:
    ask(client, "news")
    write(Failed("RuntimeError in /srv/secret"), Done(EMBEDDED))
    page = page_of(client, made())
    assert "That did not work." in page
    assert "secret" not in page


@pytest.mark.parametrize("is_public", [False, True])
def test_publishers_terms_hold_for_citations(client: Client, monkeypatch: pytest.MonkeyPatch, is_public: bool) -> None:
    newsroom = Newsroom(timezone.now())
    newsroom.publisher("closed", terms=Terms.LINK)
    article = newsroom.article("Flood at Velm", publisher="closed", text=BOATS)
    ask(client, "news")
    write(sentence(article, "Forty boats went."), Done("scripted", sentences=1))
    if is_public:
        monkeypatch.setattr("octavo.web.visible.SITE", SiteSettings(public_url="https://news.example"))
    assert (BOATS in page_of(client, made())) is not is_public


def test_nothing_that_is_written_is_markup(client: Client, flood: tuple[int, int]) -> None:
    payload = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    ask(client, f"story:{flood[0]}", f"Who {payload}?")
    events = [sentence(flood[1], one, one) for one in (payload, *PAYLOADS[:40]) if one.strip()]
    write(*events, Suggested((payload,)), Unanswered((sentence(flood[1], payload, payload),)), Done(payload))
    page = page_of(client, made())
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_nobody_reads_what_another_reader_asked(client: Client, db: Any) -> None:
    own = Reader.objects.create_user("own@example.org", "ferry-Lamp-4")
    other = Reader.objects.create_user("other@example.org", "ferry-Lamp-4")
    client.force_login(own)
    ask(client, "news")
    commission = made()
    assert commission.wanted.reader_id == own.pk
    assert page_of(client, commission)
    for stranger in (Client(), client):
        if stranger is client:
            client.force_login(other)
        for path in ("", "events/"):
            assert stranger.get(f"/answer/{commission.token}/{path}").status_code == 404
        assert stranger.post(f"/answer/{commission.token}/stop/").status_code == 404
    assert client.get("/answer/nonsense/").status_code == 404
    assert client.get("/answer/" + "x" * 500 + "/").status_code == 404


def test_stopping(client: Client, db: Any) -> None:
    ask(client, "news")
    commission = made()
    assert client.post(f"/answer/{commission.token}/stop/", **JSON).json() == {"state": "stopped"}
    assert commissions.claim(timezone.now(), 9) == []
    assert "Stopped." in page_of(client, commission)


def test_strangers_ask_so_much_an_hour(client: Client, db: Any) -> None:
    assisting.choose({"asks_per_hour": 2}, None)
    assert [ask(client, "news").status_code for _ in range(3)] == [201, 201, 429]
    response = client.post("/ask/", {"about": "news", "q": "Who?"})
    assert response.status_code == 429
    assert "You have asked much." in response.content.decode()


def test_the_operator_says_who_may_ask(client: Client, flood: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    assisting.choose({"ask": "readers"}, None)
    public(monkeypatch)
    assert ask(client, "news").status_code == 422
    assert "Not for strangers" in client.get("/ask/").content.decode()
    assert "data-asks" not in client.get(f"/story/{flood[0]}/", follow=True).content.decode()
    client.force_login(Reader.objects.create_user("own@example.org", "ferry-Lamp-4"))
    assert ask(client, "news").status_code == 201


def public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.web.ask.offers.SITE", SiteSettings(public_url="https://news.example"))


def test_on_a_public_instance_a_model_writes_for_readers_alone(
    client: Client, flood: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assisting.choose({"url": "http://127.0.0.1:9/v1", "name": "scripted"}, None)
    public(monkeypatch)
    assert ask(client, f"story:{flood[0]}", do="perspectives").status_code == 422
    client.force_login(Reader.objects.create_user("own@example.org", "ferry-Lamp-4"))
    assert ask(client, f"story:{flood[0]}", do="perspectives").status_code == 201


def test_a_forged_form_is_refused(db: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/ask/", {"q": "Who?"}).status_code == 403


async def disconnect(tail: Tail) -> None:
    """Connections belong to threads, which outlive a test; its database must be let go."""
    from asgiref.sync import sync_to_async

    def close(together: threading.Barrier) -> None:
        together.wait(5)
        connections.close_all()

    await sync_to_async(connections.close_all)()
    for pool, count in ((tail._thread, 1), (application.pool, THREADS)):
        together = threading.Barrier(count)
        closing = [asyncio.wrap_future(pool.submit(close, together)) for _ in range(count)]
        await asyncio.gather(*closing)


@pytest.mark.django_db(transaction=True)
async def test_many_follow_what_is_written(flood: tuple[int, int]) -> None:
    from asgiref.sync import sync_to_async

    await sync_to_async(ask)(Client(), f"story:{flood[0]}")
    commission = await sync_to_async(made)()
    tail = Tail()

    async def heard(language: str) -> list[str]:
        async with aclosing(tail.follow(commission, language)) as pieces:
            return [f"{piece.slot} {piece.html}" async for piece in pieces]

    listening = [asyncio.create_task(heard(language)) for language in ("en", "ar", "en")]
    await asyncio.sleep(0.1)
    await sync_to_async(write)(Progress(Step.READING, 2), over=False)
    await asyncio.sleep(0.1)
    await sync_to_async(write)(sentence(flood[1]), Done(EMBEDDED, sentences=1))
    first, arabic, third = await asyncio.wait_for(asyncio.gather(*listening), 5)
    assert first == third
    assert [piece.split()[0] for piece in first] == ["status", "lines", "by"]
    assert "Reading 2 articles" in first[0]
    assert BOATS in arabic[1]
    assert not tail._followers
    await disconnect(tail)


@pytest.mark.django_db(transaction=True)
async def test_a_stream_over_http_and_a_reader_who_leaves(flood: tuple[int, int]) -> None:
    from asgiref.sync import sync_to_async
    from asgiref.testing import ApplicationCommunicator

    await sync_to_async(ask)(Client(), f"story:{flood[0]}")
    commission = await sync_to_async(made)()
    path = f"/answer/{commission.token}/events/"
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"accept-encoding", b"gzip")], "client": ("127.0.0.1", 1),
    }  # fmt: skip
    stream = ApplicationCommunicator(application, scope)
    await stream.send_input({"type": "http.request", "body": b"", "more_body": False})
    start = await stream.receive_output(3)
    headers = dict(start["headers"])
    assert start["status"] == 200
    assert headers[b"Content-Type"].startswith(b"text/event-stream")
    assert b"Content-Encoding" not in headers
    assert b"no-store" in headers[b"Cache-Control"]
    assert (await stream.receive_output(3))["body"] == b"retry: 3000\n\n"
    await sync_to_async(write)(sentence(flood[1]), over=False)
    body = (await stream.receive_output(3))["body"].decode()
    assert body.startswith("event: piece\ndata: ")
    assert BOATS in json.loads(body.removeprefix("event: piece\ndata: "))["html"]
    await stream.send_input({"type": "http.disconnect"})
    await stream.wait(3)
    await disconnect(TAIL)


WRITES = {"url": "http://127.0.0.1:9/v1", "name": "scripted", "strangers": True}


@pytest.fixture
def spanish() -> int:
    newsroom = Newsroom(timezone.now())
    newsroom.publisher("correo", name="Correo", terms=Terms.FULL)
    return newsroom.article("Velm bajo el agua", publisher="correo", text="Las escuelas cierran.", language="es")


def article_page(client: Client, article: int, prefix: str = "") -> str:
    return str(client.get(f"{prefix}/article/{article}/", follow=True).content.decode())


def test_what_only_a_model_writes_is_shown_where_one_is(client: Client, spanish: int) -> None:
    tools = ("Translate into English", "In short, in English", "Explain simply", "In easy language")
    assert [tool for tool in tools if tool in article_page(client, spanish)] == []
    assisting.choose(WRITES, None)
    _settings.forget()  # type: ignore[attr-defined]
    assert [tool for tool in tools if tool in article_page(client, spanish)] == list(tools)
    assert "do=translate" not in article_page(client, spanish, "/es")
    assisting.choose({**WRITES, "features": ["translate=off", "explain=off"]}, None)
    _settings.forget()  # type: ignore[attr-defined]
    assert [tool for tool in tools if tool in article_page(client, spanish)] == ["In short, in English"]


def test_translating_without_scripts(client: Client, spanish: int) -> None:
    assisting.choose(WRITES, None)
    page = client.get(f"/ask/?do=translate&about=article:{spanish}").content.decode()
    assert 'name="do" value="translate"' in page
    response = client.post("/ask/", {"do": "translate", "about": f"article:{spanish}"})
    assert response.status_code == 302
    assert made().wanted == NewCommission(Feature.TRANSLATE, About.ARTICLE, spanish, "en")
    write(
        Translated("Velm bajo el agua", "Velm under water", "es", begins=True, is_title=True),
        Translated("Las escuelas <b>cierran</b>.", "", "es", begins=True),
        Done("scripted", sentences=1, dropped=1),
    )
    page = page_of(client, made())
    assert "Velm under water" in page
    assert '<span class="pair-other" lang="es" dir="ltr">Velm bajo el agua</span>' in page
    assert "Las escuelas &lt;b&gt;cierran&lt;/b&gt;." in page
    assert "Translated by scripted; each sentence was checked against its original." in page
    assert "1 sentence stands as it was written" in page


def test_a_translator_that_is_away_is_told(client: Client, spanish: int) -> None:
    assisting.choose(WRITES, None)
    ask(client, f"article:{spanish}", do="translate")
    write(Notice(NoticeCode.DOWN), Translated("Velm bajo el agua", "", "es"), Done(EMBEDDED, dropped=1))
    page = page_of(client, made())
    assert "The translator did not answer. The original stands here instead." in page
    assert "Translated by" not in page


@pytest.mark.parametrize(("level", "kept"), [("easy", "easy"), ("plain", "plain"), ("", "plain"), ("<x>", "plain")])
def test_explaining_at_a_level(client: Client, spanish: int, level: str, kept: str) -> None:
    assisting.choose(WRITES, None)
    assert ask(client, f"article:{spanish}", do="explain", level=level).status_code == 201
    assert made().wanted == NewCommission(Feature.EXPLAIN, About.ARTICLE, spanish, "en", level=kept)


@pytest.mark.parametrize(
    ("do", "about"), [("explain", "story"), ("translate", "news"), ("ask", "comment"), ("summary", "story")]
)
def test_not_everything_goes_with_everything(client: Client, flood: tuple[int, int], do: str, about: str) -> None:
    assisting.choose(WRITES, None)
    response = ask(client, f"{about}:{flood[0]}" if about != "news" else about, do=do)
    assert response.status_code in {404, 422}
    assert not Row.objects.exists()


def test_nothing_is_translated_into_its_own_language(client: Client, flood: tuple[int, int]) -> None:
    assisting.choose(WRITES, None)
    assert ask(client, f"article:{flood[1]}", do="translate").status_code == 422


def test_a_comment_in_another_language_may_be_translated(client: Client, flood: tuple[int, int]) -> None:
    author = Reader.objects.create_user("ben@example.org", "ferry-Lamp-4", handle="ben")
    for language, text in (("es", "Las escuelas cierran."), ("en", "Schools close.")):
        Comment.objects.create(
            article_id=flood[1], author=author, source=text, html=text, language=language, state="published",
            created_at=timezone.now(),
        )  # fmt: skip
    assert "about=comment:" not in article_page(client, flood[1])
    assisting.choose(WRITES, None)
    _settings.forget()  # type: ignore[attr-defined]
    page = article_page(client, flood[1])
    assert page.count("about=comment:") == 1
    foreign = Comment.objects.get(language="es").pk
    assert f"about=comment:{foreign}" in page
    assert ask(client, f"comment:{foreign}", do="translate").status_code == 201
    Comment.objects.update(state="held")
    assert ask(client, f"comment:{foreign}", do="translate").status_code == 404


def test_what_others_read_long_ago_hides_nothing_new(client: Client, flood: tuple[int, int]) -> None:
    """A long answer that its reader has seen stands before the short one that another waits for."""
    ask(client, f"story:{flood[0]}")
    long = write(*[Progress(Step.READING, number) for number in range(1_200)], over=False)
    last = [number for _, number, _ in commissions.parts_after({long.id: 0})][-1]
    ask(client, f"story:{flood[0]}")
    short = write(sentence(flood[1]))
    found = list(commissions.parts_after({long.id: last, short.id: 0}))
    assert [(one, event) for one, _, event in found] == [(short.id, sentence(flood[1]))]


def test_many_answers_are_looked_at_in_turns(client: Client, flood: tuple[int, int]) -> None:
    ask(client, f"story:{flood[0]}")
    one = write(sentence(flood[1]))
    seen = dict.fromkeys(range(10**6, 10**6 + 2_500), 0) | {one.id: 0}
    assert [found for found, _, _ in commissions.parts_after(seen)] == [one.id]
    assert list(commissions.parts_after({})) == []


def test_what_breaks_one_answer_does_not_end_the_others(
    client: Client, flood: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, f"story:{flood[0]}")
    commission = write(sentence(flood[1]), Done(EMBEDDED, sentences=1))
    broken, whole = (_Follower(GrowingAnswer(commission, "en"), "en") for _ in range(2))
    monkeypatch.setattr(broken.answer, "pieces", lambda event: 1 / 0)
    shown = {one: (pieces, is_over) for one, pieces, is_over in _news((broken, whole))}
    assert shown[broken] == ([], True)
    assert [piece.slot for piece in shown[whole][0]] == ["lines", "by"]
