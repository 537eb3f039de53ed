"""Commissions in the store: taken, claimed by whoever writes, kept part by part, read while they grow, stopped.

Each function is one short transaction: none is open while anything is written.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from octavo.core.briefs import Feature
from octavo.core.commissions import KEPT_HOURS, About, Commission, CommissionEvent, CommissionState, NewCommission
from octavo.store.models import Commission as Row
from octavo.store.models import CommissionPart
from octavo.store.packed_events import pack_event, unpack_event
from octavo.store.sql import chunks, storable

LEASE_S = 300.0
"""Longer than the longest answer takes."""
AT_ONCE_OF_ONE = 2
"""What one reader may have written at the same time."""
_OPEN = (CommissionState.ASKED.value, CommissionState.WRITING.value)
ASKED_AT_ONCE = 100
"""Commissions in one query: databases bound how deep an expression may be."""


class TooManyError(Exception):
    """The reader waits for others already, or had as many as fit into an hour."""


def commission(wanted: NewCommission, now: datetime, per_hour: int = 0) -> Commission:
    """Take it. Raises `TooManyError` where a signed-in reader asks for more than `per_hour` (0: no bound)."""
    with transaction.atomic():
        if wanted.reader_id is not None:
            _check_measure(wanted.reader_id, now, per_hour)
        row = Row.objects.create(
            token=secrets.token_urlsafe(32),
            feature=wanted.feature.value,
            about=wanted.about.value,
            target=wanted.target,
            language=wanted.language[:35],
            question=storable(wanted.question),
            earlier=storable(wanted.earlier),
            level=wanted.level[:16],
            reader_id=wanted.reader_id,
            asked_at=now,
        )
    return _commission(row)


def _check_measure(reader_id: int, now: datetime, per_hour: int) -> None:
    theirs = Row.objects.filter(reader_id=reader_id, asked_at__gt=now - timedelta(hours=1))
    if per_hour and theirs.count() >= per_hour:
        raise TooManyError
    if theirs.filter(state__in=_OPEN).count() >= AT_ONCE_OF_ONE:
        raise TooManyError


def commissioned(token: str) -> Commission | None:
    row = Row.objects.filter(token=token).first() if len(token) <= 43 else None
    return _commission(row) if row else None


def _commission(row: Row) -> Commission:
    wanted = NewCommission(
        Feature(row.feature),
        About(row.about),
        row.target,
        row.language,
        row.question,
        row.earlier,
        row.level,
        row.reader_id,
    )
    return Commission(row.pk, row.token, wanted, CommissionState(row.state))


def waits_since() -> datetime | None:
    """When the one that waits longest was asked for; None where nobody waits."""
    waiting = Row.objects.filter(state=CommissionState.ASKED.value).order_by("asked_at")
    return waiting.values_list("asked_at", flat=True).first()


def claim(now: datetime, limit: int) -> list[Commission]:
    """Take up to `limit`, longest waiting first, for `LEASE_S`; those of a worker that died among them."""
    is_due = Q(state=CommissionState.ASKED.value) | Q(state=CommissionState.WRITING.value, leased_until__lt=now)
    due = Row.objects.filter(is_due, state__in=_OPEN).order_by("asked_at", "id")
    if not due.exists():
        return []
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True)[:limit])
        keys = [row.pk for row in rows]
        until = now + timedelta(seconds=LEASE_S)
        Row.objects.filter(pk__in=keys).update(state=CommissionState.WRITING.value, leased_until=until)
        CommissionPart.objects.filter(commission__in=keys).delete()
    return [_commission(row) for row in rows]


def let_go(ids: Sequence[int]) -> None:
    """Somebody else may write them."""
    writing = Row.objects.filter(pk__in=ids, state=CommissionState.WRITING.value)
    writing.update(state=CommissionState.ASKED.value, leased_until=None)


def keep_parts(parts: Sequence[tuple[int, CommissionEvent]]) -> None:
    """The next of each commission, in order; of one that is forgotten nothing is kept."""
    with transaction.atomic():
        known = set(Row.objects.filter(pk__in={one for one, _ in parts}).values_list("pk", flat=True))
        CommissionPart.objects.bulk_create(
            CommissionPart(commission_id=one, content=pack_event(event)) for one, event in parts if one in known
        )


def end(commission_id: int) -> None:
    writing = Row.objects.filter(pk=commission_id, state=CommissionState.WRITING.value)
    writing.update(state=CommissionState.DONE.value, leased_until=None)


def stop(token: str) -> None:
    """Its reader wants no more of it."""
    Row.objects.filter(token=token, state__in=_OPEN).update(state=CommissionState.STOPPED.value)


def stopped(ids: Iterable[int]) -> set[int]:
    """Of these, the ones that nobody waits for any more."""
    wanted = set(ids)
    going_on = Row.objects.filter(pk__in=wanted, state=CommissionState.WRITING.value)
    return wanted - set(going_on.values_list("pk", flat=True))


def parts_after(seen: Mapping[int, int]) -> Iterator[tuple[int, int, CommissionEvent]]:
    """(commission, number, event) of all that came after the number that was seen of each, in order."""
    for some in chunks(seen.items(), ASKED_AT_ONCE):
        is_new = reduce(or_, (Q(commission_id=one, pk__gt=number) for one, number in some))
        found = CommissionPart.objects.filter(is_new).order_by("pk")
        for number, one, content in found.values_list("pk", "commission_id", "content"):
            event = unpack_event(content)
            if event is not None:
                yield one, number, event


def over(ids: Iterable[int]) -> set[int]:
    """Of these, the ones to which nothing is added any more."""
    wanted = set(ids)
    going_on = Row.objects.filter(pk__in=wanted, state__in=_OPEN)
    return wanted - set(going_on.values_list("pk", flat=True))


def forget_old(now: datetime) -> int:
    """Questions are private, and no one's after a day; how many went."""
    old = Row.objects.filter(asked_at__lt=now - timedelta(hours=KEPT_HOURS))
    return old.delete()[0]
