"""What leaves the newsroom: sealed push messages to a real push service on loopback, ntfy, webhooks; and what is
forgotten, tried again or held back."""

import asyncio
import base64
import hashlib
import hmac
import json
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode

from newsroom import Newsroom
from notifying import follow, notify, readers
from octavo.core.clock import SystemClock
from octavo.core.failures import Failure, FailureCode
from octavo.core.notifications import Channel, NotificationKind, NotificationSettings, QuietHours
from octavo.core.protocols import Job as DueJob
from octavo.core.settings import GatherSettings, SiteSettings, StoreSettings, WorkerSettings
from octavo.gather.fetcher import HttpFetcher
from octavo.pipeline.handlers.outside import OutsideSender, to_ntfy, to_webhook
from octavo.pipeline.handlers.push import PushSender, topic_of
from octavo.pipeline.results import write_results
from octavo.pipeline.runner import Worker
from octavo.pipeline.tools import Settings
from octavo.store import jobs, notification_settings, notifications, push_devices, vapid
from octavo.store.models import Job, PushDevice, Reader
from octavo.store.models import NotificationSettings as SettingsRow
from octavo.store.settings import STORE
from octavo.testing.clock import HeldClock
from octavo.testing.fetchers import FakeFetcher
from octavo.testing.loopback import LoopbackServer, Reply
from octavo.web.notify import teller
from pipeline.test_worker import _until
from web.telling import story

pytestmark = pytest.mark.django_db
SCRIPT = '"><script>alert(1)</script>'
INJECTED = "Breaking\r\nX-Evil: yes"


@dataclass
class Browser:
    """What a browser keeps of its push subscription, and how it opens a message."""

    endpoint: str = "https://push.example/send/one"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    def register(self, reader: int, now: datetime) -> PushDevice:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = (base64.urlsafe_b64encode(one).decode().rstrip("=") for one in (point, self.secret))
        assert push_devices.register(reader, push_devices.Browser(self.endpoint, *keys, "Firefox on Linux"), now)
        return PushDevice.objects.get(endpoint=self.endpoint)

    def opened(self, body: bytes) -> dict[str, Any]:
        said = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return dict(json.loads(said))


class Now:
    """The store's thread, as tests have it: this one."""

    async def call(self, work: Any, *arguments: object) -> Any:
        from asgiref.sync import sync_to_async

        return await sync_to_async(work)(*arguments)


class Sending:
    """The handlers of a worker, over `fetcher`; time stands at `now`."""

    def __init__(self, fetcher: Any, now: datetime) -> None:
        from types import SimpleNamespace

        from octavo.pipeline.schedule import retry_job_at
        from octavo.pipeline.turns import Turns

        self.clock = HeldClock(now)
        settings = Settings(GatherSettings(), StoreSettings(data=STORE.data), WorkerSettings(), site=SiteSettings())

        def retry_at(job: DueJob, failure: Failure) -> datetime | None:
            return retry_job_at(job.attempt, failure, now=self.clock.now(), dice=0.5)

        tools: Any = SimpleNamespace(
            settings=settings, clock=self.clock, fetcher=fetcher, store=Now(), turns=Turns(), retry_at=retry_at
        )
        self.handlers: dict[str, Any] = {
            "push": PushSender(tools),
            "ntfy": OutsideSender(tools, Channel.NTFY, to_ntfy),
            "webhook": OutsideSender(tools, Channel.WEBHOOK, to_webhook),
        }

    def wait_until(self, moment: datetime) -> None:
        self.clock.advance((moment - self.clock.now()).total_seconds())

    def work(self) -> int:
        """Every job that is due, once; how many there were."""
        from asgiref.sync import async_to_sync

        due = jobs.claim(list(self.handlers), self.clock.now(), 50, 60)
        write_results([async_to_sync(self.handlers[job.kind])(job) for job in due])
        return len(due)


def tell(newsroom: Newsroom, reader: int, title: str = "River rises") -> None:
    """An article of a publisher that the reader follows."""
    from octavo.store.models import Subscription

    if not Subscription.objects.filter(reader_id=reader).exists():
        follow([reader], "publisher", newsroom.publisher("daily"), newsroom.now)
    story(newsroom, [newsroom.article(title)])
    notify(newsroom.now)


@pytest.fixture
def reader(newsroom: Newsroom) -> int:
    return readers(1)[0]


@pytest.fixture
def service() -> Iterator[LoopbackServer]:
    with LoopbackServer({"/send/one": Reply(status=201), "/hook": Reply(status=204)}) as running:
        yield running


