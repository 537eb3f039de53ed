"""Runs a program of the operator's on publishers' words: no shell, no secrets, no network, bounded in all it takes."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MEGABYTE = 1 << 20
MOST_FILE_BYTES = 192 * MEGABYTE
"""An hour and more of what is 16 bits wide and 22,050 a second; nothing here is so long."""
PROBE_S = 5.0
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "ESPEAK_DATA_PATH")
_UNSHARE = ("--user", "--map-root-user", "--net", "--")
_COMPLAINT = "complaint.txt"
_COMPLAINT_BYTES = 300
_LOWER_PRIORITY = 10


class ProgramError(Exception):
    """A program failed, took too long or wanted too much. Says which and how, never what it was given."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one run. `memory_bytes` is address space; neither it nor the rest holds on systems without `prlimit`."""

    seconds: float
    memory_bytes: int = 512 * MEGABYTE
    file_bytes: int = MOST_FILE_BYTES


@cache
def no_network() -> tuple[str, ...]:
    """What stands before a command so that it has no network: () where this kernel lets nobody ask for that."""
    unshare, nothing = shutil.which("unshare"), shutil.which("true")
    if not unshare or not nothing:
        return ()
    try:
        asked = subprocess.run([unshare, *_UNSHARE, nothing], capture_output=True, timeout=PROBE_S, check=False)  # noqa: S603  # constants
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return (unshare, *_UNSHARE) if asked.returncode == 0 else ()


async def run_program(argv: Sequence[str], text: str, limits: Limits, directory: Path) -> None:
    """Run `argv` in `directory` with `text` on its standard input. Raises `ProgramError`; cancelled, it ends it first.

    The bounds are set before the first letter is handed over.
    """
    name = Path(argv[0]).name
    with (directory / _COMPLAINT).open("wb") as complaint:
        try:
            process = await asyncio.create_subprocess_exec(
                *no_network(),
                *argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=complaint,
                cwd=directory,
                env=_environment(directory),
                start_new_session=True,
            )
        except OSError as error:
            raise ProgramError(f"{name} cannot be started ({error.strerror})") from error
        try:
            _bound(process.pid, limits)
            async with asyncio.timeout(limits.seconds):
                await process.communicate(text.encode("utf-8", "replace"))
        except TimeoutError as error:
            raise ProgramError(f"{name} took longer than {limits.seconds:g} s") from error
        finally:
            await _end(process)
    if process.returncode:
        raise ProgramError(f"{name} ended with status {process.returncode}: {_complaint(directory)}".rstrip(": "))


def _environment(directory: Path) -> dict[str, str]:
    """Nothing of ours: settings may hold secrets."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed, "LANG": "C.UTF-8", "HOME": str(directory), "TMPDIR": str(directory)}


def _bound(pid: int, limits: Limits) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpriority(os.PRIO_PROCESS, pid, _LOWER_PRIORITY)
    try:
        from resource import RLIM_INFINITY, RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, prlimit
    except ImportError:  # not on Linux
        return
    seconds = int(limits.seconds) + 1
    bounds = ((RLIMIT_AS, limits.memory_bytes), (RLIMIT_FSIZE, limits.file_bytes), (RLIMIT_CPU, seconds))
    with contextlib.suppress(ProcessLookupError):
        for which, most in (*bounds, (RLIMIT_CORE, 0)):
            _soft, hard = prlimit(pid, which)
            # What the machine allows may be less already, and nobody may raise it.
            allowed = most if hard == RLIM_INFINITY else min(most, hard)
            prlimit(pid, which, (allowed, allowed))


async def _end(process: asyncio.subprocess.Process) -> None:
    """And all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def _complaint(directory: Path) -> str:
    said = (directory / _COMPLAINT).read_bytes()[-_COMPLAINT_BYTES:].decode("utf-8", "replace")
    lines = [line for line in said.splitlines() if line.strip()]
    return "".join(letter for letter in lines[-1] if letter.isprintable()) if lines else ""
