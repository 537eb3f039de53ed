"""How `octavo extract` shows an answer: as a line of JSON, as text to read, or explained."""

import contextlib
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from octavo.cli.jsonl import STDIN, Record, write_record
from octavo.core.failures import OctavoError

Write = Callable[[Record], None]
BETWEEN = "\n* * *\n\n"
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Format(StrEnum):
    JSONL = "jsonl"
    TEXT = "text"


@contextlib.contextmanager
def writer_for(output: Format, *, explain: bool, explain_html: Path | None) -> Iterator[Write]:
    """The function that shows each answer as wished. Raises `OctavoError` where the file cannot be written."""
    if explain and str(explain_html) == STDIN:
        raise OctavoError("--explain and --explain-html - cannot both go to standard output")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal of one script shows the others as question marks
    if not explain and explain_html is None:
        yield write_record if output is Format.JSONL else text_writer(sys.stdout)
        return
    with contextlib.ExitStack() as stack:
        writers: list[Write] = []
        if explain:
            from octavo.cli.explaining import terminal_writer

            writers.append(terminal_writer(sys.stdout))
        if explain_html is not None:
            from octavo.cli.explaining_html import html_writer

            writers.append(stack.enter_context(html_writer(stack.enter_context(_opened(explain_html)))))
        yield partial(_write_all, writers)


def _write_all(writers: Iterable[Write], record: Record) -> None:
    for write in writers:
        write(record)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    if str(path) == STDIN:
        yield sys.stdout
        return
    try:
        file = path.open("w", encoding="utf-8", errors="replace")
    except OSError as error:
        raise OctavoError(f"{path} cannot be written: {error.strerror}") from error
    try:
        yield file
    finally:
        with contextlib.suppress(OSError):  # told already, where the last write failed
            file.close()


def text_writer(stream: IO[str]) -> Write:
    """Title, a line about the article, and its text. What failed is told on standard error."""
    shown = 0

    def write(record: Record) -> None:
        nonlocal shown
        if "error" in record:
            say_error(record)
            return
        stream.write((BETWEEN if shown else "") + as_text(record))
        stream.flush()
        shown += 1

    return write


def say_error(record: Record) -> None:
    sys.stderr.write(f"{harmless(str(record['id']))}: {harmless(record['error'])}\n")


def as_text(record: Record) -> str:
    """An article as people read it in a terminal."""
    about = (
        ", ".join(record["authors"]),
        record["publisher"],
        time_in_words(record["published_at"]),
        record["badge"].replace("_", " "),
    )
    line = " · ".join(part for part in about if part)
    return "\n".join((harmless(record["title"]), harmless(line), "", harmless(record["text"], lines=True), ""))


def time_in_words(time: str | datetime | None) -> str:
    """ "2026-03-01 09:30 UTC"; "" for none."""
    if not time:
        return ""
    time = datetime.fromisoformat(time) if isinstance(time, str) else time
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def harmless(text: str, *, lines: bool = False) -> str:
    """Text from a page without what would steer a terminal: escape sequences, and marks that turn what follows."""
    if text.isascii() and text.isprintable():
        return text
    return (
        "".join(
            " " if unicodedata.category(letter) == "Cc" and not (lines and letter == "\n") else letter
            for letter in text
            if letter not in _BIDI_CONTROLS
        )
        .encode("utf-8", "replace")
        .decode()
    )
