"""The letter with the edition: when it is due, what is in it, over real SMTP on loopback, and how it is stopped."""

import email
import email.policy
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from newsroom import Newsroom
from notifying import follow, readers
from octavo.core.accounts import mail_server
from octavo.core.notifications import DigestDays, NotificationSettings
from octavo.core.personal import MuteKind
from octavo.core.settings import SiteSettings
from octavo.pipeline import digests
from octavo.pipeline.handlers.digest import _letter, _send
from octavo.pipeline.handlers.mail import send
from octavo.store import mutes, notification_settings, preferences
from octavo.store.models import Job, Reader
from octavo.store.models import NotificationSettings as Row
from octavo.store.readers import vouch_for_address
from octavo.web import front_page
from pipeline.test_letters import Postman, postman  # noqa: F401  a fixture
from web.telling import story

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def room(db: Any) -> Newsroom:
    front_page.made.cache_clear()
    return Newsroom(timezone.now())


@pytest.fixture
def reader(room: Newsroom, settings: Any) -> int:
    """Kenya's edition, a letter every day, an address that is known to be theirs."""
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "octavo.store.mail.QueuedMail"
    (reader,) = readers(1)
    vouch_for_address(Reader.objects.get(pk=reader))
    preferences.prefer(reader, country="KE", languages=("en",))
    daily(reader, room.now)
    return reader


def daily(reader: int, due_at: datetime) -> None:
    chosen = NotificationSettings(digest=DigestDays.DAILY, time_zone="UTC")
    notification_settings.choose(reader, chosen, due_at, due_at)


def ten_stories(room: Newsroom, title: str = "Told twice {number}") -> None:
    for slug in ("post", "wire"):
        room.publisher(slug, name=slug.title(), country="KE")
    for number in range(10):
        name = title.format(number=number)
        story(room, [room.article(name, publisher=slug, age=timedelta(hours=1)) for slug in ("post", "wire")])


def written(reader: int, now: datetime) -> EmailMessage | None:
    """The letter as it is handed to the mail server."""
    letter = _letter(reader, now)
    if letter is None:
        return None
    _send(letter, reader, now)
    import base64

    (job,) = Job.objects.filter(kind="send_mail")
    raw = base64.b64decode(job.payload["message"])
    made = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(made, EmailMessage)
    return made


def parts(letter: EmailMessage) -> tuple[str, str]:
    plain, html = letter.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return plain.get_content().replace("\r\n", "\n"), html.get_content()


def test_the_letter_leads_with_text_and_can_be_read_in_it(room: Newsroom, reader: int) -> None:
    ten_stories(room)
    preferences.prefer(reader, is_personal=False)
    publisher = room.publisher("echo", name="Echo")
    follow([reader], "publisher", publisher, room.now, "Echo")
    story(room, [room.article("Only Echo tells it", publisher="echo", age=timedelta(hours=22))])
    letter = written(reader, room.now)
    assert letter
    text, html = parts(letter)
    assert text.count("Told twice") == 8, "then it ends"
    assert "Only Echo tells it\n  Echo (Echo)\n  http" in text
    assert "Post, Wire" in text
    assert "<" not in text
    assert html.count("Told twice") == 8
    assert 'lang="en" dir="ltr"' in html
    assert letter["Subject"].startswith("Octavo: your edition of ")
    assert letter["Auto-Submitted"] == "auto-generated"


def test_headlines_stay_headlines(room: Newsroom, reader: int) -> None:
    ten_stories(room, "{number} " + SCRIPT + " & Bcc:\r\n evil@evil.example")
    letter = written(reader, room.now)
    assert letter
    text, html = parts(letter)
    assert SCRIPT in text
    assert "<script" not in html
    assert letter["Bcc"] is None
    assert "\n evil@" not in text, "one line each"


