"""Finding feeds: from any page to the feeds it declares, links to, or most likely has.

Pure: nothing is fetched. The caller tries the addresses in order; the guesses at the end are worth a request each only
when what stands before them did not turn out to be a feed.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from octavo.core.feeds import DiscoveredFeed
from octavo.gather.feeds.charset import decode_body
from octavo.gather.feeds.links import absolute
from octavo.gather.feeds.text import plain

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_FEEDS = 40
_MAX_LOOKED_AT = 400
MAX_PAGE_CHARACTERS = 4_000_000
FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x.atom+xml",
    "application/x-atom+xml",
    "application/x-rss+xml",
    "text/rss+xml",
}
# Types that are a feed only where the link says so itself, by its relation or its address.
_LOOSE_TYPES = {"application/xml", "text/xml", "application/json", "text/x-rss", ""}
_FEED_PATH = re.compile(
    r"(?:^|[/._?&=-])(?:rss\d?|atom|feeds?|rdf)(?:$|[/._?&=-])|\.(?:rss|atom|rdf)$|/(?:index|feed)\.(?:xml|json)$",
    re.IGNORECASE,
)
_NOT_A_FEED_PATH = re.compile(r"\.(?:html?|png|jpe?g|gif|svg|pdf|css|js)$", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?(?:[/_-]|$)", re.IGNORECASE)
_GUESSES = ("/feed/", "/rss", "/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
_YOUTUBE_ID = re.compile(r'"(?:channelId|externalId)"\s*:\s*"(UC[\w-]{22})"|/channel/(UC[\w-]{22})')
_TITLE_CHARACTERS = 200


def discover_feeds(html: bytes, url: str) -> tuple[DiscoveredFeed, ...]:
    """Feeds of a page, best first: declared by it, known for its host, linked from it, then guesses (`kind` "").

    `url` is where the page was found, after redirects. The first is the page's main feed as far as one can tell:
    feeds of comments come after those of articles.
    """
    text = decode_body(html)[:MAX_PAGE_CHARACTERS]
    root = _read_page(text)
    base = url
    declared: list[DiscoveredFeed] = []
    linked: list[DiscoveredFeed] = []
    if root is not None:
        base = _base(root, url)
        declared = sorted(islice(_declared(root, base), _MAX_LOOKED_AT), key=_is_of_comments)
        linked = sorted(islice(_linked(root, base), _MAX_LOOKED_AT), key=_is_of_comments)
    return _once((*declared, *_known_hosts(url, text), *linked, *_guesses(url)))


def _read_page(text: str) -> "HtmlElement | None":
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return None


def _base(root: "HtmlElement", url: str) -> str:
    for element in root.iter("base"):
        if found := absolute(element.get("href") or "", url):
            return found
    return url


def _declared(root: "HtmlElement", base: str) -> Iterator[DiscoveredFeed]:
    """`<link rel="alternate" type="application/rss+xml">` and its kin (HTML Living Standard, 4.6.7.1)."""
    for element in root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        found = absolute(element.get("href") or "", base)
        if not found or not {"alternate", "feed"} & set(relations) or "stylesheet" in relations:
            continue
        by_address = kind in _LOOSE_TYPES and bool(_FEED_PATH.search(urlsplit(found).path))
        if kind in FEED_TYPES or "feed" in relations or (kind and by_address):
            yield DiscoveredFeed(found, _title(element.get("title")), kind or "application/rss+xml")


def _linked(root: "HtmlElement", base: str) -> Iterator[DiscoveredFeed]:
    """Links in the page whose address or words say "feed"."""
    for element in root.iter("a"):
        href = element.get("href") or ""
        if not href or href.startswith(("#", "javascript:", "mailto:")):
            continue
        kind = (element.get("type") or "").strip().lower()
        if kind not in FEED_TYPES and not _says_feed(href):
            continue
        if found := absolute(_without_scheme_of_feeds(href), base):
            words = element.get("title") or str(element.text_content())[:_TITLE_CHARACTERS]
            yield DiscoveredFeed(found, _title(words), kind if kind in FEED_TYPES else "application/xml")


def _says_feed(href: str) -> bool:
    if href.startswith("feed:"):
        return True
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return bool(_FEED_PATH.search(address)) and not _NOT_A_FEED_PATH.search(parts.path)


def _without_scheme_of_feeds(href: str) -> str:
    """`feed://example.org/rss` and `feed:https://example.org/rss` are addresses that browsers once knew."""
    if href.startswith("feed://"):
        return "https://" + href.removeprefix("feed://")
    return href.removeprefix("feed:")


def _known_hosts(url: str, text: str) -> Iterator[DiscoveredFeed]:
    """Where large hosts keep the feed of a page that does not declare it."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("old.")
    except ValueError:
        return
    path = parts.path.rstrip("/")
    if host == "youtube.com":
        yield from _youtube(path, parts.query, text)
    elif host == "reddit.com" and path:
        yield DiscoveredFeed(f"https://www.reddit.com{path}/.rss", kind="application/atom+xml")
    elif host == "medium.com" and path.count("/") == 1:
        yield DiscoveredFeed(f"https://medium.com/feed{path}", kind="application/rss+xml")
    elif host == "github.com" and path.count("/") >= 2:
        project = "/".join(path.split("/")[:3])
        yield DiscoveredFeed(f"https://github.com{project}/releases.atom", kind="application/atom+xml")
    elif host.endswith((".substack.com", ".medium.com", ".wordpress.com", ".ghost.io")):
        place = "rss/" if host.endswith(".ghost.io") else "feed"
        yield DiscoveredFeed(f"{parts.scheme}://{parts.netloc}/{place}", kind="application/rss+xml")
    elif host.endswith((".blogspot.com", ".tumblr.com")):
        place = "feeds/posts/default" if host.endswith(".blogspot.com") else "rss"
        yield DiscoveredFeed(f"{parts.scheme}://{parts.netloc}/{place}", kind="application/xml")
    elif path.startswith("/@") and path.count("/") == 1:
        yield DiscoveredFeed(f"{parts.scheme}://{parts.netloc}{path}.rss", kind="application/rss+xml")


