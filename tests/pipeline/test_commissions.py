"""From a reader's question to what they read: embedded, by a model, followed up, stopped, crashed, forgotten."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest

from commissioning import MODEL, commissioned, parts, runner, sentences
from newsroom import NOW, Newsroom
from octavo.core.briefs import Feature
from octavo.core.commissions import (
    About,
    Commission,
    CommissionEvent,
    CommissionState,
    Failed,
    NewCommission,
    Progress,
    Step,
    Suggested,
    Unanswered,
)
from octavo.core.models import ModelRequest
from octavo.core.rights import Terms
from octavo.core.writing import EMBEDDED, Done, Dropped, Notice, NoticeCode, Sentence
from octavo.pipeline.commissioned import CommissionWriter
from octavo.pipeline.news_search import fused
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.storing import StoreThread
from octavo.store import assisting, commissions
from octavo.store.models import Commission as Row
from octavo.store.models import CommissionPart, Reader
from octavo.testing.models import ScriptedModel, Wait, model_server, said, saying
from web.telling import story

pytestmark = pytest.mark.django_db(transaction=True)

POST = (
    "A flood closed the harbour of Velm on Tuesday. The army sent 40 boats to Velm on Wednesday morning. "
    "“We will not leave the town,” Mayor Karin Holt said. Nearly 2,000 people left their homes."
)
HERALD = (
    "The army sent 40 boats to Velm after the flood. The flood closed the harbour of Velm on Tuesday. "
    "Mayor Karin Holt said that the dam would hold until Friday. Schools stay closed this week."
)


@pytest.fixture
def flood(newsroom: Newsroom) -> tuple[int, list[int]]:
    newsroom.publisher("post", terms=Terms.FULL)
    newsroom.publisher("herald", terms=Terms.FULL)
    ids = [
        newsroom.article("Flood closes the harbour of Velm", publisher="post", text=POST),
        newsroom.article("Army sends boats to flooded Velm", publisher="herald", text=HERALD),
    ]
    return story(newsroom, ids), ids


def ask(question: str, about: About = About.STORY, target: int = 0, **more: Any) -> NewCommission:
    return NewCommission(Feature.ASK, about, target, "en", question, **more)


def test_a_question_about_a_story_is_answered_in_the_sources_words(flood: tuple[int, list[int]]) -> None:
    told, ids = flood
    events = commissioned(ask("How many boats did the army send to Velm?", target=told))
    assert "40 boats" in sentences(events)[0]
    assert events[:2] == [Progress(Step.READING, 2), Progress(Step.WRITING, 2)]
    answer = next(event for event in events if isinstance(event, Sentence))
    assert {int(cited.article) for cited in answer.citations} <= set(ids)
    assert all(cited.text in POST + HERALD + "Army sends boats to flooded Velm" for cited in answer.citations)
    assert events[-1] == Done(EMBEDDED, sentences=len(sentences(events)))


def test_what_the_sources_do_not_say_is_not_answered(flood: tuple[int, list[int]]) -> None:
    events = commissioned(ask("Who won the chess championship in Oslo?", target=flood[0]))
    assert sentences(events) == []
    assert any(isinstance(event, Unanswered) for event in events)
    assert events[-1] == Done(EMBEDDED)


def test_a_question_about_an_article_looks_at_that_article_alone(flood: tuple[int, list[int]]) -> None:
    events = commissioned(ask("When was the harbour of Velm closed?", About.ARTICLE, flood[1][0]))
    cited = [cited for event in events if isinstance(event, Sentence) for cited in event.citations]
    assert {one.article for one in cited} == {str(flood[1][0])}


def test_a_question_about_all_the_news_finds_its_articles(flood: tuple[int, list[int]], newsroom: Newsroom) -> None:
    newsroom.publisher("post", terms=Terms.FULL)
    for number in range(12):
        newsroom.article(f"Chess in Oslo, round {number}", publisher="post", text="The game was drawn after 60 moves.")
    events = commissioned(ask("How many boats did the army send to Velm?", About.NEWS))
    assert events[0] == Progress(Step.SEARCHING)
    assert "40 boats" in sentences(events)[0]
    assert not any("Chess" in one for one in sentences(events))


def test_a_follow_up_is_understood_by_the_question_before(flood: tuple[int, list[int]]) -> None:
    alone = commissioned(ask("And what did she say?", target=flood[0]))
    after = commissioned(ask("And what did she say?", target=flood[0], earlier="Who is Mayor Karin Holt?"))
    assert any("Holt said" in one for one in sentences(after))
    assert sentences(alone) != sentences(after)


def test_publishers_terms_bound_what_is_read(newsroom: Newsroom) -> None:
    newsroom.publisher("closed", terms=Terms.LINK)
    article = newsroom.article("Flood at Velm", publisher="closed", text=POST)
    events = commissioned(ask("How many boats did the army send to Velm?", About.ARTICLE, article))
    assert not any("40" in one for one in sentences(events))


@pytest.mark.parametrize(("about", "target"), [(About.ARTICLE, 999), (About.STORY, 999), (About.NEWS, 0)])
def test_nothing_to_answer_from(about: About, target: int, db: Any) -> None:
    events = commissioned(ask("How many boats?", about, target))
    assert Unanswered() in events
    assert events[-1] == Done(EMBEDDED)


def test_a_model_answers_and_each_sentence_is_checked(flood: tuple[int, list[int]]) -> None:
    assisting.choose(MODEL, None)
    model = ScriptedModel(
        saying(said("The army sent 40 boats to Velm.", 1), said("The army sent 90 boats to Velm.", 1))
    )
    events = commissioned(ask("How many boats did the army send to Velm?", target=flood[0]), model)
    assert sentences(events) == ["The army sent 40 boats to Velm."]
    assert [event for event in events if isinstance(event, Dropped)]
    assert events[-1] == Done("scripted", sentences=1, dropped=1)
    asked = model.requests[0].messages[-1].text
    assert "40 boats" in asked
    assert "How many boats did the army send to Velm?" in asked


def test_the_operators_model_writes_for_strangers_only_where_it_may(flood: tuple[int, list[int]]) -> None:
    assisting.choose({**MODEL, "strangers": False}, None)
    model = ScriptedModel(saying(said("The army sent 40 boats to Velm.", 1)))
    events = commissioned(ask("How many boats did the army send to Velm?", target=flood[0]), model)
    assert model.requests == []
    assert isinstance(events[-1], Done)
    assert events[-1].provider == EMBEDDED


def test_no_model_is_asked_where_the_sources_do_not_say(flood: tuple[int, list[int]]) -> None:
    assisting.choose(MODEL, None)
    model = ScriptedModel(saying(said("The army sent 40 boats to Velm.", 1)))
    events = commissioned(ask("Who won the chess championship in Oslo?", target=flood[0]), model)
    assert sentences(events) == []
    assert model.requests == []


def test_a_model_that_is_away_is_told_and_the_embedded_answer_given(flood: tuple[int, list[int]]) -> None:
    assisting.choose({**MODEL, "retries": 0}, None)
    events = commissioned(ask("How many boats did the army send to Velm?", target=flood[0]))
    assert Notice(NoticeCode.DOWN) in events
    assert "40 boats" in sentences(events)[0]
    assert isinstance(events[-1], Done)
    assert events[-1].provider == EMBEDDED


def test_a_roundup_and_a_summary_by_a_real_endpoint(flood: tuple[int, list[int]]) -> None:
    lines = (said("The army sent 40 boats to Velm.", 1), said("A flood closed the harbour of Velm on Tuesday.", 2))
    with model_server(saying(*lines)) as server:
        assisting.choose({**MODEL, "url": server.url}, None)
        roundup = commissioned(NewCommission(Feature.PERSPECTIVES, About.STORY, flood[0], "en"))
        summary = commissioned(NewCommission(Feature.SUMMARY, About.ARTICLE, flood[1][0], "en"))
    assert len(sentences(roundup)) == len(sentences(summary)) == 2
    for event in roundup:
        if isinstance(event, Sentence):
            assert {int(cited.article) for cited in event.citations} == set(flood[1])
    assert [one[-1] for one in (roundup, summary)] == [Done("scripted", sentences=2)] * 2


def test_without_a_model_a_roundup_is_the_embedded_one(flood: tuple[int, list[int]]) -> None:
    events = commissioned(NewCommission(Feature.PERSPECTIVES, About.STORY, flood[0], "en"))
    assert sentences(events)
    assert not any(isinstance(event, Notice) for event in events)


def test_what_its_reader_stops_is_written_no_further(flood: tuple[int, list[int]]) -> None:
    assisting.choose(MODEL, None)
    model = ScriptedModel(saying(said("The army sent 40 boats to Velm.", 1), Wait(50)), first_s=60)

    async def inside() -> tuple[CommissionState, list[CommissionEvent]]:
        async with StoreThread() as store, DigestPool(0) as pool:
            wanted = ask("How many boats did the army send to Velm?", target=flood[0])
            one = await store.call(commissions.commission, wanted, NOW)
            working = runner(store, pool, model)
            running = asyncio.create_task(working.run())
            async with asyncio.timeout(20):
                while not sentences([event for _, _, event in await store.call(parts, one.id)]):  # noqa: ASYNC110 - another connection writes it
                    await asyncio.sleep(0.02)
                await store.call(commissions.stop, one.token)
                while not model.closed:  # noqa: ASYNC110 - closed in passing
                    await asyncio.sleep(0.02)
            working.stop()
            await running
            found = await store.call(commissions.commissioned, one.token)
            assert found is not None
            return found.state, [event for _, _, event in await store.call(parts, one.id)]

    state, events = asyncio.run(inside())
    assert state is CommissionState.STOPPED
    assert sentences(events) == ["The army sent 40 boats to Velm."]


def test_a_crash_is_a_failure_of_one_commission(flood: tuple[int, list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(self: Any, commission: Commission) -> AsyncGenerator[CommissionEvent, None]:
        raise RuntimeError("broken")
        yield Unanswered()

    monkeypatch.setattr(CommissionWriter, "events", broken)
    events = commissioned(ask("How many boats?", target=flood[0]))
    assert events == [Failed("RuntimeError"), Done(EMBEDDED)]


def test_whoever_dies_leaves_it_to_the_next(flood: tuple[int, list[int]]) -> None:
    now = NOW
    one = commissions.commission(ask("How many boats did the army send to Velm?", target=flood[0]), now)
    (claimed,) = commissions.claim(now, 5)
    commissions.keep_parts([(one.id, Progress(Step.READING, 2))])
    assert claimed.id == one.id
    assert commissions.claim(now, 5) == []
    (again,) = commissions.claim(now + timedelta(hours=1), 5)
    assert again.id == one.id
    assert not CommissionPart.objects.exists()


def test_the_measure_of_a_reader(db: Any) -> None:
    reader = Reader.objects.create_user("asker@example.org", "ferry-Lamp-4")
    now = NOW
    wanted = ask("Who?", reader_id=reader.pk)
    for _ in range(2):
        commissions.commission(wanted, now, per_hour=3)
    with pytest.raises(commissions.TooManyError):
        commissions.commission(wanted, now, per_hour=3)
    Row.objects.update(state="done")
    commissions.commission(wanted, now, per_hour=3)
    Row.objects.update(state="done")
    with pytest.raises(commissions.TooManyError):
        commissions.commission(wanted, now, per_hour=3)


def test_questions_are_forgotten_after_a_day(db: Any) -> None:
    now = NOW
    one = commissions.commission(ask("Who?"), now)
    commissions.keep_parts([(one.id, Suggested(("What?",)))])
    assert commissions.forget_old(now + timedelta(hours=23)) == 0
    assert commissions.forget_old(now + timedelta(hours=25)) == 2
    assert commissions.commissioned(one.token) is None


def test_fusing_prefers_what_both_rankings_have() -> None:
    assert fused([[1, 2, 3], [4, 2, 5]], 3)[0] == 2
    assert fused([], 3) == []


def test_a_second_opinion_where_the_operator_wants_one(flood: tuple[int, list[int]]) -> None:
    assisting.choose({**MODEL, "second_opinion": True}, None)

    def script(request: ModelRequest) -> list[str]:
        if "Do the source sentences support the claim?" in request.messages[-1].text:
            return ["no" if "boats" in request.messages[-1].text.partition("material")[0] else "yes"]
        return [said("The army sent 40 boats to Velm.", 1), said("The flood closed the harbour of Velm.", 2)]

    model = ScriptedModel(script)
    events = commissioned(ask("How many boats did the army send to Velm?", target=flood[0]), model)
    assert sentences(events) == ["The flood closed the harbour of Velm."]
    assert len(model.requests) == 3
    (row,) = assisting.use_of(NOW.date()).rows
    assert (row.sentences, row.dropped) == (1, 1)
