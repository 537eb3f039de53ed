"""Signing up and in, guarding an account, leaving: told by strangers and readers who may mean harm."""

import base64
import email
import re
from datetime import UTC, datetime
from email.message import Message
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter as factors
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from octavo.store import invitations, readers
from octavo.store.models import Invitation, Job, Reader
from octavo.store.models.readers import Role
from octavo.store.uploads import upload_path

PASSWORD = "eight leaves make one sheet"
OTHER_PASSWORD = "nine leaves make no sheet"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> None:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def mail(settings: Any) -> Any:
    """As if the operator had named a mail server."""
    settings.SENDS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.EMAIL_BACKEND = "octavo.store.mail.QueuedMail"
    return letters


def letters() -> list[Message]:
    """What waits to be sent, the oldest first."""
    jobs = Job.objects.filter(kind="send_mail").order_by("id")
    return [email.message_from_bytes(base64.b64decode(job.payload["message"])) for job in jobs]


def words(letter: Message) -> str:
    return letter.get_payload(decode=True).decode()  # type: ignore[union-attr]


def make(address: str = "anna@octavo.example", **fields: Any) -> Reader:
    reader = Reader.objects.create_user(address, PASSWORD, **fields)
    readers.vouch_for_address(reader)
    return reader


def sign_in(client: Client, address: str = "anna@octavo.example", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(reverse("account_login"), {"login": address, "password": password}, **more)


def sign_up(client: Client, address: str = "new@octavo.example", path: str = "", **more: Any) -> Any:
    return client.post(path or reverse("account_signup"), {"email": address, "password1": PASSWORD}, **more)


# Signing up


def test_on_a_private_instance_anyone_who_is_there_may_sign_up(client: Client) -> None:
    assert sign_up(client).headers["Location"] == reverse("me")
    assert client.get(reverse("me")).status_code == 200
    assert Reader.objects.get().role == Role.READER
    assert UserSession.objects.count() == 1


def test_the_default_depends_on_who_can_reach_the_instance() -> None:
    from octavo.core.accounts import AccountSettings, SignUp
    from octavo.store import settings

    assert AccountSettings().sign_up is SignUp.AUTO
    assert settings.SITE.is_private
    assert settings.SIGN_UP is SignUp.OPEN


@pytest.mark.parametrize("mode", ["invitation", "closed"])
def test_without_an_invitation_nobody_comes_in(client: Client, settings: Any, mode: str) -> None:
    assert reverse("account_signup") in client.get(reverse("account_login")).content.decode()
    settings.SIGN_UP = mode
    assert reverse("account_signup") not in client.get(reverse("account_login")).content.decode()
    assert "By invitation" in client.get(reverse("account_signup")).content.decode()
    sign_up(client)
    sign_up(client, path=reverse("account_invited", args=["guessed"]))
    assert not Reader.objects.exists()


def test_an_invitation_lets_in_as_often_as_it_says(settings: Any) -> None:
    settings.SIGN_UP = "invitation"
    token = invitations.invite(make("operator@octavo.example", role=Role.OPERATOR), "", 1, 3, datetime.now(UTC))
    path = reverse("account_invited", args=[token])
    page = Client().get(path)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert token not in str(Invitation.objects.values())
    weak = Client().post(path, {"email": "new@octavo.example", "password1": "1234567890"})
    assert weak.status_code == 422
    assert sign_up(Client(), path=path).headers["Location"] == reverse("me")
    assert Client().get(path).status_code == 410
    assert sign_up(Client(), "late@octavo.example", path).status_code == 410
    assert Reader.objects.count() == 2


def test_a_closed_newsroom_takes_no_invitation_either(client: Client, settings: Any) -> None:
    settings.SIGN_UP = "closed"
    token = invitations.invite(make(role=Role.OPERATOR), "", 1, 3, datetime.now(UTC))
    sign_up(client, path=reverse("account_invited", args=[token]))
    assert Reader.objects.count() == 1


def test_an_address_is_proved_by_letter(client: Client, mail: Any) -> None:
    answer = sign_up(client)
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert client.get(reverse("me")).status_code == 302, "not signed in before the address is proved"
    link = re.search(r"http://localhost(/account/confirm-email/\S+)", words(mail()[0]))
    assert link
    assert client.get(link[1]).status_code == 200
    assert not EmailAddress.objects.get().verified, "opening the link alone proves nothing: mail scanners open links"
    client.post(link[1])
    assert EmailAddress.objects.get().verified
    assert sign_in(client, "new@octavo.example").headers["Location"] == reverse("me")


def test_signing_up_does_not_tell_who_is_here(mail: Any) -> None:
    make()
    known, unknown = sign_up(Client(), "anna@octavo.example"), sign_up(Client(), "new@octavo.example")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [letter["To"] for letter in mail()] == ["anna@octavo.example", "new@octavo.example"]
    assert Reader.objects.count() == 2


# Signing in


def test_guessing_is_stopped_and_tells_nothing(client: Client) -> None:
    make()
    first, second = (
        sign_in(client, who, "wrong").content.decode() for who in ("anna@octavo.example", "b@octavo.example")
    )
    assert "do not belong together" in first
    assert "do not belong together" in second
    for _ in range(8):
        sign_in(client, password="wrong")
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "quarter of an hour" in locked.content.decode()


def test_another_name_of_ours_gives_no_more_guesses() -> None:
    make()
    for number in range(8):
        host = ("localhost", "127.0.0.1", f"x{number}.localhost", f"localhost:{8000 + number}")[number % 4]
        sign_in(Client(headers={"host": host}), password="wrong")
    assert sign_in(Client()).status_code == 429
    assert sign_in(Client(headers={"host": "y.localhost:1"}), "ANNA@octavo.example").status_code == 429


def test_guessing_many_accounts_from_one_address_is_stopped() -> None:
    make()
    for number in range(30):
        sign_in(Client(), f"reader{number}@octavo.example", "wrong")
    assert sign_in(Client()).status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.9").status_code == 302


def test_the_page_of_too_many_tries_speaks_the_readers_language(client: Client) -> None:
    for _ in range(21):
        answer = client.post("/ar" + reverse("account_signup"), {"email": "", "password1": ""})
    assert answer.status_code == 429
    assert 'lang="ar" dir="rtl"' in answer.content.decode()


def test_one_signs_in_where_one_was_going_and_nowhere_else() -> None:
    make(language="ar")
    for wanted, place in (
        ("/latest/", "/latest/"),
        ("//evil.example/", "/ar/me/"),
        ("https://evil.example/", "/ar/me/"),
    ):
        form = {"login": "anna@octavo.example", "password": PASSWORD, "next": wanted}
        assert Client().post(reverse("account_login"), form).headers["Location"] == place


def test_a_suspended_reader_is_out_at_once(client: Client) -> None:
    reader = make()
    sign_in(client)
    readers.set_active(reader, active=False)
    assert client.get(reverse("me")).status_code == 302
    assert sign_in(client).headers["Location"] == reverse("account_inactive")
    assert sign_in(client, password="wrong").status_code == 422


def test_a_code_is_asked_of_who_has_a_second_factor(client: Client) -> None:
    reader = make()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(reader, secret)
    assert sign_in(client).headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("me")).status_code == 302
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 422
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).headers["Location"] == reverse("me")
    assert factors().is_mfa_enabled(reader)


