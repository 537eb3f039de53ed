"""Nobody makes us connect to an address that is not the public Internet's: literals, names, second answers of the DNS.

No test here reaches the network: a spy stands where sockets are made, writes down each address and refuses to go on.
"""

import gzip
import ipaddress
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from octavo.core.clock import SystemClock
from octavo.core.failures import Failure, FailureCode
from octavo.core.fetching import FetchRequest
from octavo.core.settings import GatherSettings
from octavo.gather import transport
from octavo.gather.address import WebAddress, parse_url, refuse_address, refuse_ip
from octavo.gather.domains import BadHostError, parse_host
from octavo.gather.fetcher import HttpFetcher
from octavo.gather.resolver import AddressInfo, ForbiddenAddressError, guarded_socket
from octavo.testing.loopback import LoopbackServer, Reply

DATA = Path(__file__).parents[2] / "../shared/data"
PUBLIC = "93.184.215.14"
FORBIDDEN = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:53aa:64c:0:fbff:80ff:fffe", "2001:db8::1",
    "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1",
    "ff02::1", "5f00::1", "nonsense", "",
]  # fmt: skip
ALLOWED = [PUBLIC, "8.8.8.8", "172.32.0.1", "100.128.0.1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2606:4700::1111"]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_forbidden_addresses_get_no_socket(address: str) -> None:
    assert refuse_ip(address) is not None
    with pytest.raises(ForbiddenAddressError):
        guarded_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)))


@pytest.mark.parametrize("address", ALLOWED)
def test_public_addresses_may_be_asked(address: str) -> None:
    assert refuse_ip(address) is None


FORMS_OF_LOOPBACK = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "0177.1", "017700000001",
    "127.0.0.1.", "0x7F.0X0.0.1", "１２７.０.０.１", "127。0。0。1", "%31%32%37.0.0.1", "[::1]", "[::ffff:7f00:1]",
    "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]", "localhost", "LOCALHOST", "localhost.", "a.localhost", "ｌｏｃａｌhost",
    "0", "0.0.0.0", "[::]", "metadata", "metadata.google.internal", "printer.local", "router.home.arpa",
]  # fmt: skip


@pytest.mark.parametrize("host", FORMS_OF_LOOPBACK)
def test_every_spelling_is_understood(host: str) -> None:
    for text in (f"http://{host}/", f"https://{host}:8443/x", f"HTTP:\\\\{host}\\x", f" ht\ntp://{host}/"):
        address = parse_url(text)
        assert isinstance(address, WebAddress)
        refusal = refuse_address(address)
        assert refusal is not None
        assert refusal.code is FailureCode.FORBIDDEN_ADDRESS


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://good.org@evil.org/", "evil.org"),
        ("http://good.org:80@evil.org:80@worse.org/", "worse.org"),
        ("http://evil.org\\@good.org/", "evil.org"),
        ("http://evil.org#@good.org/", "evil.org"),
        ("http://evil.org?@good.org/", "evil.org"),
        ("http:///evil.org/", "evil.org"),
        ("http:evil.org", "evil.org"),
        ("http://ev\til.org/", "evil.org"),
        ("http://münchen.de/", "xn--mnchen-3ya.de"),
        ("http://ⓔⓥⓘⓛ.org/", "evil.org"),
    ],
)
def test_userinfo_and_slashes_hide_no_host(url: str, host: str) -> None:
    address = parse_url(url)
    assert isinstance(address, WebAddress)
    assert address.host == host
    assert address.has_userinfo == ("good.org" in url and url.endswith(("evil.org/", "worse.org/")))


@pytest.mark.parametrize("port", [1, 21, 22, 25, 81, 110, 445, 3306, 5432, 6379, 7999, 9000, 9200, 11211, 65535])
def test_only_the_webs_ports_are_knocked_at(port: int) -> None:
    address = parse_url(f"http://news.org:{port}/")
    assert isinstance(address, WebAddress)
    refusal = refuse_address(address)
    assert refusal is not None
    assert refusal.code is FailureCode.FORBIDDEN_ADDRESS


@pytest.mark.parametrize(
    "url", ["http://news.org/", "https://news.org:8443/", "http://news.org:8000/", "http://a.b:443"]
)
def test_the_webs_ports_are_open(url: str) -> None:
    address = parse_url(url)
    assert isinstance(address, WebAddress)
    assert refuse_address(address) is None


