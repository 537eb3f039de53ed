"""Servers that lie, stall, flood and break off. Each must cost one `Failure`, in bounded time and memory."""

import asyncio
import gzip
import shutil
import ssl
import struct
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.core.clock import SystemClock
from octavo.core.failures import Failure, FailureCode
from octavo.core.fetching import FetchRequest, FetchResult, SendRequest, SendResult
from octavo.core.settings import GatherSettings
from octavo.gather.fetcher import HttpFetcher
from octavo.testing.loopback import LoopbackServer, Reply, Script, SeenRequest

URL = "http://evil.example/"
LIMIT = 1_000_000
OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        yield running


@pytest.fixture
async def fetcher(server: LoopbackServer) -> AsyncIterator[HttpFetcher]:
    limits = GatherSettings(
        hosts=(f"*.example=http://{server.authority}",), fetch_timeout_s=0.6, max_page_bytes=LIMIT, max_redirects=5
    )
    async with HttpFetcher(limits, SystemClock()) as fetcher:
        yield fetcher


def raw(*pieces: bytes, abort: bool = False, then_wait_s: float = 0.0) -> Script:
    """Write these bytes, wait, and close (or reset) the connection."""

    async def play(request: SeenRequest, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        await asyncio.sleep(then_wait_s)
        if abort:
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(1, 13, linger)
            writer.transport.abort()

    return Script(play)


def endless(head: bytes, piece: bytes, pause_s: float = 0.0) -> Script:
    async def play(request: SeenRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)

    return Script(play)


async def outcome(fetcher: HttpFetcher, url: str = URL, **options: object) -> FetchResult | Failure:
    started_at = time.monotonic()
    result = await fetcher.fetch(FetchRequest(url, **options))  # type: ignore[arg-type]
    assert time.monotonic() - started_at < 2.5
    return result


async def failure_code(fetcher: HttpFetcher, url: str = URL, **options: object) -> FailureCode:
    result = await outcome(fetcher, url, **options)
    assert isinstance(result, Failure), result
    assert "Traceback" not in result.detail
    assert len(result.detail) <= 250
    return result.code


def gzip_bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)] + [packer.flush()])


BOMBS = {
    "gzip": gzip_bomb(200_000_000),
    "deflate": zlib.compress(bytes(50_000_000)),
    "br": brotli.compress(bytes(50_000_000), quality=5),
    "gzip, gzip": gzip.compress(gzip_bomb(200_000_000)),
    "": gzip_bomb(200_000_000),
}


@pytest.mark.parametrize("encoding", BOMBS)
async def test_bombs_stop_at_the_cap(server: LoopbackServer, fetcher: HttpFetcher, encoding: str) -> None:
    headers = {"Content-Encoding": encoding} if encoding else {}
    server.routes["/"] = Reply(BOMBS[encoding], headers=headers)
    tracemalloc.start()
    try:
        assert await failure_code(fetcher) is FailureCode.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 12 * LIMIT
    finally:
        tracemalloc.stop()


PAGE = "<p>Ordinary news, 普通新闻</p>".encode() * 1000


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE)),
        ("GZIP", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:])),
        ("gzip", gzip.compress(PAGE) + b"trailing rubbish"),
        ("gzip", PAGE),
        ("", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE))),
        ("identity", PAGE),
    ],
)
async def test_every_honest_encoding_is_read(
    server: LoopbackServer, fetcher: HttpFetcher, encoding: str, body: bytes
) -> None:
    server.routes["/"] = Reply(body, headers={"Content-Encoding": encoding} if encoding else {})
    result = await outcome(fetcher)
    assert isinstance(result, FetchResult), result
    assert result.body == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "br"])
async def test_an_empty_body_needs_no_encoding(server: LoopbackServer, fetcher: HttpFetcher, encoding: str) -> None:
    server.routes["/"] = Reply(b"", headers={"Content-Encoding": encoding})
    result = await outcome(fetcher)
    assert isinstance(result, FetchResult)
    assert result.body == b""


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE)[:-20]),
        ("gzip", gzip.compress(b"")[:10] + b"\xff" * 200),
        ("gzip", gzip.compress(b"") * 5_000),
        ("br", brotli.compress(PAGE)[:-10]),
        ("br", b"\xff" * 300),
        ("deflate", b"\xff" * 300),
        ("zstd", b"(\xb5/\xfd"),
        ("gzip, gzip, gzip, gzip", b"x"),
        ("../../etc/passwd", b"x"),
    ],
)
async def test_broken_encodings_say_so(
    server: LoopbackServer, fetcher: HttpFetcher, encoding: str, body: bytes
) -> None:
    server.routes["/"] = Reply(body, headers={"Content-Encoding": encoding})
    assert await failure_code(fetcher) is FailureCode.BAD_ENCODING


