"""A process that answers questions for `octavo.cli.parallel`: the functions first, then one question at a time.

`python -m octavo.cli.parallel_child DESCRIPTOR SECONDS`: the pipe, and the most that one question may take. It ends
with its pipe. A crash on one question becomes a `Failure`; one that hangs or eats all memory ends the process.
"""

import contextlib
import gc
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from octavo.core.failures import Failure, FailureCode

ADDRESS_SPACE_BYTES = 3 << 30
"""A bomb gets a MemoryError in its own question; the machine keeps breathing."""


def main() -> None:
    connection: Connection[Any, Any] = Connection(int(sys.argv[1]))
    _bound_memory()
    with connection, contextlib.suppress(EOFError, OSError):  # whoever asked has ended
        _serve(connection, float(sys.argv[2]))


def _bound_memory() -> None:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > ADDRESS_SPACE_BYTES:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, hard))


def _serve(connection: "Connection[Any, Any]", limit_s: float) -> None:
    prepare, work = connection.recv()
    prepare()
    # The libraries are loaded: they are no garbage, and looking through them again and again costs a tenth.
    gc.freeze()
    connection.send(True)
    while True:
        item = connection.recv()
        # The kernel ends us where a question hangs, even inside C code and with nobody left to watch.
        signal.setitimer(signal.ITIMER_REAL, limit_s)
        answer = _answer(work, item)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send(answer)


def _answer(work: Callable[[Any], Any], item: Any) -> Any:
    try:
        return work(item)
    except Exception as error:  # noqa: BLE001  # the worker's loop: whatever one input does, the next is served
        return Failure(FailureCode.CRASHED, f"{type(error).__name__}: {error}"[:300])


if __name__ == "__main__":
    main()
