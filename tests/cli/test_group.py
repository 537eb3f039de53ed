"""`octavo group` as people run it: one line for each, translations together, other events apart, bad lines told."""

import gzip
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from filters import Answer, as_lines, filtered
from octavo.cli.reasons import in_words
from octavo.core.stories import Reason
from telling import ARABIC, CHINESE, FERRY, FERRY_SOLD, FRENCH, MARKET, NOON, OTHER_FERRY


def group(*lines: str | dict[str, Any], options: tuple[str, ...] = ()) -> Answer:
    return filtered("group", "-", *options, given=as_lines(lines))


def article(name: object, text: str, title: str = "", hours: float = 0, **more: Any) -> dict[str, Any]:
    at = (NOON + timedelta(hours=hours)).isoformat()
    return {"id": name, "title": title, "text": text, "published_at": at, "publisher": str(name), **more}


ARRIVING = (
    article("en", FERRY, "Ferry aground off Merrow"),
    article("market", MARKET, "Traders of Orsava strike", 0.5),
    article("fr", FRENCH, "Un ferry s’échoue au large de Merrow", 0.7),
    article("ar", ARABIC, "جنوح عبارة قبالة ميناء ميرو", 1),
    article("zh", CHINESE, "渡轮在梅罗港外搁浅", 2),
    article("copy", f"{FERRY}\n\nSource: Reuters", "Passengers safe after a night of wind", 4),
    article("collision", OTHER_FERRY, "Ferry hits fishing boat in fog", 30),
    article("sold", FERRY_SOLD, "Northwater sells its ferries", 90),
)
EXPECTED = ["en", "market", "en", "en", "en", "en", "collision", "sold"]


def test_a_story_in_four_languages_is_one_and_other_events_are_not() -> None:
    answers, status, stderr = group(*ARRIVING)
    assert answers == [
        {"id": line["id"], "story": story, "duplicate_of": "en" if line["id"] == "copy" else None}
        for line, story in zip(ARRIVING, EXPECTED, strict=True)
    ]
    assert (status, stderr) == (0, "")


def test_the_first_decision_is_explained_in_words() -> None:
    answers, status, _ = group(*ARRIVING, options=("--online", "--explain"))
    assert [answer["story"] for answer in answers] == EXPECTED
    by_id = {answer["id"]: answer for answer in answers}
    assert list(by_id["en"]) == ["id", "story", "duplicate_of", "score", "nearest", "reasons"]
    assert (by_id["en"]["nearest"], by_id["en"]["reasons"]) == (None, "")
    assert (by_id["copy"]["nearest"], status) == ("en", 0)
    assert by_id["copy"]["reasons"].startswith("the same text, ")
    assert "4 hours apart" in by_id["copy"]["reasons"]
    assert "shared names (Ines Halloran, " in by_id["fr"]["reasons"]
    assert all(0.5 < answer["score"] <= 1 for answer in answers)


def test_lines_come_out_while_others_are_to_come() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "octavo", "group", "-", "--online", "-j1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(ARRIVING[0]).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["story"] == "en"
        process.stdin.close()
        assert process.stdout.read() == b""
        assert process.wait(20) == 0


def test_bad_lines_are_told_and_are_of_no_story() -> None:
    answers, status, stderr = group(
        {"id": 1, "text": MARKET, "published_at": "2026-03-02"},
        "nonsense",
        "[]",
        {"id": "no text", "title": "Market"},
        {"id": "a number", "text": 7},
        {"id": "time", "text": MARKET, "published_at": "yesterday"},
        {"text": MARKET},
        {"id": ["list"], "text": MARKET},
        {"id": "1", "text": MARKET, "title": None, "language": None, "published_at": None, "url": None},
        {"id": 1.5, "text": "", "published_at": "0001-01-01T00:00:00+14:00"},
    )
    bad = [None, None, "no text", "a number", "time", None, ["list"]]
    assert [answer["id"] for answer in answers] == [1, *bad, "1", 1.5]
    assert ["error" in answer for answer in answers] == [False, *[True] * len(bad), False, False]
    assert "published_at" in answers[5]["error"]
    assert answers[0] == {"id": 1, "story": 1, "duplicate_of": None}
    assert answers[8] == {"id": "1", "story": 1, "duplicate_of": 1}
    assert answers[9] == {"id": 1.5, "story": 1.5, "duplicate_of": None}
    assert (status, stderr) == (1, "7 of 10 could not be used\n")


def test_an_id_that_comes_again_is_the_same_article() -> None:
    first, other, again = group(
        article("x", FERRY), article("y", MARKET), article("x", f"{FERRY}\n\nMore follows.", hours=1)
    )[0]
    assert first["story"] == again["story"] == "x"
    assert (other["story"], other["duplicate_of"], again["duplicate_of"]) == ("y", None, None)


@pytest.mark.parametrize("options", [(), ("--online",)])
def test_nothing_in_nothing_out(options: tuple[str, ...]) -> None:
    assert group(options=options) == ([], 0, "")


def test_a_packed_file_is_read_and_a_missing_one_told(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "articles.jsonl.gz", "wt") as packed:
        packed.write(json.dumps(ARRIVING[1]))
    assert filtered("group", str(tmp_path / "articles.jsonl.gz"))[0] == [
        {"id": "market", "story": "market", "duplicate_of": None}
    ]
    answers, status, stderr = filtered("group", str(tmp_path / "missing.jsonl"))
    assert (answers, status) == ([], 2)
    assert "cannot be read" in stderr


def test_long_streams_are_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch, capsysbinary: Any) -> None:
    from octavo.cli.group import Desk, answer
    from octavo.cli.jsonl import Line
    from octavo.stories import grouping

    passes: list[int] = []
    regroup = grouping.Grouper.regroup

    def counted(grouper: grouping.Grouper) -> Any:
        passes.append(len(grouper))
        return regroup(grouper)

    monkeypatch.setattr(grouping, "OUT_OF_MIND", 3)
    monkeypatch.setattr(grouping.Grouper, "regroup", counted)
    desk = Desk(explains=False)
    for line in ARRIVING:
        desk.take(answer(Line(json.dumps(line), Path())))
    assert capsysbinary.readouterr().out == b""
    desk.write_last()
    stories = [json.loads(line)["story"] for line in capsysbinary.readouterr().out.splitlines()]
    assert (stories, passes) == (EXPECTED, [3, 6, 8])


def test_reasons_in_words() -> None:
    reasons = (
        Reason("copy", 6),
        Reason("place", 2),
        Reason("names", 1, ("Ada Holm", "Lund"), 2),
        Reason("names", 1, ("Lund",), 1),
        Reason("hours", 1, amount=1.4),
        Reason("hours", 1, amount=0.2),
        Reason("hours", -1, amount=72),
        Reason("meaning", 1, amount=0.512),
        Reason("days", -1),
    )
    assert in_words(reasons) == (
        "the same text, same place, 2 shared names (Ada Holm, Lund), 1 shared name (Lund), 1 hour apart, at the same "
        "time, 3 days apart, alike in meaning (0.51), other days of the week"
    )
    assert in_words(()) == ""
