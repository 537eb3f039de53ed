"""Full-text search, the same on SQLite and PostgreSQL: both index the words that `words.py` makes of a text."""

from django.db import connection

from octavo.core.protocols import SearchIndex


def search_index() -> SearchIndex:
    """The index of the database in use."""
    if connection.vendor == "postgresql":
        from octavo.store.search.postgres import PostgresIndex

        return PostgresIndex()
    from octavo.store.search.sqlite import SqliteIndex

    return SqliteIndex()


def tidy() -> bool:
    """Put a little of the index in order, in a transaction of at most 50 ms; True while there is more to do.

    SQLite answers faster from an index in order. PostgreSQL keeps its own so.
    """
    if connection.vendor == "postgresql":
        return False
    from octavo.store.search import sqlite

    return sqlite.tidy()