def _youtube(path: str, query: str, text: str) -> Iterator[DiscoveredFeed]:
    """A channel's or a playlist's videos; a channel's id stands in its pages."""
    playlists = parse_qs(query).get("list", [])
    if playlists and re.fullmatch(r"[\w-]{10,60}", playlists[0]):
        yield _youtube_feed("playlist_id", playlists[0])
    found = re.match(r"/channel/(UC[\w-]{22})", path) or _YOUTUBE_ID.search(text)
    if found:
        yield _youtube_feed("channel_id", next(group for group in found.groups() if group))


def _youtube_feed(name: str, value: str) -> DiscoveredFeed:
    return DiscoveredFeed(f"https://www.youtube.com/feeds/videos.xml?{name}={value}", kind="application/atom+xml")


def _guesses(url: str) -> Iterator[DiscoveredFeed]:
    """Where publishing systems usually keep their feed: below this page first, then at the root."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        return
    root = f"{parts.scheme}://{parts.netloc}"
    section = parts.path.rstrip("/")
    if section and section.count("/") <= 2 and "." not in section:
        yield from (DiscoveredFeed(f"{root}{section}{guess}") for guess in _GUESSES[:2])
    yield from (DiscoveredFeed(f"{root}{guess}") for guess in _GUESSES)


def _is_of_comments(feed: DiscoveredFeed) -> bool:
    return bool(_COMMENTS.search(urlsplit(feed.url).path)) or feed.title.lower().startswith("comments")


def _title(said: str | None) -> str:
    return plain(said or "", _TITLE_CHARACTERS)


def _once(feeds: Iterable[DiscoveredFeed]) -> tuple[DiscoveredFeed, ...]:
    found: dict[str, DiscoveredFeed] = {}
    for feed in feeds:
        found.setdefault(feed.url, feed)
    return tuple(found.values())[:MAX_FEEDS]
