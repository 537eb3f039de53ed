"""Addresses of second factors, as django-allauth has them, with views that are imported when they are first asked for.

Two of its modules bring fido2 and with it half of `cryptography`, 10 MB and a good part of a web process's start, which
only those need who use a passkey. tests/web/account/test_starting.py holds this list to django-allauth's own.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.utils.module_loading import import_string

BASE = "allauth.mfa.base.views"
PASSKEYS = "allauth.mfa.webauthn.views"


def _later(module: str, name: str) -> Callable[..., HttpResponseBase]:
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = import_string(f"{module}.{name}")(request, *args, **kwargs)
        return answer

    view.__module__, view.__name__, view.__qualname__ = module, name, name
    return view


urlpatterns = [
    path("", _later(BASE, "index"), name="mfa_index"),
    path("authenticate/", _later(BASE, "authenticate"), name="mfa_authenticate"),
    path("reauthenticate/", _later(BASE, "reauthenticate"), name="mfa_reauthenticate"),
    path("totp/", include("allauth.mfa.totp.urls")),
    path("recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
    path("webauthn/", _later(PASSKEYS, "list_webauthn"), name="mfa_list_webauthn"),
    path("webauthn/add/", _later(PASSKEYS, "add_webauthn"), name="mfa_add_webauthn"),
    path("webauthn/reauthenticate/", _later(PASSKEYS, "reauthenticate_webauthn"), name="mfa_reauthenticate_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", _later(PASSKEYS, "remove_webauthn"), name="mfa_remove_webauthn"),
    path("webauthn/keys/<int:pk>/edit/", _later(PASSKEYS, "edit_webauthn"), name="mfa_edit_webauthn"),
    path("webauthn/login/", _later(PASSKEYS, "login_webauthn"), name="mfa_login_webauthn"),
]
