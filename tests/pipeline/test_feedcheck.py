"""The check of the catalogue's feeds: what each answer is called, politely asked, and told in a report."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from octavo.core.catalogue import CatalogueFeed, CataloguePublisher
from octavo.core.clock import SystemClock
from octavo.core.failures import Failure, FailureCode, OctavoError
from octavo.core.fetching import FetchRequest, FetchResult
from octavo.core.settings import GatherSettings
from octavo.gather.fetcher import HttpFetcher
from octavo.pipeline.catalogue_report import ADVICE, report
from octavo.pipeline.feedcheck import FeedReport, Kind, ask_feeds, choose, feeds_of, shown, trouble_of
from octavo.testing.clock import HeldClock
from octavo.testing.fetchers import FakeFetcher
from octavo.testing.loopback import LoopbackServer, Reply, Script

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TITLES = {
    "en": "The council of the harbour town has voted to keep the night ferry that the islanders asked for",
    "sw": "Baraza la mji wa bandari limepiga kura kuhifadhi kivuko cha usiku ambacho wakazi wa kisiwa waliomba",
}


def feed_body(
    *, age_days: float | None = 1, title: str = "The Lake Post", declared: str = "", spoken: str = "en"
) -> bytes:
    date_line = (
        "" if age_days is None else f"<pubDate>{NOW - timedelta(days=age_days):%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
    )
    language = f"<language>{declared}</language>" if declared else ""
    item = f"<item><title>{TITLES[spoken]}</title><link>https://lakepost.example/1</link>{date_line}</item>"
    return f"<rss version='2.0'><channel><title>{title}</title>{language}{item}</channel></rss>".encode()


def publisher(
    *urls: str, slug: str = "lake-post", country: str = "KE", language: str = "en", **extra: str
) -> CataloguePublisher:
    feeds = tuple(CatalogueFeed(url, language=language, **extra) for url in urls)
    return CataloguePublisher(slug, "The Lake Post", "https://lakepost.example/", country, ("en", "sw"), feeds)


async def online() -> bool:
    return True


async def offline() -> bool:
    return False


def ask(
    pages: dict[str, bytes | FetchResult | Failure],
    *publishers: CataloguePublisher,
    is_online: Callable[[], Awaitable[bool]] = online,
) -> list[FeedReport]:
    async def collect() -> list[FeedReport]:
        fetcher = FakeFetcher(pages, content_type="application/rss+xml", clock=HeldClock(NOW))
        asking = ask_feeds(fetcher, feeds_of(publishers), max_bytes=100_000, is_online=is_online)
        return [found async for found in asking]

    return asyncio.run(collect())


def kinds(page: bytes | FetchResult | Failure, house: CataloguePublisher | None = None) -> list[Kind]:
    house = house or publisher("https://lakepost.example/rss")
    (found,) = ask({house.feeds[0].url: page}, house)
    return [trouble.kind for trouble in found.troubles]


def moved(body: bytes, to: str) -> FetchResult:
    return FetchResult("https://lakepost.example/rss", to, 200, body, "text/xml", NOW, moved_to=to)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (feed_body(), []),
        (feed_body(age_days=29), []),
        (feed_body(age_days=31), [Kind.STALE]),
        (feed_body(age_days=None), [Kind.UNDATED]),
        (b"<rss version='2.0'><channel><title>The Lake Post</title></channel></rss>", [Kind.EMPTY]),
        (b"<!doctype html><html><body><h1>Subscribe</h1></body></html>", [Kind.NOT_A_FEED]),
        (b"", [Kind.NOT_A_FEED]),
        (moved(feed_body(), "https://lakepost.example/new"), [Kind.MOVED]),
        (moved(feed_body(age_days=400), "https://lakepost.example/new"), [Kind.MOVED, Kind.STALE]),
        (moved(b"<html><p>All our news</p></html>", "https://lakepost.example/"), [Kind.NOT_A_FEED]),
        (Failure(FailureCode.GONE, "gone for good", 410), [Kind.GONE]),
        (Failure(FailureCode.HTTP_STATUS, "404", 404), [Kind.GONE]),
        (Failure(FailureCode.HTTP_STATUS, "403", 403), [Kind.REFUSED]),
        (Failure(FailureCode.RATE_LIMITED, "429", 429), [Kind.REFUSED]),
        (Failure(FailureCode.TIMEOUT, "20 s"), [Kind.UNREACHED]),
        (feed_body(spoken="sw", declared="sw"), [Kind.LANGUAGE]),
        (feed_body(spoken="sw"), [Kind.LANGUAGE]),
        (feed_body(spoken="en", declared="sw"), []),
    ],
)  # fmt: skip
def test_what_an_answer_is_called(page: bytes | FetchResult | Failure, expected: list[Kind]) -> None:
    assert kinds(page) == expected


def test_a_language_that_a_publishing_system_declares_by_default_is_no_trouble() -> None:
    house = publisher("https://lakepost.example/rss", language="sw")
    assert kinds(feed_body(spoken="sw", declared="en-US"), house) == []
    assert kinds(feed_body(spoken="en", declared="en-US"), house) == [Kind.LANGUAGE]


def test_a_title_counts_where_the_catalogue_gives_one() -> None:
    house = publisher("https://lakepost.example/cast", use="podcast", title="Ziwa Leo")
    assert kinds(feed_body(title="ZIWA LEO – the podcast"), house) == []
    assert kinds(feed_body(title="Bank holidays"), house) == [Kind.TITLE]


def test_only_a_missing_date_is_nothing_to_mend() -> None:
    (undated,) = ask(
        {"https://lakepost.example/rss": feed_body(age_days=None)}, publisher("https://lakepost.example/rss")
    )
    (stale,) = ask({"https://lakepost.example/rss": feed_body(age_days=90)}, publisher("https://lakepost.example/rss"))
    assert (undated.is_wrong, stale.is_wrong) == (False, True)


def test_words_of_a_failure_say_nothing_of_the_machine() -> None:
    failure = Failure(FailureCode.FORBIDDEN_ADDRESS, "press.internal is 10.1.2.3")
    assert "10." not in trouble_of(failure).detail
    assert all(trouble_of(Failure(code, "10.1.2.3")).detail for code in FailureCode)
    assert all("10.1" not in trouble_of(Failure(code, "10.1.2.3")).detail for code in FailureCode)


def test_foreign_words_cannot_dress_up() -> None:
    assert shown("a\x1b[31m`b`|\n<c>\u202ed") == "a (31m'b'/ ‹c› d"
    assert len(shown("x" * 10_000_000)) == 121


class CountingFetcher(FakeFetcher):
    """Remembers how many requests each host and all hosts together had at once."""

    def __init__(self) -> None:
        super().__init__({}, clock=HeldClock(NOW))
        self.now: list[str] = []
        self.most_of_a_host = self.most = 0

    async def fetch(self, request: FetchRequest) -> FetchResult | Failure:
        host = request.url.split("/")[2]
        self.now.append(host)
        self.most = max(self.most, len(self.now))
        self.most_of_a_host = max(self.most_of_a_host, self.now.count(host))
        await asyncio.sleep(0.001)
        self.now.remove(host)
        return Failure(FailureCode.GONE, "", 410)


def test_the_feeds_of_a_host_are_asked_in_turn_and_few_hosts_at_once() -> None:
    house = publisher(*(f"https://press{n % 40}.example/{n}" for n in range(120)))
    fetcher = CountingFetcher()

    async def collect() -> int:
        return len([found async for found in ask_feeds(fetcher, feeds_of([house]), max_bytes=1, is_online=online)])

    assert asyncio.run(collect()) == 120
    assert fetcher.most_of_a_host == 1
    assert 8 <= fetcher.most <= 16


def test_where_the_network_goes_away_the_rest_is_not_asked() -> None:
    house = publisher(*(f"https://press{n}.example/" for n in range(60)))
    pages: dict[str, bytes | FetchResult | Failure] = {
        feed.url: Failure(FailureCode.DNS, "no such host") for feed in house.feeds
    }
    assert len(ask(pages, house, is_online=offline)) < 10
    assert len(ask(pages, house, is_online=online)) == 60


def test_countries_are_chosen_by_their_code() -> None:
    houses = [publisher("https://a.example/", country=code) for code in ("KE", "UG", "")]
    assert [p.country for p in choose(houses, ["ke", "WORLD"])] == ["KE", ""]
    assert len(choose(houses, [])) == 3
    with pytest.raises(OctavoError, match="no country kenya"):
        choose(houses, ["kenya"])


async def _drip(request: object, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(500):
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.05)


def test_over_a_real_connection() -> None:
    routes = {
        "/good": Reply(feed_body(age_days=0)),
        "/old": Reply(status=301, headers={"Location": "/good"}),
        "/gone": Reply(status=410),
        "/page": Reply(b"<html><body>Subscribe</body></html>"),
        "/huge": Reply(b"<rss>" + b"x" * 300_000),
        "/slow": Script(_drip),
        "/temporary": Reply(status=302, headers={"Location": "/good"}),
    }
    with LoopbackServer(routes) as server:
        house = publisher(*(f"http://{path[1:]}.example{path}" for path in routes))
        settings = GatherSettings(hosts=(f"*.example=http://{server.authority}",), fetch_timeout_s=1, host_delay_s=0)

        async def collect() -> list[FeedReport]:
            async with HttpFetcher(settings, SystemClock()) as fetcher:
                asking = ask_feeds(fetcher, feeds_of([house]), max_bytes=100_000, is_online=online)
                return [found async for found in asking]

        started_at = time.monotonic()
        found = {r.asked.feed.url.rpartition("/")[2]: [t.kind for t in r.troubles] for r in asyncio.run(collect())}
    assert time.monotonic() - started_at < 10
    assert found == {
        "good": [],
        "old": [Kind.MOVED],
        "gone": [Kind.GONE],
        "page": [Kind.NOT_A_FEED],
        "huge": [Kind.NOT_A_FEED],
        "slow": [Kind.UNREACHED],
        "temporary": [],
    }


def houses() -> tuple[CataloguePublisher, ...]:
    return (
        publisher("https://lakepost.example/rss", "https://lakepost.example/old"),
        publisher("https://hill.example/rss", slug="hill", country="UG"),
        replace(publisher("https://air.example/rss", slug="air"), country=""),
    )


def found_in_houses() -> list[FeedReport]:
    pages: dict[str, bytes | FetchResult | Failure] = {
        "https://lakepost.example/rss": feed_body(),
        "https://lakepost.example/old": moved(feed_body(), "https://lakepost.example/a|`b"),
        "https://hill.example/rss": feed_body(age_days=60),
    }
    return ask(pages, *houses())


def test_a_report_says_what_to_do_and_is_the_same_in_any_order() -> None:
    found = found_in_houses()
    text = report(found, houses(), date(2026, 11, 20))
    assert text == report(reversed(found), houses(), date(2026, 11, 20))
    assert text.startswith("# The catalogue's feeds on 2026-11-20\n\n4 feeds were asked once; 1 are well, 3 are not.\n")
    assert "| ke | 1 | 2 | 1 | 1 |\n| ug | 1 | 1 | 0 | 1 |\n| world | 1 | 1 | 0 | 1 |\n" in text
    assert "- `ke.toml` lake-post: `https://lakepost.example/old`: `https://lakepost.example/a%7C%60b`\n" in text
    assert "- `ug.toml` hill: `https://hill.example/rss`: newest entry 2026-09-21\n" in text
    assert "- `world.toml` air: `https://air.example/rss`: answers 404\n" in text
    assert ADVICE[Kind.MOVED][1] in text
    assert "## Empty" not in text


def test_a_report_counts_what_was_not_asked() -> None:
    text = report(found_in_houses()[:1], houses(), date(2026, 11, 20))
    assert "3 were not asked, as the network went away." in text
    assert "| Not asked | 3 |" in text


def test_there_is_advice_for_every_kind() -> None:
    assert list(ADVICE) == list(Kind)
