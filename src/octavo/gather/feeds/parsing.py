"""The way in: decides what a body is (JSON Feed, XML of some kind, a web page …) and hands it to its reader.

One reader per format, one tree whatever the state of the XML: a feed that is well-formed on Monday and broken
on Tuesday keeps its keys and its words. See docs/decisions/feed-parsing.md.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import ParsedFeed
from octavo.gather.feeds.atom import read_atom
from octavo.gather.feeds.charset import decode_body
from octavo.gather.feeds.jsonfeed import read_json_feed
from octavo.gather.feeds.keys import tell_apart
from octavo.gather.feeds.names import local_name
from octavo.gather.feeds.reading import Reading, open_reading
from octavo.gather.feeds.rss import read_rss
from octavo.gather.feeds.sitemap import read_sitemap
from octavo.gather.feeds.tree import Tree, read_tree

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 20_000_000
"""A second fence behind the fetcher's own limit."""

_READERS: dict[str, "Callable[[_Element, Reading], ParsedFeed | Failure]"] = {
    "rss": read_rss,
    "rdf": read_rss,
    "channel": read_rss,
    "feed": read_atom,
    "urlset": read_sitemap,
    "sitemapindex": read_sitemap,
}
_OTHERS = {
    "html": "a web page, not a feed",
    "opml": "an OPML list of feeds, not a feed: import it instead",
    "svg": "a picture, not a feed",
}


def parse_feed(body: bytes, *, url: str, content_type: str = "", now: datetime | None = None) -> ParsedFeed | Failure:
    """Read RSS 0.9x–2.0, RDF, Atom 0.3/1.0, JSON Feed or a news sitemap.

    `url` is the document's address, the base of relative links; `content_type` is the HTTP header with its
    charset. Times more than two days after `now` (the system's when None) are nonsense and become None.
    Never raises for what `body` holds, never fetches anything.
    """
    if len(body) > MAX_BYTES:
        return Failure(FailureCode.TOO_LARGE, f"{len(body):,} bytes; at most {MAX_BYTES:,} are read")
    text = decode_body(body, content_type)
    start = text.lstrip("\ufeff \t\r\n\0")[:1]
    if not start:
        return Failure(FailureCode.NOT_A_FEED, "the body is empty")
    moment = now or datetime.now(UTC)
    feed = read_json_feed(text, url, moment) if start in "{[" else _read_xml(text, url, moment)
    return feed if isinstance(feed, Failure) else tell_apart(feed)


def _read_xml(text: str, url: str, now: datetime) -> ParsedFeed | Failure:
    tree = read_tree(text)
    if isinstance(tree, Failure):
        return tree
    name = local_name(tree.root.tag)
    reader = _READERS.get(name)
    if reader is None:
        return Failure(FailureCode.NOT_A_FEED, _OTHERS.get(name, f"an XML document of another kind (<{name[:40]}>)"))
    return _with_warnings(reader(tree.root, open_reading(tree.root, text, url, now)), tree)


def _with_warnings(feed: ParsedFeed | Failure, tree: Tree) -> ParsedFeed | Failure:
    if isinstance(feed, Failure) or not tree.warnings:
        return feed
    return replace(feed, warnings=(*tree.warnings, *feed.warnings))
