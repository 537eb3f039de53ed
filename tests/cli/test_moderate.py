"""`octavo moderate` as people run it: one answer for each comment, in order; bad lines told."""

from filters import as_lines, filtered


def test_comments_are_judged_in_order() -> None:
    answers, status, stderr = filtered(
        "moderate",
        "-",
        given=as_lines(
            (
                {"id": "a", "text": "Thank you, that was well told.", "context": "A ferry runs aground"},
                {"id": 2, "text": "Earn $500 a day at https://a.example/"},
                {"id": 3, "text": "https://a.example/x " * 5},
            )
        ),
    )
    model = {"attack", "toxicity"}
    assert all(0 <= answer["scores"].pop(name) < 0.5 for answer in answers for name in model)
    assert answers == [
        {"id": "a", "decision": "publish", "scores": {}, "reason": None},
        {"id": 2, "decision": "reject", "scores": {"spam": 0.95}, "reason": "spam"},
        {"id": 3, "decision": "hold", "scores": {"links": 0.6}, "reason": "links", "details": {"count": 5, "most": 3}},
    ]
    assert (status, stderr) == (0, "")


def test_bad_lines_are_told() -> None:
    answers, status, stderr = filtered("moderate", "-", given=as_lines(("nonsense", {"id": 1}, {"id": 2, "text": 3})))
    assert [(answer["id"], "error" in answer) for answer in answers] == [(None, True), (1, True), (2, True)]
    assert (status, stderr) == (1, "3 of 3 could not be used\n")
