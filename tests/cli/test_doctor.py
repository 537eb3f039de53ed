"""`octavo doctor --catalogue` as an operator meets it, against a press on loopback."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from octavo.pipeline.catalogue import load_catalogue, probe_feeds
from octavo.testing.loopback import LoopbackServer, Reply

COUNTRY = "vu"
"""A country of one publisher and one feed is enough to see every step."""


def feed_of_the_country() -> str:
    (publisher,) = (publisher for publisher in load_catalogue() if publisher.country == COUNTRY.upper())
    return publisher.feeds[0].url


def doctor(data: Path, *words: str, hosts: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCTAVO_")}
    rules = ",".join(f"{host}={target}" for host, target in hosts.items())
    environment |= {"OCTAVO_DATA": str(data), "OCTAVO_PORT": "0", "OCTAVO_HOSTS": rules, "COLUMNS": "200"}
    return subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "octavo", "doctor", *words], env=environment, capture_output=True, text=True, check=False
    )


def hosts(target: str) -> dict[str, str]:
    """The feeds that doctor probes and those of the country, all sent to one address."""
    return {urlsplit(url).hostname or "": target for url in (*probe_feeds(), feed_of_the_country())}


def rss() -> bytes:
    now = f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} GMT"
    item = f"<item><title>The ferry sails at night again</title><link>/1</link><pubDate>{now}</pubDate></item>"
    return f"<rss version='2.0'><channel><title>Lake Post</title>{item}</channel></rss>".encode()


def test_a_country_that_is_well(tmp_path: Path) -> None:
    path = urlsplit(feed_of_the_country()).path
    with LoopbackServer({path: Reply(rss())}) as server:
        routes = {urlsplit(url).path: Reply(rss()) for url in probe_feeds()}
        server.routes |= routes
        said = doctor(
            tmp_path, "--catalogue", "--country", COUNTRY, "--report", str(tmp_path / "report.md"),
            hosts=hosts(f"http://{server.authority}"),
        )  # fmt: skip
    assert said.stdout.endswith("✓ Catalogue 1 publishers, 1 feeds asked\n")
    assert "✓ Translate not offered. Get Firefox's models" in said.stdout
    assert "✓ Explain simply not offered. It needs a language model" in said.stdout
    assert said.returncode == 0
    written = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "1 feeds were asked once; 1 are well, 0 are not." in written
    assert "127.0.0.1" not in written


def test_a_feed_that_is_gone_is_told_with_what_to_do(tmp_path: Path) -> None:
    with LoopbackServer({urlsplit(url).path: Reply(rss()) for url in probe_feeds()}) as server:
        server.routes[urlsplit(feed_of_the_country()).path] = Reply(status=410)
        said = doctor(
            tmp_path, "--catalogue", "--country", COUNTRY.upper(), "--report", str(tmp_path / "report.md"),
            hosts=hosts(f"http://{server.authority}"),
        )  # fmt: skip
    assert said.returncode == 1
    assert f"✗ {COUNTRY}.toml (" in said.stdout
    assert "Gone: answers 410. Look for the publisher's new feed" in said.stdout
    assert "1 feeds are not well." in said.stdout
    assert "## Gone" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_without_a_network_it_says_so_at_once(tmp_path: Path) -> None:
    started_at = time.monotonic()
    said = doctor(tmp_path, "--catalogue", "--report", str(tmp_path / "report.md"), hosts=hosts("http://127.0.0.1:9"))
    assert time.monotonic() - started_at < 30  # some 3 s on a machine that does nothing else
    assert said.returncode == 1
    assert "Nothing can be said of the feeds without a network: mend what stands above first." in said.stdout
    assert not (tmp_path / "report.md").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--country", "ke"], "--country and --report belong to --catalogue."),
        (["--catalogue", "--country", "kenya"], "The catalogue has no country kenya (a code such as ke is needed)."),
        (["--catalogue", "--report", "none/r.md"], "none/r.md cannot be written: there is no such directory"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line(words: list[str], expected: str, tmp_path: Path) -> None:
    said = doctor(tmp_path, *words, hosts=hosts("http://127.0.0.1:9"))
    assert (said.returncode, said.stderr) == (2, f"{expected}\n")
