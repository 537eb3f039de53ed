"""Hostile markup: nothing executable is left, nothing raises, nothing takes long."""

import json
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.core.feeds import FeedEntry
from octavo.extract.article import extract_entry, extract_page
from octavo.extract.sanitize import ATTRIBUTES, TAGS, sanitize_html

DATA = Path(__file__).parents[2] / "../shared/data"
BASE = "https://harbour.example/news/bridge"
PARAGRAPH = (
    "<p>" + "The mayor of the town said on Monday that the bridge will be open again after the works. " * 4 + "</p>"
)
MAX_SECONDS = 2.0
SAFE_URL = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


class Checker(HTMLParser):
    """Fails on any tag, attribute or address that is not on the list."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}>"
        for name, value in attrs:
            assert name in {*ATTRIBUTES["*"], *ATTRIBUTES.get(tag, ()), "dir", "rel"}, f"{tag}[{name}]"
            if name == "href":
                assert SAFE_URL.match(re.sub(r"[\t\n\r]", "", value or "")), value  # as browsers read it

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"comment {data!r}")


def assert_inert(html: str) -> None:
    checker = Checker()
    checker.feed(html)
    checker.close()


def read(path: str) -> Iterator[str]:
    if not DATA.is_dir():
        pytest.skip("the data pack ../shared/data is absent")
    with (DATA / path).open(encoding="utf-8", newline="\n") as lines:
        yield from (json.loads(line)["payload"] for line in lines)


@pytest.mark.parametrize(
    "path", ["sec-dompurify/cases.jsonl", "sec-payloads/xss.jsonl", "sec-payloads/svg.jsonl", "sec-payloads/xxe.jsonl"]
)
def test_nothing_executable_is_left_of_known_payloads(path: str) -> None:
    for payload in read(path):
        for markup in (payload, f"<p>{payload}</p>", f'<a href="{payload}">x</a>', f"<div title='{payload}'>x</div>"):
            assert_inert(sanitize_html(markup, BASE))
        assert_inert(extract_entry(FeedEntry("k", BASE, "T", content=payload + PARAGRAPH)).html)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<p style='background:url(javascript:alert(1))' id=x class=y onclick=alert(1)>x</p>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<form action='javascript:alert(1)'><input type=submit></form>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'><base href='javascript:/'>",
    ],
)
def test_what_runs_or_loads_is_removed(markup: str) -> None:
    cleaned = sanitize_html(markup, BASE)
    assert_inert(cleaned)
    assert "alert" not in re.sub(r"&lt;.*?&gt;", "", cleaned)


def test_links_are_absolute_and_carry_rel() -> None:
    assert sanitize_html('<a href="/x?a=1&b=2" target=_blank>x</a>', BASE) == (
        '<a href="https://harbour.example/x?a=1&amp;b=2" rel="nofollow noopener noreferrer">x</a>'
    )
    assert sanitize_html('<a href="/x">x</a>', "") == '<a rel="nofollow noopener noreferrer">x</a>'
    assert sanitize_html('<a href="/x">x</a>', "javascript:alert(1)") == '<a rel="nofollow noopener noreferrer">x</a>'


def test_text_markup_in_every_direction_stays() -> None:
    markup = '<p dir="rtl" lang="ar">نص <bdi>x</bdi></p><ruby>漢<rt>kan</rt></ruby><ol start="3"><li>x</li></ol>'
    assert sanitize_html(markup, BASE) == markup


PAGES = {
    "nested divs": "<div>" * 100_000 + PARAGRAPH,
    "nested and closed": ("<div>" * 1_500 + PARAGRAPH + "</div>" * 1_500) * 10,
    "a million attributes": "<p " + " ".join(f"a{number}=1" for number in range(1_000_000)) + ">" + PARAGRAPH,
    "ten megabytes": "<article>" + PARAGRAPH * 26_000,
    "spans": "<article><p>" + "<span>a </span>" * 700_000,
    "links": "<a href='/x'>abc def</a> " * 200_000,
    "tables": "<table><tr><td>" * 30_000 + PARAGRAPH,
    "angle brackets": "<" * 3_000_000,
    "ampersands": "&" * 3_000_000,
    "entities": "<p>" + "&amp;&#x41;&nbsp;" * 300_000,
    "open scripts": "<script>" * 300_000 + PARAGRAPH,
    "open styles": "<style>" * 100_000 + "<script></scrip" * 100_000,
    "nested JSON": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + PARAGRAPH * 9,
    "much JSON": '<script type=\'application/ld+json\'>{"@type":"Article"}</script>' * 20_000 + PARAGRAPH * 9,
    "meta": "<meta property='og:image' content='logo.png'>" * 50_000 + PARAGRAPH * 9,
    "headings": "<h1>Head | ling - x</h1>" * 30_000 + PARAGRAPH * 9,
    "title": "<title>" + "| a " * 50_000 + "</title>" + PARAGRAPH * 9,
    "times": "<time datetime='x'>x</time>" * 50_000 + PARAGRAPH * 9,
    "bylines": "<span class=author>" * 1_400 + "x" + "</span>" * 1_400 + PARAGRAPH * 9,
    "one word": "<article><p>" + "a" * 4_000_000,
    "formatting": "<p>" + "<b><i>" * 1_000 + "x" + PARAGRAPH * 50,
    "list items": "<li>word word" * 150_000,
}


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Imports are not part of anyone's two seconds."""
    extract_page(f"<html><body><article>{PARAGRAPH * 5}</article></body></html>".encode(), url=BASE)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_takes_long(name: str) -> None:
    started = time.process_time()
    extract_page(f"<html><body>{PAGES[name]}".encode(), url=BASE)
    assert time.process_time() - started < MAX_SECONDS


