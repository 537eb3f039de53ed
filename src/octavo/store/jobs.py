"""Jobs: enqueue in the transaction that makes them due, claim under a lease, finish, retry or give up.

One job of a kind and key waits at a time. Asked for again while it runs, it becomes due once more: what it
is working on may be out of date. A job whose worker died is claimed again when its lease is over.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Min, Q

from octavo.core.protocols import Job as DueJob
from octavo.store.models import Job
from octavo.store.models.jobs import JobState
from octavo.store.sql import at, execute_many

_ENQUEUE = """
INSERT INTO store_job (kind, "key", payload, state, run_at, attempts, last_error, created_at)
VALUES (%s, %s, %s, 'due', %s, 0, '', %s)
ON CONFLICT (kind, "key") WHERE NOT (state = 'failed') DO UPDATE SET
  payload = excluded.payload,
  run_at = CASE WHEN store_job.state = 'running' OR excluded.run_at < store_job.run_at
           THEN excluded.run_at ELSE store_job.run_at END,
  attempts = CASE WHEN store_job.state = 'running' THEN 0 ELSE store_job.attempts END,
  state = 'due', leased_until = NULL
"""


@dataclass(frozen=True, slots=True)
class NewJob:
    kind: str
    key: str
    payload: Mapping[str, Any]
    run_at: datetime


@dataclass(frozen=True, slots=True)
class JobCount:
    """How many jobs of a kind are in one state: due, running or failed."""

    kind: str
    state: str
    count: int


def enqueue(kind: str, key: str, payload: Mapping[str, Any], run_at: datetime) -> None:
    """Make one job due at `run_at`, or sooner where the same one already waits for later."""
    enqueue_many([NewJob(kind, key, payload, run_at)])


def enqueue_many(jobs: Iterable[NewJob]) -> None:
    execute_many(
        _ENQUEUE,
        [(job.kind, job.key, json.dumps(job.payload), at(job.run_at), at(job.run_at)) for job in jobs],
    )


def claim(kinds: Sequence[str], now: datetime, limit: int, lease_s: float) -> list[DueJob]:
    """Take up to `limit` due jobs, longest due first, so that nobody else does for `lease_s` seconds."""
    if not _due(kinds, now).exists():
        return []
    with transaction.atomic():
        rows = list(_due(kinds, now).select_for_update(skip_locked=True).order_by("run_at", "id")[:limit])
        Job.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=JobState.RUNNING, leased_until=now + timedelta(seconds=lease_s), attempts=F("attempts") + 1
        )
    return [DueJob(row.pk, row.kind, row.payload, row.attempts + 1) for row in rows]


def _due(kinds: Sequence[str], now: datetime) -> Any:
    is_due = Q(state=JobState.DUE, run_at__lte=now) | Q(state=JobState.RUNNING, leased_until__lt=now)
    return Job.objects.filter(is_due, kind__in=kinds)


def finish(ids: Iterable[int]) -> None:
    """These are done. One that was asked for again meanwhile stays."""
    Job.objects.filter(pk__in=list(ids), state=JobState.RUNNING).delete()


def retry(job_id: int, error: str, run_at: datetime) -> None:
    """It did not work this time: try again at `run_at`."""
    Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(
        state=JobState.DUE, leased_until=None, run_at=run_at, last_error=error[:500]
    )


def fail(job_id: int, error: str) -> None:
    """It will not work: keep the row for the operator to see."""
    Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(
        state=JobState.FAILED, leased_until=None, last_error=error[:500]
    )


def retry_failed(ids: Iterable[int], run_at: datetime) -> int:
    """The operator asks for these failed jobs once more. Returns how many now wait."""
    jobs = list(Job.objects.filter(pk__in=list(ids), state=JobState.FAILED))
    with transaction.atomic():
        Job.objects.filter(pk__in=[job.pk for job in jobs]).delete()
        enqueue_many(NewJob(job.kind, job.key, job.payload, run_at) for job in jobs)
    return len(jobs)


def next_due_at(kinds: Sequence[str]) -> datetime | None:
    """When the next of these kinds is due (or its worker's lease over); None when none waits."""
    jobs = Job.objects.filter(kind__in=kinds)
    due: datetime | None = jobs.filter(state=JobState.DUE).aggregate(at=Min("run_at"))["at"]
    over: datetime | None = jobs.filter(state=JobState.RUNNING).aggregate(at=Min("leased_until"))["at"]
    return min((moment for moment in (due, over) if moment), default=None)


def is_any_due(now: datetime, or_unfinished: str) -> bool:
    """Whether any work is due and not begun, or any of the kind `or_unfinished` not done."""
    unfinished = Q(kind=or_unfinished) & ~Q(state=JobState.FAILED)
    return Job.objects.filter(Q(state=JobState.DUE, run_at__lte=now) | unfinished).exists()


def counts() -> list[JobCount]:
    """How many jobs of each kind are in each state."""
    rows = Job.objects.values_list("kind", "state").annotate(count=Count("id")).order_by("kind", "state")
    return [JobCount(*row) for row in rows]