@pytest.fixture
def real(service: LoopbackServer, newsroom: Newsroom) -> Sending:
    """Over the product's own fetcher, to a server on loopback."""
    hosts = tuple(f"{name}.example=http://{service.authority}" for name in ("push", "ntfy", "hooks"))

    class Fresh:
        """A fetcher belongs to one event loop, and each job of a test has its own."""

        async def send(self, request: Any) -> Any:
            async with HttpFetcher(GatherSettings(hosts=hosts), HeldClock(newsroom.now)) as fetcher:
                return await fetcher.send(request)

    return Sending(Fresh(), newsroom.now)


def test_a_push_message_arrives_sealed_and_signed(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending
) -> None:
    browser = Browser()
    device = browser.register(reader, newsroom.now - timedelta(hours=1))
    tell(newsroom, reader, f"River rises {SCRIPT}")
    assert real.work() == 1
    (seen,) = service.requests
    assert (seen.method, seen.path) == ("POST", "/send/one")
    assert b"River" not in seen.body
    said = browser.opened(seen.body)
    assert said["title"] == "Daily published"
    assert said["body"] == f"River rises {SCRIPT}", "as text: the browser shows it as such"
    assert (said["lang"], said["dir"], said["unread"]) == ("en", "ltr", 1)
    assert said["path"].startswith("/article/")
    (one,) = notifications.bell(reader, newsroom.now)
    assert (said["notification"], said["tag"]) == (one.id, one.key)
    assert seen.headers["content-encoding"] == "aes128gcm"
    assert (seen.headers["ttl"], seen.headers["urgency"]) == ("86400", "normal")
    assert len(seen.headers["topic"]) <= 32
    check_signature(seen.headers["authorization"], newsroom.now)
    device.refresh_from_db()
    assert (device.arrived_at, device.told_at) == (newsroom.now, newsroom.now)
    assert not Job.objects.filter(kind="push").exists()


def check_signature(header: str, now: datetime) -> None:
    """As a push service does: RFC 8292."""
    said = dict(part.strip().split("=", 1) for part in header.removeprefix("vapid ").split(","))
    assert said["k"] == vapid.public_key()
    head, claims, _ = said["t"].split(".")
    assert json.loads(b64urldecode(head.encode()))["alg"] == "ES256"
    assert Vapid02.verify(header)
    told = json.loads(b64urldecode(claims.encode()))
    assert told["aud"] == "https://push.example"
    assert now.timestamp() < told["exp"] <= (now + timedelta(days=1)).timestamp()
    assert told["sub"].startswith(("mailto:", "https://"))


def test_it_speaks_the_readers_language(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending
) -> None:
    Reader.objects.filter(pk=reader).update(language="ar")
    browser = Browser()
    browser.register(reader, newsroom.now - timedelta(hours=1))
    tell(newsroom, reader)
    real.work()
    said = browser.opened(service.requests[0].body)
    assert (said["lang"], said["dir"]) == ("ar", "rtl")
    assert said["path"].startswith("/ar/article/")


def test_the_longest_words_fit(newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending) -> None:
    browser = Browser()
    browser.register(reader, newsroom.now - timedelta(hours=1))
    tell(newsroom, reader, "𒀀" * 500)
    real.work()
    assert len(service.requests[0].body) <= 4096
    assert browser.opened(service.requests[0].body)["body"].endswith("…")


def test_several_at_once_are_one_message(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending
) -> None:
    browser = Browser()
    browser.register(reader, newsroom.now - timedelta(hours=1))
    for number in range(5):
        tell(newsroom, reader, f"River news {number}")
    assert real.work() == 1
    said = browser.opened(service.requests[0].body)
    assert said["title"] == "5 notifications"
    assert len(said["body"].split("\n")) == 3
    assert said["path"] == "/me/notifications/"
    assert said["notification"] == 0
    assert real.work() == 0


def test_nothing_is_sent_of_what_was_read_meanwhile(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending
) -> None:
    Browser().register(reader, newsroom.now - timedelta(hours=1))
    tell(newsroom, reader)
    notifications.mark_all_read(reader, newsroom.now, newsroom.now)
    assert real.work() == 1
    assert service.requests == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending, status: int
) -> None:
    service.routes["/send/one"] = Reply(status=status)
    Browser().register(reader, newsroom.now - timedelta(hours=1))
    tell(newsroom, reader)
    real.work()
    assert not PushDevice.objects.exists()
    assert not Job.objects.filter(kind="push").exists()


def test_a_push_service_that_is_busy_is_asked_again(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending
) -> None:
    service.routes["/send/one"] = Reply(status=503, headers={"Retry-After": "120"})
    Browser().register(reader, newsroom.now - timedelta(hours=1))
    tell(newsroom, reader)
    real.work()
    job = Job.objects.get(kind="push")
    assert job.run_at >= newsroom.now + timedelta(seconds=120)
    service.routes["/send/one"] = Reply(status=201)
    real.wait_until(job.run_at)
    assert real.work() == 1
    assert PushDevice.objects.get().failures == 0


