"""The small judgements: players, excerpts, plain text."""

import pytest

from octavo.extract.media import embed_of
from octavo.extract.text import EXCERPT_CHARS, html_to_text, make_excerpt


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
