"""Chapters kept beside a feed (Podcasting 2.0's JSON): titles in plain text, in order, within bounds."""

import json

from octavo.core.failures import Failure, FailureCode
from octavo.core.listening import MAX_CHAPTERS, Chapter
from octavo.extract.text import plain
from octavo.extract.transcripts import seconds

MAX_TITLE_CHARS = 200
MAX_URL_CHARS = 2_000
_NO_CHAPTERS = Failure(FailureCode.NO_TEXT, "no chapters were found in the file")


def read_chapters(body: bytes) -> tuple[Chapter, ...] | Failure:
    """The chapters of a file, by their start. Those that are hidden from the table of contents are left out.

    Never raises; a file without any is a `Failure` (NO_TEXT).
    """
    try:
        said = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return _NO_CHAPTERS
    listed = said.get("chapters") if isinstance(said, dict) else None
    found: dict[int, Chapter] = {}
    for item in listed if isinstance(listed, list) else []:
        chapter = _chapter(item)
        if chapter and len(found) < MAX_CHAPTERS:
            found.setdefault(chapter.start_s, chapter)
    return tuple(found[start] for start in sorted(found)) or _NO_CHAPTERS


def _chapter(item: object) -> Chapter | None:
    if not isinstance(item, dict) or item.get("toc") is False:
        return None
    start_s, title = seconds(item.get("startTime")), item.get("title")
    title = plain(title)[:MAX_TITLE_CHARS] if isinstance(title, str) else ""
    if start_s is None or not title:
        return None
    return Chapter(int(start_s), title, _link(item.get("url")))


def _link(url: object) -> str:
    if not isinstance(url, str) or not url.startswith(("https://", "http://")) or len(url) > MAX_URL_CHARS:
        return ""
    return url
