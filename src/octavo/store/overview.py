"""How the newsroom stands right now, for the operator's first page: readers, jobs, talk, publishers, cards, room."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db.models import Count, Min, Q, Sum

from octavo.core.settings import StoreSettings
from octavo.store import figures
from octavo.store.models import DayFigures, Job, Notice, NoticeCount, Publisher, Reader, Survey, Takedown
from octavo.store.models.jobs import JobState
from octavo.store.models.readers import Role
from octavo.store.reading import moderation
from octavo.store.sql import query

WEEK = timedelta(days=7)
# The words of the constraint "once waiting", so that its index alone is read.
_OPEN_JOBS = "SELECT kind, COUNT(*) FROM store_job WHERE NOT (state = 'failed') GROUP BY kind"
_FAILED_JOBS = "SELECT kind, COUNT(*) FROM store_job WHERE state = 'failed' GROUP BY kind"


@dataclass(frozen=True, slots=True)
class ReaderFigures:
    """`active_…` counts whoever asked for something, as far as sessions tell; `roles` begins with who may do most."""

    total: int
    suspended: int
    active_today: int
    active_week: int
    roles: tuple[tuple[str, int], ...]
    sign_ups: tuple[figures.DayCount, ...]


@dataclass(frozen=True, slots=True)
class JobKind:
    """`open` are those that are due, running or planned; `share` is of the kind with most."""

    kind: str
    open: int
    failed: int
    share: float


@dataclass(frozen=True, slots=True)
class JobFigures:
    """`waiting` are due or running; `later` come due in time; `oldest_at` is since when the oldest is due."""

    waiting: int
    later: int
    failed: int
    oldest_at: datetime | None
    kinds: tuple[JobKind, ...]


@dataclass(frozen=True, slots=True)
class TalkFigures:
    """What waits for a moderator, by the queue's parts, and what surveys are open."""

    queue: Mapping[str, int]
    surveys: int
    votes: int
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublisherFigures:
    """`terms` has how many publishers are under which."""

    total: int
    paused: int
    terms: Mapping[str, int]
    takedowns: int


@dataclass(frozen=True, slots=True)
class CardFigures:
    """Cards of sponsors and announcements that are due, and what was counted of all cards in seven days."""

    shown: int
    seen: int
    opened: int


@dataclass(frozen=True, slots=True)
class StorageFigures:
    """`measured` is the worker's last measurement, none where it has not come to it; `shares` are of what it found."""

    database: int
    free: int
    measured: DayFigures | None
    growth: tuple[figures.Growth, ...]


def readers(now: datetime, seen_here: Mapping[str, datetime]) -> ReaderFigures:
    """`seen_here` has what this process knows of sessions and has not stored yet: key -> when it last asked."""
    roles = dict(Reader.objects.values_list("role").annotate(count=Count("id")))
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return ReaderFigures(
        total=sum(roles.values()),
        suspended=Reader.objects.filter(is_active=False).count(),
        active_today=_active(today, seen_here),
        active_week=_active(now - WEEK, seen_here),
        roles=tuple((role, roles.get(role, 0)) for role in reversed(Role.values)),
        sign_ups=tuple(_sign_ups(now)),
    )


def _active(since: datetime, seen_here: Mapping[str, datetime]) -> int:
    fresh = [key for key, moment in seen_here.items() if moment >= since]
    rows = UserSession.objects.filter(Q(last_seen_at__gte=since) | Q(session_key__in=fresh))
    return int(rows.aggregate(readers=Count("user", distinct=True))["readers"])


def _sign_ups(now: datetime) -> list[figures.DayCount]:
    days = figures.days_before(now)
    return figures.by_day(days, figures.counts_by_day(Reader.objects.all(), "created_at", days))


def jobs(now: datetime) -> JobFigures:
    due = Job.objects.filter(state=JobState.DUE, run_at__lte=now)
    waiting = due.count() + Job.objects.filter(state=JobState.RUNNING).count()
    opened, failed = dict(query(_OPEN_JOBS)), dict(query(_FAILED_JOBS))
    return JobFigures(
        waiting=waiting,
        later=max(0, sum(opened.values()) - waiting),
        failed=sum(failed.values()),
        oldest_at=due.aggregate(at=Min("run_at"))["at"],
        kinds=_kinds(opened, failed),
    )


def _kinds(opened: Mapping[str, int], failed: Mapping[str, int]) -> tuple[JobKind, ...]:
    """The most first."""
    every = {kind: opened.get(kind, 0) + failed.get(kind, 0) for kind in {*opened, *failed}}
    most = max([*every.values(), 1])
    found = (JobKind(kind, opened.get(kind, 0), failed.get(kind, 0), count / most) for kind, count in every.items())
    return tuple(sorted(found, key=lambda one: (-one.share, one.kind)))


def talk(now: datetime) -> TalkFigures:
    is_open = Q(opens_at__lte=now) & (Q(closes_at=None) | Q(closes_at__gt=now))
    surveys = Survey.objects.filter(is_open).aggregate(count=Count("id"), votes=Sum("votes"), closes=Min("closes_at"))
    return TalkFigures(moderation.counts(now), surveys["count"], surveys["votes"] or 0, surveys["closes"])


def publishers() -> PublisherFigures:
    terms = dict(Publisher.objects.values_list("terms").annotate(count=Count("id")))
    return PublisherFigures(
        total=sum(terms.values()),
        paused=Publisher.objects.filter(is_paused=True).count(),
        terms=terms,
        takedowns=Takedown.objects.filter(lifted_at=None).count(),
    )


def cards(now: datetime) -> CardFigures:
    week = NoticeCount.objects.filter(day__gt=now.date() - WEEK).aggregate(seen=Sum("seen"), opened=Sum("opened"))
    shown = Notice.objects.filter(starts_at__lte=now, ends_at__gt=now).count()
    return CardFigures(shown, week["seen"] or 0, week["opened"] or 0)


def storage(now: datetime, settings: StoreSettings) -> StorageFigures:
    return StorageFigures(
        database=figures.database_bytes(settings),
        free=shutil.disk_usage(settings.data).free,
        measured=figures.latest(),
        growth=tuple(figures.growth(now)),
    )
