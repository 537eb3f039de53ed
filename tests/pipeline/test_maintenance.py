"""Housekeeping's hourly measuring: it goes on whatever a round meets, and what it measures is kept."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsroom import NOW
from octavo.core.settings import StoreSettings
from octavo.pipeline import maintenance
from octavo.store import figures
from octavo.testing.clock import HeldClock

pytestmark = pytest.mark.django_db


class Store:
    """Notes what is called, fails the first time, and ends the loop after three."""

    def __init__(self) -> None:
        self.called: list[tuple[Any, ...]] = []

    async def call(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.called.append((function, *arguments))
        if len(self.called) == 1:
            raise OSError("the disk is away")
        if len(self.called) == 3:
            raise asyncio.CancelledError


def test_measuring_goes_on_after_a_round_that_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(maintenance, "MEASURE_FIRST_S", 0.0)
    monkeypatch.setattr(maintenance, "MEASURE_EVERY_S", 0.0)
    store, clock = Store(), HeldClock(NOW)
    settings = SimpleNamespace(store=StoreSettings(data=tmp_path))
    tools: Any = SimpleNamespace(store=store, clock=clock, settings=settings)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(maintenance.measure_hourly(tools))
    assert store.called == [(figures.measure, clock.now(), settings.store)] * 3
    function, *arguments = store.called[-1]
    function(*arguments)
    found = figures.latest()
    assert found is not None
    assert found.measured_at == clock.now()
