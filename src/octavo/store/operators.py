"""How the first operator comes to be: a one-time link, of which only a hash is kept."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from octavo.store.models import OperatorInvitation, Reader
from octavo.store.models.readers import Role
from octavo.store.readers import vouch_for_address

INVITATION_LIFE = timedelta(days=7)


class InvitationError(ValueError):
    """Why an invitation made no operator, in words fit for the person who holds it. `code` names the reason."""

    def __init__(self, code: str, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.code = code
        self.messages = messages


def has_operator() -> bool:
    return Reader.objects.filter(role=Role.OPERATOR, is_active=True).exists()


def invite_operator(now: datetime) -> str:
    """A new one-time token, good for seven days. Earlier unused ones end."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        OperatorInvitation.objects.filter(used_at=None).delete()
        OperatorInvitation.objects.create(token_hash=_hash(token), expires_at=now + INVITATION_LIFE)
    return token


def is_invitation(token: str, now: datetime) -> bool:
    """Would this token be accepted?"""
    return OperatorInvitation.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=now).exists()


def accept_invitation(token: str, email: str, password: str, now: datetime) -> Reader:
    """Make the operator. Raises `InvitationError` ("token", "email" or "password") and changes nothing then."""
    reader = Reader(email=Reader.objects.normalize_email(email).lower(), role=Role.OPERATOR, is_superuser=True)
    _check("email", lambda: validate_email(reader.email))
    _check("password", lambda: validate_password(password, reader))
    with transaction.atomic():
        # The update is the lock: of two who hold the same link, one changes the row and the other finds it used.
        unused = OperatorInvitation.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=now)
        if not unused.update(used_at=now):
            raise InvitationError("token", ["This link was used already, or is too old."])
        if Reader.objects.filter(email=reader.email).exists():
            raise InvitationError("email", ["Someone has an account with this address already."])
        reader.set_password(password)
        reader.save()
        vouch_for_address(reader)
        OperatorInvitation.objects.filter(token_hash=_hash(token)).update(used_by=reader)
    return reader


def _check(code: str, validate: Callable[[], object]) -> None:
    try:
        validate()
    except ValidationError as error:
        raise InvitationError(code, error.messages) from error


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
