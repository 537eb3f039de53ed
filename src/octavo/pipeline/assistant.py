"""Features written by language models, with all that stands around one: settings, budgets, kept answers, counts.

It runs in any event loop. The database is asked before and after, in short calls, and never while a model writes.
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from typing import Any

from octavo.assist.prompts import asked
from octavo.assist.second_opinion import with_second_opinion
from octavo.assist.writing import Task, write
from octavo.core.clock import Clock
from octavo.core.grounding import GroundingRecord
from octavo.core.models import ModelPrice, TokenUsage, estimated_tokens
from octavo.core.protocols import LanguageModel
from octavo.core.writing import (
    EMBEDDED,
    CheckClaims,
    Done,
    Dropped,
    Notice,
    NoticeCode,
    Sentence,
    WriteEmbedded,
    WritingEvent,
)
from octavo.pipeline.metering import Call, MeteredModel, Plan

FAILED = frozenset((NoticeCode.DOWN, NoticeCode.SLOW, NoticeCode.BUSY, NoticeCode.REFUSED, NoticeCode.BABBLED))


Connect = Callable[[Plan], LanguageModel]


def connect(plan: Plan) -> LanguageModel:
    """The model of a plan. A reader's own address goes through the guard; the operator's does not."""
    from octavo.assist.providers import Endpoint, Patience

    said = plan.settings
    transport = None
    if plan.is_own:
        from octavo.gather.model_guard import GuardedTransport

        transport = GuardedTransport()
    patience = Patience(said.first_timeout_s, said.next_timeout_s, said.timeout_s, said.retries)
    return Endpoint(
        url=plan.url,
        model=plan.model,
        key=plan.key,
        patience=patience,
        concurrency=said.concurrency,
        transport=transport,
    )


class Assistant:
    """One for each process; `aclose` at its end."""

    def __init__(self, call: Call, clock: Clock, connect: Connect = connect) -> None:
        self._call = call
        self._clock = clock
        self._connect = connect
        self._models: dict[Plan, LanguageModel] = {}

    async def write(
        self, task: Task, check: CheckClaims, embedded: WriteEmbedded, reader_id: int | None = None
    ) -> AsyncGenerator[WritingEvent, None]:
        """As `octavo.assist.writing.write`, for `reader_id` (None for a stranger). `task.limits` are the settings'."""
        plan = await self._call(_plan, task.form.feature, reader_id)
        task = replace(task, limits=plan.limits)
        key = answer_key(task, plan.model)
        kept = await self._kept(plan, task, key)
        if kept is not None:
            for event in kept:
                yield event
            return
        run = _Run(self._call, self._clock, plan, task=task, key=key, reader_id=reader_id)
        model = await run.model(self._model)
        if run.is_over:
            yield Notice(NoticeCode.BUDGET)
        try:
            checked = self._twice(check, plan, task, reader_id) if model else check
            async with aclosing(write(task, model, checked, embedded, run.audit)) as events:
                async for event in events:
                    if not (run.is_over and event == Notice(NoticeCode.NO_MODEL)):
                        run.note(event)
                        yield event
        finally:
            await asyncio.shield(run.end())

    def _twice(self, check: CheckClaims, plan: Plan, task: Task, reader_id: int | None) -> CheckClaims:
        """Where the operator wants it, the model is asked of each sentence that the checker accepted."""
        if not plan.settings.second_opinion:
            return check
        model = MeteredModel(
            self._model(plan), self._call, self._clock, plan, feature=task.form.feature, reader_id=reader_id
        )
        return with_second_opinion(check, model)

    async def metered(self, feature: str, reader_id: int | None) -> MeteredModel | None:
        """The model of a feature for whoever asks it in their own way, each request within the budgets; None for none.
        Close it at the end."""
        plan = await self._call(_plan, feature, reader_id)
        if not plan.model:
            return None
        return MeteredModel(self._model(plan), self._call, self._clock, plan, feature=feature, reader_id=reader_id)

    def _model(self, plan: Plan) -> LanguageModel:
        """Kept, as its places bound what is asked at once; a reader's own is not."""
        if plan.is_own:
            return self._connect(plan)
        if plan not in self._models:
            self._models[plan] = self._connect(plan)
        return self._models[plan]

    async def _kept(self, plan: Plan, task: Task, key: bytes) -> list[WritingEvent] | None:
        from octavo.store import assisting

        if not plan.model or plan.is_own:
            return None
        kept = await self._call(assisting.kept_answer, key)
        events = _unpacked(kept) if kept else None
        if events:
            used = assisting.Used(task.form.feature, plan.model, is_kept=True)
            await self._call(assisting.settle, None, used, self._clock.now().date())
        return events

    async def aclose(self) -> None:
        models, self._models = list(self._models.values()), {}
        for model in models:
            await model.aclose()


