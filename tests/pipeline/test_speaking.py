"""From a wrap-up to its recording: spoken after it, once as it is, by everybody's rights, kept with few others."""

import asyncio
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsroom import NOW, Newsroom
from octavo.assist.speech import find_speaker
from octavo.core.briefs import Brief, BriefOf, BriefSentence, Citation, Feature, KeptBrief, WrapItem, Wrapup
from octavo.core.editions import DayPart
from octavo.core.reading import EditionKey
from octavo.core.rights import Terms
from octavo.core.settings import GatherSettings, SiteSettings, StoreSettings, WorkerSettings
from octavo.core.speech import Recording, SpeechEngine, SpeechSettings, SpokenChapter
from octavo.pipeline import results
from octavo.pipeline.article_reading import ReadArticles
from octavo.pipeline.handlers import speaking
from octavo.pipeline.handlers.briefs import brief_handlers
from octavo.pipeline.maintenance import keep_house
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.reachability import Reachability
from octavo.pipeline.storing import StoreThread
from octavo.pipeline.tools import Settings, Tools
from octavo.pipeline.turns import Turns
from octavo.store import briefs, jobs, recordings
from octavo.store.models import Article, Job, Publisher, WrapupRecording
from octavo.store.retention import forget_articles
from octavo.testing.clock import HeldClock
from octavo.testing.embedders import HashEmbedder
from octavo.testing.fetchers import FakeFetcher
from pipeline.test_briefs import edition, keep
from speaking import Programs
from web.telling import story

pytestmark = pytest.mark.django_db(transaction=True)

KEY = EditionKey("GB", ("en",))
TARGET = "GB|en|2026-05-04|midday"
PAYLOAD = {"country": "GB", "languages": ["en"], "day": "2026-05-04", "part": "midday"}
FLOOD = "A flood at Machakos killed nine people on Monday, the mayor said."
SECRET = "The bridge at the mill had been closed for years, three engineers wrote in a letter."


