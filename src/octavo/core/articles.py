"""An article: what Octavo made of an entry and its page."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    ARTICLE = "article"
    VIDEO = "video"
    PODCAST = "podcast"
    LIVE = "live"
    GALLERY = "gallery"


@dataclass(frozen=True, slots=True)
class Media:
    """Something to play. `kind` is "audio", "video" (a file the browser plays) or "embed" (a player page).

    `provider` names who serves an embed ("youtube"). Nothing is loaded from `url` before the reader asks.
    """

    kind: str
    url: str
    type: str = ""
    title: str | None = None
    duration_s: int | None = None
    poster_url: str | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class PictureReference:
    """A picture as the publisher names it; the worker fetches, measures and re-encodes it."""

    url: str
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """Honest badges. `complete` is False when we only hold an excerpt; `from_page` when a page was read."""

    complete: bool = False
    paywalled: bool = False
    from_page: bool = False


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """Clean text, as the store keeps it.

    `html` is sanitised (an allow-list of text markup, absolute links, no scripts, styles or remote pictures)
    and `text` is the same as plain paragraphs joined by blank lines. `language` is BCP-47 or None when the
    text is too short to tell. `keywords` are the publisher's own, in their script. `section` is the publisher's
    own label. `excerpt` is at most 320 characters of plain text. `version` is the extraction that made it.
    """

    url: str
    title: str
    html: str = ""
    text: str = ""
    excerpt: str = ""
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    publisher_name: str | None = None
    picture: PictureReference | None = None
    media: tuple[Media, ...] = ()
    kind: Kind = Kind.ARTICLE
    quality: Quality = field(default_factory=Quality)
    version: int = 0
