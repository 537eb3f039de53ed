"""The Daily Wrap-Up: an edition's lead in a few minutes, and those of earlier editions."""

import math
from datetime import UTC, date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo import editions
from octavo.core.briefs import KeptBrief, Wrapup
from octavo.core.editions import DayPart
from octavo.core.reading import EditionKey
from octavo.store.briefs import latest_wrapup, wrapup_of
from octavo.store.reading.cards import cards
from octavo.web.briefs import ShownWrapup, cited, shown_wrapup
from octavo.web.caching import conditional
from octavo.web.dayparts import dated_path, day_name, part_name
from octavo.web.editions import edition_of
from octavo.web.mine import muted_of
from octavo.web.views.editions import key_of


@require_safe
@conditional
def current(request: HttpRequest) -> HttpResponse:
    """The newest of the reader's edition, which may be a part of the day behind."""
    key = edition_of(request)
    latest = latest_wrapup(key)
    kept = wrapup_of(key, *latest) if latest else None
    return _page(request, key, latest, kept)


@require_safe
@conditional
def earlier(request: HttpRequest, country: str, day: date, part: str) -> HttpResponse:
    key = key_of(request, country)
    kept = wrapup_of(key, day, DayPart(part)) if part in set(DayPart) else None
    if kept is None:
        raise Http404(_("There is no such edition, or it is kept no longer."))
    return _page(request, key, (day, DayPart(part)), kept)


def _page(
    request: HttpRequest, key: EditionKey, when: tuple[date, DayPart] | None, kept: KeptBrief | None
) -> HttpResponse:
    context = {
        "here": "wrapup",
        "heading": _("Wrap-up"),
        "description": _("The edition in a few minutes."),
        "edition": key,
        "told": _shown(request, kept) if kept else None,
    }
    if when:
        day, part = when
        today = editions.local_day(key.country, datetime.now(UTC))
        context["day"] = day
        context["of"] = _("{day}, {part}").format(day=day_name(day, today), part=part_name(part))
        context["edition_path"] = dated_path(key, day, part)
    return render(request, "wrapup.html", context)


def _shown(request: HttpRequest, kept: KeptBrief) -> ShownWrapup | None:
    seen, muted = muted_of(request).cards(cards(sorted(cited(kept.brief))))
    return shown_wrapup(kept, seen, minutes_of(kept), muted)


def minutes_of(kept: KeptBrief) -> int:
    table = kept.brief.table
    return max(1, math.ceil(table.minutes)) if isinstance(table, Wrapup) else 0


def newest_minutes(key: EditionKey) -> int:
    """How long the newest wrap-up takes to read; 0 where there is none."""
    latest = latest_wrapup(key)
    kept = wrapup_of(key, *latest) if latest else None
    return minutes_of(kept) if kept else 0
