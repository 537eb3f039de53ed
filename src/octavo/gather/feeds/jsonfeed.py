"""JSON Feed 1.0 and 1.1 (jsonfeed.org), which every value of the wrong kind may stand in."""

import json
from datetime import datetime
from typing import Any

from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import Enclosure, FeedEntry, FeedFormat, ParsedFeed
from octavo.gather.feeds.dates import plausible_time
from octavo.gather.feeds.keys import entry_key, first_entries
from octavo.gather.feeds.links import absolute, absolute_html
from octavo.gather.feeds.media import best_picture, mime_type
from octavo.gather.feeds.people import once
from octavo.gather.feeds.text import clean, language_tag, one_line, person, plain, text_to_html

MAX_VALUES = 500_000
"""Commas and brackets in a body, which bound what reading it takes."""


def read_json_feed(text: str, url: str, now: datetime) -> ParsedFeed | Failure:
    if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
        return Failure(FailureCode.TOO_LARGE, f"JSON with more than {MAX_VALUES:,} values")
    try:
        feed = json.loads(text.strip("\ufeff \t\r\n\0"))
    except (ValueError, RecursionError) as error:
        return Failure(FailureCode.NOT_A_FEED, f"not JSON: {str(error)[:160]}")
    if not isinstance(feed, dict) or not _is_feed(feed):
        return Failure(FailureCode.NOT_A_FEED, "JSON, but not a JSON Feed")
    return _read(feed, url, now)


def _is_feed(feed: dict[str, Any]) -> bool:
    return "jsonfeed.org" in _text(feed.get("version")) or ("title" in feed and isinstance(feed.get("items"), list))


def _read(feed: dict[str, Any], url: str, now: datetime) -> ParsedFeed:
    items, warnings = first_entries([item for item in _list(feed.get("items")) if isinstance(item, dict)])
    home_url = absolute(_text(feed.get("home_page_url")), url)
    hubs = (absolute(_text(hub.get("url")), url) for hub in _list(feed.get("hubs")) if isinstance(hub, dict))
    inherited = _authors(feed)
    return ParsedFeed(
        format=FeedFormat.JSON,
        title=plain(_text(feed.get("title"))),
        home_url=home_url or None,
        description=plain(_text(feed.get("description"))) or None,
        language=language_tag(_text(feed.get("language"))),
        icon_url=absolute(_text(feed.get("icon")), url) or absolute(_text(feed.get("favicon")), url) or None,
        self_url=absolute(_text(feed.get("feed_url")), url) or None,
        hub_url=next((hub for hub in hubs if hub), None),
        entries=tuple(_entry(item, home_url or url, now, inherited) for item in items),
        warnings=warnings,
    )


def _entry(item: dict[str, Any], base: str, now: datetime, inherited: tuple[str, ...]) -> FeedEntry:
    said = _text(item.get("id"))
    url = absolute(_text(item.get("url")), base) or absolute(_text(item.get("external_url")), base) or absolute(said)
    title = plain(_text(item.get("title")))
    content = absolute_html(clean(_text(item.get("content_html"))).strip(), url or base)
    content = content or text_to_html(clean(_text(item.get("content_text"))))
    summary = text_to_html(clean(_text(item.get("summary"))))
    enclosures = tuple(_enclosures(item, base))
    pictures = (absolute(_text(item.get(name)), base) for name in ("image", "banner_image"))
    return FeedEntry(
        key=entry_key(one_line(said, 4_000), url, title, summary, content),
        url=url,
        title=title,
        published_at=plausible_time(_text(item.get("date_published")), now),
        updated_at=plausible_time(_text(item.get("date_modified")), now),
        summary=summary or None,
        content=content or None,
        authors=_authors(item) or inherited,
        tags=once((plain(_text(tag), 120) for tag in _list(item.get("tags"))), 60),
        enclosures=enclosures,
        picture_url=next((picture for picture in pictures if picture), None) or best_picture(enclosures),
        language=language_tag(_text(item.get("language"))),
    )


def _enclosures(item: dict[str, Any], base: str) -> list[Enclosure]:
    attachments = (found for found in _list(item.get("attachments"))[:40] if isinstance(found, dict))
    return [
        Enclosure(
            url=url,
            type=mime_type(_text(found.get("mime_type"))),
            length=_count(found.get("size_in_bytes")),
            duration_s=_count(found.get("duration_in_seconds")),
            title=plain(_text(found.get("title")), 300) or None,
        )
        for found in attachments
        if (url := absolute(_text(found.get("url")), base))
    ]


def _authors(holder: dict[str, Any]) -> tuple[str, ...]:
    """1.1 has a list, 1.0 one author; some write a name alone."""
    said = [*_list(holder.get("authors")), holder.get("author")]
    names = (author.get("name") if isinstance(author, dict) else author for author in said)
    return once((person(_text(name)) for name in names), 20)


def _text(value: object) -> str:
    """Text; numbers count as text (ids often are), everything else as nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**12:
        return None
    return int(value)
