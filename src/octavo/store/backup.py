"""A backup: one zip file of the database, as it was at one moment, the pictures and the recordings. SQLite only.

PostgreSQL has its own tools for this, which know the server; the files lie in the data directory.
"""

import re
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from django.db import DatabaseError, connection

from octavo.core.failures import OctavoError
from octavo.store import migrate
from octavo.store.changes import note_change
from octavo.store.settings import STORE

DATABASE = "octavo.sqlite3"
# Nothing else of the archive is ever written anywhere.
_FILE = re.compile(r"pictures/[0-9a-f]{2}/[0-9a-f]{32}-[0-9]{1,5}\.webp|recordings/[0-9a-f]{32}\.(?:mp3|m4a|opus|wav)")


def export_backup(file: Path) -> None:
    """Write the backup to `file`, while Octavo may be running. Raises `OctavoError` where that cannot be done."""
    _need_sqlite()
    try:
        with tempfile.TemporaryDirectory(dir=STORE.data) as directory:
            copy = Path(directory) / DATABASE
            _copy_database_to(copy)
            partial = file.with_name(f"{file.name}.partial")
            _pack(copy, partial)
            partial.replace(file)
    except OSError as error:
        raise OctavoError(f"{file} cannot be written ({error.strerror or error})") from error


def import_backup(file: Path) -> None:
    """Put the backup in place of all that is here. Raises `OctavoError` where `file` is no backup of Octavo's."""
    _need_sqlite()
    try:
        with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory(dir=STORE.data) as directory:
            copy = Path(archive.extract(DATABASE, directory))
            _copy_database_from(copy)
            for name in archive.namelist():
                if _FILE.fullmatch(name):
                    archive.extract(name, STORE.data)
    except (zipfile.BadZipFile, KeyError, sqlite3.Error, DatabaseError) as error:
        raise OctavoError(f"{file} is not a backup that octavo export --backup wrote ({error})") from error
    except OSError as error:
        raise OctavoError(f"{file} cannot be read ({error.strerror or error})") from error
    migrate()
    note_change()


def _need_sqlite() -> None:
    if connection.vendor != "sqlite":
        raise OctavoError(
            "Backups are of SQLite databases; use pg_dump for PostgreSQL, and copy pictures and recordings"
        )


def _copy_database_to(copy: Path) -> None:
    """SQLite's own online backup: one moment of the database, whoever is writing."""
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)


def _copy_database_from(copy: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as source:
        [verdict] = source.execute("PRAGMA quick_check").fetchone()
        tables = {name for (name,) in source.execute("SELECT name FROM sqlite_master")}
        if verdict != "ok" or not {"store_article", "django_migrations"} <= tables:
            raise sqlite3.DatabaseError("its database is broken or another program's")
        source.backup(connection.connection)


def _pack(database: Path, file: Path) -> None:
    with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(database, DATABASE)
        for file_of_ours in sorted([*STORE.pictures.glob("*/*.webp"), *STORE.recordings.glob("*.*")]):
            archive.write(file_of_ours, file_of_ours.relative_to(STORE.data), compress_type=zipfile.ZIP_STORED)
