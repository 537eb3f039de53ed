"""Housekeeping, once a day: forget what retention says, and keep the database file in shape."""

from datetime import timedelta

import structlog

from octavo.pipeline.tools import Tools

log = structlog.get_logger()

FIRST_AFTER = timedelta(minutes=10)
"""The first fill goes first."""
EVERY = timedelta(days=1)


async def keep_house(tools: Tools) -> None:
    """One round."""
    from octavo.store import retention

    report = await tools.store.call(retention.prune, tools.clock.now(), tools.settings.store)
    await tools.store.call(tidy_database)
    log.info("kept house", report=report)


def tidy_database() -> None:
    """SQLite: let the planner learn, and fold the write-ahead log back in. PostgreSQL does this by itself."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
