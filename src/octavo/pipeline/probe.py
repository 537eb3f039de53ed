"""`python -m octavo.pipeline.probe`: status 0 where one of five catalogue feeds answers in five seconds, else 1."""

import asyncio
import sys
from collections.abc import Sequence

from octavo.core.clock import SystemClock
from octavo.core.failures import OctavoError
from octavo.core.fetching import FEED_ACCEPT, FetchRequest, FetchResult
from octavo.core.protocols import Fetcher
from octavo.pipeline.tools import load_settings

PATIENCE_S = 5.0


def main() -> None:
    from octavo.pipeline.catalogue import probe_feeds

    try:
        answered = publishers_answer(probe_feeds(), PATIENCE_S)
    except OctavoError as error:
        sys.exit(str(error))
    sys.exit(0 if answered else 1)


def publishers_answer(urls: Sequence[str], patience_s: float) -> bool:
    """Whether any of the addresses gives a document within `patience_s` seconds, over the real network."""
    from octavo.gather.fetcher import HttpFetcher

    async def probe() -> bool:
        async with HttpFetcher(load_settings().gather, SystemClock()) as fetcher:
            return await any_answers(fetcher, urls, patience_s)

    return asyncio.run(probe())


async def any_answers(fetcher: Fetcher, urls: Sequence[str], patience_s: float) -> bool:
    """Whether any of the addresses gives a document within `patience_s` seconds."""
    asking = [asyncio.create_task(fetcher.fetch(FetchRequest(url, FEED_ACCEPT))) for url in urls]
    try:
        async with asyncio.timeout(patience_s):
            for answer in asyncio.as_completed(asking):
                if isinstance(await answer, FetchResult):
                    return True
    except TimeoutError:
        return False
    finally:
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    return False


if __name__ == "__main__":
    main()
