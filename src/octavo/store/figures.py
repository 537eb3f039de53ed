"""Figures that would be slow to count on a page: measured by the worker, once an hour, and kept for each day.

A day's articles are counted once, when it is over; what the store takes is measured anew each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, DateField, QuerySet, Sum
from django.db.models.functions import Cast

from octavo.core.settings import StoreSettings
from octavo.store.models import Article, DayFigures, Picture
from octavo.store.sql import at, query

KEPT_DAYS = 400
DAYS_COUNTED = 14
SAMPLED = 200
"""So many of the newest kept pages say how large one is."""
NEXT_ROUND = timedelta(days=1)

_GOING_ARTICLES = "SELECT COUNT(*) FROM store_article WHERE shown_at < %s AND seen_at < %s"
_GOING_PAGES = "SELECT COUNT(*) FROM store_pagesource WHERE fetched_at < %s"
_GOING_ENTRIES = "SELECT COUNT(*) FROM store_entry WHERE seen_at < %s"
_PAGE_SIZE = f"""
SELECT COALESCE(AVG(LENGTH(body)), 0) FROM
(SELECT body FROM store_pagesource ORDER BY article_id DESC LIMIT {SAMPLED}) sample
"""  # noqa: S608 - ours
_RELATION_SIZE = "SELECT COALESCE(pg_total_relation_size(to_regclass(%s)), 0)"


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many there were on one day (UTC); `share` is of the fullest day, 0 to 1."""

    day: date
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Growth:
    """By how many bytes the store grew up to the last measurement of a day; less than 0 where it shrank."""

    day: date
    bytes: int
    share: float


def measure(now: datetime, settings: StoreSettings) -> None:
    """Everything first, then one short write."""
    missing = _missing_days(now)
    counted = articles_of(missing) if missing else {}
    found = {**_sizes(settings), **_going(now, settings), "measured_at": now}
    with transaction.atomic():
        for day in missing:
            DayFigures.objects.update_or_create(day=day, defaults={"articles": counted.get(day, 0)})
        DayFigures.objects.update_or_create(day=now.date(), defaults=found)
        DayFigures.objects.filter(day__lt=now.date() - timedelta(days=KEPT_DAYS)).delete()


def _missing_days(now: datetime) -> list[date]:
    days = [now.date() - timedelta(days=back) for back in range(DAYS_COUNTED, 0, -1)]
    known = set(DayFigures.objects.filter(day__in=days, articles__isnull=False).values_list("day", flat=True))
    return [day for day in days if day not in known]


def articles_of(days: Sequence[date]) -> dict[date, int]:
    """How many were first seen on each of these days, which are in order."""
    since = _midnight(days[0])
    articles = Article.objects.filter(pk__gte=first_article_since(since), seen_at__gte=since)
    return counts_by_day(articles, "seen_at", days)


def counts_by_day(rows: "QuerySet[Any]", field: str, days: Sequence[date]) -> dict[date, int]:
    """Days without any are left out. By a cast, for which SQLite calls no function of Python's for each row."""
    found = rows.filter(**{f"{field}__gte": _midnight(days[0])}).annotate(on_day=Cast(field, DateField()))
    return dict(found.values_list("on_day").annotate(count=Count("pk")).order_by())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


def first_article_since(moment: datetime) -> int:
    """The id where articles begin that were first seen after `moment`, by halving: ids grow with the time of storing.

    Those stored late by an import or a clock put right may be missed by a day's count, which is a figure for the eye.
    """
    low = Article.objects.order_by("pk").values_list("pk", flat=True).first() or 0
    high = (Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = Article.objects.filter(pk__gte=middle).order_by("pk").values_list("pk", "seen_at").first()
        if found is None or found[1] >= moment:
            high = middle
        else:
            low = found[0] + 1
    return low


def _sizes(settings: StoreSettings) -> dict[str, int]:
    pages = query("SELECT COUNT(*) FROM store_pagesource")[0][0]
    return {
        "database": database_bytes(settings),
        "pictures": Picture.objects.aggregate(total=Sum("bytes"))["total"] or 0,
        "uploads": _folder_bytes(settings.data / "uploads"),
        "pages": int(pages * _page_bytes()),
        "index": _index_bytes(),
    }


def _going(now: datetime, settings: StoreSettings) -> dict[str, int]:
    """What will be too old at the next round of housekeeping."""

    def count(sql: str, days: int) -> int:
        oldest = at(now + NEXT_ROUND - timedelta(days=days))
        return int(query(sql, [oldest] * sql.count("%s"))[0][0]) if days else 0

    pages = count(_GOING_PAGES, settings.keep_pages_days)
    return {
        "going_articles": count(_GOING_ARTICLES, settings.keep_articles_days),
        "going_pages": pages,
        "going_page_bytes": int(pages * _page_bytes()),
        "going_entries": count(_GOING_ENTRIES, settings.keep_entries_days),
    }


def _page_bytes() -> float:
    return float(query(_PAGE_SIZE)[0][0])


def _index_bytes() -> int:
    if connection.vendor == "sqlite":
        return int(query("SELECT COALESCE(SUM(LENGTH(block)), 0) FROM article_search_data")[0][0])
    return int(query(_RELATION_SIZE, ["article_search"])[0][0])


def _folder_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*") if file.is_file())


def database_bytes(settings: StoreSettings) -> int:
    """Cheap on both databases."""
    if connection.vendor == "sqlite":
        return sum(path.stat().st_size for path in settings.data.glob("octavo.sqlite3*"))
    return int(query("SELECT pg_database_size(current_database())")[0][0])


def days_before(now: datetime) -> list[date]:
    """Fourteen days, today the last."""
    return [now.date() - timedelta(days=back) for back in range(DAYS_COUNTED - 1, -1, -1)]


def intake(now: datetime) -> list[DayCount]:
    """Empty days too. Only what no worker has counted yet is counted here."""
    days = days_before(now)
    rows = DayFigures.objects.filter(day__in=days[:-1], articles__isnull=False)
    known: dict[date, int] = {row.day: row.articles or 0 for row in rows}
    return by_day(days, {**articles_of([day for day in days if day not in known]), **known})


def by_day(days: list[date], counts: dict[date, int]) -> list[DayCount]:
    fullest = max([counts.get(day, 0) for day in days] + [1])
    return [DayCount(day, counts.get(day, 0), counts.get(day, 0) / fullest) for day in days]


def latest() -> DayFigures | None:
    return DayFigures.objects.filter(measured_at__isnull=False).order_by("-day").first()


def growth(now: datetime) -> list[Growth]:
    """Of the last fourteen days, oldest first, each against the measured day before it."""
    first = now.date() - timedelta(days=DAYS_COUNTED)
    rows = list(DayFigures.objects.filter(day__gte=first, measured_at__isnull=False).order_by("day"))
    totals = [(row.day, row.database + row.pictures + row.uploads) for row in rows]
    grown = [(day, total - before) for (_, before), (day, total) in pairwise(totals)]
    most = max([abs(change) for _, change in grown] + [1])
    return [Growth(day, change, max(0, change) / most) for day, change in grown]
