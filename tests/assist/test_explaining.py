"""Articles explained simply: who is asked for what, and what readers get where the model fails."""

import pytest

from assist.newsdesk import STORY, Desk, embedder, texts
from octavo.assist.briefs import key_points, read_articles
from octavo.assist.explaining import key_points_of
from octavo.assist.prompts import prompt
from octavo.assist.writing import Limits, Task, write
from octavo.core.assisting import SimpleLevel
from octavo.core.briefs import BriefArticle, ReadArticle
from octavo.core.writing import EMBEDDED, Done, Dropped, Notice, NoticeCode, Sentence, WritingEvent
from octavo.pipeline.assistant import answer_key
from octavo.testing.models import ModelScript, ScriptedModel, refusing, said, saying
from octavo.understand.sentences import split_sentences

POST = STORY[0]
SIMPLE = ("The army sent 40 boats to Velm.", "A flood closed the harbour of Velm on Tuesday.")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(POST)


@pytest.fixture(scope="module")
def read() -> ReadArticle:
    article = BriefArticle(POST.id, POST.title, POST.text, language="en")
    return read_articles([article], split_sentences, embedder())[0]


def task(desk: Desk, level: SimpleLevel = SimpleLevel.PLAIN) -> Task:
    return Task(prompt("explain").at_level(level), desk.sources, limits=Limits(first_s=5))


async def explained(desk: Desk, read: ReadArticle, script: ModelScript) -> list[WritingEvent]:
    model = ScriptedModel(script)
    return [event async for event in write(task(desk), model, desk.check, key_points_of(read))]


async def test_what_the_article_says_is_told_with_its_sentences(desk: Desk, read: ReadArticle) -> None:
    events = await explained(desk, read, saying(*(said(text, 1) for text in SIMPLE)))
    assert texts(events) == list(SIMPLE)
    assert [event.citations[0].index for event in events if isinstance(event, Sentence)] == [2, 1]
    assert events[-1].provider == "scripted"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "wrong",
    [
        "The army sent some 400 boats to Velm.",
        "A flood is water that comes over dry land.",
        "Velm is a town with 30,000 people.",
        "The mayor left the town.",
    ],
)
async def test_what_it_does_not_say_is_dropped(wrong: str, desk: Desk, read: ReadArticle) -> None:
    """Explanations of the model's own, too."""
    events = await explained(desk, read, saying(said(wrong, 1), said(SIMPLE[0], 1)))
    assert texts(events) == [SIMPLE[0]]
    assert sum(isinstance(event, Dropped) for event in events) == 1


async def test_where_the_model_fails_readers_are_told_and_get_the_key_points(desk: Desk, read: ReadArticle) -> None:
    events = await explained(desk, read, refusing)
    assert [event.code for event in events if isinstance(event, Notice)] == [NoticeCode.REFUSED]
    assert texts(events) == [point.text for point in key_points(read)]
    done = events[-1]
    assert isinstance(done, Done)
    assert (done.provider, done.sentences) == (EMBEDDED, len(texts(events)))
    by_number = {(each.article, each.index): each.text for each in desk.sentences}
    for event in events:
        if isinstance(event, Sentence):
            assert [by_number[cited.article, cited.index] for cited in event.citations] == [event.text]


async def test_each_level_is_asked_for_in_its_own_words(desk: Desk) -> None:
    asked = {}
    for level in SimpleLevel:
        model = ScriptedModel(saying(said(SIMPLE[0])))
        await desk.write(task(desk, level), model)
        system, user = model.requests[0].messages
        asked[level] = system.text
        assert "in this language: English." in user.text
    assert "some fifteen words" in asked[SimpleLevel.PLAIN]
    assert "at most ten words" in asked[SimpleLevel.EASY]


def test_levels_are_kept_apart(desk: Desk) -> None:
    keys = {answer_key(task(desk, level), "a model") for level in SimpleLevel}
    assert len(keys) == len(SimpleLevel)


def test_every_level_has_its_words(desk: Desk) -> None:
    assert {task(desk, level).form.feature for level in SimpleLevel} == {"explain"}
