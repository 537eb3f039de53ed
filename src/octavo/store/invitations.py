"""Invitations to sign up: links of which only the hash is kept, good for some accounts and some days."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from octavo.store.models import Invitation, Reader


def invite(made_by: Reader, note: str, uses: int, days: int, now: datetime) -> str:
    """A new token. It is shown once: the store cannot tell it again."""
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        token_hash=_hash(token), note=note, made_by=made_by, uses=uses, expires_at=now + timedelta(days=days)
    )
    return token


def usable(token: str, now: datetime) -> QuerySet[Invitation]:
    """The invitation of this token, where it may make one account more."""
    return Invitation.objects.filter(token_hash=_hash(token), revoked_at=None, expires_at__gt=now, used__lt=F("uses"))


def use(token: str, now: datetime) -> bool:
    """Count one account. The update is the lock: the last use goes to one of two who come at once."""
    return usable(token, now).update(used=F("used") + 1) > 0


def revoke(invitation_id: int, now: datetime) -> None:
    Invitation.objects.filter(pk=invitation_id, revoked_at=None).update(revoked_at=now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
