"""Writing with all around it: settings, budgets, kept answers, counts, and no connection while a model writes."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest

from assist.newsdesk import HONEST, STORY, Desk, texts
from octavo.assist.prompts import prompt
from octavo.assist.writing import Task
from octavo.core.clock import SystemClock
from octavo.core.protocols import Job, LanguageModel
from octavo.core.writing import EMBEDDED, Done, Notice, NoticeCode, WritingEvent
from octavo.pipeline.assistant import Assistant, Plan, answer_key, connect
from octavo.pipeline.handlers.models import OwnModelTrier, tried
from octavo.pipeline.storing import StoreThread
from octavo.store import assisting, own_models
from octavo.store.models import AiCount, AiRecord, Reader, WrittenAnswer
from octavo.testing.models import ScriptedModel, Wait, model_server, refusing, said, saying

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {"url": "http://127.0.0.1:9/v1", "name": "scripted", "price_read": 1.0, "price_written": 2.0}


class Newsroom:
    """An assistant whose model is scripted. `open` counts database calls that run; `during` those while it wrote."""

    def __init__(self, store: StoreThread, model: LanguageModel) -> None:
        self.plans: list[Plan] = []
        self.model = model
        self.calls: list[str] = []
        self._store = store
        self.assistant = Assistant(self._call, SystemClock(), self._connect)

    async def _call(self, work: Callable[..., Any], *arguments: object) -> Any:
        self.calls.append(work.__name__)
        return await self._store.call(work, *arguments)

    def _connect(self, plan: Plan) -> LanguageModel:
        self.plans.append(plan)
        return self.model

    async def ask(self, desk: Desk, feature: str = "summary", reader: int | None = None) -> list[WritingEvent]:
        task = Task(prompt(feature), desk.sources)
        return [event async for event in self.assistant.write(task, desk.check, desk.embedded, reader)]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(*STORY)


@pytest.fixture
async def store() -> Any:
    async with StoreThread() as store:
        yield store


async def test_an_answer_is_counted_and_kept(store: StoreThread, desk: Desk) -> None:
    await store.call(assisting.choose, SAID, None)
    room = Newsroom(store, ScriptedModel(saying(said(HONEST[0]), said("No boats came."))))
    first, again = await room.ask(desk), await room.ask(desk)
    assert texts(first) == texts(again) == [HONEST[0]]
    assert isinstance(again[-1], Done)
    assert (again[-1].is_cached, again[-1].provider, again[-1].dropped) == (True, "scripted", 1)
    (row,) = (await store.call(assisting.use_of, SystemClock().now().date())).rows
    assert (row.answers, row.kept_answers, row.sentences, row.dropped) == (2, 1, 1, 1)
    usage = first[-1].usage  # type: ignore[union-attr]
    assert row.tokens == usage.tokens
    assert row.cost == pytest.approx((usage.read + 2 * usage.written) / 1_000_000)


async def test_no_database_call_while_a_model_writes(store: StoreThread, desk: Desk) -> None:
    await store.call(assisting.choose, SAID, None)
    room = Newsroom(store, ScriptedModel(saying(*(said(one) for one in HONEST))))
    before: list[int] = []
    task = Task(prompt("summary"), desk.sources)
    async with aclosing(room.assistant.write(task, desk.check, desk.embedded)) as events:
        before += [len(room.calls) async for _ in events]
    assert room.calls == ["_plan", "kept_answer", "reserve", "_settled"]
    assert set(before) == {3}


async def test_a_budget_that_is_used_up_gives_the_embedded_answer(store: StoreThread, desk: Desk) -> None:
    await store.call(assisting.choose, {**SAID, "day_tokens": 10}, None)
    room = Newsroom(store, ScriptedModel(saying(said(HONEST[0]))))
    events = await room.ask(desk)
    assert [event.code for event in events if isinstance(event, Notice)] == [NoticeCode.BUDGET]
    assert events[-1].provider == EMBEDDED  # type: ignore[union-attr]
    assert room.plans == []


async def test_a_reader_who_leaves_is_counted_and_frees_what_was_reserved(store: StoreThread, desk: Desk) -> None:
    await store.call(assisting.choose, SAID, None)
    model = ScriptedModel(saying(said(HONEST[0]), Wait(4)))
    room = Newsroom(store, model)
    task = Task(prompt("summary"), desk.sources)
    async with aclosing(room.assistant.write(task, desk.check, desk.embedded)) as events:
        await anext(events)
    await asyncio.sleep(0.1)
    assert model.closed == 1
    use = await store.call(assisting.use_of, SystemClock().now().date())
    assert use.tokens == use.rows[0].tokens < 800
    assert not await store.call(WrittenAnswer.objects.exists)


async def test_what_failed_is_not_kept(store: StoreThread, desk: Desk) -> None:
    await store.call(assisting.choose, SAID, None)
    room = Newsroom(store, ScriptedModel(refusing))
    await room.ask(desk)
    assert not await store.call(WrittenAnswer.objects.exists)
    assert (await store.call(assisting.use_of, SystemClock().now().date())).rows[0].failures == 1


async def test_a_feature_that_is_off_asks_nobody(store: StoreThread, desk: Desk) -> None:
    await store.call(assisting.choose, {**SAID, "features": ["summary=off", "ask=other"]}, None)
    room = Newsroom(store, ScriptedModel(saying(said(HONEST[0]))))
    assert Notice(NoticeCode.NO_MODEL) in await room.ask(desk)
    await room.ask(desk, "ask")
    assert [plan.model for plan in room.plans] == ["other"]


async def test_a_readers_own_model_costs_nothing_and_writes_for_nobody_else(store: StoreThread, desk: Desk) -> None:
    await store.call(assisting.choose, {**SAID, "readers_own": True, "day_tokens": 1}, None)
    reader = await store.call(Reader.objects.create_user, "anna@example.org")
    await store.call(
        assisting.keep_own_model, reader.pk, assisting.OwnModel("https://models.example/v1", "mine", "sk-mine")
    )
    room = Newsroom(store, ScriptedModel(saying(said(HONEST[0])), name="mine"))
    events = await room.ask(desk, reader=reader.pk)
    assert events[-1].provider == "mine"  # type: ignore[union-attr]
    (plan,) = room.plans
    assert (plan.url, plan.key, plan.is_own) == ("https://models.example/v1", "sk-mine", True)
    assert not await store.call(WrittenAnswer.objects.exists)
    use = await store.call(assisting.use_of, SystemClock().now().date())
    assert (use.rows[0].model, use.rows[0].cost, use.tokens) == (assisting.OWN, 0, 0)
    await store.call(assisting.choose, SAID, None)
    await room.ask(desk, reader=reader.pk)
    assert room.plans[-1].is_own is False


async def test_what_was_decided_is_kept_with_the_answer(store: StoreThread, desk: Desk) -> None:
    await store.call(assisting.choose, SAID, None)
    twice = said(HONEST[0])
    script = saying(said("Nearly 9,000 people left their homes."), twice, twice)
    room = Newsroom(store, ScriptedModel(script))
    task = Task(prompt("ask"), desk.sources, question="Who left?")
    assert [event async for event in room.assistant.write(task, desk.check, desk.embedded)]
    assert room.calls == ["_plan", "kept_answer", "reserve", "_settled"], "in the transaction that settles"
    counts = await store.call(_counts)
    assert counts == [("ask", "scripted", "en", "figure", 1), ("ask", "scripted", "en", "repeated", 1),
                      ("ask", "scripted", "en", "supported", 1)]  # fmt: skip
    assert [event async for event in room.assistant.write(task, desk.check, desk.embedded)]
    assert await store.call(_counts) == counts, "an answer from before was checked before"


async def test_of_a_readers_own_model_only_what_was_decided_is_counted(store: StoreThread, desk: Desk) -> None:
    await store.call(assisting.choose, {**SAID, "readers_own": True}, None)
    reader = await store.call(Reader.objects.create_user, "anna@example.org")
    await store.call(assisting.keep_own_model, reader.pk, assisting.OwnModel("https://models.example/v1", "mine", "k"))
    room = Newsroom(store, ScriptedModel(saying(said(HONEST[0]), said("No boats came.")), name="mine"))
    await room.ask(desk, reader=reader.pk)
    rows = await store.call(lambda: list(AiRecord.objects.order_by("pk").values()))
    assert [(row["provider"], row["claim"], row["words"], bytes(row["question_hash"])) for row in rows] == [
        (assisting.OWN, "", "", b"")
    ] * 2
    assert [row["is_shown"] for row in rows] == [True, False]


def _counts() -> list[tuple[Any, ...]]:
    rows = AiCount.objects.order_by("feature", "code")
    return list(rows.values_list("feature", "provider", "language", "code", "count"))


def own_trier(store: StoreThread, model: LanguageModel) -> OwnModelTrier:
    from types import SimpleNamespace

    tools: Any = SimpleNamespace(store=store, clock=SystemClock())
    return OwnModelTrier(tools, lambda plan: model if plan.is_own else pytest.fail("the operator's was asked"))


async def test_the_worker_tries_a_readers_own_model(store: StoreThread) -> None:
    await store.call(assisting.choose, {**SAID, "readers_own": True}, None)
    reader = await store.call(Reader.objects.create_user, "anna@example.org")
    await store.call(own_models.keep, reader.pk, "https://models.example/v1", "mine", "sk")
    model = ScriptedModel(saying(said("ready")))
    trier, job = own_trier(store, model), Job(1, own_models.TRY, {"reader": reader.pk}, 1)
    result = await trier(job)
    assert result.effect
    await store.call(result.effect)
    shown = await store.call(own_models.shown, reader.pk)
    assert shown.tested["code"] == ""
    await store.call(assisting.choose, SAID, None)
    assert (await trier(job)).effect is None, "it is not allowed any more"
    await store.call(assisting.choose, {**SAID, "readers_own": True}, None)
    await store.call(own_models.remove, reader.pk)
    assert (await trier(job)).effect is None, "it is gone"


async def test_a_readers_own_address_passes_the_guard(desk: Desk) -> None:
    with model_server(saying(said("x"))) as server:
        settings = assisting.ModelSettings(url=server.url, name="m", retries=0)
        for is_own, code in ((False, ""), (True, "forbidden_address")):
            model = connect(Plan(settings, "m", server.url, "sk-key", is_own=is_own))
            assert (await tried(model))["code"] == code
            await model.aclose()
        assert len(server.bodies) == 1


def test_answers_are_kept_by_all_that_makes_them(desk: Desk) -> None:
    task = Task(prompt("ask"), desk.sources, question="What?")
    others = [
        Task(prompt("ask"), desk.sources, question="Who?"),
        Task(prompt("ask"), desk.sources[1:], question="What?"),
        Task(prompt("ask"), desk.sources, "de", "German", "What?"),
        Task(prompt("summary"), desk.sources, question="What?"),
    ]
    keys = {answer_key(each, "m") for each in [task, *others]} | {answer_key(task, "n")}
    assert len(keys) == 6
    assert answer_key(task, "m") == answer_key(Task(prompt("ask"), desk.sources, question="What?"), "m")
