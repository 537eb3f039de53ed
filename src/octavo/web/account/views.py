"""Octavo's own answers where django-allauth's do not fit: invitations, no mail server, sessions, other issuers."""

from typing import Any

from allauth.account.views import RequestReauthenticationCodeView, SignupView, email, password_reset
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from octavo.core.accounts import SignUp
from octavo.store import invitations, readers
from octavo.web.access import reader_of, reader_only
from octavo.web.account import adapters, seen
from octavo.web.account.devices import device_of
from octavo.web.account.forms import AddressForm, AskForCodeForm
from octavo.web.account.fresh import fresh_only


class InvitedView(SignupView):
    """Signing up by a link. It says when the link is used up, revoked or too old."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.SIGN_UP == SignUp.OPEN:
            return redirect("account_signup")
        if not invitations.usable(kwargs["invitation"], timezone.now()).exists():
            return invitation_gone(request)
        return super().dispatch(request, *args, **kwargs)


class AskForCodeView(RequestReauthenticationCodeView):
    form_class = AskForCodeForm


@never_cache
def invitation_gone(request: HttpRequest) -> HttpResponse:
    heading = _("This invitation was used already, or is too old")
    return render(request, "account/invitation_gone.html", {"heading": heading}, status=410)


@never_cache
def ask_reset(request: HttpRequest) -> HttpResponseBase:
    """A letter with a link; without a mail server, what to do instead, the same to everyone."""
    if settings.SENDS_MAIL:
        return password_reset(request)
    return render(request, "account/reset_without_mail.html", {"heading": _("Forgotten password")})


@reader_only
@fresh_only
def change_email(request: HttpRequest) -> HttpResponseBase:
    """A new address waits for its letter to be answered while the old one, if that was proved itself, goes on.

    Where it was not, because no letter could be sent, the reader's word is taken.
    """
    reader = reader_of(request)
    if settings.SENDS_MAIL and readers.is_address_proved(reader):
        return email(request)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = readers.change_address(reader, form.cleaned_data["email"])
        if settings.SENDS_MAIL:
            address.send_confirmation(request)
        messages.success(request, _("Kept."))
        return redirect("me")
    context = {"form": form, "heading": _("Change e-mail"), "action": _("Keep")}
    return render(request, "account/form.html", context, status=422 if form.errors else 200)


@reader_only
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and signing out elsewhere."""
    reader, here = reader_of(request), request.session.session_key
    if request.method == "POST":
        asked = request.POST.get("session", "")
        ids = [int(asked)] if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
        ended = readers.end_sessions(reader, ids, spare=here)
        messages.success(request, ngettext("Signed out on one device.", "Signed out elsewhere.", ended))
        return redirect("usersessions_list")
    rows = [
        {
            "id": row.pk,
            "device": device_of(row.user_agent),
            "since": row.created_at,
            "seen": seen.last_seen(row.session_key, row.last_seen_at),
            "ip": row.ip,
            "is_here": row.session_key == here,
        }
        for row in readers.sessions(reader, timezone.now())
    ]
    return render(request, "account/sessions.html", {"heading": _("Where you are signed in"), "rows": rows})


@never_cache
def sign_in_elsewhere(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the other issuer by a page that leads on: the policy lets a form of ours end on this site alone."""
    from octavo.web.account import elsewhere

    if request.method == "POST":
        adapters.carry_invitation(request, request.POST.get("invitation", ""))
    answer = elsewhere.go(request, provider_id)
    target = answer.headers.get("Location", "")
    if answer.status_code == 302 and target.startswith(("https://", "http://")):
        return render(request, "account/leaving.html", {"heading": _("Going on"), "target": target})
    return answer


@never_cache
def return_from_elsewhere(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    from octavo.web.account import elsewhere

    return elsewhere.come_back(request, provider_id)
