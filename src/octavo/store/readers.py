"""Readers as operators and as they themselves change them: roles, addresses, factors, sessions, pictures."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from octavo.core.ids import slug_of
from octavo.store.changes import note_change
from octavo.store.models import Reader
from octavo.store.models.readers import Role
from octavo.store.settings import STORE

RESERVED_HANDLES = frozenset({"admin", "administrator", "moderator", "octavo", "operator", "root", "system", "me"})
SHORTEST_HANDLE = 2
LONGEST_HANDLE = 40


class LastOperatorError(ValueError):
    """A newsroom must keep one operator who can sign in."""


def plain_handle(text: str) -> str:
    """As handles are kept: one form of each letter, small, so that no two look alike by case alone."""
    return unicodedata.normalize("NFKC", text).strip().removeprefix("@").casefold()


def is_handle(handle: str) -> bool:
    """Letters and digits of any script, with single hyphens between."""
    fits = SHORTEST_HANDLE <= len(handle) <= LONGEST_HANDLE
    return fits and handle not in RESERVED_HANDLES and slug_of(handle, limit=LONGEST_HANDLE) == handle


def is_taken(handle: str, reader: Reader) -> bool:
    return Reader.objects.filter(handle=handle).exclude(pk=reader.pk).exists()


def by_handle(handle: str) -> Reader | None:
    return Reader.objects.filter(handle=plain_handle(handle), is_active=True).first()


def may_be_written_to(reader_id: int) -> bool:
    """Whether the address that the account has is known to be its reader's."""
    found = EmailAddress.objects.filter(user_id=reader_id, primary=True, verified=True, user__is_active=True)
    return bool(found.exists())


def save_profile(reader: Reader, handle: str | None, language: str) -> None:
    Reader.objects.filter(pk=reader.pk).update(handle=handle or None, language=language)
    note_change()


def vouch_for_address(reader: Reader) -> None:
    """The reader's address is theirs: an operator says so, or it was theirs before letters could ask."""
    with transaction.atomic():
        EmailAddress.objects.filter(user_id=reader.pk).exclude(email=reader.email).delete()
        EmailAddress.objects.update_or_create(
            user=reader, email=reader.email, defaults={"verified": True, "primary": True}
        )


def is_address_proved(reader: Reader) -> bool:
    return bool(EmailAddress.objects.filter(user_id=reader.pk, primary=True, verified=True).exists())


def change_address(reader: Reader, email: str) -> EmailAddress:
    """Another address in place of all that the reader had; nobody has asked yet whether it is theirs."""
    with transaction.atomic():
        Reader.objects.filter(pk=reader.pk).update(email=email)
        EmailAddress.objects.filter(user_id=reader.pk).delete()
        return EmailAddress.objects.create(user=reader, email=email, verified=False, primary=True)


def found(query: str) -> QuerySet[Reader]:
    """Readers whose address or handle holds `query`, the newest first."""
    readers = Reader.objects.order_by("-id").annotate(factors=Count("authenticator"))
    return readers.filter(Q(email__icontains=query) | Q(handle__icontains=query)) if query else readers


def set_role(reader: Reader, role: Role) -> None:
    """Raises `LastOperatorError`."""
    with transaction.atomic():
        if role is not Role.OPERATOR:
            _keep_an_operator(reader)
        Reader.objects.filter(pk=reader.pk).update(role=role, is_superuser=role is Role.OPERATOR)


def set_active(reader: Reader, active: bool) -> None:
    """A reader who is not active cannot sign in, and is signed out. Raises `LastOperatorError`."""
    with transaction.atomic():
        if not active:
            _keep_an_operator(reader)
            end_sessions(reader)
        Reader.objects.filter(pk=reader.pk).update(is_active=active)
    note_change()


def _keep_an_operator(leaving: Reader) -> None:
    """Locks the operators, so that of the last two not both go at once (SQLite writes one at a time anyway)."""
    operators = Reader.objects.select_for_update().filter(role=Role.OPERATOR, is_active=True)
    if leaving.is_operator and leaving.is_active and {one.pk for one in operators} == {leaving.pk}:
        raise LastOperatorError


def forget_factors(reader: Reader) -> None:
    """For one who lost the phone and the recovery codes; the password remains."""
    Authenticator.objects.filter(user_id=reader.pk).delete()


def sessions(reader: Reader, now: datetime) -> list[UserSession]:
    """Where the reader is signed in, the last seen first."""
    rows = UserSession.objects.filter(user_id=reader.pk).order_by("-last_seen_at")
    keys = [row.session_key for row in rows]
    living = set(Session.objects.filter(pk__in=keys, expire_date__gt=now).values_list("pk", flat=True))
    return [row for row in rows if row.session_key in living]


def end_sessions(reader: Reader, ids: list[int] | None = None, spare: str | None = None) -> int:
    """Sign the reader out there; everywhere where no `ids` are given, but for the session `spare`."""
    rows = UserSession.objects.filter(user_id=reader.pk)
    rows = rows.filter(pk__in=ids) if ids is not None else rows
    rows = rows.exclude(session_key=spare) if spare else rows
    keys = list(rows.values_list("session_key", flat=True))
    with transaction.atomic():
        Session.objects.filter(pk__in=keys).delete()
        rows.delete()
    return len(keys)


def note_seen(seen: Mapping[str, datetime]) -> None:
    """Session key -> when it last asked for something."""
    with transaction.atomic():
        for key, moment in seen.items():
            UserSession.objects.filter(session_key=key, last_seen_at__lt=moment).update(last_seen_at=moment)


def forget_old_sessions(now: datetime) -> int:
    """Sessions that ran out, and what was known of them."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    living = Session.objects.values("session_key")
    return int(UserSession.objects.exclude(session_key__in=living).delete()[0])


def set_avatar(reader_id: int, name: str) -> None:
    """The picture `name` in place of the one before, whose files go. "" takes it away."""
    before = Reader.objects.filter(pk=reader_id).values_list("avatar", flat=True).first()
    if not Reader.objects.filter(pk=reader_id).update(avatar=name):
        remove_avatar_files(name)
    if before and before != name:
        remove_avatar_files(before)
    note_change()


def remove_avatar_files(avatar: str) -> None:
    name = avatar.partition("-")[0]
    if name:
        for file in (STORE.pictures / name[:2]).glob(f"{name}-*.webp"):
            file.unlink(missing_ok=True)
