"""What the filters share: each input answered in order, failures counted, progress shown to whoever watches.

Answers go to standard output; progress and warnings to standard error.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TypeVar

from octavo.cli.jsonl import Line, Record, count_lines, identify_line, read_lines, write_record
from octavo.cli.parallel import in_order, nothing
from octavo.core.failures import Failure, OctavoError

T = TypeVar("T")
INTERRUPTED = 130
"""As shells say it: 128 and SIGINT's number."""


def filter_lines(
    source: str,
    work: Callable[[Line], Record],
    *,
    doing: str,
    limit_s: float,
    jobs: int | None,
    prepare: Callable[[], object],
    write: Callable[[Record], None] = write_record,
    finish: Callable[[], object] = nothing,
    prints: bool = True,
) -> int:
    """`run_filter` over the lines of one file or of standard input; in as many processes as processors by default."""
    return run_filter(
        read_lines(source),
        work,
        identify=identify_line,
        doing=doing,
        limit_s=limit_s,
        count=lambda: count_lines(source),
        write=write,
        finish=finish,
        prints=prints,
        jobs=jobs or os.cpu_count() or 1,
        prepare=prepare,
    )


def run_filter(
    items: Iterable[T],
    work: Callable[[T], Record],
    *,
    identify: Callable[[T], object],
    doing: str,
    limit_s: float,
    count: Callable[[], int | None] = nothing,
    write: Callable[[Record], None] = write_record,
    finish: Callable[[], object] = nothing,
    prints: bool = True,
    jobs: int = 1,
    prepare: Callable[[], object] = nothing,
) -> int:
    """Put every item through `work`, in `jobs` processes at most, and `write` what it gives. Returns the exit status.

    The status is 1 where an answer has an "error", and 130 after Ctrl-C. Where a process died on an item, or took
    longer than `limit_s` seconds, `identify` tells the id for its error. `count`, asked when someone watches, tells how
    many there are; `prints` says whether `write` writes to standard output, and `finish` writes what can
    only be written when all are there. Raises `OctavoError` when there is nothing to read or no way to write.
    """
    try:
        with contextlib.closing(in_order(items, work, jobs=jobs, limit_s=limit_s, prepare=prepare)) as answers:
            records = _records(answers, identify)
            # Where the records scroll by, they show themselves how far we are.
            if sys.stderr.isatty() and not (prints and sys.stdout.isatty()):
                records = _watched(records, doing, count)
            with contextlib.closing(records):
                failed, total = _write_all(records, write)
        finish()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return 1
    except OSError as error:
        raise OctavoError(f"The output cannot be written: {error.strerror or error}") from error
    if failed:
        sys.stderr.write(f"{failed} of {total} could not be used\n")
    return 1 if failed else 0


def _records(answers: Iterable[tuple[T, Record | Failure]], identify: Callable[[T], object]) -> Generator[Record]:
    for item, answer in answers:
        yield {"id": identify(item), "error": str(answer)} if isinstance(answer, Failure) else answer


def _write_all(records: Iterable[Record], write: Callable[[Record], None]) -> tuple[int, int]:
    """How many of them have an error, and how many there were."""
    failed = total = 0
    for record in records:
        failed, total = failed + ("error" in record), total + 1
        write(record)
    return failed, total


def _forget_output() -> None:
    """Whoever read our output has ended, as `head` does: nothing is left to say, not even when Python flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _watched(records: Iterator[Record], doing: str, count: Callable[[], int | None]) -> Generator[Record]:
    """The same records, counted on standard error."""
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