@pytest.fixture(autouse=True)
def _speaks(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    programs.speaking()
    monkeypatch.setattr("octavo.understand.embedding.shipped_embedder", HashEmbedder)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where recordings are."""
    monkeypatch.setattr(recordings, "STORE", StoreSettings(data=tmp_path))
    return tmp_path / "recordings"


@pytest.fixture
def flood(newsroom: Newsroom) -> tuple[int, list[int]]:
    """A story that one publisher lets everybody read, and one of which an excerpt may be seen."""
    newsroom.publisher("daily", name="Daily", terms=Terms.FULL)
    newsroom.publisher("coast", name="Coast", terms=Terms.EXCERPT, country="KE")
    ids = [
        newsroom.article("Flood at Machakos", publisher="daily", text=f"{FLOOD} Rain had fallen for three days."),
        newsroom.article("Flood kills nine", publisher="coast", text=f"{FLOOD} {'It rained. ' * 40}{SECRET}"),
    ]
    return story(newsroom, ids), ids


def wrap_up(flood: tuple[int, list[int]], *quotes: tuple[int, str], part: str = "midday", day: int = 4) -> None:
    """Keep a wrap-up of one story that has these sentences, each of one of its articles."""
    told, ids = flood
    sentences = tuple(BriefSentence(text, (Citation(str(ids[one]), text),)) for one, text in quotes)
    table = Wrapup((WrapItem(str(told), "Flood at Machakos", sentences),), 1.0)
    brief = Brief(Feature.WRAPUP, sentences, table=table)
    target = f"GB|en|2026-05-{day:02}|{part}"
    assert briefs.record_briefs(BriefOf.EDITION, target, [KeptBrief(brief, b"x" * 16, NOW, 1)], ids)


def work(tmp_path: Path, *, at: timedelta = timedelta(), rounds: int = 1, **speech: Any) -> None:
    """Every job that is due, as the worker's runner does it."""
    settings = replace(
        Settings(GatherSettings(), StoreSettings(data=tmp_path), WorkerSettings(processes=0)),
        site=SiteSettings(country="GB"),
        speech=SpeechSettings(**speech),
    )
    clock = HeldClock(NOW + at)

    async def inside() -> None:
        async with StoreThread() as store, DigestPool(0) as pool:
            tools = Tools(settings, clock, FakeFetcher({}), pool, store, Turns(), Reachability())
            speaker = await asyncio.to_thread(find_speaker, settings.speech)
            handlers = brief_handlers(tools, ReadArticles(), speaker)
            for _ in range(rounds):
                for job in await store.call(jobs.claim, tuple(handlers), clock.now() + timedelta(minutes=1), 50, 60):
                    done = await handlers[job.kind](job)
                    await store.call(results.write_results, [done])

    asyncio.run(inside())


def speak(tmp_path: Path, **more: Any) -> None:
    jobs.enqueue(recordings.KIND, TARGET, PAYLOAD, NOW)
    work(tmp_path, **more)


def words(programs: Programs) -> str:
    return "\n".join(run["text"] for run in programs.runs())


def test_a_wrapup_is_spoken_after_it_is_made(
    flood: tuple[int, list[int]], tmp_path: Path, programs: Programs, kept: Path
) -> None:
    told, ids = flood
    keep(edition({told: ids[0]}))
    work(tmp_path, rounds=2)
    made = recordings.recording_of(TARGET)
    assert made
    assert FLOOD in words(programs)
    assert words(programs).startswith("Octavo: the wrap-up of Monday, 4 May 2026, Midday.")
    assert words(programs).endswith("That was your wrap-up.")
    assert (made.media_type, made.language, made.made_at) == ("audio/wav", "en", NOW)
    assert [one.story for one in made.chapters] == [0, told, 0]
    assert [one.name for one in kept.iterdir()] == [made.file], "and nothing that was needed on the way"
    assert (kept / made.file).stat().st_size == made.size
    assert not Job.objects.filter(kind=recordings.KIND).exists()


def test_where_nothing_speaks_nobody_asks_for_it(
    flood: tuple[int, list[int]], tmp_path: Path, programs: Programs, kept: Path
) -> None:
    told, ids = flood
    keep(edition({told: ids[0]}))
    work(tmp_path, rounds=2, engine=SpeechEngine.OFF)
    assert not Job.objects.filter(kind=recordings.KIND).exists()
    assert briefs.wrapup_of(KEY, NOW.date(), DayPart.MIDDAY)
    assert programs.runs() == []


def test_only_what_everybody_may_see_is_spoken(
    flood: tuple[int, list[int]], tmp_path: Path, programs: Programs, kept: Path
) -> None:
    """Also on a private instance, whose page shows it: a file travels."""
    wrap_up(flood, (0, FLOOD), (1, SECRET))
    speak(tmp_path)
    assert FLOOD in words(programs)
    assert "Flood at Machakos" in words(programs)
    assert "engineers" not in words(programs)
    Publisher.objects.update(terms=Terms.LINK.value)
    assert recordings.recording_of(TARGET) is None, "what was spoken may be heard no longer"
    Publisher.objects.update(terms=Terms.FULL.value)
    assert recordings.recording_of(TARGET)


def test_it_is_spoken_once_and_anew_where_it_changed(
    flood: tuple[int, list[int]], tmp_path: Path, programs: Programs, kept: Path
) -> None:
    wrap_up(flood, (0, FLOOD))
    speak(tmp_path)
    count = len(programs.runs())
    first = recordings.recording_of(TARGET)
    speak(tmp_path)
    assert len(programs.runs()) == count
    wrap_up(flood, (0, "Rain had fallen for three days."))
    speak(tmp_path)
    second = recordings.recording_of(TARGET)
    assert first
    assert second
    assert second.file != first.file
    assert [one.name for one in kept.iterdir()] == [second.file]


def test_what_changes_all_the_time_is_spoken_now_and_then(
    flood: tuple[int, list[int]], tmp_path: Path, programs: Programs, kept: Path
) -> None:
    recordings.want_recording(TARGET, PAYLOAD, NOW)
    assert Job.objects.get(kind=recordings.KIND).run_at == NOW
    Job.objects.all().delete()
    wrap_up(flood, (0, FLOOD))
    speak(tmp_path)
    recordings.want_recording(TARGET, PAYLOAD, NOW + timedelta(minutes=2))
    assert Job.objects.get(kind=recordings.KIND).run_at == NOW + recordings.EVERY


def test_few_are_kept_of_each_edition(
    flood: tuple[int, list[int]], tmp_path: Path, programs: Programs, kept: Path
) -> None:
    for day in (1, 2, 3):
        wrap_up(flood, (0, FLOOD), day=day)
        jobs.enqueue(recordings.KIND, str(day), PAYLOAD | {"day": f"2026-05-0{day}"}, NOW)
        work(tmp_path, at=timedelta(days=day), keep=2)
    left = recordings.recordings_of(briefs.edition_name(KEY), 10)
    assert [one.day.day for one in left] == [3, 2]
    assert {one.name for one in kept.iterdir()} == {one.file for one in left}


def test_a_recording_goes_with_its_articles(
    flood: tuple[int, list[int]], tmp_path: Path, programs: Programs, kept: Path
) -> None:
    wrap_up(flood, (0, FLOOD))
    speak(tmp_path)
    made = recordings.recording_of(TARGET)
    assert made
    forget_articles([flood[1][0]])
    assert recordings.recording_of(TARGET) is None
    assert recordings.media_type_of(made.file) == ""
    assert list(kept.iterdir()) == []


def test_it_goes_with_an_article_that_the_operator_deletes(
    flood: tuple[int, list[int]], tmp_path: Path, kept: Path
) -> None:
    wrap_up(flood, (0, FLOOD))
    speak(tmp_path)
    Article.objects.get(pk=flood[1][0]).delete()
    assert not WrapupRecording.objects.exists()
    assert briefs.wrapup_of(KEY, NOW.date(), DayPart.MIDDAY) is None
    assert list(kept.iterdir()) == []


def test_a_text_that_its_publisher_changed_is_heard_no_longer(
    flood: tuple[int, list[int]], tmp_path: Path, programs: Programs, newsroom: Newsroom
) -> None:
    wrap_up(flood, (0, FLOOD))
    speak(tmp_path)
    url = Article.objects.get(pk=flood[1][0]).url
    newsroom.article("Flood at Machakos", publisher="daily", text="Nobody died.", url=url)
    assert recordings.recording_of(TARGET) is None


def test_one_whose_article_went_meanwhile_is_not_kept(flood: tuple[int, list[int]], tmp_path: Path, kept: Path) -> None:
    made = Recording(
        NOW.date(), DayPart.MIDDAY, "a" * 32 + ".mp3", "audio/mpeg", 9, 9, "en", b"x" * 16, NOW,
        (SpokenChapter(0, "Flood", "en", flood[0], (999,)),),
    )  # fmt: skip
    assert recordings.record("GB|en|", TARGET, made, [999], 5) is False
    assert not WrapupRecording.objects.exists()


def test_a_failure_is_tried_again_and_then_told(
    flood: tuple[int, list[int]], tmp_path: Path, programs: Programs, kept: Path
) -> None:
    programs.speaking(extra="raise SystemExit(2)")
    wrap_up(flood, (0, FLOOD))
    speak(tmp_path)
    job = Job.objects.get(kind=recordings.KIND)
    assert (job.state, job.run_at > NOW) == ("due", True)
    assert "espeak-ng ended with status 2" in job.last_error
    assert list(kept.iterdir()) == []
    Job.objects.update(attempts=5, run_at=NOW)
    work(tmp_path)
    assert Job.objects.get(kind=recordings.KIND).state == "failed"


def test_what_no_voice_speaks_is_no_failure(newsroom: Newsroom, tmp_path: Path, programs: Programs, kept: Path) -> None:
    newsroom.publisher("yunhe", languages=("ja",), terms=Terms.FULL)
    article = newsroom.article("雨", publisher="yunhe", text="雨が降った。", language="ja")
    wrap_up((story(newsroom, [article]), [article]), (0, "雨が降った。"))
    WrapupRecording.objects.all().delete()
    Article.objects.filter(pk=article).update(title="Flood at Machakos")
    speak(tmp_path)
    assert not Job.objects.filter(kind=recordings.KIND).exists()
    assert not WrapupRecording.objects.exists()


def test_recordings_go_with_old_editions(flood: tuple[int, list[int]], tmp_path: Path, kept: Path) -> None:
    wrap_up(flood, (0, FLOOD))
    speak(tmp_path)
    later = NOW + timedelta(days=3)
    assert recordings.forget_old(later, 0) == 0
    assert recordings.forget_old(later, 3) == 0
    assert recordings.forget_old(later, 2) == 1
    assert list(kept.iterdir()) == []


def test_what_takes_for_ever_is_given_up(
    flood: tuple[int, list[int]], tmp_path: Path, kept: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "LONGEST_S", 1.0)
    programs.speaking(extra="import time; time.sleep(0.6)")
    wrap_up(flood, (0, FLOOD))
    speak(tmp_path)
    assert "the whole took longer than 1 s" in Job.objects.get(kind=recordings.KIND).last_error
    assert list(kept.iterdir()) == []


@pytest.fixture
def stray(kept: Path) -> Path:
    kept.mkdir(parents=True, exist_ok=True)
    file = kept / f"{'b' * 32}.mp3"
    file.write_bytes(b"x")
    return file


def test_files_that_a_killed_worker_left_are_swept(
    flood: tuple[int, list[int]], tmp_path: Path, programs: Programs, kept: Path, stray: Path
) -> None:
    wrap_up(flood, (0, FLOOD))
    speak(tmp_path)
    recordings.forget_stray_files(kept, NOW)
    assert stray.exists(), "young: it may be on its way"
    long_ago = (NOW - timedelta(days=1)).timestamp()
    for one in kept.iterdir():
        os.utime(one, (long_ago, long_ago))
    settings = Settings(GatherSettings(), StoreSettings(data=tmp_path), WorkerSettings(processes=0))

    async def sweep() -> None:
        async with StoreThread() as store, DigestPool(0) as pool:
            await keep_house(Tools(settings, HeldClock(NOW), FakeFetcher({}), pool, store, Turns(), Reachability()))

    asyncio.run(sweep())
    made = recordings.recording_of(TARGET)
    assert made
    assert [one.name for one in kept.iterdir()] == [made.file]
