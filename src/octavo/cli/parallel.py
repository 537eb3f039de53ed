"""Work done in child processes, with the answers in the order of the questions.

For filters whose input may hang or kill whoever reads it: only that one input then fails. Each process has one
question at a time, so whatever ends it is to blame. What a child does is `octavo.cli.parallel_child`'s.
"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from queue import Empty, Queue, SimpleQueue
from threading import Event, Lock, Thread
from typing import Any, Generic, TypeVar

from octavo.core.failures import Failure, FailureCode, OctavoError

AHEAD = 8
"""Questions read ahead for each process: few, since each may be a page of many megabytes."""
BACKLOG = 4
"""Another process joins where this many questions wait: loading the libraries costs it as much as a hundred pages."""
TRIES = 2
"""A process may be killed for reasons that are not its page's (the machine is short of memory)."""
CLOSING_S = 2.0

T = TypeVar("T")
R = TypeVar("R")
_Work = tuple[Callable[[], object], Callable[[T], R]]


@dataclass(slots=True)
class _Ticket(Generic[T, R]):
    item: T
    answer: "Future[R | Failure]" = field(default_factory=Future)


def nothing() -> None:
    """What there is to prepare for most work."""


def in_order(
    items: Iterable[T],
    work: Callable[[T], R],
    *,
    jobs: int,
    limit_s: float,
    prepare: Callable[[], object] = nothing,
) -> Generator[tuple[T, R | Failure]]:
    """Each item with what `work` makes of it, in the order of `items`, from at most `jobs` processes.

    `work`, items and answers go through pickle. Each process calls `prepare` before its first question, to load what
    `work` needs while no limit counts. `items` is read from a thread, a bounded number ahead, so it may be
    endless and slow. An item whose process dies twice, or that takes longer than `limit_s` seconds, has a CRASHED
    `Failure` for its answer. Raises what `items` raises, and `OctavoError` where no process can be started. Close the
    iterator to end the processes at once.
    """
    pool = _Pool((prepare, work), jobs, limit_s)
    Thread(target=pool.read, args=(items,), daemon=True).start()
    try:
        yield from pool.answers()
    finally:
        pool.close()


class _Pool(Generic[T, R]):
    """`_order` holds every question that is not answered yet, `_open` those that no process has taken."""

    def __init__(self, work: _Work[T, R], jobs: int, limit_s: float) -> None:
        self._work, self._jobs, self._limit_s = work, jobs, limit_s
        self._order: Queue[_Ticket[T, R] | None] = Queue(jobs * AHEAD)
        self._open: SimpleQueue[_Ticket[T, R] | None] = SimpleQueue()
        self._children: list[_Child] = []
        self._threads: list[Thread] = []
        self._closed = Event()

    def read(self, items: Iterable[T]) -> None:
        try:
            for item in items:
                ticket: _Ticket[T, R] = _Ticket(item)
                self._order.put(ticket)
                if self._closed.is_set():
                    return
                self._open.put(ticket)
                self._staff()
        except Exception as error:  # noqa: BLE001  # carried over to whoever waits for answers, and raised there
            last: _Ticket[Any, R] = _Ticket(None)
            last.answer.set_exception(error)
            self._order.put(last)
        self._order.put(None)

    def answers(self) -> Iterator[tuple[T, R | Failure]]:
        while (ticket := self._order.get()) is not None:
            yield ticket.item, ticket.answer.result()

    def close(self) -> None:
        self._closed.set()
        for child in tuple(self._children):
            child.close()
        for _ in range(self._jobs):
            self._open.put(None)
        with contextlib.suppress(Empty):  # room for the reading thread, so that it sees that we are closed
            while True:
                self._order.get_nowait()
        for thread in tuple(self._threads):
            thread.join(CLOSING_S)

    def _staff(self) -> None:
        count = len(self._children)
        if count == 0 or (count < self._jobs and self._open.qsize() >= BACKLOG):
            child = _Child(self._work, self._limit_s, self._closed)
            self._children.append(child)
            self._threads.append(Thread(target=self._serve, args=(child,), daemon=True))
            self._threads[-1].start()

    def _serve(self, child: "_Child") -> None:
        while (ticket := self._open.get()) is not None and not self._closed.is_set():
            try:
                ticket.answer.set_result(child.ask(ticket.item))
            except Exception as error:  # noqa: BLE001  # raised where the answer is waited for
                ticket.answer.set_exception(error)


class _Child:
    """One process at a time, started when it is first asked and again after each death."""

    def __init__(self, work: _Work[Any, Any], limit_s: float, closed: Event) -> None:
        self._work, self._limit_s, self._closed = work, limit_s, closed
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None
        self._starting = Lock()

    def ask(self, item: Any) -> Any:
        """The answer, or why there is none. Raises `OctavoError` where no process can be started."""
        status = 0
        for _ in range(TRIES):
            connection = self._connection or self._start()
            try:
                connection.send(item)
                return connection.recv()
            except (EOFError, OSError):
                status = self._end()
            if status == -signal.SIGALRM:
                return Failure(FailureCode.CRASHED, f"took longer than {self._limit_s:g} s")
        return Failure(FailureCode.CRASHED, f"ended its process ({_in_words(status)})")

    def close(self) -> None:
        """End the process, for good once `closed` is set."""
        with self._starting:
            if self._process is not None:
                _kill(self._process)
                self._process.wait()

    def _start(self) -> "Connection[Any, Any]":
        ours, theirs = Pipe()
        command = [sys.executable, "-m", "octavo.cli.parallel_child", str(theirs.fileno()), str(self._limit_s)]
        with self._starting, theirs:
            if self._closed.is_set():
                raise OctavoError("The work was ended")
            # In a session of its own, so that Ctrl-C reaches us alone; it ends when we do, since its pipe ends then.
            self._process = subprocess.Popen(  # noqa: S603  # our own program
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
                start_new_session=True,
            )  # fmt: skip
        try:
            ours.send(self._work)
            ours.recv()
        except (EOFError, OSError) as error:
            raise OctavoError(f"A process for the work does not start ({_in_words(self._end())})") from error
        self._connection = ours
        return ours

    def _end(self) -> int:
        """End what is left of the process; its status."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is None:
            return 0
        # It has closed its pipe: it ends by itself within a moment, and only then is its status its own.
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(CLOSING_S)
        _kill(self._process)
        return self._process.wait()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    # Not Popen.kill: another thread may be waiting for the process, and its status must reach that one.
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


def _in_words(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"
