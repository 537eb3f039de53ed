"""Feeds: which are due, what is known of them, and new ones. What polls brought is recorded by `recording`."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from octavo.core.polling import DueFeed
from octavo.store.languages import plain_language
from octavo.store.models import Feed
from octavo.store.publishers import publisher_of_host
from octavo.store.recording import RecordedPolls, record_polls
from octavo.store.sql import query_in, storable

__all__ = [
    "RecordedPolls",
    "add_feed",
    "claim_due",
    "known_entries",
    "known_entries_many",
    "next_due_at",
    "poll_now",
    "record_polls",
    "release",
]


def claim_due(now: datetime, limit: int, lease_s: float) -> list[DueFeed]:
    """Take up to `limit` feeds that are due, longest due first, for `lease_s` seconds."""
    if not _due(now).exists():
        return []
    with transaction.atomic():
        feeds = list(
            _due(now)
            .select_related("publisher")
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("next_poll_at", "id")[:limit]
        )
        claimed_until = now + timedelta(seconds=lease_s)
        Feed.objects.filter(pk__in=[feed.pk for feed in feeds]).update(claimed_until=claimed_until)
    return [_due_feed(feed) for feed in feeds]


def _pollable() -> Any:
    return Feed.objects.filter(is_paused=False, publisher__is_paused=False)


def _due(now: datetime) -> Any:
    is_free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return _pollable().filter(is_free, next_poll_at__lte=now)


def _due_feed(feed: Feed) -> DueFeed:
    publisher = feed.publisher
    return DueFeed(
        id=feed.pk,
        url=feed.url,
        publisher_id=publisher.pk,
        publisher_name=publisher.name,
        country=publisher.country,
        use=feed.use,
        section=feed.section,
        language=feed.language or next(iter(publisher.languages), ""),
        etag=feed.etag,
        last_modified=feed.last_modified,
        content_hash=None if feed.content_hash is None else bytes(feed.content_hash),
        interval_s=feed.interval_s,
        failures=feed.failures,
        last_new_at=feed.last_new_at,
    )


def next_due_at() -> datetime | None:
    """When the next feed is due (or its poller's lease over); None when there is none."""
    free: datetime | None = _pollable().filter(claimed_until=None).aggregate(at=Min("next_poll_at"))["at"]
    taken: datetime | None = _pollable().exclude(claimed_until=None).aggregate(at=Min("claimed_until"))["at"]
    return min((moment for moment in (free, taken) if moment), default=None)


def release(feed_ids: Iterable[int]) -> None:
    """Give claimed feeds back unpolled: they are as due as they were."""
    Feed.objects.filter(pk__in=list(feed_ids)).update(claimed_until=None)


def poll_now(feed_ids: Iterable[int], now: datetime) -> None:
    """Make feeds due at once, whatever their rhythm."""
    Feed.objects.filter(pk__in=list(feed_ids)).update(next_poll_at=now, claimed_until=None)


def known_entries(feed_id: int) -> dict[bytes, bytes]:
    """Key hash -> content hash of the feed's stored entries."""
    return known_entries_many([feed_id])[feed_id]


def known_entries_many(feed_ids: Iterable[int]) -> dict[int, dict[bytes, bytes]]:
    """The same for many feeds, by feed id."""
    known: dict[int, dict[bytes, bytes]] = {feed_id: {} for feed_id in feed_ids}
    sql = "SELECT feed_id, key_hash, content_hash FROM store_entry WHERE feed_id IN ({marks})"
    for feed_id, key, digest in query_in(sql, list(known)):
        known[feed_id][bytes(key)] = bytes(digest)
    return known


def add_feed(
    url: str,
    *,
    publisher_id: int | None = None,
    title: str = "",
    use: str = "news",
    section: str = "",
    language: str = "",
    now: datetime | None = None,
) -> tuple[int, bool]:
    """(feed id, whether it is new). Due at once. Without a publisher, the one of the feed's host, made at need.

    Raises ValueError where `url` is no http(s) address.
    """
    url = storable(url.strip())
    host = _host(url)
    with transaction.atomic():
        known = Feed.objects.filter(url=url).values_list("pk", flat=True).first()
        if known is not None:
            return known, False
        now = now or timezone.now()
        feed = Feed.objects.create(
            url=url,
            publisher_id=publisher_id or publisher_of_host(host, f"{urlsplit(url).scheme}://{host}/", now),
            title=storable(title, 500),
            use=use,
            section=storable(section, 120),
            language=plain_language(language),
            next_poll_at=now,
        )
        return feed.pk, True


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or len(url) > 2000:
        raise ValueError(f"{url[:200]!r} is not an address of the form https://…")
    return host
