"""A newsroom of its own on a free port, for a browser: `serve.py DIRECTORY [PAYLOADS.json | troubled | talk |
asks MODEL_URL | spoken | resume PORT VERSION]`.

Runs in a process of its own with a database of its own, so that the browser meets the very ASGI application that
readers meet. Prints one line of JSON: the port, the ids of telling articles, and the token that makes an operator.

A troubled newsroom has failed feeds and jobs, and an operator already, whose session is told; in one that talks there
are readers and a moderator, and comments are judged by the very rules, twice a second. One that asks has what readers
commission written, by the model at MODEL_URL ("none" for none); one that is spoken has a recording. A resumed
one goes on where it was stopped, at the same port, as another version of Octavo.
"""

import json
import os
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ["OCTAVO_DATA"] = sys.argv[1]
sys.path.insert(0, str(Path(__file__).parents[1]))

import octavo.store

octavo.store.migrate()

from spoken import speak  # noqa: E402

from newsroom import Newsroom, digested, extracted, polled  # noqa: E402
from octavo.core.rights import Terms  # noqa: E402
from octavo.store.models import Feed, ImportReport  # noqa: E402
from octavo.store.operators import invite_operator  # noqa: E402
from web.sample import fill  # noqa: E402
from web.telling import story, tell, tell_in_short  # noqa: E402

TEXTS_AN_ARTICLE = 60
EVERY = 3
OPERATOR = ("operator@octavo.example", "eight leaves make one sheet")

VELM = (
    "A flood closed the harbour of Velm on Tuesday.",
    "“We will not leave the town,” Mayor Karin Holt said.",
    "The army sent 40 boats to Velm.",
    "Schools stay closed this week.",
    "Mayor Karin Holt said that the dam would hold until Friday.",
)
CORREO = (
    "El ejército envió 40 botes a Velm.",
    "Las escuelas siguen cerradas esta semana.",
    "Casi 2.000 personas dejaron sus casas.",
)


def hostile(newsroom: Newsroom, payloads: list[str]) -> None:
    """Payloads, sanitised as ever, as texts; and as titles, authors, hashtags, captions, which only escaping guards."""
    from octavo.extract.sanitize import sanitize_html
    from octavo.store.feeds import record_polls

    newsroom.publisher("daily", name=payloads[0][:200], terms=Terms.FULL, about=payloads[1], owner=payloads[2][:200])
    entries = []
    for number, start in enumerate(range(0, len(payloads), TEXTS_AN_ARTICLE)):
        some = payloads[start : start + TEXTS_AN_ARTICLE]
        article = extracted(f"Text {number}", url=f"https://daily.example/text/{number}", language="en")
        html = "".join(f"<div>{sanitize_html(payload, 'https://daily.example/')}</div>" for payload in some)
        entries.append(digested(replace(article, html=html, authors=tuple(some[:9]), standfirst=some[0])))
    for number, payload in enumerate(payloads[::EVERY]):
        url = f"https://daily.example/title/{number}"
        article = extracted(
            payload or "-", url=url, text=payload, language="en", section=payload[:60], keywords=(payload[:60],)
        )
        entries.append(digested(replace(article, html="", published_at=newsroom.now - timedelta(minutes=number))))
    for start in range(0, len(entries), 100):
        record_polls([polled(newsroom.feed("daily"), *entries[start : start + 100], at=newsroom.now)])
    hostile_stories(newsroom, payloads)


def hostile_stories(newsroom: Newsroom, payloads: list[str]) -> None:
    """A long story, and short ones for the front page, whose places, hashtags and reasons are payloads too."""
    from octavo.core.labels import Hashtag, Name, Place, PlaceKind, PlaceRole
    from octavo.core.stories import Reason
    from octavo.store.models import Article

    ids = list(Article.objects.filter(url__contains="/title/").order_by("id").values_list("pk", flat=True))
    short = [payload[:80] for payload in payloads[:12]]
    kinds = (PlaceKind.CITY, PlaceRole.MAIN, 1.0, -1.5, 37.2)
    labels = {
        "places": tuple(Place(str(number), one, "KE", *kinds) for number, one in enumerate(short)),
        "hashtags": tuple(Hashtag(f"tag-{number}", one) for number, one in enumerate(short)),
        "names": tuple(Name(one, one.casefold()) for one in short),
    }
    most = min(120, len(ids) - 1)  # few payloads where the data pack is not here
    copies = dict.fromkeys(ids[60:most], ids[0])
    story(newsroom, ids[:most], copies, (Reason("names", 2.0, tuple(short[:3]), 3),), **labels)
    for article_id in ids[most : most + 40]:
        story(newsroom, [article_id], **labels)


