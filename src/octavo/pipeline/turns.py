"""Fair turns: a few pieces of work per host at a time, so that a busy host's queue never keeps the others waiting.

Also bounds how many fetched bodies are in memory: a turn lasts until its page or picture is digested.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

PER_HOST = 4
"""The fetcher visits a host twice at a time; two more may be on their way to or from it."""
OVERALL = 64


class Turns:
    """Use `async with turns.of(url)` around a fetch and its digestion."""

    def __init__(self, *, per_host: int = PER_HOST, overall: int = OVERALL) -> None:
        self._per_host = per_host
        self._overall = asyncio.Semaphore(overall)
        self._hosts: dict[str, tuple[asyncio.Semaphore, int]] = {}

    @asynccontextmanager
    async def of(self, url: str) -> AsyncIterator[None]:
        host = _host(url)
        semaphore, users = self._hosts.get(host) or (asyncio.Semaphore(self._per_host), 0)
        self._hosts[host] = (semaphore, users + 1)
        try:
            async with semaphore, self._overall:
                yield
        finally:
            self._leave(host)

    def _leave(self, host: str) -> None:
        semaphore, users = self._hosts[host]
        if users > 1:
            self._hosts[host] = (semaphore, users - 1)
        else:
            del self._hosts[host]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
