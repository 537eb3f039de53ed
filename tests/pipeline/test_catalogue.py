"""The catalogue's data keeps its promises, and a mistake in it is refused with the place where it stands."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from octavo.core.catalogue import CatalogueFeed, CataloguePublisher, CatalogueStream
from octavo.core.failures import OctavoError
from octavo.core.rights import Terms
from octavo.pipeline.catalogue import load_catalogue, probe_feeds
from octavo.pipeline.catalogue_rules import complaints, same_address
from octavo.pipeline.coverage import coverage


def feeds() -> list[tuple[CataloguePublisher, CatalogueFeed]]:
    return [(publisher, feed) for publisher in load_catalogue() for feed in publisher.feeds]


def test_the_world_is_in_it() -> None:
    publishers = load_catalogue()
    uses = Counter(feed.use for _, feed in feeds())
    assert len(feeds()) >= 850
    assert len(publishers) >= 550
    assert len({publisher.country for publisher in publishers} - {""}) >= 140
    assert len({feed.language for _, feed in feeds()}) >= 75
    assert uses["video"] >= 35
    assert uses["podcast"] >= 15
    assert sum(len(publisher.streams) for publisher in publishers) >= 18


def test_no_country_and_no_language_drowns_the_others() -> None:
    countries = Counter(publisher.country for publisher in load_catalogue())
    languages = Counter(feed.language for _, feed in feeds())
    assert max(countries.values()) <= len(load_catalogue()) / 10
    assert languages["en"] <= len(feeds()) / 2


def test_the_data_keeps_every_rule() -> None:
    """What this prints is what to mend: the file, the short name, and what is wrong there."""
    assert "\n".join(complaints(load_catalogue())) == ""


def test_some_publishers_are_shown_in_full() -> None:
    assert sum(publisher.terms is Terms.FULL for publisher in load_catalogue()) >= 8


def test_most_publishers_say_who_owns_them() -> None:
    publishers = load_catalogue()
    assert sum(bool(publisher.owner) for publisher in publishers) >= 0.7 * len(publishers)


def test_the_coverage_is_told_as_it_is() -> None:
    path = Path(__file__).parents[2] / "docs/catalogue-coverage.md"
    told = path.read_text(encoding="utf-8")
    assert told == coverage(load_catalogue()), f"run: python -m octavo.pipeline.coverage > docs/{path.name}"


def test_the_probe_asks_five_hosts_of_the_catalogue() -> None:
    urls = {feed.url for _, feed in feeds()}
    assert urls.issuperset(probe_feeds())
    assert len({urlsplit(url).hostname for url in probe_feeds()}) == len(probe_feeds()) == 5


GOOD = """
[[publishers]]
slug = "lake-post"
name = "The Lake Post"
home_url = "https://lakepost.example/"
languages = ["en", "sw"]
feeds = [
  { url = "https://lakepost.example/rss", language = "en" },
  { url = "https://lakepost.example/sw.rss", language = "sw", use = "podcast", section = "science" },
]
"""


def load(tmp_path: Path, text: str, name: str = "ke.toml") -> tuple[CataloguePublisher, ...]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load_catalogue(tmp_path)


def test_a_file_is_read_as_written(tmp_path: Path) -> None:
    (publisher,) = load(tmp_path, GOOD)
    assert (publisher.slug, publisher.country, publisher.languages) == ("lake-post", "KE", ("en", "sw"))
    assert publisher.terms is Terms.EXCERPT
    assert publisher.feeds[1] == CatalogueFeed(
        "https://lakepost.example/sw.rss", use="podcast", section="science", language="sw"
    )


def test_the_file_of_the_world_has_no_country(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD, "world.toml")[0].country == ""


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("name =", "nmae =", "ke.toml, line 2: nmae: unknown key"),
        ('slug = "lake-post"', 'slug = "Lake Post"', "slug: small letters"),
        ('name = "The Lake Post"\n', "", "ke.toml, line 2 (lake-post): name: missing"),
        ('name = "The Lake Post"', 'name = " The Lake Post"', "name: a text without spaces"),
        ("https://lakepost.example/rss", "lakepost.example/rss", "feeds 1: url: 'lakepost.example/rss' is no web"),
        ("https://lakepost.example/rss", "https://lakepost.example/é", "is no web address"),
        ("sw.rss", "rss", "feed 'https://lakepost.example/rss' stands twice"),
        (', language = "en"', "", "feeds 1: language: needed"),
        ('"podcast"', '"radio"', "feeds 2: use: 'radio' is none of news, video, podcast, live"),
        ('"science"', '"Science News"', "feeds 2: section: the short name"),
        ('["en", "sw"]', '"en"', "languages: a list"),
        ("[[publishers]]", "[publishers]", "publishers: a list of tables"),
        ("[[publishers]]", "[[ publishers ]]", "must start with [[publishers]]"),
        ("[[publishers]]", "[[publisher]]", "publisher: unknown key"),
        ('name = "The Lake Post"', 'terms = "full"\nname = "The Lake Post"', "terms_note: full text needs"),
        ('name = "The Lake Post"', 'terms = "free"\nname = "The Lake Post"', "'free' is none of excerpt, full, link"),
        ('name = "The Lake Post"', "name = The Lake Post", "line 4"),
    ],
)
def test_a_mistake_is_refused_with_its_place(tmp_path: Path, good: str, bad: str, said: str) -> None:
    assert good in GOOD
    with pytest.raises(OctavoError) as caught:
        load(tmp_path, GOOD.replace(good, bad, 1))
    assert said in str(caught.value)
    assert str(caught.value).startswith(("ke.toml", "catalogue: "))


def test_a_file_is_named_after_a_country(tmp_path: Path) -> None:
    with pytest.raises(OctavoError, match=r"kenya\.toml: a file is named after"):
        load(tmp_path, GOOD, "kenya.toml")


def test_a_short_name_belongs_to_one_publisher(tmp_path: Path) -> None:
    (tmp_path / "ug.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(OctavoError, match="short name 'lake-post' stands twice"):
        load(tmp_path, GOOD)


def lake_post(**changes: Any) -> CataloguePublisher:
    feed = CatalogueFeed("https://lakepost.example/rss", language="sw")
    house = CataloguePublisher(
        "lake-post",
        "The Lake Post",
        "https://lakepost.example/",
        "KE",
        ("sw", "en"),
        (feed,),
        owner="Lake Post (state)",
    )
    return replace(house, **changes)


def with_feed(**changes: Any) -> CataloguePublisher:
    return lake_post(feeds=(replace(lake_post().feeds[0], **changes),))


VIDEO = "https://www.youtube.com/feeds/videos.xml?channel_id=UC"


@pytest.mark.parametrize(
    ("house", "said"),
    [
        (lake_post(slug="-lake"), "slug: small letters"),
        (lake_post(slug="lake--post"), "slug: small letters"),
        (lake_post(slug="lake-" * 9 + "post"), "slug: small letters"),
        (lake_post(name="The Lake\u202ePost"), "name: one line"),
        (lake_post(owner="x" * 121), "owner: too long"),
        (lake_post(country="ZZ"), "ZZ is no country"),
        (lake_post(country="EU"), "EU is no country"),
        (lake_post(country="UK"), "UK is no country"),
        (lake_post(languages=("sw", "sw")), "languages: sw stands twice"),
        (lake_post(languages=("sw", "english")), "languages: 'english' is no BCP 47 tag"),
        (lake_post(languages=("sw", "en-GB")), "languages: 'en-GB' is no BCP 47 tag"),
        (lake_post(languages=("sw", "zh")), "languages: zh leaves the script open"),
        (lake_post(languages=("sw", "no")), "languages: 'no' is written 'nb' here"),
        (lake_post(languages=("en",)), "feeds 1: language: 'sw' is not among the publisher's languages (en)"),
        (lake_post(terms=Terms.FULL, terms_note="They said so"), "terms_note: name the licence"),
        (lake_post(terms=Terms.FULL, terms_note="Creative Commons BY-NC 4.0"), "terms: a licence that forbids"),
        (lake_post(home_url="http://lakepost.example/"), "home_url: https is needed"),
        (with_feed(url="http://lakepost.example/rss"), "feeds 1: url: https is needed"),
        (with_feed(url="https://lakepost.example:8443/rss"), "feeds 1: url: take out the name, password, port"),
        (with_feed(url="https://lakepost.example:lake/rss"), "feeds 1: url: take out the name, password, port"),
        (with_feed(url="https://me:secret@lakepost.example/rss"), "feeds 1: url: take out the name, password, port"),
        (with_feed(url="https://lakepost.example/rss#top"), "feeds 1: url: take out the name, password, port"),
        (with_feed(url="https://192.0.2.7/rss"), "feeds 1: url: '192.0.2.7' is no public host name"),
        (with_feed(url="https://lakepost/rss"), "feeds 1: url: 'lakepost' is no public host name"),
        (with_feed(url="https://www.reddit.com/r/lake/.rss"), "feeds 1: url: www.reddit.com carries other"),
        (with_feed(url="https://lakepost.example/rss?a=1&utm_source=x"), "feeds 1: url: take out what only tracks"),
        (with_feed(section="lakes"), "feeds 1: section: 'lakes' is none of world, politics"),
        (with_feed(use="podcast"), "feeds 1: title: the name of the show"),
        (with_feed(url=VIDEO + "a" * 22), "feeds 1: use: a video channel needs video"),
        (with_feed(url=VIDEO + "a", use="video", title="Lake"), "feeds 1: url: a video channel's feed ends with"),
        (lake_post(streams=(CatalogueStream("http://lakepost.example/live", "Live", "sw"),)), "streams 1: url: https"),
        (lake_post(streams=(CatalogueStream("https://lakepost.example/live", "Live", "fr"),)), "streams 1: language"),
    ],
)
def test_a_rule_names_the_place_and_what_to_mend(house: CataloguePublisher, said: str) -> None:
    assert list(complaints([lake_post()])) == []
    (complaint,) = complaints([house])
    assert complaint.startswith(f"{house.country.lower()}.toml ({house.slug}): {said}")


OTHER = {"slug": "other", "name": "Other", "home_url": "https://other.example/", "feeds": ()}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"slug": "a"}, "stands after lake-post: order a file by slug"),
        ({"home_url": "https://www.lakepost.example"}, "home_url: https://www.lakepost.example stands in ke.toml"),
        ({"name": "the lake post"}, "name: the lake post in KE stands in ke.toml (lake-post) already: keep one"),
        (
            {"feeds": (CatalogueFeed("https://www.lakepost.example//rss/", language="sw"),)},
            "feed: https://www.lakepost.example//rss/ stands in ke.toml (lake-post) already",
        ),
    ],
)
def test_nothing_stands_twice_or_out_of_order(changes: dict[str, Any], said: str) -> None:
    assert list(complaints([lake_post(), lake_post(**OTHER)])) == []
    (complaint,) = complaints([lake_post(), lake_post(**OTHER | changes)])
    assert f": {said}" in complaint


def test_one_address_is_known_again_in_other_clothes() -> None:
    assert same_address("http://www.a.example/x/") == same_address("https://a.example:443//x")
    assert same_address("https://a.example/x?page=1") != same_address("https://a.example/x?page=2")
    assert same_address("https://a.example/X") != same_address("https://a.example/x")
