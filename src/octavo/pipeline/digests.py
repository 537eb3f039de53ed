"""Letters at their readers' hours: which are due, each handed on as a job, and when the next is due."""

import asyncio
from datetime import datetime, timedelta

import structlog

from octavo.core.notifications import next_digest_at
from octavo.core.settings import SiteSettings
from octavo.pipeline.tools import Tools

log = structlog.get_logger()

LOOK_EVERY_S = 30.0
AT_ONCE = 50
LATEST = timedelta(hours=12)
"""A newsroom that slept longer than this past the hour sends the next letter instead."""


async def keep_digests(tools: Tools) -> None:
    """For ever. A round that fails harms no gathering."""
    while True:
        try:
            while await tools.store.call(hand_on_due, tools.clock.now(), tools.settings.site) == AT_ONCE:
                continue
        except Exception:  # the worker's loop: gathering goes on where this fails
            log.exception("could not look for letters that are due")
        await asyncio.sleep(LOOK_EVERY_S)


def hand_on_due(now: datetime, site: SiteSettings) -> int:
    """Make the letters due now jobs, in one short transaction; how many were due."""
    from django.db import transaction

    from octavo.pipeline.notifying import ways_of
    from octavo.store import notification_settings
    from octavo.store.jobs import enqueue

    due = notification_settings.due_digests(now, AT_ONCE)
    ways = ways_of([reader for reader, _ in due], site)
    with transaction.atomic():
        for reader, due_at in due:
            chosen = ways[reader].settings
            next_at = next_digest_at(chosen.digest, chosen.digest_hour, ways[reader].zone, now)
            is_ours = notification_settings.plan_digest(reader, due_at, next_at)
            if is_ours and now - due_at <= LATEST:
                enqueue("digest", str(reader), {"reader": reader}, now)
    return len(due)
