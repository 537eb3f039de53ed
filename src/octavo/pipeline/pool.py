"""The digesting processes, kept alive: hands tasks over, hands results back, replaces a process that dies.

A process answers in the order it was asked, so when one dies the first unanswered task is the suspect: it is tried
once more and then fails alone; the others go to the next process. What a task means is `octavo.pipeline.digest`'s.
"""

import asyncio
import contextlib
import itertools
import os
import pickle  # between our own two processes; nothing from outside is ever unpickled
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import structlog

from octavo.core.failures import Failure, FailureCode
from octavo.pipeline.digest import Task
from octavo.pipeline.digester import LENGTH, digest_safely

log = structlog.get_logger()

LIMIT_S = 20.0
"""The slowest honest page of the data pack takes well under a second."""
RETIRE_AT_MB = 512
"""With every library, the language model and the embedder loaded a digesting process holds about 300 MB; more is leaks.
"""
DEPTH = 12
"""Tasks handed ahead to one process: enough that it never idles, few enough that little waits behind a slow one."""
READ_AHEAD_BYTES = 4 << 20
RESPAWN_DELAY_S = 0.5


@dataclass(order=True, slots=True)
class _Ticket:
    priority: int
    number: int
    task: Task = field(compare=False)
    answer: "asyncio.Future[Any]" = field(compare=False)
    deaths: int = field(default=0, compare=False)


class DigestPool:
    """Digests in `processes` processes beside us, or in threads of ours when that is 0. Use as a context manager.

    The digesting processes start with the first task and load their libraries then.
    """

    def __init__(
        self, processes: int, *, limit_s: float = LIMIT_S, retire_at_mb: int = RETIRE_AT_MB, niceness: int = 0
    ) -> None:
        limits = (str(limit_s), str(retire_at_mb), str(niceness))
        self._command = [sys.executable, "-m", "octavo.pipeline.digester", *limits]
        self._processes = processes
        self._waiting: asyncio.PriorityQueue[_Ticket] = asyncio.PriorityQueue()
        self._numbers = itertools.count()
        self._seats: Sequence[_Seat] = ()

    async def __aenter__(self) -> "DigestPool":
        self._seats = [_Seat(self._command, self._waiting) for _ in range(self._processes)]
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(seat.close() for seat in self._seats))

    async def digest(self, task: Task, *, priority: int = 0) -> Any:
        """What `digest.digest` makes of `task`; lower `priority` goes first. A crash or a hang is a Failure."""
        if not self._seats:
            return await asyncio.to_thread(digest_safely, task)
        ticket = _Ticket(priority, next(self._numbers), task, asyncio.get_running_loop().create_future())
        self._waiting.put_nowait(ticket)
        return await ticket.answer


class _Seat:
    """One process at a time, and the tasks it has not answered yet."""

    def __init__(self, command: Sequence[str], waiting: "asyncio.PriorityQueue[_Ticket]") -> None:
        self._command = command
        self._waiting = waiting
        self._sent: deque[_Ticket] = deque()
        self._room = asyncio.Semaphore(DEPTH)
        self._process: Process | None = None
        self._keeping = asyncio.create_task(self._keep())

    async def close(self) -> None:
        self._keeping.cancel()
        await asyncio.gather(self._keeping, return_exceptions=True)
        if self._process is not None:
            await _end(self._process)

    async def _keep(self) -> None:
        """Start a process whenever there is work and none runs, until cancelled."""
        while True:
            await self._work_ahead()
            self._process = process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, limit=READ_AHEAD_BYTES, start_new_session=True
            )
            retired = await self._use(process)
            await _end(process)
            if not retired:
                await self._blame(process)

    async def _work_ahead(self) -> None:
        if not self._sent:
            await self._room.acquire()
            self._sent.append(await self._waiting.get())

    async def _use(self, process: Process) -> bool:
        """Feed and collect until the process ends; True when it ended by its own wish."""
        feeding = asyncio.create_task(self._feed(process))
        try:
            return await self._collect(process)
        finally:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)

    async def _feed(self, process: Process) -> None:
        for ticket in tuple(self._sent):
            await _send(process, ticket)
        while True:
            await self._room.acquire()
            try:
                ticket = await self._waiting.get()
            except asyncio.CancelledError:
                self._room.release()
                raise
            self._sent.append(ticket)
            await _send(process, ticket)

    async def _collect(self, process: Process) -> bool:
        results = cast(asyncio.StreamReader, process.stdout)
        try:
            while True:
                (length,) = LENGTH.unpack(await results.readexactly(LENGTH.size))
                if not length:
                    return True
                self._answer(pickle.loads(await results.readexactly(length)))  # noqa: S301  # our own child's
        except asyncio.IncompleteReadError:
            return False

    def _answer(self, value: Any) -> None:
        ticket = self._sent.popleft()
        self._room.release()
        if not ticket.answer.done():
            ticket.answer.set_result(value)

    async def _blame(self, process: Process) -> None:
        """The first unanswered task is suspect. One death may be an accident; a hang or a second death is its fault."""
        if not self._sent:
            await asyncio.sleep(RESPAWN_DELAY_S)
            return
        suspect = self._sent[0]
        suspect.deaths += 1
        log.warning("a digesting process died", task=type(suspect.task).__name__, status=process.returncode)
        if process.returncode == -signal.SIGALRM:
            self._answer(Failure(FailureCode.CRASHED, "digesting took too long"))
        elif suspect.deaths > 1:
            self._answer(Failure(FailureCode.CRASHED, f"digesting ended with status {process.returncode}"))


async def _send(process: Process, ticket: _Ticket) -> None:
    tasks = cast(asyncio.StreamWriter, process.stdin)
    frame = pickle.dumps(ticket.task, pickle.HIGHEST_PROTOCOL)
    tasks.write(LENGTH.pack(len(frame)) + frame)
    await tasks.drain()


async def _end(process: Process) -> None:
    if process.returncode is None:
        # Not Process.kill: it reaps a process that has just ended, and then nobody learns its status.
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    await process.wait()
