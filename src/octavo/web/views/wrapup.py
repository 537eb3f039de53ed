"""The Daily Wrap-Up: an edition's lead in a few minutes, and those of earlier editions."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo import editions
from octavo.core.briefs import BriefOf, Feature, KeptBrief, Wrapup
from octavo.core.editions import DayPart
from octavo.core.reading import EditionKey
from octavo.core.speech import Recording
from octavo.core.writing import EMBEDDED
from octavo.store.ai_reports import upheld
from octavo.store.briefs import edition_name, edition_target, latest_wrapup, wrapup_of
from octavo.store.reading.cards import cards
from octavo.store.recordings import recording_of, recordings_of
from octavo.web import words
from octavo.web.ai_reports import What
from octavo.web.brief_views import ShownWrapup
from octavo.web.briefs import cited, shown_wrapup
from octavo.web.caching import conditional
from octavo.web.dayparts import dated_path, day_name, part_name
from octavo.web.editions import edition_of
from octavo.web.mine import mine_of, muted_of
from octavo.web.my.wrapup import mine_wrapup
from octavo.web.spoken import script
from octavo.web.views.editions import key_of
from octavo.web.views.podcast import podcast_path, recording_path

MINE = "mine"
When = tuple[date, DayPart]


@require_safe
@conditional
def current(request: HttpRequest) -> HttpResponse:
    """The newest of the reader's edition, which may be a part of the day behind; or, of what they follow, their own."""
    key, mine = edition_of(request), mine_of(request)
    if mine and mine.follows and request.GET.get("of") == MINE:
        told = mine_wrapup(mine, key, datetime.now(UTC))
        return _page(request, key, None, _Spoken(told), is_mine=True)
    latest = latest_wrapup(key)
    kept = wrapup_of(key, *latest) if latest else None
    return _page(request, key, latest, _spoken(request, key, latest, kept))


@require_safe
@conditional
def earlier(request: HttpRequest, country: str, day: date, part: str) -> HttpResponse:
    key = key_of(request, country)
    kept = wrapup_of(key, day, DayPart(part)) if part in set(DayPart) else None
    if kept is None:
        raise Http404(_("There is no such edition, or it is kept no longer."))
    when = day, DayPart(part)
    return _page(request, key, when, _spoken(request, key, when, kept))


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A wrap-up as this viewer may see it, and how they may hear it: in a recording, read out by their browser, or
    either where the recording says less."""

    told: ShownWrapup | None
    recording: Recording | None = None
    is_read_out: bool = True


def _spoken(request: HttpRequest, key: EditionKey, when: When | None, kept: KeptBrief | None) -> _Spoken:
    muted = muted_of(request)
    told = (
        shown_wrapup(kept, cards(sorted(cited(kept.brief))), minutes_of(kept), upheld(), muted=muted) if kept else None
    )
    made = recording_of(edition_target(key, *when)) if told and when else None
    if told is None or made is None or when is None:
        return _Spoken(told)
    if script(told, key, *when).hash == made.script_hash:
        return _Spoken(told, made, is_read_out=False)
    # What this viewer mutes may be in it.
    return _Spoken(told, None if muted else made)


def _page(
    request: HttpRequest, key: EditionKey, when: When | None, spoken: _Spoken, *, is_mine: bool = False
) -> HttpResponse:
    mine, made = mine_of(request), spoken.recording
    context = {
        "here": "wrapup",
        "heading": _("Wrap-up"),
        "description": _("The edition in a few minutes."),
        "edition": key,
        "told": spoken.told,
        "is_mine": is_mine,
        "can_be_mine": bool(mine and mine.follows),
        "is_read_out": spoken.is_read_out,
        "recording": made,
        "recording_path": recording_path(made) if made else "",
        "recording_length": words.duration(made.duration_ms // 1000) if made else "",
        "podcast_path": podcast_path(key) if made or (not is_mine and _has_podcast(key)) else "",
    }
    if when and spoken.told:
        target = f"{BriefOf.EDITION.value}:{edition_target(key, *when)}"
        context["what"] = What(Feature.WRAPUP.value, target, spoken.told.model or EMBEDDED)
    if when:
        day, part = when
        today = editions.local_day(key.country, datetime.now(UTC))
        context["day"] = day
        context["of"] = _("{day}, {part}").format(day=day_name(day, today), part=part_name(part))
        context["edition_path"] = dated_path(key, day, part)
    return render(request, "wrapup.html", context)


def _has_podcast(key: EditionKey) -> bool:
    return bool(recordings_of(edition_name(key), 1))


def minutes_of(kept: KeptBrief) -> int:
    table = kept.brief.table
    return max(1, math.ceil(table.minutes)) if isinstance(table, Wrapup) else 0


def newest_minutes(key: EditionKey) -> int:
    """How long the newest wrap-up takes to read; 0 where there is none."""
    latest = latest_wrapup(key)
    kept = wrapup_of(key, *latest) if latest else None
    return minutes_of(kept) if kept else 0
