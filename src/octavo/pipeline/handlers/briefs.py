"""`brief_story`, `brief_article`, `brief_wrapup`: tell in short what has changed, and keep it for the pages. Where
something on this machine can speak, a wrap-up is spoken next (`octavo.pipeline.handlers.speaking`).

One at a time and after everything else (`octavo.pipeline.runner`): nobody waits for a brief. Where a language model is
set, it writes later, in a job of its own (`octavo.pipeline.handlers.written_briefs`), and what is kept here is shown
until then.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from octavo.assist.speech import Speaker
from octavo.core.briefs import VERSION, Brief, BriefOf, KeptBrief, ReadArticle, WrapStory
from octavo.core.editions import DayPart, Edition
from octavo.core.protocols import Job
from octavo.core.reading import EditionKey
from octavo.pipeline.article_reading import ArticleReader, ReadArticles, UnreadError
from octavo.pipeline.briefing import BriefTask, StoryTask, SummaryTask, WrapupTask
from octavo.pipeline.handlers.speaking import WrapupSpeaker
from octavo.pipeline.jobs import Handler
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools
from octavo.pipeline.written_briefs import writers
from octavo.store import briefs, jobs, recordings
from octavo.store.briefs import Told

PRIORITY = 4
"""After new articles and their labels."""
OF_A_WRAPUP = 10
"""Articles of each story."""
STORIES = 8


def brief_handlers(tools: Tools, read: ReadArticles, speaker: Speaker | None = None) -> dict[str, Handler]:
    """`read` are the articles that were read lately, for whatever. Without a `speaker` no wrap-up is spoken."""
    maker = BriefMaker(tools, read, speaks=speaker is not None)
    handlers: dict[str, Handler] = {
        briefs.STORY_KIND: maker.story,
        briefs.ARTICLE_KIND: maker.article,
        briefs.WRAPUP_KIND: maker.wrapup,
    }
    if speaker:
        handlers[recordings.KIND] = WrapupSpeaker(tools, speaker)
    return handlers


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one job is about: the articles, story by story, and the hash of all that it looks at."""

    kind: BriefOf
    target: str
    stories: tuple[tuple[str, tuple[Told, ...]], ...]
    content_hash: bytes
    before: dict[str, tuple[str, ...]]
    language: str = ""
    writer: str = ""

    @property
    def told(self) -> list[Told]:
        return [one for _, articles in self.stories for one in articles]


FindWanted = Callable[[Mapping[str, Any], bool], Wanted | None]


class BriefMaker:
    def __init__(self, tools: Tools, read: ReadArticles, *, speaks: bool = False) -> None:
        self._tools = tools
        self._speaks = speaks
        self._reader = ArticleReader(tools.pool, read, PRIORITY)

    async def story(self, job: Job) -> JobResult:
        return await self._make(job, BriefOf.STORY)

    async def article(self, job: Job) -> JobResult:
        return await self._make(job, BriefOf.ARTICLE)

    async def wrapup(self, job: Job) -> JobResult:
        return await self._make(job, BriefOf.EDITION)

    async def _make(self, job: Job, kind: BriefOf) -> JobResult:
        """Nothing to do where the target is gone, or is told already as it is."""
        now = self._tools.clock.now()
        is_private = self._tools.settings.site.is_private
        wanted = await self._tools.store.call(_to_make, kind, job.payload, is_private)
        if wanted is None:
            return JobResult(job)
        try:
            made = await self._told(wanted)
        except UnreadError as error:
            return JobResult(job, failure=error.failure, retry_at=self._tools.retry_at(job, error.failure))
        return JobResult(job, effect=lambda: self._record(job, wanted, made, now))

    def _record(self, job: Job, wanted: Wanted, made: Sequence[tuple[Brief, str]], now: datetime) -> None:
        """A wrap-up that a model will write is spoken when it has."""
        kept = [KeptBrief(one, wanted.content_hash, now, VERSION, language) for one, language in made]
        sources = [int(one.article.id) for one in wanted.told]
        if not briefs.record_briefs(wanted.kind, wanted.target, kept, sources):
            return
        if wanted.writer:
            want_written(wanted, job.payload, now)
        elif self._speaks and wanted.kind is BriefOf.EDITION:
            recordings.want_recording(wanted.target, job.payload, now)

    async def _told(self, wanted: Wanted) -> tuple[tuple[Brief, str], ...]:
        read = await self._reader.read(wanted.told)
        return tuple(await self._reader.ask(_task(wanted, read)))


