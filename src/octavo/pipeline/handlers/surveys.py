"""`open_survey`: the moment at which a survey opens has come."""

from octavo.core.protocols import Job
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools
from octavo.store.surveys import open_survey


class SurveyOpener:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        return JobResult(job, effect=lambda: open_survey(job.payload["survey"], self._tools.clock.now()))