class _Run:
    """One answer: what it may use, what it used, what is kept of it."""

    def __init__(self, call: Call, clock: Clock, plan: Plan, *, task: Task, key: bytes, reader_id: int | None) -> None:
        self._call = call
        self._clock = clock
        self._plan = plan
        self._task = task
        self._key = key
        self._reader_id = reader_id
        self._reserved: Any = None
        self._model: LanguageModel | None = None
        self._events: list[WritingEvent] = []
        self._records: list[GroundingRecord] = []
        self.is_over = False

    async def model(self, connected: Callable[[Plan], LanguageModel]) -> LanguageModel | None:
        """Who is to be asked; None, with `is_over`, where a budget is used up."""
        from octavo.store import assisting

        plan = self._plan
        if not plan.model:
            return None
        if not plan.is_own:
            most = TokenUsage(self._asked_tokens(), plan.settings.max_written_tokens)
            cost = plan.settings.price.micros(most)
            day = self._clock.now().date()
            self._reserved = await self._call(assisting.reserve, plan.settings, self._reader_id, most.tokens, cost, day)
            self.is_over = self._reserved is None
        self._model = None if self.is_over else connected(plan)
        return self._model

    def _asked_tokens(self) -> int:
        request = asked(self._task.form, (), language=self._task.language_name, question=self._task.question)
        words = sum(estimated_tokens(each.text) for each in request.messages)
        material = sum(estimated_tokens(each.sentence.text) + 4 for each in self._task.sources)
        return words + min(material, self._task.limits.read_tokens)

    def note(self, event: WritingEvent) -> None:
        self._events.append(event)

    async def audit(self, records: Sequence[GroundingRecord]) -> None:
        """Held until the end, to be kept in the transaction that settles the answer."""
        self._records += records

    async def end(self) -> None:
        """Also where the reader left in the middle: what was written until then is counted."""
        if self._model is None:
            return
        now = self._clock.now()
        used, events = self._used(), self._keepable()
        kept = None if events is None else (self._key, events)
        await self._call(_settled, self._reserved, used, now, kept, self._judged())
        if self._plan.is_own:
            await self._model.aclose()

    def _used(self) -> Any:
        from octavo.store import assisting

        done = next((event for event in self._events if isinstance(event, Done)), None)
        by_model = done is None or done.provider != EMBEDDED
        usage = done.usage if done else TokenUsage(self._asked_tokens(), 0, is_estimated=True)
        if usage.tokens and not usage.read:
            usage = replace(usage, read=self._asked_tokens())
        price = ModelPrice() if self._plan.is_own else self._plan.settings.price
        return assisting.Used(
            self._task.form.feature,
            assisting.OWN if self._plan.is_own else self._plan.model,
            usage,
            price.micros(usage),
            sum(isinstance(event, Sentence) for event in self._events) if by_model else 0,
            sum(isinstance(event, Dropped) for event in self._events),
            has_failed=any(isinstance(event, Notice) and event.code in FAILED for event in self._events),
        )

    def _judged(self) -> list[GroundingRecord]:
        """Of what a reader's own model wrote only what was decided: neither its name nor its words are kept."""
        from octavo.store import assisting

        if not self._plan.is_own:
            return self._records
        return [_without_words(each, assisting.OWN) for each in self._records]

    def _keepable(self) -> list[Any] | None:
        """Whole answers of the operator's model alone: a reader's own must never write for others."""
        done = self._events[-1] if self._events else None
        is_whole = isinstance(done, Done) and done.provider == self._plan.model
        cut = any(isinstance(event, Notice) and event.code is NoticeCode.CUT_OFF for event in self._events)
        return None if self._plan.is_own or not is_whole or cut else _packed(self._events)


def _plan(feature: str, reader_id: int | None) -> Plan:
    from octavo.store import assisting

    settings = assisting.chosen().settings
    if settings.readers_own and reader_id is not None:
        own = assisting.own_model(reader_id)
        if own:
            return Plan(settings, own.name, own.url, own.key, is_own=True)
    model = settings.model_of(feature)
    return Plan(settings, model, settings.url if model else "", settings.key if model else "")


def _without_words(record: GroundingRecord, provider: str) -> GroundingRecord:
    reason = replace(record.verdict.reason, words="")
    verdict = replace(record.verdict, reason=reason, citations=())
    return replace(record, question="", provider=provider, claim=replace(record.claim, text=""), verdict=verdict)


def _settled(
    reserved: Any, used: Any, now: datetime, kept: tuple[bytes, list[Any]] | None, records: list[GroundingRecord]
) -> None:
    """`kept` is an answer with its key."""
    from django.db import transaction

    from octavo.store import ai_records, assisting

    with transaction.atomic():
        assisting.settle(reserved, used, now.date())
        ai_records.record_verdicts(records)
        if kept is not None:
            key, events = kept
            assisting.keep_answer(key, used.feature, used.model, events, now)


def answer_key(task: Task, model: str) -> bytes:
    """The same for the same sources, question, prompt, model and language, and for nothing else."""
    said = [
        [task.form.id, model, task.language, task.language_name, task.question, task.limits.read_tokens],
        *([each.sentence.article, each.sentence.index, each.sentence.text, each.voice] for each in task.sources),
    ]
    return hashlib.blake2b(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"), digest_size=32).digest()


def _packed(events: list[WritingEvent]) -> list[Any]:
    from octavo.store.packed_events import pack_event

    return [pack_event(event) for event in events if not isinstance(event, Notice)]


def _unpacked(kept: Any) -> list[WritingEvent] | None:
    """None for what another version kept in another form. Of dropped sentences only their number is told again."""
    from octavo.store.packed_events import unpack_event

    events = [unpack_event(each) for each in kept] if isinstance(kept, list) else []
    found: list[WritingEvent] = [event for event in events if isinstance(event, Sentence)]
    done = events[-1] if events else None
    return [*found, replace(done, is_cached=True)] if isinstance(done, Done) and None not in events else None
