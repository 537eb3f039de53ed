"""What the filters share: each input answered in order, failures counted, progress shown to whoever watches.

Answers go to standard output; progress and warnings to standard error.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TypeVar

from octavo.cli.jsonl import Record, write_record
from octavo.cli.parallel import LIMIT_S, in_order, nothing
from octavo.core.failures import Failure, OctavoError

T = TypeVar("T")
INTERRUPTED = 130
"""As shells say it: 128 and SIGINT's number."""


def run_filter(
    items: Iterable[T],
    work: Callable[[T], Record],
    *,
    identify: Callable[[T], object],
    doing: str,
    count: Callable[[], int | None] = nothing,
    write: Callable[[Record], None] = write_record,
    jobs: int = 1,
    limit_s: float = LIMIT_S,
    prepare: Callable[[], object] = nothing,
) -> int:
    """Put every item through `work`, in `jobs` processes at most, and `write` what it gives. Returns the exit status.

    The status is 1 where an answer has an "error", and 130 after Ctrl-C. Where a process died on an item, `identify`
    tells the id for its error. `count`, asked when someone watches, tells how many there are. Raises `OctavoError`
    when there is nothing to read or no way to write.
    """
    failed = 0
    try:
        with contextlib.closing(in_order(items, work, jobs=jobs, limit_s=limit_s, prepare=prepare)) as answers:
            records = (
                {"id": identify(item), "error": str(answer)} if isinstance(answer, Failure) else answer
                for item, answer in answers
            )
            with contextlib.closing(_watched(records, doing, count)) as watched:
                for record in watched:
                    failed += "error" in record
                    write(record)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return 1
    except OSError as error:
        raise OctavoError(f"The output cannot be written: {error.strerror or error}") from error
    if failed:
        sys.stderr.write(f"{failed} {'line' if failed == 1 else 'lines'} could not be used\n")
    return 1 if failed else 0


def _forget_output() -> None:
    """Whoever read our output has ended, as `head` does: nothing is left to say, not even when Python flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _watched(records: Iterator[Record], doing: str, count: Callable[[], int | None]) -> Generator[Record]:
    """The same records, counted on standard error when someone watches there and not the records themselves."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from records
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"), TimeElapsedColumn(), TextColumn("[red]{task.fields[errors]}"),
    )  # fmt: skip
    # Standard output is the records' alone: without this they would go where the bar is.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task(doing, total=count(), speed="", errors="")
        done = failed = 0
        for record in records:
            yield record
            done, failed = done + 1, failed + ("error" in record)
            elapsed = progress.tasks[task].elapsed or 0
            progress.update(
                task,
                completed=done,
                speed=f"{done / elapsed:.1f}/s" if elapsed else "",
                errors=f"{failed} failed" if failed else "",
            )
