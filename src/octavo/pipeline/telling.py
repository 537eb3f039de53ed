"""What is said to readers outside of pages, in their language. The words are the web's, which settings name, as they
name whose templates Django's own letters use: this room may not import that one."""

from collections.abc import Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings
from django.core.mail import EmailMessage

from octavo.core.editions import DayPart
from octavo.core.notifications import Message, Notification
from octavo.core.reading import EditionKey
from octavo.core.speech import Script


class Teller(Protocol):
    """`octavo.web.notify.teller`. Every function speaks the language of the reader whom it names."""

    def message(self, reader_id: int, told: Sequence[Notification], now: datetime) -> Message:
        """One message about one notification or more."""
        ...

    def trial_message(self, reader_id: int, now: datetime) -> Message:
        """What a reader gets who asks for a try."""
        ...

    def digest(self, reader_id: int, since: datetime, now: datetime) -> EmailMessage | None:
        """The reader's letter; None where nothing in it would be new since then."""
        ...

    def script(self, key: EditionKey, day: date, part: DayPart) -> Script | None:
        """A wrap-up as everybody may hear it, in the edition's language; None where there is none to be heard."""
        ...

    def webhook_secret(self, reader_id: int) -> str:
        """What the reader's webhook knows our messages by."""
        ...

    def absolute(self, path: str) -> str:
        """Where a path of ours is found from outside."""
        ...

    def contact(self) -> str:
        """Whom a push service may turn to: an address that begins with https: or mailto:."""
        ...


def teller() -> Teller:
    return cast(Teller, import_module(settings.TELLER))