HOSTILE = {
    "declares too much": (raw(OK_HEAD + b"Content-Length: 99999999999\r\n\r\nx"), FailureCode.TOO_LARGE),
    "never ends": (endless(OK_HEAD + b"\r\n", b"x" * 65_536), FailureCode.TOO_LARGE),
    "never ends, in chunks": (
        endless(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
        FailureCode.TOO_LARGE,
    ),
    "drips its body": (endless(OK_HEAD + b"\r\n", b"x", 0.02), FailureCode.TIMEOUT),
    "drips its head": (endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.02), FailureCode.TIMEOUT),
    "says nothing": (raw(then_wait_s=1.5), FailureCode.TIMEOUT),
    "promises more than it sends": (raw(OK_HEAD + b"Content-Length: 500\r\n\r\nshort"), FailureCode.PROTOCOL),
    "breaks off in a chunk": (
        raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n500\r\nshort"),
        FailureCode.PROTOCOL,
    ),
    "counts chunks in nonsense": (
        raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nshort\r\n"),
        FailureCode.PROTOCOL,
    ),
    "gives two lengths": (
        raw(OK_HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nshort."),
        FailureCode.PROTOCOL,
    ),
    "gives a negative length": (raw(OK_HEAD + b"Content-Length: -5\r\n\r\nshort"), FailureCode.PROTOCOL),
    "closes at once": (raw(), FailureCode.CONNECT),
    "resets": (raw(abort=True), FailureCode.CONNECT),
    "resets in the body": (
        raw(OK_HEAD + b"Content-Length: 500\r\n\r\nshort", abort=True, then_wait_s=0.1),
        None,
    ),
    "speaks another protocol": (raw(b"220 mail.example ESMTP\r\n"), FailureCode.PROTOCOL),
    "sends a picture": (raw(b"\x89PNG\r\n\x1a\n" + bytes(200)), FailureCode.PROTOCOL),
    "has a huge field": (raw(OK_HEAD + b"X-A: " + b"a" * 100_000 + b"\r\n\r\n"), FailureCode.PROTOCOL),
    "has endless fields": (
        raw(OK_HEAD + b"".join(b"X-%d: a\r\n" % number for number in range(5_000)) + b"\r\n"),
        FailureCode.PROTOCOL,
    ),
    "has a NUL in its head": (raw(OK_HEAD + b"X-A: \x00\r\n\r\n"), FailureCode.PROTOCOL),
    "has a status of its own": (raw(b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n"), FailureCode.HTTP_STATUS),
    "switches protocols": (raw(b"HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"), None),
    "redirects to bytes": (raw(b"HTTP/1.1 302 Go\r\nLocation: \xff\xfe://\xff\r\n\r\n"), None),
}


@pytest.mark.parametrize("trick", HOSTILE)
async def test_hostile_servers_cost_one_failure(server: LoopbackServer, fetcher: HttpFetcher, trick: str) -> None:
    server.routes["/"], code = HOSTILE[trick]
    server.routes["/good"] = Reply(b"fine")
    found = await failure_code(fetcher)
    assert code in (found, None)
    after = await outcome(fetcher, URL + "good")  # and nobody else is harmed
    assert isinstance(after, FetchResult)
    assert after.body == b"fine"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("/", FailureCode.TOO_MANY_REDIRECTS),
        ("/?again", FailureCode.TOO_MANY_REDIRECTS),
        ("file:///etc/passwd", FailureCode.BAD_URL),
        ("javascript:alert(1)", FailureCode.BAD_URL),
        ("http://user:secret@evil.example/x", FailureCode.BAD_URL),
        ("http://127.0.0.1/", FailureCode.FORBIDDEN_ADDRESS),
        ("http://0x7f000001/", FailureCode.FORBIDDEN_ADDRESS),
        ("http://[::ffff:169.254.169.254]/latest/meta-data", FailureCode.FORBIDDEN_ADDRESS),
        ("//localhost/", FailureCode.FORBIDDEN_ADDRESS),
        ("http://public.org:6379/", FailureCode.FORBIDDEN_ADDRESS),
    ],
)
async def test_redirects_are_judged_like_first_addresses(
    server: LoopbackServer, fetcher: HttpFetcher, location: str, code: FailureCode
) -> None:
    server.routes["/"] = Reply(status=302, headers={"Location": location})
    assert await failure_code(fetcher) is code


async def test_redirects_that_never_repeat_end_too(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    def onward(request: SeenRequest) -> Reply:
        return Reply(status=301, headers={"Location": f"/?{len(server.requests)}", "Set-Cookie": f"n={request.target}"})

    server.routes["/"] = onward
    assert await failure_code(fetcher) is FailureCode.TOO_MANY_REDIRECTS
    assert len(server.requests) == 6


async def test_the_time_limit_spans_all_redirects(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    head = b"HTTP/1.1 302 Go\r\nContent-Length: 0\r\nLocation: /%d\r\n\r\n"

    def slow(number: int) -> Script:
        async def play(request: SeenRequest, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.25)
            writer.write(head % (number + 1))

        return Script(play)

    server.routes.update({"/" if number == 0 else f"/{number}": slow(number) for number in range(6)})
    assert await failure_code(fetcher) is FailureCode.TIMEOUT


async def test_one_bad_server_does_not_hold_up_the_others(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes["evil.example/"] = raw(then_wait_s=1.5)
    server.routes["good.example/"] = Reply(b"fine")
    bad = [asyncio.create_task(fetcher.fetch(FetchRequest(URL))) for _ in range(8)]
    started_at = time.monotonic()
    good = await asyncio.gather(*[outcome(fetcher, "http://good.example/") for _ in range(40)])
    assert time.monotonic() - started_at < 0.5
    assert all(isinstance(result, FetchResult) for result in good)
    assert all(isinstance(result, Failure) for result in await asyncio.gather(*bad))


SENT = SendRequest(URL, b"words", {"TTL": "60"})


async def test_what_is_sent_arrives_as_it_is(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes["/"] = endless(OK_HEAD + b"Content-Length: 100000000\r\n\r\n", b"x" * 1000, 0.01)
    assert await fetcher.send(SENT) == SendResult(200), "whatever it answers is not read"
    (seen,) = server.requests
    assert (seen.method, seen.body, seen.headers["ttl"]) == ("POST", b"words", "60")


@pytest.mark.parametrize("status", [301, 303, 307, 308])
async def test_what_is_sent_is_sent_nowhere_else(server: LoopbackServer, fetcher: HttpFetcher, status: int) -> None:
    server.routes["/"] = Reply(status=status, headers={"Location": "http://other.example/"})
    failure = await fetcher.send(SENT)
    assert isinstance(failure, Failure)
    assert (failure.code, failure.status) == (FailureCode.HTTP_STATUS, status)
    assert len(server.requests) == 1


async def test_who_takes_too_long_to_take_it_is_left(server: LoopbackServer, fetcher: HttpFetcher) -> None:
    server.routes["/"] = raw(b"HTTP/1.1 2", then_wait_s=5)
    failure = await fetcher.send(SENT)
    assert isinstance(failure, Failure)
    assert failure.code is FailureCode.TIMEOUT


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "https://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/",
        "https://router.local/", "http://2130706433/", "https://news.test:22/", "https://user:word@press.example/",
    ],
)  # fmt: skip
async def test_nothing_is_sent_to_this_machine_or_its_neighbours(fetcher: HttpFetcher, url: str) -> None:
    failure = await fetcher.send(SendRequest(url, b"words"))
    assert isinstance(failure, Failure)
    assert failure.code in {FailureCode.FORBIDDEN_ADDRESS, FailureCode.BAD_URL}


async def test_nobody_listens() -> None:
    with LoopbackServer() as gone:
        rule = f"evil.example=http://{gone.authority}"
    async with HttpFetcher(GatherSettings(hosts=(rule,)), SystemClock()) as fetcher:
        assert await failure_code(fetcher) is FailureCode.CONNECT


async def test_tls_to_a_server_that_has_none() -> None:
    async def answer_in_the_clear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(Reply(b"no TLS here", 400).encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer_in_the_clear, "127.0.0.1", 0) as server:
        rule = f"evil.example=https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with HttpFetcher(GatherSettings(hosts=(rule,)), SystemClock()) as fetcher:
            assert await failure_code(fetcher) is FailureCode.TLS


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = f"{openssl} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=evil.example"
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)  # noqa: S603 (a command of our own)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    return tls


async def test_a_certificate_nobody_vouches_for(self_signed: ssl.SSLContext) -> None:
    names: list[str | None] = []
    self_signed.sni_callback = lambda _, name, __: names.append(name)
    with LoopbackServer({"/": Reply(b"secret")}, tls=self_signed) as server:
        rule = f"evil.example=https://{server.authority}"
        async with HttpFetcher(GatherSettings(hosts=(rule,)), SystemClock()) as fetcher:
            assert await failure_code(fetcher) is FailureCode.TLS
        assert server.requests == []
    assert names == ["evil.example"]  # the name of the publisher, though the address is another's


HEADER_NAMES = st.sampled_from(
    ["Location", "Content-Length", "Content-Encoding", "Transfer-Encoding", "ETag", "Expires", "Set-Cookie", "X"]
)
HEADER_VALUES = st.one_of(
    st.binary(max_size=30), st.sampled_from([b"gzip", b"chunked", b"0", b"5", b"/x", b"//", b"http://[", b"a=b;c"])
)


@settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    status=st.sampled_from([b"200", b"301", b"304", b"429", b"503", b"999", b"-1", b"\xff"]),
    headers=st.lists(st.tuples(HEADER_NAMES, HEADER_VALUES), max_size=5),
    body=st.binary(max_size=60),
)
def test_no_answer_whatever_raises(status: bytes, headers: list[tuple[str, bytes]], body: bytes) -> None:
    head = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in headers)
    answer = raw(b"HTTP/1.1 " + status + b" X\r\nConnection: close\r\n" + head + b"\r\n" + body)

    async def ask() -> FetchResult | Failure:
        rule = f"evil.example=http://{server.authority}"
        async with HttpFetcher(GatherSettings(hosts=(rule,), fetch_timeout_s=0.3), SystemClock()) as fetcher:
            return await fetcher.fetch(FetchRequest(URL, etag='"x"'))

    with LoopbackServer({"/": answer, "/x": answer}) as server:
        assert isinstance(asyncio.run(ask()), FetchResult | Failure)
