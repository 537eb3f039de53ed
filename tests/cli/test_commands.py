"""The command line as a person meets it: help, mistakes in one line, OPML there and back."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from octavo.cli import COMMANDS, application

LISTS = """<opml version="2.0"><body><outline text="Sea">
<outline type="rss" text="Harbour & Gazette" xmlUrl="http://press.localhost/feed" htmlUrl="http://press.localhost/"/>
<outline type="rss" text="Tide" xmlUrl="http://tide.localhost/feed"/></outline>
<outline type="rss" text="Nowhere" xmlUrl="no address"/></body></opml>"""


def octavo(
    *words: str, data: Path | None = None, given: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCTAVO_")}
    environment |= {"OCTAVO_DATA": str(data or "/nonexistent"), "COLUMNS": "200", **variables}
    return subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "octavo", *words],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command_and_is_quick() -> None:
    took = []
    for _ in range(3):
        started_at = time.perf_counter()
        said = octavo("--help")
        took.append(time.perf_counter() - started_at)
    assert said.returncode == 0
    assert all(f"│ {name} " in said.stdout for name in COMMANDS)
    assert min(took) < 3.0  # 0.2 s on a machine that does nothing else


def test_help_loads_no_heavy_library() -> None:
    heavy = {
        "django",
        "aiohttp",
        "lxml",
        "trafilatura",
        "numpy",
        "PIL",
        "feedparser",
        "structlog",
        "uvicorn",
        "onnxruntime",
    }
    look = (
        "import sys; from octavo.cli import application; application();"
        f"print(sorted(set(sys.modules) & {heavy!r}), file=sys.stderr)"
    )
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)  # noqa: S603  # ours
    assert said.stderr.strip() == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str) -> None:
    said = CliRunner().invoke(application([command]), [command, "--help"], prog_name="octavo")
    assert said.exit_code == 0
    assert f"Usage: octavo {command}" in said.output


def test_version() -> None:
    assert octavo("--version").stdout.startswith("octavo ")


@pytest.mark.parametrize(
    ("words", "variables", "expected"),
    [
        (["run"], {"OCTAVO_PORT": "eighty"}, "OCTAVO_PORT='eighty' makes no sense: a whole number is needed"),
        (
            ["run"],
            {"OCTAVO_HOSTS": "press"},
            "OCTAVO_HOSTS: 'press' makes no sense: host=http://address:port is needed",
        ),
        (["worker"], {"OCTAVO_WORKER_PROCESSES": "-1"}, "OCTAVO_WORKER_PROCESSES must not be negative"),
        (["import", "/nowhere.opml"], {}, "/nowhere.opml cannot be read (No such file or directory)"),
    ],
)
def test_a_mistake_is_one_line_and_status_two(
    words: list[str], variables: dict[str, str], expected: str, tmp_path: Path
) -> None:
    said = octavo(*words, data=tmp_path, **variables)
    assert (said.returncode, said.stderr) == (2, f"{expected}\n")


def test_an_opml_list_goes_in_and_comes_out(tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(LISTS)
    said = octavo("import", str(tmp_path / "list.opml"), data=tmp_path / "data")
    assert said.stdout == "2 feeds added, 0 known already, 1 left out.\n"
    assert "Nowhere" in said.stderr
    out = octavo("export", data=tmp_path / "data").stdout
    assert "Harbour &amp; Gazette" in out
    again = octavo("import", "-", data=tmp_path / "data", given=out)
    assert again.stdout == "0 feeds added, 2 known already, 0 left out.\n"


def test_a_backup_brings_everything_back(tmp_path: Path) -> None:
    octavo("import", "-", data=tmp_path / "data", given=LISTS)
    backup = str(tmp_path / "backup.zip")
    assert octavo("export", "--backup", backup, data=tmp_path / "data").returncode == 0
    assert octavo("import", "--backup", backup, data=tmp_path / "other").returncode == 0
    assert "http://tide.localhost/feed" in octavo("export", data=tmp_path / "other").stdout


def test_no_opml_is_a_mistake(tmp_path: Path) -> None:
    said = octavo("import", "-", data=tmp_path, given="<html>not a list</html>")
    assert said.returncode == 2
    assert said.stderr.startswith("This is no OPML list of feeds")


def test_doctor_finds_what_is_wrong_and_says_what_to_do(tmp_path: Path) -> None:
    said = octavo("doctor", data=tmp_path, OCTAVO_PORT="0", OCTAVO_HOSTS=",".join(_unreachable()))
    assert said.returncode == 1
    assert "✓ Python" in said.stdout
    assert "✓ Database SQLite, not made yet" in said.stdout
    assert "✗ Network no publisher answers" in said.stdout
    assert octavo("doctor", data=tmp_path, OCTAVO_PORT="x").stdout.count("✗") == 1


def _unreachable() -> list[str]:
    """Every address that doctor probes, sent to a port where nobody listens."""
    from urllib.parse import urlsplit

    from octavo.pipeline.catalogue import probe_feeds

    return [f"{urlsplit(url).hostname}=http://127.0.0.1:9" for url in probe_feeds()]


def test_an_invitation_is_a_link(tmp_path: Path) -> None:
    said = octavo("invite", data=tmp_path, OCTAVO_PUBLIC_URL="https://news.example/")
    assert said.stdout.startswith("https://news.example/operate/welcome/")


@pytest.mark.parametrize("command", ["run", "web", "demo"])
def test_a_directory_that_cannot_be_used_is_a_mistake_in_one_line(command: str, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.touch()
    said = octavo(command, "--data", str(taken), OCTAVO_PORT="0")
    assert said.returncode == 2
    assert str(taken) in said.stderr
    assert len(said.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer_is_a_mistake_in_one_line(tmp_path: Path) -> None:
    said = octavo("export", data=tmp_path, OCTAVO_DATABASE_URL="postgres://someone:secret@127.0.0.1:1/news")
    assert said.returncode == 2
    assert "Connection refused" in said.stderr
    assert len(said.stderr.splitlines()) == 1
    assert "secret" not in said.stderr


def test_a_list_that_is_no_gzip_is_a_mistake_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "pages.jsonl.gz"
    broken.write_text("no gzip")
    said = octavo("extract", str(broken), data=tmp_path)
    assert said.returncode == 2
    assert said.stderr == f"{broken} cannot be read: Not a gzipped file (b'no')\n"


def test_the_doctor_knows_every_setting(tmp_path: Path) -> None:
    said = octavo("doctor", data=tmp_path, OCTAVO_PROT="80", OCTAVO_SITE_NAME_FILE="")
    assert "There is no such setting: OCTAVO_PROT." in said.stdout
