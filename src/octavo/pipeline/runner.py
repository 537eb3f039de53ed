"""The worker: takes in due feeds and jobs, fetches, has them digested, and hands everything to one writer.

Killed at any moment it loses nothing and doubles nothing: claims are leases, a feed's validators advance in the
transaction that stores its entries, and a job's row goes in the transaction that stores its outcome.
"""

import asyncio
import gc
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog

from octavo.core.clock import Clock, SystemClock
from octavo.core.polling import PollOutcome
from octavo.core.protocols import Fetcher
from octavo.core.reading import GatheringState
from octavo.pipeline.article_reading import ArticleReader, ReadArticles
from octavo.pipeline.assistant import Assistant
from octavo.pipeline.commissions import CommissionRunner, runner_of
from octavo.pipeline.digests import keep_digests
from octavo.pipeline.editions import keep_editions
from octavo.pipeline.handlers import all_handlers
from octavo.pipeline.intake import Intake
from octavo.pipeline.jobs import EmbeddedRunner
from octavo.pipeline.labelling import keep_labelled
from octavo.pipeline.maintenance import keep_house_daily, keep_search_tidy, measure_hourly
from octavo.pipeline.polling import Poll, Poller
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.reachability import Reachability
from octavo.pipeline.redoing import keep_extractions_current
from octavo.pipeline.results import JobResult, write
from octavo.pipeline.stories import grouping_pool, keep_grouped
from octavo.pipeline.storing import Record, StoreThread, Writer
from octavo.pipeline.takeover import Presence
from octavo.pipeline.tools import Settings, Tools, load_settings
from octavo.pipeline.turns import Turns

if TYPE_CHECKING:
    from octavo.assist.speech import Speaker

log = structlog.get_logger()

FEED_LEASE_S = 300
FLUSH_S = 1.5
BRIEFS_AT_ONCE = 1
"""A story takes seconds of the digesting processes; the lease of one that waited behind others would run out."""
WRITING_AT_ONCE = 1
"""A model that answers some requests at a time answers readers, who wait, with the rest."""
REPORT_EVERY_S = 1.0
REPORT_RARELY_S = 15.0

Report = Callable[[GatheringState], None]


def run_worker(report: Report | None = None) -> None:
    """Work until SIGTERM or SIGINT. `report` hears about once a second how the gathering goes.

    The database must be migrated. Raises `OctavoError` for settings that make no sense.
    """
    from octavo import store

    settings = load_settings()
    store.setup()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_work(settings, report))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where there is one: a third less time per fetch."""
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


async def _work(settings: Settings, report: Report | None) -> None:
    from octavo.gather.fetcher import HttpFetcher

    clock = SystemClock()
    worker = Worker(settings, clock, HttpFetcher(settings.gather, clock))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stop)
    await worker.run(report)


class Worker:
    """One worker process's loops. `run` once; `stop` may be called from a signal handler, more than once."""

    def __init__(self, settings: Settings, clock: Clock, fetcher: Fetcher) -> None:
        self._settings = settings
        self._clock = clock
        self._fetcher = fetcher
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()

    async def run(self, report: Report | None = None) -> None:
        presence = Presence(self._settings.store.data)
        processes = self._settings.worker.processes
        async with (
            StoreThread() as store,
            DigestPool(processes) as pool,
            DigestPool(min(processes, 1)) as answering,
            grouping_pool(processes) as grouping,
        ):
            tools = Tools(self._settings, self._clock, self._fetcher, pool, store, Turns(), Reachability())
            try:
                await store.call(presence.begin)
                await store.call(_sync_catalogue, self._settings)
                await store.call(_want_stream_checks, self._clock)
                gc.freeze()  # what is loaded by now stays; looking through it for garbage costs a tenth
                await self._gather(tools, grouping, answering, report)
            finally:
                await self._fetcher.aclose()
                await store.call(presence.end)

    async def _gather(self, tools: Tools, grouping: DigestPool, answering: DigestPool, report: Report | None) -> None:
        from octavo.assist.speech import find_speaker

        read = ReadArticles()
        assistant = Assistant(tools.store.call, tools.clock)
        speaker = await asyncio.to_thread(find_speaker, self._settings.speech)
        writer = Writer(tools.store, write, on_written=lambda records: _wake(jobs, records))
        jobs = EmbeddedRunner(all_handlers(tools), store=tools.store, finish=writer.put, clock=tools.clock)
        telling: list[EmbeddedRunner | CommissionRunner] = [
            *brief_runners(tools, read, assistant, writer.put, speaker),
            runner_of(
                tools.store,
                tools.clock,
                ArticleReader(answering, read),
                assistant,
                private=tools.settings.site.is_private,
            ),
        ]
        feeds = _feed_intake(tools, writer)
        writing = asyncio.create_task(writer.run())
        taking = [asyncio.create_task(feeds.run()), asyncio.create_task(jobs.run())]
        if tools.settings.worker.label:
            taking += [asyncio.create_task(one.run()) for one in telling]
        beside = [
            writing,
            asyncio.create_task(keep_house_daily(tools)),
            asyncio.create_task(measure_hourly(tools)),
            asyncio.create_task(keep_search_tidy(tools.store, writer)),
            asyncio.create_task(keep_extractions_current(tools)),
            asyncio.create_task(keep_digests(tools)),
            asyncio.create_task(self._until_stopped()),
            *(asyncio.create_task(one) for one in _understanding(tools, grouping)),
        ]
        if report:
            beside.append(asyncio.create_task(_report(tools, report)))
        try:
            ended, _ = await asyncio.wait([*taking, *beside], return_when=asyncio.FIRST_COMPLETED)
            for intake in (feeds, jobs, *telling):
                intake.stop()
            await asyncio.gather(*taking)
            for task in ended:
                await task  # what failed ends the worker; the supervisor starts another
            await asyncio.wait_for(writer.flush(), FLUSH_S)
        finally:
            for task in (*taking, *beside):
                task.cancel()
            await asyncio.gather(*taking, *beside, return_exceptions=True)
            await assistant.aclose()

    async def _until_stopped(self) -> None:
        await self._stopping.wait()


