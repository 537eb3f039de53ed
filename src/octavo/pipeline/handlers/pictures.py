"""`fetch_picture`: fetch a picture, and have it measured and re-encoded."""

from octavo.core.failures import Failure
from octavo.core.fetching import PICTURE_ACCEPT, FetchRequest
from octavo.core.polling import PictureOutcome, StoredPicture
from octavo.core.protocols import Job
from octavo.pipeline.digest import PictureTask
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools
from octavo.store.pictures import picture_request

PRIORITY = 2


class PictureFetcher:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        picture_id = job.payload["picture"]
        request = await self._tools.store.call(picture_request, picture_id)
        if request is None:
            return JobResult(job)
        stored = await fetch_picture(self._tools, *request)
        if not isinstance(stored, Failure):
            return JobResult(job, picture=PictureOutcome(picture_id, stored))
        retry_at = self._tools.retry_at(job, stored)
        if retry_at:
            return JobResult(job, failure=stored, retry_at=retry_at)
        # A picture's row says itself what failed, so its job is done.
        return JobResult(job, picture=PictureOutcome(picture_id, failure=stored))


async def fetch_picture(tools: Tools, url: str, name: str) -> StoredPicture | Failure:
    """The picture at `url`, kept on disk under `name`."""
    request = FetchRequest(url, PICTURE_ACCEPT, max_bytes=tools.settings.gather.max_picture_bytes)
    async with tools.turns.of(url):
        fetched = await tools.fetcher.fetch(request)
        if isinstance(fetched, Failure):
            return fetched
        task = PictureTask(fetched.body, tools.settings.store.pictures, name)
        answer: StoredPicture | Failure = await tools.pool.digest(task, priority=PRIORITY)
        return answer
