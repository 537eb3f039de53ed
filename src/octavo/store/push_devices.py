"""The browsers that readers' push messages go to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from octavo.store.models import PushDevice

MOST_DEVICES = 10
"""Of one reader; the one that was heard of longest ago goes first."""
MOST_FAILURES = 20
"""In a row; a device that takes nothing for so long is gone."""


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser's push subscription says of it; `label` is what its reader is shown."""

    endpoint: str
    p256dh: str
    auth: str
    label: str = ""


def register(reader_id: int, browser: Browser, now: datetime) -> bool:
    """This browser takes the reader's messages from now on, and nobody else's. False where the address belongs to a
    browser with other keys: whoever asks does not hold it."""
    with transaction.atomic():
        held = PushDevice.objects.select_for_update().filter(endpoint=browser.endpoint).first()
        if held and (held.p256dh, held.auth) != (browser.p256dh, browser.auth):
            return False
        if held and held.reader_id == reader_id:
            return True
        if held:
            held.delete()
        PushDevice.objects.create(
            reader_id=reader_id,
            endpoint=browser.endpoint,
            p256dh=browser.p256dh,
            auth=browser.auth,
            label=browser.label[:120],
            created_at=now,
            told_at=now,
        )
        _forget_oldest(reader_id)
    return True


def _forget_oldest(reader_id: int) -> None:
    own = PushDevice.objects.filter(reader_id=reader_id).order_by("-told_at", "-pk")
    PushDevice.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST_DEVICES:])).delete()


def devices_of(reader_id: int) -> list[PushDevice]:
    """The latest first."""
    return list(PushDevice.objects.filter(reader_id=reader_id).order_by("-pk"))


def device(device_id: int) -> PushDevice | None:
    """None where it is gone, or its reader may not sign in any more."""
    return PushDevice.objects.filter(pk=device_id, reader__is_active=True).first()


def ids_of(reader_ids: Sequence[int]) -> dict[int, list[int]]:
    """Reader id -> the ids of their devices, of those that have any."""
    found: dict[int, list[int]] = {}
    rows = PushDevice.objects.filter(reader_id__in=reader_ids).order_by("pk").values_list("reader_id", "pk")
    for reader_id, device_id in rows:
        found.setdefault(reader_id, []).append(device_id)
    return found


def remove(reader_id: int, *, device_id: int = 0, endpoint: str = "") -> bool:
    """By id or by address; False where the reader has no such device."""
    own = PushDevice.objects.filter(reader_id=reader_id)
    found = own.filter(endpoint=endpoint) if endpoint else own.filter(pk=device_id)
    return found.delete()[0] > 0


def note_arrival(device_id: int, until: datetime, now: datetime) -> None:
    """What was told until then has arrived."""
    PushDevice.objects.filter(pk=device_id).update(told_at=until, arrived_at=now, failures=0)


def note_failure(device_id: int, *, is_gone: bool) -> None:
    """A message was given up. A device that is gone, or takes nothing for long, is forgotten."""
    found = PushDevice.objects.filter(pk=device_id)
    row = found.first()
    if row is None:
        return
    if is_gone or row.failures + 1 >= MOST_FAILURES:
        found.delete()
    else:
        found.update(failures=row.failures + 1)
