"""Files that readers hand in, kept as they came until the worker has made something harmless of them."""

import re
import secrets
import time
from pathlib import Path

from octavo.store.settings import STORE

_NAME = re.compile(r"[0-9a-f]{32}")
KEPT_S = 86_400
MAKE_AVATAR = "make_avatar"
"""The kind of job that takes a reader's picture from here."""


def keep_upload(body: bytes) -> str:
    """Its name, for `upload_path`. Nothing of the file's own name or kind is believed."""
    folder = STORE.data / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    upload_path(name).write_bytes(body)
    return name


def upload_path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return STORE.data / "uploads" / name


def forget_old_uploads() -> int:
    """What no job took within a day."""
    old = [file for file in (STORE.data / "uploads").glob("*") if file.stat().st_mtime < time.time() - KEPT_S]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
