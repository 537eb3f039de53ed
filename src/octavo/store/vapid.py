"""The newsroom's own key for push services (VAPID, RFC 8292): made at first use, kept beside the data.

It is readable by its owner alone, and no command or page hands it out. Whoever loses it loses every device: browsers
take messages from the key that they were set up with and from no other.
"""

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from octavo.store.settings import STORE

FILE = "push-key.pem"


def private_key() -> bytes:
    """As PEM (PKCS #8)."""
    return _kept(STORE.data / FILE)


@cache
def public_key() -> str:
    """What a browser is told when it subscribes: the point, uncompressed, in base64url without padding."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    point = load_pem_private_key(private_key(), None).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _kept(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        _make(path)
        return path.read_bytes()


def _make(path: Path) -> None:
    """Whole or not at all: the web and a worker may both be the first to ask."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = ec.generate_private_key(ec.SECP256R1())
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{FILE}.{secrets.token_hex(8)}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()
