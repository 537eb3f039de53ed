"""From an edition's stories to what is told of them in short: once, of what viewers may see, anew where it changed."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsroom import NOW, Newsroom
from octavo.core.briefs import BriefOf, Feature, Perspectives, Wrapup
from octavo.core.editions import DayPart, Edition, PlacedStory
from octavo.core.protocols import Job as DueJob
from octavo.core.reading import EditionKey
from octavo.core.rights import Terms
from octavo.core.settings import GatherSettings, SiteSettings, StoreSettings, WorkerSettings
from octavo.pipeline import editions as making
from octavo.pipeline import results
from octavo.pipeline.article_reading import ReadArticles
from octavo.pipeline.briefing import ReadTask
from octavo.pipeline.handlers.briefs import BriefMaker, brief_handlers
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.reachability import Reachability
from octavo.pipeline.storing import StoreThread
from octavo.pipeline.tools import Settings, Tools
from octavo.pipeline.turns import Turns
from octavo.store import briefs, editions, jobs
from octavo.store.models import Brief, Job
from octavo.testing.clock import HeldClock
from octavo.testing.embedders import HashEmbedder
from octavo.testing.fetchers import FakeFetcher
from web.telling import story

pytestmark = pytest.mark.django_db(transaction=True)

KEY = EditionKey("GB", ("en",))
FLOOD = "A flood at Machakos killed nine people on Monday, the mayor said."
TEXTS = (
    f"{FLOOD} Rain had fallen for three days without a pause. The bridge at the mill was swept away in the night.",
    f"{FLOOD} Schools in the whole valley stay closed until Thursday. Soldiers carry water to the upper villages.",
)


class Reader(HashEmbedder):
    """Counts what it reads."""

    sentences = 0

    def embed(self, texts: Sequence[str]) -> Any:
        Reader.sentences += len(texts)
        return super().embed(texts)


@pytest.fixture(autouse=True)
def _hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    Reader.sentences = 0
    monkeypatch.setattr("octavo.understand.embedding.shipped_embedder", Reader)


def work(tmp_path: Path, *, public: bool = False, rounds: int = 1) -> None:
    """Every job that is due, as the worker's runner does it, each in a transaction with its row."""
    site = SiteSettings(country="GB", public_url="https://news.example" if public else "")
    settings = replace(Settings(GatherSettings(), StoreSettings(data=tmp_path), WorkerSettings(processes=0)), site=site)

    async def inside() -> None:
        async with StoreThread() as store, DigestPool(0) as pool:
            tools = Tools(settings, HeldClock(NOW), FakeFetcher({}), pool, store, Turns(), Reachability())
            handlers = brief_handlers(tools, ReadArticles())
            for _ in range(rounds):
                due = await store.call(jobs.claim, tuple(handlers), NOW + timedelta(hours=1), 50, 60)
                for job in due:
                    done = await handlers[job.kind](job)
                    await store.call(results.write_results, [done])

    asyncio.run(inside())


@pytest.fixture
def flood(newsroom: Newsroom) -> tuple[int, list[int]]:
    """A story that two publishers tell."""
    newsroom.publisher("daily", terms=Terms.FULL)
    newsroom.publisher("coast", terms=Terms.FULL, country="KE")
    ids = [
        newsroom.article("Flood at Machakos", publisher=name, text=text)
        for name, text in zip(("daily", "coast"), TEXTS, strict=True)
    ]
    return story(newsroom, ids), ids


def edition(stories: dict[int, int], day: int = 0) -> Edition:
    lead = tuple(PlacedStory(one, article, 1.0, ()) for one, article in stories.items())
    made_at = NOW + timedelta(days=day)
    return Edition(KEY, made_at.date(), DayPart.MIDDAY, made_at, lead, ())


def keep(made: Edition) -> None:
    editions.record_snapshots([made])
    briefs.want_briefs(made, made.made_at, 1)


