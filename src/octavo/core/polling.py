"""What passes between the worker and the store: feeds that are due, and what became of them."""

from dataclasses import dataclass
from datetime import datetime

from octavo.core.articles import ExtractedArticle
from octavo.core.failures import Failure
from octavo.core.feeds import FeedFormat
from octavo.core.quality import HoldReason


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed claimed for one poll. `use` is news, video, podcast or live; `language` and `section` are fallbacks."""

    id: int
    url: str
    publisher_id: int
    publisher_name: str
    country: str
    use: str
    section: str
    language: str
    etag: str | None
    last_modified: str | None
    content_hash: bytes | None
    interval_s: int
    failures: int
    last_new_at: datetime | None


@dataclass(frozen=True, slots=True)
class DigestedEntry:
    """An entry that is new or has changed, and the article made of it alone.

    `said` is the zlib-packed JSON of the FeedEntry. `wants_page` asks for the full page: the feed gave no full text.
    """

    key_hash: bytes
    content_hash: bytes
    said: bytes
    article: ExtractedArticle
    wants_page: bool


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """Everything one poll changes, written in one transaction with the feed's own row.

    With `failure` set, only the feed's health changes. With `entries` empty nothing was new.
    `interval_s` and `next_poll_at` were decided by `pipeline.schedule`.
    """

    feed_id: int
    polled_at: datetime
    next_poll_at: datetime
    interval_s: int
    failure: Failure | None = None
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_hash: bytes | None = None
    format: FeedFormat | None = None
    title: str = ""
    home_url: str | None = None
    warnings: tuple[str, ...] = ()
    entries: tuple[DigestedEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What reading an article's page gave. `body` is the page as fetched, zlib-packed, for a later extraction.

    With `failure` set the feed's own text stays and the failure is counted. `not_modified` keeps all as it is.
    With `trouble` set the page's text is held back: where it was shown already, `fallback` (what the feed alone gives)
    takes its place. `fingerprints` are of the page's blocks. `version` is the extraction that read the page, 0 where
    none did. `is_redone` says that nothing was fetched: the page kept since `fetched_at` was read once more.
    """

    article_id: int
    fetched_at: datetime
    failure: Failure | None = None
    not_modified: bool = False
    url: str = ""
    content_type: str = ""
    body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
    article: ExtractedArticle | None = None
    check_again_at: datetime | None = None
    fingerprints: tuple[int, ...] = ()
    version: int = 0
    trouble: HoldReason | None = None
    fallback: ExtractedArticle | None = None
    is_redone: bool = False


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture as measured and re-encoded: `widths` are the WebP renditions on disk, smallest first."""

    width: int
    height: int
    colour: str
    widths: tuple[int, ...]
    bytes: int


@dataclass(frozen=True, slots=True)
class PictureOutcome:
    picture_id: int
    stored: StoredPicture | None = None
    failure: Failure | None = None
