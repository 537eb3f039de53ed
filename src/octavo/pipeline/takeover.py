"""A starting worker takes over what a killed one left claimed, unless other workers are alive.

Every worker holds a shared lock while it lives, which the system lets go of when it dies. Whoever gets the lock for
itself alone at its start is the only worker, so all claims are left by the dead.
"""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import structlog

log = structlog.get_logger()

ADVISORY_LOCK = 0x6F6374776F
"""Any number that nothing else in the database uses as an advisory lock."""


class Presence:
    """This worker's shared lock. All methods run in the store's thread."""

    def __init__(self, data: Path) -> None:
        self._path = data / "worker.lock"
        self._file: IO[bytes] | None = None

    def begin(self) -> bool:
        """Be present; True when no other worker is, and then all claims have been let go."""
        from django.db import connection

        with self._on_postgres() if connection.vendor == "postgresql" else self._on_disk() as alone:
            if alone:
                _let_go_of_all_claims()
        return alone

    def end(self) -> None:
        if self._file is not None:
            self._file.close()

    @contextmanager
    def _on_disk(self) -> Iterator[bool]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = True
        except BlockingIOError:
            alone = False
        try:
            yield alone
        finally:
            fcntl.flock(self._file, fcntl.LOCK_SH)

    @contextmanager
    def _on_postgres(self) -> Iterator[bool]:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
            alone = bool(cursor.fetchone()[0])
            try:
                yield alone
            finally:
                cursor.execute("SELECT pg_advisory_lock_shared(%s)", [ADVISORY_LOCK])
                if alone:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def _let_go_of_all_claims() -> None:
    from django.db import transaction

    from octavo.store import label_queue
    from octavo.store.models import Feed, Job, Turn
    from octavo.store.models.jobs import JobState

    with transaction.atomic():
        Turn.objects.all().delete()
        feeds = Feed.objects.filter(claimed_until__isnull=False).update(claimed_until=None)
        jobs = release_jobs(Job.objects.filter(state=JobState.RUNNING).values_list("pk", flat=True))
        labels = label_queue.release_all()
    if feeds or jobs or labels:
        log.info("took over what another worker left", feeds=feeds, jobs=jobs, labels=labels)


def release_jobs(ids: Iterable[int]) -> int:
    """Give claimed jobs back undone: they are as due as they were, and the attempt does not count."""
    from django.db.models import F

    from octavo.store.models import Job
    from octavo.store.models.jobs import JobState

    return Job.objects.filter(pk__in=list(ids), state=JobState.RUNNING).update(
        state=JobState.DUE, leased_until=None, attempts=F("attempts") - 1
    )
