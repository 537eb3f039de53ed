"""Links that leave in letters or are shown once: no header that a visitor may forge shapes them."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse

from octavo.store.models import Reader
from octavo.store.settings import SITE

USUAL_PORTS = {"http": "80", "https": "443"}


def base(request: HttpRequest) -> str:
    """Scheme and host of this site: the operator's word where there is one.

    Else the name that was asked for, which Django has checked to be one of our own, with the port at which we really
    listen: the port of a Host header is anybody's.
    """
    if SITE.public_url:
        return SITE.public_url.rstrip("/")
    host, _ = split_domain_port(request.get_host())
    port = request.META["SERVER_PORT"]
    return f"{request.scheme}://{host}" + ("" if port == USUAL_PORTS.get(str(request.scheme)) else f":{port}")


def rooted(request: HttpRequest, url: str) -> str:
    """The same page of this site, whatever host `url` names."""
    parts = urlsplit(url)
    return base(request) + parts.path + (f"?{parts.query}" if parts.query else "")


def rooted_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What a letter is made of, each of its links rooted."""
    return {
        name: rooted(request, value) if name.endswith("_url") and isinstance(value, str) else value
        for name, value in context.items()
    }


def reset_path(reader: Reader) -> str:
    """Where this reader may choose a new password: once, within Django's PASSWORD_RESET_TIMEOUT."""
    from allauth.account import app_settings
    from allauth.account.utils import user_pk_to_url_str

    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(reader)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(reader), "key": key})