def trouble(newsroom: Newsroom, named: dict[str, int]) -> str:
    """One of each thing that an operator looks into. Gives the operator's session."""
    from octavo.store import jobs
    from octavo.store.models import Article, Job, Publisher, Reader
    from octavo.store.models.readers import Role

    read_badly(newsroom)
    operator = Reader.objects.create_user(*OPERATOR, role=Role.OPERATOR, is_superuser=True)
    ids = [newsroom.feed("harbour-post", url=f"https://harbour-post.example/{name}.xml") for name in ("a", "b", "c")]
    Feed.objects.filter(pk=ids[0]).update(failures=3, failure_code="dns", failure_detail="harbour-post.example: none")
    Feed.objects.filter(pk=ids[1]).update(is_paused=True, warnings=["Entry 3 has no address."])
    Feed.objects.filter(pk=ids[2]).update(last_polled_at=None, last_success_at=None)
    article = Article.objects.get(pk=named["al-marsa-0-10"])
    work = (
        ("fetch_page", {"article": article.pk}),
        ("fetch_page", {"article": 10**9}),
        ("fetch_picture", {"picture": article.picture_id}),
        ("find_logo", {"publisher": Publisher.objects.values_list("pk", flat=True)[0]}),
        ("add_by_url", {"report": report(newsroom), "url": "https://nowhere.example/"}),
    )
    Job.objects.all().delete()
    for kind, payload in work:
        jobs.enqueue(kind, str(next(iter(payload.values()))), payload, newsroom.now)
    for job in jobs.claim(sorted({kind for kind, _ in work}), newsroom.now, len(work), 60):
        jobs.fail(job.id, "connect: the server does not answer")
    judge_sentences(newsroom, named, operator)
    return session_of(operator)


def judge_sentences(newsroom: Newsroom, named: dict[str, int], operator: Any) -> None:
    """A model that wrote in three languages on nine days, each reason for dropping, two reports; and the operator's
    own model, which did not answer."""
    from octavo.core.grounding import Claim, GroundingReason, GroundingRecord, GroundingVerdict, SourceSentence
    from octavo.core.grounding import GroundingCode as Code
    from octavo.core.models import TokenUsage
    from octavo.core.writing import DropCode
    from octavo.store import ai_records, ai_reports, assisting, own_models
    from octavo.store.models import Reader

    said = {"url": "http://127.0.0.1:9/v1", "name": "some-model:7b-instruct-q4_K_M", "readers_own": True}
    assisting.choose(said, "sk-none")
    used = assisting.Used("ask", said["name"], TokenUsage(9_000, 1_200), 12_000, sentences=9, dropped=4)
    assisting.settle(None, used, newsroom.now.date())
    cited = SourceSentence(str(named["al-marsa-0-10"]), 2, "اتفقت سبع بلدات على تقاسم المياه.", "ar")
    about = "1,200 people"
    codes: list[tuple[Any, str]] = [*((code, "") for code in Code), *((Code.EMPTY, drop.value) for drop in DropCode)]
    records = [
        GroundingRecord(
            ("ask", "summary", "perspectives")[number % 3], "Who?", (said["name"], assisting.OWN)[number % 9 == 8],
            "ask/1", Claim(f"Claim {number} of some 1,200 people who agreed on water.", ("en", "ar", "sw")[number % 3]),
            GroundingVerdict(code is Code.SUPPORTED, GroundingReason(code, about), (cited,), {"support": 0.4}, 1),
            "grounding/1", newsroom.now - timedelta(days=number % 9), drop,
        )
        for number, (code, drop) in enumerate([*codes, *[(Code.SUPPORTED, "")] * 40])
    ]  # fmt: skip
    ai_records.record_verdicts(records)
    anna = Reader.objects.create_user("anna@octavo.example", OPERATOR[1], handle="anna")
    for text, language in (("Seven towns agreed on the water.", "en"), (cited.text, "ar")):
        one = ai_reports.Reported(
            "ask", f"story:{named['story-water']}", text, language, said["name"], (int(cited.article),)
        )
        ai_reports.report(one, anna, "figure", "Nine, it says.", newsroom.now)
    own_models.keep(operator.pk, "https://models.example/v1", "mine", "sk-mine")
    own = assisting.own_model(operator.pk)
    assert own
    found = {"model": "mine", "code": "forbidden_address", "detail": "10.0.0.1 is not a public address"}
    own_models.note_test(operator.pk, own, found, newsroom.now)


