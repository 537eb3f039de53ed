"""Reports of OPML imports: how far one is, and what was left out and why."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from octavo.store.models import ImportReport
from octavo.store.sql import storable

_MAX_LEFT_OUT = 500


def start_import(name: str, total: int, left_out: Sequence[str] = ()) -> int:
    """A report of `total` listed feeds; `left_out` says what of the file could not be read. Returns its id."""
    kept = [storable(line, 300) for line in left_out[:_MAX_LEFT_OUT]]
    return ImportReport.objects.create(name=storable(name, 200), total=total, left_out=kept).pk


def note_import(report_id: int, *, added: int = 0, known: int = 0, left_out: Sequence[str] = ()) -> None:
    """So many more were added, were known already, or were left out (a line each)."""
    ImportReport.objects.filter(pk=report_id).update(added=F("added") + added, known=F("known") + known)
    report = ImportReport.objects.filter(pk=report_id).first() if left_out else None
    if report:
        report.left_out = (report.left_out + [storable(line, 300) for line in left_out])[:_MAX_LEFT_OUT]
        report.save(update_fields=["left_out"])


def finish_import(report_id: int, now: datetime) -> None:
    ImportReport.objects.filter(pk=report_id).update(finished_at=now)
