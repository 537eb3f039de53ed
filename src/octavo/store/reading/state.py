"""How gathering goes, for the page of a newsroom that is still filling and for its operator."""

from datetime import datetime, timedelta

from octavo.core.reading import GatheringState
from octavo.store.sql import at, query, utc

NETWORK_PATIENCE = timedelta(minutes=10)

_FEEDS = """
SELECT COUNT(*), COUNT(last_polled_at), SUM(CASE WHEN last_success_at IS NOT NULL AND failures = 0 THEN 1 ELSE 0 END),
       SUM(CASE WHEN failures > 0 THEN 1 ELSE 0 END), MAX(last_success_at),
       SUM(CASE WHEN last_polled_at > %s THEN 1 ELSE 0 END),
       SUM(CASE WHEN last_polled_at > %s AND failure_code NOT IN ('dns', 'connect', 'timeout') THEN 1 ELSE 0 END)
FROM store_feed WHERE NOT is_paused
"""
# Each by the index of jobs that are due, which is all that is read.
_JOBS = """
SELECT (SELECT COUNT(*) FROM store_job WHERE state = 'due' AND run_at <= %s)
     + (SELECT COUNT(*) FROM store_job WHERE state = 'running' AND run_at <= %s),
       (SELECT COUNT(*) FROM store_job WHERE state = 'failed')
"""


def gathering_state(now: datetime) -> GatheringState:
    lately = at(now - NETWORK_PATIENCE)
    feeds, polled, healthy, failing, last_success_at, asked, answered = query(_FEEDS, [lately, lately])[0]
    jobs_due, jobs_failed = query(_JOBS, [at(now), at(now)])[0]
    return GatheringState(
        feeds=feeds,
        polled=polled,
        healthy=healthy or 0,
        failing=failing or 0,
        articles=query("SELECT COUNT(*) FROM store_article")[0][0],
        jobs_due=jobs_due,
        jobs_failed=jobs_failed,
        last_success_at=utc(last_success_at),
        # Asked in the last ten minutes, no publisher gave any answer: not even a refusal.
        network_down=bool(asked) and not answered,
    )
