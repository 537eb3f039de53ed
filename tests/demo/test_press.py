"""The press answers as publishers do: feeds that Octavo's own readers read, pages, pictures, recordings."""

import io
import json
import re
import socket
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from demo.pressroom import STARTED_AT, HeldClock, ServedPress
from octavo.core.articles import Kind
from octavo.core.failures import Failure, OctavoError
from octavo.core.feeds import ParsedFeed
from octavo.demo.anchor import Anchor, keep_anchor
from octavo.demo.content import DemoFeed, DemoPublisher, Newsroom, read_newsroom
from octavo.demo.press import Press, serving
from octavo.extract.article import extract_page
from octavo.gather.feeds import parse_feed
from octavo.gather.logos import find_logo_urls

FEEDS = [(publisher, feed) for publisher in read_newsroom().publishers.values() for feed in publisher.feeds]


def plain_text(body: str) -> str:
    """An article file's words without its marks, one line for each block."""
    blocks = [block for block in body.split("\n\n") if not block.strip().startswith("![]")]
    words = [re.sub(r"(?m)^(## |> |- )", "", block) for block in blocks]
    return "\n".join(re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", word).replace("*", "") for word in words)


def article_url(served: ServedPress, slug: str) -> str:
    article = next(article for article in served.press.newsroom.articles if article.slug == slug)
    return served.press.addresses.article(article, served.press.newsroom.publishers[article.publisher])


def read_feed(served: ServedPress, publisher: DemoPublisher, feed: DemoFeed) -> ParsedFeed:
    url = served.press.addresses.of(publisher.slug, feed.path)
    answer = served.get(url)
    assert answer.status == 200
    parsed = parse_feed(answer.body, url=url, content_type=answer.headers["content-type"])
    assert isinstance(parsed, ParsedFeed)
    return parsed


@pytest.mark.parametrize(("publisher", "feed"), FEEDS, ids=[f"{p.slug}{f.path}" for p, f in FEEDS])
def test_a_feed_says_what_its_publisher_published(
    publisher: DemoPublisher, feed: DemoFeed, served: ServedPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.demo.press.SLOW_FEED_S", 0)
    monkeypatch.setattr("octavo.demo.press.BROKEN_FEED_S", 0)
    if feed.trouble == "broken":
        assert served.get(served.press.addresses.of(publisher.slug, feed.path)).status == 500
        return
    parsed = read_feed(served, publisher, feed)
    assert parsed.format == feed.format
    assert parsed.warnings == ()
    assert parsed.entries
    for entry in parsed.entries:
        article = next(a for a in served.press.newsroom.articles_of(publisher.slug) if a.title == entry.title)
        assert entry.url == served.press.addresses.article(article, publisher)
        assert entry.published_at == STARTED_AT - article.age
        assert (len(entry.content or "") > len(plain_text(article.body))) == (feed.text == "full")
        if feed.format != "sitemap":
            assert entry.authors == article.authors
            assert set(article.keywords) <= set(entry.tags)
        if article.media:
            assert article.media.type in [enclosure.type for enclosure in entry.enclosures]


def test_every_article_is_in_a_feed(served: ServedPress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.demo.press.SLOW_FEED_S", 0)
    served.clock.at = STARTED_AT + timedelta(hours=1)
    listed = {
        entry.url
        for publisher, feed in FEEDS
        if feed.trouble != "broken"
        for entry in read_feed(served, publisher, feed).entries
    }
    publishers = served.press.newsroom.publishers
    assert listed == {
        served.press.addresses.article(article, publishers[article.publisher])
        for article in served.press.newsroom.articles
    }


def test_pages_read_well(served: ServedPress) -> None:
    """Every page opens at its address and gives its text back; what is around it stays out."""
    publishers = served.press.newsroom.publishers
    for article in served.press.newsroom.articles:
        if served.press.addresses.published_at(article) > served.clock.at:
            continue
        publisher = publishers[article.publisher]
        url = served.press.addresses.article(article, publisher)
        answer = served.get(url)
        assert answer.status == 200, url
        extracted = extract_page(answer.body, url=url, content_type=answer.headers["content-type"])
        assert not isinstance(extracted, Failure), url
        assert extracted.title == article.title
        assert extracted.published_at == STARTED_AT - article.age
        if article.kind is Kind.ARTICLE and not article.free_paragraphs:
            words = set(plain_text(article.body).split())
            found = words & set(extracted.text.split())
            assert len(found) > 0.8 * len(words), url


def test_an_article_is_corrected_after_a_while(served: ServedPress) -> None:
    url = article_url(served, "flood-gate-reopens")
    feed = served.press.addresses.of("saltmarsh", "/feed.xml")
    before, feed_before = served.get(url), served.get(feed)
    assert "£48m rebuild" in before.text
    assert "Correction:" not in before.text
    served.clock.at = STARTED_AT + timedelta(minutes=4)
    after = served.get(url, **{"If-None-Match": before.headers["etag"]})
    assert after.status == 200
    assert "£84m rebuild" in after.text
    assert "Correction:" in after.text
    entries = {}
    for body in (feed_before.body, served.get(feed).body):
        parsed = parse_feed(body, url=feed, content_type="application/rss+xml")
        assert isinstance(parsed, ParsedFeed)
        entries = {entry.url: entry for entry in parsed.entries}
    assert entries[url].updated_at == STARTED_AT + timedelta(minutes=4)
    assert "£84m" in entries[url].title


def test_later_articles_appear_in_their_time(served: ServedPress) -> None:
    url = article_url(served, "ballots-by-goat")
    assert served.get(url).status == 404
    served.clock.at = STARTED_AT + timedelta(minutes=6)
    assert served.get(url).status == 200


@pytest.mark.parametrize("path", ["/", "/feed.xml"])
def test_what_has_not_changed_is_not_sent_again(path: str, served: ServedPress) -> None:
    url = served.press.addresses.of("saltmarsh", path)
    first = served.get(url)
    again = served.get(url, **{"If-None-Match": first.headers["etag"]})
    assert (first.status, again.status, again.body) == (200, 304, b"")


def test_pictures_are_drawn_once_and_logos_found(served: ServedPress) -> None:
    article = next(article for article in served.press.newsroom.articles if article.kind is Kind.GALLERY)
    sizes = set()
    for picture in article.pictures:
        answer = served.get(served.press.addresses.picture(article, picture))
        sizes.add(Image.open(io.BytesIO(answer.body)).size)
    assert sizes == {(1280, 853)}
    assert len(list(served.press.pictures.iterdir())) == len(article.pictures)
    for slug in served.press.newsroom.publishers:
        home = served.press.addresses.home(slug)
        logos = find_logo_urls(served.get(home).body, home)
        assert served.get(logos[0]).body.startswith(b"\x89PNG")


def test_recordings_can_be_played_in_parts(served: ServedPress) -> None:
    recorded = [article for article in served.press.newsroom.articles if article.media]
    assert {article.kind for article in recorded} == {Kind.PODCAST, Kind.VIDEO}
    for article in recorded:
        assert article.media is not None
        part = served.get(served.press.addresses.media(article, article.media), Range="bytes=0-99")
        assert (part.status, len(part.body)) == (206, 100)
        assert part.headers["content-type"] == article.media.type


def test_the_press_stays_on_loopback(served: ServedPress) -> None:
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("::1", served.port), timeout=2)
    for publisher in served.press.newsroom.publishers.values():
        pages = [served.press.addresses.home(publisher.slug)]
        pages += [
            served.press.addresses.article(a, publisher) for a in served.press.newsroom.articles_of(publisher.slug)
        ]
        for page in pages:
            text = served.get(page).body.decode(publisher.charset)
            hosts = {
                urlsplit(url).hostname for url in re.findall(r"""(?:href|src|srcset|poster)="(http[^" ]*)""", text)
            }
            assert all(str(host).endswith(".localhost") for host in hosts), (page, hosts)


def test_strangers_find_nothing(served: ServedPress) -> None:
    home = served.press.addresses.home("saltmarsh")
    for url in ("http://example.localhost/", f"{home}nothing", f"{home}pictures/x.jpg", f"{home}media/..%2Fwords.toml"):
        assert served.get(url).status == 404


def test_robots_names_the_news_sitemap(served: ServedPress) -> None:
    text = served.get(served.press.addresses.of("longitude", "/robots.txt")).text
    assert f"Sitemap: {served.press.addresses.of('longitude', '/news-sitemap.xml')}" in text


def test_a_taken_port_is_one_clear_line(served: ServedPress, newsroom_files: Newsroom, tmp_path: Path) -> None:
    other = Press(newsroom_files, Anchor(STARTED_AT, served.port), tmp_path, HeldClock())
    with pytest.raises(OctavoError, match=f"cannot listen at 127.0.0.1:{served.port}"), serving(other, served.port):
        pass


def test_the_anchor_outlives_restarts(tmp_path: Path) -> None:
    first = keep_anchor(tmp_path, STARTED_AT)
    assert keep_anchor(tmp_path, STARTED_AT + timedelta(days=3)) == first
    assert first.started_at == STARTED_AT
    (tmp_path / "press" / "anchor.json").write_text(json.dumps({"port": "?"}), encoding="utf-8")
    assert keep_anchor(tmp_path, STARTED_AT + timedelta(days=3)).started_at == STARTED_AT + timedelta(days=3)
