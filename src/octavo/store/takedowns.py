"""Taking out what its publisher, or the law, asks to have taken out; keeping it out; and the log of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from octavo.core.ids import url_hash
from octavo.store.jobs import enqueue
from octavo.store.models import Article, Publisher, Takedown
from octavo.store.retention import BATCH, forget_articles
from octavo.store.sql import query_in

KIND = "forget_publisher"


@dataclass(frozen=True, slots=True)
class Request:
    """Who asked for it and why, as the log has it, and the reader who followed it."""

    asked_by: str
    reason: str = ""
    by_id: int | None = None


def take_down_article(article_id: int, request: Request, now: datetime) -> int | None:
    """Forget one article for good: no feed brings its address back. The takedown's id; None where there is none."""
    with transaction.atomic():
        article = Article.objects.select_related("publisher").filter(pk=article_id).first()
        if article is None:
            return None
        row = _log(article.publisher, request, now, url_hash=article.url_hash, url=article.url, title=article.title)
        row.articles = 1
        row.save()
        forget_articles([article_id])
    return row.pk


def take_out_publisher(publisher_id: int, request: Request, now: datetime) -> int | None:
    """Stop gathering a publisher at once, and have the worker forget all its articles."""
    with transaction.atomic():
        publisher = Publisher.objects.filter(pk=publisher_id, is_own=False).first()
        if publisher is None:
            return None
        Publisher.objects.filter(pk=publisher_id).update(is_paused=True)
        row = _log(publisher, request, now)
        row.save()
        enqueue(KIND, str(row.pk), {"takedown": row.pk}, now)
    return row.pk


def _log(publisher: Publisher, request: Request, now: datetime, **about: Any) -> Takedown:
    return Takedown(
        publisher=publisher,
        publisher_name=publisher.name,
        asked_by=request.asked_by,
        reason=request.reason,
        by_id=request.by_id,
        created_at=now,
        **about,
    )


def forget_some(takedown_id: int) -> bool:
    """Forget the next few articles of a publisher that was taken out, in one short transaction. True: more are left."""
    with transaction.atomic():
        row = Takedown.objects.filter(pk=takedown_id, lifted_at=None, publisher__isnull=False).first()
        if row is None:
            return False
        ids = list(Article.objects.filter(publisher=row.publisher_id).values_list("pk", flat=True)[:BATCH])
        if ids:
            forget_articles(ids)
            row.articles += len(ids)
            row.save(update_fields=["articles"])
    return len(ids) == BATCH


def lift(takedown_id: int, now: datetime) -> bool:
    """Take a takedown back: its publisher is gathered again, its address may come again. What is forgotten stays so
    until a feed says it anew."""
    with transaction.atomic():
        row = Takedown.objects.filter(pk=takedown_id, lifted_at=None).first()
        if row is None:
            return False
        row.lifted_at = now
        row.save(update_fields=["lifted_at"])
        if row.publisher_id and row.url_hash is None and not _whole(row.publisher_id):
            Publisher.objects.filter(pk=row.publisher_id).update(is_paused=False)
    return True


def _whole(publisher_id: int) -> bool:
    """Is there another takedown of all that this publisher has?"""
    return Takedown.objects.filter(publisher=publisher_id, url_hash=None, lifted_at=None).exists()


def taken_down(keys: Iterable[bytes]) -> set[bytes]:
    """Those of these URL hashes that must not come back."""
    rows = query_in("SELECT url_hash FROM store_takedown WHERE lifted_at IS NULL AND url_hash IN ({marks})", keys)
    return {bytes(row[0]) for row in rows}


def article_at(address: str) -> int | None:
    """The article with this address at its publisher."""
    return Article.objects.filter(url_hash=url_hash(address)).values_list("pk", flat=True).first()
