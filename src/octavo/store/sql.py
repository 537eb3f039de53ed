"""The little raw SQL that hot paths share, written once for SQLite and PostgreSQL.

Raw, because building a model object costs several times what inserting its row does (benchmarks/reading.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, connections

T = TypeVar("T")
CHUNK = 400


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def marks(values: Sequence[Any]) -> str:
    """The placeholders of `IN (…)`."""
    return ",".join(["%s"] * len(values))


def query(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def query_in(sql: str, values: Iterable[Any], before: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of `sql` for any number of `values`, which stand where it says `{marks}`."""
    for chunk in chunks(values):
        yield from query(sql.format(marks=marks(chunk)), [*before, *chunk])


def execute(sql: str, parameters: Sequence[Any] = ()) -> int:
    """How many rows `sql` changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        changed: int = cursor.rowcount
    return changed


def execute_many(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def insert(table: str, columns: str, rows: Sequence[Sequence[Any]], *, skip_known: bool = False) -> None:
    """Insert `rows` whose values follow `columns` ("feed_id, key_hash"); `skip_known` leaves duplicates alone."""
    values = marks(columns.split(","))
    tail = " ON CONFLICT DO NOTHING" if skip_known else ""
    sql = f"INSERT INTO {table} ({columns}) VALUES ({values}){tail}"  # noqa: S608 - names are ours, values are bound
    execute_many(sql, rows)


@cache
def is_postgres() -> bool:
    """Which database this process uses; `connection.vendor` costs a microsecond and is asked for every value."""
    return connections.databases["default"]["ENGINE"].endswith("postgresql")  # type: ignore[no-any-return]  # text


def at(moment: datetime | None) -> Any:
    """A time as this database's driver takes it. SQLite keeps Django's text form, in UTC."""
    if moment is None or is_postgres():
        return moment
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(" ")[:-6]


def utc(value: Any) -> Any:
    """A time as read: aware UTC, whatever form this database's driver gave."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if value is None:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(text: str | None, limit: int | None = None) -> str:
    """`text` without what a database refuses: NUL and half surrogates."""
    if not text:
        return ""
    if limit is not None and len(text) > limit:
        text = text[:limit]
    if "\0" in text:
        text = text.replace("\0", "")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-8", "replace").decode()
    return text