# A new password


@pytest.mark.parametrize("host", ["localhost", "localhost:1234", "localhost:80"])
def test_no_header_bends_the_link_of_a_letter(client: Client, mail: Any, host: str) -> None:
    make()
    forged = {
        "host": host,
        "x-forwarded-host": "evil.example",
        "forwarded": "host=evil.example",
        "x-host": "evil.example",
    }
    client.post(reverse("account_reset_password"), {"email": "anna@octavo.example"}, headers=forged)
    [letter] = mail()
    assert re.findall(r"https?://[^/\s]+", words(letter)) == ["http://localhost"]
    assert "evil" not in words(letter)
    assert "1234" not in words(letter)


def test_a_foreign_host_gets_no_letter_sent(client: Client, mail: Any) -> None:
    make()
    answer = client.post(
        reverse("account_reset_password"), {"email": "anna@octavo.example"}, headers={"host": "evil.example"}
    )
    assert answer.status_code == 400
    assert mail() == []


def test_with_a_public_address_links_are_made_of_it_alone(
    client: Client, mail: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    from dataclasses import replace

    from octavo.web.account import links

    monkeypatch.setattr(links, "SITE", replace(links.SITE, public_url="https://news.example"))
    settings.ALLOWED_HOSTS = ["news.example", "localhost"]
    make()
    for number, host in enumerate(("news.example:8443", "news.example", "localhost")):
        forged = {"host": host, "x-forwarded-host": "evil.example"}
        client.post(reverse("account_reset_password"), {"email": "anna@octavo.example"}, headers=forged)
        sent = words(mail()[number])
        assert re.findall(r"https?://[^/\s]+", sent) == ["https://news.example"]
        assert host == "news.example" or host not in sent


def test_a_password_is_chosen_anew_and_other_sessions_end(client: Client, mail: Any) -> None:
    make()
    elsewhere = Client()
    sign_in(elsewhere)
    client.post(reverse("account_reset_password"), {"email": "anna@octavo.example"})
    link = re.search(r"http://localhost(/account/password/reset/key/\S+)", words(mail()[0]))
    assert link
    page = client.get(link[1], follow=True)
    form = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    assert client.post(page.redirect_chain[-1][0], form).status_code == 302
    assert elsewhere.get(reverse("me")).status_code == 302
    assert sign_in(Client()).status_code == 422
    assert sign_in(Client(), password=OTHER_PASSWORD).status_code == 302
    again = client.get(link[1], follow=True).content.decode()
    assert "password1" not in again, "a link works once"


def test_asking_for_a_new_password_does_not_tell_who_is_here(mail: Any) -> None:
    make()
    answers = [
        Client().post(reverse("account_reset_password"), {"email": who})
        for who in ("anna@octavo.example", "nobody@octavo.example")
    ]
    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1
    assert len(mail()) == 2, "as much work for one as for the other"


def test_without_a_mail_server_the_page_says_what_to_do(client: Client) -> None:
    make()
    for answer in (client.get(reverse("account_reset_password")), client.post(reverse("account_reset_password"))):
        assert "an operator can make a link" in answer.content.decode()
    assert not Job.objects.exists()


def test_an_operator_makes_the_link_instead(client: Client) -> None:
    reader = make()
    operator = Client()
    operator.force_login(make("operator@octavo.example", role=Role.OPERATOR))
    page = operator.post(reverse("operate-reader-act", args=[reader.pk, "reset"])).content.decode()
    link = re.search(r'value="http://(?:testserver|localhost)(/account/password/reset/key/[^"]+)"', page)
    assert link
    shown = client.get(link[1], follow=True)
    form = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    assert client.post(shown.redirect_chain[-1][0], form).status_code == 302
    assert sign_in(Client(), password=OTHER_PASSWORD).status_code == 302


# One's own pages


@pytest.fixture
def anna() -> Client:
    make(handle="anna")
    client = Client(headers={"host": "localhost", "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    sign_in(client)
    return client


def test_sessions_are_listed_and_ended(anna: Client) -> None:
    phone = Client(headers={"host": "localhost", "user-agent": "Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1"})
    sign_in(phone)
    page = anna.get(reverse("usersessions_list")).content.decode()
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    theirs = make("bert@octavo.example")
    bert = Client()
    bert.force_login(theirs)
    row = UserSession.objects.get(user_agent__contains="iPhone")
    bert.post(reverse("usersessions_list"), {"session": row.pk})
    assert phone.get(reverse("me")).status_code == 200, "nobody ends another's session"
    anna.post(reverse("usersessions_list"), {"session": row.pk})
    assert phone.get(reverse("me")).status_code == 302
    assert anna.get(reverse("me")).status_code == 200


def test_a_get_writes_nothing(anna: Client, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for name in ("me", "usersessions_list", "me-export-json", "me-export-opml", "mfa_index", "front"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            anna.get(reverse(name))
        written = [query["sql"] for query in queries if not query["sql"].lstrip().upper().startswith("SELECT")]
        assert written == [], name


def test_a_profile_is_changed_and_shown(anna: Client, client: Client) -> None:
    answer = anna.post(reverse("me"), {"handle": "@Ann-Marie", "language": "ar"})
    assert answer.headers["Location"] == "/ar/me/"
    page = client.get("/reader/ann-marie/")
    assert page.status_code == 200
    assert "@ann-marie" in page.content.decode()
    assert "anna@octavo.example" not in page.content.decode()
    assert client.get("/reader/Ann-Marie/").headers["Location"] == "/reader/ann-marie/"
    assert client.get("/reader/nobody/").status_code == 404
    make("bert@octavo.example", handle="bert")
    for nonsense in ("bert", "operator", "a b", "<script>", "x"):
        assert anna.post(reverse("me"), {"handle": nonsense, "language": ""}).status_code == 422, nonsense
    assert anna.post(reverse("me"), {"handle": "anna", "language": "xx"}).status_code == 422
    tagged = client.get("/reader/ann-marie/")
    assert client.get("/reader/ann-marie/", headers={"if-none-match": tagged.headers["ETag"]}).status_code == 304


def test_a_picture_is_left_to_the_worker(anna: Client) -> None:
    hostile = SimpleUploadedFile("../../x.svg", b"<svg onload=alert(1)>", content_type="image/png")
    assert anna.post(reverse("me-picture"), {"picture": hostile}).status_code == 302
    job = Job.objects.get(kind="make_avatar")
    assert upload_path(job.payload["upload"]).read_bytes() == b"<svg onload=alert(1)>"
    big = SimpleUploadedFile("x.png", b"0" * 5_000_001)
    assert anna.post(reverse("me-picture"), {"picture": big}).status_code == 422
    assert anna.post(reverse("me-picture")).status_code == 422


def test_everything_is_taken_away(anna: Client) -> None:
    answer = anna.get(reverse("me-export-json"))
    assert answer.json()["profile"]["email"] == "anna@octavo.example"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"<opml" in anna.get(reverse("me-export-opml")).content


def prove(client: Client) -> None:
    """To be who one is, as guarded pages ask."""
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302


def test_leaving_asks_for_the_password_and_deletes(anna: Client) -> None:
    asked = anna.get(reverse("me-delete"))
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert anna.post(reverse("me-delete"), {"sure": "on"}).headers["Location"] == asked.headers["Location"]
    assert anna.post(reverse("account_reauthenticate"), {"password": "wrong"}).status_code == 422
    assert Reader.objects.exists()
    anna.get(reverse("me-delete"))
    prove(anna)
    assert anna.post(reverse("me-delete"), {}).status_code == 422
    assert anna.post(reverse("me-delete"), {"sure": "on"}).headers["Location"] == "/"
    assert not Reader.objects.exists()
    assert anna.get(reverse("me")).status_code == 302


def test_who_comes_from_elsewhere_signs_in_anew_to_leave() -> None:
    reader = make()
    reader.set_unusable_password()
    reader.save()
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    assert client.get(reverse("me-delete")).status_code == 200
    Reader.objects.update(last_login=datetime(2026, 1, 1, tzinfo=UTC))
    assert client.get(reverse("me-delete")).status_code == 403
    assert client.post(reverse("me-delete"), {"sure": "on"}).status_code == 403
    assert Reader.objects.exists()


def test_an_address_is_changed_by_letter_or_without(anna: Client, settings: Any) -> None:
    prove(anna)
    assert anna.post(reverse("account_email"), {"email": "not one"}).status_code == 422
    make("bert@octavo.example")
    assert anna.post(reverse("account_email"), {"email": "Bert@octavo.example"}).status_code == 422
    assert anna.post(reverse("account_email"), {"email": "Anne@octavo.example"}).status_code == 302
    assert Reader.objects.get(handle="anna").email == "anne@octavo.example"
    assert sign_in(Client(), "anne@octavo.example").status_code == 302
    settings.SENDS_MAIL, settings.ACCOUNT_EMAIL_VERIFICATION = True, "mandatory"
    settings.EMAIL_BACKEND = "octavo.store.mail.QueuedMail"
    assert anna.post(reverse("account_email"), {"email": "anne@example.org"}).status_code == 302
    assert Reader.objects.get(handle="anna").email == "anne@example.org", "neither address was proved"
    assert [letter["To"] for letter in letters()] == ["anne@example.org"]
    EmailAddress.objects.filter(email="anne@example.org").update(verified=True)
    anna.post(reverse("account_email"), {"email": "annette@octavo.example", "action_add": ""})
    assert Reader.objects.get(handle="anna").email == "anne@example.org", "not before the letter is answered"
    [letter] = [letter for letter in letters() if letter["To"] == "annette@octavo.example"]
    link = re.search(r"http://localhost(/account/confirm-email/\S+)", words(letter))
    assert link
    anna.post(link[1])
    assert Reader.objects.get(handle="anna").email == "annette@octavo.example"


def test_pages_of_factors_answer_who_proved_to_be_the_reader(anna: Client) -> None:
    prove(anna)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_index", "mfa_list_webauthn"):
        for prefix in ("", "/ar"):
            page = anna.get(prefix + reverse(name))
            assert page.status_code == 200, name
            text = page.content.decode()
            assert not re.search(r"<style|\sstyle=|\son\w+=", text), name
            assert not re.search(r"<script(?![^>]*(?:src=|application/json))", text), name
