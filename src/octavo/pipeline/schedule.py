"""When to poll, re-read and retry: pure rules over what a feed showed of its own rhythm.

Hands `PollPlan`s and times to the worker. Nothing here reads a clock or rolls dice: `now` and `dice` (a number
from 0 to 1) are passed in.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from octavo.core.failures import Failure, FailureCode
from octavo.core.polling import DueFeed
from octavo.core.settings import WorkerSettings

RHYTHM_ENTRIES = 20
"""How many of the newest entries tell a feed's rhythm: a day of a newspaper, a month of a magazine."""
QUIET_SHARE = 10
"""A feed silent for ten hours is asked once an hour: late by at most a tenth of the silence."""
POLITE_CAP_S = 6 * 3600
"""A Cache-Control of months is a server's default, not a publisher's wish."""
FIRST_FAILURE_S = 120
OFFLINE_RETRY_S = 60
OFFLINE_JOB_S = 300
GONE_PAUSE = timedelta(days=30)
JITTER = 0.1

OFFLINE_CODES = frozenset({FailureCode.DNS, FailureCode.CONNECT, FailureCode.TIMEOUT})
"""What every address answers with when our own network is down."""
PASSING_CODES = OFFLINE_CODES | {FailureCode.TLS, FailureCode.PROTOCOL, FailureCode.RATE_LIMITED}
SERVER_ERROR = 500

PAGE_CHECKS = (timedelta(hours=1), timedelta(hours=24))
"""Publishers correct an article mostly within the hour, and once more within the day."""
PAGE_CHECK_SOONEST = timedelta(minutes=15)

JOB_RETRIES_S = (60, 300, 1500, 7200, 28_800)


@dataclass(frozen=True, slots=True)
class PollPlan:
    """When to poll next, and the interval (in seconds) that the feed's rhythm asks for."""

    next_poll_at: datetime
    interval_s: int


@dataclass(frozen=True, slots=True)
class PollSigns:
    """What one good poll showed. `entry_times` are the times the feed gives its entries, in any order.

    `had_new` is None where the feed had not changed at all. `asked_s` is the publisher's own wish (ttl,
    sy:updatePeriod), `max_age_s` the server's Cache-Control; both in seconds.
    """

    entry_times: Sequence[datetime] = ()
    had_new: bool | None = None
    asked_s: int | None = None
    max_age_s: float | None = None


def after_success(feed: DueFeed, signs: PollSigns, *, now: datetime, settings: WorkerSettings, dice: float) -> PollPlan:
    """The rhythm decides; the publisher's wishes and our bounds limit it."""
    wanted = _rhythm_s(feed, signs, now)
    polite = max(min(signs.asked_s or 0, settings.max_poll_s), min(signs.max_age_s or 0, POLITE_CAP_S))
    interval = _within(max(wanted, polite), settings)
    first = feed.content_hash is None
    factor = 0.5 + 0.5 * dice if first and interval > polite else _jitter(dice)
    wait = max(interval * factor, polite, settings.min_poll_s)
    return PollPlan(now + timedelta(seconds=wait), interval)


def _rhythm_s(feed: DueFeed, signs: PollSigns, now: datetime) -> float:
    """Seconds between polls: the median gap of the newest entries, or longer where the feed has fallen silent."""
    times = sorted((time for time in signs.entry_times if time <= now), reverse=True)[:RHYTHM_ENTRIES]
    if len(times) < 2:
        return _guess_s(feed, signs, now)
    gap = median((newer - older).total_seconds() for newer, older in itertools.pairwise(times))
    return max(gap, (now - times[0]).total_seconds() / QUIET_SHARE)


def _guess_s(feed: DueFeed, signs: PollSigns, now: datetime) -> float:
    """Without dates: come sooner while there is news, later while there is none."""
    if signs.had_new:
        return feed.interval_s / 1.5
    quiet = (now - feed.last_new_at).total_seconds() / QUIET_SHARE if feed.last_new_at else 0.0
    if signs.had_new is None:
        return max(feed.interval_s, quiet)
    return max(feed.interval_s * 1.5, quiet)


def after_failure(
    feed: DueFeed, failure: Failure, *, now: datetime, settings: WorkerSettings, dice: float, offline: bool = False
) -> PollPlan:
    """Back off by doubling. `offline` says that no publisher answers at all: then the fault is ours, so keep asking."""
    if failure.code is FailureCode.GONE:
        return PollPlan(now + GONE_PAUSE, feed.interval_s)
    if offline and failure.code in OFFLINE_CODES:
        return PollPlan(now + timedelta(seconds=OFFLINE_RETRY_S * (1 + dice)), feed.interval_s)
    wait = FIRST_FAILURE_S * 2.0 ** min(feed.failures, 16)
    if not is_passing(failure):
        wait = max(wait, feed.interval_s)
    wait = max(min(wait, settings.max_poll_s) * _jitter(dice), failure.retry_after_s or 0)
    return PollPlan(now + timedelta(seconds=min(wait, GONE_PAUSE.total_seconds())), feed.interval_s)


def is_passing(failure: Failure) -> bool:
    """Whether asking again later may well help."""
    if failure.code is FailureCode.HTTP_STATUS:
        return failure.status is None or failure.status >= SERVER_ERROR
    return failure.code in PASSING_CODES


def is_our_own_queue(failure: Failure) -> bool:
    """Nobody was asked: too many of our own requests wait for that host already."""
    return failure.code is FailureCode.RATE_LIMITED and failure.status is None


def next_page_check(published_at: datetime, now: datetime) -> datetime | None:
    """When to read an article's page again: about an hour and a day after it was published, then never."""
    for age in PAGE_CHECKS:
        at = published_at + age
        if at >= now + PAGE_CHECK_SOONEST:
            return at
    return None


def retry_job_at(
    attempt: int, failure: Failure, *, now: datetime, dice: float, offline: bool = False
) -> datetime | None:
    """When a job that failed at its `attempt` (from 1) is tried again; None gives it up. `offline` never does."""
    if offline and failure.code in OFFLINE_CODES:
        return now + timedelta(seconds=OFFLINE_JOB_S * (1 + dice))
    if is_our_own_queue(failure):
        return now + timedelta(seconds=(failure.retry_after_s or OFFLINE_RETRY_S) * (1 + dice))
    if not is_passing(failure) and failure.code is not FailureCode.CRASHED:
        return None
    tries = 1 if failure.code is FailureCode.CRASHED else len(JOB_RETRIES_S)
    if attempt > tries:
        return None
    wait = max(JOB_RETRIES_S[attempt - 1] * _jitter(dice), failure.retry_after_s or 0)
    return now + timedelta(seconds=min(wait, GONE_PAUSE.total_seconds()))


def _within(seconds: float, settings: WorkerSettings) -> int:
    return round(min(max(seconds, settings.min_poll_s), settings.max_poll_s))


def _jitter(dice: float) -> float:
    return 1 - JITTER + 2 * JITTER * dice
