"""Stopping the letter from the letter itself: the mailbox's own button (RFC 8058), or a page with one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from octavo.store import notification_settings
from octavo.web.notify.digest import reader_by


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Needs neither session nor cookie: the token is the letter's reader's. Looking stops nothing, for programs look
    at every link of a letter."""
    reader = reader_by(token)
    if reader is None:
        raise Http404(_("This link is none of ours."))
    is_done = request.method == "POST"
    if is_done:
        notification_settings.stop_digest(reader)
    context = {"heading": _("No more letters"), "hidden": True, "is_done": is_done}
    answer = render(request, "notify/unsubscribe.html", context)
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
