"""How a reader chooses to be told: kinds and channels, quiet hours, letters, addresses, devices."""

import base64
import os
from datetime import time
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client

from octavo.core.notifications import Channel, DigestDays, NotificationKind, QuietHours
from octavo.store import notification_settings, vapid
from octavo.store.models import Job, NotificationSettings, PushDevice, Reader

pytestmark = pytest.mark.django_db
PAGE = "/me/notifications/settings/"
SAID = {
    "bell-reply": "1", "bell-story": "1", "push-story": "1", "quiet_start": "22:30", "quiet_end": "06:00",
    "is_quiet": "1", "time_zone": "Africa/Nairobi", "digest": "daily", "digest_hour": "6", "ntfy_url": "",
    "webhook_url": "",
}  # fmt: skip


@pytest.fixture
def anna() -> Reader:
    cache.clear()
    return Reader.objects.create_user("anna@octavo.example", handle="anna")


@pytest.fixture
def page(anna: Reader) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(anna)
    return client


def browser(**changed: str) -> dict[str, str]:
    """What a browser's script posts."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )  # fmt: skip
    keys = [base64.urlsafe_b64encode(one).decode().rstrip("=") for one in (point, os.urandom(16))]
    return {"endpoint": "https://push.example/send/one", "p256dh": keys[0], "auth": keys[1]} | changed


def test_what_is_chosen_is_kept(page: Client, anna: Reader) -> None:
    assert page.post(PAGE, SAID).status_code == 302
    held = notification_settings.settings_of(anna.pk)
    assert held.choices[Channel.BELL] == {NotificationKind.REPLY, NotificationKind.STORY}
    assert held.choices[Channel.PUSH] == {NotificationKind.STORY}
    assert held.choices[Channel.NTFY] == frozenset()
    assert held.quiet == QuietHours(time(22, 30), time(6))
    assert (held.time_zone, held.digest, held.digest_hour) == ("Africa/Nairobi", DigestDays.DAILY, 6)
    due_at = NotificationSettings.objects.get().next_digest_at
    assert due_at is not None
    assert due_at.hour == 3, "six in Nairobi"
    text = page.get(PAGE).content.decode()
    assert 'name="push-story" value="1" checked' in text
    assert 'name="push-reply" value="1" checked' not in text
    assert 'value="22:30"' in text


def test_the_page_in_arabic_has_a_box_for_every_choice(page: Client) -> None:
    text = page.get(f"/ar{PAGE}").content.decode()
    assert text.count('type="checkbox"') >= len(NotificationKind) * len(Channel)
    assert vapid.public_key() in text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ntfy_url", "ftp://ntfy.example/topic"), ("ntfy_url", "https://ntfy.example/"),
        ("ntfy_url", "https://ntfy.example/a b"),
        ("ntfy_url", "https://ntfy.example/topic%0d%0aX-Evil:1"), ("webhook_url", "javascript:alert(1)"),
        ("webhook_url", "https://user:word@hooks.example/"), ("webhook_url", "nonsense"),
        ("webhook_url", "https://hooks.example/" + "a" * 600), ("time_zone", "../../etc/passwd"), ("digest", "hourly"),
        ("digest_hour", "25"), ("quiet_start", "late"), ("quiet_end", ""),
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_nothing_kept(page: Client, anna: Reader, field: str, value: str) -> None:
    answer = page.post(PAGE, {**SAID, field: value})
    assert answer.status_code == 422
    assert not NotificationSettings.objects.exists()
    text = answer.content.decode()
    assert 'name="bell-reply" value="1" checked' in text, "what was chosen beside it is still there"
    assert 'name="bell-like" value="1" checked' not in text


def test_a_new_address_begins_with_what_is_told_from_now_on(page: Client, anna: Reader) -> None:
    page.post(PAGE, {**SAID, "ntfy_url": "https://ntfy.example/one"})
    first = notification_settings.told_at(anna.pk, Channel.NTFY)
    page.post(PAGE, {**SAID, "ntfy_url": "https://ntfy.example/one"})
    assert notification_settings.told_at(anna.pk, Channel.NTFY) == first
    page.post(PAGE, {**SAID, "ntfy_url": "https://ntfy.example/two"})
    assert notification_settings.told_at(anna.pk, Channel.NTFY) > first  # type: ignore[operator]


def test_a_try_is_sent_by_the_worker_and_not_too_often(page: Client, anna: Reader) -> None:
    page.post(PAGE, {**SAID, "webhook_url": "https://hooks.example/x"})
    page.post("/me/notifications/try/", {"channel": "webhook"})
    job = Job.objects.get(kind="webhook")
    assert job.payload == {"reader": anna.pk, "test": True}
    for _ in range(12):
        Job.objects.all().delete()
        page.post("/me/notifications/try/", {"channel": "webhook"})
    assert not Job.objects.exists()


@pytest.mark.parametrize("channel", ["ntfy", "push", "bell", "nothing", ""])
def test_nothing_is_tried_where_there_is_nowhere_to_send_it(page: Client, channel: str) -> None:
    page.post("/me/notifications/try/", {"channel": channel})
    assert not Job.objects.exists()


def test_what_did_not_arrive_is_said_in_words(page: Client, anna: Reader) -> None:
    page.post(PAGE, {**SAID, "webhook_url": "https://hooks.example/x"})
    notification_settings.note_told(anna.pk, Channel.WEBHOOK, None, "forbidden_address")
    text = page.get(PAGE).content.decode()
    assert "private network" in text
    assert "whsec_" in text


# Devices


def test_a_browser_is_set_up_listed_and_taken_out(page: Client, anna: Reader) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
    answer = page.post("/me/notifications/devices/", browser(), headers={"user-agent": agent})
    assert answer.json() == {"on": True}
    device = PushDevice.objects.get()
    assert device.label == "Firefox on Linux"
    assert "Firefox on Linux" in page.get(PAGE).content.decode()
    page.post("/me/notifications/try/", {"channel": "push"})
    assert Job.objects.get().payload == {"device": device.pk, "test": True}
    assert page.post("/me/notifications/devices/remove/", {"device": device.pk}).status_code == 302
    assert not PushDevice.objects.exists()


def test_a_device_can_take_itself_out(page: Client) -> None:
    one = browser()
    page.post("/me/notifications/devices/", one)
    answer = page.post(
        "/me/notifications/devices/remove/", {"endpoint": one["endpoint"]}, headers={"accept": "application/json"}
    )
    assert answer.json() == {"on": False}
    assert not PushDevice.objects.exists()


def test_nobody_takes_out_anothers_device(page: Client) -> None:
    page.post("/me/notifications/devices/", browser())
    other = Client(headers={"host": "localhost"})
    other.force_login(Reader.objects.create_user("bert@octavo.example"))
    other.post("/me/notifications/devices/remove/", {"device": PushDevice.objects.get().pk})
    other.post("/me/notifications/devices/remove/", {"endpoint": "https://push.example/send/one"})
    assert other.post("/me/notifications/devices/", browser()).status_code == 422, "other keys for the same address"
    assert PushDevice.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/x"}, {"endpoint": "https://"}, {"endpoint": "https://a@push.example/x"},
        {"endpoint": "https://push.example/" + "x" * 1000}, {"endpoint": "https://push.example/\r\nX: y"},
        {"endpoint": "https://[push/"}, {"p256dh": ""}, {"p256dh": "BAAA"}, {"p256dh": "!" * 87},
        {"p256dh": base64.urlsafe_b64encode(b"\x04" + b"\x01" * 64).decode()}, {"auth": ""}, {"auth": "abc"},
    ],
)  # fmt: skip
def test_what_is_no_push_subscription_is_refused(page: Client, wrong: dict[str, str]) -> None:
    assert page.post("/me/notifications/devices/", browser(**wrong)).status_code == 422
    assert not PushDevice.objects.exists()


def test_without_a_mail_server_the_page_says_so(page: Client, settings: Any) -> None:
    settings.SENDS_MAIL = False
    assert "sends no letters" in page.get(PAGE).content.decode()
