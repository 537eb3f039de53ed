"""`octavo brief` as people run it: one brief for each story, in order; bad lines told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from filters import as_lines, filtered
from octavo.testing.models import ModelScript, babbling, inventing, model_server, refusing, said, saying, stalling

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "a", "publisher": "Courier", "language": "en", "published_at": "2026-11-28T06:00:00Z",
        "title": "Ferry aground",
        "text": "A ferry ran aground off Kereru Bay on Friday with 240 people on board. Nobody was hurt.",
    },
    {
        "id": 2, "publisher": "Lantern", "language": "en", "title": "Ferry runs aground off Kereru Bay",
        "text": "A ferry with 240 people on board ran aground off Kereru Bay on Friday. Divers found a cracked rudder.",
    },
]  # fmt: skip
STORY = {"id": "s", "articles": ARTICLES, "question": "How many people were on board?"}


def test_perspectives_have_two_publishers_under_each_sentence() -> None:
    (answer,), status, stderr = filtered("brief", "--feature", "perspectives", "-", given=as_lines((STORY,)))
    assert (status, stderr) == (0, "")
    assert answer["provider"] == "embedded/1"
    assert answer["dropped"] == 0
    assert answer["sentences"]
    for sentence in answer["sentences"]:
        assert {citation["article"] for citation in sentence["citations"]} == {"a", "2"}
    assert answer["table"]["agree"][0]["is_unanimous"]


def test_each_feature_answers() -> None:
    tables: dict[str, Any] = {}
    for feature in ("summary", "wrapup", "ask", "timeline", "figures", "who"):
        (answer,), status, _ = filtered("brief", "--feature", feature, "-", given=as_lines((STORY,)))
        assert status == 0, feature
        assert answer["id"] == "s"
        tables[feature] = answer["table"]
    assert tables["summary"] is None
    assert tables["timeline"][0]["day"] == "2026-11-27"
    assert tables["figures"][0]["cells"][0]["value"] == 240
    assert tables["ask"]["is_refused"] is False
    assert len(tables["wrapup"]["items"]) == 2


def test_bad_lines_are_told() -> None:
    bad = (
        "nonsense",
        {"id": 1},
        {"id": 2, "articles": []},
        {"id": 3, "articles": [3]},
        {"id": 4, "articles": [{"id": "a", "text": 5}]},
        {"id": 5, "articles": [{"text": "No id."}]},
        {"id": 6, "articles": ARTICLES},
    )
    answers, status, stderr = filtered("brief", "--feature", "ask", "-", given=as_lines(bad))
    assert [(answer["id"], "error" in answer) for answer in answers] == [
        (None, True), (1, True), (2, True), (3, True), (4, True), (5, True), (6, True),
    ]  # fmt: skip
    assert (status, stderr) == (1, "7 of 7 could not be used\n")


ABOARD = "A ferry with 240 people on board ran aground off Kereru Bay on Friday."
"""What both articles say, in words that are neither's."""


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Have an endpoint play a script, as the environment's model."""
    with ExitStack() as stack:

        def serve(script: ModelScript, **more: str) -> None:
            server = stack.enter_context(model_server(script))
            values = {"URL": server.url, "NAME": "tiny", "RETRIES": "0", **more}
            for name, value in values.items():
                monkeypatch.setenv(f"OCTAVO_MODEL_{name}", value)

        yield serve


@pytest.mark.parametrize("feature", ["summary", "perspectives", "wrapup", "ask"])
def test_a_model_writes_and_each_sentence_is_checked(served: Callable[..., None], feature: str) -> None:
    served(saying(said(ABOARD, 1), said("A ferry with 900 people on board sank.", 1)))
    (answer,), status, stderr = filtered("brief", "--feature", feature, "-", given=as_lines((STORY,)))
    assert (status, stderr) == (0, "")
    stories = 2 if feature == "wrapup" else 1
    assert [sentence["text"] for sentence in answer["sentences"]] == [ABOARD] * stories
    assert (answer["provider"], answer["dropped"]) == ("tiny", stories)
    assert "notice" not in answer
    quotes = {citation["quote"] for sentence in answer["sentences"] for citation in sentence["citations"]}
    assert quotes <= {ABOARD, "A ferry ran aground off Kereru Bay on Friday with 240 people on board."}
    voices = {citation["article"] for citation in answer["sentences"][0]["citations"]}
    assert len(voices) == (2 if feature == "perspectives" else 1)


@pytest.mark.parametrize(
    ("script", "notice"),
    [(refusing, "refused"), (babbling, "babbled"), (inventing, "unsupported"), (stalling, "slow")],
)
def test_where_a_model_fails_the_embedded_brief_is_given(
    served: Callable[..., None], script: ModelScript, notice: str
) -> None:
    without = filtered("brief", "--feature", "perspectives", "-", given=as_lines((STORY,)))[0][0]
    served(script, **({"FIRST_TIMEOUT_S": "0.5"} if notice == "slow" else {}))
    (answer,), status, _ = filtered("brief", "--feature", "perspectives", "-", given=as_lines((STORY,)))
    assert status == 0
    assert answer == {**without, "notice": notice, "dropped": 5 if notice == "unsupported" else 0}
    assert answer["provider"] == "embedded/1"


def test_a_question_that_the_sources_do_not_answer_is_put_to_no_model(served: Callable[..., None]) -> None:
    served(saying(said(ABOARD, 1)))
    asked = {**STORY, "question": "Who won the chess championship in Oslo?"}
    (answer,), _, _ = filtered("brief", "--feature", "ask", "-", given=as_lines((asked,)))
    assert (answer["sentences"], answer["provider"]) == ([], "embedded/1")


def test_which_model_writes(served: Callable[..., None]) -> None:
    served(saying(said(ABOARD, 1)), FEATURES="summary=off")
    given = as_lines((STORY,))

    def provider(feature: str, *options: str) -> str:
        (answer,), _, _ = filtered("brief", "--feature", feature, *options, "-", given=given)
        return str(answer["provider"])

    assert provider("summary") == "embedded/1"
    assert provider("summary", "--model", "other") == "other"
    assert provider("perspectives", "--model", "off") == "embedded/1"
    assert provider("figures", "--model", "other") == "embedded/1"


def test_a_model_without_an_address_is_no_model() -> None:
    answers, status, stderr = filtered("brief", "--model", "tiny", "-", given=as_lines((STORY,)))
    assert (answers, status) == ([], 2)
    assert stderr.strip() == "--model needs OCTAVO_MODEL_URL, where the model answers"


def test_what_only_a_model_writes_is_no_brief() -> None:
    for feature in ("translate", "explain"):
        answers, status, stderr = filtered("brief", "--feature", feature, "-", given=as_lines((STORY,)))
        assert (answers, status) == ([], 2)
        assert f"'{feature}' is not one of" in stderr
