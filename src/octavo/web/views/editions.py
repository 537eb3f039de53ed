"""Editions of earlier days, as they were, and the list of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo import editions
from octavo.core.editions import DayPart
from octavo.core.reading import EditionKey
from octavo.store import reading
from octavo.store.briefs import wrapup_of
from octavo.web import words
from octavo.web.caching import conditional
from octavo.web.dayparts import WORLD, dated_path, day_name, part_name, wrapup_path
from octavo.web.editions import edition_of, read_country, read_languages
from octavo.web.lengths import edition_length
from octavo.web.mine import muted_of
from octavo.web.visible import visible_edition

DAYS_LISTED = 60


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the list: what it is called from today, and its edition's address."""

    day: date
    name: str
    path: str


@require_safe
@conditional
def editions_list(request: HttpRequest) -> HttpResponse:
    key = edition_of(request)
    today = editions.local_day(key.country, datetime.now(UTC))
    if asked := _asked_day(request):
        return _led_to(request, key, asked)
    days = [
        Day(day, day_name(day, today), dated_path(key, day)) for day in reading.days_with_snapshots(key, DAYS_LISTED)
    ]
    context = {
        "here": "editions",
        "heading": _("Earlier editions"),
        "description": _("Front pages of earlier days, as they were."),
        "edition": key,
        "days": days,
    }
    return render(request, "editions.html", context)


def _asked_day(request: HttpRequest) -> date | None:
    """What the date picker asks for, None for nonsense."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _led_to(request: HttpRequest, key: EditionKey, asked: date) -> HttpResponse:
    """To the edition of that day, else to the latest one before it, else to the first there is."""
    days = reading.days_with_snapshots(key, DAYS_LISTED)
    if not days:
        return HttpResponseRedirect(request.path)
    nearest = next((day for day in days if day <= asked), days[-1])
    return HttpResponseRedirect(dated_path(key, nearest))


@require_safe
@conditional
def edition(request: HttpRequest, country: str, day: date, part: str = "") -> HttpResponse:
    """An edition as it was. Without a part of the day, the day's last one."""
    key = key_of(request, country)
    if part and part not in set(DayPart):
        raise Http404(_("There is no such edition."))
    found = reading.snapshot_of(key, day, DayPart(part) if part else None)
    if found is None:
        raise Http404(_("There is no such edition, or it is kept no longer."))
    view, hidden = muted_of(request).edition(visible_edition(reading.edition_view(key, found)))
    today = editions.local_day(key.country, datetime.now(UTC))
    heading = _("{day}, {part}").format(day=day_name(day, today), part=part_name(found.part))
    context = {
        "heading": heading,
        "description": f"{words.full_day(day)} · {part_name(found.part)} · {place_name(key)}",
        "edition": key,
        "view": view,
        "hidden_cards": hidden,
        "rows": view.rows,
        "length": edition_length(view),
        "parts": _parts(key, day, found.part),
        "wrapup_path": wrapup_path(key, day, found.part) if wrapup_of(key, day, found.part) else "",
        **_neighbours(key, day),
    }
    return render(request, "edition.html", context)


def key_of(request: HttpRequest, country: str) -> EditionKey:
    """The country of the address; the languages of its query, else of the reader."""
    code = "" if country == WORLD else read_country(country)
    if country not in (WORLD, code):
        raise Http404(_("There is no such edition."))
    languages = read_languages(request.GET.getlist("language")) or edition_of(request).languages
    return EditionKey(code, languages)


def _neighbours(key: EditionKey, day: date) -> Mapping[str, Any]:
    """The days before and after that have an edition."""
    days = sorted(reading.days_with_snapshots(key, DAYS_LISTED))
    before, after = [one for one in days if one < day], [one for one in days if one > day]
    return {
        "earlier": dated_path(key, before[-1]) if before else "",
        "later": dated_path(key, after[0]) if after else "",
    }


def _parts(key: EditionKey, day: date, shown: DayPart) -> list[Mapping[str, Any]]:
    """The parts of the day that have an edition, where there are several."""
    kept = [part for part in DayPart if part is shown or reading.snapshot_of(key, day, part)]
    found: list[Mapping[str, Any]] = [
        {"name": part_name(part), "path": dated_path(key, day, part), "is_shown": part is shown} for part in kept
    ]
    return found if len(found) > 1 else []


def place_name(key: EditionKey) -> str:
    return words.country_name(key.country) if key.country else _("The world")
