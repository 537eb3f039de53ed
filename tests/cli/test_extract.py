"""`octavo extract` as people run it: streams, folders, several processes, trouble, Ctrl-C, text and terminals."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from octavo.cli import main

PARAGRAPH = "<p>The old bridge over the Lund was opened again on Monday, and half the town came to walk across it.</p>"

FURTHER = "".join(
    f"<p>{who} said on Monday that the repairs of the old bridge had taken two years, and that they were worth it.</p>"
    for who in ("The mayor", "A baker", "Her neighbour")
)

QUICK_READER = """
import os, sys, time, types

def extract_page(html, *, url):
    from octavo.core.articles import ExtractedArticle

    if b"HANG" in html:
        time.sleep(60)
    if b"DIE" in html:
        os._exit(9)
    return ExtractedArticle(url, title=html.decode())

if "octavo.cli.parallel_child" in sys.orig_argv:
    sys.modules["octavo.extract.article"] = types.ModuleType("octavo.extract.article")
    sys.modules["octavo.extract.article"].extract_page = extract_page
"""
"""Put where every Python looks at its start: a reader that loads in no time, and that a page can hang or kill."""


@pytest.fixture
def quick(tmp_path: Path) -> Path:
    (tmp_path / "python").mkdir()
    (tmp_path / "python/sitecustomize.py").write_text(QUICK_READER)
    return tmp_path / "python"


def environment(*first: Path, **variables: str) -> dict[str, str]:
    paths = [*map(str, first), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **variables}


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "octavo", "extract", *map(str, words)]


def octavo(*words: str | Path, path: Path | None = None, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own program
        command(*words),
        env=environment(*([path] if path else [])),
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.split("\n") if line]


def test_folders_lists_and_trouble_come_out_in_order(tmp_path: Path, quick: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    for number in range(20):
        (saved / f"{number:02}.html").write_text(f"Bridge {number}")
    (saved / "05.html").write_text("HANG")
    (saved / "06.html").write_text("DIE")
    (tmp_path / "list.jsonl").write_text('{"id": "last", "url": "", "html": "saved/19.html"}\n\nnonsense\n')
    said = octavo(saved, tmp_path / "list.jsonl", "-", "-j2", "--limit=1.5", path=quick, given='{"id": [1]}\n')
    answers = lines(said.stdout)
    assert [answer["id"] for answer in answers] == [*(f"{n:02}.html" for n in range(20)), "last", None, [1]]
    errors = {number: answer["error"] for number, answer in enumerate(answers) if "error" in answer}
    assert errors.keys() == {5, 6, 21, 22}
    assert errors[5] == "crashed: took longer than 1.5 s"
    assert errors[6] == "crashed: ended its process (status 9)"
    assert (answers[4]["title"], answers[7]["title"], answers[20]["title"]) == ("Bridge 4", "Bridge 7", "Bridge 19")
    assert (said.returncode, said.stderr) == (1, "4 of 23 could not be used\n")


def test_a_stream_is_answered_line_by_line_and_ctrl_c_ends_it_quietly(quick: Path) -> None:
    process = subprocess.Popen(  # noqa: S603  # our own program
        command("-", "--jobs", "2"), env=environment(quick), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for line in (json.dumps({"id": "ü", "content": "<p>ü"}), "{", '{"id": 3}'):
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] in {"ü", None, 3}
        started_at = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(30) == 130
        assert time.monotonic() - started_at < 3
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"")


def test_whoever_stops_reading_hears_nothing(quick: Path) -> None:
    with subprocess.Popen(  # noqa: S603  # our own program
        command("-"), env=environment(quick), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"{}\n" * 20)
        process.stdin.close()
        assert (process.wait(30), process.stderr.read()) == (1, b"")


def test_progress_is_shown_on_a_terminal_and_answers_go_where_they_should(tmp_path: Path, quick: Path) -> None:
    (tmp_path / "list.jsonl").write_text('{"id": 1}\n' * 3)
    ours, theirs = pty.openpty()
    with subprocess.Popen(  # noqa: S603  # our own program
        command(tmp_path / "list.jsonl"), env=environment(quick, TERM="xterm", COLUMNS="120"), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = _read_terminal(ours)
        assert process.stdout is not None
        assert [json.loads(line)["id"] for line in process.stdout] == [1, 1, 1]
    assert "Extracting" in shown
    assert "3/3" in shown
    assert "3 failed" in shown
    assert '"id"' not in shown


def _read_terminal(descriptor: int) -> str:
    """All that is written to it until its other end is closed, which Linux says with an error."""
    said = b""
    while select.select([descriptor], [], [], 30)[0]:
        try:
            more = os.read(descriptor, 65536)
        except OSError:
            break
        if not more:
            break
        said += more
    os.close(descriptor)
    return said.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is needed")
def test_a_full_disk_is_one_line(tmp_path: Path, quick: Path) -> None:
    (tmp_path / "page.html").write_text("Bridge")
    with Path("/dev/full").open("wb") as full:
        said = subprocess.run(  # noqa: S603  # our own program
            command(tmp_path / "page.html"), env=environment(quick), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (said.returncode, said.stderr) == (2, b"The output cannot be written: No space left on device\n")


def test_one_page_as_text(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    steering = "<p>A word\x9b31m, and \u202eanother one that is meant to confuse terminals and readers alike.</p>"
    page.write_text(
        f"<html><title>Bridge</title><meta name=author content='Ada Lund'><meta property=og:site_name content=Tidewire>"
        f"<meta property=article:published_time content=2026-03-01T09:30:00+02:00>"
        f"<article>{PARAGRAPH}{FURTHER}{steering}",
        encoding="utf-8",
    )
    said = octavo(page, tmp_path / "page.html", "--format=text").stdout
    assert said.startswith("Bridge\nAda Lund · Tidewire · 2026-03-01 07:30 UTC · complete\n\nThe old bridge over")
    assert said.count("* * *") == 1
    assert "A word 31m, and another one" in said


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["absent.jsonl"], "absent.jsonl cannot be read: No such file or directory"),
        (["empty"], "empty holds no page (.html, .htm, .xhtml, or those with .gz)"),
        (["list.jsonl.gz"], "list.jsonl.gz cannot be read: Not a gzipped file (b'no')"),
        (["page.html", "--explain", "--explain-html=-"], "--explain and --explain-html - cannot both go to standard"),
        (["page.html", "--explain-html", "absent/why.html"], "absent/why.html cannot be written: No such file or"),
    ],
)
def test_a_mistake_is_one_line(
    words: list[str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "list.jsonl.gz").write_text("no gzip")
    (tmp_path / "page.html").write_text(PARAGRAPH)
    with pytest.raises(SystemExit) as end:
        main(["extract", *words])
    said = capsys.readouterr()
    assert (end.value.code, said.out) == (2, "")
    assert said.err.startswith(expected)
    assert said.err.count("\n") == 1
