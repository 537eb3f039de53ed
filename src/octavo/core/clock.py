"""Time, so that tests can hold it still. Every time in Octavo is aware and in UTC."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Who decides what time it is. Called by every room that would otherwise ask the system."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)
