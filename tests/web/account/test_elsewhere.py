"""Signing in through an issuer of OpenID Connect, which here is a real one on loopback."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount import providers
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from octavo.core.accounts import SignUp
from octavo.store import invitations
from octavo.store.models import Invitation, Job, Reader
from octavo.store.models.readers import Role
from octavo.web.account import adapters
from web.account.issuer import ADA, CLIENT, SECRET, Issuer, new_key, running

pytestmark = pytest.mark.django_db
APP = "allauth.socialaccount.providers.openid_connect"


@pytest.fixture
def issuer(settings: Any) -> Iterator[Issuer]:
    """As docs/operate.md says that one is configured."""
    assert get_resolver().url_patterns, "the usual addresses are made by the usual settings"
    with running() as one:
        settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, APP]
        settings.ROOT_URLCONF = "web.account.elsewhere_urls"
        settings.SIGN_UP = SignUp.OPEN
        (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        named = {**app, "client_id": CLIENT, "secret": SECRET, "settings": {"server_url": one.address}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [named]}}
        cache.clear()
        known = dict(providers.registry.provider_map)
        providers.registry.loaded = False
        providers.registry.load()
        yield one
        providers.registry.provider_map = known


def leave(client: Client, where: str = "account_login", **said: str) -> str:
    """Press the button; the address of the issuer to which the next page leads."""
    answer = client.post(reverse("openid_connect_login", kwargs={"provider_id": "oidc"}), said)
    assert answer.status_code == 200, answer.headers
    return str(answer.context["target"])


def come_back(client: Client, **said: str) -> Any:
    return client.get(reverse("openid_connect_callback", kwargs={"provider_id": "oidc"}), said)


def visit(client: Client, issuer: Issuer, **said: str) -> Any:
    """There and back."""
    return come_back(client, **issuer.authorize(leave(client, **said)))


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("me")).status_code == 200


# Who may come in


def test_whoever_the_issuer_knows_signs_up_and_in_again(client: Client, issuer: Issuer) -> None:
    assert "OpenID Connect" in client.get(reverse("account_login")).content.decode()
    answer = visit(client, issuer)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("me"))
    reader = Reader.objects.get()
    assert (reader.email, reader.role, reader.has_usable_password()) == (ADA["email"], Role.READER, False)
    assert is_signed_in(client)
    assert issuer.asked["redirect_uri"].endswith("/account/oidc/oidc/login/callback/")
    assert issuer.asked["code_challenge_method"] == "S256"
    assert {"/token", "/keys", "/userinfo"} <= set(issuer.seen)
    again = Client(headers={"host": "localhost"})
    assert visit(again, issuer).headers["Location"] == reverse("me")
    assert is_signed_in(again)
    assert (Reader.objects.count(), SocialAccount.objects.get().uid) == (1, "ada-1")


@pytest.mark.parametrize("mode", [SignUp.INVITATION, SignUp.CLOSED])
def test_nobody_signs_up_where_that_is_not_open(client: Client, issuer: Issuer, settings: Any, mode: SignUp) -> None:
    settings.SIGN_UP = mode
    assert "By invitation" in visit(client, issuer).content.decode()
    assert not Reader.objects.exists()
    assert not is_signed_in(client)


def test_who_is_a_reader_signs_in_even_where_sign_up_is_closed(client: Client, issuer: Issuer, settings: Any) -> None:
    visit(client, issuer)
    settings.SIGN_UP = SignUp.CLOSED
    again = Client(headers={"host": "localhost"})
    visit(again, issuer)
    assert is_signed_in(again)


def test_the_operator_may_trust_all_that_the_issuer_knows(
    client: Client, issuer: Issuer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIGN_UP = SignUp.CLOSED
    monkeypatch.setattr(adapters, "ACCOUNTS", replace(adapters.ACCOUNTS, oidc_sign_up=True))
    visit(client, issuer)
    assert is_signed_in(client)


def test_an_invitation_goes_along_and_is_used_up(issuer: Issuer, settings: Any) -> None:
    settings.SIGN_UP = SignUp.INVITATION
    operator = Reader.objects.create_user("operator@octavo.example", "eight leaves make one", role=Role.OPERATOR)
    token = invitations.invite(operator, "", 1, 7, timezone.now())
    clients = [Client(headers={"host": "localhost"}) for _ in range(2)]
    page = clients[0].get(reverse("account_invited", kwargs={"invitation": token})).content.decode()
    assert f'name="invitation" value="{token}"' in page
    addresses = [leave(client, invitation=token) for client in clients]
    come_back(clients[0], **issuer.authorize(addresses[0]))
    assert is_signed_in(clients[0])
    assert Invitation.objects.get().used == 1
    issuer.person = {**ADA, "sub": "eve-1", "email": "eve@octavo.example"}
    come_back(clients[1], **issuer.authorize(addresses[1]))
    assert not is_signed_in(clients[1])
    assert Reader.objects.count() == 2
    visit(Client(headers={"host": "localhost"}), issuer, invitation="none")
    assert Reader.objects.count() == 2


# Whose account it is


@pytest.mark.parametrize("is_verified", [True, False])
@pytest.mark.parametrize("sends_mail", [True, False])
def test_an_address_that_is_taken_opens_nobodys_account(
    client: Client, issuer: Issuer, settings: Any, sends_mail: bool, is_verified: bool
) -> None:
    if sends_mail:
        settings.SENDS_MAIL = True
        settings.EMAIL_BACKEND = "octavo.store.mail.QueuedMail"
        settings.ACCOUNT_EMAIL_VERIFICATION = settings.SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
    ada = Reader.objects.create_user(str(ADA["email"]), "eight leaves make one sheet")
    EmailAddress.objects.create(user=ada, email=ada.email, verified=is_verified, primary=True)
    issuer.person = {**ADA, "email": "ADA@octavo.example"}
    visit(client, issuer)
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert Reader.objects.get().has_usable_password()
    page = client.get(reverse("socialaccount_signup"))
    if not sends_mail:
        refused = client.post(reverse("socialaccount_signup"), {"email": ada.email})
        assert (page.status_code, refused.status_code) == (200, 422)
        assert Reader.objects.count() == 1
    assert not is_signed_in(client)
    assert Job.objects.filter(kind="send_mail").count() == int(sends_mail)


def test_a_reader_connects_an_account_elsewhere(client: Client, issuer: Issuer, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    reader = Reader.objects.create_user("anna@octavo.example", "eight leaves make one sheet")
    client.post(reverse("account_login"), {"login": reader.email, "password": "eight leaves make one sheet"})
    page = client.get(reverse("socialaccount_connections"))
    assert page.status_code == 200
    login = reverse("openid_connect_login", kwargs={"provider_id": "oidc"}) + "?process=connect"
    target = client.post(login).context["target"]
    asked = come_back(client, **issuer.authorize(target)).headers["Location"]
    assert (asked, SocialAccount.objects.count()) == (reverse("account_reauthenticate"), 0)
    proved = client.post(asked, {"password": "eight leaves make one sheet"})
    assert proved.headers["Location"] == reverse("socialaccount_connections")
    assert SocialAccount.objects.get().user == reader
    assert Reader.objects.count() == 1


# What is not believed


def test_only_the_sign_in_that_began_here_ends_here(client: Client, issuer: Issuer) -> None:
    said = issuer.authorize(leave(client))
    stranger = Client(headers={"host": "localhost"})
    assert come_back(stranger, **said).status_code == 401, "another browser's state"
    assert come_back(client, code="a-code", state="made-up").status_code == 401
    assert come_back(client, code="a-code").status_code == 401
    assert come_back(client, **said).status_code == 302
    assert come_back(client, **said).status_code == 401, "a state is good once"
    assert Reader.objects.count() == 1


LIES: dict[str, dict[str, Any]] = {
    "another sign-in's nonce": {"claims": {"nonce": "0" * 64}},
    "no nonce": {"claims": {"nonce": None}},
    "another issuer": {"claims": {"iss": "https://other.example"}},
    "for another newsroom": {"claims": {"aud": "another"}},
    "too old": {"claims": {"exp": 1_000_000_000}},
    "two people": {"told": {"sub": "eve-1"}},
    "nobody": {"person": {"email": "ada@octavo.example"}},
    "another key": {"published": new_key()},
    "no signature": {"key": None, "algorithm": "none"},
    "a shared secret": {"key": "k" * 64, "algorithm": "HS256", "published": new_key()},
    "no token": {"without": ("id_token",)},
    "no access": {"without": ("access_token",)},
    "no keys": {"without": ("jwks_uri",)},
    "rubbish for a token": {"raw": {"/token": b'{"access_token": "an-access-token", "id_token": 7}'}},
    "a list for a person": {"raw": {"/userinfo": b"[1]"}},
    "no JSON": {"raw": {"/keys": b"<html>"}},
}


@pytest.mark.parametrize("lie", LIES)
def test_what_the_issuer_does_not_vouch_for_is_refused(client: Client, issuer: Issuer, lie: str) -> None:
    for name, value in LIES[lie].items():
        setattr(issuer, name, value)
    answer = visit(client, issuer)
    assert answer.status_code == 401
    assert not re.search(r"\bada\b", answer.content.decode())
    assert not Reader.objects.exists()
    assert not is_signed_in(client)


def test_an_issuer_without_userinfo_says_it_in_the_token(client: Client, issuer: Issuer) -> None:
    issuer.without = ("userinfo_endpoint",)
    visit(client, issuer)
    assert Reader.objects.get().email == ADA["email"]


@pytest.mark.parametrize("raw", [b"<html>", b"[]", b"{}"])
def test_an_issuer_that_makes_no_sense_is_a_page_and_no_crash(client: Client, issuer: Issuer, raw: bytes) -> None:
    issuer.raw["/.well-known/openid-configuration"] = raw
    answer = client.post(reverse("openid_connect_login", kwargs={"provider_id": "oidc"}))
    assert answer.status_code == 401
    assert client.get(reverse("openid_connect_login", kwargs={"provider_id": "other"})).status_code == 404


def test_an_issuer_that_is_away_is_a_page_and_no_crash(client: Client, issuer: Issuer, settings: Any) -> None:
    (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    assert client.post(reverse("openid_connect_login", kwargs={"provider_id": "oidc"})).status_code == 401


def test_who_says_no_there_is_a_stranger_here(client: Client, issuer: Issuer) -> None:
    said = issuer.authorize(leave(client))
    answer = come_back(client, error="access_denied", state=said["state"])
    assert answer.headers["Location"] == reverse("socialaccount_login_cancelled")
    assert client.get(reverse("socialaccount_login_cancelled")).status_code == 200
    assert not is_signed_in(client)
