"""`find_logo`: look on a publisher's home page for its logo, and keep the best that really is a picture."""

from collections.abc import Sequence
from datetime import datetime

from octavo.core.failures import Failure
from octavo.core.fetching import PAGE_ACCEPT, FetchRequest
from octavo.core.ids import url_hash
from octavo.core.polling import PictureOutcome, StoredPicture
from octavo.core.protocols import Job
from octavo.pipeline.digest import LogoTask
from octavo.pipeline.handlers.pictures import PRIORITY, fetch_picture
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools
from octavo.store.pictures import record_pictures
from octavo.store.publishers import logo_request, record_logo

TRIES = 4
"""Home pages name many icons; the first few are the good ones."""


class LogoFinder:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        publisher_id = job.payload["publisher"]
        home_url = await self._tools.store.call(logo_request, publisher_id)
        if home_url is None:
            return JobResult(job)
        limit = self._tools.settings.gather.max_page_bytes
        page = await self._tools.fetcher.fetch(FetchRequest(home_url, PAGE_ACCEPT, max_bytes=limit, obey_robots=True))
        now = self._tools.clock.now()
        if isinstance(page, Failure):
            retry_at = self._tools.retry_at(job, page)
            if retry_at:
                return JobResult(job, failure=page, retry_at=retry_at)
            return JobResult(job, effect=lambda: _record(publisher_id, None, now))
        urls = await self._tools.pool.digest(LogoTask(page.body, page.final_url), priority=PRIORITY)
        found = None if isinstance(urls, Failure) else await self._first_picture(urls)
        return JobResult(job, effect=lambda: _record(publisher_id, found, now))

    async def _first_picture(self, urls: Sequence[str]) -> tuple[str, StoredPicture] | None:
        for url in urls[:TRIES]:
            stored = await fetch_picture(self._tools, url, url_hash(url).hex())
            if not isinstance(stored, Failure):
                return url, stored
        return None


def _record(publisher_id: int, found: tuple[str, StoredPicture] | None, now: datetime) -> None:
    picture_id = record_logo(publisher_id, found[0] if found else None, now)
    if picture_id and found:
        record_pictures([PictureOutcome(picture_id, found[1])])
