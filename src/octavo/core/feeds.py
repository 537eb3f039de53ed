"""What a feed says, as it says it: the feed and its entries before anyone judges them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from octavo.core.listening import Episode


class FeedFormat(StrEnum):
    RSS = "rss"
    RDF = "rdf"
    ATOM = "atom"
    JSON = "json"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry carries. `type` is a MIME type ("" when unknown), `length` is in bytes."""

    url: str
    type: str = ""
    length: int | None = None
    duration_s: int | None = None
    title: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item of a feed.

    `key` is what tells it from its siblings (guid, Atom id, JSON id, else its link, else a hash of its words).
    `url` is absolute, "" when the entry links nowhere. `title` is plain text. `summary` and `content` are
    HTML as the feed gave it (relative links made absolute, nothing sanitised yet); `None` when absent.
    Times are aware UTC, or None where the feed gives none or nonsense.
    """

    key: str
    url: str
    title: str
    published_at: datetime | None = None
    updated_at: datetime | None = None
    summary: str | None = None
    content: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    picture_url: str | None = None
    language: str | None = None
    source_name: str | None = None
    episode: Episode | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as read. `entries` keep the feed's order. `min_interval_s` is its ttl / skip rule, in seconds.

    `warnings` say in words what was repaired on the way ("not well-formed: read tolerantly").
    """

    format: FeedFormat
    title: str = ""
    home_url: str | None = None
    description: str | None = None
    language: str | None = None
    icon_url: str | None = None
    self_url: str | None = None
    hub_url: str | None = None
    min_interval_s: int | None = None
    entries: tuple[FeedEntry, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedListing:
    """A feed in an OPML list or the catalogue, before it is fetched."""

    url: str
    title: str = ""
    home_url: str | None = None
    folders: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class DiscoveredFeed:
    """A feed that a page links to, best guess first. `kind` is the declared MIME type or "" for a guess."""

    url: str
    title: str = ""
    kind: str = ""
