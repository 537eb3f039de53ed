"""How readers want to be told: chosen, read for many at a time, and when the next letter is due."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from octavo.core.notifications import (
    Channel,
    DigestDays,
    NotificationKind,
    NotificationSettings,
    QuietHours,
)
from octavo.store.models import NotificationSettings as Row

OUTSIDE = (Channel.NTFY, Channel.WEBHOOK)
"""Channels that have an address of the reader's own and no device."""


def settings_of(reader_id: int) -> NotificationSettings:
    """As they come where the reader never chose."""
    return settings_of_many([reader_id]).get(reader_id) or NotificationSettings()


def settings_of_many(reader_ids: Iterable[int]) -> dict[int, NotificationSettings]:
    """Of those that chose."""
    return {row.pk: _settings(row) for row in Row.objects.filter(pk__in=list(reader_ids))}


def _settings(row: Row) -> NotificationSettings:
    has_quiet = row.quiet_start is not None and row.quiet_end is not None
    return NotificationSettings(
        choices=_choices(row.choices),
        quiet=QuietHours(row.quiet_start, row.quiet_end) if has_quiet else None,  # type: ignore[arg-type]  # both are
        time_zone=row.time_zone,
        digest=DigestDays(row.digest),
        digest_hour=row.digest_hour,
        ntfy_url=row.ntfy_url,
        webhook_url=row.webhook_url,
        ntfy_failure=row.ntfy_failure,
        webhook_failure=row.webhook_failure,
    )


def _choices(said: Mapping[str, Sequence[str]]) -> dict[Channel, frozenset[NotificationKind]]:
    """Kinds and channels that an earlier version knew are left out."""
    known = set(NotificationKind)
    return {
        channel: frozenset(NotificationKind(kind) for kind in said[channel.value] if kind in known)
        for channel in Channel
        if channel.value in said
    }


def choose(reader_id: int, chosen: NotificationSettings, next_digest_at: datetime | None, now: datetime) -> None:
    """Keep all of a reader's choices. A channel's address that is new begins with what is told from now on."""
    before = settings_of(reader_id)
    values: dict[str, Any] = {
        "choices": {channel.value: sorted(kinds) for channel, kinds in chosen.choices.items()},
        "quiet_start": chosen.quiet.start if chosen.quiet else None,
        "quiet_end": chosen.quiet.end if chosen.quiet else None,
        "time_zone": chosen.time_zone,
        "digest": chosen.digest.value,
        "digest_hour": chosen.digest_hour,
        "next_digest_at": next_digest_at,
    }
    for channel, old, new in (
        (Channel.NTFY, before.ntfy_url, chosen.ntfy_url),
        (Channel.WEBHOOK, before.webhook_url, chosen.webhook_url),
    ):
        if old != new:
            values |= {f"{channel}_url": new, f"{channel}_told_at": now, f"{channel}_failure": ""}
    Row.objects.update_or_create(reader_id=reader_id, defaults=values)


def stop_digest(reader_id: int) -> bool:
    """No more letters; False where none were wanted."""
    wanted = Row.objects.filter(pk=reader_id).exclude(digest=DigestDays.NEVER.value)
    return wanted.update(digest=DigestDays.NEVER.value, next_digest_at=None) > 0


def due_digests(now: datetime, limit: int) -> list[tuple[int, datetime]]:
    """The readers whose letter is due and since when, the longest due first."""
    found = Row.objects.filter(next_digest_at__lte=now).order_by("next_digest_at", "pk")
    return [(reader_id, due_at) for reader_id, due_at in found.values_list("pk", "next_digest_at")[:limit] if due_at]


def plan_digest(reader_id: int, due_at: datetime, next_at: datetime | None) -> bool:
    """The letter that was due is taken on; False where somebody else took it."""
    return Row.objects.filter(pk=reader_id, next_digest_at=due_at).update(next_digest_at=next_at) > 0


def digested_at(reader_id: int) -> datetime | None:
    """When the last letter was made."""
    return Row.objects.filter(pk=reader_id).values_list("digested_at", flat=True).first()


def note_digest(reader_id: int, now: datetime) -> None:
    Row.objects.filter(pk=reader_id).update(digested_at=now)


def outside_of(reader_ids: Iterable[int]) -> dict[int, tuple[Channel, ...]]:
    """Of those that have any: the channels with an address of the reader's own."""
    rows = Row.objects.filter(pk__in=list(reader_ids)).exclude(ntfy_url="", webhook_url="")
    found: dict[int, tuple[Channel, ...]] = {}
    for row in rows:
        addresses = {Channel.NTFY: row.ntfy_url, Channel.WEBHOOK: row.webhook_url}
        found[row.pk] = tuple(channel for channel in OUTSIDE if addresses[channel])
    return found


def told_at(reader_id: int, channel: Channel) -> datetime | None:
    """What was told until then has left by this channel."""
    return Row.objects.filter(pk=reader_id).values_list(f"{channel}_told_at", flat=True).first()


def note_told(reader_id: int, channel: Channel, until: datetime | None, failure: str = "") -> None:
    """A message arrived (`until` says how far), or did not, for the reason `failure`."""
    values: dict[str, Any] = {f"{channel}_failure": failure}
    if until is not None:
        values[f"{channel}_told_at"] = until
    Row.objects.filter(pk=reader_id).update(**values)
