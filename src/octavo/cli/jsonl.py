"""JSON Lines: lines in from a file or "-", records out, one for each and in order.

A line that cannot be used gives `{"id": …, "error": …}`; it never stops the others.
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
STDIN = "-"
MAX_LINE_CHARS = 64_000_000
"""Twice the largest page that is read, since JSON may write one character as six."""
MAX_COUNTED_BYTES = 1 << 30
"""Counting the lines of so much takes about a second."""


class BadLineError(Exception):
    """An input line or page that cannot be used; the message says why, for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One input line. `folder` is what relative paths inside it start at."""

    text: str
    folder: Path


def read_lines(path: str) -> Iterator[Line]:
    """The lines of a file (.gz allowed) or of standard input, each as soon as it is there. Raises `OctavoError`.

    Lines end in LF alone, since texts may hold U+2028; empty ones are passed over; bad UTF-8 becomes U+FFFD. Of a line
    longer than `MAX_LINE_CHARS` only so much is kept that `read_record` refuses it.
    """
    folder = Path() if path == STDIN else Path(path).parent
    try:
        with _open(path) as stream:
            while text := stream.readline(MAX_LINE_CHARS + 1):
                if len(text) > MAX_LINE_CHARS:
                    _skip_line(stream, text)
                if text.strip():
                    yield Line(text, folder)
    except (OSError, EOFError, zlib.error) as error:
        reason = (isinstance(error, OSError) and error.strerror) or error
        raise OctavoError(f"{path} cannot be read: {reason}") from error


def _skip_line(stream: TextIO, text: str) -> None:
    while text and not text.endswith("\n"):
        text = stream.readline(MAX_LINE_CHARS)


def _open(path: str) -> TextIO:
    if path == STDIN:
        return open(sys.stdin.fileno(), encoding="utf-8", errors="replace", newline="\n", closefd=False)
    opener = gzip.open if path.endswith(".gz") else open
    return opener(path, "rt", encoding="utf-8", errors="replace", newline="\n")


def count_lines(path: str) -> int | None:
    """How many lines `read_lines` will give; None where that cannot be known before, or only slowly."""
    file = Path(path)
    if path == STDIN or path.endswith(".gz") or not file.is_file() or file.stat().st_size > MAX_COUNTED_BYTES:
        return None
    with file.open("rb") as lines:
        return sum(1 for line in lines if not line.isspace())


def answer_line(line: Line, work: Callable[[Record, Path], Record]) -> Record:
    """What `work` makes of a line's object, under its id. `work` raises `BadLineError` for what it cannot use."""
    try:
        record = read_record(line.text)
    except BadLineError as error:
        return {"id": None, "error": str(error)}
    try:
        return {"id": record.get("id"), **work(record, line.folder)}
    except BadLineError as error:
        return {"id": record.get("id"), "error": str(error)}


def identify_line(line: Line) -> object:
    """The id of a line that could not be answered, None where it has none."""
    try:
        return read_record(line.text).get("id")
    except BadLineError:
        return None


def read_record(text: str) -> Record:
    """One line as an object. Raises `BadLineError`."""
    if len(text) > MAX_LINE_CHARS:
        raise BadLineError(f"longer than {MAX_LINE_CHARS // 1_000_000} million characters")
    try:
        record = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise BadLineError("not a JSON object")
    return record


def _refuse(constant: str) -> None:
    """NaN and Infinity are no JSON, though Python reads them, and would come out again as an id."""
    raise ValueError(f"{constant} is not allowed")


def text_field(record: Record, name: str, *, needed: bool = False) -> str:
    """A string field, "" when absent. Raises `BadLineError` for another type, or when absent and `needed`."""
    value = record.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise BadLineError(f"{name!r} must be a string")
    return value


def write_record(record: Record) -> None:
    """One line on standard output, at once."""
    sys.stdout.buffer.write(encode_record(record) + b"\n")
    sys.stdout.buffer.flush()


def encode_record(record: Record) -> bytes:
    """As UTF-8; with escapes where an input's half of a surrogate pair comes out again, which UTF-8 cannot hold."""
    try:
        return json.dumps(record, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return json.dumps(record, default=str).encode()
