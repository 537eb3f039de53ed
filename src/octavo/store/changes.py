"""The mark that moves whenever readers may see something else, so that caches and ETags need no guess."""

from octavo.store.sql import execute, query

_BUMP = (
    "INSERT INTO store_counter (name, value) VALUES (%s, 1)"
    " ON CONFLICT (name) DO UPDATE SET value = store_counter.value + 1"
)
_SEEN = "articles"
_RANKED = "stories"


def note_change(*, in_stories: bool = False) -> None:
    """Call last in a transaction that changes what readers see: it makes other writers wait on PostgreSQL.

    `in_stories` says that editions may turn out otherwise, too.
    """
    execute(_BUMP, [_SEEN])
    if in_stories:
        execute(_BUMP, [_RANKED])


def data_version() -> str:
    """Short, and another one after every change."""
    return _version(_SEEN)


def stories_version() -> str:
    """The same for what editions are made of."""
    return _version(_RANKED)


def _version(name: str) -> str:
    rows = query("SELECT value FROM store_counter WHERE name = %s", [name])
    return str(rows[0][0]) if rows else "0"
