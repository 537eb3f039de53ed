"""Bodies made to hurt: each ends soon, in a feed or a Failure, and reaches for nothing outside."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import ParsedFeed
from octavo.gather.feeds import parse_feed
from octavo.gather.feeds.keys import MAX_ENTRIES
from octavo.gather.feeds.parsing import MAX_BYTES

SIZE = 100_000
"""Large enough that anything quadratic takes minutes."""
ITEM = b'<rss version="2.0"><channel><item>%b</item></channel></rss>'
CASES = {
    "opening brackets": b"<rss>" + b"<" * SIZE,
    "start tags": b"<rss>" + b"<a>" * SIZE,
    "end tags": b"<rss><item>" + b"</x>" * SIZE,
    "open CDATA": b"<rss>" + b"<![CDATA[" * SIZE,
    "open comments": b"<rss>" + b"<!--" * SIZE,
    "declarations": b"<!DOCTYPE " * SIZE,
    "entity declarations": b"<!DOCTYPE rss [" + b'<!ENTITY a "b">' * SIZE + b"]><rss>&a;</rss>",
    "ends of a subset": b"<!DOCTYPE rss [" + b"]  " * SIZE,
    "ampersands": b"<rss>" + b"&" * SIZE,
    "open items": b"<rss><channel>" + b"<item><title>" * (SIZE // 2),
    "titles": b"<rss>&" + b"<title>" * SIZE,
    "attributes": b"<rss>&<a " + b"b=c " * SIZE + b">",
    "a long name": b"<rss>&<a " + b"b" * SIZE,
    "quotation marks": b"<rss>&<a b='" + b'"' * SIZE,
    "prefixes": b"<rss>" + b"".join(b"<a%d:b/>" % number for number in range(SIZE // 10)),
    "spaces": ITEM % (b"<title>&" + b" " * SIZE + b"</title>"),
    "tags in a title": ITEM % (b"<title>" + b"&lt;b " * SIZE + b"</title>"),
    "comments in a title": ITEM % (b"<title>" + b"&lt;!--" * SIZE + b"</title>"),
    "an author": ITEM % (b"<author>" + b"a@" * SIZE + b"</author>"),
    "a date": ITEM % (b"<pubDate>" + b"1 " * SIZE + b"</pubDate>"),
    "references": ITEM % (b"<description><![CDATA[<a " + b"href= " * SIZE + b"]]></description>"),
    "relative links": ITEM % (b"<description><![CDATA[" + b'<a href="x' * SIZE + b"]]></description>"),
    "pictures in a set": ITEM % (b"<description><![CDATA[<img src=x srcset='" + b"a, " * SIZE + b"']]></description>"),
    "enclosures": ITEM % (b'<enclosure url="http://a.example/1.mp3"/>' * (SIZE // 10)),
    "keywords": ITEM % b"".join(b"<category>%d</category>" % number for number in range(SIZE // 10)),
    "brackets of JSON": b"[" * SIZE,
    "objects of JSON": b'{"a":' * SIZE,
    "a number of JSON": b'{"version":"https://jsonfeed.org/version/1","items":[{"id":' + b"9" * SIZE + b"}]}",
    "zeros": b"\0" * SIZE,
    "noise": bytes(range(256)) * (SIZE // 256),
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_body_ends_soon(name: str) -> None:
    started = time.perf_counter()
    feed = parse_feed(CASES[name], url="https://a.example/feed")
    assert time.perf_counter() - started < 10
    assert isinstance(feed, ParsedFeed | Failure)


def test_expansion_bomb_does_not_expand() -> None:
    declared = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<!DOCTYPE rss [<!ENTITY l0 "lol">{declared}]><rss version="2.0"><channel><title>&l11;</title></channel></rss>'
    )
    feed = parse_feed(bomb.encode(), url="")
    assert isinstance(feed, ParsedFeed)
    assert feed.title == "&l11;"


@pytest.mark.parametrize(
    "declaration",
    ['<!ENTITY x SYSTEM "{}">', '<!ENTITY x PUBLIC "a" "{}">', '<!ENTITY % p SYSTEM "{}"> %p; <!ENTITY x "y">'],
)
def test_external_entity_is_not_read(declaration: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    prolog = f"<!DOCTYPE rss [{declaration.format(secret.as_uri())}]>"
    for body in (
        f'{prolog}<rss version="2.0"><channel><title>[&x;]</title></channel></rss>',
        f'{prolog}<rss version="2.0"><channel><title>[&x;]</title> & broken </b>',
        f'<rss version="2.0">{prolog}<channel><title>[&x;]</title></channel></rss>',
        '<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><title>'
        f'<xi:include href="{secret.as_uri()}" parse="text"/></title></channel></rss>',
    ):
        assert "SECRET" not in repr(parse_feed(body.encode(), url=""))


def test_endless_feed_is_cut_with_a_warning() -> None:
    items = "".join(f"<item><guid>{number}</guid></item>" for number in range(MAX_ENTRIES + 1))
    feed = parse_feed(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), url="")
    assert isinstance(feed, ParsedFeed)
    assert len(feed.entries) == MAX_ENTRIES
    assert feed.warnings == ("only the first 1,000 of 1,001 entries were read",)


def test_too_large_a_body_is_refused_unread() -> None:
    feed = parse_feed(b" " * (MAX_BYTES + 1), url="")
    assert isinstance(feed, Failure)
    assert feed.code is FailureCode.TOO_LARGE


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the body is empty"),
        (b" \n\t", "the body is empty"),
        (b"<!doctype html><title>Login</title>", "a web page, not a feed"),
        (b"<html><head><title>x</title>", "a web page, not a feed"),
        (b"\n<!-- x --><HTML>", "a web page, not a feed"),
        (b"just text", "no markup in it: neither XML nor JSON"),
        (b"%PDF-1.4 \xff\xfe\x00", "no markup in it: neither XML nor JSON"),
        (b'{"items": 3}', "JSON, but not a JSON Feed"),
        (b"[1, 2]", "JSON, but not a JSON Feed"),
        (b'<opml version="2.0"><body/></opml>', "an OPML list of feeds, not a feed: import it instead"),
        (b"<kml><x/></kml>", "an XML document of another kind (<kml>)"),
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "a sitemap that names pages but no news"),
        (
            b"<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap>"
            b"<sitemap><loc>https://a.example/news.xml</loc></sitemap></sitemapindex>",
            "a sitemap of 2 sitemaps: add one of them instead: https://a.example/news.xml, https://a.example/1.xml",
        ),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, said: str) -> None:
    failure = parse_feed(body, url="https://a.example/")
    assert isinstance(failure, Failure)
    assert failure.code is FailureCode.NOT_A_FEED
    assert failure.detail.startswith(said)


def case_bodies() -> list[bytes]:
    files = (Path(__file__).parent / "cases").glob("*")
    return [file.read_bytes() for file in sorted(files) if not file.name.endswith(".expected.json")]


@st.composite
def damaged_feeds(draw: st.DrawFn) -> bytes:
    """A case's feed with pieces cut out, doubled, or put in."""
    body = draw(st.sampled_from(case_bodies()))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from([b"", body[start:end] * 2, b"<", b"&", b"]]>", b"\xff", b"\0", b'"', b"</item>"]))
        body = body[:start] + piece + body[end:]
    return body


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.one_of(st.binary(max_size=400), damaged_feeds()), content_type=st.text(max_size=40))
@example(body=b"<rss><channel><item><link>http://[::1</link></item>", content_type="text/xml; charset=idna")
@example(body=b'<?xml version="1.0" encoding="rot13"?><rss/>', content_type="x; charset=base64")
@example(body=b"<feed><entry><link href='//[x/'/><content mode='base64'>=</content></entry></feed>", content_type="")
def test_parse_feed_never_raises(body: bytes, content_type: str) -> None:
    feed = parse_feed(body, url="https://a.example/feed", content_type=content_type)
    if isinstance(feed, ParsedFeed):
        assert all(entry.key and entry.url.startswith(("http", "")) for entry in feed.entries)
        assert len({entry.key for entry in feed.entries}) == len(feed.entries)
        repr(feed).encode("utf-8")  # nothing in it that a database could not take
        assert not any("\0" in text for text in texts(feed))


def texts(feed: ParsedFeed) -> Iterator[str]:
    for entry in feed.entries:
        yield from (
            entry.key,
            entry.url,
            entry.title,
            entry.summary or "",
            entry.content or "",
            *entry.tags,
            *entry.authors,
        )
