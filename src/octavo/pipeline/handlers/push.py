"""`push`: one message to one browser, sealed so that nobody on the way can read it (RFC 8030, 8188, 8291, 8292)."""

import asyncio
import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from octavo.core.failures import Failure
from octavo.core.fetching import SendRequest
from octavo.core.notifications import Channel, Message, NotificationKind
from octavo.core.protocols import Job
from octavo.core.settings import SiteSettings
from octavo.pipeline.delivering import Due, and_again, due_for
from octavo.pipeline.results import JobResult
from octavo.pipeline.telling import teller
from octavo.pipeline.tools import Tools
from octavo.store import push_devices, vapid
from octavo.store.models import PushDevice

GONE = frozenset((404, 410))
"""The browser has given its address up."""
KEPT = timedelta(days=1)
KEPT_BREAKING = timedelta(hours=4)
"""So long a push service keeps a message for a device that is away."""
VOUCHED = timedelta(hours=12)
"""How long our signature holds; RFC 8292 allows a day."""
LONGEST_LEAD, LONGEST_TEXT = 120, 300
"""Letters. A message has room for 4,000 bytes, and a letter takes up to four."""
URGENT = frozenset({NotificationKind.BREAKING, NotificationKind.REPLY, NotificationKind.APPEAL})


class PushSender:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        now = self._tools.clock.now()
        found = await self._tools.store.call(_due, job, now, self._tools.settings.site)
        if found is None:
            return JobResult(job)
        device, due = found
        if due.message is None:
            return self._done(job, device, due, lambda: None)
        request = await asyncio.to_thread(sealed, device, due.message, teller().contact(), now)
        async with self._tools.turns.of(device.endpoint):
            sent = await self._tools.fetcher.send(request)
        if not isinstance(sent, Failure):
            until, arrived_at = due.until, self._tools.clock.now()
            return self._done(job, device, due, lambda: push_devices.note_arrival(device.pk, until, arrived_at))
        is_gone = sent.status in GONE
        retry_at = None if is_gone else self._tools.retry_at(job, sent)
        if retry_at:
            return JobResult(job, failure=sent, retry_at=retry_at)
        # The device's row says itself what failed, so its job is done.
        return JobResult(job, effect=lambda: push_devices.note_failure(device.pk, is_gone=is_gone))

    def _done(self, job: Job, device: PushDevice, due: Due, then: Any) -> JobResult:
        payload = {"device": device.pk}
        return JobResult(job, effect=and_again(job.kind, str(device.pk), payload, due, then))


def _due(job: Job, now: datetime, site: SiteSettings) -> tuple[PushDevice, Due] | None:
    device = push_devices.device(job.payload["device"])
    if device is None:
        return None
    if job.payload.get("test"):
        return device, Due(device.reader_id, device.told_at, teller().trial_message(device.reader_id, now))
    return device, due_for(device.reader_id, Channel.PUSH, device.told_at, now, site)


def sealed(device: PushDevice, message: Message, contact: str, now: datetime) -> SendRequest:
    """The message as its browser alone can open it, and our signature for the push service."""
    from py_vapid import Vapid02
    from pywebpush import WebPusher

    subscription = {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}}
    body = WebPusher(subscription).encode(json.dumps(payload_of(message), ensure_ascii=False).encode())["body"]
    parts = urlsplit(device.endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + VOUCHED).timestamp()),
        "sub": contact,
    }
    is_breaking = message.kind == NotificationKind.BREAKING
    kept = KEPT_BREAKING if is_breaking else KEPT
    headers = {
        "Authorization": Vapid02.from_pem(vapid.private_key()).sign(claims)["Authorization"],
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(kept.total_seconds())),
        "Topic": topic_of(message.tag),
        "Urgency": "high" if message.kind in URGENT else "normal",
    }
    return SendRequest(device.endpoint, body, headers)


def payload_of(message: Message) -> dict[str, Any]:
    """What the service worker shows, ready to be shown."""
    return {
        "title": _cut(message.lead, LONGEST_LEAD),
        "body": _cut(message.text, LONGEST_TEXT),
        "path": message.path,
        "tag": message.tag,
        "lang": message.language,
        "dir": "rtl" if message.is_right_to_left else "ltr",
        "unread": message.unread,
        "notification": message.notification,
        "at": int(message.at.timestamp() * 1000),
    }


def topic_of(tag: str) -> str:
    """A later message of the same topic takes the place of one that still waits at the push service (RFC 8030)."""
    digest = hashlib.blake2b(tag.encode(), digest_size=24).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii")


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
