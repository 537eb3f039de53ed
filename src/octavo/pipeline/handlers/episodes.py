"""`fetch_chapters` and `fetch_transcript`: what publishers keep beside their episodes, read within bounds."""

from functools import partial

from octavo.core.failures import Failure
from octavo.core.fetching import FetchRequest
from octavo.core.listening import SpokenLine, TranscriptLink
from octavo.core.protocols import Job
from octavo.pipeline.digest import ChaptersTask, TranscriptTask
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools
from octavo.store import episodes

PRIORITY = 2
CHAPTERS_ACCEPT = "application/json+chapters, application/json;q=0.9, */*;q=0.1"
TRANSCRIPT_ACCEPT = (
    "text/vtt, application/x-subrip, application/json;q=0.9, text/html;q=0.7, text/plain;q=0.6, */*;q=0.1"
)
MAX_CHAPTERS_BYTES = 1_000_000
MAX_TRANSCRIPT_BYTES = 4_000_000
TRIES = 3
"""Of the transcripts that one episode names."""


class ChaptersReader:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        article_id = job.payload["article"]
        url = await self._tools.store.call(episodes.chapters_address, article_id)
        if not url:
            return JobResult(job)  # the article is gone, and with it the work
        async with self._tools.turns.of(url):
            fetched = await self._tools.fetcher.fetch(FetchRequest(url, CHAPTERS_ACCEPT, max_bytes=MAX_CHAPTERS_BYTES))
        if isinstance(fetched, Failure):
            return JobResult(job, failure=fetched, retry_at=self._tools.retry_at(job, fetched))
        found = await self._tools.pool.digest(ChaptersTask(fetched.body), priority=PRIORITY)
        if isinstance(found, Failure):
            return JobResult(job, failure=found)
        return JobResult(job, effect=lambda: episodes.record_chapters(article_id, found))


class TranscriptReader:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        article_id = job.payload["article"]
        links = await self._tools.store.call(episodes.transcript_links, article_id)
        failure: Failure | None = None
        for link in links[:TRIES]:
            lines = await self._read(link)
            if not isinstance(lines, Failure):
                record = partial(episodes.record_transcript, article_id, link, lines, self._tools.clock.now())
                return JobResult(job, effect=record)
            failure = failure or lines
        if failure is None:
            return JobResult(job)
        return JobResult(job, failure=failure, retry_at=self._tools.retry_at(job, failure))

    async def _read(self, link: TranscriptLink) -> tuple[SpokenLine, ...] | Failure:
        request = FetchRequest(link.url, TRANSCRIPT_ACCEPT, max_bytes=MAX_TRANSCRIPT_BYTES)
        async with self._tools.turns.of(link.url):
            fetched = await self._tools.fetcher.fetch(request)
        if isinstance(fetched, Failure):
            return fetched
        task = TranscriptTask(fetched.body, fetched.content_type or link.type, fetched.final_url)
        answer: tuple[SpokenLine, ...] | Failure = await self._tools.pool.digest(task, priority=PRIORITY)
        return answer
