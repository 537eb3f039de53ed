"""What every test may use. Tests mirror the rooms; the network is off but for loopback."""

from typing import Any

import pytest


@pytest.fixture
def newsroom(db: Any) -> Any:
    """Publishers, feeds and articles in the database, made by the store's own writes. See `newsroom.Newsroom`."""
    from newsroom import Newsroom

    return Newsroom()