# ---- connecting ----


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The addresses for which a socket was about to connect."""
    seen: list[str] = []

    def spy(info: AddressInfo) -> socket.socket:
        guarded_socket(info).close()
        seen.append(str(info[4][0]))
        raise OSError("the spy lets nobody out")

    monkeypatch.setattr(transport, "guarded_socket", spy)
    yield seen
    for text in seen:  # judged by another's rules than our own
        address = ipaddress.ip_address(text)
        assert (getattr(address, "ipv4_mapped", None) or address).is_global


def lookup_of(*answers: tuple[str, ...]) -> Callable[[str, int, Any], list[AddressInfo]]:
    """A DNS that gives these answers in turn, the last one for ever."""
    left = list(answers)

    def lookup(host: str, port: int, family: Any) -> list[AddressInfo]:
        answer = left.pop(0) if len(left) > 1 else left[0]
        if not answer:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [
            (socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in answer
        ]

    return lookup


async def ask(url: str, lookup: Callable[[str, int, Any], list[AddressInfo]]) -> Failure:
    async with HttpFetcher(GatherSettings(host_delay_s=0), SystemClock(), lookup=lookup) as fetcher:
        failure = await fetcher.fetch(FetchRequest(url))
    assert isinstance(failure, Failure)
    return failure


@pytest.mark.parametrize("address", [address for address in FORBIDDEN if address and address != "nonsense"])
async def test_names_that_lead_inside_are_refused(connected: list[str], address: str) -> None:
    failure = await ask("http://rebind.org/", lookup_of((address,)))
    assert failure.code is FailureCode.FORBIDDEN_ADDRESS
    assert connected == []


async def test_a_mixed_answer_is_used_where_it_is_public(connected: list[str]) -> None:
    await ask("http://rebind.org/", lookup_of(("127.0.0.1", PUBLIC, "::1", "10.0.0.1")))
    assert connected == [PUBLIC]


async def test_a_second_answer_that_leads_inside_is_refused(connected: list[str]) -> None:
    lookup = lookup_of((PUBLIC,), ("127.0.0.1",))
    async with HttpFetcher(GatherSettings(host_delay_s=0), SystemClock(), lookup=lookup) as fetcher:
        for port in (80, 8080):
            await fetcher.fetch(FetchRequest(f"http://rebind.org:{port}/"))
    assert connected == [PUBLIC]


async def test_the_socket_is_guarded_even_where_the_resolver_was_fooled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.gather.resolver.refuse_ip", lambda _: None)
    monkeypatch.setattr(transport, "guarded_socket", _checked)
    with LoopbackServer({"/": Reply(b"secret")}) as server:
        monkeypatch.setattr("octavo.gather.address.WEB_PORTS", range(1, 65536))
        failure = await ask(f"http://rebind.org:{server.port}/", lookup_of(("127.0.0.1",)))
        assert failure.code is FailureCode.FORBIDDEN_ADDRESS
        assert server.connection_count == 0


def _checked(info: AddressInfo) -> socket.socket:
    reason = refuse_ip(str(info[4][0]))
    if reason:
        raise ForbiddenAddressError(reason)
    raise AssertionError("no public address was to be asked")


async def test_a_name_that_nobody_knows_is_a_dns_failure(connected: list[str]) -> None:
    assert (await ask("http://nowhere.org/", lookup_of(()))).code is FailureCode.DNS


async def test_only_the_hosts_that_the_operator_named_may_be_inside() -> None:
    with LoopbackServer({"/": Reply(b"mine")}) as server:
        settings = GatherSettings(hosts=(f"*.localhost=http://{server.authority}",), host_delay_s=0)
        async with HttpFetcher(settings, SystemClock()) as fetcher:
            mine = await fetcher.fetch(FetchRequest("http://press.localhost/"))
            assert not isinstance(mine, Failure)
            for url in (server.url("/"), "http://localhost/", "http://evil-localhost/", "http://press.localhost.evil/"):
                assert isinstance(await fetcher.fetch(FetchRequest(url)), Failure)
        assert len(server.requests) == 1


# ---- other people's lists ----


def rows(path: str) -> list[dict[str, Any]]:
    file = DATA / path
    if not file.exists():
        pytest.skip(f"../shared/data/{path} is absent")
    data = file.read_bytes()
    text = (gzip.decompress(data) if path.endswith(".gz") else data).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


async def test_ssrf_payloads_connect_to_nothing_inside(connected: list[str]) -> None:
    for answer in (("127.0.0.1",), (PUBLIC, "169.254.169.254")):
        async with HttpFetcher(GatherSettings(host_delay_s=0), SystemClock(), lookup=lookup_of(answer)) as fetcher:
            for row in rows("sec-payloads/ssrf_urls.jsonl"):
                assert isinstance(await fetcher.fetch(FetchRequest(row["payload"])), Failure), row
    assert set(connected) <= {PUBLIC}


async def test_open_redirects_connect_to_nothing_inside(connected: list[str]) -> None:
    with LoopbackServer() as server:
        settings = GatherSettings(hosts=(f"start.example=http://{server.authority}",), host_delay_s=0)
        async with HttpFetcher(settings, SystemClock(), lookup=lookup_of(("10.0.0.1",))) as fetcher:
            for row in rows("sec-payloads/open_redirects.jsonl"):
                location = row["payload"].encode("utf-8").decode("latin-1").replace("\r", "").replace("\n", "")
                server.routes["/"] = Reply(status=302, headers={"Location": location})
                assert isinstance(await fetcher.fetch(FetchRequest("http://start.example/")), Failure), row
    assert set(connected) <= {"216.58.214.206", "::ffff:d83a:d6ce"}  # a search engine's, as the payloads spell it


def test_urls_are_read_as_browsers_read_them() -> None:
    """Web platform tests: what is a failure there is never fetched, what parses gives the same host and path."""
    for row in rows("url-wpt/urls.jsonl"):
        base = parse_url(row["base"]) if row["base"] else None
        got = parse_url(row["input"], base if isinstance(base, WebAddress) else None)
        if row.get("failure") or row["protocol"] not in ("http:", "https:"):
            assert isinstance(got, Failure), row
            continue
        assert isinstance(got, WebAddress), row
        assert got.host == row["hostname"], row
        wanted = row["protocol"] + "//" + row["host"] + row["pathname"] + row["search"]
        assert got.url.removesuffix("?") == wanted, row


# What UTS #46 reports and the URL Standard lets pass: lengths (A4), hyphens (V2, V3), ASCII that STD3 forbids (U1).
LET_PASS = {"A4_1", "A4_2", "V2", "V3", "U1"}


def test_international_names_become_what_unicode_says() -> None:
    for row in rows("url-wpt/idna.jsonl.gz"):
        try:
            got = parse_host(row["source"])
        except BadHostError:
            got = None
        problems = {problem.strip(" []") for problem in row["to_ascii_status"].split(",")} - {""}
        if not problems:
            assert got == row["to_ascii"], row
        elif not problems & LET_PASS:
            assert got is None or got == "", row
