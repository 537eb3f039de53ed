"""Articles out of feed entries alone."""

import dataclasses
from datetime import UTC, datetime

import pytest

from octavo.core.articles import Kind
from octavo.core.feeds import Enclosure, FeedEntry
from octavo.extract.article import extract_entry, wants_page

ENTRY = FeedEntry("key", "https://harbour.example/bridge", "Bridge reopens", datetime(2026, 3, 1, 9, tzinfo=UTC))
LONG = "<p>" + "The old bridge over the Lund opened again on Monday after two years of repairs. " * 12 + "</p>"


def entry(**changes: object) -> FeedEntry:
    return dataclasses.replace(ENTRY, **changes)


def test_full_text_needs_no_page() -> None:
    full = entry(content=LONG)
    article = extract_entry(full)
    assert article.quality.complete
    assert not wants_page(full, article, "news")


@pytest.mark.parametrize(
    "content",
    [
        "<p>Only the beginning of it.</p>",
        LONG + "<p>And then […]</p>",
        LONG + '<p><a href="https://x.example">Read more</a></p>…',
    ],
)
def test_a_teaser_wants_its_page(content: str) -> None:
    teaser = entry(content=content)
    assert wants_page(teaser, extract_entry(teaser), "news")


def test_an_entry_without_a_link_cannot_have_its_page_read() -> None:
    assert not wants_page(entry(url=""), extract_entry(entry(url="")), "news")


@pytest.mark.parametrize(
    ("tail", "gone"),
    [
        ('<p>The post <a href="#">Bridge reopens</a> appeared first on <a href="#">Harbour</a>.</p>', "appeared first"),
        ('<p>Der Beitrag <a href="#">Brücke</a> erschien zuerst auf <a href="#">Hafen</a>.</p>', "zuerst"),
        (
            '<p><a class="more" href="https://harbour.example/bridge">Continue reading <span>Bridge</span></a></p>',
            "Continue",
        ),
        ('<a href="https://harbour.example/bridge">Читать далее</a>', "Читать"),
        ('<img src="https://feeds.example/pixel.gif" width="1" height="1">', "pixel"),
    ],
)
def test_what_feeds_append_is_dropped(tail: str, gone: str) -> None:
    article = extract_entry(entry(content=LONG + tail))
    assert gone not in article.html
    assert article.text.startswith("The old bridge")
    assert article.text.endswith("repairs.")


def test_the_lead_picture_comes_from_the_text_when_the_feed_names_none() -> None:
    image = '<img src="https://harbour.example/a.jpg" alt="The bridge" width="800">'
    figure = f"<figure>{image}<figcaption>At dawn</figcaption></figure>"
    article = extract_entry(entry(content=figure + LONG))
    assert article.picture is not None
    assert (article.picture.url, article.picture.alt, article.picture.caption) == (
        "https://harbour.example/a.jpg",
        "The bridge",
        "At dawn",
    )
    assert "<img" not in article.html
    assert "At dawn" not in article.text


def test_a_tracking_pixel_is_no_picture() -> None:
    assert extract_entry(entry(content='<img src="https://t.example/x.gif" width=1 height=1>' + LONG)).picture is None


def test_a_podcast_has_its_sound_and_needs_no_page() -> None:
    sound = Enclosure("https://harbour.example/1.mp3", "audio/mpeg", 1_000, duration_s=600)
    episode = entry(summary="<p>Today: the bridge.</p>", enclosures=(sound,))
    article = extract_entry(episode, use="podcast")
    assert article.kind is Kind.PODCAST
    assert (article.media[0].kind, article.media[0].duration_s) == ("audio", 600)
    assert not wants_page(episode, article, "podcast")


def test_a_youtube_link_is_a_card_on_the_friendlier_host() -> None:
    article = extract_entry(entry(url="https://www.youtube.com/watch?v=abcdefghijk"), use="video")
    assert article.kind is Kind.VIDEO
    assert article.media[0].url == "https://www.youtube-nocookie.com/embed/abcdefghijk"
    assert article.media[0].provider == "youtube"


def test_plain_text_stays_text() -> None:
    article = extract_entry(entry(summary="Fish & chips\n\nThe second paragraph"))
    assert article.text == "Fish & chips\n\nThe second paragraph"
    assert article.html == "<p>Fish &amp; chips</p><p>The second paragraph</p>"


def test_a_summary_that_repeats_the_text_is_no_standfirst() -> None:
    assert (
        extract_entry(entry(content=LONG, summary="The old bridge over the Lund opened again on Monday")).standfirst
        is None
    )
    assert (
        extract_entry(entry(content=LONG, summary="<p>Two years, one budget.</p>")).standfirst
        == "Two years, one budget."
    )


def test_boxes_that_serve_as_paragraphs_become_paragraphs() -> None:
    assert extract_entry(entry(content="<div>One</div><div>Two</div>")).text == "One\n\nTwo"
