"""`octavo extract`: JSON Lines in, JSON Lines out, one for each and in order."""

import gzip
import json
from pathlib import Path

import pytest

from octavo.cli.extract import extract_line
from octavo.cli.jsonl import run_filter
from octavo.core.failures import OctavoError

PAGE = "<html lang=en><title>Bridge</title><article>" + "<p>The old bridge over the Lund was opened again.</p>" * 8


def run(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, object]], str]:
    status = run_filter(str(path), extract_line, doing="Extracting")
    output = capsys.readouterr()
    return status, [json.loads(line) for line in output.out.split("\n") if line], output.err


def test_every_line_is_answered_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    lines = [
        json.dumps({"id": 1, "url": "https://harbour.example/1", "html": "page.html.gz"}),
        '{"id": 2, "url": ',
        json.dumps({"id": "3\u2028", "url": "https://harbour.example/3", "content": PAGE}, ensure_ascii=False),
        json.dumps({"id": 4, "url": "https://harbour.example/4", "html": "missing.html"}),
        json.dumps({"id": 5, "url": "https://harbour.example/5"}),
        json.dumps({"id": 6, "url": 7, "content": PAGE}),
        "[1]",
    ]
    path = tmp_path / "pages.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    status, answers, said = run(path, capsys)
    assert status == 1
    assert [answer["id"] for answer in answers] == [1, None, "3\u2028", 4, 5, 6, None]
    assert ["error" in answer for answer in answers] == [False, True, False, True, True, True, True]
    assert "5 lines could not be used" in said
    assert (answers[0]["title"], answers[0]["language"], answers[0]["kind"]) == ("Bridge", "en", "article")
    assert answers[0]["text"] == answers[2]["text"]


def test_good_lines_end_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pages.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"id": 1, "url": "", "content": PAGE}).encode()))
    status, answers, said = run(path, capsys)
    assert (status, len(answers), said) == (0, 1, "")


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(OctavoError, match="cannot be read"):
        run_filter(str(tmp_path / "absent.jsonl"), extract_line, doing="Extracting")