def test_an_edition_has_its_stories_told_in_short(flood: tuple[int, list[int]], tmp_path: Path) -> None:
    told, ids = flood
    keep(edition({told: ids[0]}))
    work(tmp_path)
    assert not Job.objects.filter(kind__startswith="brief_").exists()
    found = briefs.briefs_of(BriefOf.STORY, str(told))
    assert set(found) == {Feature.PERSPECTIVES, Feature.FIGURES, Feature.TIMELINE, Feature.WHO, Feature.ASK}
    (sentence,) = found[Feature.PERSPECTIVES].brief.sentences
    assert sentence.text == FLOOD
    assert {citation.article for citation in sentence.citations} == {str(one) for one in ids}
    table = found[Feature.PERSPECTIVES].brief.table
    assert isinstance(table, Perspectives)
    assert table.agree[0].is_unanimous
    assert {told.citation.quote for told in table.only_one} >= {
        "Schools in the whole valley stay closed until Thursday."
    }
    wrapup = briefs.briefs_of(BriefOf.EDITION, "GB|en|2026-05-04|midday")[Feature.WRAPUP]
    assert isinstance(wrapup.brief.table, Wrapup)
    assert wrapup.language == "en"
    assert wrapup.brief.table.items[0].paragraph[0].text == FLOOD
    assert set(briefs.briefs_of(BriefOf.ARTICLE, str(ids[0]))) == {Feature.SUMMARY, Feature.ASK}


def test_each_sentence_is_read_once_and_what_has_not_changed_is_told_once(
    flood: tuple[int, list[int]], tmp_path: Path
) -> None:
    told, ids = flood
    keep(edition({told: ids[0]}))
    work(tmp_path)
    assert Reader.sentences == 8
    made = sorted(Brief.objects.values_list("pk", flat=True))
    jobs.enqueue(briefs.STORY_KIND, str(told), {"story": told}, NOW)
    keep(edition({told: ids[0]}))
    work(tmp_path)
    assert Reader.sentences == 8
    assert sorted(Brief.objects.values_list("pk", flat=True)) == made


def test_a_story_that_grew_is_told_anew(newsroom: Newsroom, flood: tuple[int, list[int]], tmp_path: Path) -> None:
    from octavo.core.stories import Assignment
    from octavo.store import stories

    told, ids = flood
    keep(edition({told: ids[0]}))
    work(tmp_path)
    new = newsroom.article("Flood kills nine", publisher="lamp", text=f"{FLOOD} Nobody had expected the water to come.")
    stories.record_assignments([Assignment(str(new), str(ids[0]), None, 0.9)], NOW + timedelta(minutes=20), 1)
    briefs.want_briefs(edition({told: ids[0]}), NOW + timedelta(minutes=20), 1)
    work(tmp_path)
    (sentence,) = briefs.briefs_of(BriefOf.STORY, str(told))[Feature.PERSPECTIVES].brief.sentences
    assert len(sentence.citations) == 3


def test_a_roundup_is_told_in_each_language_that_two_publishers_tell_it_in(
    newsroom: Newsroom, flood: tuple[int, list[int]], tmp_path: Path
) -> None:
    swahili = "Mafuriko ya Machakos yaliua watu tisa siku ya Jumatatu, meya alisema."
    _, ids = flood
    more = [newsroom.article("Mafuriko", publisher=name, text=swahili, language="sw") for name in ("lamp", "tala")]
    both = story(newsroom, [*ids, *more])
    jobs.enqueue(briefs.STORY_KIND, str(both), {"story": both}, NOW)
    work(tmp_path)
    for language, first in (("", FLOOD), ("en", FLOOD), ("sw", swahili), ("fr", FLOOD)):
        found = briefs.briefs_of(BriefOf.STORY, str(both), language)
        assert len(found) == 5
        assert found[Feature.PERSPECTIVES].brief.sentences[0].text == first