def session_of(reader: Any) -> str:
    """The cookie of one who has signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(reader.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def read_badly(newsroom: Newsroom) -> None:
    """Pages of every publisher: some leak, some fail, some are held back, one was kept back by the operator."""
    from octavo.core.articles import Leak, Quality
    from octavo.core.failures import Failure, FailureCode
    from octavo.core.quality import HoldReason
    from octavo.store import readings
    from octavo.store.models import Article

    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:40])
    for number, article_id in enumerate(ids):
        stored = Article.objects.get(pk=article_id)
        quality = Quality(complete=number % 3 > 0, leaks=tuple(Leak)[: number % 4], confidence=number % 10 / 10)
        article = extracted(stored.title, url=stored.url, text="What the page gave. " * 20, quality=quality)
        if number % 9 == 8:
            newsroom.page_arrives(article_id, None, failure=Failure(FailureCode.ROBOTS))
        else:
            reason = list(HoldReason)[number // 5 % 6] if number % 5 == 4 else None
            newsroom.page_arrives(article_id, article, trouble=reason)
    readings.keep_back(ids[4])


def talk(newsroom: Newsroom, named: dict[str, int]) -> None:
    """Readers, a moderator, an open survey; and a judge in a thread of its own, as the worker would be."""
    import threading

    from octavo.store import surveys
    from octavo.store.models import Reader
    from octavo.store.models.readers import Role

    operator = Reader.objects.create_user(*OPERATOR, role=Role.OPERATOR, is_superuser=True, handle="otto")
    for name, role in (("anna", Role.READER), ("ben", Role.READER), ("mia", Role.MODERATOR)):
        made = Reader.objects.create_user(f"{name}@octavo.example", OPERATOR[1], role=role, handle=name)
        Reader.objects.filter(pk=made.pk).update(created_at=newsroom.now - timedelta(days=100))
    question = "Should the ferry wait for the last bus?"
    draft = surveys.SurveyDraft(question, "choice", ("Yes", "No"), "", "front", "", newsroom.now, None)
    named["survey"] = surveys.save_survey(draft, operator.pk, newsroom.now)
    tell_anna(newsroom, named)
    threading.Thread(target=judge, daemon=True).start()


def tell_anna(newsroom: Newsroom, named: dict[str, int]) -> None:
    """One notification of each kind, on three days; the oldest are read."""
    from octavo.core.notifications import News, NotificationKind, Subject
    from octavo.store import notifications
    from octavo.store.models import Article, Reader

    anna = Reader.objects.get(handle="anna").pk
    ben = Reader.objects.get(handle="ben").pk
    article = Article.objects.get(pk=named["open-ledger-0-1"])
    foreign = Article.objects.get(pk=named["al-marsa-0-10"])
    hours = (1, 2, 3, 20, 30, 50, 55, 60)
    for kind, ago in zip(NotificationKind, hours, strict=True):
        one = foreign if kind in {NotificationKind.STORY, NotificationKind.FOLLOWED} else article
        about = Subject(
            article=one.pk, title=one.title, language=one.language, source="Open Ledger", actor=ben,
            survey=named["survey"] if kind is NotificationKind.SURVEY else 0,
        )  # fmt: skip
        notifications.tell([News(anna, kind, kind.value, about)], newsroom.now - timedelta(hours=ago))
    notifications.mark_all_read(anna, newsroom.now - timedelta(hours=40), newsroom.now)


def judge() -> None:
    import time

    from octavo.pipeline.digest import JudgeTask, digest_comment
    from octavo.store import moderating
    from octavo.store.models import Comment

    while True:
        time.sleep(0.5)
        for comment_id in Comment.objects.filter(state="waiting").values_list("pk", flat=True):
            now = datetime.now(UTC)
            if waiting := moderating.waiting_comment(comment_id, now):
                judged = digest_comment(JudgeTask(waiting.to_judge))
                moderating.record_verdict(waiting, judged.verdict, judged.language, now)


def answer(newsroom: Newsroom, model_url: str, named: dict[str, int]) -> None:
    """A story of its own, and the worker's writer of commissions in a thread."""
    import threading

    from octavo.core.briefs import Answer, Brief, BriefOf, Feature, KeptBrief
    from octavo.store import assisting, briefs

    newsroom.publisher("velm-post", name="Velm Post", terms=Terms.FULL)
    newsroom.publisher("herald", name="Harlund Herald", terms=Terms.FULL)
    ids = [
        newsroom.article("Flood closes the harbour of Velm", publisher="velm-post", text=" ".join(VELM[:3])),
        newsroom.article("Army sends boats to flooded Velm", publisher="herald", text=" ".join(VELM[2:])),
    ]
    newsroom.publisher("correo", name="Correo de Velm", terms=Terms.FULL, country="ES")
    foreign = newsroom.article("Velm bajo el agua", publisher="correo", text=" ".join(CORREO), language="es")
    named |= {"velm": ids[0], "story-velm": story(newsroom, ids), "correo": foreign}
    questions = ("What is said about Karin Holt?",)
    kept = KeptBrief(Brief(Feature.ASK, table=Answer("", False, (), questions)), b"x" * 16, newsroom.now, 1, "en")
    briefs.record_briefs(BriefOf.STORY, str(named["story-velm"]), [kept], ids)
    if model_url != "none":
        assisting.choose({"url": model_url, "name": "scripted", "retries": 0}, None)
    threading.Thread(target=write_commissions, daemon=True).start()


