"""The catalogue's data keeps its promises, and a mistake in it is refused with the place where it stands."""

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from babel import Locale
from babel.core import parse_locale

from octavo.core.catalogue import CatalogueFeed, CataloguePublisher
from octavo.core.failures import OctavoError
from octavo.core.rights import Terms
from octavo.pipeline.catalogue import CATALOGUE, load_catalogue, probe_feeds

PROXIES = (
    "allafrica.com",
    "bing.com",
    "feed43.com",
    "feedburner.com",
    "feedproxy.google.com",
    "fetchrss.com",
    "hnrss.org",
    "news.google.com",
    "news.yahoo.com",
    "openrss.org",
    "politepaul.com",
    "reddit.com",
    "rss.app",
    "rss.draghetti.it",
    "rsshub.app",
    "siftrss.com",
    "wor.jp",
)
"""Hosts that carry other publishers' words."""


def feeds() -> list[tuple[CataloguePublisher, CatalogueFeed]]:
    return [(publisher, feed) for publisher in load_catalogue() for feed in publisher.feeds]


def test_the_world_is_in_it() -> None:
    publishers = load_catalogue()
    uses = Counter(feed.use for _, feed in feeds())
    assert len(publishers) >= 250
    assert len({publisher.country for publisher in publishers} - {""}) >= 110
    assert len({feed.language for _, feed in feeds()}) >= 70
    assert uses["video"] >= 35
    assert uses["podcast"] >= 15
    assert sum(len(publisher.streams) for publisher in publishers) >= 18


def test_no_country_and_no_language_drowns_the_others() -> None:
    countries = Counter(publisher.country for publisher in load_catalogue())
    languages = Counter(feed.language for _, feed in feeds())
    assert max(countries.values()) <= len(load_catalogue()) / 10
    assert languages["en"] <= len(feeds()) / 2


def test_every_country_is_one() -> None:
    territories = Locale("en").territories
    wrong = {p.slug: p.country for p in load_catalogue() if p.country and p.country not in territories}
    assert wrong == {}


def is_language(tag: str) -> bool:
    try:
        language, _, script, *_ = parse_locale(tag, sep="-")
    except ValueError:
        return False
    names = Locale("en")
    return language in names.languages and (script is None or script in names.scripts)


def test_every_language_is_one_and_a_feed_speaks_a_language_of_its_publisher() -> None:
    tags = {tag for publisher in load_catalogue() for tag in publisher.languages}
    assert {tag for tag in tags if not is_language(tag)} == set()
    foreign = [(p.slug, f.url) for p, f in feeds() if f.language not in p.languages]
    foreign += [(p.slug, s.url) for p in load_catalogue() for s in p.streams if s.language not in p.languages]
    assert foreign == []


def test_feeds_are_their_publishers_own_and_come_by_https() -> None:
    hosts = {urlsplit(feed.url).hostname or "" for _, feed in feeds()}
    carried = {host for host in hosts if any(host == proxy or host.endswith("." + proxy) for proxy in PROXIES)}
    assert carried == set()
    assert [feed.url for _, feed in feeds() if not feed.url.startswith("https://")] == []


def test_sections_are_well_known_ones() -> None:
    from octavo.store.sections import known_sections

    unknown = {(p.slug, f.section) for p, f in feeds() if f.section and f.section not in known_sections()}
    assert unknown == set()


def test_full_text_stands_on_a_named_licence() -> None:
    free = {p.slug: p.terms_note for p in load_catalogue() if p.terms is Terms.FULL}
    assert len(free) >= 8
    assert all("Creative Commons" in note or "public domain" in note for note in free.values())
    assert [slug for slug, note in free.items() if "NC" in note.split()] == []


def test_files_are_in_order() -> None:
    for path in CATALOGUE.glob("*.toml"):
        slugs = [
            line.split('"')[1] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("slug =")
        ]
        assert slugs == sorted(slugs), path.name


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
