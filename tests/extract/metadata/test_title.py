"""The headline: what readers see, without kicker, section or site."""

from collections.abc import Callable

import pytest

from octavo.extract.metadata import PageMetadata
from octavo.extract.metadata.title import strip_site_name

Reader = Callable[..., PageMetadata]
SITE = ("Harbour Post", "harbourpost.example", "harbourpost")


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Bridge reopens | Harbour Post", "Bridge reopens"),
        ("Bridge reopens - Harbour Post - Local News", "Bridge reopens - Harbour Post - Local News"),
        ("Harbour Post: Bridge reopens", "Harbour Post: Bridge reopens"),
        ("Harbour Post » Bridge reopens", "Bridge reopens"),
        ("Bridge — a story of two towns", "Bridge — a story of two towns"),
        ("Harbour Post", "Harbour Post"),
        ("大桥重新开放_HarbourPost", "大桥重新开放"),
        ("»Keep the river clean«", "»Keep the river clean«"),
        ("The mayor: « Keep the river clean »", "The mayor: « Keep the river clean »"),
    ],
)
def test_the_site_name_is_taken_off_titles(title: str, kept: str) -> None:
    assert strip_site_name(title, SITE) == kept


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def linked(headline: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}"}}</script>'


@pytest.mark.parametrize(
    ("heading", "head", "title"),
    [
        # A kicker in the heading is told by the declarations.
        ("<span>Traffic</span> <span>Bridge over the Lund reopens</span>", og("Bridge over the Lund reopens"),
         "Bridge over the Lund reopens"),
        ("<span>Traffic</span> <span>Bridge over the Lund reopens</span>", og("Traffic: Bridge over the Lund reopens"),
         "Traffic: Bridge over the Lund reopens"),
        ('<span class="dachzeile">Traffic</span> Bridge over the Lund reopens', "<title>Bridge over the Lund</title>",
         "Bridge over the Lund reopens"),
        ("Politics | Bridge over the Lund reopens", og("Bridge over the Lund reopens"), "Bridge over the Lund reopens"),
        ("Two years of repairs: Bridge over the Lund reopens", og("Bridge over the Lund reopens"),
         "Bridge over the Lund reopens"),
        # Two declarations that agree are believed against the heading …
        ("Bridge open", og("Town celebrates its bridge") + linked("Town celebrates its bridge"),
         "Town celebrates its bridge"),
        # … but not what is everywhere alike, and not a heading with something before or after it.
        ("Bridge over the Lund reopens at last",
         "<title>Best bridge 2026</title>" + og("Best bridge 2026") + linked("Best bridge 2026"),
         "Bridge over the Lund reopens at last"),
        ("Bridge over the Lund reopens", og("Bridge over the Lund reopens - Latest news") +
         linked("Bridge over the Lund reopens - Latest news"), "Bridge over the Lund reopens"),
        # A heading that is the site's or a menu's.
        ("Menu", og("Bridge over the Lund reopens"), "Bridge over the Lund reopens"),
    ],
)  # fmt: skip
def test_heading_and_declarations(read: Reader, heading: str, head: str, title: str) -> None:
    assert read(f"<h1>{heading}</h1>", head=head).title == title


def test_a_site_that_names_itself_like_the_article_is_not_stripped(read: Reader) -> None:
    site = '<script type="application/ld+json">{"@type": "WebSite", "name": "Bridge - a story"}</script>'
    head = f"<title>Bridge - a story</title>{site}"
    assert read("<h1>Bridge - a story</h1>", head=head).title == "Bridge - a story"
