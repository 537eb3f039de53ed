"""Broadcasters' live streams: those of the catalogue, when each is checked, and whether it answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from octavo.core.catalogue import CatalogueStream
from octavo.store.changes import note_change
from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.languages import plain_language
from octavo.store.models import LiveStream, Publisher

KIND = "check_stream"


@dataclass(frozen=True, slots=True)
class StreamState:
    """A stream as it is known. `player` is "" where only the page is known."""

    id: int
    url: str
    player: str
    is_up: bool | None
    failures: int


@dataclass(frozen=True, slots=True)
class StreamCheck:
    """What checking a stream found, and when it is to be checked again. `is_up` is None where we could not ask."""

    stream_id: int
    checked_at: datetime
    is_up: bool | None
    failures: int
    failure_code: str
    again_at: datetime


def known_streams() -> set[tuple[str, str]]:
    """(address, player) of every stream."""
    return set(LiveStream.objects.values_list("url", "player"))


def add_streams(streams: Sequence[CatalogueStream], publisher_slug: str, now: datetime) -> None:
    """Bring in a publisher's streams, by address; new ones are checked now. Inside the caller's transaction."""
    if not streams:
        return
    publisher_id = Publisher.objects.values_list("pk", flat=True).get(slug=publisher_slug)
    new = []
    for stream in streams:
        told = {"title": stream.title[:300], "language": plain_language(stream.language), "player": stream.player}
        row, is_new = LiveStream.objects.update_or_create(
            url=stream.url, defaults=told, create_defaults={**told, "publisher_id": publisher_id}
        )
        new += [_job(row.pk, now)] if is_new else []
    enqueue_many(new)


def _job(stream_id: int, at: datetime) -> NewJob:
    return NewJob(KIND, str(stream_id), {"stream": stream_id}, at)


def want_checks(now: datetime) -> None:
    """Every stream is checked now, and from then on again and again: whatever a crash left out is made good."""
    with transaction.atomic():
        enqueue_many(_job(stream_id, now) for stream_id in LiveStream.objects.values_list("pk", flat=True))


def stream_state(stream_id: int) -> StreamState | None:
    """None where the stream is gone, or its publisher paused: then it is checked no more."""
    rows = LiveStream.objects.filter(pk=stream_id, publisher__is_paused=False)
    row = rows.values_list("pk", "url", "player", "is_up", "failures").first()
    return StreamState(*row) if row else None


def record_check(check: StreamCheck) -> None:
    """Inside the caller's transaction. `since` moves only where the stream goes up or down."""
    stream = LiveStream.objects.filter(pk=check.stream_id).first()
    if stream is None:
        return
    if check.is_up is not None and check.is_up != stream.is_up:
        stream.since, stream.is_up = check.checked_at, check.is_up
        note_change()
    stream.checked_at, stream.failures, stream.failure_code = check.checked_at, check.failures, check.failure_code
    stream.save()
    enqueue_many([_job(stream.pk, check.again_at)])
