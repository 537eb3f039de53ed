"""`check_stream`: ask whether a broadcaster's live stream answers, and ask again later, for ever."""

from octavo.core.failures import Failure
from octavo.core.fetching import PAGE_ACCEPT, FetchRequest
from octavo.core.protocols import Job
from octavo.pipeline.results import JobResult
from octavo.pipeline.streams import check_address, is_up, judge
from octavo.pipeline.tools import Tools
from octavo.store import streams

MAX_BYTES = 300_000
"""A playlist is smaller; a page that is larger answers all the same."""
ACCEPT = f"application/vnd.apple.mpegurl, {PAGE_ACCEPT}"


class StreamChecker:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        state = await self._tools.store.call(streams.stream_state, job.payload["stream"])
        if state is None:
            return JobResult(job)
        address = check_address(state)
        async with self._tools.turns.of(address):
            answer = await self._tools.fetcher.fetch(
                FetchRequest(address, ACCEPT, max_bytes=MAX_BYTES, obey_robots=True)
            )
        found = is_up(address, answer, offline=self._tools.reachability.offline)
        code = answer.code.value if isinstance(answer, Failure) else ""
        check = judge(state, found, code, self._tools.clock.now())
        return JobResult(job, effect=lambda: streams.record_check(check))
