"""Recordings of wrap-ups: kept, found while all that they say may still be heard, forgotten with their articles.

The file is written before its row and removed after it: a row's file is always there, and a file without a row is
handed to nobody.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from octavo.core.editions import DayPart
from octavo.core.speech import Recording, SpokenChapter
from octavo.store.changes import note_change
from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.models import RecordingSource, WrapupRecording
from octavo.store.settings import STORE
from octavo.store.sql import at, chunks, execute, marks, query, query_in, storable, utc

KIND = "speak_wrapup"
EVERY = timedelta(minutes=30)
"""A wrap-up that changes all the time is spoken anew no more often."""
UNFINISHED = timedelta(hours=1)
"""A file without a row that is younger may be on its way."""

_COLUMNS = "r.target, r.file, r.media_type, r.size, r.duration_ms, r.language, r.script_hash, r.made_at, r.chapters"
_ALLOWED = """
NOT EXISTS (SELECT 1 FROM store_recordingsource s JOIN store_article a ON a.id = s.article_id
 JOIN store_publisher p ON p.id = a.publisher_id
 WHERE s.recording_id = r.id AND p.terms <> s.terms AND p.terms <> 'full' AND s.terms <> 'link')
"""
"""No publisher allows less by now than when it was spoken."""
_ONE = f"SELECT {_COLUMNS} FROM store_wrapuprecording r WHERE r.target = %s AND {_ALLOWED}"  # noqa: S608 - ours
_NEWEST = (
    f"SELECT {_COLUMNS} FROM store_wrapuprecording r WHERE r.edition = %s AND {_ALLOWED}"  # noqa: S608 - ours
    " ORDER BY r.made_at DESC, r.id DESC LIMIT %s"
)
_FILE = f"SELECT r.media_type, r.made_at FROM store_wrapuprecording r WHERE r.file = %s AND {_ALLOWED}"  # noqa: S608 - ours
_MADE_OF = "SELECT DISTINCT recording_id FROM store_recordingsource WHERE article_id IN ({marks})"
_OLD = "SELECT id FROM store_wrapuprecording WHERE made_at < %s"
_SPARE = "SELECT id FROM store_wrapuprecording WHERE edition = %s ORDER BY made_at DESC, id DESC LIMIT 1000 OFFSET %s"


def want_recording(target: str, payload: dict[str, Any], now: datetime) -> None:
    """Have a wrap-up spoken: now, or where it was a short while ago, after that."""
    made = query("SELECT made_at FROM store_wrapuprecording WHERE target = %s", [target])
    enqueue_many([NewJob(KIND, target, payload, max(now, utc(made[0][0]) + EVERY) if made else now)])


def record(edition: str, target: str, made: Recording, sources: Iterable[int], keep: int) -> bool:
    """Keep this one in place of the last of its wrap-up, and `keep` of the edition. False where a source is gone."""
    articles = set(sources)
    with transaction.atomic():
        terms = dict(query_in(_TERMS, articles))
        if len(terms) < len(articles):
            return False
        _forget(
            [row[0] for row in query("SELECT id FROM store_wrapuprecording WHERE target = %s", [target])], made.file
        )
        row = WrapupRecording.objects.create(edition=edition, target=target, **_values(made))
        RecordingSource.objects.bulk_create(
            RecordingSource(recording=row, article_id=one, terms=terms[one]) for one in sorted(articles)
        )
        _forget([row[0] for row in query(_SPARE, [edition, keep])])
        note_change()
    return True


_TERMS = """
SELECT a.id, p.terms FROM store_article a JOIN store_publisher p ON p.id = a.publisher_id WHERE a.id IN ({marks})
"""


def _values(made: Recording) -> dict[str, Any]:
    chapters = [[one.start_ms, storable(one.title), one.language, one.story, [*one.articles]] for one in made.chapters]
    return {
        "file": made.file,
        "media_type": made.media_type,
        "size": made.size,
        "duration_ms": made.duration_ms,
        "language": made.language[:35],
        "script_hash": made.script_hash,
        "chapters": chapters,
        "made_at": made.made_at,
    }


def recording_of(target: str) -> Recording | None:
    """Of one wrap-up, while its publishers' terms are no narrower than when it was made."""
    return next(map(_recording, query(_ONE, [target])), None)


def recordings_of(edition: str, limit: int) -> tuple[Recording, ...]:
    """Of one edition (`store.briefs.edition_name`), the newest first."""
    return tuple(map(_recording, query(_NEWEST, [edition, limit])))


def _recording(row: Sequence[Any]) -> Recording:
    target, file, media_type, size, duration_ms, language, script_hash, made_at, chapters = row
    day, part = str(target).split("|")[-2:]
    told = json.loads(chapters) if isinstance(chapters, str) else chapters
    return Recording(
        day=date.fromisoformat(day),
        part=DayPart(part),
        file=file,
        media_type=media_type,
        size=size,
        duration_ms=duration_ms,
        language=language,
        script_hash=bytes(script_hash),
        made_at=utc(made_at),
        chapters=tuple(_chapter(*one) for one in told),
    )


def _chapter(start_ms: int, title: str, language: str, story: int, articles: list[int]) -> SpokenChapter:
    return SpokenChapter(start_ms, title, language, story, tuple(articles))


def media_type_of(file: str) -> str:
    """ "" for a file that nobody may have: not of a recording, or not any more."""
    return next((str(row[0]) for row in query(_FILE, [file])), "")


def addresses_of(article_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Publisher's name and the original's address, for the notes beside a recording."""
    return {row[0]: (row[1], row[2]) for row in query_in(_ADDRESSES, article_ids)}


_ADDRESSES = """
SELECT a.id, p.name, a.url FROM store_article a JOIN store_publisher p ON p.id = a.publisher_id WHERE a.id IN ({marks})
"""


def forget_made_of(article_ids: Iterable[int]) -> None:
    """Every recording that quotes one of these, in the caller's transaction; its file when that is over."""
    _forget({row[0] for row in query_in(_MADE_OF, article_ids)})


def _forget(ids: Iterable[int], but: str = "") -> None:
    """Their files too, unless it is called `but`."""
    for chunk in chunks(ids):
        rows = query(f"SELECT file FROM store_wrapuprecording WHERE id IN ({marks(chunk)})", chunk)  # noqa: S608 - values are bound
        execute(f"DELETE FROM store_recordingsource WHERE recording_id IN ({marks(chunk)})", chunk)  # noqa: S608 - values are bound
        execute(f"DELETE FROM store_wrapuprecording WHERE id IN ({marks(chunk)})", chunk)  # noqa: S608 - values are bound
        files = [STORE.recordings / str(row[0]) for row in rows if row[0] != but]
        transaction.on_commit(lambda files=files: _remove(files))  # type: ignore[misc]  # bound now, as a loop needs


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def forget_old(now: datetime, days: int) -> int:
    """Recordings of wrap-ups that are kept no longer; 0 days keeps for ever. Returns how many."""
    before = [at(now - timedelta(days=days))]
    ids = [row[0] for row in query(_OLD, before)] if days else []
    with transaction.atomic():
        _forget(ids)
        if ids:
            note_change()
    return len(ids)


def forget_stray_files(directory: Path, now: datetime) -> int:
    """Files that no recording has, left by a worker that was killed. Returns how many."""
    known = {str(row[0]) for row in query("SELECT file FROM store_wrapuprecording")}
    before = (now - UNFINISHED).timestamp()
    strays = [one for one in directory.glob("*.*") if one.name not in known and one.stat().st_mtime < before]
    _remove(one for one in strays if one.is_file())
    return len(strays)
