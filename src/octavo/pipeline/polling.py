"""One poll of one feed: fetch, digest what changed, plan the next. Hands a PollOutcome to the writer."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from octavo.core.clock import Clock
from octavo.core.failures import Failure
from octavo.core.fetching import FEED_ACCEPT, FetchRequest, FetchResult
from octavo.core.ids import HASH_BYTES
from octavo.core.polling import DueFeed, PollOutcome
from octavo.core.protocols import Fetcher
from octavo.core.settings import WorkerSettings
from octavo.pipeline.digest import FeedDigest, FeedTask
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.reachability import Reachability
from octavo.pipeline.schedule import PollSigns, after_failure, after_success, is_our_own_queue

QUEUE_TRIES = 3
"""A video site's hundred channels wait for their turn at one host."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A feed claimed for polling, and what is known of its entries (key hash -> content hash)."""

    feed: DueFeed
    known: Mapping[bytes, bytes]


class Poller:
    """Polls feeds. Trouble with one of them is a Failure in its outcome."""

    def __init__(
        self,
        fetcher: Fetcher,
        pool: DigestPool,
        settings: WorkerSettings,
        clock: Clock,
        reachability: Reachability,
        *,
        max_bytes: int,
    ) -> None:
        self._max_bytes = max_bytes
        self._fetcher = fetcher
        self._pool = pool
        self._settings = settings
        self._clock = clock
        self._reachability = reachability

    async def poll(self, poll: Poll) -> PollOutcome:
        feed = poll.feed
        result = await self._fetch(feed)
        self._reachability.note(result if isinstance(result, Failure) else None)
        if isinstance(result, Failure):
            return self._failed(feed, result)
        body_hash = blake2b(result.body, digest_size=HASH_BYTES).digest()
        if result.not_modified or body_hash == feed.content_hash:
            return self._unchanged(feed, result)
        digest = await self._pool.digest(self._task(poll, result))
        if isinstance(digest, Failure):
            return self._failed(feed, digest)
        return self._changed(feed, result, body_hash, digest)

    async def _fetch(self, feed: DueFeed) -> FetchResult | Failure:
        request = FetchRequest(
            feed.url,
            FEED_ACCEPT,
            # Without a hash nothing of this feed was ever stored, so it must come whole.
            etag=feed.etag if feed.content_hash else None,
            last_modified=feed.last_modified if feed.content_hash else None,
            max_bytes=self._max_bytes,
        )
        for _ in range(QUEUE_TRIES):
            result = await self._fetcher.fetch(request)
            if not (isinstance(result, Failure) and is_our_own_queue(result)):
                break
            await asyncio.sleep(result.retry_after_s or 1)
        return result

    def _task(self, poll: Poll, result: FetchResult) -> FeedTask:
        return FeedTask(
            body=result.body,
            url=result.final_url,
            content_type=result.content_type,
            known=poll.known,
            use=poll.feed.use,
            language=poll.feed.language,
            max_entries=self._settings.entries_per_feed,
            want_pages=self._settings.fetch_pages,
        )

    def _failed(self, feed: DueFeed, failure: Failure) -> PollOutcome:
        now = self._clock.now()
        offline = self._reachability.offline
        plan = after_failure(feed, failure, now=now, settings=self._settings, dice=random.random(), offline=offline)
        return PollOutcome(feed.id, now, plan.next_poll_at, plan.interval_s, failure=failure)

    def _unchanged(self, feed: DueFeed, result: FetchResult) -> PollOutcome:
        """Without a content hash, the store keeps what it knows of the feed."""
        return self._outcome(feed, result, PollSigns(max_age_s=result.max_age_s))

    def _changed(self, feed: DueFeed, result: FetchResult, body_hash: bytes, digest: FeedDigest) -> PollOutcome:
        signs = PollSigns(digest.entry_times, bool(digest.entries), digest.asked_s, result.max_age_s)
        return self._outcome(
            feed,
            result,
            signs,
            content_hash=body_hash,
            format=digest.format,
            title=digest.title,
            home_url=digest.home_url,
            warnings=digest.warnings,
            entries=digest.entries,
        )

    def _outcome(self, feed: DueFeed, result: FetchResult, signs: PollSigns, **found: Any) -> PollOutcome:
        now = self._clock.now()
        plan = after_success(feed, signs, now=now, settings=self._settings, dice=random.random())
        return PollOutcome(
            feed_id=feed.id,
            polled_at=now,
            next_poll_at=plan.next_poll_at,
            interval_s=plan.interval_s,
            moved_to=result.moved_to if result.moved_to != feed.url else None,
            etag=result.etag or (feed.etag if result.not_modified else None),
            last_modified=result.last_modified or (feed.last_modified if result.not_modified else None),
            **found,
        )
