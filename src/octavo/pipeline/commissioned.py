"""How each commission is written: what it is written from, the embedded answer, and the language model's where one is.

Every sentence of a model passes the checker, in a digesting process of its own, before it is an event at all.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from octavo.assist.explaining import key_points_of
from octavo.assist.prompts import prompt
from octavo.assist.writing import Task
from octavo.core.assisting import SimpleLevel
from octavo.core.briefs import Answer, Brief, BriefSentence, Feature
from octavo.core.clock import Clock
from octavo.core.commissions import (
    About,
    Commission,
    CommissionEvent,
    Failed,
    NewCommission,
    Progress,
    Step,
    Suggested,
    Unanswered,
)
from octavo.core.languages import canonical_language
from octavo.core.writing import EMBEDDED, Done, Notice, NoticeCode, Sentence
from octavo.pipeline.article_reading import ArticleReader, UnreadError
from octavo.pipeline.assistant import Assistant
from octavo.pipeline.briefing import Asked, AskTask, StoryTask, SummaryTask
from octavo.pipeline.material import Material, beginning, checking, cited, material_of, task_of
from octavo.pipeline.news_search import NewsSearch
from octavo.pipeline.storing import StoreThread
from octavo.pipeline.translating import TranslationWriter

if TYPE_CHECKING:
    from octavo.store.briefs import Told

OF_THE_NEWS = 8
"""Articles that a question about all the news is answered from."""
OF_A_STORY = 20
NEAREST = 3


@dataclass(frozen=True, slots=True)
class CommissionWriter:
    """One for a worker. `private`: the instance shows everything to whoever it serves."""

    store: StoreThread
    clock: Clock
    reader: ArticleReader
    assistant: Assistant
    news: NewsSearch
    private: bool = field(default=False)

    async def events(self, commission: Commission) -> AsyncGenerator[CommissionEvent, None]:
        """All that its reader gets, `Done` or `Failed` last. Raises for nothing that an article or a reader says."""
        try:
            async with aclosing(self._written(commission.wanted)) as events:
                async for event in events:
                    yield event
        except UnreadError as error:
            yield Failed(str(error))

    async def _written(self, wanted: NewCommission) -> AsyncGenerator[CommissionEvent, None]:
        if wanted.feature is Feature.TRANSLATE:
            async with aclosing(self._translation(wanted)) as events:
                async for event in events:
                    yield event
            return
        if wanted.about is About.NEWS:
            yield Progress(Step.SEARCHING)
        told = await self._told(wanted)
        if not told:
            yield Unanswered() if wanted.feature is Feature.ASK else Failed("the article or story is gone")
            yield Done(EMBEDDED)
            return
        yield Progress(Step.READING, len(told))
        read = await self.reader.read(told)
        material = material_of(told, read)
        yield Progress(Step.WRITING, len(told))
        writers = {
            Feature.ASK: self._answer,
            Feature.PERSPECTIVES: self._roundup,
            Feature.SUMMARY: self._summary,
            Feature.EXPLAIN: self._explanation,
        }
        async with aclosing(writers[wanted.feature](wanted, material)) as events:
            async for event in events:
                yield event

    async def _told(self, wanted: NewCommission) -> "list[Told]":
        from octavo.store import briefs

        if wanted.about is About.ARTICLE:
            ids: Sequence[int] = [wanted.target]
        elif wanted.about is About.STORY:
            ids = await self.store.call(briefs.story_members, wanted.target, OF_A_STORY)
        else:
            question = f"{wanted.earlier} {wanted.question}".strip()
            ids = await self.news.find(question, self.clock.now(), OF_THE_NEWS)
        return await self.store.call(_told_of, ids, self.private)

    async def _answer(self, wanted: NewCommission, material: Material) -> AsyncGenerator[CommissionEvent, None]:
        """Where the embedded judge finds that the sources do not say, no model is asked to find words all the same."""
        asked: Asked = await self.reader.ask(AskTask(wanted.question, material.articles, wanted.earlier))
        table = asked.brief.table
        answer = table if isinstance(table, Answer) else Answer(wanted.question, is_refused=True)
        embedded = cited(asked.brief.sentences, material.articles)
        if answer.is_refused:
            near = [BriefSentence(one.telling.citation.quote, (one.telling.citation,)) for one in answer.passages]
            yield Unanswered(cited(near[:NEAREST], material.articles))
            yield Suggested(answer.suggestions)
            yield Done(EMBEDDED)
            return
        if answer.suggestions:
            yield Suggested(answer.suggestions)
        question = f"{wanted.earlier}\n{wanted.question}".strip()
        task = task_of(prompt("ask"), material, wanted.language, sources=asked.material, question=question)
        async with aclosing(self._asked(task, material, embedded, wanted.reader_id)) as events:
            async for event in events:
                yield event

    async def _summary(self, wanted: NewCommission, material: Material) -> AsyncGenerator[CommissionEvent, None]:
        (brief, _), *_ = await self.reader.ask(SummaryTask(material.articles[0]))
        if not brief.sentences:  # it is short enough as it is
            brief = replace(brief, sentences=beginning(material.articles[0]))
        async with aclosing(self._model_or(brief, "summary", wanted, material)) as events:
            async for event in events:
                yield event

    async def _explanation(self, wanted: NewCommission, material: Material) -> AsyncGenerator[CommissionEvent, None]:
        """Where the model fails, the article's own key points."""
        level = SimpleLevel(wanted.level) if wanted.level in set(SimpleLevel) else SimpleLevel.PLAIN
        task = task_of(prompt("explain").at_level(level), material, wanted.language)
        points = await key_points_of(material.articles[0])()
        async with aclosing(self._asked(task, material, points, wanted.reader_id)) as events:
            async for event in events:
                yield event

    async def _translation(self, wanted: NewCommission) -> AsyncGenerator[CommissionEvent, None]:
        writer = TranslationWriter(self.store, self.clock, self.reader, self.assistant, self.private)
        may = await self._may_use_model(wanted.reader_id)
        async with aclosing(writer.events(wanted, may_use_model=may)) as events:
            async for event in events:
                yield event

    async def _may_use_model(self, reader_id: int | None) -> bool:
        """On a public instance the operator says whether visitors without an account may."""
        return reader_id is not None or self.private or await self.store.call(_strangers_may)

    async def _roundup(self, wanted: NewCommission, material: Material) -> AsyncGenerator[CommissionEvent, None]:
        told: Sequence[tuple[Brief, str]] = await self.reader.ask(StoryTask(material.articles))
        roundups = [(one, language) for one, language in told if one.feature is Feature.PERSPECTIVES]
        best = next(
            (one for one, language in roundups if language == canonical_language(wanted.language)), roundups[0][0]
        )
        async with aclosing(self._model_or(best, "perspectives", wanted, material)) as events:
            async for event in events:
                yield event

    def _model_or(
        self, brief: Brief, form: str, wanted: NewCommission, material: Material
    ) -> AsyncGenerator[CommissionEvent, None]:
        task = task_of(prompt(form), material, wanted.language)
        return self._asked(task, material, cited(brief.sentences, material.articles), wanted.reader_id)

    async def _asked(
        self, task: Task, material: Material, embedded: Sequence[Sentence], reader_id: int | None
    ) -> AsyncGenerator[CommissionEvent, None]:
        """Where no model is set there is nothing to tell readers of."""

        async def without_model() -> Sequence[Sentence]:
            return embedded

        if not await self._may_use_model(reader_id):
            for sentence in embedded:
                yield sentence
            yield Done(EMBEDDED, sentences=len(embedded))
            return
        check = checking(self.reader, material)
        async with aclosing(self.assistant.write(task, check, without_model, reader_id)) as events:
            async for event in events:
                if event != Notice(NoticeCode.NO_MODEL):
                    yield event


def _strangers_may() -> bool:
    """Whether the operator's model writes for visitors without an account."""
    from octavo.store import assisting

    return assisting.chosen().settings.strangers


def _told_of(ids: Sequence[int], private: bool) -> "list[Told]":
    from octavo.store import briefs

    return list(briefs.told(ids, instance_is_private=private))
