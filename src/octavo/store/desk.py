"""What the operator's pages ask: feeds by health, publishers, imports, failed jobs."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from octavo.store.changes import note_change
from octavo.store.models import Article, Feed, ImportReport, Job, Picture, Publisher
from octavo.store.models.jobs import JobState

IMPORTS_SHOWN = 5
RECENT_SHOWN = 10

HEALTH = {
    "failing": Q(failures__gt=0, is_paused=False),
    "healthy": Q(failures=0, last_success_at__isnull=False, is_paused=False),
    "waiting": Q(last_polled_at__isnull=True, is_paused=False),
    "paused": Q(is_paused=True) | Q(publisher__is_paused=True),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a job is about: words in their language, an address outside, and the row that has a page here."""

    title: str = ""
    language: str = ""
    url: str = ""
    article_id: int | None = None
    publisher_id: int | None = None
    report_id: int | None = None


@dataclass(frozen=True, slots=True)
class FailedJob:
    """One that will not be tried again unless the operator asks; `error` is the last one."""

    id: int
    kind: str
    key: str
    error: str
    subject: Subject


def feeds(health: str = "", query: str = "") -> QuerySet[Feed]:
    """Feeds with their publishers, those in trouble first. An unknown `health` narrows nothing."""
    found = Feed.objects.select_related("publisher").order_by("-failures", "publisher__name", "id")
    if health in HEALTH:
        found = found.filter(HEALTH[health])
    if query:
        found = found.filter(Q(title__icontains=query) | Q(url__icontains=query) | Q(publisher__name__icontains=query))
    return found


def publishers(query: str = "") -> QuerySet[Publisher]:
    """Publishers by name, each with `feed_count` and `failing_count`."""
    found = Publisher.objects.annotate(
        feed_count=Count("feeds"), failing_count=Count("feeds", filter=Q(feeds__failures__gt=0))
    ).order_by("name", "id")
    return found.filter(Q(name__icontains=query) | Q(home_url__icontains=query)) if query else found


def save_publisher(publisher: Publisher) -> None:
    """Keep an edited publisher; its articles follow it to its country."""
    with transaction.atomic():
        publisher.save()
        Article.objects.filter(publisher=publisher).exclude(country=publisher.country).update(country=publisher.country)
        note_change()


def recent_articles(feed_id: int) -> QuerySet[Article]:
    return Article.objects.filter(entries__feed=feed_id).distinct().order_by("-id")[:RECENT_SHOWN]


def recent_imports() -> QuerySet[ImportReport]:
    return ImportReport.objects.all()[:IMPORTS_SHOWN]


def failed_jobs(limit: int) -> list[FailedJob]:
    """The latest ones. The subject of one whose article, picture or publisher is gone is empty."""
    jobs = list(Job.objects.filter(state=JobState.FAILED).order_by("-id")[:limit])
    subjects = {
        "article": _articles({job.payload["article"] for job in jobs if "article" in job.payload}),
        "picture": _pictures({job.payload["picture"] for job in jobs if "picture" in job.payload}),
        "publisher": _publishers({job.payload["publisher"] for job in jobs if "publisher" in job.payload}),
        "report": _reports({job.payload["report"] for job in jobs if "report" in job.payload}),
    }
    return [FailedJob(job.pk, job.kind, job.key, job.last_error, _subject(job, subjects)) for job in jobs]


def _subject(job: Job, subjects: dict[str, dict[int, Subject]]) -> Subject:
    found = (by_id[job.payload[name]] for name, by_id in subjects.items() if job.payload.get(name) in by_id)
    return next(found, Subject())


def _articles(ids: set[int]) -> dict[int, Subject]:
    rows = Article.objects.filter(pk__in=ids).values_list("id", "title", "language", "url") if ids else ()
    return {pk: Subject(title, language, url, article_id=pk) for pk, title, language, url in rows}


def _pictures(ids: set[int]) -> dict[int, Subject]:
    """By the article that shows it, where there is one."""
    if not ids:
        return {}
    rows = Picture.objects.filter(pk__in=ids).values_list("id", "source_url")
    found = {pk: Subject(url=url) for pk, url in rows}
    shown = Article.objects.filter(picture__in=ids).values_list("picture", "id", "title", "language")
    for picture_id, article_id, title, language in shown:
        found[picture_id] = Subject(title, language, found[picture_id].url, article_id=article_id)
    return found


def _publishers(ids: set[int]) -> dict[int, Subject]:
    rows = Publisher.objects.filter(pk__in=ids).values_list("id", "name", "home_url") if ids else ()
    return {pk: Subject(name, url=url, publisher_id=pk) for pk, name, url in rows}


def _reports(ids: set[int]) -> dict[int, Subject]:
    """Of an OPML list or an added address."""
    rows = ImportReport.objects.filter(pk__in=ids).values_list("id", "name") if ids else ()
    return {pk: Subject(name, report_id=pk) for pk, name in rows}
