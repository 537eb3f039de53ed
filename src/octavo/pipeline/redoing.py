"""Kept pages that an older extraction read are read anew, a few at a time, while there is nothing else to do."""

import asyncio

import structlog

from octavo.core.clock import Clock
from octavo.extract import VERSION
from octavo.pipeline.tools import Tools

log = structlog.get_logger()

AT_ONCE = 24
"""Half a second's work: what becomes due meanwhile waits no longer."""
FIRST_AFTER_S = 30.0
"""A start has better things to do."""
BREATH_S = 1.0
REST_S = 3600.0
"""Once all are read anew only a page that was fetched by an older worker can be left."""


async def keep_extractions_current(tools: Tools) -> None:
    """For ever. A round that fails harms no gathering."""
    await asyncio.sleep(FIRST_AFTER_S)
    while True:
        left = False
        try:
            left = await tools.store.call(redo_some, tools.clock)
        except Exception:  # the worker's loop: gathering goes on where this fails
            log.exception("could not have pages read anew")
        await asyncio.sleep(BREATH_S if left else REST_S)


def redo_some(clock: Clock) -> bool:
    """Enqueue the next few, unless other work is due or the last few are not done. False when none is left."""
    from octavo.store import jobs, readings

    now = clock.now()
    if jobs.is_any_due(now, or_unfinished="redo_page"):
        return True
    stale = readings.stale_articles(VERSION, AT_ONCE)
    if stale:
        readings.redo_soon(stale, now)
    return bool(stale)
