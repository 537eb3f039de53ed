"""`redo_page`: read a kept page once more, with a better extraction or another decision; nothing is fetched."""

from octavo.core.failures import Failure
from octavo.core.polling import PageOutcome
from octavo.core.protocols import Job
from octavo.extract import VERSION
from octavo.pipeline.digest import PageDigest
from octavo.pipeline.handlers.pages import page_task
from octavo.pipeline.knowledge import repeated_blocks
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools
from octavo.store.articles import KeptPage, kept_page

PRIORITY = 5
"""After everything new: feeds, pages and pictures."""


class PageRedoer:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        page = await self._tools.store.call(kept_page, job.payload["article"])
        if page is None:
            return JobResult(job)  # the page is kept no more, and with it goes the work
        repeated = await self._tools.store.call(repeated_blocks, page.request.publisher_id)
        task = page_task(page.request, page.body, page.url, page.content_type, repeated, is_packed=True)
        digest = await self._tools.pool.digest(task, priority=PRIORITY)
        return JobResult(job, page=_outcome(page, digest))


def _outcome(page: KeptPage, digest: PageDigest | Failure) -> PageOutcome:
    """A failure too is an outcome and no failed job: the page is noted as read, and not tried again and again."""
    article_id = page.request.article_id
    if isinstance(digest, Failure):
        return PageOutcome(article_id, page.fetched_at, failure=digest, version=VERSION, is_redone=True)
    return PageOutcome(
        article_id=article_id,
        fetched_at=page.fetched_at,
        failure=digest.failure,
        article=digest.article,
        fingerprints=digest.fingerprints,
        version=digest.version,
        trouble=digest.trouble,
        fallback=digest.fallback,
        is_redone=True,
    )
