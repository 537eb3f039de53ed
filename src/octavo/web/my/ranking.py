"""How much of what is personal counts: sliders from 0 to 2, and one switch for all of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from octavo.core.personal import Weights
from octavo.store.preferences import prefer, read_weights
from octavo.web.mine import Mine, mine_of

STEP = 0.25


@dataclass(frozen=True, slots=True)
class Slider:
    name: str
    label: str
    note: str
    value: str


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    mine = mine_of(request)
    if request.method == "POST" and mine:
        return _keep(request, mine)
    context = {
        "here": "ranking",
        "heading": _("Your ranking"),
        "hidden": True,
        "sliders": _sliders(mine.preferences.weights) if mine else [],
        "is_on": mine.preferences.is_personal if mine else False,
    }
    response = render(request, "my/ranking.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _keep(request: HttpRequest, mine: Mine) -> HttpResponse:
    if request.POST.get("act") == "reset":
        prefer(mine.reader_id, weights=Weights(), is_personal=True)
    else:
        prefer(mine.reader_id, weights=read_weights(request.POST.dict()), is_personal="personal" in request.POST)
    messages.success(request, _("Kept. Your front page follows it from now on."))
    return HttpResponseRedirect(reverse("ranking"))


def _sliders(weights: Weights) -> list[Slider]:
    rows = (
        ("publishers", _("Publishers that you follow"), _("Stories that one of them tells.")),
        ("topics", _("Topics that you follow"), ""),
        ("hashtags", _("Hashtags that you follow"), ""),
        ("places", _("Places and countries that you follow"), _("Stories that happen there.")),
        ("stories", _("Stories that you follow"), ""),
        ("history", _("What you read lately"), _("Topics and publishers of the last thirty days.")),
        ("language", _("The languages that you read in"), ""),
        ("read", _("Push down what you have read"), _("Less so where news came since.")),
    )
    return [Slider(name, label, note, f"{getattr(weights, name):g}") for name, label, note in rows]
