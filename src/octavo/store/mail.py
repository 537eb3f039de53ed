"""Letters on their way out: the web hands them in here, and each becomes a job that the worker sends.

Django's mail settings name `QueuedMail`, so whatever writes a letter enqueues it in the transaction it is in.
"""

import base64
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.models import Job

KIND = "send_mail"


class QueuedMail(BaseEmailBackend):
    """Where no mail server is configured nothing is ever sent, so nothing is queued."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        letters = [letter for letter in email_messages if letter.recipients()]
        if letters and settings.SENDS_MAIL:
            now = timezone.now()
            enqueue_many(NewJob(KIND, secrets.token_hex(16), _payload(letter), now) for letter in letters)
        return len(letters)


def _payload(letter: EmailMessage) -> dict[str, object]:
    body = letter.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own message takes it
    return {
        "sender": letter.from_email,
        "to": letter.recipients(),
        "message": base64.b64encode(body).decode("ascii"),
    }


def forget_letters_to(address: str) -> None:
    """Take back what waits for this address, failed letters too."""
    letters = Job.objects.filter(kind=KIND).values_list("pk", "payload")
    Job.objects.filter(pk__in=[pk for pk, payload in letters if address in payload.get("to", [])]).delete()
