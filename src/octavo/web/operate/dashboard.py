"""The operator's first page: how the newsroom fares right now."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from octavo.store import ai_reports, desk, figures, overview, quality, reading
from octavo.store.models import DayFigures
from octavo.store.settings import STORE
from octavo.web.access import operator_only
from octavo.web.account import seen
from octavo.web.words import number, size

TROUBLED_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Room:
    """What something takes, in bytes and of the whole; `is_part`: of what stands above."""

    name: str
    bytes: int
    share: float
    is_part: bool = False


@operator_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    room = overview.storage(now, STORE)
    context = {
        "heading": _("Your newsroom"),
        "desk_page": "dashboard",
        "state": reading.gathering_state(now),
        "days": figures.intake(now),
        "held": quality.held_count(),
        "readers": overview.readers(now, seen.waiting()),
        "jobs": overview.jobs(now),
        "talk": overview.talk(now),
        "ai_reports": ai_reports.count_open(),
        "publishers": overview.publishers(),
        "cards": overview.cards(now),
        "storage": room,
        "rooms": _rooms(room),
        "going": _going(room.measured) if room.measured else (),
        "troubled": desk.feeds("failing")[:TROUBLED_SHOWN],
        "imports": desk.recent_imports(),
    }
    return render(request, "operate/dashboard.html", context)


def _rooms(room: overview.StorageFigures) -> list[Room]:
    found, whole = room.measured, room.database
    rows = [(_("Database"), room.database, False)]
    if found:
        whole += found.pictures + found.uploads
        rows += [
            (_("Kept pages, in the database"), found.pages, True),
            (_("Search index, in the database"), found.index, True),
        ]
        rows += [(_("Pictures"), found.pictures, False), (_("Uploads"), found.uploads, False)]
    return [Room(name, count, min(1.0, count / max(1, whole)), is_part) for name, count, is_part in rows]


def _going(found: DayFigures) -> list[str]:
    """What retention frees at the next housekeeping, or that it frees nothing."""
    lines = []
    if STORE.keep_pages_days:
        said = ngettext(
            "The next housekeeping forgets %(count)s kept page (%(size)s), older than %(days)s days.",
            "The next housekeeping forgets %(count)s kept pages (%(size)s), older than %(days)s days.",
            found.going_pages,
        )
        named = {"count": number(found.going_pages), "size": size(found.going_page_bytes)}
        lines.append(said % {**named, "days": number(STORE.keep_pages_days)})
    if STORE.keep_articles_days:
        said = ngettext(
            "The next housekeeping forgets %(count)s article, older than %(days)s days.",
            "The next housekeeping forgets %(count)s articles, older than %(days)s days.",
            found.going_articles,
        )
        lines.append(said % {"count": number(found.going_articles), "days": number(STORE.keep_articles_days)})
    else:
        lines.append(_("Articles are kept for ever."))
    if STORE.keep_entries_days:
        said = ngettext(
            "The next housekeeping forgets %(count)s entry as a feed said it, older than %(days)s days.",
            "The next housekeeping forgets %(count)s entries as feeds said them, older than %(days)s days.",
            found.going_entries,
        )
        lines.append(said % {"count": number(found.going_entries), "days": number(STORE.keep_entries_days)})
    return lines
