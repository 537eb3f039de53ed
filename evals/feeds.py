"""Feeds: does `parse_feed` read what publishers write, and how fast beside feedparser and fastfeedparser?

Figures (`../shared/data`, sets feeds-feedparser, -feedvalidator, -gofeed, -netnewswire, opml-awesome):

- `no_exception`: share of all files of the four sets (2,986) on which nothing is raised.
- `accepted`: share of the RSS, Atom, RDF and JSON Feed files that are read rather than answered with a Failure.
- `gofeed_titles`, `gofeed_links`, `gofeed_dates`: share of the expected values met, of feeds and of entries.
  Left out: `links` beyond the first page link, since we keep one, and fractions of a second.
- `feedparser_checks`: share of feedparser's well-formed `checks` on fields we keep that are met.
- `feedparser_entities`: the same of its folders entities, encoding and illformed.
- `feedparser_wellformed`: share of the same files that we, too, call well-formed (feedparser's `bozo`).
- `validator_wellformed`: share of the validator's files without an XML error that are read without repair, and
  `validator_entries`: share of its valid feeds in which every entry is found.
- `autodiscovery`: share of the validator's pages whose feed is found first; `discovery_pages`: of 8 real pages.
- `opml_feeds`: share of the addresses that a tolerant reader finds in 80 real lists; `opml_precision`: share of the
  addresses we find that it finds too.
- `vs_feedparser`, `vs_fastfeedparser`: how many times as many feeds a second (median of rounds, same process).

Which of feedparser's checks are counted. Fields we keep: the feed's title, link, description (tagline, subtitle,
info), language, picture (image, logo, icon); of entries the title, link, id, summary (description), content, authors'
names, times, tags, enclosures, pictures, language and source title; and their number. An expected text counts as met
when it equals ours as plain text (titles and descriptions, which we keep plain) or as the same parsed HTML (bodies).
Left out, with the reason:
- the folder wellformed/sanitize: the sanitizer is another room and comes last;
- wellformed/cdf, /geo, /psc: CDF is no format of ours, places and chapters no fields;
- wellformed/http, the top-level `etag` and `modified`, and the header Content-Language: the fetcher's matter;
- `bozo` (its own figure above), `encoding`, `version`, `base`, `type`: judgements about the file, not its words,
  which the checks of values in the same folders test by their effect;
- rights, generator, contributors, publishers, addresses of people, categories' schemes and the channel's own authors,
  categories and dates, text inputs, clouds, comments, licences, `itunes_block`, `itunes_explicit`, `validity`,
  `expired`: fields we do not keep;
- the language of single elements (title, summary, content, tagline …): we keep one for the feed and one for an entry;
- lists of raw links (`links`), of which we keep the page, the feed, the hub and the enclosures.
"""

import html
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from evals import datapack
from octavo.core.failures import Failure
from octavo.core.feeds import FeedEntry, ParsedFeed
from octavo.gather.discovery import discover_feeds
from octavo.gather.feeds import parse_feed
from octavo.gather.feeds.text import language_tag
from octavo.gather.opml import read_opml

_SETS = (
    ("feeds-feedparser", "cases.jsonl.gz"),
    ("feeds-feedvalidator", "cases.jsonl.gz"),
    ("feeds-gofeed", "cases.jsonl.gz"),
    ("feeds-netnewswire", "files.jsonl.gz"),
)
ADDRESS = "http://127.0.0.1:8097/"
Case = dict[str, Any]


TIMINGS = frozenset({"feeds.vs_feedparser", "feeds.vs_fastfeedparser"})


def run(full: bool) -> dict[str, float]:
    """Every figure of this module. All sets are small, so that a sample is the whole; `full` adds rounds of timing."""
    figures = _robustness()
    figures |= _gofeed()
    figures |= _feedparser()
    figures |= _validator()
    figures |= _discovery()
    figures |= _opml()
    figures |= _speed(rounds=9 if full else 3)
    return {f"feeds.{name}": value for name, value in figures.items()}


def _parse(case: Case) -> ParsedFeed | Failure:
    headers = {name.lower(): value for name, value in (case.get("headers") or {}).items()}
    address = ADDRESS + case["id"] if case["id"].rpartition("/")[2].startswith("http_") else ""
    url = urljoin(address, headers.get("content-location", ""))
    return parse_feed(datapack.file_bytes(case), url=url, content_type=headers.get("content-type", ""))


