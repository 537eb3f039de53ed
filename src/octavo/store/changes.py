"""The mark that moves whenever readers may see something else, so that caches and ETags need no guess."""

from octavo.store.sql import execute, query

_BUMP = (
    "INSERT INTO store_counter (name, value) VALUES ('articles', 1)"
    " ON CONFLICT (name) DO UPDATE SET value = store_counter.value + 1"
)


def note_change() -> None:
    """Call last in a transaction that changes what readers see: it makes other writers wait on PostgreSQL."""
    execute(_BUMP)


def data_version() -> str:
    """Short, and another one after every change."""
    rows = query("SELECT value FROM store_counter WHERE name = 'articles'")
    return str(rows[0][0]) if rows else "0"
