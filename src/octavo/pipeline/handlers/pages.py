"""`fetch_page`: read an article's own page, for its full text or for what the publisher changed."""

from octavo.core.failures import Failure
from octavo.core.fetching import PAGE_ACCEPT, FetchRequest, FetchResult
from octavo.core.polling import PageOutcome
from octavo.core.protocols import Job
from octavo.pipeline.digest import PageDigest, PageTask
from octavo.pipeline.knowledge import repeated_blocks
from octavo.pipeline.results import JobResult
from octavo.pipeline.schedule import next_page_check
from octavo.pipeline.tools import Tools
from octavo.store.articles import PageRequest, page_request

PRIORITY = 1


class PageReader:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        request = await self._tools.store.call(page_request, job.payload["article"])
        if request is None:
            return JobResult(job)  # the article is gone, and with it the work
        async with self._tools.turns.of(request.url):
            return await self._fetch(job, request)

    async def _fetch(self, job: Job, request: PageRequest) -> JobResult:
        afresh = job.payload.get("afresh", False)
        fetched = await self._tools.fetcher.fetch(
            FetchRequest(
                request.url,
                PAGE_ACCEPT,
                etag=None if afresh else request.etag,
                last_modified=None if afresh else request.last_modified,
                max_bytes=self._tools.settings.gather.max_page_bytes,
                obey_robots=True,
            )
        )
        if isinstance(fetched, Failure):
            return self._failed(job, fetched)
        if fetched.not_modified:
            return JobResult(job, page=self._unchanged(request))
        return await self._read(job, request, fetched)

    def _unchanged(self, request: PageRequest) -> PageOutcome:
        now = self._tools.clock.now()
        again_at = next_page_check(request.seen_at, now)
        return PageOutcome(request.article_id, now, not_modified=True, check_again_at=again_at)

    async def _read(self, job: Job, request: PageRequest, fetched: FetchResult) -> JobResult:
        # Asked only now: while this page waited for its turn, others of the publisher were learned.
        repeated = await self._tools.store.call(repeated_blocks, request.publisher_id)
        task = page_task(request, fetched.body, fetched.final_url, fetched.content_type, repeated)
        digest = await self._tools.pool.digest(task, priority=PRIORITY)
        if isinstance(digest, Failure):
            return self._failed(job, digest)
        outcome = _outcome(request, fetched, digest)
        return JobResult(job, failure=digest.failure, page=outcome)

    def _failed(self, job: Job, failure: Failure) -> JobResult:
        """The failure is counted with the article only when we give up; until then the job's row holds it."""
        now = self._tools.clock.now()
        retry_at = self._tools.retry_at(job, failure)
        page = None if retry_at else PageOutcome(job.payload["article"], now, failure=failure)
        return JobResult(job, failure=failure, retry_at=retry_at, page=page)


def page_task(
    request: PageRequest,
    body: bytes,
    url: str,
    content_type: str,
    repeated: frozenset[int],
    *,
    is_packed: bool = False,
) -> PageTask:
    return PageTask(
        body,
        url,
        content_type,
        request.said,
        request.seen_at,
        request.language,
        is_packed=is_packed,
        repeated=repeated,
        wants_fallback=request.from_page,
        feed_url=request.feed_url,
        use=request.use,
    )


def _outcome(request: PageRequest, fetched: FetchResult, digest: PageDigest) -> PageOutcome:
    return PageOutcome(
        article_id=request.article_id,
        fetched_at=fetched.fetched_at,
        failure=digest.failure,
        url=fetched.final_url,
        content_type=fetched.content_type,
        body=digest.packed_body,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        article=digest.article,
        check_again_at=next_page_check(digest.published_at, fetched.fetched_at) if digest.article else None,
        fingerprints=digest.fingerprints,
        version=digest.version,
        trouble=digest.trouble,
        fallback=digest.fallback,
    )