def _task(wanted: Wanted, read: dict[str, ReadArticle]) -> BriefTask:
    articles = tuple(read[one.article.id] for one in wanted.told)
    if wanted.kind is BriefOf.ARTICLE:
        return SummaryTask(articles[0])
    if wanted.kind is BriefOf.STORY:
        return StoryTask(articles)
    stories = tuple(
        WrapStory(story, tuple(read[one.article.id] for one in told), wanted.before.get(story, ()))
        for story, told in wanted.stories
    )
    return WrapupTask(stories, wanted.language)


def want_written(wanted: Wanted, payload: Mapping[str, Any], run_at: datetime, *, is_again: bool = False) -> None:
    """Have a model write it. `payload` is that of the job that the embedded briefs were made by."""
    key = f"{wanted.kind.value}|{wanted.target}"[:200]
    said = {"of": wanted.kind.value, "wanted": dict(payload), "is_again": is_again}
    jobs.enqueue(briefs.WRITE_KIND, key, said, run_at)


def _to_make(kind: BriefOf, payload: Mapping[str, Any], is_private: bool) -> Wanted | None:
    """None where the same was made of the same."""
    wanted = find_wanted(kind, payload, is_private)
    return wanted if wanted and briefs.made_of(kind, wanted.target) != wanted.content_hash else None


def find_wanted(kind: BriefOf, payload: Mapping[str, Any], is_private: bool) -> Wanted | None:
    """None where what the job is about is gone."""
    finders: dict[BriefOf, FindWanted] = {
        BriefOf.STORY: _wanted_story,
        BriefOf.ARTICLE: _wanted_article,
        BriefOf.EDITION: _wanted_wrapup,
    }
    return finders[kind](payload, is_private)


def _wanted_story(payload: Mapping[str, Any], is_private: bool) -> Wanted | None:
    story = int(payload["story"])
    told = _told(briefs.story_members(story), is_private)
    return _wanted(BriefOf.STORY, str(story), {str(story): told}, {}) if len(told) > 1 else None


def _wanted_article(payload: Mapping[str, Any], is_private: bool) -> Wanted | None:
    article = int(payload["article"])
    told = _told([article], is_private)
    return _wanted(BriefOf.ARTICLE, str(article), {str(article): told}, {}) if told else None


def _wanted_wrapup(payload: Mapping[str, Any], is_private: bool) -> Wanted | None:
    """Of the lead as it was kept, with what each of its stories had in the last edition of the day before."""
    from octavo.store import reading

    key = EditionKey(payload["country"], tuple(payload["languages"]))
    day, part = date.fromisoformat(payload["day"]), DayPart(payload["part"])
    edition = reading.snapshot_of(key, day, part)
    if edition is None or not edition.lead:
        return None
    earlier = _earlier(key, day)
    stories: dict[str, tuple[Told, ...]] = {}
    before: dict[str, tuple[str, ...]] = {}
    for placed in edition.lead[:STORIES]:
        members = briefs.story_members(placed.story, OF_A_WRAPUP, placed.article)
        stories[str(placed.story)] = _told(members, is_private)
        known = briefs.joined_before(placed.story, earlier.made_at) if earlier else set()
        before[str(placed.story)] = tuple(str(one) for one in members if one in known)
    target = briefs.edition_target(key, day, part)
    return _wanted(BriefOf.EDITION, target, stories, before, key.languages[0] if key.languages else "")


def _earlier(key: EditionKey, day: date) -> Edition | None:
    """The last edition of the day before."""
    from octavo.store import reading

    return reading.snapshot_of(key, day - timedelta(days=1))


def _told(article_ids: Sequence[int], is_private: bool) -> tuple[Told, ...]:
    return tuple(briefs.told(article_ids, instance_is_private=is_private))


def _wanted(
    kind: BriefOf,
    target: str,
    stories: dict[str, tuple[Told, ...]],
    before: dict[str, tuple[str, ...]],
    language: str = "",
) -> Wanted:
    parts = [part for story, told in stories.items() for part in (story, *(one.content_hash.hex() for one in told))]
    writer = writers()[kind]
    digest = briefs.brief_hash([str(VERSION), *parts, repr(sorted(before.items()))], writer)
    return Wanted(kind, target, tuple(stories.items()), digest, before, language, writer)