def brief_runners(
    tools: Tools,
    read: ReadArticles,
    assistant: Assistant,
    finish: Callable[[JobResult], Awaitable[None]],
    speaker: "Speaker | None" = None,
) -> list[EmbeddedRunner]:
    """What is told in short for everybody: by this machine, and apart from that, as it may be slow, by a model."""
    from octavo.pipeline.handlers.briefs import brief_handlers
    from octavo.pipeline.handlers.written_briefs import written_handlers

    takers = (
        (brief_handlers(tools, read, speaker), BRIEFS_AT_ONCE),
        (written_handlers(tools, read, assistant, speaks=speaker is not None), WRITING_AT_ONCE),
    )
    return [
        EmbeddedRunner(handlers, store=tools.store, finish=finish, clock=tools.clock, limit=limit)
        for handlers, limit in takers
    ]


def _understanding(tools: Tools, grouping: DigestPool) -> Iterator[Coroutine[Any, Any, None]]:
    """From articles to labels, stories and editions, as far as the settings let this worker."""
    if tools.settings.worker.label:
        yield keep_labelled(tools)
        yield keep_grouped(tools, grouping)
        yield keep_editions(tools)


def _wake(jobs: EmbeddedRunner, records: Sequence[Record]) -> None:
    if any(map(_asks_for_work, records)):
        jobs.wake()


def _asks_for_work(record: Record) -> bool:
    """Whether storing it may have enqueued a page or a picture. Looking for jobs costs more than asking this."""
    if isinstance(record, PollOutcome):
        return any(
            entry.wants_page or entry.article.picture or entry.article.media or entry.article.episode
            for entry in record.entries
        )
    return record.page is not None or record.effect is not None


def _sync_catalogue(settings: Settings) -> None:
    if settings.worker.catalogue:
        from octavo.pipeline.catalogue import load_catalogue
        from octavo.store import publishers

        publishers.sync_catalogue(load_catalogue())


def _want_stream_checks(clock: Clock) -> None:
    from octavo.store import streams

    streams.want_checks(clock.now())


def _feed_intake(tools: Tools, writer: Writer) -> Intake[Poll]:
    from octavo.store import feeds

    settings = tools.settings
    poller = Poller(
        tools.fetcher,
        tools.pool,
        settings.worker,
        tools.clock,
        tools.reachability,
        max_bytes=settings.gather.max_feed_bytes,
    )

    async def next_due() -> datetime | None:
        return await tools.store.call(feeds.next_due_at)

    async def claim(limit: int) -> Sequence[Poll]:
        return await tools.store.call(_claim_polls, tools.clock, limit)

    async def handle(poll: Poll) -> None:
        await writer.put(await poller.poll(poll))

    async def release(polls: Sequence[Poll]) -> None:
        await tools.store.call(feeds.release, [poll.feed.id for poll in polls])

    return Intake(
        next_due=next_due,
        claim=claim,
        handle=handle,
        release=release,
        clock=tools.clock,
        limit=settings.gather.fetch_concurrency,
    )


def _claim_polls(clock: Clock, limit: int) -> list[Poll]:
    from octavo.store import feeds

    due = feeds.claim_due(clock.now(), limit, FEED_LEASE_S)
    known = feeds.known_entries_many([feed.id for feed in due if feed.content_hash])
    return [Poll(feed, known.get(feed.id, {})) for feed in due]


async def _report(tools: Tools, report: Report) -> None:
    from octavo.store import reading

    while True:
        state = await tools.store.call(reading.gathering_state, tools.clock.now())
        report(state)
        busy = state.polled < state.feeds or state.jobs_due > 0
        await asyncio.sleep(REPORT_EVERY_S if busy else REPORT_RARELY_S)