def test_a_newsrooms_name_cannot_add_headers(room: Newsroom, reader: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from octavo.web.notify import digest

    site = SiteSettings(site_name="Octavo\r\nBcc: evil@evil.example")
    monkeypatch.setattr(digest, "SITE", site)
    ten_stories(room)
    letter = written(reader, room.now)
    assert letter
    assert letter["Bcc"] is None
    assert "evil" in letter["Subject"]


def test_it_is_in_the_readers_language(room: Newsroom, reader: int) -> None:
    Reader.objects.filter(pk=reader).update(language="ar")
    ten_stories(room)
    letter = written(reader, room.now)
    assert letter
    text, html = parts(letter)
    assert "/ar/story/" in text
    assert '<html lang="ar" dir="rtl">' in html


def test_nothing_new_is_no_letter(room: Newsroom, reader: int) -> None:
    assert _letter(reader, room.now) is None
    ten_stories(room)
    assert _letter(reader, room.now) is not None
    notification_settings.note_digest(reader, room.now)
    assert _letter(reader, room.now + timedelta(hours=2)) is None


def test_what_a_reader_mutes_is_in_no_letter(room: Newsroom, reader: int) -> None:
    ten_stories(room)
    follow([reader], "publisher", room.publisher("post"), room.now)
    mutes.mute(reader, MuteKind.WORD, "twice", room.now)
    assert _letter(reader, room.now) is None


@pytest.mark.parametrize("change", ["address", "active", "wanted"])
def test_who_cannot_be_written_to_or_wants_none_gets_none(room: Newsroom, reader: int, change: str) -> None:
    from allauth.account.models import EmailAddress

    ten_stories(room)
    if change == "address":
        EmailAddress.objects.update(verified=False)
    elif change == "active":
        Reader.objects.update(is_active=False)
    else:
        notification_settings.stop_digest(reader)
    assert _letter(reader, room.now) is None


def test_letters_are_handed_on_when_they_are_due(room: Newsroom, reader: int) -> None:
    assert digests.hand_on_due(room.now - timedelta(minutes=1), SiteSettings()) == 0
    assert digests.hand_on_due(room.now, SiteSettings()) == 1
    assert Job.objects.filter(kind="digest").count() == 1
    next_at = Row.objects.get().next_digest_at
    assert room.now < next_at <= room.now + timedelta(days=1)
    assert (next_at.hour, next_at.minute) == (7, 0)
    assert digests.hand_on_due(room.now, SiteSettings()) == 0


def test_two_workers_hand_on_one_letter(room: Newsroom, reader: int) -> None:
    ((_, due_at),) = notification_settings.due_digests(room.now, 10)
    later = room.now + timedelta(days=1)
    assert notification_settings.plan_digest(reader, due_at, later)
    assert not notification_settings.plan_digest(reader, due_at, later)


def test_a_newsroom_that_slept_sends_no_stale_letter(room: Newsroom, reader: int) -> None:
    daily(reader, room.now - timedelta(hours=20))
    assert digests.hand_on_due(room.now, SiteSettings()) == 1
    assert not Job.objects.filter(kind="digest").exists()
    assert Row.objects.get().next_digest_at > room.now


def test_it_arrives_and_one_press_in_the_mailbox_stops_it(
    room: Newsroom,
    reader: int,
    postman: Postman,  # noqa: F811  the fixture
) -> None:
    ten_stories(room)
    written(reader, room.now)
    assert send(mail_server(postman.url), Job.objects.get(kind="send_mail").payload) is None
    (envelope,) = postman.box.letters
    letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]
    mailbox = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    looked = mailbox.get(path)
    assert looked.status_code == 200
    assert b"Stop the letters" in looked.content
    assert notification_settings.settings_of(reader).digest is DigestDays.DAILY, "looking stops nothing"
    pressed = mailbox.post(path, {"List-Unsubscribe": "One-Click"})
    assert pressed.status_code == 200
    assert pressed.cookies == {}
    assert notification_settings.settings_of(reader).digest is DigestDays.NEVER
    assert Row.objects.get().next_digest_at is None
    assert mailbox.post(path).status_code == 200, "again does no harm"


@pytest.mark.parametrize("token", ["a", "1:a:b", "x" * 2000])
def test_a_token_of_others_stops_nothing(room: Newsroom, reader: int, token: str) -> None:
    client = Client(headers={"host": "localhost"})
    assert client.post(f"/unsubscribe/{token}/").status_code == 404
    assert notification_settings.settings_of(reader).digest is DigestDays.DAILY
