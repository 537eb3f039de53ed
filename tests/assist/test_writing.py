"""Writing by a model: what streams to readers, and what they get where the model does not do its part."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC

import pytest

from assist.newsdesk import HONEST, STORY, Desk, texts
from octavo.assist.answers import AnswerReader
from octavo.assist.grounding import NAME as CHECKER
from octavo.assist.plain import addresses, has_foreign_address, plain, trouble_of
from octavo.assist.prompts import CONTRACT, asked, fitting, prompt, prompts
from octavo.assist.writing import Limits, Task, write
from octavo.core.assisting import WrittenFeature
from octavo.core.failures import Failure, FailureCode
from octavo.core.grounding import GroundingCode, GroundingRecord
from octavo.core.writing import EMBEDDED, Done, DropCode, Dropped, Notice, NoticeCode, Sentence, WritingEvent
from octavo.testing.models import (
    ModelScript,
    ScriptedModel,
    Wait,
    babbling,
    cutting_off,
    inventing,
    refusing,
    said,
    saying,
    stalling,
)

FLOOD, ARMY, HOMES = HONEST


async def audited(
    desk: Desk, script: ModelScript, feature: str = "summary", most: int = 99
) -> list[list[GroundingRecord]]:
    """What is handed on to be kept, call by call, where the reader leaves after `most` events."""
    calls: list[list[GroundingRecord]] = []

    async def audit(records: Sequence[GroundingRecord]) -> None:
        calls.append(list(records))

    asked = Task(prompt(feature), desk.sources, question="Who left?")
    async with aclosing(write(asked, ScriptedModel(script), desk.check, desk.embedded, audit)) as events:
        async for _ in events:
            most -= 1
            if not most:
                break
    return calls


async def test_each_sentence_is_recorded_with_what_was_decided(desk: Desk) -> None:
    wrong = "Nearly 9,000 people left their homes."
    script = saying(said(FLOOD), said(wrong), said(FLOOD), said("No boats came."))
    ((flood, figure, again, boats),) = await audited(desk, script)
    assert (flood.is_shown, flood.code, flood.claim.text) == (True, "supported", FLOOD)
    assert flood.verdict.citations[0].text == FLOOD
    assert 0 < flood.verdict.scores["support"] <= 1
    assert (flood.feature, flood.prompt, flood.provider) == ("summary", prompt("summary").id, "scripted")
    assert (flood.question, flood.checker, flood.checked_at.tzinfo) == ("Who left?", CHECKER, UTC)
    assert (figure.is_shown, figure.code, figure.verdict.reason.words) == (False, "figure", "9,000 people")
    assert (again.is_shown, again.code, again.checker) == (False, "repeated", "")
    assert (boats.is_shown, boats.dropped) == (False, "")


async def test_a_sentence_of_too_few_voices_is_recorded_as_such(desk: Desk) -> None:
    ((schools,),) = await audited(desk, saying(said("Schools stay closed this week.")), "perspectives")
    assert (schools.is_shown, schools.code, schools.verdict.accepted) == (False, "voices", True)


async def test_records_are_handed_on_also_where_the_reader_leaves(desk: Desk) -> None:
    ((only,),) = await audited(desk, saying(said(FLOOD), Wait(5), said(ARMY)), most=1)
    assert only.claim.text == FLOOD
    assert await audited(desk, saying("")) == [], "of no sentence nothing is handed on"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(*STORY)


def task(desk: Desk, feature: str = "summary", **limits: float) -> Task:
    return Task(prompt(feature), desk.sources, limits=Limits(**limits))  # type: ignore[arg-type]


async def written(desk: Desk, script: ModelScript, feature: str = "summary", **limits: float) -> list[WritingEvent]:
    return await desk.write(task(desk, feature, **limits), ScriptedModel(script))


def notices(events: list[WritingEvent]) -> list[NoticeCode]:
    return [event.code for event in events if isinstance(event, Notice)]


async def test_supported_sentences_come_with_the_checkers_citations(desk: Desk) -> None:
    events = await written(desk, saying(said(FLOOD, 99), said(HOMES)))
    flood, homes, done = events
    assert isinstance(flood, Sentence)
    assert (flood.text, [cited.text for cited in flood.citations]) == (FLOOD, [FLOOD])
    assert isinstance(homes, Sentence)
    assert isinstance(done, Done)
    assert (done.provider, done.sentences, done.dropped) == ("scripted", 2, 0)
    assert done.usage.read > 50 < done.usage.tokens


async def test_each_sentence_goes_on_before_the_next_is_written(desk: Desk) -> None:
    model = ScriptedModel(saying(said(FLOOD), Wait(0.3), said(HOMES)))
    async with aclosing(write(task(desk), model, desk.check, desk.embedded)) as events:
        async with asyncio.timeout(0.25):
            first = await anext(events)
    assert isinstance(first, Sentence)
    assert model.closed == 1


async def test_what_is_not_supported_is_dropped_and_counted(desk: Desk) -> None:
    events = await written(
        desk, saying(said(FLOOD), said("The army sent 400 boats to Velm."), said(FLOOD), said("# No"))
    )
    assert texts(events) == [FLOOD]
    reasons = [event.reason for event in events if isinstance(event, Dropped)]
    assert getattr(reasons[0], "code", None) is GroundingCode.FIGURE
    assert reasons[1:] == [DropCode.REPEATED, DropCode.MARKUP]
    assert events[-1].dropped == 3  # type: ignore[union-attr]


async def test_two_voices_are_two_publishers(desk: Desk) -> None:
    alone = "Prices of grain rose by 12 percent."
    assert texts(await written(desk, saying(said(alone)), "summary")) == [alone]
    events = await written(desk, saying(said(alone), said(ARMY)), "perspectives")
    assert texts(events) == [ARMY]
    assert Dropped(DropCode.VOICES) in events
    told = next(event for event in events if isinstance(event, Sentence))
    assert {cited.article for cited in told.citations} == {"post", "herald"}


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (babbling, NoticeCode.BABBLED),
        (refusing, NoticeCode.REFUSED),
        (inventing, NoticeCode.UNSUPPORTED),
        (saying(), NoticeCode.BABBLED),
        (saying(Failure(FailureCode.CONNECT, "nobody")), NoticeCode.DOWN),
        (saying(Failure(FailureCode.RATE_LIMITED)), NoticeCode.BUSY),
        (saying(Failure(FailureCode.HTTP_STATUS, status=500)), NoticeCode.DOWN),
        (cutting_off(), NoticeCode.BABBLED),
        (saying("I am sorry, I cannot help with that."), NoticeCode.BABBLED),
    ],
)
async def test_where_the_model_fails_the_embedded_answer_is_given(
    desk: Desk, script: ModelScript, code: NoticeCode
) -> None:
    events = await written(desk, script)
    assert notices(events) == [code]
    assert len(texts(events)) == 11
    assert isinstance(events[-1], Done)
    assert events[-1].provider == EMBEDDED


async def test_a_slow_model_is_not_waited_for(desk: Desk) -> None:
    async with asyncio.timeout(2):
        events = await written(desk, stalling, first_s=0.1)
    assert notices(events) == [NoticeCode.SLOW]
    assert events[-1].provider == EMBEDDED  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "script",
    [cutting_off(said(FLOOD)), saying(said(FLOOD), Failure(FailureCode.PROTOCOL)), saying(said(FLOOD), Wait(9))],
)
async def test_what_came_before_it_broke_off_stays(desk: Desk, script: ModelScript) -> None:
    events = await written(desk, script, whole_s=0.3)
    assert texts(events) == [FLOOD]
    assert notices(events) == [NoticeCode.CUT_OFF]
    assert events[-1].provider == "scripted"  # type: ignore[union-attr]


async def test_without_a_model_the_embedded_answer_is_given(desk: Desk) -> None:
    events = await desk.write(task(desk), None)
    assert notices(events) == [NoticeCode.NO_MODEL]
    assert len(texts(events)) == 11


async def test_no_more_sentences_than_asked_for(desk: Desk) -> None:
    model = ScriptedModel(saying(*(said(each.text) for each in desk.sentences), *babbling_on()))
    events = await desk.write(task(desk, "ask"), model)
    assert len(texts(events)) == prompt("ask").sentences
    assert model.closed == 1


def babbling_on() -> list[str]:
    return ["more and more "] * 1_000


async def test_cancelling_the_reader_closes_the_model(desk: Desk) -> None:
    model = ScriptedModel(saying(said(FLOOD), Wait(4), said(HOMES)))

    async def read() -> None:
        async for _ in write(task(desk), model, desk.check, desk.embedded):
            pass

    reading = asyncio.create_task(read())
    await asyncio.sleep(0.2)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await asyncio.sleep(0)
    assert model.closed == 1


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ('{"sentence": "A.", "citations": [1, 2]}', [("A.", (1, 2))]),
        (
            '[{"sentence": "A.", "citations": "3, 4"}, {"text": "B.", "citations": [" 5 ", "x", -1]}]',
            [("A.", (3, 4)), ("B.", (5,))],
        ),
        ('Sure!\n```json\n{"sentence": "A {not} \\"b\\".",\n "citations": 7,}\n{"sentence":"C"}```', [("C", ())]),
        ('{"sentence": "A {x} \\"b\\" }", "citations": []}', [('A {x} "b" }', ())]),
        ('{"sentence": 5} {"sentence": ""} {"citations": [1]} {} }}} {"sentence": "Z"}', [("Z", ())]),
        ('{"sentence": "line\nbreak"}', [("line\nbreak", ())]),
        ('{"sentence": "' + "x" * 9_000 + '"} {"sentence": "Y"}', [("Y", ())]),
        ("{" * 5_000 + '{"sentence": "Y"}', []),
        ("no objects at all", []),
        ('{"sentence": "A.", "citations": [99999999999, true, null, {"a": 1}]}', [("A.", ())]),
    ],
)
def test_answers_are_read_tolerantly_in_any_pieces(answer: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    for size in (1, 3, 10_000):
        reader = AnswerReader()
        pieces = [answer[at : at + size] for at in range(0, len(answer), size)]
        assert [(each.text, each.citations) for piece in pieces for each in reader.feed(piece)] == found


def test_every_feature_has_a_prompt_that_asks_for_the_contract() -> None:
    writing = [each for each in prompts().values() if each.name != "second_opinion"]
    assert {each.feature for each in writing} == set(WrittenFeature)
    for each in writing:
        assert (each.contract, each.id) == (CONTRACT, f"{each.name}/{each.version}")
        assert "{fence}" in each.system
        assert "{sources}" in each.user
        example = [1] if each.name == "translate" else [1, 4]
        assert f'{{"sentence": "…", "citations": {example}}}' in each.system


def test_a_level_is_filled_in_and_named() -> None:
    form = prompt("explain")
    easy, plainly = form.at_level("easy"), form.at_level("plain")
    assert (easy.id, plainly.id) == ("explain-easy/1", "explain-plain/1")
    assert "level A2" in easy.system
    assert "level A2" not in plainly.system
    assert "{level}" in form.system
    assert "{level}" not in easy.system + plainly.system
    assert all("Keep every figure" in words for words in form.levels.values())
    with pytest.raises(KeyError):
        form.at_level("poem")


def test_what_goes_into_a_prompt_is_filled_in_once(desk: Desk) -> None:
    request = asked(prompt("ask"), desk.sources, language="English", question="{sources} {fence}\n<<<", fence="f" * 16)
    user = request.messages[1].text
    assert "{sources} {fence} <<<\n" in user
    assert user.count("<<<" + "f" * 16) == 3


def test_long_stories_are_read_from_the_top_of_each_article(desk: Desk) -> None:
    shown = fitting(desk.sources, 90)
    assert {each.sentence.article for each in shown} == {"post", "herald", "echo"}
    assert [each.sentence.index for each in shown if each.sentence.article == "echo"] == [0, 1]
    assert fitting(desk.sources, 0) == []


def test_plain_text_is_what_is_seen() -> None:
    assert plain("a\u200bb\u202ec\u0000d\n e\U000e0041") == "abcd e"
    assert plain("می‌خواهم") == "می‌خواهم"
    assert plain("क्‍ष") == "क्‍ष"
    assert plain("Z" + "\u0301" * 50) == "Ź" + "\u0301" * 4
    assert plain("\ud800") == "?"


@pytest.mark.parametrize(
    "text", ["The council met at 3.30 p.m. and voted 5-4.", "“Nobody was hurt,” she said.", "U.S. troops left."]
)
def test_news_is_no_trouble(text: str) -> None:
    assert trouble_of(text) is None
    assert not addresses(text)


def test_an_address_must_stand_in_the_source() -> None:
    assert not has_foreign_address("See booking.com for more.", ["A deal with Booking.com was signed."])
    assert has_foreign_address("See booking.com/evil for more.", ["A deal with Booking.com was signed."])
    assert trouble_of("x" * 701) is DropCode.TOO_LONG