def write_commissions() -> None:
    import asyncio

    from octavo.core.clock import SystemClock
    from octavo.pipeline.article_reading import ArticleReader, ReadArticles
    from octavo.pipeline.assistant import Assistant
    from octavo.pipeline.commissions import runner_of
    from octavo.pipeline.pool import DigestPool
    from octavo.pipeline.storing import StoreThread

    async def work() -> None:
        clock = SystemClock()
        async with StoreThread() as store, DigestPool(0) as pool:
            reader = ArticleReader(pool, ReadArticles())
            assistant = Assistant(store.call, clock)
            await runner_of(store, clock, reader, assistant, private=True).run()

    asyncio.run(work())


def report(newsroom: Newsroom) -> int:
    """An import that left something out."""
    made = ImportReport.objects.create(
        name="feeds.opml", total=3, added=2, left_out=["Row 3: ftp://a.example/: no feed"]
    )
    ImportReport.objects.filter(pk=made.pk).update(finished_at=newsroom.now)
    return int(made.pk)


def serve(port: int, **told: Any) -> None:
    import uvicorn

    listener = socket.create_server(("127.0.0.1", port))
    sys.stdout.write(json.dumps({"port": listener.getsockname()[1], "named": {}, "invitation": "", **told}) + "\n")
    sys.stdout.flush()
    config = uvicorn.Config("octavo.web.asgi:application", log_level="error")
    uvicorn.Server(config).run(sockets=[listener])


def main() -> None:
    asked = sys.argv[2:]
    if asked[:1] == ["resume"]:
        octavo.__version__ = asked[2]
        serve(int(asked[1]))
        return
    now = datetime.now(UTC)
    newsroom = Newsroom(now)
    named: dict[str, int] = {}
    if asked and asked[0] not in {"troubled", "talk", "asks", "spoken"}:
        hostile(newsroom, json.loads(Path(asked[0]).read_text(encoding="utf-8")))
    else:
        named = fill(newsroom, Path(sys.argv[1]) / "pictures")
        named |= {f"story-{name}": one for name, one in tell(newsroom, named).items()}
        ids = [named[name] for name in ("harbour-post-0-0", "correo-del-valle-0-8", "al-marsa-0-10")]
        tell_in_short(newsroom, named["story-water"], ids)
    Feed.objects.update(last_polled_at=now, last_success_at=now)
    session = trouble(newsroom, named) if asked == ["troubled"] else ""
    if asked == ["spoken"]:
        session = session_of(speak(newsroom, named))
    if asked == ["talk"]:
        talk(newsroom, named)
    if asked[:1] == ["asks"]:
        answer(newsroom, asked[1], named)
    serve(0, named=named, invitation=invite_operator(now), session=session)


main()
