"""Letters and readers' pictures, from the web's hands to a real mail server on loopback and to the disk."""

import asyncio
import io
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from django.core.mail import EmailMessage
from PIL import Image

from octavo.core.accounts import AccountSettings, MailServer, mail_server
from octavo.core.clock import SystemClock
from octavo.core.failures import FailureCode
from octavo.core.settings import GatherSettings, StoreSettings, WorkerSettings
from octavo.gather.fetcher import HttpFetcher
from octavo.pipeline.handlers.mail import send
from octavo.pipeline.runner import Worker
from octavo.pipeline.tools import Settings
from octavo.store.models import Job, Reader

LETTER = {
    "sender": "octavo@octavo.example",
    "to": ["anna@octavo.example"],
    "message": "U3ViamVjdDogSGkNCg0KSGVsbG8NCg==",
}


class Postbox:
    """Takes letters in, or answers as it is told to."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        self.letters.append(envelope)
        return "250 Taken in"


class Postman:
    def __init__(self, **options: Any) -> None:
        self.box = Postbox()
        self.port = _free_port()
        self.controller = Controller(self.box, hostname="127.0.0.1", port=self.port, **options)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postman() -> Iterator[Postman]:
    postman = Postman()
    postman.controller.start()
    yield postman
    postman.controller.stop()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, "", "", "starttls")),
        ("smtp://a%40b:p%2Fw@mail.example:25", MailServer("mail.example", 25, "a@b", "p/w", "starttls")),
        ("smtps://mail.example", MailServer("mail.example", 465, "", "", "implicit")),
        ("smtp://localhost:1025", MailServer("localhost", 1025, "", "", "none")),
        ("smtp://mail.example:25?tls=none", MailServer("mail.example", 25, "", "", "none")),
    ],
)
def test_an_address_names_a_server(url: str, server: MailServer) -> None:
    assert mail_server(url) == server
    assert AccountSettings(mail_url=url, mail_from="a@octavo.example").mail_server == server


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"mail_url": "http://mail.example", "mail_from": "a@b"}, "OCTAVO_MAIL_URL must be like"),
        ({"mail_url": "smtp://mail.example:port", "mail_from": "a@b"}, "OCTAVO_MAIL_URL must be like"),
        ({"mail_url": "smtp://mail.example?tls=maybe", "mail_from": "a@b"}, "OCTAVO_MAIL_URL must be like"),
        ({"mail_url": "smtp://mail.example"}, "needs OCTAVO_MAIL_FROM"),
        ({"mail_url": "smtp://u:p@mail.example?tls=none", "mail_from": "a@b"}, "in the clear"),
        ({"oidc_issuer": "https://id.example"}, "needs OCTAVO_OIDC_CLIENT_ID"),
        ({"oidc_issuer": "http://id.example", "oidc_client_id": "x"}, "must start with https"),
        ({"oidc_issuer": "id.example", "oidc_client_id": "x"}, "must be an address"),
    ],
)
def test_nonsense_stops_the_start(facts: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        AccountSettings(**facts)  # type: ignore[arg-type]


def test_a_letter_arrives(postman: Postman) -> None:
    assert send(mail_server(postman.url), LETTER) is None
    [letter] = postman.box.letters
    assert letter.rcpt_tos == ["anna@octavo.example"]
    assert b"Hello" in letter.content


@pytest.mark.parametrize(("answer", "passing"), [("451 Later", True), ("554 Never", False)])
def test_a_refusal_is_a_failure_of_its_kind(postman: Postman, answer: str, passing: bool) -> None:
    from octavo.pipeline.schedule import is_passing

    postman.box.answers = [answer]
    failure = send(mail_server(postman.url), LETTER)
    assert failure
    assert is_passing(failure) is passing
    assert "anna" not in str(failure)


def test_a_server_that_is_away_is_asked_again_later() -> None:
    failure = send(mail_server(f"smtp://127.0.0.1:{_free_port()}"), LETTER)
    assert failure
    assert failure.code is FailureCode.CONNECT


def test_a_server_that_offers_no_encryption_gets_no_letter(postman: Postman) -> None:
    failure = send(mail_server(postman.url + "?tls=starttls"), LETTER)
    assert failure
    assert postman.box.letters == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # loopback needs none
def test_a_password_is_given_where_one_is_asked() -> None:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and data.password == b"open sesame"
        return AuthResult(success=is_right, handled=False)  # the server itself says that it refuses

    postman = Postman(authenticator=check, auth_required=True, auth_require_tls=False)
    postman.controller.start()
    try:
        with_password = postman.url.replace("//", "//anna:open%20sesame@")
        assert send(mail_server(with_password), LETTER) is None
        wrong = send(mail_server(postman.url.replace("//", "//anna:guess@")), LETTER)
        assert "535" in str(wrong)
        assert len(postman.box.letters) == 1
    finally:
        postman.controller.stop()


# The whole way, by a worker


def run_worker(enough: Callable[[], bool], directory: Path) -> None:
    from pipeline.test_worker import _until

    async def work() -> None:
        settings = WorkerSettings(processes=0, catalogue=False, label=False)
        gather, clock = GatherSettings(), SystemClock()
        worker = Worker(Settings(gather, StoreSettings(data=directory), settings), clock, HttpFetcher(gather, clock))
        await _until(worker, enough)

    asyncio.run(work())


@pytest.mark.django_db(transaction=True)
def test_a_letter_goes_out_once_the_server_is_back(
    postman: Postman, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "octavo.store.mail.QueuedMail"
    monkeypatch.setenv("OCTAVO_MAIL_URL", postman.url)
    monkeypatch.setenv("OCTAVO_MAIL_FROM", "octavo@octavo.example")
    monkeypatch.setattr("octavo.pipeline.schedule.JOB_RETRIES_S", (0.1, 0.1, 0.1))
    postman.box.answers = ["451 Later"]
    EmailMessage("مرحبا", "Grüße", "octavo@octavo.example", ["anna@octavo.example"]).send()
    assert Job.objects.get().kind == "send_mail"
    run_worker(lambda: not Job.objects.exists(), tmp_path)
    [letter] = postman.box.letters
    assert b"=?utf-8?" in letter.content
    assert letter.rcpt_tos == ["anna@octavo.example"]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_sends_nothing(settings: Any) -> None:
    from django.db import transaction

    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "octavo.store.mail.QueuedMail"
    with transaction.atomic():
        EmailMessage("A", "B", to=["anna@octavo.example"]).send()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_readers_picture_is_made_harmless_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    from octavo.store import jobs, uploads
    from octavo.store.settings import STORE

    anna, bert = (Reader.objects.create_user(f"{name}@octavo.example") for name in ("anna", "bert"))
    file = io.BytesIO()
    Image.new("RGB", (900, 700), "teal").save(file, "JPEG", exif=b"Exif\0\0a place")
    sent = []
    for reader, body in ((anna, file.getvalue()), (bert, b"<svg onload=alert(1)>")):
        sent.append(uploads.keep_upload(body))
        payload = {"reader": reader.pk, "upload": sent[-1]}
        jobs.enqueue(uploads.MAKE_AVATAR, str(reader.pk), payload, timezone.now())
    run_worker(lambda: not Job.objects.exclude(state="failed").exists(), STORE.data)
    anna.refresh_from_db()
    bert.refresh_from_db()
    path = STORE.pictures / anna.avatar[:2] / f"{anna.avatar}.webp"
    with Image.open(path) as made:
        assert (made.format, made.size) == ("WEBP", (320, 249))
        assert not made.getexif()
    assert bert.avatar == ""
    assert Job.objects.get(state="failed").last_error.startswith("not_a_picture")
    assert not [name for name in sent if uploads.upload_path(name).exists()]
