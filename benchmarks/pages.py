"""Pages over HTTP from 100,000 stored articles: `python -m benchmarks.pages [ARTICLES]`.

Fills a database through the store's own writes, starts the web process as operators do (`octavo web`), and asks for
front pages, articles at random and searches over kept-alive connections. The machine forgets the database's pages
all the while, so that reads come from the disk. The load generator shares the machine with the server.
"""

import asyncio
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

ARTICLES = 100_000
CONNECTIONS = 4
PATHS = 20_000
SECONDS = 8.0
PACED_PER_S = 50.0
FORGET_EVERY_S = 1.0
TARGETS = {
    "front page and articles, p95 ms": ("<", 30.0),
    "front page and articles, requests/s": (">=", 200.0),
    "search, p95 ms": ("<", 100.0),
    "web process, resident MB": ("<", 150.0),
}


def run(articles: int = ARTICLES) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        paths = _fill(directory, articles)
        with _web(directory) as (port, pid), _forgetting(directory):
            return asyncio.run(_measure(port, pid, paths))


def _fill(directory: Path, articles: int) -> list[str]:
    """Addresses of articles at random. In a process of its own: the seeder's memory is not the server's."""
    code = (
        "import sys, octavo.store; octavo.store.migrate()\n"
        "from benchmarks.reading import fill, languages\n"
        f"fill({articles}, languages())\n"
        "from octavo.store.models import Feed; from datetime import UTC, datetime\n"
        "Feed.objects.update(last_polled_at=datetime.now(UTC), last_success_at=datetime.now(UTC))\n"
        "from octavo.store.models import Article; from octavo.web.paths import article_path\n"
        "from octavo.store.reading.cards import cards; import random\n"
        "ids = list(Article.objects.values_list('id', flat=True))\n"
        f"print(*map(article_path, cards(random.Random(5).sample(ids, min(len(ids), {PATHS})))), sep='\\n')\n"
    )
    environ = {**os.environ, "OCTAVO_DATA": str(directory)}
    made = subprocess.run([sys.executable, "-c", code], check=True, env=environ, stdout=subprocess.PIPE, text=True)
    return made.stdout.split()


@contextmanager
def _web(directory: Path) -> Iterator[tuple[int, int]]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "octavo", "web", "--port", str(port), "--data", str(directory)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONUTF8": "1"})
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the web process did not start")


@contextmanager
def _forgetting(directory: Path) -> Iterator[None]:
    """While inside, the machine drops the database from its cache every second."""
    ended = threading.Event()

    def forget() -> None:
        while not ended.wait(FORGET_EVERY_S):
            for path in directory.glob("octavo.sqlite3*"):
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    thread = threading.Thread(target=forget)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


async def _measure(port: int, pid: int, addresses: list[str]) -> dict[str, float]:
    dice = random.Random(5)
    words = ("river", "et", "ta", "oa", "sin", "tan")

    def article() -> str:
        return dice.choice(addresses)

    def mixed() -> str:
        return "/" if dice.random() < 0.3 else article()

    def front() -> str:
        return "/"

    def found() -> str:
        return f"/search/?q={dice.choice(words)}{dice.choice(words)}"

    figures: dict[str, float] = {}
    await _as_fast_as_it_goes(port, mixed, 1.0)
    for name, paths in (("front page and articles", mixed), ("articles", article), ("front page", front)):
        before = _cpu_s(pid)
        took, seconds = await _as_fast_as_it_goes(port, paths, SECONDS)
        figures[f"{name}, requests/s"] = len(took) / seconds
        figures[f"{name}, CPU ms a request"] = (_cpu_s(pid) - before) * 1000 / len(took)
        figures |= _cuts(name, await _paced(port, paths, SECONDS))
    figures |= _cuts("search", await _paced(port, found, SECONDS))
    figures["web process, resident MB"] = _resident_mb(pid)
    return figures


def _cuts(name: str, took: list[float]) -> dict[str, float]:
    """At a calm pace, what one reader waits: from asking to the last byte."""
    cuts = quantiles(took, n=20)
    return {f"{name}, median ms": cuts[9] * 1000, f"{name}, p95 ms": cuts[18] * 1000}


async def _as_fast_as_it_goes(port: int, paths: Callable[[], str], seconds: float) -> tuple[list[float], float]:
    took: list[float] = []
    start = time.perf_counter()

    async def ask_on() -> None:
        async with _Reader(port) as reader:
            while time.perf_counter() - start < seconds:
                took.append(await reader.get(paths()))

    await asyncio.gather(*(ask_on() for _ in range(CONNECTIONS)))
    return took, time.perf_counter() - start


async def _paced(port: int, paths: Callable[[], str], seconds: float) -> list[float]:
    """Requests at fixed moments, whatever the answers take: a slow answer delays no later request."""
    idle: list[_Reader] = []

    async def ask() -> float:
        # Taken in turns, so that none is idle for so long that the server hangs up.
        reader = idle.pop(0) if idle else await _Reader(port).__aenter__()
        took = await reader.get(paths())
        idle.append(reader)
        return took

    asked: list[Awaitable[float]] = []
    for _ in range(int(seconds * PACED_PER_S)):
        asked.append(asyncio.create_task(ask()))
        await asyncio.sleep(1 / PACED_PER_S)
    took = await asyncio.gather(*asked)
    for reader in idle:
        await reader.__aexit__()
    return list(took)


class _Reader:
    """One kept-alive connection that speaks just enough HTTP, so that the generator costs little."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def __aenter__(self) -> "_Reader":
        self.incoming, self.outgoing = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.outgoing.close()
        await self.outgoing.wait_closed()

    async def get(self, path: str) -> float:
        """Seconds until the whole page is there."""
        start = time.perf_counter()
        status = await self._ask(path)
        if status != b"200":
            raise SystemExit(f"{path} answered {status.decode()}")
        return time.perf_counter() - start

    async def _ask(self, path: str) -> bytes:
        self.outgoing.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await self.incoming.readuntil(b"\r\n\r\n")
        fields = dict(line.split(b": ", 1) for line in head[:-4].split(b"\r\n")[1:])
        fields = {name.lower(): value for name, value in fields.items()}
        await self.incoming.readexactly(int(fields[b"content-length"]))
        return head[9:12]


def _cpu_s(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


if __name__ == "__main__":
    for figure, value in run(*map(int, sys.argv[1:])).items():
        print(f"{figure:<50} {value:>10.2f}")
