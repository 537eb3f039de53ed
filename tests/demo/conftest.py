"""The press at work on a free port, its clock held a minute after the demo's first start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.pressroom import STARTED_AT, HeldClock, ServedPress
from octavo.demo.anchor import Anchor, free_port
from octavo.demo.content import Newsroom, read_newsroom
from octavo.demo.press import Press, serving


@pytest.fixture(scope="session")
def newsroom_files() -> Newsroom:
    return read_newsroom()


@pytest.fixture
def served(newsroom_files: Newsroom, tmp_path: Path) -> Iterator[ServedPress]:
    clock = HeldClock()
    press = Press(newsroom_files, Anchor(STARTED_AT, 8098), tmp_path, clock)
    with serving(press, free_port(0)) as port:
        yield ServedPress(press, clock, port)
