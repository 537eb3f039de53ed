"""What the worker asks the web to say to one reader, in the reader's language: messages and letters."""

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from email.utils import parseaddr

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from octavo.core.editions import DayPart
from octavo.core.notifications import Message, Notification, most_important
from octavo.core.reading import EditionKey
from octavo.core.speech import Script
from octavo.store import notifications
from octavo.store.models import Reader
from octavo.store.settings import ACCOUNTS, SITE
from octavo.web.notify import digest as letters
from octavo.web.notify import words
from octavo.web.spoken import script_of
from octavo.web.words import is_right_to_left

SEVERAL_SHOWN = 3


@contextmanager
def language_of(reader_id: int) -> Iterator[str]:
    """Speak the reader's language within."""
    said = Reader.objects.filter(pk=reader_id).values_list("language", flat=True).first()
    language = said or SITE.language
    with translation.override(language):
        yield language


def message(reader_id: int, told: Sequence[Notification], now: datetime) -> Message:
    """About one; of several their number and the headlines of the most important."""
    with language_of(reader_id) as language:
        if len(told) == 1:
            one = told[0]
            lead, text, path, tag = words.lead(one), one.subject.title, words.path(one), one.key
        else:
            lead, path, tag = words.lead_of_several(told), reverse("notifications"), "several"
            text = "\n".join(_headlines(told))
        kind = most_important(one.state.kind for one in told)
        return Message(
            lead=_line(lead),
            text=text,
            path=path,
            tag=tag,
            kind=kind.value if kind else "",
            language=language,
            is_right_to_left=is_right_to_left(language),
            at=max(one.state.at for one in told),
            unread=notifications.unread_count(reader_id, now),
            notification=told[0].id if len(told) == 1 else 0,
        )


def _headlines(told: Sequence[Notification]) -> list[str]:
    order = {kind: rank for rank, kind in enumerate(type(told[0].state.kind))}
    ranked = sorted(told, key=lambda one: (order[one.state.kind], -one.state.at.timestamp()))
    return [_line(one.subject.title or words.lead(one)) for one in ranked[:SEVERAL_SHOWN]]


def _line(text: str) -> str:
    return " ".join(text.split())


def trial_message(reader_id: int, now: datetime) -> Message:
    with language_of(reader_id) as language:
        return Message(
            lead=SITE.site_name,
            text=_("This is what a notification looks like here."),
            path=reverse("notifications"),
            tag="test",
            kind="test",
            language=language,
            is_right_to_left=is_right_to_left(language),
            at=now,
            unread=notifications.unread_count(reader_id, now),
        )


def digest(reader_id: int, since: datetime, now: datetime) -> EmailMultiAlternatives | None:
    """The reader's letter; None where nothing in it would be new since then."""
    with language_of(reader_id):
        return letters.letter(reader_id, since, now)


def script(key: EditionKey, day: date, part: DayPart) -> Script | None:
    return script_of(key, day, part)


def webhook_secret(reader_id: int) -> str:
    """Made from the newsroom's own secret, so that it is kept nowhere."""
    digest = salted_hmac("octavo.webhook", str(reader_id), algorithm="sha256").digest()
    return "whsec_" + base64.b64encode(digest).decode("ascii")


def absolute(path: str) -> str:
    return letters.absolute(path)


def contact() -> str:
    """The newsroom's own address, or that of its letters."""
    if SITE.public_url.startswith("https://"):
        return SITE.public_url.rstrip("/")
    return f"mailto:{parseaddr(ACCOUNTS.mail_from)[1] or 'octavo@localhost'}"
