"""`moderate_comment`: have a waiting comment judged, tell its language, and record both."""

from octavo.core.failures import Failure
from octavo.core.protocols import Job
from octavo.pipeline.digest import Judgement, JudgeTask
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools
from octavo.store.moderating import Waiting, record_verdict, waiting_comment

PRIORITY = -1
"""Before feeds and pages: a person is waiting."""


class CommentJudge:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        now = self._tools.clock.now()
        waiting = await self._tools.store.call(waiting_comment, job.payload["comment"], now)
        if waiting is None:
            return JobResult(job)
        judged = await self._tools.pool.digest(JudgeTask(waiting.to_judge), priority=PRIORITY)
        if isinstance(judged, Failure):
            # Given up, it goes on waiting, where moderators find it.
            return JobResult(job, failure=judged, retry_at=self._tools.retry_at(job, judged))
        return JobResult(job, effect=lambda: self._record(waiting, judged))

    def _record(self, waiting: Waiting, judged: Judgement) -> None:
        record_verdict(waiting, judged.verdict, judged.language, self._tools.clock.now())
