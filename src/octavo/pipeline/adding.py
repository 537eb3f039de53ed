"""Adding a feed by any address: the feed itself, or any page of a site that names one.

Web and command line only ask; the worker fetches. What became of it stands in an ImportReport of one.
"""

from typing import TYPE_CHECKING

from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import ParsedFeed
from octavo.core.fetching import FEED_ACCEPT, FetchRequest, FetchResult
from octavo.core.protocols import Job
from octavo.pipeline.digest import AddressDigest, AddressTask
from octavo.pipeline.imports import LONGEST_URL
from octavo.pipeline.results import JobResult

if TYPE_CHECKING:
    from octavo.pipeline.tools import Tools

KIND = "add_by_url"
CANDIDATES = 5
"""A page that names more feeds names the best ones first."""


def add_by_url(url: str) -> int:
    """Enqueue adding whatever feed is at or behind `url`; returns the id of the ImportReport that tells how it went."""
    from django.db import transaction
    from django.utils import timezone

    from octavo.store import imports, jobs

    url = url.strip()[:LONGEST_URL]
    if "://" not in url:
        url = f"https://{url}"
    with transaction.atomic():
        report_id = imports.start_import(url, 1)
        jobs.enqueue(KIND, str(report_id), {"report": report_id, "url": url}, timezone.now())
    return report_id


class AddressAdder:
    """The `add_by_url` job. Trouble is an answer to the operator, so it is reported and never retried."""

    def __init__(self, tools: "Tools") -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        found = await self._find(job.payload["url"])
        return JobResult(job, effect=lambda: _report(job.payload["report"], job.payload["url"], found))

    async def _find(self, url: str) -> tuple[str, ParsedFeed] | Failure:
        there = await self._look(url)
        if isinstance(there, Failure):
            return there
        address, digest = there
        if digest.feed:
            return address, digest.feed
        for candidate in digest.candidates[:CANDIDATES]:
            there = await self._look(candidate)
            if not isinstance(there, Failure) and there[1].feed:
                return there[0], there[1].feed
        return Failure(FailureCode.NOT_A_FEED, "neither a feed nor a page that names one")

    async def _look(self, url: str) -> tuple[str, AddressDigest] | Failure:
        """What is at `url`, and the address to keep."""
        limit = self._tools.settings.gather.max_feed_bytes
        fetched: FetchResult | Failure = await self._tools.fetcher.fetch(
            FetchRequest(url, FEED_ACCEPT, max_bytes=limit)
        )
        if isinstance(fetched, Failure):
            return fetched
        digest = await self._tools.pool.digest(AddressTask(fetched.body, fetched.final_url, fetched.content_type))
        if isinstance(digest, Failure):
            return digest
        return fetched.moved_to or url, digest


def _report(report_id: int, url: str, found: tuple[str, ParsedFeed] | Failure) -> None:
    from django.utils import timezone

    from octavo.store import feeds, imports

    if isinstance(found, Failure):
        imports.note_import(report_id, left_out=[f"{url}: {found}"])
    else:
        address, feed = found
        created = feeds.add_feed(address, title=feed.title, language=feed.language or "")[1]
        imports.note_import(report_id, added=int(created), known=int(not created))
    imports.finish_import(report_id, timezone.now())
