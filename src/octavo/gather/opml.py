"""OPML lists of feeds (opml.org): read tolerantly, because most in use are not well-formed; written cleanly.

Reading never goes through an XML parser: an outline is a tag with quoted attributes, and taking those as they stand
survives the bare `&`, `<` and quotation marks that break every second list. No entity is ever defined, so none expands.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from octavo.core.feeds import FeedListing
from octavo.gather.feeds.charset import decode_body
from octavo.gather.feeds.links import absolute
from octavo.gather.feeds.text import clean, language_tag, plain

MAX_BYTES = 20_000_000
MAX_LISTINGS = 20_000
_FEED_SCHEME = re.compile(r"^feed:", re.IGNORECASE)
_MAX_DEPTH = 20
_MAX_LEFT_OUT = 500
_TITLE_CHARACTERS = 300
_OUTLINE = re.compile(r"<(/?)outline(?=[\s/>])", re.IGNORECASE)
# A value ends at the quotation mark that a further attribute or the tag's end follows, not at one within it.
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([A-Za-z_][\w:.-]*)\s*=\s*(?:(["'])|([^\s"'<>]+))""")
# Where markup inside a value misleads even that, addresses are still plain to see.
_ADDRESS = re.compile(r"""(?<!\w)(xmlUrl|htmlUrl)\s*=\s*["']([^"'<>\s]+)["']""", re.IGNORECASE)
_AFTER_VALUE = re.compile(r"\s*+(?:/?+\s*+>|[A-Za-z_][\w:.-]*+\s*+=\s*+[\"']|$)")


@dataclass(frozen=True, slots=True)
class OpmlReading:
    """What a list gave, and in words what was left out and why."""

    listings: tuple[FeedListing, ...] = ()
    left_out: tuple[str, ...] = ()


def read_opml(data: bytes) -> OpmlReading:
    """Every feed of a list with the folders it stands in, each address once, in order. Never raises."""
    if len(data) > MAX_BYTES:
        return OpmlReading(left_out=(f"the whole list: {len(data):,} bytes, at most {MAX_BYTES:,} are read",))
    text = _without_comments(decode_body(data))
    found: dict[str, FeedListing] = {}
    left_out: list[str] = []
    for attributes, folders in _outlines(text):
        listing = _listing(attributes, folders)
        if listing is None:
            continue
        if isinstance(listing, str):
            left_out.append(listing)
        elif listing.url in found:
            left_out.append(f"{_named(attributes)}: {listing.url} stands in the list twice")
        elif len(found) >= MAX_LISTINGS:
            left_out.append(f"everything after the first {MAX_LISTINGS:,} feeds")
            break
        else:
            found[listing.url] = listing
    if not found and not left_out:
        left_out.append("the whole list: no outline in it names a feed")
    return OpmlReading(tuple(found.values()), tuple(left_out[:_MAX_LEFT_OUT]))


def _without_comments(text: str) -> str:
    pieces, position = [], 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        pieces.append(text[position:start])
        if end < 0:
            return "".join(pieces)
        position = end + 3
    return "".join((*pieces, text[position:]))


def _outlines(text: str) -> Iterator[tuple[dict[str, str], tuple[str, ...]]]:
    """The attributes of every outline and the names of those around it, outermost first."""
    around: list[str] = []
    marks = list(_OUTLINE.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):  # without a mark there is one end too many
        if mark.group(1):
            del around[-1:]
            continue
        segment = text[mark.end() : end]
        attributes, is_closed = _attributes(segment)
        yield attributes, tuple(name for name in around if name)
        if not is_closed and len(around) < _MAX_DEPTH:
            around.append("" if attributes.get("xmlurl") else _title(attributes))


def _attributes(segment: str) -> tuple[dict[str, str], bool]:
    """The attributes of the tag that `segment` starts with, by lower-case name; and whether it closes itself."""
    found: dict[str, str] = {}
    position = 0
    while match := _ATTRIBUTE.search(segment, position):
        name, quote, bare = match.groups()
        end = match.end() if bare else _value_end(segment, match.end(), quote)
        if end < 0 or (found and ">" in segment[position : match.start()]):
            break
        found.setdefault(name.lower(), html.unescape(bare or segment[match.end() : end]).strip())
        position = end if bare else end + 1
    if "xmlurl" not in found:
        found |= {match.group(1).lower(): html.unescape(match.group(2)) for match in _ADDRESS.finditer(segment)}
    return found, segment[position:].lstrip().startswith("/") or segment.rstrip().endswith("/>")


def _value_end(segment: str, start: int, quote: str) -> int:
    first = end = segment.find(quote, start)
    while end >= 0:
        if _AFTER_VALUE.match(segment, end + 1):
            return end
        end = segment.find(quote, end + 1)
    return first


def _listing(attributes: dict[str, str], folders: tuple[str, ...]) -> FeedListing | str | None:
    """A feed, what was wrong with it, or None for a folder."""
    said = attributes.get("xmlurl") or (attributes.get("url") if attributes.get("type") in {"rss", "atom"} else None)
    if said is None:
        is_feed = attributes.get("type", "").lower() in {"rss", "atom", "feed"}
        return f"{_named(attributes)}: it gives no address of a feed (xmlUrl)" if is_feed else None
    url = absolute(
        _FEED_SCHEME.sub("", said) if said.lower().startswith("feed:http") else _FEED_SCHEME.sub("http:", said)
    )
    if not url:
        return f"{_named(attributes)}: {said[:200]!r} is no web address"
    home_url = absolute(attributes.get("htmlurl", "")) or None
    return FeedListing(url, _title(attributes), home_url, folders, language_tag(attributes.get("language", "")))


def _title(attributes: dict[str, str]) -> str:
    return plain(attributes.get("title") or attributes.get("text") or "", _TITLE_CHARACTERS)


def _named(attributes: dict[str, str]) -> str:
    return _title(attributes) or "an outline without a name"


def write_opml(listings: Iterable[FeedListing], title: str) -> bytes:
    """An OPML 2.0 list in UTF-8, its folders nested, in the order given."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"  <head><title>{html.escape(clean(title), quote=False)}</title></head>", "  <body>"]
    open_folders: tuple[str, ...] = ()
    for listing in listings:
        lines += _folder_change(open_folders, listing.folders)
        open_folders = listing.folders
        lines.append("  " * (2 + len(open_folders)) + _outline(listing))
    lines += [*_folder_change(open_folders, ()), "  </body>", "</opml>", ""]
    return "\n".join(lines).encode()


def _folder_change(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    """The tags that lead from one folder to another."""
    shared = 0
    while shared < min(len(before), len(after)) and before[shared] == after[shared]:
        shared += 1
    for depth in range(len(before), shared, -1):
        yield "  " * (1 + depth) + "</outline>"
    for depth, name in enumerate(after[shared:], start=shared):
        yield "  " * (2 + depth) + f"<outline text={_quoted(name)} title={_quoted(name)}>"


def _outline(listing: FeedListing) -> str:
    name = listing.title or listing.url
    said = {"type": "rss", "text": name, "title": name, "xmlUrl": listing.url}
    said |= {"htmlUrl": listing.home_url} if listing.home_url else {}
    said |= {"language": listing.language} if listing.language else {}
    return "<outline " + " ".join(f"{key}={_quoted(value)}" for key, value in said.items()) + "/>"


def _quoted(value: str) -> str:
    return quoteattr(clean(value), {"\n": " ", "\r": " ", "\t": " "})
