"""`octavo demo` from an empty directory to a full front page, through the very same program as `octavo run`."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from octavo.cli import application
from octavo.core.failures import OctavoError
from octavo.demo.anchor import free_port
from octavo.demo.newsroom import environment, forget

FULL_S = 100.0
END_S = 8.0


def front_page(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"127.0.0.1:{port}"})
        return connection.getresponse().read().decode()
    except OSError:
        return ""
    finally:
        connection.close()


@pytest.mark.timeout(150)
def test_it_fills_the_front_page_and_ends_when_told(tmp_path: Path) -> None:
    port = free_port(0)
    log = (tmp_path / "log").open("wb")
    command = [sys.executable, "-m", "octavo", "demo", "--data", str(tmp_path / "demo"), "--port", str(port)]
    process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "OCTAVO_DATABASE_URL": ""})  # noqa: S603  # our own command
    try:
        until = time.monotonic() + FULL_S
        links: set[str] = set()
        while len(links) < 8 and time.monotonic() < until and process.poll() is None:
            time.sleep(0.5)
            links = set(re.findall(r'href="(/article/[^"]+)"', front_page(port)))
        assert len(links) >= 8, (tmp_path / "log").read_text()
        process.send_signal(signal.SIGINT)
        assert process.wait(END_S) == 0
    finally:
        process.kill()
        process.wait()
        log.close()
    assert "Traceback" not in (tmp_path / "log").read_text()
    assert (tmp_path / "demo" / "press" / "anchor.json").exists()


def test_it_keeps_away_from_the_operators_own_news(tmp_path: Path) -> None:
    said = environment(tmp_path, 1234)
    assert said["OCTAVO_DATABASE_URL"] == ""
    assert said["OCTAVO_CATALOGUE"] == "no"
    assert said["OCTAVO_HOSTS"] == "*.localhost=http://127.0.0.1:1234"


def test_only_a_demo_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    with pytest.raises(OctavoError, match="holds no demo"):
        forget(tmp_path)
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "anchor.json").write_text("{}")
    forget(tmp_path)
    assert not tmp_path.exists()
    forget(tmp_path)


def test_help_says_what_it_is() -> None:
    result = CliRunner().invoke(application(["demo"]), ["demo", "--help"])
    assert result.exit_code == 0
    assert "--reset" in result.output
