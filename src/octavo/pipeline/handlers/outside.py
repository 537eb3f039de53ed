"""`ntfy` and `webhook`: one message to an address of the reader's own, which may be anything and is trusted with
nothing but the reader's own notifications."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from octavo.core.failures import Failure
from octavo.core.fetching import SendRequest
from octavo.core.notifications import Channel, Message, NotificationKind
from octavo.core.protocols import Job
from octavo.pipeline.delivering import Due, and_again, due_outside
from octavo.pipeline.results import JobResult
from octavo.pipeline.telling import teller
from octavo.pipeline.tools import Tools
from octavo.store import notification_settings

NTFY_HIGH = 4
Write = Callable[[Due, Message, str, datetime], SendRequest]


class OutsideSender:
    """One for each channel; `write` makes the request to the reader's address."""

    def __init__(self, tools: Tools, channel: Channel, write: Write) -> None:
        self._tools = tools
        self._channel = channel
        self._write = write

    async def __call__(self, job: Job) -> JobResult:
        now, site = self._tools.clock.now(), self._tools.settings.site
        due = await self._tools.store.call(due_outside, job, self._channel, now, site)
        if due is None:
            return JobResult(job)
        if due.message is None:
            return self._done(job, due, lambda: None)
        request = await self._tools.store.call(self._request, due, due.message, now)
        async with self._tools.turns.of(request.url):
            sent = await self._tools.fetcher.send(request)
        if not isinstance(sent, Failure):
            until = None if job.payload.get("test") else due.until
            return self._done(job, due, lambda: notification_settings.note_told(due.reader, self._channel, until))
        retry_at = None if job.payload.get("test") else self._tools.retry_at(job, sent)
        if retry_at:
            return JobResult(job, failure=sent, retry_at=retry_at)
        # The reader's settings say what failed, so its job is done.
        code = sent.code.value
        return JobResult(job, effect=lambda: notification_settings.note_told(due.reader, self._channel, None, code))

    def _request(self, due: Due, message: Message, now: datetime) -> SendRequest:
        settings = notification_settings.settings_of(due.reader)
        url = settings.ntfy_url if self._channel is Channel.NTFY else settings.webhook_url
        return self._write(due, message, url, now)

    def _done(self, job: Job, due: Due, then: Callable[[], None]) -> JobResult:
        return JobResult(job, effect=and_again(job.kind, str(due.reader), {"reader": due.reader}, due, then))


def to_ntfy(_due: Due, message: Message, url: str, _now: datetime) -> SendRequest:
    """As JSON, to the server's root: headlines never become headers."""
    parts = urlsplit(url)
    above, _, topic = parts.path.rstrip("/").rpartition("/")
    said = {
        "topic": topic,
        "title": message.lead,
        "message": message.text or message.lead,
        "click": teller().absolute(message.path),
    }
    if message.kind == NotificationKind.BREAKING:
        said["priority"] = NTFY_HIGH  # type: ignore[assignment]
    root = urlunsplit((parts.scheme, parts.netloc, f"{above}/", "", ""))
    return SendRequest(root, _json(said), {"Content-Type": "application/json"})


def to_webhook(due: Due, message: Message, url: str, now: datetime) -> SendRequest:
    """Signed as the Standard Webhooks specification has it. Sent again, it has the same `webhook-id`."""
    body = _json(
        {
            "type": f"notification.{message.kind}",
            "timestamp": message.at.isoformat(),
            "data": {
                "key": message.tag,
                "lead": message.lead,
                "text": message.text,
                "url": teller().absolute(message.path),
                "language": message.language,
                "unread": message.unread,
            },
        }
    )
    stamp = str(int(now.timestamp()))
    which = f"{due.reader}.{message.tag}.{due.until.isoformat()}"
    name = "msg_" + hashlib.blake2b(which.encode(), digest_size=12).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": stamp,
        "webhook-signature": signature(teller().webhook_secret(due.reader), name, stamp, body),
    }
    return SendRequest(url, body, headers)


def signature(secret: str, name: str, stamp: str, body: bytes) -> str:
    """`secret` is "whsec_" and base64."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()
