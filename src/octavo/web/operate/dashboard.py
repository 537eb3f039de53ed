"""The operator's first page: how the newsroom fares right now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.store import desk, quality, reading
from octavo.store.settings import STORE
from octavo.web.operate.access import operator_only

TROUBLED_SHOWN = 8


@operator_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "heading": _("Your newsroom"),
        "desk_page": "dashboard",
        "state": reading.gathering_state(now),
        "days": desk.intake_by_day(now),
        "held": quality.held_count(),
        "troubled": desk.feeds("failing")[:TROUBLED_SHOWN],
        "imports": desk.recent_imports(),
        "disk": desk.disk_usage(STORE),
    }
    return render(request, "operate/dashboard.html", context)
