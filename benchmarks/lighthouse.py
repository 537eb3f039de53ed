"""Lighthouse on the demo newsroom's front page and on an article, as a phone: `python -m benchmarks.lighthouse`.

Wants `lighthouse` (`npm install --global lighthouse`) and Chromium on the PATH, and is left out without them. The
newsroom is told to be public, as robots see it. Scores are Lighthouse's own, 0 to 100.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT_S = 180
STORIES = 8
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TARGETS = {f"{page}, {category}": (">=", 95.0) for page in ("front page", "article") for category in CATEGORIES}


def run() -> dict[str, float]:
    lighthouse, chromium = shutil.which("lighthouse"), shutil.which("chromium") or shutil.which("chromium-browser")
    if not lighthouse or not chromium:
        print("left out: lighthouse (npm) or Chromium is not on the PATH")
        return {}
    with tempfile.TemporaryDirectory() as name, _newsroom(Path(name)) as address:
        pages = {"front page": address + "/", "article": address + _article(address)}
        return {
            f"{page}, {category}": score
            for page, url in pages.items()
            for category, score in _scores(lighthouse, chromium, url).items()
        }


@contextmanager
def _newsroom(directory: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environ = {**os.environ, "PYTHONUTF8": "1", "OCTAVO_PUBLIC_URL": address}
    command = [sys.executable, "-m", "octavo", "demo", "--port", str(port), "--data", str(directory)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ)
    try:
        _wait(address)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait(address: str) -> None:
    """Until there is an edition, and the worker has nothing more to do that would count as the page's slowness."""
    over_at, before = time.monotonic() + WAIT_S, ""
    while time.monotonic() < over_at:
        page = _read(address + "/")
        if page.count("<article") >= STORIES and page == before:
            return
        before = page
        time.sleep(5)
    raise SystemExit("the demo newsroom had no front page in time")


def _read(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310  our own server
            return str(response.read().decode())
    except OSError:
        return ""


def _article(address: str) -> str:
    found = re.search(r'href="(/article/\d+/[^"]+/)"', _read(address + "/latest/?kind=article"))
    if not found:
        raise SystemExit("the demo newsroom has no article")
    return found[1]


def _scores(lighthouse: str, chromium: str, url: str) -> dict[str, float]:
    command = [
        lighthouse, url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    environ = {**os.environ, "CHROME_PATH": chromium}
    made = subprocess.run(command, check=True, env=environ, stdout=subprocess.PIPE, text=True)
    report = json.loads(made.stdout)
    for name, audit in sorted(report["audits"].items()):
        if audit["scoreDisplayMode"] == "binary" and audit["score"] == 0:
            print(f"{url}: {name}: {audit['title']}")
    return {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}


if __name__ == "__main__":
    print(run())
