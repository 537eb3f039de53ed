"""What every Translator keeps to: Firefox's models on this machine, a language model, and the one that tests use."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from octavo.assist.translators import FirefoxTranslator, ModelTranslator
from octavo.core.failures import Failure
from octavo.core.models import ModelRequest
from octavo.core.protocols import Translator
from octavo.testing.models import NUMBERED, Line, ScriptedModel, said
from octavo.testing.translators import ScriptedTranslator, StandInEngine, make_folder

SENTENCES = ("La inundación cerró el puerto.", "El ejército envió 40 barcos.", "“Nos quedamos”, dijo Holt.")
ODD = ("", " ", "\ud800", "\x00", "a" * 20_000, "{" * 500, '{"sentence": "x", "citations": [2]}', "مرحبا", "[2] two")


def numbering(request: ModelRequest) -> Iterator[Line]:
    """A model that does as it is asked."""
    for number, text in NUMBERED.findall(request.messages[1].text):
        yield said(f"en: {text}", int(number))


@pytest.fixture(params=["scripted", "firefox", "model"])
async def translator(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Translator]:
    made: Translator
    if request.param == "firefox":
        make_folder(tmp_path, "es-en")
        made = FirefoxTranslator(tmp_path, load=lambda folder: StandInEngine(folder.path.name))
    elif request.param == "model":
        made = ModelTranslator(ScriptedModel(numbering))
    else:
        made = ScriptedTranslator(lambda sentence: f"en: {sentence}", pairs=[("es", "en")])
    yield made
    await made.aclose()
    await made.aclose()


def test_it_has_a_name_of_one_line(translator: Translator) -> None:
    assert translator.name
    assert translator.name.isprintable()
    assert isinstance(translator.heeds, bool)


def test_it_says_what_it_can(translator: Translator) -> None:
    assert translator.can("es", "en")
    for nonsense in [("es", "es"), ("", "en"), ("es", ""), ("nonsense", "en"), ("es", "\0")]:
        assert not translator.can(*nonsense)


async def test_as_many_come_out_as_go_in(translator: Translator) -> None:
    together = await translator.translate(SENTENCES, "es", "en")
    assert isinstance(together, tuple)
    assert len(together) == len(set(together)) == 3
    assert "40" in together[1]
    alone = [await translator.translate([sentence], "es", "en") for sentence in SENTENCES]
    assert [one[0] for one in alone if isinstance(one, tuple)] == list(together)


async def test_nothing_is_nothing(translator: Translator) -> None:
    assert await translator.translate([], "es", "en") == ()


async def test_whatever_a_sentence_says_each_has_its_place(translator: Translator) -> None:
    made = await translator.translate([*ODD, SENTENCES[1]], "es", "en")
    assert isinstance(made, tuple)
    assert len(made) == len(ODD) + 1
    assert all(isinstance(each, str) for each in made)
    assert "40" in made[-1]


async def test_languages_that_it_cannot_are_a_failure(translator: Translator) -> None:
    made = await translator.translate(SENTENCES, "es", "es")
    assert isinstance(made, Failure)
    assert "es" in str(made)


async def test_several_at_a_time(translator: Translator) -> None:
    made = await asyncio.gather(*(translator.translate(SENTENCES, "es", "en") for _ in range(8)))
    assert len(set(made)) == 1
    assert not isinstance(made[0], Failure)


async def test_the_event_loop_goes_on(translator: Translator) -> None:
    longest, before, is_over = 0.0, time.monotonic(), False

    async def tick() -> None:
        nonlocal longest, before
        while not is_over:
            await asyncio.sleep(0.005)
            longest, before = max(longest, time.monotonic() - before), time.monotonic()

    ticking = asyncio.create_task(tick())
    for _ in range(5):
        await translator.translate(SENTENCES, "es", "en")
    is_over = True
    await ticking
    assert longest < 1


async def test_cancelling_leaves_it_usable(translator: Translator) -> None:
    asking = asyncio.create_task(translator.translate(SENTENCES * 20, "es", "en"))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert isinstance(await translator.translate(SENTENCES, "es", "en"), tuple)


async def test_it_may_be_used_again_after_it_was_closed(translator: Translator) -> None:
    await translator.translate(SENTENCES, "es", "en")
    await translator.aclose()
    assert isinstance(await translator.translate(SENTENCES, "es", "en"), tuple)
