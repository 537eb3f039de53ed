"""Refreshing 500 feeds of 20 new full-text entries, beside lemon24/reader: `python -m benchmarks.refresh`.

Both refresh the same press, served by a process of its own, in turns, three times; medians count. Ours is the whole
program as `octavo run` starts it: fetched, parsed, sanitised, stored and indexed, while somebody reads the site.
reader (from PyPI, in a virtual environment made for it) stores without indexing; its search is updated afterwards
and told apart. Both have refreshed a few feeds before the clock starts.
"""

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

FEEDS = 500
WARM_UP = 20
ENTRIES = 20
PARAGRAPHS = 3
ROUNDS = 3
PATIENCE_S = 180.0
NOTICE_S = 2.0
READ_EVERY_S = 0.2
SAMPLE_EVERY_S = 1.0
TARGETS = {
    "ratio": (">=", 3.0),
    "database is locked": ("<=", 0),
    "page p95 ms during refresh": ("<", 100.0),
    "resident MB": ("<", 300.0),
}

READER = """
import sys, time
from reader import make_reader
address, feeds, warm_up = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
reader = make_reader(sys.argv[4], feed_root=None)
def refresh(numbers):
    for number in numbers:
        reader.add_feed(f"{address}/feed/{number}")
    started = time.perf_counter()
    reader.update_feeds()
    return time.perf_counter() - started
refresh(range(feeds, feeds + warm_up))
took = refresh(range(feeds))
reader.enable_search()
started = time.perf_counter()
reader.update_search()
print(feeds / took, feeds / (took + time.perf_counter() - started), reader.get_entry_counts().total)
"""
PREPARE = """
import sys
from octavo import store
store.migrate()
from django.db import transaction
from octavo.store import feeds
from octavo.store.models import Feed, Job
with transaction.atomic():
    for number in range(int(sys.argv[1])):
        feeds.add_feed(f"http://press.localhost/feed/{number}")
    Feed.objects.update(is_paused=True)
    Job.objects.all().delete()
"""


@dataclass
class Sitting:
    """What one refresh of ours measured."""

    feeds_per_s: float = 0.0
    page_ms: list[float] = field(default_factory=list)
    resident_mb: float = 0.0
    proportional_mb: float = 0.0
    locked: int = 0


def run() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as directory, press() as port:
        python = make_reader_environment(Path(directory) / "reader")
        ours, theirs, indexed = [], [], []
        for number in range(ROUNDS):
            ours.append(refresh_ours(Path(directory) / f"ours{number}", port))
            stored, searchable = refresh_theirs(python, Path(directory) / f"reader{number}.sqlite", port)
            theirs.append(stored)
            indexed.append(searchable)
            print(f"round {number + 1}: {ours[-1].feeds_per_s:.0f} feeds/s, reader {stored:.0f}", flush=True)
    return figures(ours, median(theirs), median(indexed))


def figures(ours: list[Sitting], theirs: float, indexed: float) -> dict[str, float]:
    feeds_per_s = median(sitting.feeds_per_s for sitting in ours)
    pages = [milliseconds for sitting in ours for milliseconds in sitting.page_ms]
    return {
        "feeds/s": feeds_per_s,
        "feeds/s, reader without its search": theirs,
        "feeds/s, reader with its search": indexed,
        "ratio": feeds_per_s / theirs,
        "ratio, reader with its search": feeds_per_s / indexed,
        "database is locked": sum(sitting.locked for sitting in ours),
        "pages read during refresh": len(pages),
        "page p95 ms during refresh": quantiles(pages, n=20)[-1],
        "resident MB": median(sitting.resident_mb for sitting in ours),
        "proportional MB": median(sitting.proportional_mb for sitting in ours),
    }


@contextmanager
def press() -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.press", *map(str, (FEEDS + WARM_UP, ENTRIES, PARAGRAPHS))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline())  # type: ignore[union-attr]
        finally:
            process.kill()


def make_reader_environment(directory: Path) -> str:
    """A Python that has lemon24/reader; it wants sgmllib3k beside it."""
    subprocess.run([sys.executable, "-m", "venv", str(directory)], check=True)
    python = str(directory / "bin" / "python")
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "reader", "sgmllib3k"]
    subprocess.run(command, check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL)
    return python


def refresh_theirs(python: str, database: Path, port: int) -> tuple[float, float]:
    """Feeds per second: stored, and stored and searchable."""
    arguments = [f"http://127.0.0.1:{port}", str(FEEDS), str(WARM_UP), str(database)]
    said = subprocess.run([python, "-c", READER, *arguments], check=True, capture_output=True, text=True).stdout
    stored, searchable, entries = map(float, said.split())
    assert entries == (FEEDS + WARM_UP) * ENTRIES, f"reader stored {entries} entries"
    return stored, searchable