@pytest.mark.parametrize("name", PAGES)
def test_no_entry_takes_long(name: str) -> None:
    started = time.process_time()
    article = extract_entry(FeedEntry("k", BASE, "T", summary="x", content=PAGES[name]))
    assert time.process_time() - started < MAX_SECONDS
    assert_inert(article.html[:200_000].rpartition("<")[0])


FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div class=author>",
                "<h1>",
                "<script>",
                "<script type='application/ld+json'>",
                '{"@type":"Article",',
                "</script>",
                "<a href=",
                "'//x",
                ">",
                "<img src=",
                "<figure>",
                "<meta property=og:title content=",
                "<!--",
                "]]>",
                "<svg>",
                "\x00",
                "\ud800",
                "\ufffe",
                "&#0;",
                "&#x110000;",
                "<table>",
                "<iframe src=//youtu.be/abcdefghijk>",
                "<time datetime=2026>",
                '"author":[{"name":[null,{}]}]',
                "}",
                "<html lang=x>",
                "<base href=//[>",
                "<link rel=canonical href=http://[>",
            ]
        ),
        st.text(max_size=20),
    ),
    max_size=40,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(FRAGMENTS, st.sampled_from(["https://harbour.example/a", "", "http://[", "nonsense", "ftp://x"]))
def test_fuzzed_markup_never_raises(markup: str, url: str) -> None:
    extract_page(markup.encode("utf-8", "surrogatepass"), url=url)
    article = extract_entry(
        FeedEntry("k", url, markup, summary=markup[:50], content=markup, authors=(markup,), tags=(markup,))
    )
    assert_inert(article.html)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html; charset=utf-7", "text/html; charset=idna", "x; charset=\u20ac"]),
)
def test_fuzzed_bytes_never_raise(data: bytes, content_type: str) -> None:
    extract_page(data, url=BASE, content_type=content_type)
    extract_page(b"<html><body><article><p>" + data * 20 + PARAGRAPH.encode(), url=BASE, content_type=content_type)
