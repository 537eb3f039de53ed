"""The way out: redirects, validators, waiting when asked, politeness, robots.txt; over a real loopback server."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from octavo.core.failures import Failure, FailureCode
from octavo.core.fetching import FetchRequest, FetchResult
from octavo.core.settings import GatherSettings
from octavo.gather.fetcher import HttpFetcher, user_agent
from octavo.testing.clock import HeldClock
from octavo.testing.loopback import LoopbackServer, Reply, Script, SeenRequest


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        yield running


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
async def fetcher(server: LoopbackServer, clock: HeldClock) -> AsyncIterator[HttpFetcher]:
    hosts = tuple(f"{host}=http://{server.authority}" for host in ("press.example", "*.press.example", "other.example"))
    async with HttpFetcher(GatherSettings(hosts=hosts, contact="desk@example.org"), clock) as fetcher:
        yield fetcher


def moved(to: str, status: int = 302, **headers: str) -> Reply:
    return Reply(status=status, headers={"Location": to, **headers})


async def get(fetcher: HttpFetcher, url: str, **options: object) -> FetchResult:
    result = await fetcher.fetch(FetchRequest(url, **options))  # type: ignore[arg-type]
    assert isinstance(result, FetchResult), result
    return result


async def fail(fetcher: HttpFetcher, url: str, **options: object) -> Failure:
    result = await fetcher.fetch(FetchRequest(url, **options))  # type: ignore[arg-type]
    assert isinstance(result, Failure), result
    return result


async def test_it_says_who_it_is_and_whom_it_asks(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes["/feed"] = Reply(b"ok")
    await get(fetcher, "https://www.press.example/feed?a=1#part", accept="application/rss+xml")
    seen = server.requests[0]
    assert seen.target == "/feed?a=1"
    assert seen.headers["host"] == "www.press.example"
    assert seen.headers["user-agent"].startswith("Octavo/")
    assert seen.headers["user-agent"].endswith(" (+desk@example.org)")
    assert seen.headers["accept"] == "application/rss+xml"
    assert seen.headers["accept-encoding"] == "gzip, deflate, br"
    assert "cookie" not in seen.headers


def test_a_contact_cannot_smuggle_a_header() -> None:
    assert "\r" not in user_agent("desk@example.org\r\nX-Evil: 1")
    assert user_agent("") == user_agent("  ").partition(" ")[0]


async def test_hosts_that_share_an_address_share_connections(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes["/"] = Reply(b"ok")
    hosts = [f"p{number}.press.example" for number in range(5)]
    for host in hosts:
        await get(fetcher, f"http://{host}/")
    assert [request.headers["host"] for request in server.requests] == hosts
    assert server.connection_count == 1


@pytest.mark.parametrize(
    ("hops", "moved_to"),
    [
        ([301], "http://press.example/1"),
        ([308, 301], "http://press.example/2"),
        ([302], None),
        ([301, 302], None),
        ([307, 301], None),
        ([303], None),
    ],
)
async def test_only_wholly_permanent_chains_move_a_feed(
    server: LoopbackServer, fetcher: HttpFetcher, hops: list[int], moved_to: str | None
) -> None:
    for number, status in enumerate(hops):
        server.routes[f"/{number}"] = moved(f"/{number + 1}", status)
    server.routes[f"/{len(hops)}"] = Reply(b"here")
    result = await get(fetcher, "http://press.example/0")
    assert (result.final_url, result.moved_to) == (f"http://press.example/{len(hops)}", moved_to)


async def test_a_downgrade_is_followed_and_not_kept(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes["press.example/a"] = moved("http://other.example/b", 301)
    server.routes["other.example/b"] = Reply(b"plain")
    result = await get(fetcher, "https://press.example/a")
    assert (result.final_url, result.moved_to) == ("http://other.example/b", None)
    server.routes["press.example/a"] = moved("https://other.example/b", 301)
    assert (await get(fetcher, "http://press.example/a")).moved_to == "https://other.example/b"


async def test_cookies_live_for_one_journey_and_one_host(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    def gate(request: SeenRequest) -> Reply:
        if request.headers.get("cookie") == "seen=yes; b=2":
            return moved("http://other.example/end")
        return Reply(status=302, headers={"Location": "/gate", "Set-Cookie": "seen=yes; Path=/\r\nSet-Cookie: b=2"})

    server.routes["press.example/gate"] = gate
    server.routes["other.example/end"] = Reply(b"in")
    for _ in range(2):
        server.requests.clear()
        assert (await get(fetcher, "http://press.example/gate")).body == b"in"
        assert [request.headers.get("cookie") for request in server.requests] == [None, "seen=yes; b=2", None]


async def test_validators_go_back_and_survive_a_bare_304(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    date = "Sun, 01 Mar 2026 10:00:00 GMT"
    server.routes["/feed"] = Reply(status=304)
    result = await get(fetcher, "http://press.example/feed", etag='W/"7"', last_modified=date)
    assert server.requests[0].headers["if-none-match"] == 'W/"7"'
    assert server.requests[0].headers["if-modified-since"] == date
    assert (result.not_modified, result.etag, result.last_modified) == (True, 'W/"7"', date)


async def test_an_unasked_304_is_a_failure(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes["/feed"] = Reply(status=304)
    assert (await fail(fetcher, "http://press.example/feed")).code is FailureCode.PROTOCOL


@pytest.mark.parametrize(
    ("headers", "max_age_s"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=600"}, 600),
        ({"Cache-Control": 'max-age="600"', "Age": "200"}, 400),
        ({"Cache-Control": "no-cache"}, 0),
        ({"Cache-Control": "s-maxage=9"}, None),
        ({"Expires": "Sun, 01 Mar 2026 12:05:00 GMT"}, 300),
        ({"Expires": "Sun, 01 Mar 2026 12:05:00 GMT", "Date": "Sun, 01 Mar 2026 12:04:00 GMT"}, 60),
        ({"Expires": "0"}, 0),
        ({"Cache-Control": "max-age=999999999999"}, 365 * 86_400),
    ],
)
async def test_how_long_an_answer_keeps(
    server: LoopbackServer, fetcher: HttpFetcher, headers: dict[str, str], max_age_s: float | None
) -> None:
    server.routes["/feed"] = Reply(b"x", headers=headers)
    assert (await get(fetcher, "http://press.example/feed")).max_age_s == max_age_s


@pytest.mark.parametrize(
    ("status", "headers", "code", "wait_s"),
    [
        (410, {}, FailureCode.GONE, None),
        (404, {}, FailureCode.HTTP_STATUS, None),
        (500, {}, FailureCode.HTTP_STATUS, None),
        (204, {}, FailureCode.HTTP_STATUS, None),
        (302, {}, FailureCode.PROTOCOL, None),
        (429, {"Retry-After": "120"}, FailureCode.RATE_LIMITED, 120),
        (503, {"Retry-After": "Sun, 01 Mar 2026 12:10:00 GMT"}, FailureCode.RATE_LIMITED, 600),
        (503, {"Retry-After": "Sun, 01 Mar 2020 12:10:00 GMT"}, FailureCode.RATE_LIMITED, 0),
        (429, {"Retry-After": "soon"}, FailureCode.RATE_LIMITED, None),
        (429, {"Retry-After": "9" * 40}, FailureCode.RATE_LIMITED, 7 * 86_400),
    ],
)
async def test_what_a_refusal_means(
    server: LoopbackServer,
    fetcher: HttpFetcher,
    *,
    status: int,
    headers: dict[str, str],
    code: FailureCode,
    wait_s: float | None,
) -> None:
    server.routes["/feed"] = Reply(status=status, headers=headers)
    failure = await fail(fetcher, "http://press.example/feed")
    assert (failure.code, failure.status, failure.retry_after_s) == (code, status, wait_s)


ROBOTS = b"User-agent: Octavo\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n"


async def test_robots_are_obeyed_where_asked_and_remembered(
    server: LoopbackServer, fetcher: HttpFetcher, clock: HeldClock
) -> None:
    server.routes.update({"/robots.txt": Reply(ROBOTS), "/open": Reply(b"o"), "/private": Reply(b"p")})
    assert (await get(fetcher, "http://press.example/open", obey_robots=True)).body == b"o"
    refusal = await fail(fetcher, "http://press.example/private", obey_robots=True)
    assert refusal.code is FailureCode.ROBOTS
    assert (await get(fetcher, "http://press.example/private")).body == b"p"
    assert [request.path for request in server.requests].count("/robots.txt") == 1
    clock.advance(25 * 3600)
    await get(fetcher, "http://press.example/open", obey_robots=True)
    assert [request.path for request in server.requests].count("/robots.txt") == 2


async def test_robots_are_asked_once_for_a_crowd(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes.update({"/robots.txt": Reply(ROBOTS), "/open": Reply(b"o")})
    await asyncio.gather(*[get(fetcher, "http://press.example/open", obey_robots=True) for _ in range(8)])
    assert [request.path for request in server.requests].count("/robots.txt") == 1


async def test_robots_of_every_hop_are_asked(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes["press.example/robots.txt"] = Reply(status=404)
    server.routes["other.example/robots.txt"] = moved("/moved-robots.txt", 301)
    server.routes["other.example/moved-robots.txt"] = Reply(ROBOTS)
    server.routes["press.example/a"] = moved("http://other.example/private")
    assert (await fail(fetcher, "http://press.example/a", obey_robots=True)).code is FailureCode.ROBOTS
    assert not [request for request in server.requests if request.path == "/private"]


async def test_robots_out_of_order_forbid_for_an_hour(
    server: LoopbackServer, fetcher: HttpFetcher, clock: HeldClock
) -> None:
    server.routes.update({"/robots.txt": Reply(status=500), "/open": Reply(b"o")})
    failure = await fail(fetcher, "http://press.example/open", obey_robots=True)
    assert (failure.code, failure.retry_after_s) == (FailureCode.ROBOTS, 3600)
    server.routes["/robots.txt"] = Reply(ROBOTS)
    assert (await fail(fetcher, "http://press.example/open", obey_robots=True)).code is FailureCode.ROBOTS
    clock.advance(3601)
    assert (await get(fetcher, "http://press.example/open", obey_robots=True)).body == b"o"
    clock.advance(25 * 3600)
    server.routes["/robots.txt"] = Reply(status=500)  # the old copy still speaks
    assert (await get(fetcher, "http://press.example/open", obey_robots=True)).body == b"o"
    assert (await fail(fetcher, "http://press.example/private", obey_robots=True)).code is FailureCode.ROBOTS


async def test_only_the_first_part_of_endless_robots_counts(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes.update({"/robots.txt": Reply(ROBOTS + b"# so it goes on\n" * 60_000), "/open": Reply(b"o")})
    assert (await get(fetcher, "http://press.example/open", obey_robots=True)).body == b"o"
    assert (await fail(fetcher, "http://press.example/private", obey_robots=True)).code is FailureCode.ROBOTS


async def test_a_refused_address_costs_its_host_nothing(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes.update({"/robots.txt": Reply(ROBOTS), "/open": Reply(b"o")})
    refusal = await fail(fetcher, "http://user:secret@press.example/open", obey_robots=True)
    assert refusal.code is FailureCode.BAD_URL
    assert (await get(fetcher, "http://press.example/open", obey_robots=True)).body == b"o"


async def test_no_more_requests_at_once_than_allowed(server: LoopbackServer, clock: HeldClock) -> None:
    on_the_wire, most = 0, 0

    async def slow(request: SeenRequest, writer: asyncio.StreamWriter) -> None:
        nonlocal on_the_wire, most
        on_the_wire += 1
        most = max(most, on_the_wire)
        await asyncio.sleep(0.02)
        on_the_wire -= 1
        writer.write(Reply(b"ok").encode())

    server.routes["/"] = Script(slow)
    settings = GatherSettings(hosts=(f"*.example=http://{server.authority}",), fetch_concurrency=4)
    async with HttpFetcher(settings, clock) as fetcher:
        await asyncio.gather(*[get(fetcher, f"http://{name}.example/") for name in "abcdefghijklm"])
    assert most == 4
