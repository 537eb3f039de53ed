"""`octavo similar` as people run it: the same news scores higher than other news, in any language; bad lines told."""

from typing import Any

from filters import Answer, as_lines, filtered
from telling import ARABIC, CHINESE, FERRY, FRENCH, MARKET


def similar(*lines: str | dict[str, Any]) -> Answer:
    return filtered("similar", "-", given=as_lines(lines))


def pair(name: object, one: str, other: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "a": {"text": one, **more}, "b": {"text": other, **more}}


def test_the_same_news_scores_higher_in_any_language() -> None:
    answers, status, stderr = similar(
        pair("same", FERRY, FERRY, title="Ferry aground", published_at="2026-03-02T12:00:00Z"),
        pair("fr", FERRY, FRENCH),
        pair("ar", ARABIC, FERRY),
        pair("zh", CHINESE, FRENCH),
        pair("other", FERRY, MARKET, language="en"),
        pair("other zh", CHINESE, MARKET),
        pair("turned", MARKET, FERRY, language="en"),
    )
    assert [list(answer) for answer in answers] == [["id", "score"]] * 7
    scores = {answer["id"]: answer["score"] for answer in answers}
    assert all(0 <= score <= 1 for score in scores.values())
    others = max(scores["other"], scores["other zh"])
    assert min(scores[name] for name in ("same", "fr", "ar", "zh")) > others + 0.2
    assert scores["same"] > 0.8
    assert abs(scores["other"] - scores["turned"]) < 0.001
    assert (status, stderr) == (0, "")


def test_bad_lines_are_told() -> None:
    answers, status, stderr = similar(
        "nonsense",
        {"id": 1, "a": {"text": FERRY}},
        {"id": 2, "a": FERRY, "b": {"text": FERRY}},
        {"id": 3, "a": {"text": FERRY}, "b": {"title": "Ferry"}},
        {"id": 4, "a": {"text": FERRY, "published_at": "noon"}, "b": {"text": FERRY}},
        pair(5, "", ""),
        pair(5, "🚢", "\ud800"),
    )
    assert [answer["id"] for answer in answers] == [None, 1, 2, 3, 4, 5, 5]
    assert ["error" in answer for answer in answers] == [True] * 5 + [False] * 2
    assert (status, stderr) == (1, "5 of 7 could not be used\n")


def test_nothing_in_nothing_out() -> None:
    assert similar() == ([], 0, "")
