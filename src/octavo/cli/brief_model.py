"""`octavo brief` by a language model: as the newsroom has one write, but for budgets and kept answers.

Both are kept in the newsroom's database, and a filter has none.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from octavo.core.assisting import OFF, ModelSettings, WrittenFeature
from octavo.core.briefs import Brief, Feature, ReadArticle, WrapStory
from octavo.core.config import load
from octavo.core.failures import OctavoError
from octavo.core.grounding import Claim, GroundingVerdict, SourceSentence
from octavo.core.ids import content_hash
from octavo.core.writing import CheckClaims, WriteEmbedded, WritingEvent

if TYPE_CHECKING:
    from octavo.assist.writing import Task
    from octavo.core.protocols import LanguageModel
    from octavo.pipeline.material import Material
    from octavo.pipeline.metering import Plan
    from octavo.pipeline.written_briefs import BriefWriter


def plan_for(feature: Feature, named: str | None) -> "Plan | None":
    """Who writes `feature`: the model that is `named`, else the settings'; None for this machine alone.

    Raises `OctavoError` for a name without an address, and for settings that make no sense.
    """
    settings = load(ModelSettings)
    if named not in {None, "", OFF} and not settings.url:
        raise OctavoError("--model needs OCTAVO_MODEL_URL, where the model answers")
    name = settings.model_of(feature) if named is None else named
    if name in {"", OFF} or feature.value not in set(WrittenFeature):
        return None
    from octavo.pipeline.metering import Plan

    return Plan(settings, name, settings.url, settings.key)


def longest_s(plan: "Plan") -> float:
    """What a line may take beside the reading: no further answer is begun after the first half."""
    return 2 * plan.settings.timeout_s


@dataclass(frozen=True, slots=True)
class Given:
    """What a line asks for, its articles read. `language` is "" for the articles' own."""

    read: tuple[ReadArticle, ...]
    stories: tuple[WrapStory, ...]
    language: str = ""
    question: str = ""


def by_model(brief: Brief, plan: "Plan", given: Given) -> Brief:
    """The embedded `brief` as the model has it, or the same with a notice."""
    return asyncio.run(_written(brief, plan, given))


async def _written(brief: Brief, plan: "Plan", given: Given) -> Brief:
    from octavo.pipeline.assistant import connect

    model = connect(plan)
    writer = _writer(plan, model)
    try:
        material = _material(given.read)
        if brief.feature is Feature.SUMMARY:
            return await writer.summary(brief, _material(given.read[:1]))
        if brief.feature is Feature.PERSPECTIVES:
            return await writer.roundup(brief, material, given.language)
        if brief.feature is Feature.WRAPUP:
            stories = {one.id: _material(one.articles) for one in given.stories}
            return await writer.wrapup(brief, stories, given.language)
        sources = _sources(given.question, given.read)
        return await writer.answer(brief, material, sources, given.question, given.language)
    finally:
        await model.aclose()


def _writer(plan: "Plan", model: "LanguageModel") -> "BriefWriter":
    from octavo.assist.writing import write
    from octavo.pipeline.written_briefs import BriefWriter

    def writing(task: "Task", check: CheckClaims, embedded: WriteEmbedded) -> AsyncGenerator[WritingEvent, None]:
        return write(replace(task, limits=plan.limits), model, check, embedded)

    return BriefWriter(writing, _checking, time.monotonic() + plan.settings.timeout_s)


def _checking(material: "Material") -> CheckClaims:
    from octavo.pipeline.grounding import check_read

    async def check(claims: Sequence[Claim]) -> Sequence[GroundingVerdict]:
        return check_read(claims, material.articles, material.key)

    return check


def _material(read: Sequence[ReadArticle]) -> "Material":
    from octavo.pipeline.material import Material

    said = [part for one in read for part in (one.article.id, one.article.language, *one.sentences)]
    return Material(tuple(read), content_hash(*said).hex())


def _sources(question: str, read: Sequence[ReadArticle]) -> list[SourceSentence]:
    """What a model may answer from."""
    from octavo.assist import briefs
    from octavo.understand.embedding import shipped_embedder

    story = briefs.StoryReading(tuple(read))
    spots = (story.spots[at] for at in briefs.material(question, story, shipped_embedder()))
    return [SourceSentence(read[one.article].article.id, one.index, one.text, one.language) for one in spots]
