"""`octavo parse`: feeds in, JSON Lines out."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import Enclosure, FeedEntry, ParsedFeed
from octavo.core.fetching import FEED_ACCEPT, FetchRequest, FetchResult

_MAX_BYTES = 32_000_000
_STDIN = "-"


def parse(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…", help="Feeds: files, http(s) addresses, or - for standard input.", show_default=False
        ),
    ],
) -> None:
    """Read feeds of any format and write what they say: one line of JSON for each, in order.

    RSS, Atom, RDF, JSON Feed and news sitemaps are read, well-formed or not. A line holds path, ok, error (where it
    failed), kind, title, link, language, warnings and entries. The status is 1 when one of them failed.

    Example: octavo parse https://example.org/feed.xml | jq '.entries[].title'
    """
    fetched = asyncio.run(_fetch_all([path for path in files if _is_url(path)]))
    failed = False
    for path in files:
        feed = _parse_one(fetched[path] if path in fetched else _read_file(path))
        failed |= isinstance(feed, Failure)
        typer.echo(json.dumps(_line(path, feed), ensure_ascii=False).encode())
    raise typer.Exit(int(failed))


def _parse_one(found: bytes | FetchResult | Failure) -> ParsedFeed | Failure:
    from octavo.gather.feeds import parse_feed

    if isinstance(found, FetchResult):
        return parse_feed(found.body, url=found.final_url, content_type=found.content_type)
    return parse_feed(found, url="") if isinstance(found, bytes) else found


async def _fetch_all(urls: Sequence[str]) -> dict[str, FetchResult | Failure]:
    """What each address gave; all are fetched at once, politely."""
    if not urls:
        return {}
    from octavo.core.clock import SystemClock
    from octavo.core.config import load
    from octavo.core.settings import GatherSettings
    from octavo.gather.fetcher import HttpFetcher

    settings = load(GatherSettings)
    async with HttpFetcher(settings, SystemClock()) as fetcher:
        requests = [FetchRequest(url, FEED_ACCEPT, max_bytes=settings.max_feed_bytes) for url in urls]
        return dict(zip(urls, await asyncio.gather(*map(fetcher.fetch, requests)), strict=True))


def _is_url(path: str) -> bool:
    return path.lower().startswith(("http://", "https://"))


def _read_file(path: str) -> bytes | Failure:
    try:
        if path == _STDIN:
            return sys.stdin.buffer.read(_MAX_BYTES)
        with Path(path).open("rb") as file:
            return file.read(_MAX_BYTES)
    except (OSError, ValueError) as error:
        return Failure(FailureCode.BAD_URL, getattr(error, "strerror", None) or str(error))


def _line(path: str, feed: ParsedFeed | Failure) -> dict[str, Any]:
    if isinstance(feed, Failure):
        return {"path": path, "ok": False, "error": str(feed)}
    return {
        "path": path,
        "ok": True,
        "kind": feed.format.value,
        "title": feed.title,
        "link": feed.home_url,
        "language": feed.language,
        "warnings": feed.warnings,
        "entries": [_entry(entry) for entry in feed.entries],
    }


def _entry(entry: FeedEntry) -> dict[str, Any]:
    return {
        "id": entry.key,
        "title": entry.title,
        "link": entry.url or None,
        "published_at": entry.published_at.isoformat() if entry.published_at else None,
        "updated_at": entry.updated_at.isoformat() if entry.updated_at else None,
        "summary": entry.summary,
        "content": entry.content,
        "authors": entry.authors,
        "tags": entry.tags,
        "picture": entry.picture_url,
        "enclosures": [_enclosure(enclosure) for enclosure in entry.enclosures],
    }


def _enclosure(enclosure: Enclosure) -> dict[str, Any]:
    return {
        "url": enclosure.url,
        "type": enclosure.type or None,
        "length": enclosure.length,
        "duration_s": enclosure.duration_s,
    }
