"""What the digesting functions make of feeds: only what is new or changed, in the feed's order."""

import dataclasses
from datetime import UTC, datetime, timedelta

from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import Enclosure, FeedEntry
from octavo.core.packing import pack_entry, unpack_entry
from octavo.pipeline.digest import AddressTask, FeedDigest, FeedTask, digest

TEXT = "<p>The harbour council of the old town met in the evening and spoke of the ferry.</p>" * 30


def item(key: str, title: str = "Ferry", text: str = TEXT, published: str = "Mon, 01 Jun 2026 10:00:00 GMT") -> str:
    return (
        f"<item><guid>{key}</guid><title>{title}</title><link>http://press.localhost/{key}</link>"
        f"<pubDate>{published}</pubDate><description><![CDATA[{text}]]></description></item>"
    )


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Gazette</title>{''.join(items)}</channel></rss>".encode()


def task(body: bytes, known: dict[bytes, bytes] | None = None, **changes: object) -> FeedTask:
    whole = FeedTask(body, "http://press.localhost/feed", "text/xml", known or {}, "news", "", 200, want_pages=True)
    return dataclasses.replace(whole, **changes)  # type: ignore[arg-type]


def digested(body: bytes, known: dict[bytes, bytes] | None = None, **changes: object) -> FeedDigest:
    found = digest(task(body, known, **changes))
    assert isinstance(found, FeedDigest)
    return found


def known_of(found: FeedDigest) -> dict[bytes, bytes]:
    return {entry.key_hash: entry.content_hash for entry in found.entries}


def test_only_new_and_changed_entries_are_digested() -> None:
    known = known_of(digested(rss(item("a"), item("b"))))
    found = digested(rss(item("c"), item("a"), item("b", title="Ferry, corrected")), known)
    assert [entry.article.title for entry in found.entries] == ["Ferry", "Ferry, corrected"]
    assert len(found.entry_times) == 3


def test_a_new_date_alone_is_no_change() -> None:
    known = known_of(digested(rss(item("a"))))
    assert not digested(rss(item("a", published="Tue, 02 Jun 2026 10:00:00 GMT")), known).entries


def test_an_entry_listed_twice_is_taken_once() -> None:
    assert len(digested(rss(item("a"), item("a", title="again"))).entries) == 1


def test_of_a_long_feed_the_newest_are_kept_in_the_feeds_order() -> None:
    items = [item(str(day), published=f"{day:02d} Jun 2026 10:00:00 GMT") for day in (1, 9, 2, 8, 3)]
    found = digested(rss(*items), max_entries=2)
    assert [entry.article.url[-1] for entry in found.entries] == ["9", "8"]


def test_full_text_asks_for_no_page_and_a_teaser_does() -> None:
    found = digested(rss(item("full", text=TEXT), item("teaser", text="The council met.")))
    assert [entry.wants_page for entry in found.entries] == [False, True]
    assert not any(entry.wants_page for entry in digested(rss(item("x", text="Met.")), want_pages=False).entries)


def test_language_is_told_from_the_text() -> None:
    arabic = "<p>اجتمع مجلس الميناء في المساء وتحدث عن العبارة والميزانية الشتوية في المدينة القديمة.</p>" * 8
    found = digested(rss(item("en"), item("ar", title="العبارة", text=arabic)), language="en")
    assert [entry.article.language for entry in found.entries] == ["en", "ar"]


def test_no_feed_is_a_failure() -> None:
    found = digest(task(b"<html><body>Not here</body></html>"))
    assert isinstance(found, Failure)
    assert found.code is FailureCode.NOT_A_FEED


def test_an_address_is_a_feed_or_names_some() -> None:
    assert digest(AddressTask(rss(item("a")), "http://press.localhost/feed", "")).feed is not None
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/news.xml"></head></html>'
    found = digest(AddressTask(page, "http://press.localhost/", "text/html"))
    assert found.feed is None
    assert found.candidates[0] == "http://press.localhost/news.xml"


def test_an_entry_survives_packing_whole() -> None:
    entry = FeedEntry(
        key="k",
        url="http://press.localhost/k",
        title="Título – عنوان",
        published_at=datetime(2026, 6, 1, 10, tzinfo=UTC),
        updated_at=datetime(2026, 6, 1, 12, tzinfo=UTC) + timedelta(microseconds=5),
        content="<p>text</p>",
        authors=("Ada", "Bo"),
        tags=("sea",),
        enclosures=(Enclosure("http://press.localhost/a.mp3", "audio/mpeg", 5, 60), Enclosure("")),
        language="es",
    )
    assert unpack_entry(pack_entry(entry)) == entry
    assert unpack_entry(pack_entry(FeedEntry("", "", ""))) == FeedEntry("", "", "")
