"""OPML in: read at once, added in the background, with a report that counts what was taken and what was left.

The job adds a few feeds per transaction and counts them in the same one, so that it goes on where it was killed.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from octavo.core.feeds import FeedListing
from octavo.core.protocols import Job
from octavo.pipeline.results import JobResult

if TYPE_CHECKING:
    from octavo.pipeline.tools import Tools

KIND = "import_opml"
FEEDS_AT_ONCE = 20
LONGEST_URL = 2000


def import_opml(data: bytes, name: str) -> int:
    """Read a list of feeds and enqueue adding them; returns the id of the ImportReport that tells how it goes.

    Raises `OctavoError` where nothing in it can be understood.
    """
    from django.db import transaction
    from django.utils import timezone

    from octavo.store import imports, jobs

    listings, left_out = read_listings(data)
    with transaction.atomic():
        report_id = imports.start_import(name, len(listings), left_out)
        payload = {"report": report_id, "feeds": [_as_json(listing) for listing in listings]}
        jobs.enqueue(KIND, str(report_id), payload, timezone.now())
    return report_id


def read_listings(data: bytes) -> tuple[tuple[FeedListing, ...], tuple[str, ...]]:
    """The feeds that an OPML file lists, and in words what was left out. Raises `OctavoError` for no OPML at all."""
    from octavo.core.failures import OctavoError
    from octavo.gather.opml import read_opml

    reading = read_opml(data)
    usable = tuple(listing for listing in reading.listings if _is_usable(listing.url))
    refused = tuple(f"{listing.url}: not a web address" for listing in reading.listings if listing not in usable)
    left_out = reading.left_out + refused
    if not usable:
        why = "; ".join(left_out[:3]) or "no feed is listed in it"
        raise OctavoError(f"This is no OPML list of feeds: {why}")
    return usable, left_out


def _is_usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and len(url) <= LONGEST_URL
    except ValueError:
        return False


class OpmlImporter:
    """The `import_opml` job."""

    def __init__(self, tools: "Tools") -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        report_id, feeds = job.payload["report"], job.payload["feeds"]
        listings = [FeedListing(**{**feed, "folders": tuple(feed["folders"])}) for feed in feeds]
        while await self._tools.store.call(add_some, report_id, listings):
            pass
        return JobResult(job)


def add_all(report_id: int, listings: Sequence[FeedListing], on_progress: Callable[[int], None]) -> None:
    """The same at once, for the command line."""
    while done := add_some(report_id, listings):
        on_progress(done)
    on_progress(len(listings))


def add_some(report_id: int, listings: Sequence[FeedListing]) -> int:
    """Add the next few in one transaction; returns how many are done, or 0 when that is all."""
    from django.db import transaction
    from django.utils import timezone

    from octavo.store import imports
    from octavo.store.models import ImportReport

    with transaction.atomic():
        report = ImportReport.objects.select_for_update().get(pk=report_id)
        done = report.added + report.known
        created = [_add(listing) for listing in listings[done : done + FEEDS_AT_ONCE]]
        imports.note_import(report_id, added=sum(created), known=len(created) - sum(created))
        done += len(created)
        if done >= len(listings):
            imports.finish_import(report_id, timezone.now())
    return 0 if done >= len(listings) else done


def _add(listing: FeedListing) -> bool:
    from octavo.store import feeds

    section = listing.folders[-1] if listing.folders else ""
    return feeds.add_feed(listing.url, title=listing.title, section=section, language=listing.language or "")[1]


def _as_json(listing: FeedListing) -> dict[str, Any]:
    return {name: getattr(listing, name) for name in FeedListing.__slots__}