def test_on_a_public_instance_only_excerpts_are_read_of_who_allows_no_more(
    newsroom: Newsroom, flood: tuple[int, list[int]], tmp_path: Path
) -> None:
    from octavo.store.models import Publisher

    Publisher.objects.filter(slug="coast").update(terms=Terms.LINK.value)
    told, ids = flood
    keep(edition({told: ids[0]}))
    work(tmp_path, public=True)
    quoted = [
        citation.quote
        for kept in briefs.briefs_of(BriefOf.STORY, str(told)).values()
        for sentence in kept.brief.sentences
        for citation in sentence.citations
        if citation.article == str(ids[1])
    ]
    assert set(quoted) <= {"Flood at Machakos"}


def test_a_wrapup_says_what_is_new_since_yesterday(
    newsroom: Newsroom, flood: tuple[int, list[int]], tmp_path: Path
) -> None:
    told, ids = flood
    fresh = newsroom.article("Rain in Kent", publisher="lamp", text="It rained in Kent all day. " * 3)
    other = story(newsroom, [fresh])
    editions.record_snapshots([edition({told: ids[0]})])
    from octavo.store.models import StoryMember

    StoryMember.objects.filter(article=fresh).update(joined_at=NOW + timedelta(hours=20))
    keep(edition({told: ids[0], other: fresh}, day=1))
    jobs.enqueue(briefs.WRAPUP_KIND, "GB|en|2026-05-05|midday", Job.objects.get(kind=briefs.WRAPUP_KIND).payload, NOW)
    work(tmp_path)
    table = briefs.briefs_of(BriefOf.EDITION, "GB|en|2026-05-05|midday")[Feature.WRAPUP].brief.table
    assert isinstance(table, Wrapup)
    assert [(item.story, item.is_new) for item in table.items] == [(str(told), False), (str(other), True)]


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("story", {"story": 4040}),
        ("article", {"article": 4040}),
        ("wrapup", {"country": "GB", "languages": ["en"], "day": "2026-05-04", "part": "night"}),
    ],
)
def test_what_is_gone_is_told_no_more(tmp_path: Path, kind: str, payload: dict[str, Any]) -> None:
    jobs.enqueue(f"brief_{kind}", "gone", payload, NOW)
    work(tmp_path)
    assert not Job.objects.exists()
    assert not Brief.objects.exists()


def test_a_text_that_breaks_reading_is_tried_again_and_harms_no_other(
    flood: tuple[int, list[int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from octavo.pipeline import digest

    def broken(task: ReadTask) -> Any:
        raise ValueError("bomb")

    monkeypatch.setattr(digest, "read", broken)
    told, _ = flood
    jobs.enqueue(briefs.STORY_KIND, str(told), {"story": told}, NOW)
    work(tmp_path)
    job = Job.objects.get(kind=briefs.STORY_KIND)
    assert "bomb" in job.last_error
    assert not Brief.objects.exists()


def test_an_edition_that_is_made_asks_for_its_briefs(
    newsroom: Newsroom, flood: tuple[int, list[int]], tmp_path: Path
) -> None:
    from octavo.core.settings import EditionsSettings

    assert making._make_if_due(KEY, NOW, EditionsSettings(), True)
    assert Job.objects.filter(kind=briefs.STORY_KIND, key=str(flood[0])).exists()


def test_articles_that_were_read_long_ago_are_forgotten(
    flood: tuple[int, list[int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.pipeline.article_reading.REMEMBERED", 1)
    told, _ = flood

    async def inside() -> int:
        settings = Settings(GatherSettings(), StoreSettings(data=tmp_path), WorkerSettings(processes=0))
        async with StoreThread() as store, DigestPool(0) as pool:
            tools = Tools(settings, HeldClock(NOW), FakeFetcher({}), pool, store, Turns(), Reachability())
            read = ReadArticles()
            maker = BriefMaker(tools, read)
            await maker.story(DueJob(1, briefs.STORY_KIND, {"story": told}, 1))
            return len(read._read)

    assert asyncio.run(inside()) == 1
