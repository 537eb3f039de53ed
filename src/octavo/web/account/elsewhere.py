"""Signing in through another issuer: django-allauth's way there and back, with what OpenID Connect asks besides.

What comes back is believed only when the issuer signed it (by a key of its own, no shared secret),
for this newsroom, for the very sign-in that began here, and when both of its answers speak of one person.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language

from octavo.web.account import links

SIGNATURES = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
LANGUAGE = "octavo-elsewhere-language"
TROUBLE = (OAuth2Error, requests.RequestException, KeyError, TypeError, ValueError, AttributeError)
"""What an issuer that is away, or says what it should not, makes of django-allauth."""


class IssuerAdapter(OpenIDConnectOAuth2Adapter):
    def get_provider(self) -> Any:
        provider = super().get_provider()
        provider.oauth2_adapter_class = IssuerAdapter
        return provider

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """One address for every language, as it is registered at the issuer."""
        with translation.override(settings.LANGUAGE_CODE):
            path = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return links.base(request) + path

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        try:
            login = super().complete_login(request, app, token, **kwargs)
            self._check(request, login.account.extra_data)
        except TROUBLE as error:
            raise OAuth2Error(f"the issuer's answer is refused: {error!r}") from error
        return login

    def _check(self, request: HttpRequest, said: dict[str, Any]) -> None:
        """Raises OAuth2Error, or KeyError where there is no `id_token` (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2)."""
        signed, told = said["id_token"], said.get("userinfo") or said["id_token"]
        if not constant_time_compare(str(signed["nonce"]), nonce_of(request.GET["state"])):
            raise OAuth2Error("another sign-in's nonce")
        if signed["sub"] != told["sub"]:
            raise OAuth2Error("two people")

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        """An issuer need not have that address; then the token says what there is to know."""
        if "userinfo_endpoint" not in self.openid_config:
            return {}
        told: dict[str, Any] = super()._fetch_user_info(access_token)
        return told

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        from allauth.core.internal.deferred import jwt

        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as error:
            raise OAuth2Error("not a token") from error
        if algorithm not in SIGNATURES:
            raise OAuth2Error(f"signed by {algorithm!r}")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


def nonce_of(state: str) -> str:
    """A sign-in's state is random, kept in its session and good once; its nonce follows from it."""
    return salted_hmac("octavo sign-in elsewhere", state, algorithm="sha256").hexdigest()


def go(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The redirect to the issuer, or a page that says why there is none. Raises Http404 for an unknown issuer."""
    adapter = _adapter(request, provider_id)
    if request.method == "POST":
        request.session[LANGUAGE] = get_language()
    try:
        answer: HttpResponseBase = OAuth2LoginView.adapter_view(adapter)(request)
    except TROUBLE as error:
        failed: HttpResponseBase = render_authentication_error(request, adapter.get_provider(), exception=error)
        return failed
    target = answer.headers.get("Location", "")
    if state := parse_qs(urlsplit(target).query).get("state"):
        answer.headers["Location"] = f"{target}&nonce={nonce_of(state[0])}"
    return answer


def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """In the language that one left in."""
    adapter = _adapter(request, provider_id)
    language = request.session.get(LANGUAGE, get_language())
    with translation.override(language):
        request.LANGUAGE_CODE = language
        try:
            answer: HttpResponseBase = OAuth2CallbackView.adapter_view(adapter)(request)
        except TROUBLE as error:
            answer = render_authentication_error(request, adapter.get_provider(), exception=error)
    return answer


def _adapter(request: HttpRequest, provider_id: str) -> IssuerAdapter:
    from allauth.socialaccount.models import SocialApp

    try:
        get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return IssuerAdapter(request, provider_id)
