"""`digest`: one reader's letter, written and handed to `send_mail`."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage

from octavo.core.notifications import DigestDays
from octavo.core.protocols import Job
from octavo.pipeline.results import JobResult
from octavo.pipeline.telling import teller
from octavo.pipeline.tools import Tools
from octavo.store import notification_settings
from octavo.store.readers import may_be_written_to

LATELY = {DigestDays.DAILY: timedelta(days=1), DigestDays.WEEKLY: timedelta(days=7)}
"""What a first letter tells of."""


class DigestWriter:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, job: Job) -> JobResult:
        reader, now = int(job.payload["reader"]), self._tools.clock.now()
        letter = await self._tools.store.call(_letter, reader, now)
        return JobResult(job, effect=lambda: _send(letter, reader, now) if letter else None)


def _letter(reader: int, now: datetime) -> EmailMessage | None:
    """None for a reader who wants none by now, cannot be written to, or would read nothing new."""
    settings = notification_settings.settings_of(reader)
    if settings.digest not in LATELY or not may_be_written_to(reader):
        return None
    since = notification_settings.digested_at(reader) or now - LATELY[settings.digest]
    return teller().digest(reader, since, now)


def _send(letter: EmailMessage, reader: int, now: datetime) -> None:
    letter.send()
    notification_settings.note_digest(reader, now)
