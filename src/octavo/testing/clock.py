"""A clock that stands still until it is told to move."""

from datetime import UTC, datetime, timedelta


class HeldClock:
    """Implements `octavo.core.clock.Clock`. Starts at noon of 1 March 2026 unless told otherwise."""

    def __init__(self, now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
