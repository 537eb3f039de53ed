"""Comments' Markdown: what comes out is a small part of HTML, whatever goes in."""

import json
from pathlib import Path
from time import perf_counter

import pytest

from octavo.web.markup import COMMENT, TAGS, html_of, text_of, tidy
from web.markup import Seen

PAYLOADS: list[str] = json.loads((Path(__file__).parent / "comment_payloads.json").read_text(encoding="utf-8"))


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_becomes_text_and_harmless_links(payload: str) -> None:
    for source in (payload, f"Words before {payload} and after.", f"> {payload}\n\n- {payload}"):
        for tag, attributes in Seen(html_of(tidy(source), COMMENT)).tags:
            assert tag in TAGS
            assert set(attributes) <= {"href", "rel", "start"}
            if tag == "a" and "href" in attributes:
                assert (attributes["href"] or "").lower().startswith(("http://", "https://", "mailto:"))
                assert attributes["rel"] == "nofollow ugc noopener"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*so* and **so**", "<p><em>so</em> and <strong>so</strong></p>"),
        ("> said\n\nanswer", "<blockquote>\n<p>said</p>\n</blockquote>\n<p>answer</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("# no heading", "<p># no heading</p>"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
        ("مرحبا *بكم*", "<p>مرحبا <em>بكم</em></p>"),
    ],
)
def test_what_readers_write_reads_as_they_meant_it(source: str, expected: str) -> None:
    assert html_of(source, COMMENT).strip() == expected


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("see https://a.example/b.", "https://a.example/b"),
        ("(https://a.example/b)", "https://a.example/b"),
        ("https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("[the report](https://a.example/r?x=1&y=2)", "https://a.example/r?x=1&y=2"),
    ],
)
def test_addresses_are_links_that_pass_no_credit_on(source: str, address: str) -> None:
    [(_tag, attributes)] = [found for found in Seen(html_of(source, COMMENT)).tags if found[0] == "a"]
    assert attributes == {"href": address, "rel": "nofollow ugc noopener"}


def test_pictures_are_never_loaded() -> None:
    assert "<img" not in html_of("![a boat](https://a.example/boat.png)", COMMENT)


def test_control_and_direction_characters_and_heaps_of_accents_go() -> None:
    assert tidy("a\u202eb\x00c\r\nd\u2066") == "abc\nd"
    assert len(tidy("z" + "\u0336\u0337\u0321" * 50)) <= 4
    assert tidy("café e\u0301té") == "café e\u0301té"


def test_nothing_that_fits_the_limit_takes_long() -> None:
    start = perf_counter()
    for part in (">", "[", "*a_ ", "`", "- ", "![](", "https://", "<a", "&", "  - ", "\\", "**", "](x)"):
        html_of((part * 5000)[:5000], COMMENT)
    assert perf_counter() - start < 5


def test_the_words_alone() -> None:
    assert text_of("<p>One &amp; <em>two</em></p>\n<p>three<br>four</p>") == "One & two three four"
