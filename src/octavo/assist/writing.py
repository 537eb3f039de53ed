"""A feature written by a language model, sentence by sentence, each checked before anybody reads it.

The way: sources are screened and numbered, the prompt is sent, the answer is read as it streams, each sentence is made
plain and given to the checker, and what it accepts goes on with the checker's citations. Where a model is away, slow,
refuses, babbles or is never supported, the embedded answer is given instead, and readers are told which wrote.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from octavo.assist.answers import AnswerReader, SaidSentence
from octavo.assist.plain import has_foreign_address, plain, trouble_of
from octavo.assist.prompts import Prompt, asked, fitting
from octavo.assist.screening import screened, speaks_to_machines
from octavo.core.clock import SystemClock
from octavo.core.failures import Failure, FailureCode
from octavo.core.grounding import (
    Audit,
    Claim,
    GroundingCode,
    GroundingReason,
    GroundingRecord,
    GroundingVerdict,
    SourceSentence,
)
from octavo.core.models import Ended, Ending, Piece, TokenUsage
from octavo.core.protocols import LanguageModel
from octavo.core.writing import (
    EMBEDDED,
    CheckClaims,
    Done,
    DropCode,
    Dropped,
    Notice,
    NoticeCode,
    Sentence,
    WriteEmbedded,
    WritingEvent,
    WritingSource,
)

NEAR = 2
"""Sentences around one that speaks to a machine, which may be of the same breath."""
MOST_DROPPED = 12
"""So many sentences without one that holds, and no more is waited for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`first_s`: how long a reader waits for a first sentence that holds, before the embedded answer is given."""

    first_s: float = 45.0
    whole_s: float = 180.0
    read_tokens: int = 6_000
    written_tokens: int = 800


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be written, from what. `language` is BCP 47 and `language_name` its name in English."""

    form: Prompt
    sources: tuple[WritingSource, ...]
    language: str = "en"
    language_name: str = "English"
    question: str = ""
    limits: Limits = field(default_factory=Limits)


async def write(
    task: Task,
    model: LanguageModel | None,
    check: CheckClaims,
    embedded: WriteEmbedded,
    audit: Audit | None = None,
) -> AsyncGenerator[WritingEvent, None]:
    """Sentences, what was dropped and what there is to know, as they come; `Done` last, always.

    Closing it ends the model's stream. Raises only what `check`, `embedded` and `audit` raise. `audit` gets a record of
    each sentence that the model wrote, once, at the end or where the reader left.
    """
    sources, guilty = screened(task.sources)
    run = _Run(replace(task, sources=tuple(fitting(sources, task.limits.read_tokens))), check)
    if model is None:
        yield Notice(NoticeCode.NO_MODEL)
    elif guilty:
        yield Notice(NoticeCode.MACHINE_TEXT, f"{len(guilty)} articles")
    if model and run.task.sources:
        try:
            async with aclosing(run.written(model)) as events:
                async for event in events:
                    yield event
        finally:
            if audit is not None and run.records:
                await audit(run.records)
    if run.kept:
        name = model.name if model else EMBEDDED
        yield Done(name, run.usage, len(run.kept), run.dropped)
        return
    sentences = [sentence for each in await embedded() if (sentence := _for_readers(each, guilty))]
    for sentence in sentences:
        yield sentence
    yield Done(EMBEDDED, run.usage, len(sentences), run.dropped)


