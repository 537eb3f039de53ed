"""Good manners toward each host: a pause between visits, few at once, and waiting when asked to wait.

Hosts that OCTAVO_HOSTS names are the operator's own and never come here.
"""

import asyncio
from dataclasses import dataclass, field

from octavo.core.failures import Failure, FailureCode

AT_ONCE = 2
MAX_CRAWL_DELAY_S = 10.0
MAX_QUEUE_S = 60.0
HOSTS_REMEMBERED = 4_096


@dataclass(slots=True)
class _Host:
    """`next_at` is on the event loop's clock: when the next visit may start."""

    delay_s: float
    next_at: float = 0.0
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    visitors: int = 0


class Politeness:
    """Gives each visit to a host its turn. All times are in seconds."""

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s
        self._hosts: dict[str, _Host] = {}

    async def enter(self, name: str) -> Failure | None:
        """Wait for a turn at a host; every None must be followed by one `leave`.

        A queue longer than a minute is answered at once with RATE_LIMITED and the time to come back.
        """
        host = self._host(name)
        loop = asyncio.get_running_loop()
        wait = host.next_at - loop.time()
        if wait > MAX_QUEUE_S:
            return Failure(FailureCode.RATE_LIMITED, "many requests wait for this host already", None, wait)
        host.next_at = max(host.next_at, loop.time()) + host.delay_s
        host.visitors += 1
        try:
            if wait > 0:
                await asyncio.sleep(wait)
            await host.places.acquire()
        except BaseException:
            host.visitors -= 1
            raise
        return None

    def leave(self, name: str) -> None:
        host = self._hosts[name]
        host.places.release()
        host.visitors -= 1

    def slow_down(self, name: str, delay_s: float | None) -> None:
        """Take over a host's Crawl-delay, up to ten seconds."""
        if delay_s is not None and delay_s > self._delay_s:
            self._host(name).delay_s = min(delay_s, max(MAX_CRAWL_DELAY_S, self._delay_s))

    def hold(self, name: str, seconds: float) -> None:
        """The host asked to be left alone for a while (Retry-After)."""
        host = self._host(name)
        host.next_at = max(host.next_at, asyncio.get_running_loop().time() + seconds)

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(self._delay_s)
            self._forget_idle()
        return host

    def _forget_idle(self) -> None:
        now = asyncio.get_running_loop().time()
        for name in list(self._hosts)[: max(len(self._hosts) - HOSTS_REMEMBERED, 0)]:
            if not self._hosts[name].visitors and self._hosts[name].next_at < now:
                del self._hosts[name]
