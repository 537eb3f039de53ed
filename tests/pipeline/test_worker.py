"""The worker over a loopback press and a real database: from a feed to a stored, readable article."""

import asyncio
import dataclasses
import io
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image

from octavo import understand
from octavo.core.clock import SystemClock
from octavo.core.labels import Labels, ToLabel
from octavo.core.settings import GatherSettings, StoreSettings, WorkerSettings
from octavo.extract import VERSION
from octavo.gather.fetcher import HttpFetcher
from octavo.pipeline import adding, digest, editions, grouping, imports, redoing
from octavo.pipeline.runner import Worker
from octavo.pipeline.tools import Settings
from octavo.store import feeds, jobs
from octavo.store.models import (
    Article,
    ArticleBody,
    EditionSnapshot,
    Entry,
    Feed,
    ImportReport,
    Job,
    PageReading,
    PageSource,
    Picture,
    Publisher,
    Revision,
    Story,
)
from octavo.testing.grouping import FirstWordGrouper

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_S = 20.0
TEXT = "".join(f"<p>The harbour council met for the {n}th time and spoke of the ferry.</p>" for n in range(12))


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "#336699").save(file, "PNG")
    return file.getvalue()


@dataclass
class Press:
    """What the loopback press prints: path -> (type, body). `asked` counts requests; unknown paths are 404."""

    printed: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    def feed(self, path: str, *items: str) -> None:
        body = f"<rss version='2.0'><channel><title>Harbour Gazette</title>{''.join(items)}</channel></rss>"
        self.printed[path] = ("application/rss+xml", body.encode())

    def page(self, path: str, text: str, head: str = "") -> None:
        html = (
            f"<!doctype html><html lang=en><head><title>Ferry</title>{head}</head><body><article><h1>Ferry</h1>{text}"
        )
        self.printed[path] = ("text/html", f"{html}</article></body></html>".encode())

    async def answer(self, request: web.Request) -> web.Response:
        self.asked[request.path] = self.asked.get(request.path, 0) + 1
        if request.path not in self.printed:
            return web.Response(status=404)
        kind, body = self.printed[request.path]
        return web.Response(body=body, headers={"Content-Type": kind})


def item(key: str, more: str = "", *, age: timedelta = timedelta(days=3)) -> str:
    return (
        f"<item><guid>{key}</guid><title>Ferry {key}</title><link>http://press.localhost/{key}</link>"
        f"<pubDate>{format_datetime(datetime.now(UTC) - age)}</pubDate>{more}</item>"
    )


def run_worker(press: Press, enough: Callable[[], bool], directory: Path, **settings: object) -> None:
    """A worker over `press` until `enough` is true in the store."""

    async def work() -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", press.answer)
        async with TestServer(app) as server:
            gather = GatherSettings(hosts=(f"press.localhost=http://127.0.0.1:{server.port}",))
            facts = {"processes": 0, "catalogue": False, "label": False, **settings}
            whole = Settings(gather, StoreSettings(data=directory), WorkerSettings(**facts))  # type: ignore[arg-type]
            clock = SystemClock()
            worker = Worker(whole, clock, HttpFetcher(gather, clock))
            await _until(worker, enough)

    asyncio.run(work())


async def _until(worker: Worker, enough: Callable[[], bool]) -> None:
    from octavo.pipeline.storing import StoreThread

    running = asyncio.create_task(worker.run())
    async with StoreThread() as store, asyncio.timeout(PATIENCE_S):
        while not running.done() and not await store.call(_quietly, enough):  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0.05)
    worker.stop()
    await _ended(running)


async def _ended(running: Awaitable[None]) -> None:
    async with asyncio.timeout(5):
        await running


def _quietly(enough: Callable[[], bool]) -> bool:
    """SQLite's shared memory database, which only tests use, refuses to read while another thread writes."""
    from django.db import OperationalError

    try:
        return enough()
    except OperationalError:
        return False


def no_work_left() -> bool:
    due = Job.objects.filter(run_at__lte=datetime.now(UTC)).exclude(state="failed")
    return not Feed.objects.filter(last_polled_at=None).exists() and not due.exists()


@pytest.fixture
def press() -> Press:
    return Press()


def add_feed(path: str = "feed") -> int:
    return feeds.add_feed(f"http://press.localhost/{path}")[0]


def test_a_feed_becomes_articles_pages_and_pictures(press: Press, tmp_path: Path) -> None:
    press.feed(
        "/feed",
        item("full", f"<description><![CDATA[{TEXT * 4}]]></description>"),
        item(
            "teaser", '<description>Met.</description><enclosure url="http://press.localhost/p.png" type="image/png"/>'
        ),
    )
    press.page("/teaser", TEXT)
    press.printed["/p.png"] = ("image/png", picture())
    add_feed()
    run_worker(press, no_work_left, tmp_path)
    full, teaser = Article.objects.order_by("url")
    assert "the 11th time" in full.body.text
    assert "the 11th time" in teaser.body.text
    assert (full.from_page, teaser.from_page) == (False, True)
    assert (full.language, full.publisher.name) == ("en", "Harbour Gazette")
    stored = Picture.objects.get(pk=teaser.picture_id)
    assert (stored.state, stored.width, stored.height) == ("stored", 400, 300)
    assert list(tmp_path.glob("pictures/*/*.webp"))
    assert not Job.objects.exists()


