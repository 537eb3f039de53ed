"""`octavo label` as people run it: lines in order, bad ones told, what extract writes read as it is."""

from typing import Any

from filters import Answer, as_lines, filtered

BRIDGE = "The old bridge over the Lund was opened again on Monday. The repairs cost $2 million, said mayor Ada Holm."


def label(*lines: str | dict[str, Any]) -> Answer:
    return filtered("label", "-", given=as_lines(lines))


def test_lines_are_answered_in_order_and_bad_ones_told() -> None:
    answers, status, stderr = label(
        {"id": 1, "title": "Bridge opened", "text": BRIDGE},
        "nonsense",
        {"id": "no text", "title": "Bridge"},
        {"id": "keywords", "text": BRIDGE, "keywords": "bridge"},
        {
            "id": "ru",
            "text": "Сборная выиграла финал кубка, нападающий забил два гола",
            "language": None,
            "keywords": [],
        },
        {"id": "empty", "text": ""},
    )
    assert [answer["id"] for answer in answers] == [1, None, "no text", "keywords", "ru", "empty"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False, False]
    first, russian = answers[0], answers[4]
    fields = ["id", "language", "topics", "places", "country", "hashtags", "names", "figures", "quotes"]
    assert list(first) == fields
    assert first["language"] == "en"
    assert 2_000_000 in [figure["value"] for figure in first["figures"]]
    assert all(tag.startswith("#") for tag in first["hashtags"])
    assert (russian["language"], russian["topics"][0]["code"]) == ("ru", "15000000")
    assert 0 < russian["topics"][0]["score"] <= 1
    assert (status, stderr) == (1, "3 of 6 could not be used\n")
