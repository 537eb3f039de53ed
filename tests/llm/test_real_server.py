"""A real model behind a real server: `make test-llm`. It is a tiny one, so what it writes is judged by nobody but the
checker; what is held is the protocol, the stream, and that nothing unsupported reaches readers.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import aclosing

import pytest

from assist.newsdesk import STORY, Desk, checker, embedder, read
from octavo.assist.grounding import PairChecker
from octavo.assist.plain import addresses
from octavo.assist.prompts import prompt
from octavo.assist.providers import Endpoint, Patience
from octavo.assist.translating import Translating
from octavo.assist.translators import ModelTranslator
from octavo.assist.writing import Limits, Task, write
from octavo.core.assisting import SimpleLevel
from octavo.core.failures import Failure, FailureCode
from octavo.core.grounding import Claim, GroundingVerdict
from octavo.core.models import Completion, Ended, ModelMessage, ModelRequest, Piece, Speaker
from octavo.core.translation import SentencePair
from octavo.core.writing import EMBEDDED, Done, Notice, Sentence
from octavo.pipeline.grounding import tell_language
from octavo.pipeline.handlers.models import tried
from octavo.understand.sentences import split_sentences
from small_model import small_model, where_installed

pytestmark = where_installed
COUNT = ModelRequest((ModelMessage(Speaker.USER, "The ferry left the harbour of Velm at nine. Then it"),), 24)
LONG = ModelRequest((ModelMessage(Speaker.USER, "Tell a long story of a ferry, a harbour and a flood."),), 600, 1.0)
PATIENCE = Patience(first_s=60, next_s=30, whole_s=110, retries=0)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with small_model(tmp_path_factory.mktemp("llm")) as address:
        yield address


@pytest.fixture
def model(url: str) -> Endpoint:
    return Endpoint(url=url, model="gemma-3-270m", patience=PATIENCE, concurrency=2)


async def test_it_completes_and_counts(model: Endpoint) -> None:
    answer = await model.complete(COUNT)
    await model.aclose()
    assert isinstance(answer, Completion)
    assert answer.text.strip()
    assert not answer.usage.is_estimated
    assert 0 < answer.usage.written <= 24 < answer.usage.read + 24


async def test_it_streams_piece_by_piece(model: Endpoint) -> None:
    times, events = [], []
    async with aclosing(model.stream(LONG)) as stream:
        async for event in stream:
            times.append(time.monotonic())
            events.append(event)
    await model.aclose()
    assert isinstance(events[-1], Ended)
    pieces = [event for event in events if isinstance(event, Piece)]
    assert len(pieces) > 20
    assert times[len(pieces) // 2] - times[0] > 0.2 * (times[-1] - times[0])


async def test_leaving_early_frees_the_server(model: Endpoint) -> None:
    began = time.monotonic()
    for _ in range(6):
        async with aclosing(model.stream(LONG)) as stream:
            await anext(stream)
    assert isinstance(await model.complete(COUNT), Completion)
    await model.aclose()
    assert time.monotonic() - began < 20


async def test_two_at_once(model: Endpoint) -> None:
    answers = await asyncio.gather(model.complete(COUNT), model.complete(COUNT))
    await model.aclose()
    assert all(isinstance(answer, Completion) for answer in answers)


async def test_the_operator_is_told_that_it_answers(model: Endpoint, url: str) -> None:
    found = await tried(model)
    await model.aclose()
    assert found["code"] == ""
    nowhere = Endpoint(url=url.replace("/v1", "/nothing"), model="any", patience=PATIENCE)
    lost = await nowhere.complete(COUNT)
    await nowhere.aclose()
    assert isinstance(lost, Failure)
    assert (lost.code, lost.status) == (FailureCode.HTTP_STATUS, 404)


@pytest.mark.parametrize("feature", ["summary", "perspectives", "wrapup", "ask"])
async def test_what_it_writes_reaches_readers_as_the_checker_says(model: Endpoint, feature: str) -> None:
    desk = Desk(*STORY)
    limits = Limits(first_s=60, whole_s=100, written_tokens=200)
    task = Task(prompt(feature), desk.sources, question="How many people left their homes?", limits=limits)
    events = [event async for event in write(task, model, desk.check, desk.embedded)]
    await model.aclose()
    done = events[-1]
    assert isinstance(done, Done)
    assert done.usage.tokens > 0
    if done.provider == EMBEDDED:
        assert any(isinstance(event, Notice) for event in events)
        return
    for event in events:
        if isinstance(event, Sentence):
            (verdict,) = await desk.check([Claim(event.text, "en")])
            assert verdict.accepted
            assert not addresses(event.text)


@pytest.mark.parametrize("level", SimpleLevel)
async def test_an_explanation_reaches_readers_as_the_checker_says(model: Endpoint, level: SimpleLevel) -> None:
    desk = Desk(STORY[0])
    limits = Limits(first_s=60, whole_s=100, written_tokens=200)
    task = Task(prompt("explain").at_level(level), desk.sources, limits=limits)
    events = [event async for event in write(task, model, desk.check, desk.embedded)]
    await model.aclose()
    done = events[-1]
    assert isinstance(done, Done)
    assert done.usage.tokens > 0
    if done.provider == EMBEDDED:
        assert any(isinstance(event, Notice) for event in events)
        return
    for event in events:
        if isinstance(event, Sentence):
            (verdict,) = await desk.check([Claim(event.text, "en")])
            assert verdict.accepted


async def test_a_translation_reaches_readers_as_the_checker_says(model: Endpoint) -> None:
    article, target = [STORY[0].title, *split_sentences(STORY[0].text, "en")[:2]], "es"
    translator = ModelTranslator(model, written_tokens=150)
    checking = PairChecker(checker(), split_sentences, read, embedder())

    async def check(pairs: Sequence[SentencePair], beside: Sequence[str]) -> Sequence[GroundingVerdict]:
        return checking.check(pairs, beside)

    work = Translating(translator, check, tell_language)
    made = [each async for each in work.sentences(article, "en", target)]
    await model.aclose()
    assert translator.usage.tokens > 100
    assert [each.original for each in made] == article
    for each in made:
        if each.translation is None:
            assert each.reason is not None
            continue
        pair = SentencePair(each.original, "en", each.translation, target)
        assert checking.check([pair], article)[0].accepted
        assert not addresses(each.translation)
