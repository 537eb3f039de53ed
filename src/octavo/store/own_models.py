"""Readers' own language models: what a reader set, how its test went. The key is sealed and never handed to a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from octavo.store import assisting, jobs
from octavo.store.assisting import READER_KEY, OwnModel
from octavo.store.models import Job, ReaderModel
from octavo.store.models.jobs import JobState
from octavo.store.sealing import unseal

TRY = "try_own_model"
TRY_EVERY = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader's page may know. `has_lost_key`: a kept key cannot be read any more."""

    url: str
    name: str
    has_key: bool
    has_lost_key: bool
    tested: Mapping[str, Any] | None
    tested_at: datetime | None


def shown(reader_id: int) -> Shown | None:
    """None where the reader has none."""
    row = ReaderModel.objects.filter(pk=reader_id).first()
    if row is None:
        return None
    key = unseal(READER_KEY, row.sealed_key)
    return Shown(row.url, row.name, bool(key), key is None, row.tested or None, row.tested_at)


def keep(reader_id: int, url: str, name: str, key: str | None) -> None:
    """A `key` of None leaves the kept one, "" forgets it. What was found of the former model is forgotten."""
    if key is None:
        row = ReaderModel.objects.filter(pk=reader_id).first()
        key = (unseal(READER_KEY, row.sealed_key) or "") if row else ""
    assisting.keep_own_model(reader_id, OwnModel(url, name, key))
    ReaderModel.objects.filter(pk=reader_id).update(tested={}, tested_at=None)


def remove(reader_id: int) -> None:
    assisting.keep_own_model(reader_id, None)


def try_model(reader_id: int, now: datetime) -> bool:
    """Have the worker ask it, which the web never does. False where it was asked a moment ago."""
    if ReaderModel.objects.filter(pk=reader_id, tested_at__gt=now - TRY_EVERY).exists():
        return False
    jobs.enqueue(TRY, str(reader_id), {"reader": reader_id}, now)
    return True


def is_being_tried(reader_id: int) -> bool:
    return Job.objects.filter(kind=TRY, key=str(reader_id)).exclude(state=JobState.FAILED).exists()


def note_test(reader_id: int, tried: OwnModel, found: Mapping[str, Any], now: datetime) -> None:
    """Nothing where the reader has another model by now, or none."""
    rows = ReaderModel.objects.filter(pk=reader_id, url=tried.url, name=tried.name)
    rows.update(tested=dict(found), tested_at=now)
