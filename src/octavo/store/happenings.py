"""What happened that a reader may be told of: noted once, where it happens; taken by whoever notifies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from octavo.core.notifications import News, NotificationKind, Subject
from octavo.store.jobs import enqueue
from octavo.store.models import CommentLike, Happening, ReaderBlock
from octavo.store.models.community import CommentState

JOB = "notify"
AT_ONCE = 200


class HappeningKind(StrEnum):
    REPLY = "reply"
    LIKE = "like"
    APPEAL_DECIDED = "appeal_decided"
    SURVEY_OPENED = "survey_opened"


@dataclass(frozen=True, slots=True)
class Happened:
    """Open happenings by id, and what they come to: news for one reader each, with the comment's own words, by which a
    reader may mute it; and surveys, which are for everybody. What does not hold any more comes to nothing."""

    ids: tuple[int, ...]
    news: tuple[tuple[News, str], ...]
    surveys: tuple[int, ...]


def note(
    kind: HappeningKind,
    target: str,
    at: datetime,
    *,
    reader_id: int | None = None,
    actor_id: int | None = None,
    comment_id: int | None = None,
    survey_id: int | None = None,
) -> None:
    """Inside the caller's transaction. `target` makes it one of its kind ("17", "17:4"); noted again, nothing is added.

    Without `reader_id` it is for everybody. Nobody hears of what they did themselves.
    """
    if actor_id is not None and actor_id == reader_id:
        return
    happening = Happening(
        kind=kind.value,
        key=f"{kind.value}:{target}",
        reader_id=reader_id,
        actor_id=actor_id,
        comment_id=comment_id,
        survey_id=survey_id,
        at=at,
    )
    Happening.objects.bulk_create([happening], ignore_conflicts=True)
    enqueue(JOB, "happenings", {"happenings": True}, at)


def open_happenings(limit: int = AT_ONCE) -> list[Happening]:
    """What nobody was told of yet, the oldest first."""
    found = Happening.objects.filter(taken_at=None).select_related("comment", "survey")
    return list(found.order_by("id")[:limit])


def happened(limit: int = AT_ONCE) -> Happened:
    """What nobody was told of yet, as it holds now."""
    rows = open_happenings(limit)
    unwanted = _blocks(rows) | _unliked(rows)
    news = [(one, row) for row in rows if row.pk not in unwanted and (one := _news(row))]
    return Happened(
        ids=tuple(row.pk for row in rows),
        news=tuple((one, row.comment.source if row.comment else "") for one, row in news),
        surveys=tuple(row.survey_id for row in rows if row.survey_id and row.reader_id is None),
    )


def _blocks(rows: Sequence[Happening]) -> set[int]:
    """Those whose actor the reader blocks by now."""
    pairs = {(row.reader_id, row.actor_id) for row in rows if row.reader_id and row.actor_id}
    found = ReaderBlock.objects.filter(reader_id__in=[one for one, _ in pairs])
    blocked = set(found.values_list("reader_id", "blocked_id"))
    return {row.pk for row in rows if (row.reader_id, row.actor_id) in blocked}


def _unliked(rows: Sequence[Happening]) -> set[int]:
    """Likes that were taken back."""
    likes = [row for row in rows if row.kind == HappeningKind.LIKE]
    found = CommentLike.objects.filter(comment_id__in=[row.comment_id for row in likes])
    held = set(found.values_list("comment_id", "reader_id"))
    return {row.pk for row in likes if (row.comment_id, row.actor_id) not in held}


def _news(row: Happening) -> News | None:
    comment = row.comment
    if row.reader_id is None or comment is None or comment.state == CommentState.WITHDRAWN:
        return None
    if row.kind == HappeningKind.APPEAL_DECIDED:
        kind, key = NotificationKind.APPEAL, f"appeal:{comment.pk}"
    elif comment.state != CommentState.PUBLISHED:
        return None
    elif row.kind == HappeningKind.REPLY:
        kind, key = NotificationKind.REPLY, f"replies:{comment.parent_id}"
    else:
        kind, key = NotificationKind.LIKE, f"likes:{comment.pk}"
    subject = Subject(
        comment=comment.pk, article=comment.article_id or 0, title=comment.article_title, actor=row.actor_id
    )
    return News(row.reader_id, kind, key, subject)


def take(ids: Iterable[int], now: datetime) -> int:
    """These are seen to. Returns how many were open still."""
    return Happening.objects.filter(pk__in=list(ids), taken_at=None).update(taken_at=now)