@dataclass(slots=True)
class _Run:
    """One answer of a model, while it streams."""

    task: Task
    check: CheckClaims
    kept: list[str] = field(default_factory=list)
    dropped: int = 0
    usage: TokenUsage = field(default_factory=TokenUsage)
    records: list[GroundingRecord] = field(default_factory=list)
    _provider: str = ""

    async def written(self, model: LanguageModel) -> AsyncGenerator[WritingEvent, None]:
        self._provider = model.name
        limits, form = self.task.limits, self.task.form
        request = asked(
            form,
            self.task.sources,
            language=self.task.language_name,
            question=plain(self.task.question),
            max_tokens=limits.written_tokens,
        )
        reader = AnswerReader()
        clock = asyncio.get_running_loop().time
        began = clock()
        async with aclosing(model.stream(request)) as events:
            while True:
                until = began + (limits.whole_s if self.kept else min(limits.first_s, limits.whole_s))
                try:
                    async with asyncio.timeout(max(until - clock(), 0.001)):
                        event = await anext(events)
                except TimeoutError:
                    yield self._notice(NoticeCode.SLOW, "no sentence in time")
                    return
                if isinstance(event, Failure):
                    yield self._failed(event)
                    return
                if isinstance(event, Ended):
                    self.usage = event.usage
                    async for told in self._ended(event, reader):
                        yield told
                    return
                async for told in self._heard(event, reader):
                    yield told
                if self._is_enough(reader):
                    async for told in self._stopped(reader):
                        yield told
                    return

    async def _heard(self, piece: Piece, reader: AnswerReader) -> AsyncGenerator[WritingEvent, None]:
        self.usage = replace(self.usage, written=self.usage.written + 1, is_estimated=True)
        for said in reader.feed(piece.text):
            if len(self.kept) >= self.task.form.sentences:
                return
            event = await self._judged(said)
            self.dropped += isinstance(event, Dropped)
            yield event

    def _is_enough(self, reader: AnswerReader) -> bool:
        if len(self.kept) >= self.task.form.sentences:
            return True
        return reader.is_babble or (not self.kept and self.dropped >= MOST_DROPPED)

    async def _stopped(self, reader: AnswerReader) -> AsyncGenerator[WritingEvent, None]:
        """By us, and its server is told so: the rest would cost and say nothing."""
        if not self.kept:
            code = NoticeCode.BABBLED if reader.is_babble and not self.dropped else NoticeCode.UNSUPPORTED
            yield Notice(code)

    async def _ended(self, ended: Ended, reader: AnswerReader) -> AsyncGenerator[WritingEvent, None]:
        if self.kept:
            if ended.why is not Ending.DONE:
                yield Notice(NoticeCode.CUT_OFF, ended.why.value)
        elif ended.why is Ending.REFUSED:
            yield Notice(NoticeCode.REFUSED)
        else:
            yield Notice(NoticeCode.UNSUPPORTED if self.dropped else NoticeCode.BABBLED)

    def _failed(self, failure: Failure) -> Notice:
        codes = {FailureCode.TIMEOUT: NoticeCode.SLOW, FailureCode.RATE_LIMITED: NoticeCode.BUSY}
        return self._notice(codes.get(failure.code, NoticeCode.DOWN), str(failure))

    def _notice(self, code: NoticeCode, detail: str) -> Notice:
        return Notice(NoticeCode.CUT_OFF if self.kept else code, detail)

    async def _judged(self, said: SaidSentence) -> Sentence | Dropped:
        text = plain(said.text)
        trouble = trouble_of(text)
        if trouble is None and speaks_to_machines(said.text):
            trouble = DropCode.MACHINE_TEXT
        if trouble is None and text.casefold() in self.kept:
            trouble = DropCode.REPEATED
        if trouble is not None:
            self._note(text, _UNCHECKED, trouble)
            return Dropped(trouble)
        return await self._checked(text)

    async def _checked(self, text: str) -> Sentence | Dropped:
        claims = [Claim(text, self.task.language, articles) for articles in self._voices()]
        verdicts = await self.check(claims)
        accepted = [verdict for verdict in verdicts if verdict.accepted]
        if not accepted:
            verdict = _refused(verdicts)
            self._note(text, verdict)
            return Dropped(verdict.reason)
        citations = self._own(accepted)
        trouble = self._trouble(text, accepted, citations)
        self._note(text, replace(accepted[0], citations=citations), trouble)
        if trouble is not None:
            return Dropped(trouble)
        self.kept.append(text.casefold())
        return Sentence(text, tuple(_plain_source(cited) for cited in citations))

    def _own(self, accepted: Sequence[GroundingVerdict]) -> tuple[SourceSentence, ...]:
        """What the verdicts cite of the articles that were shown."""
        shown = {each.sentence.article for each in self.task.sources}
        citations = dict.fromkeys(cited for verdict in accepted for cited in verdict.citations)
        return tuple(cited for cited in citations if cited.article in shown)

    def _trouble(
        self, text: str, accepted: Sequence[GroundingVerdict], citations: Sequence[SourceSentence]
    ) -> DropCode | None:
        """Why a sentence that is supported is dropped all the same."""
        if len(accepted) < self.task.form.voices or not citations:
            return DropCode.VOICES
        return DropCode.ADDRESS if has_foreign_address(text, (cited.text for cited in citations)) else None

    def _note(self, text: str, verdict: GroundingVerdict, trouble: DropCode | None = None) -> None:
        task = self.task
        self.records.append(
            GroundingRecord(
                task.form.feature,
                task.question,
                self._provider,
                task.form.id,
                Claim(text, task.language),
                verdict,
                verdict.checker,
                SystemClock().now(),
                trouble.value if trouble else "",
            )
        )

    def _voices(self) -> list[frozenset[str]]:
        """The articles that may support a sentence: all that were shown, or each voice's own where several must."""
        if self.task.form.voices < 2:
            return [frozenset(each.sentence.article for each in self.task.sources)]
        voices: dict[str, set[str]] = {}
        for each in self.task.sources:
            voices.setdefault(each.voice or each.sentence.article, set()).add(each.sentence.article)
        return [frozenset(articles) for articles in voices.values()]


_UNCHECKED = GroundingVerdict(False, GroundingReason(GroundingCode.EMPTY))


def _refused(verdicts: Sequence[GroundingVerdict]) -> GroundingVerdict:
    """The verdict that a dropped sentence is told with."""
    return next(iter(verdicts), replace(_UNCHECKED, reason=GroundingReason(GroundingCode.UNSUPPORTED)))


def _for_readers(sentence: Sentence, guilty: Mapping[str, frozenset[int]]) -> Sentence | None:
    """An embedded sentence has its source's own words; the same is asked of it as of a model's.

    None for what stands near a sentence that speaks to machines, too.
    """
    text = plain(sentence.text)
    if not text or trouble_of(text) or speaks_to_machines(sentence.text):
        return None
    if any(_is_near(cited, guilty.get(cited.article, frozenset())) for cited in sentence.citations):
        return None
    if has_foreign_address(text, (cited.text for cited in sentence.citations)):
        return None
    return Sentence(text, tuple(_plain_source(cited) for cited in sentence.citations))


def _is_near(cited: SourceSentence, indexes: frozenset[int]) -> bool:
    return any(abs(cited.index - index) <= NEAR for index in indexes)


def _plain_source(cited: SourceSentence) -> SourceSentence:
    return replace(cited, text=plain(cited.text))


def numbered(sentences: Sequence[SourceSentence], voices: dict[str, str]) -> tuple[WritingSource, ...]:
    """Sources of `sentences`; `voices` says for each article whose voice it is."""
    return tuple(WritingSource(each, voices.get(each.article, "")) for each in sentences)
