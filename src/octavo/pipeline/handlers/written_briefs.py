"""`write_brief`: have the operator's language model write what is told in short, in place of the embedded brief.

The embedded one is shown meanwhile, and stays where the model is in trouble; then it is asked once more, an hour later.
Nothing is replaced that was made anew while the model wrote.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from octavo.core.briefs import Brief, BriefOf, Feature, KeptBrief, ReadArticle
from octavo.core.protocols import Job
from octavo.core.writing import NoticeCode
from octavo.pipeline.article_reading import ArticleReader, ReadArticles, UnreadError
from octavo.pipeline.assistant import Assistant
from octavo.pipeline.handlers.briefs import PRIORITY, Wanted, find_wanted, want_written
from octavo.pipeline.jobs import Handler
from octavo.pipeline.material import checking, material_of
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools
from octavo.pipeline.written_briefs import AWAY, BriefWriter
from octavo.store import briefs, jobs, recordings

CHECKS_FIRST = -1
"""A check takes a moment, and a model, with its clock running, waits for it."""
MOST_S = 600.0
"""For one job: well below its lease, whatever one answer may take after that."""
AGAIN_AFTER = timedelta(hours=1)
REST = timedelta(minutes=5)
"""A model that was in trouble is asked for no other brief so long."""


def written_handlers(
    tools: Tools, read: ReadArticles, assistant: Assistant, *, speaks: bool = False
) -> dict[str, Handler]:
    """`read` are the articles that were read lately, most by the embedded briefs, moments ago. `speaks`: something here
    can speak what was written."""
    return {briefs.WRITE_KIND: ModelBriefs(tools, read, assistant, speaks=speaks)}


class ModelBriefs:
    def __init__(self, tools: Tools, read: ReadArticles, assistant: Assistant, *, speaks: bool) -> None:
        self._tools = tools
        self._speaks = speaks
        self._reader = ArticleReader(tools.pool, read, PRIORITY)
        self._checks = ArticleReader(tools.pool, read, CHECKS_FIRST)
        self._assistant = assistant
        self._trouble = ""
        self._rests_until: datetime | None = None

    async def __call__(self, job: Job) -> JobResult:
        """Nothing to do where the target is gone, or no model is to write any more."""
        kind, payload = BriefOf(job.payload["of"]), job.payload["wanted"]
        found = await self._tools.store.call(_to_write, kind, payload, self._tools.settings.site.is_private)
        if found is None:
            return JobResult(job)
        wanted, kept = found
        if not kept:
            return JobResult(job, effect=lambda: _make_first(wanted, self._tools.clock.now()))
        writer = self._writer()
        try:
            made = await self._written(wanted, kept, writer)
        except UnreadError as error:
            return JobResult(job, failure=error.failure, retry_at=self._tools.retry_at(job, error.failure))
        self._note(writer)
        return JobResult(job, effect=lambda: self._record(wanted, made, job.payload))

    def _record(self, wanted: Wanted, made: Sequence[KeptBrief], payload: Mapping[str, Any]) -> None:
        now = self._tools.clock.now()
        briefs.rewrite_briefs(wanted.kind, wanted.target, made)
        if self._speaks and wanted.kind is BriefOf.EDITION:
            recordings.want_recording(wanted.target, payload["wanted"], now)
        if not payload["is_again"] and any(one.brief.notice in AWAY for one in made):
            want_written(wanted, payload["wanted"], now + AGAIN_AFTER, is_again=True)

    def _writer(self) -> BriefWriter:
        is_resting = self._rests_until is not None and self._tools.clock.now() < self._rests_until
        return BriefWriter(
            self._assistant.write,
            lambda material: checking(self._checks, material),
            time.monotonic() + MOST_S,
            self._trouble if is_resting else "",
        )

    def _note(self, writer: BriefWriter) -> None:
        """A budget is looked at, at no cost; a rest is for who was asked and was away."""
        if writer.asked:
            self._trouble = writer.trouble
            is_away = writer.trouble and writer.trouble != NoticeCode.BUDGET.value
            self._rests_until = self._tools.clock.now() + REST if is_away else None

    async def _written(self, wanted: Wanted, kept: Sequence[KeptBrief], writer: BriefWriter) -> list[KeptBrief]:
        read = await self._reader.read(wanted.told)
        return [replace(one, brief=await _retold(wanted, one, read, writer)) for one in kept]


async def _retold(wanted: Wanted, kept: KeptBrief, read: Mapping[str, ReadArticle], writer: BriefWriter) -> Brief:
    stories = {story: material_of(told, read) for story, told in wanted.stories if told}
    if wanted.kind is BriefOf.EDITION:
        return await writer.wrapup(kept.brief, stories, wanted.language)
    (material,) = stories.values()
    if wanted.kind is BriefOf.ARTICLE:
        return await writer.summary(kept.brief, material)
    return await writer.roundup(kept.brief, material, kept.language)


def _to_write(
    kind: BriefOf, payload: Mapping[str, Any], is_private: bool
) -> tuple[Wanted, tuple[KeptBrief, ...]] | None:
    """The briefs that a model may write, as they are kept; none of them where they were made of something else."""
    wanted = find_wanted(kind, payload, is_private)
    if wanted is None or not wanted.writer or briefs.made_of(kind, wanted.target) is None:
        return None
    features = {Feature.SUMMARY, Feature.PERSPECTIVES, Feature.WRAPUP}
    kept = [one for one in briefs.all_briefs_of(kind, wanted.target) if one.brief.feature in features]
    return wanted, tuple(one for one in kept if one.content_hash == wanted.content_hash)


def _make_first(wanted: Wanted, now: datetime) -> None:
    """Labels came, or another model was set: what is shown is of yesterday's texts, and is made anew first."""
    jobs.enqueue_many([briefs.brief_job(wanted.kind, wanted.target, now + briefs.STORY_EVERY)])
