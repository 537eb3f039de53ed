"""Addresses of static files: `/static/octavo/octavo.css?v=<hash of the file>`, for browsers to keep for good."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@cache
def file_version(name: str) -> str:
    """The first ten hex digits of the file's hash; "" for a file that no application has."""
    path = finders.find(name)
    if path is None:
        return ""
    return hashlib.blake2b(Path(path).read_bytes(), digest_size=5).hexdigest()


@cache
def versioned(base_url: str, name: str) -> str:
    version = file_version(name)
    return f"{base_url}{name}?v={version}" if version else f"{base_url}{name}"


class VersionedFiles(StaticFilesStorage):
    """Names each file by its content, without a copy of the files: the packages' own are served."""

    def url(self, name: str | None) -> str:
        return versioned(self.base_url, name or "")
