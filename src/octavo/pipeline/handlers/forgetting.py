"""`forget_publisher`: all articles of a publisher that was taken out, a few at a time."""

from octavo.core.protocols import Job
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools
from octavo.store.takedowns import forget_some


class PublisherForgetter:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        while await self._tools.store.call(forget_some, job.payload["takedown"]):
            pass
        return JobResult(job)
