"""The devices that take a reader's push messages: set up by the page's script, taken out by a form."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from octavo.store import push_devices as store
from octavo.web.access import reader_of, reader_only
from octavo.web.account.devices import device_of
from octavo.web.my.answers import read_id, wants_json
from octavo.web.notify.forms import read_browser


@reader_only
@require_POST
def register(request: HttpRequest) -> HttpResponse:
    browser = read_browser(request.POST, device_of(request.headers.get("User-Agent", "")))
    if browser is None or not store.register(reader_of(request).pk, browser, datetime.now(UTC)):
        return JsonResponse({"on": False}, status=422)
    return JsonResponse({"on": True})


@reader_only
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """By its number in the list, or by its own address, which the device itself knows."""
    endpoint = request.POST.get("endpoint", "")
    removed = store.remove(reader_of(request).pk, device_id=read_id(request.POST.get("device", "")), endpoint=endpoint)
    if wants_json(request):
        return JsonResponse({"on": False})
    if removed:
        messages.success(request, _("This device is told nothing more."))
    return redirect("notification-settings")
