"""Whether anybody out there answers at all, or our own network is down."""

from octavo.core.failures import Failure
from octavo.pipeline.schedule import OFFLINE_CODES

OFFLINE_AFTER = 5
"""So many addresses in a row that cannot be reached are our own network's fault."""


class Reachability:
    """Whether anybody out there answers at all."""

    def __init__(self) -> None:
        self._unreached = 0

    def note(self, failure: Failure | None) -> None:
        self._unreached = self._unreached + 1 if failure and failure.code in OFFLINE_CODES else 0

    @property
    def offline(self) -> bool:
        return self._unreached >= OFFLINE_AFTER
