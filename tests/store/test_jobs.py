"""Jobs: waiting once, claimed under a lease, retried, given up."""

from datetime import timedelta

import pytest

from newsroom import NOW
from octavo.store import jobs
from octavo.store.models import Job

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def test_the_same_work_waits_once_and_as_soon_as_anyone_asked() -> None:
    jobs.enqueue("fetch_page", "1", {"article": 1}, LATER)
    jobs.enqueue("fetch_page", "1", {"article": 1}, NOW)
    jobs.enqueue("fetch_page", "1", {"article": 1}, LATER)
    jobs.enqueue("fetch_picture", "1", {"picture": 1}, LATER)
    assert list(Job.objects.order_by("pk").values_list("kind", "run_at")) == [
        ("fetch_page", NOW),
        ("fetch_picture", LATER),
    ]
    assert jobs.next_due_at(["fetch_page", "fetch_picture"]) == NOW
    assert jobs.next_due_at(["find_logo"]) is None


def test_due_jobs_are_claimed_once_until_their_lease_is_over() -> None:
    for number in range(3):
        jobs.enqueue("fetch_page", str(number), {"article": number}, NOW - timedelta(minutes=number))
    jobs.enqueue("fetch_page", "later", {}, LATER)
    jobs.enqueue("find_logo", "1", {}, NOW)
    first = jobs.claim(["fetch_page"], NOW, 2, 60)
    assert [(job.payload["article"], job.attempt) for job in first] == [(2, 1), (1, 1)]
    assert [job.payload["article"] for job in jobs.claim(["fetch_page"], NOW, 5, 60)] == [0]
    assert jobs.claim(["fetch_page"], NOW, 5, 60) == []
    again = jobs.claim(["fetch_page"], NOW + timedelta(seconds=61), 5, 60)
    assert sorted((job.payload["article"], job.attempt) for job in again) == [(0, 2), (1, 2), (2, 2)]


def test_finished_retried_and_failed() -> None:
    for number in range(3):
        jobs.enqueue("fetch_page", str(number), {"article": number}, NOW)
    done, again, hopeless = jobs.claim(["fetch_page"], NOW, 3, 60)
    jobs.finish([done.id])
    jobs.retry(again.id, "timeout", LATER)
    jobs.fail(hopeless.id, "gone" * 500)
    assert [(count.kind, count.state, count.count) for count in jobs.counts()] == [
        ("fetch_page", "due", 1),
        ("fetch_page", "failed", 1),
    ]
    [retried] = jobs.claim(["fetch_page"], LATER, 3, 60)
    assert (retried.id, retried.attempt) == (again.id, 2)


def test_asked_for_again_while_it_runs_it_runs_again() -> None:
    jobs.enqueue("fetch_page", "1", {"article": 1}, NOW)
    [job] = jobs.claim(["fetch_page"], NOW, 1, 60)
    jobs.enqueue("fetch_page", "1", {"article": 1}, LATER)
    jobs.finish([job.id])
    [again] = jobs.claim(["fetch_page"], LATER, 1, 60)
    assert again.attempt == 1


def test_failed_work_may_be_asked_for_anew() -> None:
    jobs.enqueue("fetch_page", "1", {"article": 1}, NOW)
    [job] = jobs.claim(["fetch_page"], NOW, 1, 60)
    jobs.fail(job.id, "gone")
    jobs.enqueue("fetch_page", "1", {"article": 1}, NOW)
    assert Job.objects.count() == 2
    assert jobs.retry_failed([job.id], LATER) == 1
    assert list(Job.objects.values_list("state", "run_at")) == [("due", NOW)]
