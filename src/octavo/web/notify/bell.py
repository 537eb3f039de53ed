"""The page behind the bell: what the reader was told, by day; and marking it as read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from octavo.core.notifications import Notification
from octavo.pipeline.notifying import zone_for
from octavo.store import notification_settings as chosen
from octavo.store import notifications as store
from octavo.store.preferences import preferences
from octavo.store.settings import SITE
from octavo.web import words
from octavo.web.access import reader_of, reader_only
from octavo.web.my.answers import read_id, wants_json
from octavo.web.notify.words import ICONS, lead, path

PAGE = 50
_FARTHEST = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One notification as it is listed. `title` is in `language`, "" for the reader's own."""

    id: int
    icon: str
    lead: str
    title: str
    language: str
    path: str
    at: datetime
    is_unread: bool


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    lines: tuple[Line, ...]


@reader_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    reader, now = reader_of(request), datetime.now(UTC)
    start = min(_FARTHEST, read_id(request.GET.get("from", "")))
    found = store.bell(reader.pk, now, start=start, limit=PAGE + 1)
    context = {
        "here": "notifications",
        "heading": _("Notifications"),
        "days": by_day(found[:PAGE], zone_of_reader(reader.pk), now),
        "until": now.isoformat(),
        "unread": store.unread_count(reader.pk, now),
        "next_path": f"{request.path}?{urlencode({'from': start + PAGE})}" if len(found) > PAGE else "",
        "next_label": _("Older notifications"),
    }
    return render(request, "notify/bell.html", context)


def zone_of_reader(reader_id: int) -> tzinfo:
    return zone_for(chosen.settings_of(reader_id), preferences(reader_id).country, SITE)


def by_day(found: Iterable[Notification], zone: tzinfo, now: datetime) -> list[Day]:
    """The latest first, by the reader's own days."""
    today = now.astimezone(zone).date()
    days = groupby(found, key=lambda one: one.state.at.astimezone(zone).date())
    return [Day(_day_name(day, today), tuple(map(_line, some))) for day, some in days]


def _day_name(day: date, today: date) -> str:
    if day >= today:
        return _("Today")
    return _("Yesterday") if day == today - timedelta(days=1) else words.full_day(day)


def _line(one: Notification) -> Line:
    return Line(
        id=one.id,
        icon=ICONS[one.state.kind],
        lead=lead(one),
        title=one.subject.title,
        language=one.subject.language,
        path=path(one),
        at=one.state.at,
        is_unread=not one.state.is_read,
    )


@reader_only
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """One (`id`) was read, or all that were told `until` the page was made. How many are unread now."""
    reader, now = reader_of(request), datetime.now(UTC)
    if "id" in request.POST:
        store.mark_read(reader.pk, [read_id(request.POST["id"])], now)
    else:
        store.mark_all_read(reader.pk, _moment(request.POST.get("until", ""), now), now)
    if wants_json(request):
        return JsonResponse({"unread": store.unread_count(reader.pk, now)})
    return redirect("notifications")


def _moment(text: str, now: datetime) -> datetime:
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        return now
    return min(said, now) if said.tzinfo else now
