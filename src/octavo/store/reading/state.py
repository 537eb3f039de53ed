"""How gathering goes, for the page of a newsroom that is still filling and for its operator."""

from datetime import datetime, timedelta

from octavo.core.reading import GatheringState
from octavo.store.sql import at, query, utc

NETWORK_PATIENCE = timedelta(minutes=10)

_FEEDS = """
SELECT COUNT(*), COUNT(last_polled_at), SUM(CASE WHEN last_success_at IS NOT NULL AND failures = 0 THEN 1 ELSE 0 END),
       SUM(CASE WHEN failures > 0 THEN 1 ELSE 0 END), MAX(last_success_at), MAX(last_polled_at)
FROM store_feed WHERE NOT is_paused
"""
_JOBS = """
SELECT SUM(CASE WHEN state = 'failed' THEN 0 WHEN run_at <= %s THEN 1 ELSE 0 END),
       SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END),
       SUM(CASE WHEN state <> 'failed' AND kind = 'fetch_picture' THEN 1 ELSE 0 END)
FROM store_job
"""


def gathering_state(now: datetime) -> GatheringState:
    feeds, polled, healthy, failing, last_success_at, last_polled_at = query(_FEEDS)[0]
    jobs_due, jobs_failed, pictures = query(_JOBS, [at(now)])[0]
    return GatheringState(
        feeds=feeds,
        polled=polled,
        healthy=healthy or 0,
        failing=failing or 0,
        articles=query("SELECT COUNT(*) FROM store_article")[0][0],
        pictures_wanted=pictures or 0,
        jobs_due=jobs_due or 0,
        jobs_failed=jobs_failed or 0,
        last_success_at=utc(last_success_at),
        network_down=_network_down(utc(last_success_at), utc(last_polled_at), now),
    )


def _network_down(last_success_at: datetime | None, last_polled_at: datetime | None, now: datetime) -> bool:
    """Publishers were asked of late, and for ten minutes none of them answered."""
    if last_polled_at is None or last_polled_at < now - NETWORK_PATIENCE:
        return False
    return last_success_at is None or last_success_at < now - NETWORK_PATIENCE
