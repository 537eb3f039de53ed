"""Pages that are made to cost: metadata stays well under a second on each."""

import time

import pytest

from octavo.core.failures import Failure
from octavo.extract.metadata import read_metadata
from octavo.extract.tree import parse_page

MAX_SECONDS = 3.0  # of processor time; a tenth of it on an idle machine
SOURCES = ",".join(f"/b/picture-of-it-large-{number}.jpg {number}w" for number in range(300))
PAGES = {
    "deep": '<div class="author date">' * 60_000 + "<h1>Title</h1>By Mara Lind 3 March 2026",
    "bylines": "<h1>Title of it</h1>" + "<p class=author><a rel=author href='/author/x'>Mara 3.3.2026</a></p>" * 40_000,
    "times": "<h1>Title of it</h1>" + '<time datetime="2026-03-03">3 March 2026</time>' * 40_000,
    "pictures": "<meta property='og:image' content='https://a.example/picture-of-it-large.jpg'><h1>Title</h1>"
    + f'<picture><source srcset="{SOURCES}"><img src="/b/picture-of-it-large-1.jpg"></picture>' * 200,
    "sources": "<meta property='og:image' content='https://a.example/picture-of-it-large.jpg'><h1>Title</h1>"
    + f'<picture><source srcset="{"/picture-of-it-large.jpg,300" * 450}"><img src="/b.jpg"></picture>' * 60,
    "separators": "<title>" + " | " * 200_000 + "</title><h1>" + " - " * 200_000 + "</h1>",
    "declarations": '<meta name="author" content="Mara Lind, Ole Holm and Bo">' * 20_000 + "<h1>Title of it</h1>",
    "linked": '<script type="application/ld+json">['
    + '{"@type":"NewsArticle","author":{"@id":"#a"}},' * 9_000
    + "{}]</script>",
    "nested": '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
    "microdata": "<h1>Title</h1>" + '<span itemprop="author datePublished image">a</span>' * 40_000,
    "days": "<h1>Title</h1><p>" + "12 a b c d 2023 " * 60_000 + "<b>" + "1" * 150_000 + "2023</b>",
    "headings": "<h1>" + "<span>" * 100 + "a b" + "</span>" * 100 + "</h1>" + "<h1>Bridge - x</h1>" * 30_000,
    "names": "<h1>Title</h1><p class=byline>By " + "a " * 200_000 + "<p>By " + "Mara Lind and " * 100_000,
}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_expensive(name: str) -> None:
    tree = parse_page(f"<html><body>{PAGES[name]}".encode())
    assert not isinstance(tree, Failure)
    started = time.process_time()
    read_metadata(tree, "https://www.harbour.example/news/2026/03/x")
    assert time.process_time() - started < MAX_SECONDS


@pytest.mark.parametrize(
    "url", ["", "http://[broken", "javascript:alert(1)", "https://", "mailto:mara@harbour.example"]
)
def test_no_address_is_too_broken(url: str) -> None:
    tree = parse_page(b'<html><body><h1>Title of it</h1><img src="http://[x"><p>By Mara Lind</p><p>3 March 2026</p>')
    assert read_metadata(tree, url).url == url