def _robustness() -> dict[str, float]:
    exceptions = refused = feeds = files = 0
    for case in (case for name, file in _SETS for case in datapack.read_set(name, file)):
        files += 1
        try:
            feed = _parse(case)
        except Exception as error:  # noqa: BLE001  # what is counted here
            exceptions += 1
            print(f"  {case['id']}: {error!r}")
            continue
        if any(mark in datapack.file_bytes(case)[:3000] for mark in (b"<rss", b"<feed", b"<rdf:RDF", b"jsonfeed.org")):
            feeds += 1
            refused += isinstance(feed, Failure)
    print(f"  {files} files, of which {feeds} look like feeds")
    return {"no_exception": 1 - exceptions / files, "accepted": 1 - refused / feeds}


# gofeed


def _gofeed() -> dict[str, float]:
    met: dict[str, list[bool]] = {"titles": [], "links": [], "dates": []}
    for case in datapack.read_set("feeds-gofeed", "cases.jsonl.gz"):
        expected, feed = case.get("expected"), _parse(case)
        if not isinstance(expected, dict):
            continue
        for kind, said, got in _gofeed_pairs(expected, feed):
            met[kind].append(got)
            if not got:
                print(f"  gofeed {case['id']}: {kind} {said!r}")
    return {f"gofeed_{kind}": sum(values) / len(values) for kind, values in met.items()}


def _gofeed_pairs(expected: Case, feed: ParsedFeed | Failure) -> Iterator[tuple[str, Any, bool]]:
    known = feed if isinstance(feed, ParsedFeed) else None
    if "title" in expected:
        yield "titles", expected["title"], known is not None and _same_words(expected["title"], known.title)
    if links := _gofeed_links(expected):
        yield "links", links, known is not None and known.home_url in links
    items = expected.get("items") or expected.get("entries") or []
    for position, item in enumerate(items):
        entry = known.entries[position] if known and position < len(known.entries) else None
        yield from _gofeed_entry_pairs(item, entry)


def _gofeed_entry_pairs(item: Case, entry: FeedEntry | None) -> Iterator[tuple[str, Any, bool]]:
    if "title" in item:
        yield "titles", item["title"], entry is not None and _same_words(item["title"], entry.title)
    if links := _gofeed_links(item):
        yield "links", links, entry is not None and entry.url in links
    for name in ("publishedParsed", "updatedParsed", "pubDateParsed"):
        if name in item:
            said = datetime.fromisoformat(item[name]).astimezone(UTC).replace(microsecond=0)
            times = {entry.published_at, entry.updated_at} if entry else set()
            yield "dates", item[name], said in times


def _gofeed_links(item: Case) -> set[str]:
    """The page's address; where an item names several, any of them is right, for a feed may name only one."""
    links = item.get("links") or []
    if links and isinstance(links[0], dict):
        return {link["href"] for link in links if link.get("rel", "alternate") == "alternate" and link.get("href")}
    return {item["link"], *links} if item.get("link") else set()


def _same_words(expected: str, got: str) -> bool:
    return _words(got) in {_words(expected), _words(_without_tags(expected))}


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _without_tags(markup: str) -> str:
    return str(_parsed_html(markup).text_content())


# feedparser


def _feedparser() -> dict[str, float]:
    met, clean, others = [], [], []
    left_out = ("sanitize", "cdf", "geo", "psc", "http")
    for case in datapack.read_set("feeds-feedparser", "cases.jsonl.gz"):
        kind, *folder = case["id"].split("/")
        if kind == "json" or folder[0] in left_out or folder[-1].startswith("http_content_language"):
            continue
        feed = _parse(case)
        results = [met_ for check in case.get("checks") or () if (met_ := _judged(case, check, feed)) is not None]
        if kind == "wellformed":
            met += results
            clean.append(isinstance(feed, ParsedFeed) and "not well-formed" not in " ".join(feed.warnings))
        else:
            others += results
    print(f"  feedparser: {len(met)} checks of well-formed files on fields we keep, {len(others)} of others")
    return {
        "feedparser_checks": sum(met) / len(met),
        "feedparser_wellformed": sum(clean) / len(clean),
        "feedparser_entities": sum(others) / len(others),
    }


def _judged(case: Case, check: Case, feed: ParsedFeed | Failure) -> bool | None:
    met = _check(check, feed)
    if met is False:
        print(f"  feedparser {case['id']}: {check['path']} {check.get('value')!r}"[:200])
    return met


def _check(check: Case, feed: ParsedFeed | Failure) -> bool | None:
    """Whether one check is met; None where it concerns no field of ours."""
    path, value = check["path"], check.get("value")
    if path == ["entries"]:
        return isinstance(feed, ParsedFeed) and len(feed.entries) == value
    if path[0] == "entries" and len(path) > 2:
        judge = _ENTRY.get(_path(path[2:]))
        if judge is None:
            return None
        if isinstance(feed, Failure) or path[1] >= len(feed.entries):
            return False
        return judge(feed.entries[path[1]], value, path)
    known = _FEED.get(_path(path[1:])) if path[0] == "feed" else None
    if known is None:
        return None
    return isinstance(feed, ParsedFeed) and known(feed, value, path)


