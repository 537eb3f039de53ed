"""OPML in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.core.feeds import FeedListing
from octavo.gather.opml import read_opml, write_opml


def test_folders_titles_and_homes_are_read() -> None:
    reading = read_opml(
        b"""<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><head><title>Mine</title></head><body>
        <outline text="World"><outline text="Africa &amp; Asia">
          <outline type="rss" text="One" title="One &amp; only" xmlUrl="https://a.example/1"
            htmlUrl="https://a.example/" language="sw"/>
        </outline><outline text="Two" xmlUrl="https://a.example/2"></outline></outline>
        <outline TEXT='Three' XMLURL='https://a.example/3'/>
        <!-- <outline xmlUrl="https://a.example/no"/> --></body></opml>"""
    )
    assert reading.listings == (
        FeedListing("https://a.example/1", "One & only", "https://a.example/", ("World", "Africa & Asia"), "sw"),
        FeedListing("https://a.example/2", "Two", None, ("World",)),
        FeedListing("https://a.example/3", "Three"),
    )
    assert reading.left_out == ()


def test_what_is_not_well_formed_is_taken_all_the_same() -> None:
    reading = read_opml(
        b"""<opml><body><outline text="News & "views""><outline text="A"
          description="by <a href="https://x.example/" rel="me">us</a>" xmlUrl="https://a.example/?a=1&b=2" />
        <outline title="B < C" xmlUrl=https://a.example/bare /><outline text="D" type="rss" xmlUrl="feed://a.example/d">
        <outline text="E" description="cut" xmlUrl="https://a.example/e" """
    )
    assert [listing.url for listing in reading.listings] == [
        "https://a.example/?a=1&b=2",
        "https://a.example/bare",
        "http://a.example/d",
        "https://a.example/e",
    ]
    assert reading.listings[0].folders == ('News & "views"',)


def test_what_is_left_out_is_said_in_words() -> None:
    reading = read_opml(
        b"""<opml><body><outline text="A" xmlUrl="https://a.example/1"/>
        <outline text="Again" xmlUrl="https://a.example/1"/><outline text="Mail" xmlUrl="mailto:a@b.example"/>
        <outline text="Empty" type="rss" xmlUrl=""/><outline type="link" text="L" url="https://x.example/"/></body>"""
    )
    assert [listing.url for listing in reading.listings] == ["https://a.example/1"]
    assert reading.left_out == (
        "Again: https://a.example/1 stands in the list twice",
        "Mail: 'mailto:a@b.example' is no web address",
        "Empty: it gives no address of a feed (xmlUrl)",
    )


@pytest.mark.parametrize("data", [b"", b"<html>", b"\xff\xfe\0", b"<outline", b'<outline xmlUrl="'])
def test_what_is_no_list_says_so(data: bytes) -> None:
    reading = read_opml(data)
    assert reading.listings == ()
    assert reading.left_out == ("the whole list: no outline in it names a feed",)


def test_entities_stay_what_they_are() -> None:
    data = b'<!DOCTYPE opml [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><opml><outline text="&b;" xmlUrl="https://a.example/"/></opml>'
    assert read_opml(data).listings[0].title == "&b;"


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(str.strip).filter(bool)


@given(
    st.lists(
        st.builds(
            FeedListing,
            url=st.integers(0, 10**9).map(lambda number: f"https://a.example/{number}?a=1&b=<2>"),
            title=names.filter(lambda name: "<" not in name and "&" not in name).map(
                lambda name: " ".join(name.split())
            ),
            home_url=st.sampled_from([None, "https://a.example/"]),
            folders=st.lists(st.sampled_from(["World", "A & B", 'Say "yes"', "新闻"]), max_size=3).map(tuple),
            language=st.sampled_from([None, "de", "zh-Hans"]),
        ),
        unique_by=lambda listing: listing.url,
        max_size=8,
    )
)
def test_a_written_list_reads_as_it_was(listings: list[FeedListing]) -> None:
    expected = tuple(
        FeedListing(
            listing.url.replace("<2>", "%3C2%3E"),
            listing.title or listing.url,
            listing.home_url,
            listing.folders,
            listing.language,
        )
        for listing in listings
    )
    assert read_opml(write_opml(listings, "A & B")).listings == expected


def test_a_written_list_is_well_formed() -> None:
    from lxml.etree import fromstring

    root = fromstring(write_opml([FeedListing("https://a.example/?a&b", "x \"<&>'", folders=("F",))], "T <&>"))
    assert root.find("head/title").text == "T <&>"
    assert root.find("body/outline/outline").attrib["xmlUrl"] == "https://a.example/?a&b"
