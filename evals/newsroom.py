"""The whole way on real input: publishers' real pages, served from loopback under their own names, to readable pages.

The pages of extract-fundus are served as their publishers would (by OCTAVO_HOSTS), each publisher with a feed made
for it in RSS, Atom or JSON in turn, beside the real feed files of feeds-netnewswire. `octavo import` and `octavo run`
then work as an operator's would, and this eval reads the result over HTTP, as a reader would.

Measured: articles that arrived (exactly once), whose page answers and names them, how much of the gold text their page
holds (4-token shingle F1, the measure of ../shared/data/README.md), lead pictures shown, real feeds read.
"""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import html as lxml_html

from evals import datapack
from evals.datapack import Record
from evals.extraction import overlap, shingles, tokens
from evals.press import press

PATIENCE_S = 240
PEERS = {"newsroom.text_f1": "trafilatura on the pages alone .946"}


def run(full: bool) -> dict[str, float]:
    """Gather everything once and read it back. `full` changes nothing: the set is small."""
    gold = datapack.read_set("extract-fundus")
    with tempfile.TemporaryDirectory(prefix="octavo-eval-") as directory, press(gold) as (hosts, feeds):
        data = Path(directory)
        settings = environment(data, hosts)
        opml = data / "feeds.opml"
        opml.write_text(_opml(feeds), encoding="utf-8")
        _octavo(settings, "import", str(opml))
        with running(settings) as address:
            _wait_until_idle(data, len(feeds))
            return _scores(gold, data, address)


# --- Octavo, as an operator runs it ---


def environment(data: Path, hosts: list[str]) -> dict[str, str]:
    return os.environ | {
        "OCTAVO_DATA": str(data / "octavo"),
        "OCTAVO_HOSTS": ",".join(hosts),
        "OCTAVO_CATALOGUE": "no",
        "OCTAVO_PORT": str(_free_port()),
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _octavo(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "octavo", *arguments], env=environment, check=True, stdout=subprocess.DEVNULL
    )


@contextlib.contextmanager
def running(environment: dict[str, str]) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "octavo", "run"], env=environment, stdout=subprocess.DEVNULL, stderr=sys.stderr
    )
    try:
        yield f"http://127.0.0.1:{environment['OCTAVO_PORT']}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)


def _opml(feeds: list[str]) -> str:
    lines = "".join(f'<outline type="rss" text="{escape(url)}" xmlUrl="{escape(url)}"/>\n' for url in feeds)
    return f'<?xml version="1.0"?><opml version="2.0"><head><title>eval</title></head><body>{lines}</body></opml>'


def _wait_until_idle(data: Path, feeds: int) -> None:
    """Until every feed was polled and every page and picture job was tried once."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        time.sleep(1)
        with contextlib.suppress(sqlite3.OperationalError):
            (polled,) = query(data, "SELECT COUNT(*) FROM store_feed WHERE last_polled_at IS NOT NULL")[0]
            (waiting,) = query(
                data,
                "SELECT COUNT(*) FROM store_job WHERE state != 'failed' AND attempts < 2 AND run_at <= datetime('now')",
            )[0]
            if polled >= feeds and not waiting:
                return
    print("  (the newsroom was not idle in time)", file=sys.stderr)


def query(data: Path, sql: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(f"file:{data}/octavo/octavo.sqlite3?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


# --- what came of it ---


def _scores(gold: list[Record], data: Path, address: str) -> dict[str, float]:
    rows = query(data, "SELECT a.id, e.said FROM store_article a JOIN store_entry e ON e.article_id = a.id")
    ids: dict[str, list[int]] = defaultdict(list)
    for article_id, said in rows:
        ids[_entry_url(said)].append(article_id)
    once = [row for row in gold if len(set(ids[row["url"]])) == 1]
    read = [_read(address, ids[row["url"]][0], row) for row in once]
    with_picture = [page for page, row in zip(read, once, strict=True) if "image" in row]
    (real_feeds,) = query(
        data, "SELECT COUNT(*) FROM store_feed WHERE url LIKE '%.feeds.example/feed' AND last_success_at IS NOT NULL"
    )[0]
    return {
        "newsroom.arrived_once": len(once) / len(gold),
        "newsroom.page_names_it": sum(page.named for page in read) / len(gold),
        "newsroom.text_f1": sum(page.f1 for page in read) / len(gold),
        "newsroom.picture_shown": sum(page.pictured for page in with_picture) / max(1, len(with_picture)),
        "newsroom.real_feeds_read": real_feeds / 31,
    }


def _entry_url(said: bytes) -> str:
    return str(json.loads(zlib.decompress(said)).get("url", ""))


@dataclass(frozen=True)
class ReadPage:
    named: bool
    f1: float
    pictured: bool


def _read(address: str, article_id: int, row: Record) -> ReadPage:
    try:
        with urllib.request.urlopen(f"{address}/article/{article_id}/", timeout=20) as response:  # noqa: S310 - loopback
            tree = lxml_html.fromstring(response.read())
    except OSError:
        return ReadPage(False, 0.0, False)
    article = tree.find(".//article")
    if article is None:
        return ReadPage(False, 0.0, False)
    headline = "".join(article.xpath("string(.//h1)")).split()
    body = article.xpath(".//*[contains(concat(' ', @class, ' '), ' text ')]")
    text = "\n".join(part.text_content() for part in body)
    named = " ".join(headline).casefold() in " ".join(row["title"].split()).casefold() or bool(
        set(headline) & set(row["title"].split())
    )
    pictured = bool(article.xpath(".//figure//img[contains(@src, '/pictures/')]"))
    f1 = overlap(shingles(tokens(text)), shingles(tokens(row["text"])))[2]
    return ReadPage(named and bool(headline), f1, pictured)
