"""The bell: what readers were told, written many at a time and read one reader at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from octavo.core.notifications import News, Notification, NotificationKind, State, Subject, grown
from octavo.store.models import Notification as Row
from octavo.store.sql import at, chunks, execute, marks, query, query_in, storable, utc

MOST_KEPT = 500
"""Of one reader; the oldest go first."""
AT_ONCE = 1000
"""Rows in one statement: what SQLite takes of values (32,766) has room for twice as many."""

_COLUMNS = (
    "reader_id", "key", "kind", "story_id", "article_id", "comment_id", "survey_id", "actor_id", "title", "language",
    "source", "count", "at", "read_at", "has_broken",
)  # fmt: skip
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)
_VALUES = f"({marks(_COLUMNS)})"
_TAKEN = ", ".join(f'"{name}" = excluded."{name}"' for name in _COLUMNS[2:])
_HELD = """
SELECT reader_id, key, kind, count, at, read_at, has_broken FROM store_notification
WHERE key = %s AND reader_id IN ({marks})
"""
_OLD = "DELETE FROM store_notification WHERE id IN (SELECT id FROM store_notification WHERE at < %s LIMIT %s)"
_FULL = "SELECT reader_id FROM store_notification GROUP BY reader_id HAVING COUNT(*) > %s"
_SPARE = """
DELETE FROM store_notification WHERE reader_id = %s AND id NOT IN (
  SELECT id FROM store_notification WHERE reader_id = %s ORDER BY at DESC, id DESC LIMIT %s)
"""


def tell(news: Sequence[News], now: datetime) -> dict[tuple[int, str], State]:
    """Put news into their readers' bells, in one statement for each thousand; where those that changed stand now, by
    reader and key. In the caller's transaction; done twice, things are counted twice."""
    found: dict[tuple[int, str], State] = {}
    for some in chunks(news, AT_ONCE):
        held = _held(some)
        rows: dict[tuple[int, str], tuple[News, State]] = {}
        for one in some:
            place = (one.reader, one.key)
            before = rows[place][1] if place in rows else held.get(place)
            state = grown(before, one.kind, now)
            if state is not None:
                rows[place] = (one, state)
        _keep([_row(one, state) for one, state in rows.values()])
        found |= {place: state for place, (_, state) in rows.items()}
    return found


def _held(news: Iterable[News]) -> dict[tuple[int, str], State]:
    readers: dict[str, list[int]] = {}
    for one in news:
        readers.setdefault(one.key, []).append(one.reader)
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    return {
        (reader, key): _state(*rest)
        for one, some in readers.items()
        for reader, key, *rest in query_in(_HELD + lock, some, [one])
    }


def _state(kind: str, count: int, moment: Any, read_at: Any, has_broken: Any) -> State:
    return State(NotificationKind(kind), count, utc(moment), utc(read_at), bool(has_broken))


def _row(one: News, state: State) -> tuple[Any, ...]:
    subject = one.subject
    return (
        one.reader,
        one.key[:200],
        state.kind.value,
        subject.story,
        subject.article,
        subject.comment,
        subject.survey,
        subject.actor,
        storable(subject.title, 500),
        subject.language[:35],
        storable(subject.source, 300),
        state.count,
        at(state.at),
        at(state.read_at),
        state.has_broken,
    )


