"""Secrets of second factors, which no copy of the database gives away: stored sealed, see `octavo.store.sealing`."""

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from octavo.store.sealing import seal, unseal

MARK = "fernet:"
"""Before what is encrypted. What older versions stored stands bare, and holds no colon."""
PURPOSE = "second factors"
log = structlog.get_logger()


class UnreadableSecretError(ValidationError, PermissionDenied):
    """The instance's key is not the one that this was encrypted with. A form shows it; a page refuses."""


def encrypt(text: str) -> str:
    return MARK + seal(PURPOSE, text)


def decrypt(stored: str) -> str:
    """Raises `UnreadableSecretError`."""
    if not stored.startswith(MARK):
        return stored
    text = unseal(PURPOSE, stored.removeprefix(MARK))
    if text:
        return text
    log.warning("a second factor was encrypted with another key than this instance's")
    raise UnreadableSecretError(
        _("This newsroom cannot read your second factor any more. Ask its operator to take it away."), "unreadable"
    )
