"""The small judgements: titles, names, dates, players, excerpts."""

import pytest

from octavo.extract.media import embed_of
from octavo.extract.metadata.names import clean_authors, clean_keywords
from octavo.extract.metadata.times import parse_time
from octavo.extract.metadata.title import strip_site_name
from octavo.extract.text import EXCERPT_CHARS, html_to_text, make_excerpt

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
    ],
)
def test_the_site_name_is_taken_off_titles(title: str, kept: str) -> None:
    assert strip_site_name(title, SITE) == kept


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (["By Mara Lind and Ole Holm"], ("Mara Lind", "Ole Holm")),
        (["Von Mara Lind, Ole Holm"], ("Mara Lind", "Ole Holm")),
        (["MARA LIND"], ("Mara Lind",)),
        (["mara@harbour.example (Mara Lind)", "Mara Lind"], ("Mara Lind",)),
        (["admin"], ()),
        (["https://harbour.example/authors/lind"], ()),
        (["More stories by Mara Lind"], ("Mara Lind",)),
        (["Martin Lind Jr., Ole Holm"], ("Martin Lind Jr", "Ole Holm")),
        (["记者：李明"], ("李明",)),
        (["Mara Lind writes about bridges. She lives in Lund."], ()),
    ],
)
def test_authors_are_names_and_nothing_else(said: list[str], names: tuple[str, ...]) -> None:
    assert clean_authors(said) == names


def test_keywords_are_split_and_each_once() -> None:
    assert clean_keywords(["Bridges, Lund, #Repairs, bridges, and more words here", "Lund"]) == (
        "Bridges",
        "Lund",
        "Repairs",
        "and more words here",
    )
    assert clean_keywords(["حيتان،بحر العرب", "海底ケーブル、通信", "Paris, Texas"]) == (
        "حيتان",
        "بحر العرب",
        "海底ケーブル",
        "通信",
        "Paris, Texas",
    )


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2026-03-01T09:30:00+01:00", "2026-03-01T09:30:00+01:00"),
        ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00+00:00"),
        ("2026-03-01 09:30:00 +0100", "2026-03-01T09:30:00+01:00"),
        ("2026-03-01", "2026-03-01T00:00:00+00:00"),
        ("Sun, 01 Mar 2026 09:30:00 GMT", "2026-03-01T09:30:00+00:00"),
        ("20260301", "2026-03-01T00:00:00+00:00"),
        ("1772357400", "2026-03-01T09:30:00+00:00"),
        ("2026/3/1 9:30", "2026-03-01T09:30:00+00:00"),
        ("1970-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        ("2026-13-45", None),
    ],
)
def test_times_are_aware_or_nothing(said: str, iso: str | None) -> None:
    moment = parse_time(said)
    assert (moment.isoformat() if moment else None) == iso


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://youtu.be/abcdefghijk?t=3", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("//www.youtube.com/embed/abcdefghijk?autoplay=1", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://player.vimeo.com/video/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        (
            "https://twitter.com/harbour/status/1234567890",
            "https://platform.twitter.com/embed/Tweet.html?id=1234567890&dnt=true",
        ),
        ("https://www.instagram.com/p/Abc_123-x/?hl=en", "https://www.instagram.com/p/Abc_123-x/embed/"),
        (
            "https://www.tiktok.com/@harbour/video/7123456789012345678",
            "https://www.tiktok.com/player/v1/7123456789012345678",
        ),
        (
            "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk",
            "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
        ),
        ("https://www.dailymotion.com/video/x8abcde", "https://geo.dailymotion.com/player.html?video=x8abcde"),
        ("https://www.youtube.com/@harbour", None),
        ("https://evil.example/youtube.com/embed/abcdefghijk", None),
        ("javascript:alert('//youtu.be/abcdefghijk')", None),
    ],
)
def test_players_of_known_providers(url: str, player: str | None) -> None:
    media = embed_of(url)
    assert (media.url if media else None) == player


@pytest.mark.parametrize(
    "text",
    [
        "A sentence about the bridge over the river Lund. " * 20,
        "桥梁将于周一重新开放。" * 80,
        "สะพานเปิดอีกครั้งหลังจากซ่อมแซมสองปี" * 30,
        "पुल दो साल की मरम्मत के बाद फिर खुला। " * 30,
        "word" * 300,
        "short",
        "",
    ],
)
def test_an_excerpt_is_short_and_ends_well(text: str) -> None:
    excerpt = make_excerpt(text)
    assert len(excerpt) <= EXCERPT_CHARS
    assert excerpt == text or excerpt[-1] in ".。।…"
    assert text.startswith(excerpt.rstrip("…"))


def test_text_is_the_paragraphs_of_the_html() -> None:
    html = "<h2>Head</h2><p>One <em>t</em>wo&nbsp;&amp;\n three</p><ul><li>A</li><li>B</li></ul>x<br><br>y"
    html += "<table><tr><td>1</td><td>2</td></tr></table>"
    assert html_to_text(html) == "Head\n\nOne two & three\n\nA\n\nB\n\nx\n\ny\n\n1 2"