def refresh_ours(directory: Path, port: int) -> Sitting:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCTAVO_")} | {
        "OCTAVO_DATA": str(directory),
        "OCTAVO_CATALOGUE": "no",
        "OCTAVO_PORT": "0",
        "OCTAVO_HOSTS": f"press.localhost=http://127.0.0.1:{port}",
    }
    directory.mkdir()
    subprocess.run([sys.executable, "-c", PREPARE, str(FEEDS + WARM_UP)], env=environment, check=True)
    log = directory / "log"
    with log.open("w") as file:
        octavo = subprocess.Popen([sys.executable, "-m", "octavo", "run"], env=environment, stdout=file, stderr=file)
    try:
        sitting = measure(octavo, directory, log)
    finally:
        octavo.send_signal(signal.SIGINT)
        octavo.wait()
    sitting.locked = log.read_text().count("database is locked")
    return sitting


def measure(octavo: "subprocess.Popen[bytes]", directory: Path, log: Path) -> Sitting:
    address = wait_for_address(log)
    database = sqlite3.connect(directory / "octavo.sqlite3", timeout=30, isolation_level=None)
    refresh(database, range(FEEDS + 1, FEEDS + WARM_UP + 1))
    # The worker is warm; so is whoever reads.
    sitting, stop = Sitting(), threading.Event()
    beside = [
        threading.Thread(target=keep_reading, args=[address, sitting, stop]),
        threading.Thread(target=keep_weighing, args=[octavo.pid, sitting, stop]),
    ]
    read_page(address)
    for thread in beside:
        thread.start()
    took_s = refresh(database, range(1, FEEDS + 1))
    stop.set()
    for thread in beside:
        thread.join()
    sitting.feeds_per_s = FEEDS / took_s
    check(database)
    return sitting


def refresh(database: sqlite3.Connection, feeds: range) -> float:
    """Make these feeds due in a moment; the seconds from then until all are stored, with their entries.

    The worker hears of it beforehand, as it does of every feed's next poll.
    """
    due = datetime.now(UTC) + timedelta(seconds=NOTICE_S)
    database.execute(
        "UPDATE store_feed SET is_paused = 0, next_poll_at = ? WHERE id BETWEEN ? AND ?",
        (str(due.replace(tzinfo=None)), feeds[0], feeds[-1]),
    )
    time.sleep((due - datetime.now(UTC)).total_seconds())
    started = time.perf_counter()
    waiting = "SELECT COUNT(*) FROM store_feed WHERE last_success_at IS NULL AND id BETWEEN ? AND ?"
    while database.execute(waiting, (feeds[0], feeds[-1])).fetchone()[0]:
        time.sleep(0.05)
        assert time.perf_counter() - started < PATIENCE_S, "the refresh did not end"
    return time.perf_counter() - started


def check(database: sqlite3.Connection) -> None:
    """Everything was parsed, stored and indexed."""
    wanted = (FEEDS + WARM_UP) * ENTRIES
    for table in ("store_entry", "store_article", "store_articlebody", "article_search_docsize"):
        found = database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of ours
        assert found == wanted, f"{table} holds {found} of {wanted}"


def wait_for_address(log: Path) -> str:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if match := re.search(r"Octavo is at (\S+)", log.read_text()):
            return match.group(1)
        time.sleep(0.1)
    raise AssertionError("octavo run did not start: " + log.read_text())


def keep_reading(address: str, sitting: Sitting, stop: threading.Event) -> None:
    """Somebody who reads: the front page, the latest, and articles at random, five pages a second."""
    dice = random.Random(1)
    while not stop.wait(READ_EVERY_S):
        path = dice.choice(["", "latest/", f"article/{dice.randrange(1, WARM_UP * ENTRIES)}/"])
        started = time.perf_counter()
        try:
            read_page(address + path)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path} answered {error.code}") from error
        sitting.page_ms.append(1000 * (time.perf_counter() - started))


def read_page(url: str) -> None:
    with urllib.request.urlopen(url, timeout=30) as page:  # noqa: S310  # our own address
        page.read()


def keep_weighing(pid: int, sitting: Sitting, stop: threading.Event) -> None:
    """The largest sum over supervisor, web, worker and digesting processes."""
    while not stop.wait(SAMPLE_EVERY_S):
        rollups = [rollup for process in family(pid) if (rollup := memory(process))]
        sitting.resident_mb = max(sitting.resident_mb, sum(resident for resident, _ in rollups))
        sitting.proportional_mb = max(sitting.proportional_mb, sum(proportional for _, proportional in rollups))


def family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def memory(pid: int) -> tuple[float, float] | None:
    """Resident and proportional megabytes."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return None
    found = dict(re.findall(r"^(Rss|Pss):\s+(\d+) kB", rollup, re.MULTILINE))
    return (int(found["Rss"]) / 1024, int(found["Pss"]) / 1024) if found else None


if __name__ == "__main__":
    for figure, value in run().items():
        print(f"{figure:<40} {value:>10,.2f}")
