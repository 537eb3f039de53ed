"""Transcripts and chapter files: every form publishers use, and what hostile ones try."""

import json
import time

import pytest

from octavo.core.failures import Failure
from octavo.core.listening import MAX_CHAPTERS, Chapter, SpokenLine
from octavo.extract.chapters import read_chapters
from octavo.extract.transcripts import MAX_CHARS, MAX_LINES, read_transcript

VTT = """WEBVTT - made by hand

NOTE nobody reads this

1
00:00:01.000 --> 00:00:04.500 align:start
<v Nan Tawhai>The <i>ferry</i> leaves
at eight.

01:02.000 --> 01:04.000
Whether or not you do.
"""
SRT = "1\r\n00:00:01,000 --> 00:00:04,500\r\nThe ferry leaves.\r\n\r\n2\r\n00:01:02,000 --> 00:01:04,000\r\nOr not.\r\n"


def lines(body: str | bytes, content_type: str = "") -> tuple[SpokenLine, ...]:
    found = read_transcript(body.encode() if isinstance(body, str) else body, content_type)
    assert not isinstance(found, Failure), found
    return found


def test_webvtt() -> None:
    first, second = lines(VTT, "text/vtt")
    assert first == SpokenLine("The ferry leaves at eight.", 1.0, 4.5, "Nan Tawhai")
    assert second == SpokenLine("Whether or not you do.", 62.0, 64.0)


def test_subrip_in_any_line_ending_and_character_set() -> None:
    assert [line.text for line in lines(SRT)] == ["The ferry leaves.", "Or not."]
    assert lines(SRT.replace("ferry", "fähre").encode("cp1252"))[0].text == "The fähre leaves."
    assert lines(SRT.encode("utf-16"))[1].start_s == 62.0


def test_json() -> None:
    said = {"segments": [{"speaker": "Nan", "startTime": 1.5, "endTime": 3, "body": "Hello"}, {"body": "again"}, 7]}
    assert lines(json.dumps(said)) == (SpokenLine("Hello", 1.5, 3.0, "Nan"), SpokenLine("again"))


def test_html_and_plain_text() -> None:
    html = "<cite>Nan:</cite>\n<time>1:02</time>\n<p>What for?</p><p>I mean it.</p>"
    assert lines(html, "text/html") == (
        SpokenLine("What for?", 62.0, None, "Nan"),
        SpokenLine("I mean it.", None, None, "Nan"),
    )
    assert [line.text for line in lines("First.\nStill first.\n\nSecond.")] == ["First. Still first.", "Second."]


@pytest.mark.parametrize(
    "body",
    [
        VTT.replace("<i>ferry</i>", "<script>alert(1)</script>ferry"),
        VTT.replace("<i>ferry</i>", "&lt;img src=x onerror=alert(1)&gt;ferry"),
        "<html><script>alert(1)</script><p>The ferry</p></html>",
        json.dumps({"segments": [{"body": "<svg onload=alert(1)>The ferry", "speaker": "<b onclick=x>N"}]}),
    ],
)
def test_no_markup_survives(body: str) -> None:
    text = " ".join(f"{line.speaker} {line.text}" for line in lines(body))
    assert "ferry" in text
    assert "<" not in text
    assert "onerror" not in text
    assert "onload" not in text


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\0\0\0", b"WEBVTT", b"WEBVTT\n\n00:01 --> \n\n", b'{"segments": 5}', b'{"segments": [{"body": 9}]}',
        b"[" * 100_000, b"\xff\xfe", b"<script>1</script>", b"00:00:01.000 --> 00:00:02.000",
    ],
)  # fmt: skip
def test_what_holds_no_words_is_a_failure(body: bytes) -> None:
    assert isinstance(read_transcript(body), Failure)


def test_times_that_no_clock_shows_are_dropped_and_the_words_kept() -> None:
    bad = "WEBVTT\n\n00:99:01.000 --> 00:00:02.000\nOne.\n\n00:00:09.000 --> 00:00:03.000\nTwo.\n"
    assert lines(bad) == (SpokenLine("One."), SpokenLine("Two.", 9.0))
    wild = {
        "segments": [{"startTime": -1, "body": "a"}, {"startTime": 1e300, "body": "b"}, {"startTime": "1", "body": "c"}]
    }
    assert [line.start_s for line in lines(json.dumps(wild).replace("1e+300", "1e999"))] == [None, None, None]


def test_size_and_time_are_bounded() -> None:
    many = "WEBVTT\n\n" + "".join(f"00:{n // 60 % 60:02}:{n % 60:02}.000 --> 59:59.000\nw\n\n" for n in range(60_000))
    long = "WEBVTT\n\n" + "".join(f"00:01.000 --> 00:02.000\n{'word ' * 900}\n\n" for _ in range(600))
    spaces = "WEBVTT\n\n" + "\n   " * 400_000
    started = time.perf_counter()
    assert len(lines(many)) == MAX_LINES
    assert sum(len(line.text) for line in lines(long)) <= MAX_CHARS
    assert isinstance(read_transcript(spaces.encode()), Failure)
    assert time.perf_counter() - started < 10


def test_chapters() -> None:
    said = {
        "chapters": [
            {"startTime": 60.9, "title": "<b>Two</b>", "url": "https://tides.example/2"},
            {"startTime": 0, "title": "One", "url": "javascript:alert(1)"},
            {"startTime": 5, "title": "Advertisement", "toc": False},
            {"startTime": -2, "title": "Before"},
            {"startTime": "7", "title": "Text"},
            {"startTime": 8},
            None,
        ]
    }
    assert read_chapters(json.dumps(said).encode()) == (
        Chapter(0, "One"),
        Chapter(60, "Two", "https://tides.example/2"),
    )


def test_a_huge_chapters_file_is_bounded() -> None:
    said = {"chapters": [{"startTime": n, "title": "t" * 5_000} for n in range(20_000)]}
    found = read_chapters(json.dumps(said).encode())
    assert not isinstance(found, Failure)
    assert len(found) == MAX_CHAPTERS
    assert max(len(chapter.title) for chapter in found) <= 200


@pytest.mark.parametrize("body", [b"", b"[]", b'{"chapters": {}}', b'{"chapters": [[]]}', b"{" * 50_000, b"\xff" * 99])
def test_no_chapters_is_a_failure(body: bytes) -> None:
    assert isinstance(read_chapters(body), Failure)
