"""Transcripts and captions as publishers serve them (WebVTT, SubRip, JSON, HTML, plain text) to plain lines with times.

No mark-up survives: a line is plain text. Bounded in lines and characters, linear in time.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from octavo.core.failures import Failure, FailureCode
from octavo.core.listening import LONGEST_S, SpokenLine
from octavo.extract.sanitize import sanitize_html
from octavo.extract.text import html_to_text, plain

MAX_LINES = 20_000
MAX_CHARS = 600_000
MAX_LINE_CHARS = 2_000
MAX_SPEAKER_CHARS = 80

_TIMING = re.compile(
    r"^[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})[ \t]*-->[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})",
    re.MULTILINE,
)
_BLANK = re.compile(r"\n[ \t]*\n")
_VOICE = re.compile(r"<v(?:\.[\w.-]{1,60})?[ \t]+([^<>\n]{1,200})>")
# "Nan Tawhai: 1:02", as HTML transcripts head what somebody says.
_HEAD = re.compile(r"(?:(.{1,80}?):?\s+)?[\[(]?((?:\d{1,3}:)?\d{1,3}:\d{2})(?:[.,]\d+)?[\])]?")
_LETTER = re.compile(r"\w")
_NOTHING = Failure(FailureCode.NO_TEXT, "no words were found in the transcript")


def read_transcript(body: bytes, content_type: str = "", url: str = "") -> tuple[SpokenLine, ...] | Failure:
    """The lines of a transcript, in its order. What it is shows from its own first characters more than from what
    the server calls it. Never raises; nothing readable is a `Failure` (NO_TEXT)."""
    text = _decoded(body).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    start = text[:2_000].lstrip().lower()
    if start.startswith(("{", "[")) and (lines := _read_json(text)) is not None:
        found = lines
    elif start.startswith("webvtt") or _TIMING.search(text):
        found = _read_cues(text)
    elif "html" in content_type or "</" in start or start.startswith("<"):
        found = _read_paragraphs(html_to_text(sanitize_html(text)))
    else:
        found = _read_paragraphs(text)
    kept = tuple(_bounded(found))
    return kept if any(_LETTER.search(line.text) for line in kept) else _NOTHING


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _bounded(lines: Iterable[SpokenLine]) -> Iterator[SpokenLine]:
    chars = 0
    for number, line in enumerate(lines):
        chars += len(line.text)
        if number >= MAX_LINES or chars > MAX_CHARS:
            return
        yield line


def _line(text: str, start_s: float | None = None, end_s: float | None = None, speaker: str = "") -> SpokenLine | None:
    text = plain(text)[:MAX_LINE_CHARS]
    if not text:
        return None
    if start_s is None or end_s is None or end_s <= start_s:
        end_s = None
    return SpokenLine(text, start_s, end_s, plain(speaker)[:MAX_SPEAKER_CHARS].rstrip(": "))


def _read_cues(text: str) -> Iterator[SpokenLine]:
    """WebVTT and SubRip: blocks between blank lines, of which those with a timing are cues."""
    speaker = ""
    for block in _BLANK.split(text):
        timing = _TIMING.search(block)
        if timing is None:
            continue
        words = block[timing.end() :].partition("\n")[2]
        voice = _VOICE.search(words)
        speaker = voice[1] if voice else ""
        if line := _line(words.replace("\n", " "), _clock_s(timing[1]), _clock_s(timing[2]), speaker):
            yield line


def _clock_s(said: str) -> float | None:
    parts = [float(part) for part in said.replace(",", ".").split(":")]
    if any(part >= 60 for part in parts[1:]):
        return None
    total = sum(part * 60**power for power, part in enumerate(reversed(parts)))
    return total if total <= LONGEST_S else None


def _read_json(text: str) -> Iterator[SpokenLine] | None:
    """Podcasting 2.0's JSON: segments with startTime, endTime, speaker, body. None for what is no JSON at all."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    segments = said.get("segments") if isinstance(said, dict) else said
    return _segments(segments if isinstance(segments, list) else [])


def _segments(segments: list[Any]) -> Iterator[SpokenLine]:
    for segment in segments:
        if not isinstance(segment, dict):
            continue
        words, speaker = segment.get("body", segment.get("text")), segment.get("speaker")
        start_s = seconds(segment.get("startTime", segment.get("start")))
        end_s = seconds(segment.get("endTime", segment.get("end")))
        speaker = speaker if isinstance(speaker, str) else ""
        if isinstance(words, str) and (line := _line(words, start_s, end_s, speaker)):
            yield line


def seconds(value: object) -> float | None:
    """A number of seconds that can be true."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= LONGEST_S else None  # which no NaN is


def _read_paragraphs(text: str) -> Iterator[SpokenLine]:
    """Paragraphs; one that only names who speaks and when belongs to those that follow it."""
    start_s: float | None = None
    speaker = ""
    for paragraph in _BLANK.split(text) if "\n\n" in text else text.split("\n"):
        words = " ".join(paragraph.split())
        head = _HEAD.fullmatch(words) if len(words) <= 100 else None
        if head:
            speaker, start_s = head[1] or "", _clock_s(head[2])
        elif line := _line(words, start_s, None, speaker):
            yield line
            start_s = None
