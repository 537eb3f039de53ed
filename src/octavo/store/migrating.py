"""Migrating the database while another process may want to as well."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.core.management import call_command
from django.db import OperationalError, connection

from octavo.core.failures import OctavoError
from octavo.store.settings import STORE

# Any number will do, as long as nothing else of this database's takes it.
_ADVISORY_LOCK = 0x6F637461766F
_WAIT_S = 300


def migrate_once() -> None:
    """Bring the database up to date. Raises `OctavoError` where it does not answer or cannot be written."""
    STORE.data.mkdir(parents=True, exist_ok=True)
    try:
        with _one_at_a_time():
            call_command("migrate", verbosity=0, interactive=False)
    except (OperationalError, sqlite3.Error) as error:
        words = str(error).strip().partition("\n")[0]
        raise OctavoError(f"The database cannot be used: {words}") from error


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A lock that the system lets go of when its holder dies."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])
        return
    with closing(sqlite3.connect(STORE.data / "migrating.lock", timeout=_WAIT_S, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield
