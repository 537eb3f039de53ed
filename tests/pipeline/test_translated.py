"""Translations and simple explanations that readers commission: checked, counted, kept, and marked where none holds."""

from collections.abc import Iterator
from typing import Any

import pytest

from commissioning import MODEL, commissioned, sentences
from newsroom import NOW, Newsroom
from octavo.core.briefs import Feature
from octavo.core.commissions import About, CommissionEvent, Failed, NewCommission, Progress, Step, Translated
from octavo.core.failures import Failure, FailureCode
from octavo.core.models import ModelRequest
from octavo.core.rights import Terms
from octavo.core.writing import EMBEDDED, Done, Notice, NoticeCode
from octavo.store import assisting
from octavo.store.models import Comment, Reader, WrittenAnswer
from octavo.testing.models import NUMBERED, Line, ScriptedModel, said, saying

pytestmark = pytest.mark.django_db(transaction=True)

SPANISH = {
    "El ejército envió 40 botes a Velm.": "The army sent 40 boats to Velm.",
    "Las escuelas siguen cerradas esta semana.": "The schools stay closed this week.",
    "Casi 2.000 personas dejaron sus casas.": "Nearly 9,000 people left their homes.",
    "Velm bajo el agua": "Velm under water",
}
TEXT = (
    "El ejército envió 40 botes a Velm. Las escuelas siguen cerradas esta semana.\n"
    "Casi 2.000 personas dejaron sus casas."
)


def translating(request: ModelRequest) -> Iterator[Line]:
    """Says what it was taught; one figure of it is wrong."""
    for number, text in NUMBERED.findall(request.messages[-1].text):
        yield said(SPANISH[text], int(number))


@pytest.fixture
def article(newsroom: Newsroom) -> int:
    newsroom.publisher("correo", terms=Terms.FULL, country="AR")
    return newsroom.article("Velm bajo el agua", publisher="correo", text=TEXT, language="es")


def translate(about: About, target: int, reader_id: int | None = None) -> NewCommission:
    return NewCommission(Feature.TRANSLATE, about, target, "en", reader_id=reader_id)


def translated(events: list[CommissionEvent]) -> list[Translated]:
    return [event for event in events if isinstance(event, Translated)]


def test_an_article_is_translated_and_what_does_not_hold_stays(article: int) -> None:
    assisting.choose(MODEL, None)
    model = ScriptedModel(translating)
    events = commissioned(translate(About.ARTICLE, article), model)
    found = translated(events)
    assert [each.translation for each in found] == [*[SPANISH["Velm bajo el agua"]], *list(SPANISH.values())[:2], ""]
    assert [each.begins for each in found] == [True, True, False, True]
    assert [each.is_title for each in found] == [True, False, False, False]
    assert {each.language for each in found} == {"es"}
    assert found[-1].original == "Casi 2.000 personas dejaron sus casas."
    assert events[0] == Progress(Step.WRITING)
    assert events[-1] == Done("scripted", sentences=3, dropped=1)
    (row,) = assisting.use_of(NOW.date()).rows
    assert (row.feature, row.model, row.failures) == ("translate", "scripted", 0)
    assert row.tokens > 0


def test_what_was_translated_once_is_kept_for_others(article: int) -> None:
    assisting.choose(MODEL, None)
    model = ScriptedModel(translating)
    first = commissioned(translate(About.ARTICLE, article), model)
    again = commissioned(translate(About.ARTICLE, article), model)
    assert translated(first) == translated(again)
    assert again[-1] == Done("scripted", sentences=3, dropped=1, is_cached=True)
    assert len(model.requests) == 1


def test_a_readers_own_model_translates_for_nobody_else(article: int) -> None:
    assisting.choose({"readers_own": True}, None)
    reader = Reader.objects.create_user("own@example.org", "ferry-Lamp-4")
    assisting.keep_own_model(reader.pk, assisting.OwnModel("https://own.example/v1", "mine", "sk-1"))
    model = ScriptedModel(translating, name="mine")
    events = commissioned(translate(About.ARTICLE, article, reader.pk), model)
    assert len(translated(events)) == 4
    assert not WrittenAnswer.objects.exists()
    (row,) = assisting.use_of(NOW.date()).rows
    assert (row.model, row.cost) == (assisting.OWN, 0)


@pytest.mark.parametrize(
    ("failure", "code"),
    [(FailureCode.CONNECT, NoticeCode.DOWN), (FailureCode.TIMEOUT, NoticeCode.SLOW)],
)
def test_a_model_that_is_away_leaves_the_original(article: int, failure: FailureCode, code: NoticeCode) -> None:
    assisting.choose(MODEL, None)
    events = commissioned(translate(About.ARTICLE, article), ScriptedModel(saying(Failure(failure))))
    assert [each.translation for each in translated(events)] == [""] * 4
    assert events.count(Notice(code)) == 1
    assert events[-1] == Done(EMBEDDED, dropped=4)
    assert not WrittenAnswer.objects.exists()


def test_what_may_be_used_today_is_used_up(article: int) -> None:
    assisting.choose({**MODEL, "day_tokens": 10}, None)
    model = ScriptedModel(translating)
    events = commissioned(translate(About.ARTICLE, article), model)
    assert model.requests == []
    assert Notice(NoticeCode.BUSY) in events


def test_nobody_translates(article: int) -> None:
    events = commissioned(translate(About.ARTICLE, article))
    assert translated(events) == []
    assert isinstance(events[-2], Failed) or isinstance(events[-1], Failed)


def test_terms_bound_what_is_translated(newsroom: Newsroom) -> None:
    assisting.choose(MODEL, None)
    newsroom.publisher("closed", terms=Terms.LINK)
    article = newsroom.article("Velm bajo el agua", publisher="closed", text=TEXT, language="es")
    events = commissioned(translate(About.ARTICLE, article), ScriptedModel(translating))
    assert [each.original for each in translated(events)] == ["Velm bajo el agua"]


def test_a_comment_is_translated_once_it_is_published(article: int) -> None:
    assisting.choose(MODEL, None)
    author = Reader.objects.create_user("ben@example.org", "ferry-Lamp-4")
    text = "Las escuelas siguen cerradas esta semana."
    fields: dict[str, Any] = {"article_id": article, "author": author, "source": text, "html": text, "language": "es"}
    held = Comment.objects.create(**fields, state="held", created_at=NOW)
    shown = Comment.objects.create(**fields, state="published", created_at=NOW)
    model = ScriptedModel(translating)
    assert translated(commissioned(translate(About.COMMENT, held.pk), model)) == []
    (found,) = translated(commissioned(translate(About.COMMENT, shown.pk), model))
    assert found.translation == SPANISH[text]


def test_an_article_is_explained_simply(article: int) -> None:
    assisting.choose(MODEL, None)
    lines = (said("The army sent 40 boats to Velm.", 2), said("The mayor of Velm was fined.", 2))
    model = ScriptedModel(saying(*lines))
    events = commissioned(NewCommission(Feature.EXPLAIN, About.ARTICLE, article, "en", level="easy"), model)
    assert sentences(events) == ["The army sent 40 boats to Velm."]
    assert events[-1] == Done("scripted", sentences=1, dropped=1)


def test_key_points_stand_in_for_an_explanation(article: int) -> None:
    assisting.choose(MODEL, None)
    model = ScriptedModel(saying(Failure(FailureCode.CONNECT)))
    events = commissioned(NewCommission(Feature.EXPLAIN, About.ARTICLE, article, "en", level="plain"), model)
    assert Notice(NoticeCode.DOWN) in events
    assert sentences(events)
    assert set(sentences(events)) <= set(SPANISH)
