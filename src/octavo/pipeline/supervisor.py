"""`octavo run`: prepares the database, then keeps a web process and a worker process running until told to end.

Holds the listening socket itself, so that a taken port is known at once and a restarted web process loses no
visitor. Stays small: no Django, no database.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from octavo.core.failures import OctavoError
from octavo.core.settings import EVERY_ADDRESS, SiteSettings

END_S = 4.0
"""Ctrl-C ends everything within five seconds; whoever has not ended by then is ended."""
STEADY_S = 60.0
FIRST_DELAY_S = 1.0
LONGEST_DELAY_S = 30.0
READY_POLL_S = 0.1
BACKLOG = 512


class Display(Protocol):
    """What the person at the terminal sees. One for terminals, one for plain logs."""

    def say(self, text: str) -> None: ...

    def progress(self, state: Mapping[str, Any]) -> None:
        """`state` is a `core.reading.GatheringState` as JSON."""
        ...

    def close(self) -> None:
        """Leave the terminal as it was."""
        ...


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep alive. `on_line` hears each line it writes to standard output."""

    name: str
    command: Sequence[str]
    on_line: Callable[[str], None]
    descriptors: tuple[int, ...] = ()


def run(site: SiteSettings, display: Display, *, verbose: bool = False) -> int:
    """Run until Ctrl-C or SIGTERM. Returns the exit status. Raises `OctavoError` for what stops the start."""
    listener = listen(site)
    try:
        return asyncio.run(_run(site, listener, display, verbose=verbose))
    finally:
        display.close()
        listener.close()


def listen(site: SiteSettings) -> socket.socket:
    """The socket that visitors come to. Raises `OctavoError` in words where it cannot be had."""
    family = socket.AF_INET6 if ":" in site.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((site.host, site.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise OctavoError(
            f"Cannot listen on {site.host}:{site.port} ({error.strerror or error}). "
            f"Is Octavo running already? Choose another port with --port or OCTAVO_PORT."
        ) from error
    return listener


def address(site: SiteSettings, listener: socket.socket) -> str:
    """Where a reader on this machine opens Octavo."""
    if site.public_url:
        return site.public_url.rstrip("/") + "/"
    host = "localhost" if site.host in EVERY_ADDRESS else site.host
    if ":" in host:
        host = f"[{host}]"
    return f"http://{host}:{listener.getsockname()[1]}/"


def welcome_address(here: str, token: str) -> str:
    """The one-time link of an operator's invitation."""
    return f"{here.rstrip('/')}/operate/welcome/{token}/"


async def _run(site: SiteSettings, listener: socket.socket, display: Display, *, verbose: bool) -> int:
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ending.set)
    display.say("Octavo is preparing its database.")
    preparing = asyncio.create_task(_prepare())
    if not await _unless(ending, preparing):
        return 0
    keepers = [
        asyncio.create_task(_keep(child, display, ending)) for child in _children(site, listener, display, verbose)
    ]
    greeting = asyncio.create_task(_greet(site, listener, preparing.result(), display))
    await ending.wait()
    display.say("Octavo is ending.")
    greeting.cancel()
    await asyncio.gather(*keepers, greeting, return_exceptions=True)
    return 0


async def _unless(ending: asyncio.Event, work: "asyncio.Task[Any]") -> bool:
    """Wait for `work`, unless the end comes first; True when it was done."""
    waiting = asyncio.create_task(ending.wait())
    await asyncio.wait([waiting, work], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if work.done():
        work.result()
        return True
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    return False


async def _prepare() -> str | None:
    """Migrate in a process of its own; the first operator's token where one is needed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "octavo.pipeline.prepare", stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    try:
        said, complaint = await process.communicate()
    finally:
        await _end(process)
    if process.returncode:
        last = complaint.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise OctavoError(last[0])
    token: str | None = json.loads(said)["invitation"]
    return token


def _children(site: SiteSettings, listener: socket.socket, display: Display, verbose: bool) -> tuple[Child, Child]:
    def on_report(line: str) -> None:
        with contextlib.suppress(ValueError):
            display.progress(json.loads(line))

    child = (sys.executable, "-m", "octavo.pipeline.child")
    more = ("--verbose",) if verbose else ()
    descriptor = listener.fileno()
    return (
        Child("web", (*child, "web", str(descriptor), *more), display.say, (descriptor,)),
        Child("worker", (*child, "worker", *more), on_report),
    )


async def _keep(child: Child, display: Display, ending: asyncio.Event) -> None:
    """Start `child`, and again whenever it ends, ever more slowly while it does not stay up."""
    loop = asyncio.get_running_loop()
    delay_s = FIRST_DELAY_S
    while not ending.is_set():
        started_at = loop.time()
        status = await _live(child, ending)
        if ending.is_set():
            return
        delay_s = FIRST_DELAY_S if loop.time() - started_at > STEADY_S else delay_s
        display.say(f"The {child.name} process ended with status {status}; starting it again in {delay_s:.0f} s.")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), delay_s)
        delay_s = min(delay_s * 2, LONGEST_DELAY_S)


async def _live(child: Child, ending: asyncio.Event) -> int | None:
    """One life of `child`, until it ends by itself or the end comes."""
    process = await asyncio.create_subprocess_exec(
        *child.command,
        stdin=PIPE,
        stdout=PIPE,
        pass_fds=child.descriptors,
        # Ctrl-C in a terminal reaches us alone: we end the others, in order.
        start_new_session=True,
    )
    listening = asyncio.create_task(_listen(process, child.on_line))
    waiting = asyncio.create_task(process.wait())
    end = asyncio.create_task(ending.wait())
    try:
        await asyncio.wait([waiting, end], return_when=asyncio.FIRST_COMPLETED)
    finally:
        end.cancel()
        await _end(process)
        await asyncio.gather(waiting, listening, end, return_exceptions=True)
    return process.returncode


async def _listen(process: Process, on_line: Callable[[str], None]) -> None:
    async for line in cast(asyncio.StreamReader, process.stdout):
        on_line(line.decode(errors="replace").rstrip())


async def _end(process: Process) -> None:
    """Ask it to end, then see to it."""
    if process.returncode is None:
        _signal(process, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), END_S)
    if process.returncode is None:
        _signal(process, signal.SIGKILL)
        await process.wait()


def _signal(process: Process, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, number)


async def _greet(site: SiteSettings, listener: socket.socket, token: str | None, display: Display) -> None:
    """Say where Octavo is, once it answers."""
    here = address(site, listener)
    host, port = listener.getsockname()[:2]
    host = "localhost" if host in EVERY_ADDRESS else host
    while not await _answers(host, port, site.answers_to[0]):  # noqa: ASYNC110  # another process becomes ready; there is no event
        await asyncio.sleep(READY_POLL_S)
    display.say(f"Octavo is at {here}")
    if site.host in EVERY_ADDRESS and not site.public_url:
        display.say("Only this machine is answered: set OCTAVO_PUBLIC_URL to the address that readers use.")
    if token:
        display.say(f"Become its operator (this link works once): {welcome_address(here, token)}")


async def _answers(host: str, port: int, name: str) -> bool:
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    try:
        writer.write(f"GET /robots.txt HTTP/1.0\r\nHost: {name}\r\n\r\n".encode())
        async with asyncio.timeout(10):
            return (await reader.readline()).startswith(b"HTTP/")
    except (OSError, TimeoutError):
        return False
    finally:
        writer.close()
