"""Housekeeping: once a day forget what retention says, once an hour measure what there is; between writes keep the
search index in shape.
"""

import asyncio
from datetime import timedelta

import structlog

from octavo.pipeline.storing import StoreThread, Writer
from octavo.pipeline.tools import Tools

log = structlog.get_logger()

FIRST_AFTER = timedelta(minutes=10)
"""The first fill goes first."""
EVERY = timedelta(days=1)
TIDY_EVERY_S = 1.0
MEASURE_FIRST_S, MEASURE_EVERY_S = 60.0, 3600.0


async def keep_house_daily(tools: Tools) -> None:
    """For ever. A round that fails harms no gathering."""
    await asyncio.sleep(FIRST_AFTER.total_seconds())
    while True:
        try:
            await keep_house(tools)
        except Exception:  # the worker's loop: gathering goes on where housekeeping fails
            log.exception("could not keep house")
        await asyncio.sleep(EVERY.total_seconds())


async def measure_hourly(tools: Tools) -> None:
    """For ever: figures for the operator's first page. One that fails harms no gathering."""
    from octavo.store import figures

    await asyncio.sleep(MEASURE_FIRST_S)
    while True:
        try:
            await tools.store.call(figures.measure, tools.clock.now(), tools.settings.store)
        except Exception:  # the worker's loop: gathering goes on where measuring fails
            log.exception("could not measure the store")
        await asyncio.sleep(MEASURE_EVERY_S)


async def keep_search_tidy(store: StoreThread, writer: Writer) -> None:
    """For ever: merge the index a little in each second that brought writes, and to the end when all is quiet."""
    from octavo.store import search

    seen = -1
    while True:
        await asyncio.sleep(TIDY_EVERY_S)
        if writer.written == seen:
            continue
        seen = writer.written
        while await store.call(search.tidy) and writer.is_idle:
            continue


async def keep_house(tools: Tools) -> None:
    """One round."""
    from octavo.store import (
        ai_records,
        ai_reports,
        assisting,
        notifications,
        readers,
        recordings,
        retention,
        uploads,
    )

    report = await tools.store.call(retention.prune, tools.clock.now(), tools.settings.store)
    keep_days = tools.settings.store.keep_notifications_days
    await tools.store.call(notifications.forget_old, tools.clock.now(), keep_days)
    await tools.store.call(assisting.forget_old, tools.clock.now(), tools.settings.store.keep_answers_days)
    await tools.store.call(recordings.forget_old, tools.clock.now(), tools.settings.store.keep_editions_days)
    await tools.store.call(recordings.forget_stray_files, tools.settings.store.recordings, tools.clock.now())
    records_days = tools.settings.store.keep_ai_records_days
    await tools.store.call(ai_records.forget_old, tools.clock.now(), records_days)
    await tools.store.call(ai_reports.forget_old, tools.clock.now(), records_days)
    await tools.store.call(readers.forget_old_sessions, tools.clock.now())
    await tools.store.call(uploads.forget_old_uploads)
    await tools.store.call(tidy_database)
    log.info("kept house", report=report)


def tidy_database() -> None:
    """SQLite: let the planner learn, and fold the write-ahead log back in. PostgreSQL does this by itself."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