def test_a_feed_becomes_stories_and_an_edition(press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def label_all(articles: Sequence[ToLabel]) -> list[Labels]:
        return [Labels("en", version=understand.VERSION) for _ in articles]

    monkeypatch.setattr("octavo.understand.label.label_all", label_all)
    monkeypatch.setattr(grouping, "new_grouper", FirstWordGrouper)
    monkeypatch.setattr(editions, "LOOK_EVERY_S", 0.2)
    hour = timedelta(hours=1)
    press.feed("/feed", item("a", f"<description><![CDATA[{TEXT}]]></description>", age=hour), item("teaser", age=hour))
    press.page("/teaser", TEXT)
    add_feed()
    run_worker(press, EditionSnapshot.objects.exists, tmp_path, label=True)
    assert Story.objects.get().articles == 2


def test_a_corrected_page_becomes_a_revision(press: Press, tmp_path: Path) -> None:
    press.feed("/feed", item("ferry", "<description>Met.</description>"))
    press.page("/ferry", TEXT)
    add_feed()
    run_worker(press, no_work_left, tmp_path)
    press.feed("/feed", item("ferry", "<description>Met, and left.</description>"))
    press.page("/ferry", TEXT.replace("spoke of", "postponed"))
    feeds.poll_now(Feed.objects.values_list("pk", flat=True), datetime.now(UTC))
    run_worker(press, lambda: Revision.objects.exists() and no_work_left(), tmp_path)
    article = Article.objects.get()
    assert "postponed the ferry" in article.body.text
    assert "spoke of the ferry" in article.revisions.get().text


def test_a_young_article_is_read_again_later(press: Press, tmp_path: Path) -> None:
    press.feed("/feed", item("ferry", "<description>Met.</description>", age=timedelta(minutes=5)))
    press.page("/ferry", TEXT)
    add_feed()
    run_worker(press, lambda: Article.objects.filter(from_page=True).exists(), tmp_path)
    wait = Job.objects.get(kind="fetch_page").run_at - datetime.now(UTC)
    assert timedelta(minutes=50) < wait < timedelta(hours=1)


def test_kept_pages_are_read_anew_by_a_better_extraction(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.feed("/feed", item("ferry", "<description>Met.</description>"), item("empty"))
    press.page("/ferry", TEXT)
    press.page("/empty", "")
    add_feed()
    run_worker(press, no_work_left, tmp_path)
    assert PageReading.objects.get(article__url__endswith="empty").failure == "no_text"
    # As if an older Octavo had read them: less of the text, and nothing of the other page.
    Article.objects.update(extraction_version=0)
    PageReading.objects.update(version=0)
    ArticleBody.objects.filter(article__url__endswith="ferry").update(text="The harbour council met.")
    asked = press.asked.copy()
    monkeypatch.setattr(redoing, "FIRST_AFTER_S", 0.0)
    done = PageReading.objects.exclude(version=0)
    run_worker(press, lambda: done.count() == 2 and no_work_left(), tmp_path)
    ferry = Article.objects.get(url__endswith="ferry")
    assert "the 11th time" in ferry.body.text
    assert (ferry.extraction_version, ferry.revision_count) == (VERSION, 0)
    assert not Job.objects.filter(kind="redo_page").exists()
    assert press.asked == asked


def test_new_work_goes_before_kept_pages(db: None) -> None:
    now = datetime.now(UTC)
    publisher = Publisher.objects.create(slug="gazette", name="Gazette")
    article = Article.objects.create(
        publisher=publisher, url_hash=b"a", content_hash=b"b", seen_at=now, shown_at=now, url="http://press.localhost/a"
    )
    PageSource.objects.create(article=article, body=b"", fetched_at=now)
    PageReading.objects.create(article=article, publisher=publisher, read_at=now)
    jobs.enqueue("fetch_page", "1", {"article": 1}, now)
    clock = SystemClock()
    assert redoing.redo_some(clock)
    assert not Job.objects.filter(kind="redo_page").exists()
    Job.objects.all().delete()
    assert redoing.redo_some(clock)
    assert redoing.redo_some(clock)
    assert Job.objects.get().payload == {"article": article.pk}
    Job.objects.all().delete()
    PageReading.objects.update(version=VERSION)
    assert not redoing.redo_some(clock)


def test_what_a_publishers_pages_share_is_learned_and_handed_on(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until extraction tells fingerprints of its own, every page here has the same two."""
    told: list[frozenset[int]] = []
    real = digest.digest_page

    def digest_page(task: digest.PageTask) -> digest.PageDigest:
        told.append(task.repeated)
        return dataclasses.replace(real(task), fingerprints=(7, 8))

    monkeypatch.setattr(digest, "digest_page", digest_page)
    for name in "abc":
        press.page(f"/{name}", TEXT.replace("ferry", name))
    press.feed("/feed", *(item(name, "<description>Met.</description>") for name in "abc"))
    add_feed()
    run_worker(press, no_work_left, tmp_path)
    press.page("/d", TEXT.replace("ferry", "d"))
    press.feed("/feed", item("d", "<description>Met.</description>"))
    feeds.poll_now(Feed.objects.values_list("pk", flat=True), datetime.now(UTC))
    run_worker(press, lambda: len(told) == 4 and no_work_left(), tmp_path)
    assert told[-1] == frozenset({7, 8})


def test_one_bad_feed_never_harms_another(press: Press, tmp_path: Path) -> None:
    press.printed["/bomb"] = ("application/rss+xml", b"<!DOCTYPE r [<!ENTITY a 'aaaa'>]><rss>&a;" + b"<a>" * 100_000)
    press.printed["/binary"] = ("application/rss+xml", bytes(range(256)) * 100)
    press.feed("/feed", item("full", f"<description><![CDATA[{TEXT * 4}]]></description>"))
    for path in ("bomb", "missing", "binary", "feed"):
        add_feed(path)
    run_worker(press, no_work_left, tmp_path)
    health = {feed.url.rpartition("/")[2]: feed.failure_code for feed in Feed.objects.all()}
    assert (health["missing"], health["binary"], health["feed"]) == ("http_status", "not_a_feed", "")
    assert Article.objects.count() == 1


def test_polling_again_changes_nothing(press: Press, tmp_path: Path) -> None:
    press.feed("/feed", item("a", "<description>Met.</description>"), item("b"))
    feed_id = add_feed()
    run_worker(press, no_work_left, tmp_path, fetch_pages=False)
    before = list(Article.objects.values())
    feeds.poll_now([feed_id], datetime.now(UTC))
    run_worker(press, lambda: press.asked["/feed"] == 2 and no_work_left(), tmp_path, fetch_pages=False)
    assert list(Article.objects.values()) == before
    assert Entry.objects.count() == 2


def test_what_a_killed_worker_left_claimed_is_done_at_once(press: Press, tmp_path: Path) -> None:
    press.feed("/feed", item("ferry", "<description>Met.</description>"))
    press.page("/ferry", TEXT)
    add_feed()
    now = datetime.now(UTC)
    assert feeds.claim_due(now, 10, 3600)
    assert jobs.claim(["find_logo"], now, 10, 3600)
    run_worker(press, lambda: Article.objects.filter(from_page=True).exists() and no_work_left(), tmp_path)


def test_a_logo_is_found_and_kept(press: Press, tmp_path: Path) -> None:
    press.page("/", TEXT, head='<link rel="icon" href="/broken.png" sizes="192x192"><link rel="icon" href="/ok.png">')
    press.printed["/broken.png"] = ("image/png", b"no picture")
    press.printed["/ok.png"] = ("image/png", picture())
    press.feed("/feed", item("a"))
    add_feed()
    run_worker(press, no_work_left, tmp_path, fetch_pages=False)
    logo = Publisher.objects.get().logo
    assert logo is not None
    assert (logo.source_url, logo.state) == ("http://press.localhost/ok.png", "stored")


def test_any_address_of_a_site_adds_its_feed(press: Press, tmp_path: Path) -> None:
    press.page("/about", TEXT, head='<link rel="alternate" type="application/rss+xml" href="/news.xml">')
    press.page("/nothing", TEXT)
    press.feed("/news.xml", item("a"))
    good, again, bad = (
        adding.add_by_url(f"http://press.localhost{path}") for path in ("/about", "/news.xml", "/nothing")
    )
    run_worker(press, lambda: not ImportReport.objects.filter(finished_at=None).exists() and no_work_left(), tmp_path)
    counts = dict(ImportReport.objects.values_list("pk", "added"))
    assert counts[good] + counts[again] == 1
    assert "not_a_feed" in ImportReport.objects.get(pk=bad).left_out[0]
    assert [feed.title for feed in Feed.objects.all()] == ["Harbour Gazette"]


def test_an_opml_list_is_added_and_counted(press: Press, tmp_path: Path) -> None:
    press.feed("/feed", item("a"))
    add_feed()
    outlines = "".join(f'<outline type="rss" xmlUrl="http://press.localhost/feed{n}"/>' for n in ("", *range(45)))
    opml = f'<opml><body><outline text="Sea">{outlines}</outline><outline type="rss" xmlUrl="x:y"/></body></opml>'
    report_id = imports.import_opml(opml.encode(), "mine.opml")
    run_worker(press, lambda: not ImportReport.objects.filter(finished_at=None).exists(), tmp_path)
    report = ImportReport.objects.get(pk=report_id)
    assert (report.total, report.added, report.known, len(report.left_out)) == (46, 45, 1, 1)
    assert Feed.objects.filter(section="Sea").count() == 45
