"""Every page and letter of accounts speaks the reader's language by this project's own catalogue, django-allauth's left
out: what it says must stand in ours, or no language but those that it happens to know would have it.
"""

import re
from collections.abc import Callable, Iterator
from email.header import decode_header, make_header
from html.parser import HTMLParser
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real

from octavo.core.accounts import SignUp
from octavo.core.settings import INTERFACE_LANGUAGES
from octavo.store import readers
from octavo.store.models import Reader
from octavo.web.account import links
from web.account.issuer import ADA, Issuer
from web.account.test_elsewhere import come_back, issuer, leave
from web.test_accounts import letters, words

__all__ = ["issuer"]
pytestmark = pytest.mark.django_db
PASSWORD = "ثمانية أوراق في ملزمة"
ADDRESS = "anna@octavo.example"
NAMES = re.compile(
    r"\S+@\S+|https?://\S+|\b[A-Z2-7]{16,}\b"
    r"|\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|\{\w+\}|localhost|octavo\.example|Anna's key"
    r"|\b(?:Octavo|OpenID Connect|JPEG|PNG|WebP|GIF|AVIF|MB|Esc|Shift|Enter|OPML|JSON|RSS)\b"
    r"|\b(?:Atom|JavaScript|IP|UTC)\b"
    rf"|{'|'.join(INTERFACE_LANGUAGES.values())}"
)
LATIN = re.compile(r"[A-Za-z][A-Za-z' -]{2,}")


