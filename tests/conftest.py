"""What every test may use. Tests mirror the rooms; the network is off but for loopback."""

from pathlib import Path
from typing import Any

import pytest

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "newsroom", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--touching-database",
        action="store_true",
        help="only the tests that touch the database, for another run on another one",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--touching-database"):
        return
    chosen = [item for item in items if _touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return False  # the newsroom that a browser reads runs on a database of its own
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An empty directory that alone is on PATH, for programs that pretend to speak. See `speaking.Programs`."""
    from octavo.assist.speech.programs import no_network
    from speaking import Programs

    no_network()  # asked while the machine's own programs are found
    made = Programs(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(made.directory))
    return made


@pytest.fixture
def newsroom(db: Any) -> Any:
    """Publishers, feeds and articles in the database, made by the store's own writes. See `newsroom.Newsroom`."""
    from newsroom import Newsroom

    return Newsroom()