def test_a_device_that_never_takes_anything_is_forgotten(
    newsroom: Newsroom, reader: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_devices, "MOST_FAILURES", 2)
    Browser().register(reader, newsroom.now - timedelta(hours=1))
    refusing = {"https://push.example/send/one": Failure(FailureCode.HTTP_STATUS, "no", 403)}
    sending = Sending(FakeFetcher(refusing), newsroom.now)
    for number in range(2):
        assert PushDevice.objects.get().failures == number
        tell(newsroom, reader, f"River news {number}")
        sending.work()
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize("endpoint", ["https://127.0.0.1/x", "https://10.1.2.3/x", "https://router.local/x"])
def test_a_push_address_inside_the_network_is_never_asked(newsroom: Newsroom, reader: int, endpoint: str) -> None:
    class Guarded:
        async def send(self, request: Any) -> Any:
            async with HttpFetcher(GatherSettings(), HeldClock(newsroom.now)) as fetcher:
                return await fetcher.send(request)

    Browser(endpoint).register(reader, newsroom.now - timedelta(hours=1))
    tell(newsroom, reader)
    Sending(Guarded(), newsroom.now).work()
    assert PushDevice.objects.get().failures == 1


def test_quiet_hours_hold_a_message_back_and_gather(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending
) -> None:
    now = newsroom.now
    quiet = NotificationSettings(quiet=QuietHours(time(11), time(15)), time_zone="UTC")
    browser = Browser()
    browser.register(reader, now - timedelta(hours=1))
    tell(newsroom, reader, "Told before quiet hours were chosen")
    notification_settings.choose(reader, quiet, None, now)
    tell(newsroom, reader, "Told within them")
    assert real.work() == 1
    assert service.requests == []
    assert Job.objects.get(kind="push").run_at == now.replace(hour=15)
    real.wait_until(now.replace(hour=15))
    real.work()
    assert browser.opened(service.requests[0].body)["title"] == "2 notifications"


def test_what_rests_is_sent_when_its_rest_is_over(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending
) -> None:
    browser, start = Browser(), newsroom.now
    browser.register(reader, start - timedelta(hours=1))
    first = newsroom.article("River rises")
    story_id = story(newsroom, [first])
    follow([reader], "story", story_id, start)
    for number in range(1, 4):
        newsroom.now = start + timedelta(minutes=number)
        more = newsroom.article(f"River news {number}", publisher=f"wire-{number}", age=timedelta(0))
        story(newsroom, [first, more])
        notify(newsroom.now)
        real.wait_until(newsroom.now)
        real.work()
        notifications.mark_all_read(reader, newsroom.now, newsroom.now)
    assert len(service.requests) == 1
    real.wait_until(start + timedelta(hours=5))
    assert real.work() == 1
    assert browser.opened(service.requests[1].body)["title"] == "2 new articles in a story that you follow"
    assert real.work() == 0


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_through_a_worker(service: LoopbackServer, tmp_path: Path) -> None:
    """From an article that joins its story to the browser, by the worker's own loops."""
    from django.utils import timezone

    room = Newsroom(timezone.now())
    (reader,) = readers(1)
    browser = Browser()
    browser.register(reader, room.now - timedelta(hours=1))
    follow([reader], "publisher", room.publisher("daily"), room.now)
    story(room, [room.article("River rises")])
    gather = GatherSettings(hosts=(f"push.example=http://{service.authority}",))

    async def work() -> None:
        clock = SystemClock()
        settings = Settings(
            gather,
            StoreSettings(data=tmp_path),
            WorkerSettings(processes=0, catalogue=False, label=False, fetch_pages=False, fetch_pictures=False),
        )
        worker = Worker(settings, clock, HttpFetcher(gather, clock))
        await _until(worker, lambda: not Job.objects.filter(kind__in=["notify", "push"]).exists())

    asyncio.run(work())
    assert browser.opened(service.requests[0].body)["body"] == "River rises"
    assert len(service.requests) == 1
    assert not Job.objects.filter(state="failed").exists()


# Addresses of the reader's own


def outside(reader: int, now: datetime, **addresses: str) -> None:
    every = frozenset(NotificationKind)
    chosen = NotificationSettings(choices={Channel.NTFY: every, Channel.WEBHOOK: every}, **addresses)
    notification_settings.choose(reader, chosen, None, now - timedelta(hours=1))


