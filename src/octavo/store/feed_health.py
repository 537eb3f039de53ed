"""A feed's own row after a poll: when to ask again, what to send along, and how it fares."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from octavo.core.polling import PollOutcome
from octavo.store.sql import at, execute, execute_many, query, query_in, storable

_MAX_WARNINGS = 10

_FAILED = (
    "UPDATE store_feed SET next_poll_at = %s, interval_s = %s, claimed_until = NULL, last_polled_at = %s,"
    " failures = failures + 1, failure_code = %s, failure_detail = %s WHERE id = %s"
)
_SUCCEEDED = (
    "UPDATE store_feed SET next_poll_at = %s, interval_s = %s, claimed_until = NULL, last_polled_at = %s,"
    " last_success_at = %s, last_new_at = COALESCE(%s, last_new_at), failures = 0, failure_code = '',"
    " failure_detail = '' WHERE id = %s"
)
# Only an answer with a body tells these; "not modified" leaves them as they are.
_READ = (
    "UPDATE store_feed SET etag = %s, last_modified = %s, content_hash = %s, format = %s, warnings = %s,"
    " title = CASE WHEN title = '' THEN %s ELSE title END WHERE id = %s"
)


@dataclass(frozen=True, slots=True)
class FeedRow:
    """What a feed and its publisher lend to their articles."""

    id: int
    url: str
    section: str
    language: str
    publisher_id: int
    country: str
    is_first_success: bool


def feed_rows(feed_ids: Sequence[int]) -> dict[int, FeedRow]:
    """The feeds of these ids that still exist."""
    rows = query_in(
        "SELECT f.id, f.url, f.section, f.language, p.languages, f.publisher_id, p.country, f.last_success_at IS NULL"
        " FROM store_feed f JOIN store_publisher p ON p.id = f.publisher_id WHERE f.id IN ({marks})",
        feed_ids,
    )
    return {
        feed_id: FeedRow(
            feed_id, url, section, language or next(iter(json.loads(languages)), ""), publisher_id, country, bool(first)
        )
        for feed_id, url, section, language, languages, publisher_id, country, first in rows
    }


def update_feeds(outcomes: Iterable[PollOutcome], feeds: Mapping[int, FeedRow], new: Mapping[int, int]) -> None:
    """Advance the feeds' rows; `new` counts each feed's new articles. Inside the caller's transaction."""
    outcomes = list(outcomes)
    good = [outcome for outcome in outcomes if not outcome.failure]
    execute_many(_FAILED, [_failed_row(outcome) for outcome in outcomes if outcome.failure])
    execute_many(_SUCCEEDED, [_succeeded_row(outcome, bool(new.get(outcome.feed_id))) for outcome in good])
    execute_many(_READ, [_read_row(outcome) for outcome in good if outcome.content_hash])
    for outcome in good:
        if outcome.moved_to:
            _move(outcome.feed_id, outcome.moved_to)
        if feeds[outcome.feed_id].is_first_success:
            _introduce_publisher(feeds[outcome.feed_id], outcome)


def _failed_row(outcome: PollOutcome) -> tuple[Any, ...]:
    code, detail = (outcome.failure.code.value, outcome.failure.detail) if outcome.failure else ("", "")
    return (
        at(outcome.next_poll_at),
        outcome.interval_s,
        at(outcome.polled_at),
        code,
        storable(detail, 500),
        outcome.feed_id,
    )


def _succeeded_row(outcome: PollOutcome, has_new: bool) -> tuple[Any, ...]:
    polled_at = at(outcome.polled_at)
    new_at = polled_at if has_new else None
    return (at(outcome.next_poll_at), outcome.interval_s, polled_at, polled_at, new_at, outcome.feed_id)


def _read_row(outcome: PollOutcome) -> tuple[Any, ...]:
    return (
        outcome.etag and storable(outcome.etag, 1000),
        outcome.last_modified and storable(outcome.last_modified, 200),
        outcome.content_hash,
        outcome.format.value if outcome.format else "",
        json.dumps([storable(warning, 300) for warning in outcome.warnings[:_MAX_WARNINGS]]),
        storable(outcome.title, 500),
        outcome.feed_id,
    )


def _move(feed_id: int, url: str) -> None:
    """Follow a permanent redirect, unless the new address is another feed's already."""
    url = storable(url)
    if len(url) <= 2000 and not query("SELECT 1 FROM store_feed WHERE url = %s", [url]):
        execute("UPDATE store_feed SET url = %s WHERE id = %s", [url, feed_id])


def _introduce_publisher(feed: FeedRow, outcome: PollOutcome) -> None:
    """A publisher known by its host alone takes the name and home page that its feed gives."""
    host = urlsplit(feed.url).hostname or feed.url
    if outcome.title:
        execute(
            "UPDATE store_publisher SET name = %s WHERE id = %s AND name = %s",
            [storable(outcome.title, 200), feed.publisher_id, host],
        )
    if outcome.home_url and outcome.home_url.startswith(("http://", "https://")):
        execute(
            "UPDATE store_publisher SET home_url = %s WHERE id = %s AND home_url = ''",
            [storable(outcome.home_url, 2000), feed.publisher_id],
        )
