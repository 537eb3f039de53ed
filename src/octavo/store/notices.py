"""Which cards of sponsors and announcements are due where, and how often they were seen and opened."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum

from octavo.store.changes import note_change
from octavo.store.models import Notice, NoticeCount

MOST_IN_A_PLACE = 2


def in_force(place: str, country: str, languages: Iterable[str], now: datetime) -> list[Notice]:
    """Those due now in a place for a reader of this country and these languages; those ending first come first."""
    plain = {language.split("-")[0] for language in languages}
    found = Notice.objects.filter(
        Q(country="") | Q(country=country.split("-", maxsplit=1)[0]), place=place, starts_at__lte=now, ends_at__gt=now
    ).order_by("ends_at", "pk")
    return [one for one in found if not one.language or one.language.split("-")[0] in plain][:MOST_IN_A_PLACE]


def with_counts() -> QuerySet[Notice]:
    """All, each with `seen` and `opened` over its whole time; the latest to end first."""
    return Notice.objects.annotate(seen=Sum("counts__seen"), opened=Sum("counts__opened"))


def keep(notice: Notice) -> None:
    with transaction.atomic():
        notice.save()
        note_change()


def end(notice_id: int, now: datetime) -> None:
    """Take a card away; its counts stay."""
    with transaction.atomic():
        Notice.objects.filter(pk=notice_id, ends_at__gt=now).update(ends_at=now)
        note_change()


def count(notice_id: int, what: str, now: datetime) -> bool:
    """One more was seen ("seen") or opened ("opened") today. False where no such card is shown now."""
    with transaction.atomic():
        if not Notice.objects.filter(pk=notice_id, starts_at__lte=now, ends_at__gt=now).exists():
            return False
        row, _ = NoticeCount.objects.get_or_create(notice_id=notice_id, day=now.date())
        NoticeCount.objects.filter(pk=row.pk).update(**{what: F(what) + 1})
    return True
