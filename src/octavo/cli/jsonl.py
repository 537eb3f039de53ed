"""What the filters share: JSON Lines in from a file or "-", JSON Lines out, one for each and in order.

Progress and warnings go to standard error. A line that cannot be used gives `{"id": …, "error": …}` and makes the exit
status 1 at the end; it never stops the others.
"""

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from octavo.core.failures import OctavoError

Record = dict[str, Any]


class BadLineError(Exception):
    """An input line that cannot be used; the message says why, for whoever wrote the line."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where lines come from. `folder` is what relative paths inside the lines start at."""

    path: str
    folder: Path


def run_filter(path: str, work: Callable[[Record, Source], Record], *, doing: str) -> int:
    """Put every line of `path` ("-" is standard input) through `work` and print what it gives. Returns the exit status.

    `work` raises `BadLineError` for a line that it cannot use. Raises `OctavoError` when there is nothing to read.
    """
    source = Source(path, Path() if path == "-" else Path(path).parent)
    failed = 0
    for line in _watched(_lines(path), doing):
        answer = _answer(line, work, source)
        failed += "error" in answer
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()
    if failed:
        sys.stderr.write(f"{failed} {'line' if failed == 1 else 'lines'} could not be used\n")
    return 1 if failed else 0


def _answer(line: str, work: Callable[[Record, Source], Record], source: Source) -> Record:
    try:
        record = read_record(line)
    except BadLineError as error:
        return {"id": None, "error": str(error)}
    try:
        return {"id": record.get("id"), **work(record, source)}
    except BadLineError as error:
        return {"id": record.get("id"), "error": str(error)}


def read_record(line: str) -> Record:
    """One line as an object. Raises `BadLineError`."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise BadLineError("not a JSON object")
    return record


def text_field(record: Record, name: str, *, needed: bool = False) -> str:
    """A string field, "" when absent. Raises `BadLineError` for another type, or when absent and `needed`."""
    value = record.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise BadLineError(f"{name!r} must be a string")
    return value


def _lines(path: str) -> Iterator[str]:
    """Lines end in LF alone, since texts may hold U+2028; empty ones are passed over; bad UTF-8 becomes U+FFFD."""
    try:
        with _open(path) as stream:
            for line in stream:
                if line.strip():
                    yield line
    except (OSError, EOFError, zlib.error) as error:
        reason = (isinstance(error, OSError) and error.strerror) or error
        raise OctavoError(f"{path} cannot be read: {reason}") from error


def _open(path: str) -> TextIO:
    if path == "-":
        return open(sys.stdin.fileno(), encoding="utf-8", errors="replace", newline="\n", closefd=False)
    opener = gzip.open if path.endswith(".gz") else open
    return opener(path, "rt", encoding="utf-8", errors="replace", newline="\n")


def _watched(lines: Iterator[str], doing: str) -> Iterator[str]:
    """The same lines, counted on standard error when someone watches there."""
    if not sys.stderr.isatty():
        yield from lines
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(doing, total=None)
        for line in lines:
            yield line
            progress.advance(task)
