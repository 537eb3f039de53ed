"""When to poll, re-read and retry."""

from datetime import UTC, datetime, timedelta

import pytest

from octavo.core.failures import Failure, FailureCode
from octavo.core.polling import DueFeed
from octavo.core.settings import WorkerSettings
from octavo.pipeline.schedule import (
    GONE_PAUSE,
    PollSigns,
    after_failure,
    after_success,
    next_page_check,
    retry_job_at,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3600, 86_400
SETTINGS = WorkerSettings(min_poll_s=5 * MINUTE, max_poll_s=DAY)


def feed(**changes: object) -> DueFeed:
    facts: dict[str, object] = {
        "id": 1,
        "url": "http://press.localhost/feed",
        "publisher_id": 1,
        "publisher_name": "The Gazette",
        "country": "",
        "use": "news",
        "section": "",
        "language": "",
        "etag": None,
        "last_modified": None,
        "content_hash": b"known",
        "interval_s": 30 * MINUTE,
        "failures": 0,
        "last_new_at": NOW - timedelta(hours=1),
    }
    return DueFeed(**{**facts, **changes})  # type: ignore[arg-type]


def wait_s(signs: PollSigns, *, dice: float = 0.5, **changes: object) -> float:
    plan = after_success(feed(**changes), signs, now=NOW, settings=SETTINGS, dice=dice)
    return (plan.next_poll_at - NOW).total_seconds()


def entries_every(seconds: float, *, count: int = 20, newest_s_ago: float = 0) -> PollSigns:
    newest = NOW - timedelta(seconds=newest_s_ago)
    return PollSigns([newest - timedelta(seconds=seconds * index) for index in range(count)], had_new=True)


@pytest.mark.parametrize(
    ("signs", "expected_s"),
    [
        (entries_every(20 * MINUTE), 20 * MINUTE),
        (entries_every(10), 5 * MINUTE),  # never more often than the operator allows
        (entries_every(40 * DAY), DAY),  # never more seldom
        (entries_every(10 * MINUTE, newest_s_ago=20 * HOUR), 2 * HOUR),  # it has fallen silent
        (PollSigns(had_new=True), 20 * MINUTE),  # no dates, but news: sooner than the half hour so far
        (PollSigns(had_new=False), 45 * MINUTE),
        (PollSigns(had_new=None), 30 * MINUTE),
        (PollSigns([NOW + timedelta(days=400)] * 9, had_new=None), 30 * MINUTE),  # dates from the future say nothing
        (PollSigns(entries_every(10).entry_times, True, asked_s=HOUR), HOUR),
        (PollSigns(entries_every(10).entry_times, True, max_age_s=2 * HOUR), 2 * HOUR),
        (PollSigns(entries_every(10).entry_times, True, max_age_s=365 * DAY), 6 * HOUR),
    ],
)
def test_rhythm_and_wishes_decide(signs: PollSigns, expected_s: float) -> None:
    assert wait_s(signs) == pytest.approx(expected_s, rel=0.01)


def test_a_silent_feed_without_dates_is_asked_ever_less() -> None:
    assert wait_s(PollSigns(), last_new_at=NOW - timedelta(days=5)) == pytest.approx(DAY / 2, rel=0.01)


def test_feeds_added_together_drift_apart_at_their_first_poll() -> None:
    signs = entries_every(HOUR)
    assert wait_s(signs, dice=0.0, content_hash=None) == HOUR / 2
    assert wait_s(signs, dice=1.0, content_hash=None) == HOUR


def failed_wait_s(code: FailureCode, *, failures: int = 0, offline: bool = False, **said: object) -> float:
    failure = Failure(code, **said)  # type: ignore[arg-type]
    plan = after_failure(feed(failures=failures), failure, now=NOW, settings=SETTINGS, dice=0.5, offline=offline)
    assert plan.interval_s == 30 * MINUTE
    return (plan.next_poll_at - NOW).total_seconds()


def test_failures_double_the_wait_up_to_the_longest() -> None:
    waits = [failed_wait_s(FailureCode.TIMEOUT, failures=failures) for failures in range(30)]
    assert waits[:4] == [2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 16 * MINUTE]
    assert waits[-1] == DAY


def test_what_will_hardly_pass_waits_for_the_feeds_own_rhythm() -> None:
    assert failed_wait_s(FailureCode.HTTP_STATUS, status=404) == 30 * MINUTE
    assert failed_wait_s(FailureCode.HTTP_STATUS, status=502) == 2 * MINUTE


def test_retry_after_is_kept_to_the_second_but_not_for_ever() -> None:
    assert failed_wait_s(FailureCode.RATE_LIMITED, status=429, retry_after_s=7200.0) == 7200
    assert failed_wait_s(FailureCode.RATE_LIMITED, status=429, retry_after_s=1e9) == GONE_PAUSE.total_seconds()


def test_gone_is_left_alone_for_a_month() -> None:
    assert failed_wait_s(FailureCode.GONE, status=410) == GONE_PAUSE.total_seconds()


def test_when_our_own_network_is_down_nobody_is_punished() -> None:
    assert failed_wait_s(FailureCode.DNS, failures=20, offline=True) <= 2 * MINUTE
    assert failed_wait_s(FailureCode.NOT_A_FEED, failures=20, offline=True) == DAY


def test_pages_are_read_again_after_an_hour_and_a_day() -> None:
    assert next_page_check(NOW, NOW + timedelta(minutes=2)) == NOW + timedelta(hours=1)
    assert next_page_check(NOW, NOW + timedelta(minutes=50)) == NOW + timedelta(hours=24)
    assert next_page_check(NOW, NOW + timedelta(hours=2)) == NOW + timedelta(hours=24)
    assert next_page_check(NOW, NOW + timedelta(hours=30)) is None


def retry_s(attempt: int, failure: Failure) -> float | None:
    at = retry_job_at(attempt, failure, now=NOW, dice=0.5)
    return (at - NOW).total_seconds() if at else None


def test_jobs_are_retried_while_it_may_help() -> None:
    passing = Failure(FailureCode.TIMEOUT)
    assert [retry_s(attempt, passing) for attempt in range(1, 7)] == [60, 300, 1500, 7200, 28_800, None]
    assert retry_s(1, Failure(FailureCode.HTTP_STATUS, status=404)) is None
    assert retry_s(1, Failure(FailureCode.ROBOTS)) is None
    assert retry_s(1, Failure(FailureCode.CRASHED)) == 60
    assert retry_s(2, Failure(FailureCode.CRASHED)) is None


def test_while_our_network_is_down_no_job_is_given_up() -> None:
    at = retry_job_at(99, Failure(FailureCode.CONNECT), now=NOW, dice=0.5, offline=True)
    assert at == NOW + timedelta(seconds=450)


def test_waiting_in_our_own_queue_is_no_attempt() -> None:
    queue = Failure(FailureCode.RATE_LIMITED, retry_after_s=60.0)
    assert retry_s(50, queue) == 90