@pytest.fixture(autouse=True)
def _without_the_words_of_allauth(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    every = apps.get_app_configs

    def ours(self: Any) -> None:
        for app in reversed([one for one in every() if not one.name.startswith("allauth")]):
            self.merge(self._new_gnu_trans(f"{app.path}/locale"))

    monkeypatch.setattr(trans_real.DjangoTranslation, "_add_installed_apps_translations", ours)
    _forget_translations()
    yield
    monkeypatch.undo()
    _forget_translations()


def _forget_translations() -> None:
    trans_real.deactivate()
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> None:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def mail(settings: Any) -> Callable[[], str]:
    """A mail server, and all that was sent."""
    settings.SENDS_MAIL = True
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    settings.ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa", "code")
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = False
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.EMAIL_BACKEND = "octavo.store.mail.QueuedMail"
    return lambda: "\n".join(f"{make_header(decode_header(one['Subject']))}\n{words(one)}" for one in letters())


class Said(HTMLParser):
    """What a page says to eyes and to screen readers, but for what names languages and people."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style", "bdi", "code"}
        names = {"title", "aria-label", "placeholder", "alt"} | ({"value"} if tag == "button" else set())
        self.said += [str(value) for name, value in attrs if name in names]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style", "bdi", "code"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def foreign(text: str) -> set[str]:
    return {found.strip() for found in LATIN.findall(NAMES.sub(" ", text))}


class Walk:
    """One visitor's way over pages in Arabic; `english` is what they were told in other letters, and where."""

    def __init__(self) -> None:
        self.client = Client(headers={"host": "localhost"})
        self.english: dict[str, set[str]] = {}

    def note(self, name: str, answer: Any, status: int) -> Any:
        assert answer.status_code == status, (name, answer.status_code, answer.headers.get("Location"))
        if answer.headers.get("Content-Type", "").startswith("text/html") and status != 302:
            found = foreign("\n".join(Said(answer.content.decode()).said))
            if found:
                self.english.setdefault(name, set()).update(found)
        return answer

    def get(self, name: str, status: int = 200, query: str = "", **named: Any) -> Any:
        return self.note(name, self.client.get(f"/ar{reverse(name, kwargs=named)}{query}"), status)

    def post(self, name: str, said: dict[str, Any], status: int = 302, query: str = "", **named: Any) -> Any:
        """And where it leads on, the page there, with its message."""
        answer = self.note(name, self.client.post(f"/ar{reverse(name, kwargs=named)}{query}", said), status)
        if status == 302:
            after = self.client.get(answer.headers["Location"], follow=True)
            self.note(f"after {name}", after, after.status_code)
        return answer

    def sign_in(self, reader: Reader) -> None:
        self.client.force_login(reader)
        self.client.post(f"/ar{reverse('account_reauthenticate')}", {"password": PASSWORD})


@pytest.fixture
def walk() -> Walk:
    return Walk()


@pytest.fixture
def anna() -> Reader:
    reader = Reader.objects.create_user(ADDRESS, PASSWORD, language="ar")
    readers.vouch_for_address(reader)
    return reader


def test_the_test_itself_sees_english() -> None:
    assert foreign("سجّل الدخول Sign in") == {"Sign in"}
    assert not foreign("سجّل الدخول إلى Octavo بالعنوان anna@octavo.example")


def test_ways_in(walk: Walk, anna: Reader, settings: Any) -> None:
    settings.SIGN_UP = SignUp.OPEN
    walk.get("account_login")
    walk.post("account_login", {"login": "x", "password": ""}, 422)
    walk.post("account_login", {"login": ADDRESS, "password": "wrong"}, 422)
    walk.get("account_signup")
    walk.post("account_signup", {"email": ADDRESS, "password1": "short"}, 422)
    walk.post("account_signup", {"email": "no", "password1": "password"}, 422)
    walk.post("account_signup", {"email": "", "password1": ""}, 422)
    walk.get("account_inactive")
    walk.get("account_reset_password")
    bad = {"uidb36": "1", "key": "bad-key"}
    walk.get("account_reset_password_from_key", **bad)
    walk.get("account_reset_password_from_key_done")
    walk.get("account_reset_password_done")
    walk.get("account_confirm_email", key="bad")
    walk.get("account_email_verification_sent")
    walk.get("account_confirm_login_code", 302)
    walk.get("socialaccount_login_cancelled")
    walk.get("socialaccount_login_error", 401)
    settings.SIGN_UP = SignUp.CLOSED
    walk.get("account_signup")
    for _ in range(9):
        answer = walk.client.post("/ar" + reverse("account_login"), {"login": ADDRESS, "password": "wrong"})
    walk.note("too many tries", answer, 429)
    assert walk.english == {}


def test_ways_in_by_letter(walk: Walk, anna: Reader, settings: Any, mail: Callable[[], str]) -> None:
    settings.SIGN_UP = SignUp.OPEN
    walk.post("account_signup", {"email": "new@octavo.example", "password1": PASSWORD})
    walk.post("account_signup", {"email": ADDRESS, "password1": PASSWORD})
    walk.post("account_login", {"login": "new@octavo.example", "password": PASSWORD})
    walk.post("account_reset_password", {"email": "no"}, 422)
    walk.post("account_reset_password", {"email": ADDRESS})
    walk.post("account_reset_password", {"email": "nobody@octavo.example"})
    key = re.findall(r"/confirm-email/([^/\s]+)/", mail())[0]
    walk.get("account_confirm_email", key=key)
    walk.post("account_confirm_email", {}, key=key)
    path = links.reset_path(anna)
    asked = walk.client.get("/ar" + path)
    page = walk.client.get(asked.headers["Location"])
    walk.note("reset", page, 200)
    walk.note("reset", walk.client.post(asked.headers["Location"], {"password1": "a", "password2": "b"}), 422)
    done = walk.client.post(asked.headers["Location"], {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    walk.note("reset done", done, 200)
    assert walk.english == {}
    assert foreign(mail()) == set()


def test_keeping_an_account(walk: Walk, anna: Reader) -> None:
    walk.client.force_login(anna)
    walk.get("account_reauthenticate")
    walk.post("account_reauthenticate", {"password": "wrong"}, 422)
    walk.sign_in(anna)
    for name in ("me", "account_email", "account_change_password", "usersessions_list", "account_logout", "me-delete"):
        walk.get(name)
    walk.get("account_set_password", 302)
    walk.post("account_change_password", {"oldpassword": "no", "password1": "a", "password2": "b"}, 422)
    walk.post("account_change_password", {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": "another"}, 422)
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    walk.post("account_change_password", new)
    walk.post("account_email", {"email": "no"}, 422)
    walk.post("account_logout", {})
    assert walk.english == {}


def test_keeping_an_account_by_letter(walk: Walk, anna: Reader, mail: Callable[[], str]) -> None:
    walk.sign_in(anna)
    walk.get("account_email")
    walk.post("account_email", {"email": "no", "action_add": ""}, 422)
    walk.post("account_email", {"email": "other@octavo.example", "action_add": ""})
    walk.get("account_email")
    walk.post("account_email", {"email": "other@octavo.example", "action_send": ""})
    key = re.findall(r"/confirm-email/([^/\s]+)/", mail())[-1]
    walk.post("account_confirm_email", {}, key=key)
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    walk.post("account_change_password", new)
    assert walk.english == {}
    assert foreign(mail()) == set()


def test_a_password_for_who_has_none(walk: Walk, anna: Reader, mail: Callable[[], str]) -> None:
    anna.set_unusable_password()
    anna.save()
    walk.client.force_login(anna)
    walk.get("account_set_password", 302)
    walk.get("account_request_reauthentication_code")
    walk.post("account_request_reauthentication_code", {}, 422)
    walk.post("account_request_reauthentication_code", {"recipient": ADDRESS})
    walk.get("account_confirm_reauthentication_code")
    walk.post("account_confirm_reauthentication_code", {"code": "no"}, 422)
    sent = re.findall(r"^([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", mail(), re.MULTILINE)[-1]
    walk.post("account_confirm_reauthentication_code", {"code": sent})
    walk.get("account_set_password")
    walk.post("account_set_password", {"password1": "a", "password2": "b"}, 422)
    walk.post("account_set_password", {"password1": PASSWORD, "password2": PASSWORD})
    assert walk.english == {}
    assert foreign(mail()) == set()


def code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_second_factors(walk: Walk, anna: Reader, mail: Callable[[], str]) -> None:
    walk.sign_in(anna)
    walk.get("mfa_index")
    page = walk.get("mfa_activate_totp")
    walk.post("mfa_activate_totp", {"code": "000000"}, 422)
    walk.post("mfa_activate_totp", {"code": ""}, 422)
    secret = page.context["form"].secret
    walk.post("mfa_activate_totp", {"code": code(walk.client.session["mfa.totp.secret"])})
    assert secret
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        walk.get(name)
    walk.get("mfa_download_recovery_codes")
    walk.post("mfa_generate_recovery_codes", {})
    walk.get("mfa_list_webauthn")
    walk.get("mfa_add_webauthn")
    walk.post("mfa_add_webauthn", {"name": "", "credential": "{}"}, 422)
    key = Authenticator.objects.create(user=anna, type="webauthn", data={"name": "Anna's key", "credential": {}})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        walk.get(name, pk=key.pk)
    walk.post("mfa_edit_webauthn", {"name": ""}, 422, pk=key.pk)
    walk.post("mfa_edit_webauthn", {"name": "Anna's key"}, pk=key.pk)
    walk.get("mfa_index")
    walk.get("mfa_reauthenticate")
    walk.post("mfa_reauthenticate", {"code": "000000"}, 422)
    walk.post("mfa_remove_webauthn", {}, pk=key.pk)
    walk.post("mfa_deactivate_totp", {})
    assert walk.english == {}
    assert foreign(mail()) == set()


def test_asked_for_a_second_factor(walk: Walk, anna: Reader) -> None:
    totp.TOTP.activate(anna, totp.generate_totp_secret())
    RecoveryCodes.activate(anna)
    walk.post("account_login", {"login": ADDRESS, "password": PASSWORD})
    walk.get("mfa_authenticate")
    walk.post("mfa_authenticate", {"code": "000000"}, 422)
    walk.post("mfa_authenticate", {"code": ""}, 422)
    assert walk.english == {}


def test_factors_wait_for_a_proved_address(walk: Walk, mail: Callable[[], str]) -> None:
    reader = Reader.objects.create_user("new@octavo.example", PASSWORD)
    EmailAddress.objects.create(user=reader, email=reader.email, verified=False, primary=True)
    walk.sign_in(reader)
    answer = walk.client.get("/ar" + reverse("mfa_activate_totp"), follow=True)
    walk.note("not proved", answer, answer.status_code)
    assert walk.english == {}


def test_accounts_elsewhere(walk: Walk, anna: Reader, issuer: Issuer, mail: Callable[[], str]) -> None:
    walk.get("account_login")
    walk.get("openid_connect_login", provider_id="oidc")
    walk.post("openid_connect_login", {}, 200, provider_id="oidc")
    walk.get("openid_connect_callback", 401, "?state=no", provider_id="oidc")
    issuer.person = {"sub": "nobody-1"}
    come_back(walk.client, **issuer.authorize(leave(walk.client)))
    walk.get("socialaccount_signup")
    walk.post("socialaccount_signup", {"email": "no"}, 422)
    walk.sign_in(anna)
    walk.get("socialaccount_connections")
    issuer.person = dict(ADA)
    login = "/ar" + reverse("openid_connect_login", kwargs={"provider_id": "oidc"}) + "?process=connect"
    said = issuer.authorize(walk.client.post(login).context["target"])
    connected = come_back(walk.client, **said)
    assert connected.headers["Location"] == "/ar" + reverse("socialaccount_connections")
    assert "/ar/" not in issuer.asked["redirect_uri"]
    page = walk.get("socialaccount_connections")
    account = page.context["form"].accounts[0].pk
    walk.post("socialaccount_connections", {"account": ""}, 422)
    walk.post("socialaccount_connections", {"account": account})
    assert walk.english == {}
    assert foreign(mail()) == set()
