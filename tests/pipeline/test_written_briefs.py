"""Briefs by a language model: after the embedded ones, in their place where they hold, and told where they do not."""

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from assist.test_attacks import ATTACKS, Attack
from newsroom import NOW, Newsroom
from octavo.core.briefs import BriefOf, Feature, KeptBrief, Wrapup
from octavo.core.editions import DayPart, Edition, PlacedStory
from octavo.core.failures import Failure, FailureCode
from octavo.core.models import ModelRequest
from octavo.core.protocols import LanguageModel
from octavo.core.reading import EditionKey
from octavo.core.rights import Terms
from octavo.core.settings import GatherSettings, SiteSettings, StoreSettings, WorkerSettings
from octavo.core.writing import EMBEDDED, NoticeCode
from octavo.pipeline import results
from octavo.pipeline.article_reading import ReadArticles
from octavo.pipeline.assistant import Assistant, connect
from octavo.pipeline.handlers.briefs import brief_handlers
from octavo.pipeline.handlers.written_briefs import AGAIN_AFTER, written_handlers
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.reachability import Reachability
from octavo.pipeline.runner import brief_runners
from octavo.pipeline.storing import StoreThread
from octavo.pipeline.tools import Settings, Tools
from octavo.pipeline.turns import Turns
from octavo.pipeline.written_briefs import writers
from octavo.store import assisting, briefs, editions, jobs, recordings
from octavo.store.models import Article, ArticleBody, Brief, Job, Publisher
from octavo.testing.clock import HeldClock
from octavo.testing.fetchers import FakeFetcher
from octavo.testing.models import (
    Line,
    ScriptedModel,
    Wait,
    babbling,
    cutting_off,
    inventing,
    model_server,
    obeying,
    refusing,
    said,
    saying,
    stalling,
)
from web.telling import story

pytestmark = pytest.mark.django_db(transaction=True)

BOATS = "The army sent 40 boats to Velm."
CLOSED = "A flood closed the harbour of Velm on Tuesday."
LEFT = "Nearly 2,000 people left their homes."
POST = (
    f"{CLOSED} The army sent 40 boats to Velm on Wednesday morning. {LEFT} The water stood two metres high in the "
    "market. Bakers carried bread to the upper streets by hand. The bridge at the mill was swept away in the night. "
    "Doctors work in a tent beside the church. Trains to Harlund do not run. Rain is expected again on Thursday."
)
HERALD = (
    "The army sent 40 boats to Velm after the flood. The flood closed the harbour of Velm on Tuesday. "
    f"{LEFT} Schools stay closed this week."
)
MODEL = {"url": "http://127.0.0.1:9/v1", "name": "scripted", "retries": 0}
KEY = EditionKey("GB", ("en",))


