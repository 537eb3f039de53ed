"""Briefs by a language model: summary, roundup and the paragraphs of a wrap-up, written in place of the embedded ones.

What a model does not write, or nothing of which is supported, stays as this machine made it, and the brief says why.
"""

import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from octavo.assist.prompts import prompt
from octavo.assist.writing import Task
from octavo.core.assisting import WrittenFeature
from octavo.core.briefs import Answer, Brief, BriefOf, BriefSentence, WrapItem, Wrapup
from octavo.core.grounding import SourceSentence
from octavo.core.writing import (
    EMBEDDED,
    CheckClaims,
    Done,
    Notice,
    NoticeCode,
    Sentence,
    WriteEmbedded,
    WritingEvent,
)
from octavo.pipeline.material import Material, quoted, task_of

Write = Callable[[Task, CheckClaims, WriteEmbedded], AsyncGenerator[WritingEvent, None]]
"""`Assistant.write`, or the like of it."""

AWAY = frozenset(code.value for code in (NoticeCode.DOWN, NoticeCode.SLOW, NoticeCode.BUSY, NoticeCode.BUDGET))
"""Trouble of the model's, whatever it is asked: a later time may be a better one. What it refuses, it refuses again."""
FEATURES = {
    BriefOf.ARTICLE: WrittenFeature.SUMMARY,
    BriefOf.STORY: WrittenFeature.PERSPECTIVES,
    BriefOf.EDITION: WrittenFeature.WRAPUP,
}
"""What a model writes of each."""


def writers() -> dict[BriefOf, str]:
    """Who is to write: for each kind a model and the prompt that it is asked by, "" for this machine. A short query."""
    from octavo.store import assisting

    settings = assisting.chosen().settings
    models = {kind: settings.model_of(feature) for kind, feature in FEATURES.items()}
    return {kind: f"{model} {prompt(FEATURES[kind]).id}" if model else "" for kind, model in models.items()}


@dataclass(frozen=True, slots=True)
class Written:
    """What a model made of one task; `sentences` is () where nothing of its is there."""

    sentences: tuple[BriefSentence, ...] = ()
    provider: str = EMBEDDED
    dropped: int = 0
    notice: str = ""


@dataclass(slots=True)
class BriefWriter:
    """For the briefs of one target. After `trouble`, or `until` (of `time.monotonic`), no model is asked any more."""

    write: Write
    check: Callable[[Material], CheckClaims]
    until: float = float("inf")
    trouble: str = ""
    asked: int = field(default=0)

    async def summary(self, brief: Brief, material: Material) -> Brief:
        """An article that is short enough has none, by a model neither."""
        if not brief.sentences:
            return brief
        return await self._told(brief, material, task_of(prompt("summary"), material))

    async def roundup(self, brief: Brief, material: Material, language: str = "") -> Brief:
        """In `language`, else in that of the embedded one. Of one voice alone there is none."""
        form = prompt("perspectives")
        if len(set(material.voices.values())) < form.voices:
            return brief
        return await self._told(brief, material, task_of(form, material, language or _language_of(brief, material)))

    async def answer(
        self, brief: Brief, material: Material, sources: Sequence[SourceSentence], question: str, language: str = ""
    ) -> Brief:
        """From `sources`. Where the embedded judge finds that they do not say, no model is asked for words."""
        if not isinstance(brief.table, Answer) or brief.table.is_refused:
            return brief
        return await self._told(
            brief, material, task_of(prompt("ask"), material, language, sources=sources, question=question)
        )

    async def wrapup(self, brief: Brief, stories: Mapping[str, Material], language: str = "") -> Brief:
        """Paragraph by paragraph, in `language`, else in that of each story's first article."""
        from octavo.assist.briefs import wrapped

        table = brief.table if isinstance(brief.table, Wrapup) else Wrapup((), 0.0)
        items: list[WrapItem] = []
        made = replace(brief, dropped=0, notice="")
        for item in table.items:
            material = stories.get(item.story)
            written = Written()
            if material and item.paragraph:
                written = await self._written(task_of(prompt("wrapup"), material, language), material)
            items.append(replace(item, paragraph=written.sentences or item.paragraph))
            made = _together(made, written)
        again = wrapped(items)
        return replace(made, sentences=again.sentences, table=again.table)

    async def _told(self, brief: Brief, material: Material, task: Task) -> Brief:
        written = await self._written(task, material)
        made = _together(replace(brief, dropped=0, notice=""), written)
        return replace(made, sentences=written.sentences or brief.sentences)

    async def _written(self, task: Task, material: Material) -> Written:
        if not self.trouble and time.monotonic() > self.until:
            self.trouble = NoticeCode.SLOW.value
        if self.trouble:
            return Written(notice=self.trouble)
        self.asked += 1
        sentences, notice, done = [], "", Done(EMBEDDED)
        async with aclosing(self.write(task, self.check(material), _nothing)) as events:
            async for event in events:
                match event:
                    case Sentence():
                        sentences.append(quoted(event, material.articles, task.language))
                    case Notice(code) if code is not NoticeCode.NO_MODEL:
                        notice = code.value
                    case Done():
                        done = event
        self.trouble = notice if notice in AWAY else ""
        return Written(tuple(sentences), done.provider, done.dropped, notice)


def _together(brief: Brief, written: Written) -> Brief:
    provider = written.provider if written.sentences else brief.provider
    return replace(
        brief, provider=provider, dropped=brief.dropped + written.dropped, notice=written.notice or brief.notice
    )


def _language_of(brief: Brief, material: Material) -> str:
    """That of the sentence that it begins with."""
    first = next((sentence for sentence in brief.sentences if sentence.citations), None)
    if first is None:
        return ""
    spoken = {one.article.id: one.article.language for one in material.articles}
    return first.language or spoken.get(first.citations[0].article, "")


async def _nothing() -> Sequence[Sentence]:
    """The embedded brief is there already."""
    return ()
