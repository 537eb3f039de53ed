"""`octavo run` as a person starts it: real processes, on SQLite, in a data directory of their own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

import pytest

T = TypeVar("T")
PATIENCE_S = 30.0


class Running:
    """`octavo run` on a free port, and what it said so far."""

    def __init__(self, directory: Path) -> None:
        self._said = directory / "said.txt"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OCTAVO_")}
        environment |= {"OCTAVO_DATA": str(directory), "OCTAVO_CATALOGUE": "no", "OCTAVO_PORT": "0"}
        with self._said.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "octavo", "run"], env=environment, stdout=file, stderr=subprocess.STDOUT
            )

    @property
    def said(self) -> str:
        return self._said.read_text()

    def hear(self, pattern: str) -> str:
        """The first group of `pattern`, once it is said."""
        return wait_for(lambda: (match := re.search(pattern, self.said)) and match.group(1))

    def child(self, name: str) -> int:
        """The process id of the web or the worker process."""
        return wait_for(lambda: _children(self.process.pid).get(name, 0))


def wait_for(look: Callable[[], T | None]) -> T:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def _children(pid: int) -> dict[str, int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {_name(child): int(child) for child in children}


def _name(pid: str) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return words[3].decode() if len(words) > 3 else ""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def running(directory: Path) -> Iterator[Running]:
    octavo = Running(directory)
    try:
        yield octavo
    finally:
        if octavo.process.poll() is None:
            octavo.process.kill()
        octavo.process.wait()


pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")


def test_it_says_where_it_is_answers_and_ends_within_five_seconds(tmp_path: Path) -> None:
    with running(tmp_path) as octavo:
        address = octavo.hear(r"Octavo is at (\S+)")
        with urlopen(address) as page:  # noqa: S310  # our own address
            assert page.status == 200
        assert octavo.hear(r"(?m)operator .*: (\S+)$").startswith(address)
        children = [octavo.child("web"), octavo.child("worker")]
        started_at = time.monotonic()
        octavo.process.send_signal(signal.SIGINT)
        assert octavo.process.wait(10) == 0
        assert time.monotonic() - started_at < 5
        assert not any(is_alive(child) for child in children)
        assert "Traceback" not in octavo.said


def test_a_process_that_dies_is_started_again(tmp_path: Path) -> None:
    with running(tmp_path) as octavo:
        octavo.hear(r"Octavo is at (\S+)")
        for name in ("worker", "web"):
            old = octavo.child(name)
            os.kill(old, signal.SIGKILL)
            assert wait_for(lambda name=name, old=old: octavo.child(name) != old)  # type: ignore[misc]
            octavo.hear(f"The ({name}) process ended with status -9")


def test_its_processes_end_with_it_however_it_ends(tmp_path: Path) -> None:
    with running(tmp_path) as octavo:
        octavo.hear(r"Octavo is at (\S+)")
        children = [octavo.child("web"), octavo.child("worker")]
        octavo.process.kill()
        wait_for(lambda: not any(is_alive(child) for child in children))


def test_a_second_one_on_the_same_port_says_so_in_one_line(tmp_path: Path) -> None:
    with running(tmp_path) as octavo:
        port = octavo.hear(r"Octavo is at \S+:(\d+)/")
        second = subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-m", "octavo", "run", "--port", port, "--data", str(tmp_path / "other")],
            capture_output=True,
            text=True,
            check=False,
        )
    assert second.returncode == 2
    assert f"127.0.0.1:{port}" in second.stderr
    assert len(second.stderr.splitlines()) == 1
