"""What every `Fetcher` promises, whichever it is."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC

import pytest

from octavo.core.clock import SystemClock
from octavo.core.failures import Failure, FailureCode
from octavo.core.fetching import FetchRequest, FetchResult, SendRequest, SendResult
from octavo.core.protocols import Fetcher
from octavo.core.settings import GatherSettings
from octavo.gather.fetcher import HttpFetcher
from octavo.testing.fetchers import FakeFetcher
from octavo.testing.loopback import LoopbackServer, Reply, SeenRequest

FEED = "http://press.example/feed"
PUSH = "http://press.example/push"
BODY = b"<rss><channel><title>The Invented Herald</title></channel></rss>"

Making = Callable[[], AbstractAsyncContextManager[Fetcher]]


@asynccontextmanager
async def http_fetcher() -> AsyncIterator[Fetcher]:
    def feed(request: SeenRequest) -> Reply:
        if request.headers.get("if-none-match") == '"one"':
            return Reply(status=304, headers={"ETag": '"one"'})
        return Reply(BODY, headers={"ETag": '"one"', "Content-Type": "application/rss+xml; charset=utf-8"})

    with LoopbackServer({"/feed": feed, "/push": Reply(status=201), "/gone": Reply(status=410)}) as server:
        settings = GatherSettings(hosts=(f"press.example=http://{server.authority}",))
        async with HttpFetcher(settings, SystemClock()) as fetcher:
            yield fetcher


@asynccontextmanager
async def fake_fetcher() -> AsyncIterator[Fetcher]:
    yield FakeFetcher(
        {FEED: BODY, PUSH: b"", "http://press.example/gone": Failure(FailureCode.GONE, "", 410)},
        content_type="application/rss+xml; charset=utf-8",
    )


@pytest.fixture(params=[http_fetcher, fake_fetcher])
async def fetcher(request: pytest.FixtureRequest) -> AsyncIterator[Fetcher]:
    making: Making = request.param
    async with making() as made:
        yield made


async def test_a_page_arrives_whole(fetcher: Fetcher) -> None:
    result = await fetcher.fetch(FetchRequest(FEED))
    assert isinstance(result, FetchResult)
    assert (result.url, result.final_url, result.status, result.body) == (FEED, FEED, 200, BODY)
    assert result.content_type == "application/rss+xml; charset=utf-8"
    assert result.fetched_at.tzinfo is UTC
    assert result.moved_to is None


async def test_an_unchanged_page_is_a_304_without_a_body(fetcher: Fetcher) -> None:
    first = await fetcher.fetch(FetchRequest(FEED))
    assert isinstance(first, FetchResult)
    second = await fetcher.fetch(FetchRequest(FEED, etag=first.etag))
    assert isinstance(second, FetchResult)
    assert second.not_modified
    assert second.body == b""
    assert second.etag == first.etag


async def test_a_missing_page_is_a_failure_with_its_status(fetcher: Fetcher) -> None:
    failure = await fetcher.fetch(FetchRequest("http://press.example/nowhere"))
    assert isinstance(failure, Failure)
    assert (failure.code, failure.status) == (FailureCode.HTTP_STATUS, 404)


async def test_a_body_beyond_the_limit_is_refused(fetcher: Fetcher) -> None:
    failure = await fetcher.fetch(FetchRequest(FEED, max_bytes=len(BODY) - 1))
    assert isinstance(failure, Failure)
    assert failure.code is FailureCode.TOO_LARGE


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://press.example/feed", "file:///etc/passwd", "http://[::1/"])
async def test_an_address_that_is_none_is_a_failure(fetcher: Fetcher, url: str) -> None:
    failure = await fetcher.fetch(FetchRequest(url))
    assert isinstance(failure, Failure)
    assert failure.code is FailureCode.BAD_URL


async def test_what_is_sent_is_taken(fetcher: Fetcher) -> None:
    assert await fetcher.send(SendRequest(PUSH, b"words", {"TTL": "60"})) == SendResult(201)


async def test_what_is_not_taken_is_a_failure_with_its_status(fetcher: Fetcher) -> None:
    for path, code, status in (("nowhere", FailureCode.HTTP_STATUS, 404), ("gone", FailureCode.GONE, 410)):
        failure = await fetcher.send(SendRequest(f"http://press.example/{path}", b"words"))
        assert isinstance(failure, Failure)
        assert (failure.code, failure.status) == (code, status)


@pytest.mark.parametrize("url", ["", "nonsense", "file:///etc/passwd"])
async def test_nothing_is_sent_to_what_is_no_address(fetcher: Fetcher, url: str) -> None:
    failure = await fetcher.send(SendRequest(url, b"words"))
    assert isinstance(failure, Failure)
    assert failure.code is FailureCode.BAD_URL


async def test_closing_twice_is_fine(fetcher: Fetcher) -> None:
    await fetcher.aclose()
    await fetcher.aclose()