def test_ntfy_gets_json_and_no_headline_as_a_header(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending
) -> None:
    service.routes["/below/"] = Reply()
    outside(reader, newsroom.now, ntfy_url="https://ntfy.example/below/my-topic")
    tell(newsroom, reader, INJECTED)
    real.work()
    (seen,) = service.requests
    assert "x-evil" not in seen.headers
    said = json.loads(seen.body)
    assert (said["topic"], said["title"]) == ("my-topic", "Daily published")
    assert said["message"] == INJECTED
    assert said["click"].startswith("http://127.0.0.1:8080/article/")
    assert notification_settings.told_at(reader, Channel.NTFY) == newsroom.now


def test_a_webhook_is_signed_and_told_each_thing_once(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending
) -> None:
    service.routes["/hook"] = Reply(status=500)
    outside(reader, newsroom.now, webhook_url="https://hooks.example/hook")
    tell(newsroom, reader, SCRIPT)
    real.work()
    service.routes["/hook"] = Reply(status=204)
    real.wait_until(newsroom.now + timedelta(hours=1))
    real.work()
    first, second = service.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"], "by which a receiver knows what it has"
    said = json.loads(second.body)
    assert (said["type"], said["data"]["text"]) == ("notification.publisher", SCRIPT)
    name, stamp = second.headers["webhook-id"], second.headers["webhook-timestamp"]
    key = base64.b64decode(teller.webhook_secret(reader).removeprefix("whsec_"))
    expected = hmac.new(key, f"{name}.{stamp}.".encode() + second.body, hashlib.sha256).digest()
    assert second.headers["webhook-signature"] == "v1," + base64.b64encode(expected).decode()
    assert not Job.objects.filter(kind="webhook").exists()
    real.work()
    assert len(service.requests) == 2


def test_what_did_not_arrive_is_said(newsroom: Newsroom, reader: int) -> None:
    outside(reader, newsroom.now, webhook_url="https://hooks.example/hook")
    tell(newsroom, reader)
    private = {"https://hooks.example/hook": Failure(FailureCode.FORBIDDEN_ADDRESS, "10.0.0.1 is not public")}
    Sending(FakeFetcher(private), newsroom.now).work()
    assert notification_settings.settings_of(reader).webhook_failure == "forbidden_address"
    fine = Sending(FakeFetcher({"https://hooks.example/hook": b""}), newsroom.now)
    jobs.enqueue("webhook", "test", {"reader": reader, "test": True}, newsroom.now)
    fine.work()
    assert notification_settings.settings_of(reader).webhook_failure == ""
    assert SettingsRow.objects.get().webhook_told_at < newsroom.now, "a test tells nothing"


def test_one_who_was_shut_out_is_told_nothing(
    newsroom: Newsroom, reader: int, service: LoopbackServer, real: Sending
) -> None:
    Browser().register(reader, newsroom.now - timedelta(hours=1))
    outside(reader, newsroom.now, webhook_url="https://hooks.example/hook")
    tell(newsroom, reader)
    Reader.objects.update(is_active=False)
    real.work()
    assert service.requests == []


# The key, and devices


def test_the_key_is_made_once_and_its_owners_alone() -> None:
    path = STORE.data / vapid.FILE
    path.unlink(missing_ok=True)
    vapid.public_key.cache_clear()
    first = vapid.private_key()
    assert vapid.private_key() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(b64urldecode(vapid.public_key().encode())) == 65
    assert [one.name for one in STORE.data.glob(".push-key*")] == []


def test_a_browser_is_one_readers_at_a_time(newsroom: Newsroom) -> None:
    anna, bert = readers(2)
    browser = Browser()
    browser.register(anna, newsroom.now)
    browser.register(anna, newsroom.now)
    browser.register(bert, newsroom.now)
    assert [device.reader_id for device in PushDevice.objects.all()] == [bert]
    stranger = push_devices.Browser(browser.endpoint, "other", "keys")
    assert not push_devices.register(anna, stranger, newsroom.now), "who does not hold it cannot take it over"


def test_a_reader_has_so_many_devices_and_no_more(newsroom: Newsroom, reader: int) -> None:
    for number in range(push_devices.MOST_DEVICES + 2):
        one = push_devices.Browser(f"https://push.example/{number}", "p", "a")
        push_devices.register(reader, one, newsroom.now + timedelta(minutes=number))
    kept = [device.endpoint.rpartition("/")[2] for device in push_devices.devices_of(reader)]
    assert kept == [str(number) for number in range(11, 1, -1)]


def test_topics_are_short_and_tell_tags_apart() -> None:
    tags: Sequence[str] = [f"story:{number}" for number in range(50)]
    assert len({topic_of(tag) for tag in tags}) == 50
    assert all(len(topic_of(tag)) == 32 for tag in tags)
