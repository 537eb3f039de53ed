"""The one-time link that makes the first operator."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from octavo.store import operators
from octavo.store.models import Reader
from octavo.web.operate.forms import WelcomeForm


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Make the operator, sign in, and lead to the dashboard. The link works once."""
    if not operators.is_invitation(token, timezone.now()):
        gone = {"heading": _("This link was used already, or is too old")}
        return _unshared(render(request, "operate/welcome_gone.html", gone, status=410))
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reader = operators.accept_invitation(token, **form.cleaned_data, now=timezone.now())
        except operators.InvitationError as error:
            form.refuse(error)
        else:
            _sign_in(request, reader)
            messages.success(request, _("Welcome. This newsroom is yours to run."))
            return _unshared(redirect("operate"))
    context = {"form": form, "heading": _("Run this newsroom")}
    return _unshared(render(request, "operate/welcome.html", context, status=422 if form.errors else 200))


def _sign_in(request: HttpRequest, reader: Reader) -> None:
    """As django-allauth signs in, so that the session is listed and counts as fresh."""
    from allauth.account.internal.flows.login import record_authentication
    from allauth.usersessions.models import UserSession

    login(request, reader)
    record_authentication(request, reader, method="password", email=reader.email)
    UserSession.objects.create_from_request(request)


def _unshared(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no other site learns it from a Referer.

    Not "no-referrer", under which browsers post with `Origin: null`, and the check of the form's origin refuses that.
    """
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