def _path(path: list[Any]) -> str:
    return ".".join("#" if isinstance(step, int) else str(step) for step in path)


def _text_is(name: str) -> Callable[[Any, Any, list[Any]], bool]:
    return lambda holder, value, path: _same_words(str(value), getattr(holder, name) or "")


def _is(name: str) -> Callable[[Any, Any, list[Any]], bool]:
    return lambda holder, value, path: (getattr(holder, name) or "") == value


def _language_is(holder: Any, value: Any, path: list[Any]) -> bool:
    return holder.language == (language_tag(value) if value else None)


def _summary_is(entry: FeedEntry, value: Any, path: list[Any]) -> bool:
    """feedparser answers with the content where there is no summary."""
    return _same_html(value, entry.summary or entry.content or "")


def _content_is(entry: FeedEntry, value: Any, path: list[Any]) -> bool:
    return _same_html(value, entry.content or entry.summary or "")


def _same_html(expected: Any, got: str) -> bool:
    return _canonical(got) in {_canonical(str(expected)), _canonical(html.escape(str(expected), quote=False))}


def _canonical(markup: str) -> str:
    """The parsed HTML, without what makes no difference: white space, namespaces, one `div` around it all."""
    from lxml import etree

    root = _parsed_html(markup)
    if len(root) == 1 and root[0].tag == "div" and not (root.text or "").strip() and not (root[0].tail or "").strip():
        root = root[0]
        root.tail = None
    for element in root.iter("*"):
        for name in [name for name in element.attrib if name.startswith("xmlns")]:
            del element.attrib[name]
    return " ".join(etree.tostring(root, method="c14n").decode().split()).replace("> ", ">").replace(" <", "<")


def _parsed_html(markup: str) -> Any:
    from lxml.html import document_fromstring

    return document_fromstring(f"<body><div>{markup}</div></body>")[0][0]


def _time_is(*names: str) -> Callable[[Any, Any, list[Any]], bool]:
    def judge(entry: FeedEntry, value: Any, path: list[Any]) -> bool:
        said = datetime(*value[:6], tzinfo=UTC)
        return said in {getattr(entry, name) for name in names}

    return judge


def _author_is(entry: FeedEntry, value: Any, path: list[Any]) -> bool:
    position = next((step for step in path[3:] if isinstance(step, int)), 0)
    name = str(value).partition(" (")[0] if "@" in str(value) else str(value)
    return position < len(entry.authors) and _same_words(name, entry.authors[position])


def _tag_is(entry: FeedEntry, value: Any, path: list[Any]) -> bool:
    position = next((step for step in path[3:] if isinstance(step, int)), 0)
    return position < len(entry.tags) and _same_words(str(value), entry.tags[position])


def _enclosure_is(name: str) -> Callable[[Any, Any, list[Any]], bool]:
    def judge(entry: FeedEntry, value: Any, path: list[Any]) -> bool:
        return path[3] < len(entry.enclosures) and str(getattr(entry.enclosures[path[3]], name)) == str(value)

    return judge


_ENTRY: dict[str, Callable[[Any, Any, list[Any]], bool]] = {
    "title": _text_is("title"),
    "title_detail.value": _text_is("title"),
    "link": _is("url"),
    "id": _is("key"),
    "guid": _is("key"),
    "summary": _summary_is,
    "description": _summary_is,
    "summary_detail.value": _summary_is,
    "content.#.value": _content_is,
    "author": _author_is,
    "author_detail.name": _author_is,
    "authors.#.name": _author_is,
    "published_parsed": _time_is("published_at"),
    "created_parsed": _time_is("published_at"),
    "updated_parsed": _time_is("updated_at", "published_at"),
    "tags.#.term": _tag_is,
    "tags.#.label": _tag_is,
    "category": _tag_is,
    "enclosures.#.url": _enclosure_is("url"),
    "enclosures.#.type": _enclosure_is("type"),
    "enclosures.#.length": _enclosure_is("length"),
    "media_thumbnail.#.url": _is("picture_url"),
    "image.href": _is("picture_url"),
    "source.title": _text_is("source_name"),
    "source.title_detail.value": _text_is("source_name"),
}
_FEED: dict[str, Callable[[Any, Any, list[Any]], bool]] = {
    "title": _text_is("title"),
    "title_detail.value": _text_is("title"),
    "link": _is("home_url"),
    "description": _text_is("description"),
    "tagline": _text_is("description"),
    "tagline_detail.value": _text_is("description"),
    "subtitle": _text_is("description"),
    "info": _text_is("description"),
    "info_detail.value": _text_is("description"),
    "language": _language_is,
    "image.href": _is("icon_url"),
    "image.url": _is("icon_url"),
    "logo": _is("icon_url"),
}


