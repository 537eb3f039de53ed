"""Feeds found from pages: declared, linked, known by host, guessed."""

import pytest

from octavo.gather.discovery import MAX_FEEDS, discover_feeds

VIDEOS = "https://www.youtube.com/feeds/videos.xml"
CHANNEL = "UC" + "a" * 22


def urls(html: str, url: str = "https://a.example/news/") -> list[str]:
    return [feed.url for feed in discover_feeds(html.encode(), url) if feed.kind]


def test_declared_feeds_come_first_and_comments_last() -> None:
    html = """<head><base href="/site/"><link rel="stylesheet alternate" type="text/css" href="/x.css">
    <link rel="alternate" type="application/rss+xml" title="A » Comments Feed" href="/comments/feed/">
    <link REL='Alternate HOME' TYPE=' Application/Atom+XML ' HREF='feed.atom' title='A &amp; B'>
    <link rel="alternate" type="application/feed+json" href="feed.json">
    <link rel="alternate" hreflang="de" href="/de/">
    <link rel="alternate" type="application/json" href="/wp-json/1"></head>
    <a href="/rss/sport.xml">Sport</a> <a href="/feedback">Feedback</a> <a href="/rss.html">About</a>"""
    found = [feed for feed in discover_feeds(html.encode(), "https://a.example/news/") if feed.kind]
    assert [feed.url for feed in found] == [
        "https://a.example/site/feed.atom",
        "https://a.example/site/feed.json",
        "https://a.example/comments/feed/",
        "https://a.example/rss/sport.xml",
    ]
    assert (found[0].title, found[0].kind) == ("A & B", "application/atom+xml")


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}", f"{VIDEOS}?channel_id={CHANNEL}"),
        ("https://www.youtube.com/watch?v=1&list=PL0123456789", f"{VIDEOS}?playlist_id=PL0123456789"),
        ("https://old.reddit.com/r/news/", "https://www.reddit.com/r/news/.rss"),
        ("https://medium.com/@jo", "https://medium.com/feed/@jo"),
        ("https://jo.substack.com/p/1", "https://jo.substack.com/feed"),
        ("https://jo.wordpress.com/", "https://jo.wordpress.com/feed"),
        ("https://social.example/@jo", "https://social.example/@jo.rss"),
        ("https://github.com/a/b/issues", "https://github.com/a/b/releases.atom"),
    ],
)
def test_hosts_whose_feeds_are_known(page: str, feed: str) -> None:
    assert urls("<p>nothing</p>", page) == [feed]


def test_channel_of_a_video_page_is_read_from_the_page() -> None:
    html = f'<script>{{"channelId":"{CHANNEL}"}}</script>'
    assert urls(html, "https://www.youtube.com/@jo")[0] == f"{VIDEOS}?channel_id={CHANNEL}"


def test_guesses_stand_at_the_end_and_below_the_page_first() -> None:
    found = discover_feeds(b"<a href=feed:https://a.example/real.rss>RSS</a>", "https://a.example/news")
    assert found[0].url == "https://a.example/real.rss"
    assert [feed.url for feed in found[1:4]] == [
        "https://a.example/news/feed/",
        "https://a.example/news/rss",
        "https://a.example/feed/",
    ]
    assert not any(feed.kind for feed in found[1:])


@pytest.mark.parametrize(
    "html", [b"", b"\0\xff", b"<", b"<a href='http://[x/rss'>", b"<base href='http://[x'><a href=/feed>"]
)
def test_nothing_breaks_discovery(html: bytes) -> None:
    for url in ("https://a.example/", "http://[x", "", "mailto:x", "https://"):
        discover_feeds(html, url)


def test_a_page_of_links_gives_a_bounded_list() -> None:
    html = "".join(f"<a href=/rss/{number}.xml>x</a>" for number in range(2_000))
    assert len(discover_feeds(html.encode(), "https://a.example/")) == MAX_FEEDS
