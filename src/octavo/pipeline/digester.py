"""A digesting process: reads tasks from standard input, writes results to standard output, in the same order.

Started by `octavo.pipeline.pool`. A crash on one task becomes a Failure; a task that hangs or eats all memory ends
this process, and the pool starts another. Frames are a length (8 bytes, big-endian) and a pickle.
"""

import contextlib
import copyreg
import dataclasses
import fcntl
import gc
import itertools
import os
import pickle  # between our own two processes; nothing from outside is ever unpickled
import resource
import signal
import struct
import sys
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

from octavo.core.articles import ExtractedArticle, Media, PictureReference, Quality
from octavo.core.failures import Failure, FailureCode
from octavo.core.polling import DigestedEntry
from octavo.pipeline.digest import Task, digest

PIPE_BYTES = 1 << 20
QUICKLY_PICKLED = (DigestedEntry, ExtractedArticle, Quality, PictureReference, Media)
LEAST_TASKS = 200
"""Loading the libraries costs a second or two, so a process serves a while even where it is large."""
LENGTH = struct.Struct(">Q")
RETIRED = LENGTH.pack(0)
"""An empty frame: this process has grown too large and takes no more tasks."""
ADDRESS_SPACE_BYTES = 3 << 30
"""A bomb gets a MemoryError in its own task; the machine keeps breathing."""


def main() -> None:
    """`python -m octavo.pipeline.digester SECONDS MEGABYTES NICENESS`: the most one task may take, when to retire, and
    how much others go first."""
    limit_s, limit_bytes = float(sys.argv[1]), int(sys.argv[2]) << 20
    os.nice(int(sys.argv[3]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's to handle; it closes our input
    _bound_memory()
    _widen_pipes()
    _pickle_quickly()
    # Whatever a library prints must not end up between the frames.
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(sys.stdin.buffer, results, limit_s, limit_bytes)


def _bound_memory() -> None:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > ADDRESS_SPACE_BYTES:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, hard))


def _widen_pipes() -> None:
    """Room for a few feeds ahead, so that we never wait for the worker's event loop."""
    for descriptor in (0, 1):
        with contextlib.suppress(OSError, AttributeError):
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _pickle_quickly() -> None:
    """Frozen dataclasses with slots pickle field by field through `dataclasses.fields`: most of a result's cost."""
    for cls in QUICKLY_PICKLED:
        copyreg.pickle(cls, _reducer(cls))


def _reducer(cls: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    values = attrgetter(*(field.name for field in dataclasses.fields(cls)))
    return lambda value: (cls, values(value))


def _serve(tasks: BinaryIO, results: BinaryIO, limit_s: float, limit_bytes: int) -> None:
    for served in itertools.count():
        if (frame := _read_frame(tasks)) is None:
            return
        # The kernel ends us where a task hangs, even inside C code and with nobody left to watch.
        signal.setitimer(signal.ITIMER_REAL, limit_s)
        answer = pickle.dumps(digest_safely(pickle.loads(frame)), pickle.HIGHEST_PROTOCOL)  # noqa: S301  # our own pool's
        signal.setitimer(signal.ITIMER_REAL, 0)
        results.write(LENGTH.pack(len(answer)) + answer)
        if served == 0:
            # The libraries are loaded: they are no garbage, and looking through them again and again costs a tenth.
            gc.freeze()
        if served >= LEAST_TASKS and _resident_bytes() > limit_bytes:
            results.write(RETIRED)
            results.flush()
            return
        results.flush()


def _read_frame(tasks: BinaryIO) -> bytes | None:
    head = tasks.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return tasks.read(LENGTH.unpack(head)[0])


def digest_safely(task: Task) -> Any:
    """What `digest` makes of the task, or the Failure that its crash is called in a feed's health."""
    try:
        return digest(task)
    except Exception as error:  # noqa: BLE001  # the worker's loop: whatever one input does, the next is served
        return Failure(FailureCode.CRASHED, f"{type(error).__name__}: {error}"[:300])


def _resident_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[1])
    except OSError:  # not Linux: the peak must do, which macOS gives in bytes
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
