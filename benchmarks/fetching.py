"""The fetcher against bare aiohttp: `python -m benchmarks.fetching`.

500 feeds of 20 entries from a press on loopback, each at a host of its own, connections warm. Prints requests a second
and the client's CPU milliseconds for each request; the guard, manners, limits and headers are the difference.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import aiohttp
import uvloop

from octavo.core.clock import SystemClock
from octavo.core.fetching import FEED_ACCEPT, FetchRequest, FetchResult
from octavo.core.settings import GatherSettings
from octavo.gather.fetcher import HttpFetcher

FEEDS = 500
ENTRIES = 20
ROUNDS = 8
AT_ONCE = 64

Get = Callable[[int], Awaitable[None]]


def run() -> dict[str, float]:
    """Figures by name: requests a second, CPU milliseconds a request, and their ratio to bare aiohttp's."""
    command = [sys.executable, "-m", "benchmarks.press", str(FEEDS), str(ENTRIES), "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as press:
        try:
            assert press.stdout is not None
            port = int(press.stdout.readline())
            plain_rate, plain_cpu_ms = uvloop.run(measure_aiohttp(port))
            rate, cpu_ms = uvloop.run(measure_octavo(port))
        finally:
            press.terminate()
    return {
        "fetching.requests_per_s": rate,
        "fetching.cpu_ms": cpu_ms,
        "fetching.aiohttp_requests_per_s": plain_rate,
        "fetching.aiohttp_cpu_ms": plain_cpu_ms,
        "fetching.cpu_ratio": cpu_ms / plain_cpu_ms,
    }


async def measure_octavo(port: int) -> tuple[float, float]:
    settings = GatherSettings(hosts=(f"*.localhost=http://127.0.0.1:{port}",), fetch_concurrency=AT_ONCE)
    async with HttpFetcher(settings, SystemClock()) as fetcher:

        async def get(number: int) -> None:
            url = f"http://ward{number}.localhost/feed/{number}"
            result = await fetcher.fetch(FetchRequest(url, accept=FEED_ACCEPT))
            assert isinstance(result, FetchResult), result

        return await timed(get)


async def measure_aiohttp(port: int) -> tuple[float, float]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def get(number: int) -> None:
            async with session.get(f"http://127.0.0.1:{port}/feed/{number}") as response:
                assert await response.read()

        return await timed(get)


async def timed(get: Get) -> tuple[float, float]:
    """(requests a second, CPU milliseconds a request) of the rounds after the first."""
    await one_round(get)
    started_at, cpu_at = time.perf_counter(), time.process_time()
    for _ in range(ROUNDS):
        await one_round(get)
    count = ROUNDS * FEEDS
    return count / (time.perf_counter() - started_at), 1000 * (time.process_time() - cpu_at) / count


async def one_round(get: Get) -> None:
    async def worker(first: int) -> None:
        for number in range(first, FEEDS, AT_ONCE):
            await get(number)

    await asyncio.gather(*[worker(first) for first in range(AT_ONCE)])


if __name__ == "__main__":
    for name, figure in run().items():
        print(f"{name:34} {figure:10.3f}")
