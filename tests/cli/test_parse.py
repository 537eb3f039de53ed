"""`octavo parse`: one line of JSON for each feed, in order, and an honest status."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from octavo.cli import main

FEED = b"""<rss version="2.0"><channel><title>T &amp; U</title><link>https://a.example/</link>
<item><title>One</title><link>/1</link>
<guid isPermaLink="false">g1</guid><pubDate>Tue, 03 Feb 2026 07:05:09 GMT</pubDate></item>
</channel></rss>"""


def run(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[list[dict[str, Any]], int]:
    with pytest.raises(SystemExit) as end:
        main(["parse", *arguments])
    written = capsysbinary.readouterr().out.decode()
    return [json.loads(line) for line in written.splitlines()], int(end.value.code or 0)


def test_a_feed_becomes_one_line(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(FEED)
    lines, status = run(capsysbinary, str(file))
    assert status == 0
    [line] = lines
    assert (line["path"], line["ok"], line["kind"], line["title"]) == (str(file), True, "rss", "T & U")
    [entry] = line["entries"]
    assert entry["id"] == "g1"
    assert entry["link"] == "https://a.example/1"
    assert entry["published_at"] == "2026-02-03T07:05:09+00:00"


def test_what_fails_has_its_line_and_the_status_is_one(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"<!doctype html><title>Login</title>")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FEED)))
    paths = [str(page), "-", str(tmp_path), str(tmp_path / "absent"), "http://127.0.0.1/feed"]
    lines, status = run(capsysbinary, *paths)
    assert status == 1
    assert [line["path"] for line in lines] == paths
    assert [line["ok"] for line in lines] == [False, True, False, False, False]
    assert lines[0]["error"] == "not_a_feed: a web page, not a feed"
    assert "forbidden_address" in lines[4]["error"]
