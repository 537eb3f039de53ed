"""Signing in and out, and the one-time link that makes the first operator."""

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from octavo.store import operators
from octavo.web.operate import access
from octavo.web.operate.forms import SignInForm, WelcomeForm
from octavo.web.paths import safe_path


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, password = form.cleaned_data["email"], form.cleaned_data["password"]
        if access.is_locked(request, email):
            form.add_error(None, _("Too many wrong tries. Wait a quarter of an hour, then try again."))
        elif reader := authenticate(request, username=email.lower(), password=password):
            access.forget_wrong_passwords(request, email)
            login(request, reader)
            return redirect(_next(request))
        else:
            access.note_wrong_password(request, email)
            form.add_error(None, _("This e-mail and password do not belong together."))
    status = 422 if form.errors else 200
    context = {"form": form, "heading": _("Sign in"), "next": request.GET.get("next", "")}
    return render(request, "operate/sign_in.html", context, status=status)


def _next(request: HttpRequest) -> str:
    target = safe_path(request.POST.get("next", ""))
    return "operate" if target == "/" else target


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("front")


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
            login(request, reader, backend="django.contrib.auth.backends.ModelBackend")
            messages.success(request, _("Welcome. This newsroom is yours to run."))
            return _unshared(redirect("operate"))
    context = {"form": form, "heading": _("Run this newsroom")}
    return _unshared(render(request, "operate/welcome.html", context, status=422 if form.errors else 200))


def _unshared(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no other site learns it from a Referer.

    Not "no-referrer", under which browsers post with `Origin: null`, and the check of the form's origin refuses that.
    """
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
