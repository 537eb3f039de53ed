"""Who may enter, and how often one may try."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from octavo.store.models import Reader

View = Callable[..., HttpResponse]

TRIES = 8
LOCKED_S = 15 * 60


def operator_only(view: View) -> View:
    """Strangers are asked to sign in, readers are refused, and nothing of these pages is kept by a browser."""

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("sign-in"))
        if not operator_of(request).is_operator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(enter)


def operator_of(request: HttpRequest) -> Reader:
    """The signed-in reader. Raises PermissionDenied for a stranger."""
    if isinstance(request.user, Reader):
        return request.user
    raise PermissionDenied


def is_locked(request: HttpRequest, email: str) -> bool:
    """Too many wrong passwords, for this account or from this address."""
    return any(cache.get(key, 0) >= TRIES for key in _keys(request, email))


def note_wrong_password(request: HttpRequest, email: str) -> None:
    for key in _keys(request, email):
        cache.add(key, 0, LOCKED_S)
        cache.incr(key)


def forget_wrong_passwords(request: HttpRequest, email: str) -> None:
    cache.delete_many(_keys(request, email))


def _keys(request: HttpRequest, email: str) -> list[str]:
    names = (f"account {email.strip().lower()}", f"address {request.META.get('REMOTE_ADDR', '')}")
    return ["sign-in-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest() for name in names]
