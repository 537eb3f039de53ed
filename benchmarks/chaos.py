"""`make chaos`: kill the worker fifty times while a press prints, then count what was lost and what was doubled.

Runs the real worker against a loopback press of our own, with full-text feeds, feeds whose pages must be read, and
pictures. At each random moment the worker is ended with SIGKILL, half of the times after the process that digests
for it. At the end the worker may finish, and every table is compared with what was printed.
"""

import argparse
import asyncio
import os
import random
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from benchmarks.press import Press

FEEDS = 12
PRINTED_PER_S = 20
START_S = 20.0
FINISH_S = 120.0
PUBLISHED = datetime.now(UTC) - timedelta(days=3)


@dataclass
class ChaosPress:
    """Feeds that grow. Odd ones give full text, even ones a teaser, so that pages must be read; some have pictures."""

    printed: list[int] = field(default_factory=lambda: [0] * FEEDS)

    def print_until(self, stop: threading.Event) -> None:
        dice = random.Random(0)
        while not stop.wait(1 / PRINTED_PER_S):
            self.printed[dice.randrange(FEEDS)] += 1

    def articles(self) -> list[tuple[int, int]]:
        return [(number, index) for number in range(FEEDS) for index in range(self.printed[number])]

    def answer(self, path: str) -> tuple[str, bytes] | None:
        kind, *numbers = path.strip("/").split("/")
        if kind == "feed":
            return "application/rss+xml; charset=utf-8", self._feed(int(numbers[0]))
        if kind == "page":
            return "text/html; charset=utf-8", _page(int(numbers[0]), int(numbers[1]))
        if kind == "picture":
            return "image/png", _picture(int(numbers[0]), int(numbers[1]))
        return None

    def _feed(self, number: int) -> bytes:
        items = "".join(_item(number, index) for index in range(self.printed[number]))
        return (
            '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>Press {number}</title><link>http://press.localhost/</link>"
            f"<description>Chaos</description><language>en</language>{items}</channel></rss>"
        ).encode()


def has_page(number: int) -> bool:
    return number % 2 == 0


def has_picture(index: int) -> bool:
    return index % 3 == 0


def _url(number: int, index: int) -> str:
    return f"http://press.localhost/page/{number}/{index}"


def _text(number: int, index: int) -> str:
    sentence = f"The harbour council of ward {number} met on item {index} and spoke of the ferry and the winter budget."
    return "".join(f"<p>{sentence} This is paragraph {paragraph} of the report.</p>" for paragraph in range(8))


def _item(number: int, index: int) -> str:
    picture = f"http://press.localhost/picture/{number}/{index}"
    media = f'<enclosure url="{picture}" type="image/png" length="900"/>' if has_picture(index) else ""
    full = "" if has_page(number) else f"<content:encoded><![CDATA[{_text(number, index)}]]></content:encoded>"
    return (
        f"<item><title>Item {index} of ward {number}</title><link>{_url(number, index)}</link>"
        f"<guid>{number}-{index}</guid><pubDate>{format_datetime(PUBLISHED + timedelta(minutes=index))}</pubDate>"
        f"<description>The council of ward {number} met.</description>{full}{media}</item>"
    )


def _page(number: int, index: int) -> bytes:
    title = f"Item {index} of ward {number}"
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><meta charset="utf-8"></head><body>'
        f"<article><h1>{title}</h1>{_text(number, index)}</article></body></html>"
    ).encode()


