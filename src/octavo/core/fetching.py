"""What is asked of the network or handed to it, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

FEED_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)
PAGE_ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5"
PICTURE_ACCEPT = "image/avif, image/webp, image/png, image/jpeg, image/gif;q=0.8, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One polite GET. `etag` and `last_modified` are sent back as the server gave them.

    `max_bytes` bounds the body after decompression; `None` takes the fetcher's own limit.
    `obey_robots` is set for pages (RFC 9309); feeds are published to be polled.
    """

    url: str
    accept: str = PAGE_ACCEPT
    etag: str | None = None
    last_modified: str | None = None
    max_bytes: int | None = None
    obey_robots: bool = False


@dataclass(frozen=True, slots=True)
class SendRequest:
    """One POST of `body` to an address that a reader gave. `headers` go with it as they are."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SendResult:
    """The server took it: `status` is from 200 to 299. What it answered beside that is not read."""

    status: int


@dataclass(frozen=True, slots=True)
class FetchResult:
    """A 200 or a 304. Everything else is a `Failure`.

    `final_url` is where the redirects ended. `moved_to` is set only where every redirect on the way
    was permanent (301, 308): the address to keep from now on. `body` is decompressed and empty on a 304.
    `content_type` is the header as sent, with its charset. `max_age_s` is from Cache-Control or Expires.
    """

    url: str
    final_url: str
    status: int
    body: bytes
    content_type: str
    fetched_at: datetime
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    max_age_s: float | None = None

    @property
    def not_modified(self) -> bool:
        return self.status == 304
