"""Translations that readers commission: an article, what is told of a story in short, a comment.

Each sentence is checked against its own original, as `octavo.assist.translating` says; what was translated once is kept
for everybody, but for what a reader's own model wrote.
"""

import hashlib
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from octavo.assist.translating import Translating
from octavo.core.assisting import WrittenFeature
from octavo.core.briefs import BriefOf, Feature
from octavo.core.clock import Clock
from octavo.core.commissions import About, CommissionEvent, Failed, NewCommission, Progress, Step, Translated
from octavo.core.grounding import GroundingVerdict
from octavo.core.languages import canonical_language
from octavo.core.protocols import LanguageModel, Translator
from octavo.core.translation import SentencePair
from octavo.core.writing import EMBEDDED, Done, Notice, NoticeCode
from octavo.pipeline.article_reading import ArticleReader
from octavo.pipeline.assistant import Assistant
from octavo.pipeline.briefing import CutTask, PairsTask
from octavo.pipeline.storing import StoreThread

FEATURE = WrittenFeature.TRANSLATE.value


@dataclass(frozen=True, slots=True)
class Original:
    """What is to be translated: sentences in order, the title first ("" for none), as `Translated` without a
    translation."""

    language: str
    sentences: tuple[Translated, ...]


@dataclass(frozen=True, slots=True)
class TranslationWriter:
    store: StoreThread
    clock: Clock
    reader: ArticleReader
    assistant: Assistant
    private: bool

    async def events(self, wanted: NewCommission, *, may_use_model: bool) -> AsyncGenerator[CommissionEvent, None]:
        """`Done` or `Failed` last. Raises `UnreadError` where a digesting process fails."""
        from octavo.pipeline.translators import translator_for

        original = await self._original(wanted)
        target = canonical_language(wanted.language) or "en"
        if original is None:
            yield Failed("there is nothing to translate")
            return
        yield Progress(Step.WRITING)
        model = await self.assistant.metered(FEATURE, wanted.reader_id) if may_use_model else None
        try:
            translator = translator_for(original.language, target, model)
            if translator is None:
                yield Failed(f"nobody translates from {original.language} into {target}")
                return
            is_own = model is not None and model.is_own and translator.name == model.name
            async with aclosing(self._translated(original, target, translator, is_own=is_own)) as events:
                async for event in events:
                    yield event
        finally:
            await _close(model)

    async def _translated(
        self, original: Original, target: str, translator: Translator, *, is_own: bool
    ) -> AsyncGenerator[CommissionEvent, None]:
        from octavo.store import assisting

        key = kept_key(original, target, translator.name)
        kept = None if is_own else await self.store.call(assisting.kept_answer, key)
        known = _unpacked(kept)
        if known:
            for event in known:
                yield event
            return
        events: list[CommissionEvent] = []
        async with aclosing(self._made(original, target, translator)) as made:
            async for event in made:
                events.append(event)
                yield event
        is_whole = not any(isinstance(event, Notice) for event in events)
        if is_whole and not is_own:
            packed = _packed(events)
            await self.store.call(assisting.keep_answer, key, FEATURE, translator.name, packed, self.clock.now())

    async def _made(
        self, original: Original, target: str, translator: Translator
    ) -> AsyncGenerator[CommissionEvent, None]:
        from octavo.pipeline.grounding import tell_language

        async def check(pairs: Sequence[SentencePair], article: Sequence[str]) -> Sequence[GroundingVerdict]:
            found: Sequence[GroundingVerdict] = await self.reader.ask(PairsTask(tuple(pairs), tuple(article)))
            return found

        translating = Translating(translator, check, tell_language)
        texts = [each.original for each in original.sentences]
        translated = left = 0
        told: set[NoticeCode] = set()
        async with aclosing(translating.sentences(texts, original.language, target)) as sentences:
            async for made in sentences:
                if isinstance(made.reason, NoticeCode) and made.reason not in told:
                    told.add(made.reason)
                    yield Notice(made.reason)
                translated += made.translation is not None
                left += made.translation is None and bool(made.original)
                if made.original:
                    shown = original.sentences[made.index]
                    yield replace(shown, original=made.original, translation=made.translation or "")
        yield Done(translator.name if translated else EMBEDDED, sentences=translated, dropped=left)

    async def _original(self, wanted: NewCommission) -> Original | None:
        """None for what is gone, or what its publisher's terms show nothing of."""
        language, title, text = await self.store.call(_said, wanted, self.private)
        if not language or not (title or text):
            return None
        cut: list[tuple[str, bool]] = await self.reader.ask(CutTask(text, language))
        first = Translated(title, language=language, begins=True, is_title=True)
        rest = (Translated(sentence, language=language, begins=begins) for sentence, begins in cut)
        return Original(language, (first, *rest))


async def _close(model: LanguageModel | None) -> None:
    if model is not None:
        await model.aclose()


def _said(wanted: NewCommission, private: bool) -> tuple[str, str, str]:
    """Language, title and text; all "" for what may not be seen."""
    from octavo.store import briefs
    from octavo.store.reading import comments

    if wanted.about is About.COMMENT:
        found = comments.published_text(wanted.target)
        return (found[1], "", found[0]) if found else ("", "", "")
    if wanted.about is About.STORY:
        return _roundup(wanted.target)
    told = list(briefs.told([wanted.target], instance_is_private=private))
    article = told[0].article if told else None
    return (article.language, article.title, article.text) if article else ("", "", "")


def _roundup(story_id: int) -> tuple[str, str, str]:
    """What is told of a story in short, in its sources' own words: made of what their terms let everybody read."""
    from octavo.store import briefs

    kept = briefs.briefs_of(BriefOf.STORY, str(story_id)).get(Feature.PERSPECTIVES)
    sentences = kept.brief.sentences if kept else ()
    if not sentences:
        return "", "", ""
    told = list(briefs.told([int(sentences[0].citations[0].article)], instance_is_private=True))
    text = "\n".join(sentence.text for sentence in sentences)
    return (told[0].article.language, "", text) if told else ("", "", "")


def kept_key(original: Original, target: str, name: str) -> bytes:
    """The same for the same sentences, languages, translator and words of its prompt, and for nothing else."""
    from octavo.assist.prompts import prompt

    texts = [each.original for each in original.sentences]
    said = [prompt("translate").id, name, original.language, target, texts]
    return hashlib.blake2b(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"), digest_size=32).digest()


def _packed(events: Sequence[CommissionEvent]) -> list[Any]:
    from octavo.store.packed_events import pack_event

    return [pack_event(event) for event in events]


def _unpacked(kept: Any) -> list[CommissionEvent]:
    from octavo.store.packed_events import unpack_event

    events = [unpack_event(each) for each in kept] if isinstance(kept, list) else []
    found = [event for event in events if event is not None]
    done = found[-1] if found else None
    is_whole = len(found) == len(events) and isinstance(done, Done)
    return [*found[:-1], replace(done, is_cached=True)] if is_whole and isinstance(done, Done) else []
