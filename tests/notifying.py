"""Followers, and the jobs that tell them, done at once and in order."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from octavo.core.settings import SiteSettings

LONG_AGO = timedelta(days=3)


def readers(count: int, *, start: int = 0) -> list[int]:
    """The ids of so many readers, made in one statement."""
    from octavo.store.models import Reader

    names = [f"reader-{number}" for number in range(start, start + count)]
    Reader.objects.bulk_create([Reader(email=f"{name}@octavo.example", handle=name) for name in names])
    return list(Reader.objects.filter(handle__in=names).order_by("pk").values_list("pk", flat=True))


def follow(reader_ids: Iterable[int], kind: str, target: object, now: datetime, label: str = "") -> None:
    """As if they had for days."""
    from octavo.store.models import Subscription

    rows = [
        Subscription(reader_id=one, kind=kind, target=str(target), label=label, created_at=now - LONG_AGO)
        for one in reader_ids
    ]
    Subscription.objects.bulk_create(rows)


def notify(now: datetime, **site: Any) -> int:
    """Do every due `notify` job as the worker does; how many there were."""
    from django.db import transaction

    from octavo.pipeline import notifying
    from octavo.store import jobs

    done = 0
    while due := jobs.claim([notifying.JOB], now, 50, 60):
        for job in due:
            found = notifying.find(job.payload, now, SiteSettings(**site))
            with transaction.atomic():
                jobs.finish([job.id])
                notifying.record(found, now)
            done += 1
    return done