# feedvalidator


def _validator() -> dict[str, float]:
    clean, found = [], []
    for case in datapack.read_set("feeds-feedvalidator", "cases.jsonl.gz"):
        must = {expect["message"] for expect in case["expect"] if expect["must_appear"]}
        feed, body = _parse(case), datapack.file_bytes(case)
        if isinstance(feed, Failure) or must & {"SAXError", "UndefinedNamedEntity", "UnicodeError", "BadCharacters"}:
            continue
        clean.append(not any("not well-formed" in warning for warning in feed.warnings))
        if not must and b"]]>" not in body and b"\0" not in body:
            marks = sum(body.count(mark) for mark in (b"<item>", b"<item ", b"<entry>", b"<entry "))
            found.append(len(feed.entries) == marks or not marks)
    return {"validator_wellformed": sum(clean) / len(clean), "validator_entries": sum(found) / len(found)}


# The main feed of the real pages that declare one (read off the pages); core-apple.html declares none.
_PAGES = {
    "core-daringfireball.html": "/feeds/main",
    "core-inessential.html": "/xml/rss.xml",
    "core-scripting.html": "scripting.com/rss.xml",
    "DaringFireball.html": "/feeds/main",
    "YouTubeTheVolvoRocks.html": "/feeds/videos.xml?channel_id=UCct7QF2jcWRY6dhXWMSq9LQ",
    "coco.html": "/feed/all/",
    "inessential.html": "/xml/rss.xml",
    "sixcolors.html": "feedpress.me/sixcolors",
}


def _discovery() -> dict[str, float]:
    found = []
    for case in datapack.read_set("feeds-feedvalidator", "autodiscovery.jsonl.gz"):
        if case["id"].endswith(".html"):
            wanted = case["id"].rpartition(".")[0]
            found.append(wanted in _first_feed(case))
    real = {case["id"]: case for case in datapack.read_set("feeds-netnewswire", "files.jsonl.gz")}
    pages = [_first_feed(real[name]).endswith(address) for name, address in _PAGES.items()]
    return {"autodiscovery": sum(found) / len(found), "discovery_pages": sum(pages) / len(_PAGES)}


def _first_feed(case: Case) -> str:
    """The best feed of a page that is more than a guess."""
    feeds = discover_feeds(datapack.file_bytes(case), f"http://www.example.org/{case['id']}")
    return feeds[0].url if feeds and feeds[0].kind else ""


def _opml() -> dict[str, float]:
    wanted = met = invented = 0
    for case in datapack.read_set("opml-awesome", "files.jsonl.gz"):
        got = {listing.url for listing in read_opml(datapack.file_bytes(case)).listings}
        said = set(case["feed_urls"])
        wanted, met, invented = wanted + len(said), met + len(said & got), invented + len(got - said)
        if said - got or got - said:
            print(f"  opml {case['id']}: missed {said - got}, besides {got - said}")
    return {"opml_feeds": met / wanted, "opml_precision": met / (met + invented)}


def _speed(rounds: int) -> dict[str, float]:
    """Feeds a second on the real feeds of feeds-netnewswire that all three programs read."""
    import io

    import fastfeedparser
    import feedparser

    bodies = [
        datapack.file_bytes(case)
        for case in datapack.read_set("feeds-netnewswire", "files.jsonl.gz")
        if case["kind"] == "feed"
    ]
    bodies = [body for body in bodies if _reads(fastfeedparser.parse, body)]
    ours = _seconds(lambda body: parse_feed(body, url=ADDRESS), bodies, rounds)
    tolerant = _seconds(lambda body: feedparser.parse(io.BytesIO(body)), bodies, max(1, rounds // 3))
    fast = _seconds(fastfeedparser.parse, bodies, rounds)
    size = sum(map(len, bodies)) / len(bodies) / 1000
    print(f"  {len(bodies)} feeds of {size:.0f} kB, ms: {ours * 1e3:.2f}, {tolerant * 1e3:.2f}, {fast * 1e3:.2f}")
    return {"vs_feedparser": tolerant / ours, "vs_fastfeedparser": fast / ours}


def _reads(parse: Callable[[bytes], Any], body: bytes) -> bool:
    try:
        parse(body)
    except Exception:  # noqa: BLE001  # a peer's own exceptions, of any kind
        return False
    return True


def _seconds(parse: Callable[[bytes], Any], bodies: list[bytes], rounds: int) -> float:
    """Median seconds for one feed."""
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        for body in bodies:
            parse(body)
        took.append((time.perf_counter() - started) / len(bodies))
    return statistics.median(took)
