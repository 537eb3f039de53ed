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


class Upkeep:
    """Puts the index in order a little at a time: SQLite answers the faster the fewer parts its index has.

    Each transaction that writes adds a part. In quiet moments some are merged at once; while thousands of articles
    come in, only when there are many, because merging costs about as much as indexing. PostgreSQL needs none of it.
    """

    MANY = 64

    def __init__(self) -> None:
        self._parts = 0
        self._is_merging = False

    def after_write(self, *, is_quiet: bool) -> None:
        """A transaction has written: take a step if it is time."""
        self._parts += 1
        if self._parts >= self.MANY:
            self._parts, self._is_merging = 0, True
        if is_quiet or self._is_merging:
            self._is_merging = tidy()


def tidy() -> bool:
    """One step of putting the index in order, in a transaction of about 20 ms; True while there is more to do."""
    if connection.vendor == "postgresql":
        return False
    from octavo.store.search import sqlite

    return sqlite.tidy()


upkeep = Upkeep()
