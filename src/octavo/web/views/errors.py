"""What a reader sees when something is wrong: what happened, and where to go on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    context = {"status": status, "heading": heading, "text": text, "hidden": True}
    response = render(request, "error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(_("This request makes no sense."), status=400, content_type="text/plain; charset=utf-8")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, _("Not for you"), _("This page is not open to you."))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 429, _("Too many tries"), _("Wait a while, then try again."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return _page(request, 404, _("Not here"), reason or _("There is no page at this address."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database and no session: either may be what is broken."""
    heading, text = _("Something broke"), _("The fault is ours and has been written down. Try again in a moment.")
    return render(None, "broken.html", {"heading": heading, "text": text}, status=500)
