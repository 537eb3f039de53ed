"""Who may enter: strangers, readers, moderators, operators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from octavo.store.models import Reader
from octavo.web.paths import safe_path

View = Callable[..., HttpResponseBase]


def _closed(may_enter: Callable[[Reader], bool]) -> Callable[[View], View]:
    """Strangers are asked to sign in, others are refused, and nothing of these pages is kept by a browser."""

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(_back(request), reverse("account_login"))
            if not may_enter(reader_of(request)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return never_cache(enter)

    return decorate


def _back(request: HttpRequest) -> str:
    """Where a stranger who signs in goes on: the page asked for, or the one that a form stood on."""
    return request.get_full_path() if request.method == "GET" else safe_path(request.POST.get("next", "/"))


reader_only = _closed(lambda reader: True)
moderator_only = _closed(lambda reader: reader.is_moderator)
operator_only = _closed(lambda reader: reader.is_operator)


def reader_of(request: HttpRequest) -> Reader:
    """The signed-in reader. Raises PermissionDenied for a stranger."""
    if isinstance(request.user, Reader):
        return request.user
    raise PermissionDenied


def admin_door(request: HttpRequest) -> HttpResponse:
    """Django's admin sends here whoever may not enter: a stranger to sign in, anyone else nowhere."""
    if request.user.is_authenticated and not reader_of(request).is_operator:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("account_login"))
