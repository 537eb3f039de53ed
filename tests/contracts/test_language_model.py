"""What every LanguageModel keeps to: one behind OpenAI's protocol, and the one that tests use."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, aclosing

import pytest

from octavo.assist.providers import Endpoint, Patience
from octavo.core.failures import Failure, FailureCode
from octavo.core.models import Completion, Ended, Ending, ModelMessage, ModelRequest, Piece, Speaker
from octavo.core.protocols import LanguageModel
from octavo.testing.models import (
    ModelScript,
    ScriptedModel,
    Wait,
    babbling,
    cutting_off,
    model_server,
    refusing,
    said,
    saying,
    stalling,
)

Make = Callable[[ModelScript], LanguageModel]
ASKED = ModelRequest((ModelMessage(Speaker.SYSTEM, "Be brief."), ModelMessage(Speaker.USER, "What of the ferry?")), 200)
FERRY = "The ferry “Náutilus” ran aground. 渡船搁浅。 \U0001f6a2"


@pytest.fixture(params=["scripted", "endpoint"])
async def make(request: pytest.FixtureRequest) -> AsyncIterator[Make]:
    made: list[LanguageModel] = []
    with ExitStack() as stack:

        def make(script: ModelScript) -> LanguageModel:
            if request.param == "scripted":
                made.append(ScriptedModel(script, first_s=0.5))
            else:
                server = stack.enter_context(model_server(script))
                patience = Patience(first_s=0.5 if script is stalling else 20, next_s=0.5, retries=0)
                made.append(Endpoint(url=server.url, model="any", key="sk-secret-word", patience=patience))
            return made[-1]

        yield make
        for model in made:
            await model.aclose()
            await model.aclose()


async def test_it_has_a_name_of_one_line(make: Make) -> None:
    assert make(saying("Yes.")).name.isprintable()


async def test_a_stream_is_pieces_and_one_end(make: Make) -> None:
    events = [event async for event in make(saying(FERRY, said("It sank.", 1))).stream(ASKED)]
    *pieces, end = events
    assert all(isinstance(piece, Piece) and piece.text for piece in pieces)
    assert "".join(piece.text for piece in pieces if isinstance(piece, Piece)) == FERRY + said("It sank.", 1)
    assert isinstance(end, Ended)
    assert end.why is Ending.DONE
    assert end.usage.read > 0 < end.usage.written


async def test_the_whole_is_what_streams(make: Make) -> None:
    answer = await make(saying(FERRY)).complete(ASKED)
    assert isinstance(answer, Completion)
    assert (answer.text, answer.why) == (FERRY, Ending.DONE)


async def test_an_empty_answer_is_an_answer(make: Make) -> None:
    answer = await make(saying()).complete(ASKED)
    assert isinstance(answer, Completion)
    assert (answer.text, answer.why) == ("", Ending.DONE)


@pytest.mark.parametrize(
    ("script", "why"), [(refusing, Ending.REFUSED), (cutting_off("x"), Ending.LENGTH)], ids=["refuses", "cut off"]
)
async def test_it_says_why_it_stopped(make: Make, script: ModelScript, why: Ending) -> None:
    answer = await make(script).complete(ASKED)
    assert isinstance(answer, Completion)
    assert answer.why is why


async def test_it_never_waits_for_ever(make: Make) -> None:
    async with asyncio.timeout(5):
        answer = await make(stalling).complete(ASKED)
    assert isinstance(answer, Failure)
    assert answer.code is FailureCode.TIMEOUT


async def test_what_came_before_a_failure_was_told(make: Make) -> None:
    broken = saying("The ferry", Failure(FailureCode.PROTOCOL, "it broke off"))
    *pieces, end = [event async for event in make(broken).stream(ASKED)]
    assert "".join(piece.text for piece in pieces if isinstance(piece, Piece)) == "The ferry"
    assert isinstance(end, Failure)


async def test_a_server_in_trouble_is_a_failure(make: Make) -> None:
    answer = await make(saying(Failure(FailureCode.HTTP_STATUS, status=503))).complete(ASKED)
    assert isinstance(answer, Failure)
    assert (answer.code, answer.status) == (FailureCode.HTTP_STATUS, 503)
    assert "secret" not in str(answer)


async def test_leaving_early_ends_it(make: Make) -> None:
    model = make(saying("One. ", Wait(0.01), "Two. ", Wait(0.4), "Three."))
    async with asyncio.timeout(3), aclosing(model.stream(ASKED)) as events:
        async for event in events:
            assert isinstance(event, Piece)
            break
    assert isinstance(await model.complete(ASKED), Completion)


async def test_cancelling_ends_it(make: Make) -> None:
    model = make(saying("One. ", Wait(0.4), "Two."))
    asking = asyncio.create_task(model.complete(ASKED))
    await asyncio.sleep(0.1)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert isinstance(await model.complete(ASKED), Completion)


async def test_several_at_a_time(make: Make) -> None:
    model = make(saying("One. ", Wait(0.05), "Two."))
    answers = await asyncio.gather(*(model.complete(ASKED) for _ in range(8)))
    assert [answer.text for answer in answers if isinstance(answer, Completion)] == ["One. Two."] * 8


async def test_babble_comes_to_an_end(make: Make) -> None:
    async with asyncio.timeout(20):
        answer = await make(babbling).complete(ASKED)
    assert isinstance(answer, Completion | Failure)
