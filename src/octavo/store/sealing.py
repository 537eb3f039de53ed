"""Secrets at rest: encrypted by a key for each purpose, derived (HKDF, RFC 5869) from the instance's own."""

import base64
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(purpose: str, text: str) -> str:
    """`text` for the database; "" stays ""."""
    return _fernet(purpose, settings.SECRET_KEY).encrypt(text.encode()).decode("ascii") if text else ""


def unseal(purpose: str, sealed: str) -> str | None:
    """None where it was sealed with another key than this instance's: then it has to be typed again."""
    from cryptography.fernet import InvalidToken

    if not sealed:
        return ""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _fernet(purpose, key).decrypt(sealed.encode()).decode()
        except InvalidToken:
            continue
    return None


@cache
def _fernet(purpose: str, key: str) -> "Fernet":
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), length=32, salt=None, info=f"octavo {purpose}".encode()).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