def _keep(rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    values = ",".join([_VALUES] * len(rows))
    execute(
        f"INSERT INTO store_notification ({_NAMES}) VALUES {values}"  # noqa: S608  # names are ours, values are bound
        f" ON CONFLICT (reader_id, key) DO UPDATE SET {_TAKEN}",
        [value for row in rows for value in row],
    )


def unread_count(reader_id: int, now: datetime) -> int:
    sql = "SELECT COUNT(*) FROM store_notification WHERE reader_id = %s AND read_at IS NULL AND at <= %s"
    return int(query(sql, [reader_id, at(now)])[0][0])


def unread_counts(reader_ids: Sequence[int], now: datetime) -> dict[int, int]:
    sql = (
        "SELECT reader_id, COUNT(*) FROM store_notification WHERE read_at IS NULL AND at <= %s"
        " AND reader_id IN ({marks}) GROUP BY reader_id"
    )
    return dict(query_in(sql, reader_ids, [at(now)]))


def bell(reader_id: int, now: datetime, *, start: int = 0, limit: int = 50) -> list[Notification]:
    """What a reader was told until now, the latest first."""
    return _views(Row.objects.filter(reader_id=reader_id, at__lte=now).order_by("-at", "-id")[start : start + limit])


def told_between(
    reader_id: int, since: datetime, until: datetime, kinds: Iterable[NotificationKind]
) -> list[Notification]:
    """What came up after `since` and is not read yet, the latest first."""
    found = Row.objects.filter(reader_id=reader_id, read_at=None, at__gt=since, at__lte=until)
    return _views(found.filter(kind__in=[kind.value for kind in kinds]).order_by("-at", "-id"))


def next_at(reader_id: int, since: datetime, kinds: Iterable[NotificationKind]) -> datetime | None:
    """When the next notification comes up that is to be told after `since`."""
    found = Row.objects.filter(reader_id=reader_id, read_at=None, at__gt=since, kind__in=[one.value for one in kinds])
    return found.order_by("at").values_list("at", flat=True).first()


def one_of(reader_id: int, notification_id: int) -> Notification | None:
    found = _views(Row.objects.filter(reader_id=reader_id, pk=notification_id))
    return found[0] if found else None


def _views(rows: "QuerySet[Row]") -> list[Notification]:
    return [_view(row) for row in rows.select_related("actor")]


def _view(row: Row) -> Notification:
    state = State(NotificationKind(row.kind), row.count, row.at, row.read_at, row.has_broken)
    subject = Subject(
        story=row.story_id,
        article=row.article_id,
        comment=row.comment_id,
        survey=row.survey_id,
        actor=row.actor_id,
        title=row.title,
        language=row.language,
        source=row.source,
    )
    return Notification(row.pk, row.reader_id, row.key, state, subject, (row.actor.handle or "") if row.actor else "")


def mark_read(reader_id: int, notification_ids: Iterable[int], now: datetime) -> int:
    """How many were unread until now."""
    return _read(Row.objects.filter(reader_id=reader_id, pk__in=list(notification_ids)), now)


def mark_all_read(reader_id: int, until: datetime, now: datetime) -> int:
    """Those that were told by `until`: what comes while the reader looks stays unread."""
    return _read(Row.objects.filter(reader_id=reader_id, at__lte=until), now)


def mark_opened(reader_id: int, now: datetime, *, article_id: int = 0, story_id: int = 0) -> int:
    """The reader opened what these are of, by whichever way."""
    wanted = Q(pk__in=[])
    if story_id:
        wanted |= Q(story_id=story_id)
    if article_id:
        wanted |= Q(article_id=article_id, comment_id=0)
    of_others = Q(kind=NotificationKind.FOLLOWED.value, count__gt=1)
    return _read(Row.objects.filter(wanted & ~of_others, reader_id=reader_id), now)


def _read(rows: "QuerySet[Row]", now: datetime) -> int:
    return rows.filter(read_at=None, at__lte=now).update(read_at=now)


def told_as_breaking(story_ids: Sequence[int]) -> set[int]:
    """The readers who were told that one of these breaks."""
    sql = "SELECT DISTINCT reader_id FROM store_notification WHERE has_broken AND key IN ({marks})"
    return {row[0] for row in query_in(sql, [story_key(one) for one in story_ids])}


def story_key(story_id: int) -> str:
    return f"story:{story_id}"


def forget_actor(reader_id: int, actor_id: int) -> None:
    """The reader wants to hear nothing of the other any more."""
    Row.objects.filter(reader_id=reader_id, actor_id=actor_id).delete()


def forget_old(now: datetime, days: int) -> int:
    """Those of long ago (0 days keeps them), and what a bell holds too many of; how many went."""
    forgotten = _forget_older(now - timedelta(days=days)) if days else 0
    for (reader_id,) in query(_FULL, [MOST_KEPT]):
        forgotten += execute(_SPARE, [reader_id, reader_id, MOST_KEPT])
    return forgotten


def _forget_older(moment: datetime) -> int:
    """In short transactions."""
    forgotten = gone = execute(_OLD, [at(moment), AT_ONCE])
    while gone == AT_ONCE:
        gone = execute(_OLD, [at(moment), AT_ONCE])
        forgotten += gone
    return forgotten
