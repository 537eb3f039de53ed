"""Editions kept, which ones readers ask for, and what the operator's desk decides."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from octavo.core.editions import DeskAct, DeskKind, Edition
from octavo.core.reading import EditionKey
from octavo.store.changes import note_change
from octavo.store.jobs import NewJob, enqueue, enqueue_many
from octavo.store.models import DeskAct as DeskActRow
from octavo.store.packed import pack_edition
from octavo.store.reading.edition_views import packed_languages
from octavo.store.sql import at, execute_many, query
from octavo.store.story_rows import story_ends

MAX_KEYS = 40
"""Editions made ahead; the rest are made when they are asked for."""

_KEEP = """
INSERT INTO store_editionsnapshot (country, languages, day, part, made_at, version, content)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (country, languages, day, part) DO UPDATE SET
  made_at = excluded.made_at, version = excluded.version, content = excluded.content
"""
_ASKED = """
INSERT INTO store_editionuse (country, languages, asked_at) VALUES (%s, %s, %s)
ON CONFLICT (country, languages) DO UPDATE SET asked_at = excluded.asked_at
"""


def record_snapshots(editions: Sequence[Edition], breaking: Iterable[int] = ()) -> None:
    """Keep editions in one short transaction; each takes the place of an earlier one of the same part of the day.

    Their readers are told of the stories that are `breaking`.
    """
    rows = [
        (
            one.key.country,
            packed_languages(one.key),
            one.day.isoformat(),
            one.part.value,
            at(one.made_at),
            one.version,
            pack_edition(one),
        )
        for one in editions
    ]
    with transaction.atomic():
        execute_many(_KEEP, rows)
        enqueue_many(_told_as_breaking(one, story) for story in breaking for one in editions)
        if rows:
            note_change()


def _told_as_breaking(edition: Edition, story_id: int) -> NewJob:
    key = edition.key
    told = {"breaking": story_id, "country": key.country, "languages": list(key.languages), "after": 0}
    return NewJob("notify", f"breaking:{story_id}:{key.country}:{packed_languages(key)}"[:200], told, edition.made_at)


def record_asked(keys: Iterable[EditionKey], now: datetime) -> None:
    """Readers asked for these. Not to be called while a page is answered: a GET writes nothing."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        execute_many(_ASKED, [(key.country[:8], packed_languages(key), at(hour)) for key in dict.fromkeys(keys)])


def keys_in_use(now: datetime, days: int) -> tuple[EditionKey, ...]:
    """What readers asked for in the last `days`, the latest first."""
    sql = "SELECT country, languages FROM store_editionuse WHERE asked_at >= %s ORDER BY asked_at DESC, id LIMIT %s"
    rows = query(sql, [at(now - timedelta(days=days)), MAX_KEYS])
    return tuple(EditionKey(country, tuple(filter(None, languages.split("+")))) for country, languages in rows)


def record_act(act: DeskAct, now: datetime, reader_id: int | None = None) -> int | None:
    """The operator decides about a story: the id of the entry in the log; None where the story is gone.

    What was decided of the same kind for the same story and country before ends.
    """
    story_id = story_ends([act.story]).get(act.story)
    if story_id is None:
        return None
    with transaction.atomic():
        same = DeskActRow.objects.filter(kind=act.kind.value, story=story_id, country=act.country, ended_at=None)
        same.update(ended_at=now)
        row = DeskActRow.objects.create(
            kind=act.kind.value,
            story_id=story_id,
            country=act.country,
            until=act.until,
            note=act.note[:300],
            by_id=reader_id,
            created_at=now,
        )
        if act.kind is DeskKind.BREAKING:
            told = {"breaking": story_id, "country": act.country, "after": 0}
            enqueue("notify", f"breaking:{story_id}:{act.country}", told, now)
        note_change(in_stories=True)
    return row.pk


def end_act(act_id: int, now: datetime) -> bool:
    """The operator takes it back; False where it had ended already."""
    with transaction.atomic():
        ended = DeskActRow.objects.filter(pk=act_id, ended_at=None).update(ended_at=now)
        if ended:
            note_change(in_stories=True)
    return bool(ended)
