"""Surveys: the operator asks, each reader has one voice, results are told to everybody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newsroom import Newsroom
from octavo.store import surveys
from octavo.store.models import Happening, Job, Reader, Survey, SurveyVote
from octavo.store.models.readers import Role

pytestmark = pytest.mark.django_db
FORM = {"question": "Should the ferry wait?", "kind": "choice", "options": "Yes\nNo\nNo", "place": "front"}


def client_of(handle: str, role: str = Role.READER) -> Client:
    made = Reader.objects.create_user(f"{handle}@example.org", handle=handle, role=role)
    client = Client(headers={"host": "localhost"})
    client.force_login(made)
    return client


@pytest.fixture
def operator() -> Client:
    return client_of("otto", Role.OPERATOR)


@pytest.fixture
def reader() -> Client:
    return client_of("anna")


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"host": "localhost"})


def ask(operator: Client, **more: Any) -> Survey:
    answer = operator.post(reverse("operate-survey-make"), {**FORM, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Survey.objects.latest("id")


def vote(client: Client, survey: Survey, *answers: object) -> Any:
    return client.post(reverse("survey-vote", args=[survey.pk]), {"answer": answers}, follow=True)


def test_one_voice_per_reader(operator: Client, reader: Client, stranger: Client, newsroom: Newsroom) -> None:
    newsroom.article("Ferry news")
    survey = ask(operator)
    assert survey.options == ["Yes", "No"]
    assert "Should the ferry wait?" in stranger.get("/").content.decode()
    assert stranger.post(reverse("survey-vote", args=[survey.pk]), {"answer": "1"}).status_code == 302
    assert not SurveyVote.objects.exists()
    assert 'type="radio"' in reader.get("/").content.decode()
    vote(reader, survey, 1)
    assert "You have voted in this survey already." in vote(reader, survey, 2).content.decode()
    survey.refresh_from_db()
    assert (survey.tally, survey.votes) == ([1, 0], 1)
    own = reader.get(reverse("survey", args=[survey.pk])).content.decode()
    assert "your answer" in own
    assert "100%" in own
    assert "your answer" not in stranger.get(reverse("survey", args=[survey.pk])).content.decode()


@pytest.mark.parametrize("answers", [(), ("0",), ("3",), ("x",), ("1", "2"), ("9" * 30,)])
def test_what_is_no_answer_counts_nothing(operator: Client, reader: Client, answers: tuple[str, ...]) -> None:
    survey = ask(operator)
    assert "Choose an answer first." in vote(reader, survey, *answers).content.decode()
    survey.refresh_from_db()
    assert survey.votes == 0


def test_several_answers_and_scales(operator: Client, reader: Client) -> None:
    several = ask(operator, kind="several", options="Boats\nTrains\nBicycles")
    vote(reader, several, 1, 3)
    several.refresh_from_db()
    assert (several.tally, several.votes) == ([1, 0, 1], 1)
    scale = ask(operator, kind="scale", options="Not at all\nVery much")
    vote(reader, scale, 4)
    text = reader.get(reverse("survey", args=[scale.pk])).content.decode()
    assert "1 Not at all" in text
    assert "5 Very much" in text
    assert "On average 4" in text


def test_closed_surveys_keep_their_results(operator: Client, reader: Client, stranger: Client) -> None:
    survey = ask(operator)
    vote(reader, survey, 2)
    operator.post(reverse("operate-survey-close", args=[survey.pk]))
    late = client_of("ben")
    assert "This survey is closed." in vote(late, survey, 1).content.decode()
    assert "Should the ferry wait?" not in stranger.get("/").content.decode()
    listed = stranger.get(reverse("surveys")).content.decode()
    assert "Should the ferry wait?" in listed
    assert "Closed" in listed
    assert "100%" in listed


def test_a_survey_opens_when_its_time_has_come(operator: Client, stranger: Client) -> None:
    opens_at = datetime.now(UTC) + timedelta(days=1)
    survey = ask(operator, opens_at=opens_at.strftime("%Y-%m-%d %H:%M"))
    assert stranger.get(reverse("survey", args=[survey.pk])).status_code == 404
    assert Job.objects.get(kind="open_survey").run_at == survey.opens_at
    surveys.open_survey(survey.pk, datetime.now(UTC))
    assert not Happening.objects.exists()
    for _turn in range(2):
        surveys.open_survey(survey.pk, opens_at)
    assert Happening.objects.get().key == f"survey_opened:{survey.pk}"


def test_answers_stay_once_somebody_has_voted(operator: Client, reader: Client) -> None:
    survey = ask(operator)
    vote(reader, survey, 1)
    changed = {**FORM, "options": "Maybe\nNever", "question": "Should the ferry wait longer?"}
    operator.post(reverse("operate-survey", args=[survey.pk]), changed)
    survey.refresh_from_db()
    assert (survey.question, survey.options, survey.tally) == ("Should the ferry wait longer?", ["Yes", "No"], [1, 0])


def test_surveys_at_topics_and_stories(operator: Client, stranger: Client, newsroom: Newsroom) -> None:
    from web.telling import story

    story_id = story(newsroom, [newsroom.article("One"), newsroom.article("Two")])
    ask(operator, place="story", story=story_id, question="About this story?")
    ask(operator, place="topic", topic="11000000", question="About politics?")
    assert "About this story?" in stranger.get(f"/story/{story_id}/", follow=True).content.decode()
    topic = stranger.get("/topic/politics/").content.decode()
    assert "About politics?" in topic
    assert "About this story?" not in topic


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"options": "Alone"}, "Two to twelve different answers are needed."),
        ({"kind": "scale", "options": "a\nb\nc"}, "A scale has two lines"),
        ({"place": "topic"}, "Choose a topic."),
        ({"place": "story", "story": 999}, "There is no such story"),
        ({"closes_at": "2020-01-01 00:00"}, "It would close before it opens."),
    ],
)
def test_what_makes_no_survey_is_told_so(operator: Client, wrong: dict[str, Any], complaint: str) -> None:
    answer = operator.post(reverse("operate-survey-make"), {**FORM, **wrong})
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert not Survey.objects.exists()


def test_a_survey_in_another_language_is_not_on_the_front_page(operator: Client, stranger: Client) -> None:
    ask(operator, language="ar")
    assert "Should the ferry wait?" not in stranger.get("/").content.decode()
    assert "Should the ferry wait?" in stranger.get("/ar/").content.decode()