def _picture(number: int, index: int) -> bytes:
    """A PNG of one colour, 64 × 48."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + bytes((number * 20 % 256, index % 256, 90)) * 64
    header = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * 48)) + chunk(b"IEND", b"")


def start_press(answer: Callable[[str], tuple[str, bytes] | None]) -> int:
    """Serve `answer` on loopback from a thread; returns the port."""
    ports: list[int] = []
    ready = threading.Event()

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: Press(answer), "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    ready.wait()
    return ports[0]


def start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "octavo", "worker"]
    return subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)


def wait_for_a_moment() -> None:
    """One time of five while the worker starts, else within two seconds of its first poll."""
    from django.utils import timezone

    from octavo.store.models import Feed

    if random.random() < 0.2:
        time.sleep(random.uniform(0.1, 1.0))
        return
    started_at, until = timezone.now(), time.monotonic() + START_S
    while not Feed.objects.filter(last_polled_at__gt=started_at).exists() and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(random.uniform(0, 2))


def kill(worker: "subprocess.Popen[bytes]", *, digester_first: bool) -> None:
    children = _children(worker.pid)
    if digester_first:
        _end(children)
        time.sleep(random.uniform(0, 0.3))
    worker.kill()
    worker.wait()
    _end(children)


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _end(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def prepare(port: int) -> None:
    from octavo import store

    store.migrate()
    from octavo.store import feeds
    from octavo.store.models import Job

    for number in range(FEEDS):
        feeds.add_feed(f"http://press.localhost/feed/{number}")
    Job.objects.filter(kind="find_logo").delete()


def counted() -> dict[str, int]:
    """What the store holds now."""
    from django.db import connection
    from django.db.models import Sum

    from octavo.store.models import (
        Article,
        ArticleBody,
        ArticleLabels,
        Entry,
        Job,
        PageSource,
        Picture,
        Revision,
        Story,
        StoryMember,
    )

    table = "article_search_docsize" if connection.vendor == "sqlite" else "article_search"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - a name of ours
        indexed = cursor.fetchone()[0]
    return {
        "entries": Entry.objects.count(),
        "articles": Article.objects.count(),
        "bodies": ArticleBody.objects.exclude(text="").count(),
        "indexed": indexed,
        "pages": PageSource.objects.count(),
        "read from page": Article.objects.filter(from_page=True).count(),
        "pictures": Picture.objects.filter(state="stored").count(),
        "picture files": sum(1 for _ in Path(os.environ["OCTAVO_DATA"]).glob("pictures/*/*.webp")),
        "revisions": Revision.objects.count() - Article.objects.filter(revision_count__gt=0).count(),
        "jobs": Job.objects.count(),
        "labelled": ArticleLabels.objects.filter(version__gt=0).count(),
        "of a story": StoryMember.objects.count(),
        "counted by stories": Story.objects.filter(merged_into=None).aggregate(n=Sum("articles"))["n"] or 0,
    }


def expected(press: ChaosPress) -> dict[str, int]:
    articles = press.articles()
    everything = len(articles)
    pages = sum(has_page(number) for number, _ in articles)
    pictures = sum(has_picture(index) for _, index in articles)
    understood = everything if os.environ["OCTAVO_WORKER_LABEL"] == "yes" else 0
    return {
        "entries": everything,
        "articles": everything,
        "bodies": everything,
        "indexed": everything,
        "pages": pages,
        "read from page": pages,
        "pictures": pictures,
        "picture files": pictures,
        "revisions": 0,
        "jobs": 0,
        "labelled": understood,
        "of a story": understood,
        "counted by stories": understood,
    }


def finish(press: ChaosPress) -> dict[str, int]:
    """Let a worker do the rest, and count when all is as it should be or patience ends."""
    from django.utils import timezone

    from octavo.store import feeds
    from octavo.store.models import Feed, Job

    worker = start_worker()
    until = time.monotonic() + FINISH_S
    feeds.poll_now(Feed.objects.values_list("pk", flat=True), timezone.now())
    # What waits to be tried again in minutes may as well be tried now.
    Job.objects.filter(state="due").update(run_at=timezone.now())
    found = counted()
    while found != expected(press) and time.monotonic() < until:
        time.sleep(0.5)
        found = counted()
    worker.send_signal(signal.SIGTERM)
    worker.wait()
    return found


def run(kills: int, seed: int, *, label: bool) -> bool:
    """One run; True when nothing was lost or doubled."""
    random.seed(seed)
    press = ChaosPress()
    with tempfile.TemporaryDirectory() as directory:
        port = start_press(press.answer)
        os.environ.update(
            OCTAVO_DATA=directory,
            OCTAVO_CATALOGUE="no",
            OCTAVO_WORKER_MIN_POLL_S="1",
            OCTAVO_WORKER_MAX_POLL_S="2",
            OCTAVO_WORKER_ENTRIES_PER_FEED="100000",
            OCTAVO_WORKER_LABEL="yes" if label else "no",
            OCTAVO_HOSTS=f"press.localhost=http://127.0.0.1:{port}",
        )
        prepare(port)
        stop = threading.Event()
        printing = threading.Thread(target=press.print_until, args=[stop])
        printing.start()
        for number in range(kills):
            worker = start_worker()
            wait_for_a_moment()
            kill(worker, digester_first=random.random() < 0.5)
            _say(number + 1, kills, press)
        stop.set()
        printing.join()
        found = finish(press)
    return _judge(found, expected(press))


def _say(number: int, kills: int, press: ChaosPress) -> None:
    held: dict[str, Any] = counted()
    print(
        f"kill {number}/{kills}: {held['articles']} of {len(press.articles())} articles held, {held['jobs']} jobs wait"
    )


def _judge(found: dict[str, int], wanted: dict[str, int]) -> bool:
    for name, number in wanted.items():
        mark = "ok" if found[name] == number else "WRONG"
        print(f"{name:>18}: {found[name]:>6} of {number:>6}  {mark}")
    return found == wanted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--label", action="store_true", help="have every article labelled and grouped, too")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    sys.exit(0 if run(arguments.kills, arguments.seed, label=arguments.label) else 1)


if __name__ == "__main__":
    main()
