"""The operator's desk: the present edition, and what is pinned, hidden or marked in it, until when and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from octavo.core.editions import DeskAct, DeskKind
from octavo.core.reading import EditionKey
from octavo.core.views import EditionView, StoryCard
from octavo.store import editions as store
from octavo.store.models import DeskAct as LoggedAct
from octavo.web.access import operator_only, reader_of
from octavo.web.editions import edition_of
from octavo.web.filters import country_choices, language_choices
from octavo.web.front_page import current_edition
from octavo.web.operate.forms import DeskForm

LOG_SHOWN = 60
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the edition as the desk lists it."""

    kind: str
    code: str
    stories: tuple[StoryCard, ...]


@operator_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


def _page(request: HttpRequest, wrong: DeskForm | None) -> HttpResponse:
    now = datetime.now(UTC)
    key = edition_of(request)
    view = current_edition(key, now)
    context = {
        "heading": _("The desk"),
        "desk_page": "desk",
        "edition": key,
        "view": view,
        "parts": parts_of(view) if view else (),
        "form": DeskForm(initial={"country": key.country}, country=key.country),
        "wrong": wrong,
        "acts": acts_shown(LoggedAct.objects.filter(ended_at=None).exclude(until__lte=now), now),
        "log": acts_shown(LoggedAct.objects.all(), now),
        "countries": country_choices({key.country}, with_nations=True),
        "languages": language_choices(key.languages),
        "query": query_of(key),
    }
    return render(request, "operate/desk.html", context, status=422 if wrong else 200)


def parts_of(view: EditionView) -> tuple[Part, ...]:
    lead = Part("lead", "", view.lead)
    return (lead, *(Part(row.kind, row.code, row.stories) for row in view.rows))


@dataclass(frozen=True, slots=True)
class ShownAct:
    act: LoggedAct
    holds: bool


def acts_shown(acts: Iterable[LoggedAct], now: datetime) -> list[ShownAct]:
    """The latest first."""
    found = acts.select_related("story", "by").order_by("-id")[:LOG_SHOWN]  # type: ignore[attr-defined]
    return [ShownAct(act, act.ended_at is None and (act.until is None or act.until > now)) for act in found]


def query_of(key: EditionKey) -> str:
    return urlencode([("country", key.country), *(("language", language) for language in key.languages)])


@operator_only
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Pin, hide or mark one story."""
    form = DeskForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    now = datetime.now(UTC)
    said = form.cleaned_data
    until = now + timedelta(hours=said["hours"]) if said["hours"] else None
    reader = reader_of(request)
    wanted = DeskAct(DeskKind(said["kind"]), said["story"], said["country"], until, said["note"])
    act_id = store.record_act(wanted, now, reader.pk)
    if act_id is None:
        messages.error(request, _("This story is gone."))
    else:
        log.info("the desk decided", act=act_id, kind=said["kind"], story=said["story"], country=said["country"])
        messages.success(request, _("Done. It holds from now on."))
    return _back(request)


@operator_only
@require_POST
def undo(request: HttpRequest, act_id: int) -> HttpResponse:
    get_object_or_404(LoggedAct, pk=act_id)
    if store.end_act(act_id, datetime.now(UTC)):
        log.info("the desk took back", act=act_id)
        messages.success(request, _("Taken back."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    query = query_of(edition_of(request)) if request.GET else ""
    path = reverse("operate-desk")
    return redirect(f"{path}?{query}" if query else path)
