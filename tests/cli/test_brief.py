"""`octavo brief` as people run it: one brief for each story, in order; bad lines told."""

from typing import Any

from filters import as_lines, filtered

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


def test_what_only_a_model_writes_is_no_brief() -> None:
    for feature in ("translate", "explain"):
        answers, status, stderr = filtered("brief", "--feature", feature, "-", given=as_lines((STORY,)))
        assert (answers, status) == ([], 2)
        assert f"'{feature}' is not one of" in stderr
