"""`notify`: tell readers of what happened, in their bells first."""

from octavo.core.protocols import Job
from octavo.pipeline import notifying
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools


class Notifier:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        now = self._tools.clock.now()
        found = await self._tools.store.call(notifying.find, job.payload, now, self._tools.settings.site)
        return JobResult(job, effect=lambda: notifying.record(found, self._tools.clock.now()))
