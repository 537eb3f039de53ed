"""What moderators look at: the queue and its parts, one reader's history; and the public log. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from octavo.store.models import Appeal, Comment, CommentFlag, ModerationAction, Reader
from octavo.store.models.community import CommentState
from octavo.store.moderating import MODERATOR
from octavo.store.reading.comments import counts_by_state

QUEUE_PER_PAGE = 25
STUCK_AFTER = timedelta(minutes=10)
"""A comment that waits longer was not judged: a moderator may do it."""
HISTORY_SHOWN = 100

PARTS: Mapping[str, Q] = {
    "held": Q(state=CommentState.HELD),
    "appeals": Q(appeal__decided_at=None) & Q(appeal__isnull=False),
    "flagged": Q(state=CommentState.PUBLISHED, flags__gt=0),
    "waiting": Q(state=CommentState.WAITING),
}


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A comment in the queue, and why it is there."""

    comment: Comment
    flags: tuple[CommentFlag, ...]
    appeal: Appeal | None
    published: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Queue:
    items: tuple[QueueItem, ...]
    counts: Mapping[str, int]


def queue(part: str, now: datetime) -> Queue:
    """The oldest of one part first: who waits longest is seen to first. Appeals before all else."""
    found = _part(part, now).select_related("author", "article", "appeal", "parent").order_by("id")
    comments = list(found[:QUEUE_PER_PAGE])
    return Queue(_items(comments), counts(now))


def counts(now: datetime) -> Mapping[str, int]:
    """How many wait in each part."""
    return {name: _part(name, now).count() for name in PARTS}


def _part(name: str, now: datetime) -> "QuerySet[Comment]":
    found = Comment.objects.filter(PARTS[name]).exclude(state=CommentState.WITHDRAWN)
    return found.filter(created_at__lt=now - STUCK_AFTER) if name == "waiting" else found


def _items(comments: Sequence[Comment]) -> tuple[QueueItem, ...]:
    flags: dict[int, list[CommentFlag]] = {}
    ids = [comment.pk for comment in comments]
    for flag in CommentFlag.objects.filter(comment_id__in=ids, resolved_at=None).order_by("id"):
        flags.setdefault(flag.comment_id, []).append(flag)
    tallies = _tallies({comment.author_id for comment in comments if comment.author_id})
    return tuple(
        QueueItem(
            comment,
            tuple(flags.get(comment.pk, ())),
            getattr(comment, "appeal", None),
            *tallies.get(comment.author_id or 0, (0, 0)),
        )
        for comment in comments
    )


def _tallies(author_ids: set[int]) -> dict[int, tuple[int, int]]:
    """Author -> how many of their comments are published, and how many rejected."""
    rows = Comment.objects.filter(author_id__in=author_ids).values("author_id")
    published = Count("pk", filter=Q(state=CommentState.PUBLISHED))
    rejected = Count("pk", filter=Q(state=CommentState.REJECTED))
    counted = rows.annotate(published=published, rejected=rejected)
    return {row["author_id"]: (row["published"], row["rejected"]) for row in counted}


@dataclass(frozen=True, slots=True)
class History:
    """What a moderator may know of a reader before deciding."""

    reader: Reader
    comments: tuple[Comment, ...]
    actions: tuple[ModerationAction, ...]
    counts: Mapping[str, int]
    flags_raised: int


def history(reader_id: int) -> History | None:
    reader = Reader.objects.filter(pk=reader_id).first()
    if reader is None:
        return None
    comments = Comment.objects.filter(author=reader).exclude(state=CommentState.WITHDRAWN)
    actions = ModerationAction.objects.filter(comment__author=reader).select_related("comment", "by")
    return History(
        reader,
        tuple(comments.select_related("article", "author").order_by("-id")[:HISTORY_SHOWN]),
        tuple(actions.order_by("-id")[:HISTORY_SHOWN]),
        counts_by_state(reader_id),
        CommentFlag.objects.filter(reader=reader).count(),
    )


def log() -> "QuerySet[ModerationAction]":
    """The public log, the newest first: every decision against a comment, and every one of a moderator's."""
    shown = ~Q(decision="publish") | Q(judge=MODERATOR)
    return ModerationAction.objects.filter(shown).select_related("comment__article").order_by("-id")


def latest_action(moderator_id: int) -> ModerationAction | None:
    """What this moderator decided last, if it can be taken back still."""
    found = ModerationAction.objects.filter(by_id=moderator_id, undone_at=None).exclude(comment=None)
    return found.order_by("-id").first()