class Worker:
    """What the worker's two runners do, job by job, at a held time."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.clock = HeldClock(NOW)
        self.model: LanguageModel | None = None
        self.is_public = False
        self.speaks = False

    def say(self, *lines: Line) -> ScriptedModel:
        return self.play(saying(*lines))

    def play(self, script: Callable[[ModelRequest], Iterable[Line]]) -> ScriptedModel:
        self.model = model = ScriptedModel(script, first_s=0.2)
        return model

    def tools(self, store: StoreThread, pool: DigestPool) -> Tools:
        site = SiteSettings(country="GB", public_url="https://news.example" if self.is_public else "")
        some = Settings(GatherSettings(), StoreSettings(data=self.data), WorkerSettings(processes=0))
        settings = replace(some, site=site)
        return Tools(settings, self.clock, FakeFetcher({}), pool, store, Turns(), Reachability())

    def assistant(self, store: StoreThread) -> Assistant:
        return Assistant(store.call, self.clock, (lambda plan: self.model) if self.model else connect)  # type: ignore[arg-type,return-value]

    def work(self, *, embedded: bool = True, written: bool = True) -> None:
        """All that is due: embedded briefs first."""

        async def inside() -> None:
            async with StoreThread() as store, DigestPool(0) as pool:
                tools, read = self.tools(store, pool), ReadArticles()
                speaker: Any = object() if self.speaks else None
                rounds = [brief_handlers(tools, read, speaker)] * embedded
                rounds += [written_handlers(tools, read, self.assistant(store), speaks=self.speaks)] * written
                for handlers in rounds:
                    handlers.pop(recordings.KIND, None)
                    now = self.clock.now() + timedelta(minutes=1)
                    for job in await store.call(jobs.claim, tuple(handlers), now, 50, 60):
                        done = await handlers[job.kind](job)
                        assert done.failure is None, done.failure
                        await store.call(results.write_results, [done])

        asyncio.run(inside())


@pytest.fixture
def worker(tmp_path: Path) -> Worker:
    return Worker(tmp_path)


@pytest.fixture
def flood(newsroom: Newsroom) -> tuple[int, list[int]]:
    newsroom.publisher("post", terms=Terms.FULL)
    newsroom.publisher("herald", terms=Terms.FULL)
    ids = [
        newsroom.article("Flood closes the harbour of Velm", publisher="post", text=POST),
        newsroom.article("Army sends boats to flooded Velm", publisher="herald", text=HERALD),
    ]
    return story(newsroom, ids), ids


def want_story(flood: tuple[int, list[int]]) -> None:
    jobs.enqueue(briefs.STORY_KIND, str(flood[0]), {"story": flood[0]}, NOW)


def want_article(article: int) -> None:
    jobs.enqueue(briefs.ARTICLE_KIND, str(article), {"article": article}, NOW)


def want_edition(stories: dict[int, int]) -> str:
    """The wrap-up of an edition that leads with them, alone."""
    lead = tuple(PlacedStory(one, article, 1.0, ()) for one, article in stories.items())
    edition = Edition(KEY, NOW.date(), DayPart.MIDDAY, NOW, lead, ())
    editions.record_snapshots([edition])
    target = briefs.edition_target(KEY, edition.day, edition.part)
    jobs.enqueue_many([briefs.brief_job(BriefOf.EDITION, target, NOW)])
    return target


def roundup(flood: tuple[int, list[int]]) -> KeptBrief:
    return briefs.briefs_of(BriefOf.STORY, str(flood[0]))[Feature.PERSPECTIVES]


def test_a_roundup_is_embedded_at_once_and_the_models_soon_after(worker: Worker, flood: tuple[int, list[int]]) -> None:
    assisting.choose(MODEL, None)
    model = worker.say(said(BOATS, 1), said("The army sent 90 boats to Velm.", 1), said("Trains do not run.", 8))
    want_story(flood)
    worker.work(written=False)
    first = roundup(flood)
    assert first.brief.provider == EMBEDDED
    assert first.brief.sentences
    assert model.requests == []
    worker.work(embedded=False)
    brief = roundup(flood).brief
    assert (brief.provider, brief.dropped, brief.notice) == ("scripted", 2, "")
    (sentence,) = brief.sentences
    assert (sentence.text, sentence.language) == (BOATS, "en")
    assert {int(citation.article) for citation in sentence.citations} == set(flood[1])
    assert all(citation.quote in POST + HERALD for citation in sentence.citations)
    assert brief.table == first.brief.table
    assert {kept.brief.provider for kept in briefs.all_briefs_of(BriefOf.STORY, str(flood[0]))} == {
        EMBEDDED,
        "scripted",
    }
    assert not Job.objects.exists()


def test_a_summary_is_written_where_the_article_is_long_enough(worker: Worker, flood: tuple[int, list[int]]) -> None:
    assisting.choose(MODEL, None)
    model = worker.say(said(BOATS, 1))
    for article in flood[1]:
        want_article(article)
    worker.work()
    long, short = (briefs.briefs_of(BriefOf.ARTICLE, str(one))[Feature.SUMMARY].brief for one in flood[1])
    assert (long.provider, [one.text for one in long.sentences]) == ("scripted", [BOATS])
    assert (short.provider, short.sentences, short.notice) == (EMBEDDED, (), "")
    assert len(model.requests) == 1


def test_each_paragraph_of_a_wrapup_is_written_and_what_is_new_stays(
    worker: Worker, flood: tuple[int, list[int]], newsroom: Newsroom
) -> None:
    assisting.choose(MODEL, None)
    lone = newsroom.article("Rain in Kent", publisher="lamp", text="It rained in Kent all day. The Medway rose.")
    model = worker.say(said(BOATS, 1))
    target = want_edition({flood[0]: flood[1][0], story(newsroom, [lone]): lone})
    worker.work(written=False)
    first = briefs.briefs_of(BriefOf.EDITION, target)[Feature.WRAPUP].brief.table
    worker.work(embedded=False)
    brief = briefs.briefs_of(BriefOf.EDITION, target)[Feature.WRAPUP].brief
    assert isinstance(first, Wrapup)
    assert isinstance(brief.table, Wrapup)
    flooded, rained = brief.table.items
    assert [(one.text, one.language) for one in flooded.paragraph] == [(BOATS, "en")]
    assert rained.paragraph == first.items[1].paragraph
    assert [item.news for item in brief.table.items] == [item.news for item in first.items]
    assert (brief.provider, brief.notice) == ("scripted", NoticeCode.UNSUPPORTED)
    assert brief.sentences == (*flooded.paragraph, *flooded.news, *rained.paragraph, *rained.news)
    assert "Rain in Kent" in model.requests[1].messages[-1].text
    assert "Rain in Kent" not in model.requests[0].messages[-1].text


@pytest.mark.parametrize("code", ["", NoticeCode.REFUSED])
def test_a_wrapup_is_spoken_when_its_model_is_done(worker: Worker, flood: tuple[int, list[int]], code: str) -> None:
    worker.speaks = True
    assisting.choose(MODEL, None)
    worker.play(refusing if code else saying(said(BOATS, 1)))
    target = want_edition({flood[0]: flood[1][0]})
    worker.work(written=False)
    assert not Job.objects.filter(kind=recordings.KIND).exists()
    worker.work(embedded=False)
    assert Job.objects.get(kind=recordings.KIND).key == target
    Job.objects.all().delete()
    assisting.choose({}, None)
    want_edition({flood[0]: flood[1][0]})
    worker.work(written=False)
    assert Job.objects.get().kind == recordings.KIND


FAILING: dict[NoticeCode, Any] = {
    NoticeCode.DOWN: saying(Failure(FailureCode.CONNECT, "no")),
    NoticeCode.SLOW: stalling,
    NoticeCode.BUSY: saying(Failure(FailureCode.RATE_LIMITED, "later")),
    NoticeCode.REFUSED: refusing,
    NoticeCode.BABBLED: babbling,
    NoticeCode.UNSUPPORTED: inventing,
    NoticeCode.BUDGET: None,
}
LATER = {NoticeCode.DOWN, NoticeCode.SLOW, NoticeCode.BUSY, NoticeCode.BUDGET}


@pytest.mark.parametrize("code", FAILING)
def test_where_a_model_fails_the_embedded_brief_stays_and_says_why(
    worker: Worker, flood: tuple[int, list[int]], code: NoticeCode
) -> None:
    assisting.choose({**MODEL, "day_tokens": 10 if code is NoticeCode.BUDGET else 0}, None)
    model = worker.play(FAILING[code] or saying(said(BOATS, 1)))
    want_story(flood)
    worker.work(written=False)
    first = roundup(flood).brief
    worker.work(embedded=False)
    brief = roundup(flood).brief
    assert brief.sentences == first.sentences
    assert (brief.provider, brief.notice) == (EMBEDDED, code)
    assert brief.dropped == (5 if code is NoticeCode.UNSUPPORTED else 0)
    assert len(model.requests) == (0 if code is NoticeCode.BUDGET else 1)
    waits = list(Job.objects.values_list("kind", "run_at"))
    assert waits == ([(briefs.WRITE_KIND, NOW + AGAIN_AFTER)] if code in LATER else [])
    worker.clock = HeldClock(NOW + AGAIN_AFTER)
    worker.work()
    assert not Job.objects.exists()


def test_a_model_that_is_back_an_hour_later_writes(worker: Worker, flood: tuple[int, list[int]]) -> None:
    """Its address answers nobody, then it does."""
    assisting.choose(MODEL, None)
    want_story(flood)
    worker.work()
    assert roundup(flood).brief.notice == NoticeCode.DOWN
    worker.clock = HeldClock(NOW + AGAIN_AFTER)
    worker.say(said(BOATS, 1))
    worker.work()
    brief = roundup(flood).brief
    assert (brief.provider, brief.notice, [one.text for one in brief.sentences]) == ("scripted", "", [BOATS])


def test_a_model_over_http(worker: Worker, flood: tuple[int, list[int]]) -> None:
    with model_server(saying(said(BOATS, 1), said(LEFT, 4))) as server:
        assisting.choose({"url": server.url, "name": "served"}, None)
        want_story(flood)
        worker.work()
    assert [one.text for one in roundup(flood).brief.sentences] == [BOATS, LEFT]
    assert roundup(flood).brief.provider == "served"


def test_an_answer_that_is_cut_off_is_kept_as_far_as_it_holds(worker: Worker, flood: tuple[int, list[int]]) -> None:
    assisting.choose(MODEL, None)
    worker.play(cutting_off(said(BOATS, 1)))
    want_story(flood)
    worker.work()
    brief = roundup(flood).brief
    assert (brief.provider, brief.notice, len(brief.sentences)) == ("scripted", NoticeCode.CUT_OFF, 1)
    assert not Job.objects.exists()


def test_after_trouble_no_other_paragraph_or_brief_is_asked_for(
    worker: Worker, flood: tuple[int, list[int]], newsroom: Newsroom
) -> None:
    assisting.choose(MODEL, None)
    lone = newsroom.article("Rain in Kent", publisher="lamp", text="It rained in Kent all day. The Medway rose.")
    model = worker.play(saying(Failure(FailureCode.CONNECT, "no")))
    target = want_edition({flood[0]: flood[1][0], story(newsroom, [lone]): lone})
    want_story(flood)
    want_article(flood[1][0])
    worker.work()
    assert len(model.requests) == 1
    told = (
        briefs.briefs_of(BriefOf.EDITION, target)[Feature.WRAPUP],
        roundup(flood),
        briefs.briefs_of(BriefOf.ARTICLE, str(flood[1][0]))[Feature.SUMMARY],
    )
    assert {kept.brief.notice for kept in told} == {NoticeCode.DOWN}
    assert Job.objects.filter(kind=briefs.WRITE_KIND, run_at=NOW + AGAIN_AFTER).count() == 3


def test_setting_a_model_changing_and_unsetting_it_have_all_made_anew(
    worker: Worker, flood: tuple[int, list[int]]
) -> None:
    lead = (PlacedStory(flood[0], flood[1][0], 1.0, ()),)
    edition = Edition(KEY, NOW.date(), DayPart.MIDDAY, NOW, lead, ())
    editions.record_snapshots([edition])
    worker.say(said(BOATS, 1))

    def providers(hours: int) -> tuple[str, ...]:
        now = NOW + timedelta(hours=hours)
        worker.clock = HeldClock(now + timedelta(minutes=1))
        briefs.want_briefs(edition, now, 1, writers())
        worker.work()
        told = roundup(flood), briefs.briefs_of(BriefOf.ARTICLE, str(flood[1][0]))[Feature.SUMMARY]
        wrapped = briefs.briefs_of(BriefOf.EDITION, "GB|en|2026-05-04|midday")[Feature.WRAPUP]
        return tuple(kept.brief.provider for kept in (*told, wrapped))

    assert providers(0) == (EMBEDDED,) * 3
    assisting.choose(MODEL, None)
    assert providers(1) == ("scripted",) * 3
    made = sorted(Brief.objects.values_list("pk", flat=True))
    assert providers(2) == ("scripted",) * 3
    assert sorted(Brief.objects.values_list("pk", flat=True)) == made
    assisting.choose({**MODEL, "features": ["summary=off"]}, None)
    assert providers(3) == ("scripted", EMBEDDED, "scripted")
    assisting.choose({}, None)
    assert providers(4) == (EMBEDDED,) * 3


def test_what_changed_while_a_model_was_waited_for_is_not_written_over(
    worker: Worker, flood: tuple[int, list[int]]
) -> None:
    assisting.choose(MODEL, None)
    model = worker.say(said(BOATS, 1))
    want_story(flood)
    worker.work(written=False)
    ArticleBody.objects.filter(article=flood[1][0]).update(text=f"{POST} The mayor thanked everybody.")
    worker.work(embedded=False)
    assert roundup(flood).brief.provider == EMBEDDED
    assert model.requests == []
    job = Job.objects.get()
    assert (job.kind, job.run_at) == (briefs.STORY_KIND, NOW + briefs.STORY_EVERY)


def test_a_brief_that_went_before_it_was_written_does_not_come_back(
    worker: Worker, flood: tuple[int, list[int]]
) -> None:
    assisting.choose(MODEL, None)
    worker.say(said(BOATS, 1))
    want_story(flood)
    worker.work(written=False)
    briefs.forget_made_of(flood[1])
    worker.work(embedded=False)
    assert not Brief.objects.exists()


def test_no_model_is_given_what_terms_withhold(worker: Worker, flood: tuple[int, list[int]]) -> None:
    assisting.choose(MODEL, None)
    worker.is_public = True
    Publisher.objects.filter(slug="post").update(terms=Terms.EXCERPT.value)
    Article.objects.filter(pk=flood[1][0]).update(excerpt=CLOSED)
    Publisher.objects.filter(slug="herald").update(terms=Terms.LINK.value)
    model = worker.say(said("A flood closed the harbour of Velm.", 1), said(BOATS, 1), said(LEFT, 1))
    target = want_edition({flood[0]: flood[1][0]})
    want_story(flood)
    want_article(flood[1][0])
    worker.work()
    asked = "".join(message.text for request in model.requests for message in request.messages)
    assert len(model.requests) == 2
    assert CLOSED in asked
    for secret in ("40 boats", "2,000", "Bakers", "Schools"):
        assert secret not in asked
    wrapped = briefs.briefs_of(BriefOf.EDITION, target)[Feature.WRAPUP].brief
    for brief in (roundup(flood).brief, wrapped):
        assert BOATS not in {sentence.text for sentence in brief.sentences}


def test_a_slow_model_holds_up_no_embedded_brief(
    worker: Worker, flood: tuple[int, list[int]], newsroom: Newsroom
) -> None:
    assisting.choose(MODEL, None)
    worker.model = ScriptedModel(saying(Wait(50)), first_s=60)
    more = [newsroom.article("Rain", publisher=name, text=HERALD) for name in ("lamp", "tala")]
    second = story(newsroom, more)

    async def inside() -> None:
        async with StoreThread() as store, DigestPool(0) as pool:

            async def finish(result: results.JobResult) -> None:
                await store.call(results.write_results, [result])

            tools = worker.tools(store, pool)
            runners = brief_runners(tools, ReadArticles(), worker.assistant(store), finish)
            running = [asyncio.create_task(one.run()) for one in runners]
            async with asyncio.timeout(30):
                await store.call(want_story, flood)
                while not worker.model.requests:  # type: ignore[union-attr]  # noqa: ASYNC110 - asked in passing
                    await asyncio.sleep(0.05)
                await store.call(want_story, (second, more))
                while not await store.call(briefs.made_of, BriefOf.STORY, str(second)):  # noqa: ASYNC110 - another connection writes it
                    await asyncio.sleep(0.05)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    asyncio.run(inside())
    assert worker.model.closed == 1
    assert roundup(flood).brief.provider == EMBEDDED


IN_SHORT = re.compile(
    r'<section class="brief".*?</section>|<details class="brief brief-article">.*?</details>'
    r'|<div class="wrapup">.*</div>',
    re.DOTALL,
)
ORDERS = [attack for attack in ATTACKS if attack.where in {"article", "title"} and not attack.is_report]


@pytest.mark.parametrize("attack", ORDERS[::8], ids=lambda attack: attack.id)
def test_what_an_article_orders_reaches_no_brief_on_any_page(
    worker: Worker, flood: tuple[int, list[int]], newsroom: Newsroom, attack: Attack, client: Client
) -> None:
    """The model does what anybody writes to it. The attacking article's own page and cards say what it says."""
    assisting.choose(MODEL, None)
    honest = [said(sentence, 1, 2) for sentence in (CLOSED, BOATS, LEFT)]
    model = worker.play(obeying(attack.payload, honest=honest))
    newsroom.publisher("gossip", terms=Terms.FULL)
    told = attack.article
    bad = newsroom.article(told.title, publisher="gossip", text=f"{POST} {told.text}")
    all_of_it = story(newsroom, [*flood[1], bad]), [*flood[1], bad]
    want_story(all_of_it)
    want_article(bad)
    want_edition({all_of_it[0]: flood[1][0]})
    worker.work()
    assert model.requests
    assert roundup(all_of_it).brief.provider == "scripted"
    pages = [f"/story/{all_of_it[0]}/", "/wrap-up/?country=GB&language=en", f"/article/{bad}/"]
    for page in pages:
        found = IN_SHORT.search(client.get(page, follow=True).content.decode())
        assert found, page
        named = re.sub(r'<span class="hidden-text">.*?</span>', "", found[0])  # the titles that links lead to
        shown = unescape(re.sub(r"<[^>]*>", " ", named))
        assert BOATS in shown or page.startswith("/article"), page
        assert attack.canary.casefold() not in shown.casefold(), page
