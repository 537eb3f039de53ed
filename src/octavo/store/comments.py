"""What readers write: posting, editing, withdrawing, likes, flags, blocks; where comments are closed; export.

Each write is one short transaction. A comment waits until the worker has had it judged; the job is enqueued with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from octavo.store.changes import note_change
from octavo.store.happenings import HappeningKind, note
from octavo.store.jobs import enqueue
from octavo.store.models import (
    Article,
    Comment,
    CommentFlag,
    CommentLike,
    CommentSwitch,
    ModerationAction,
    Reader,
    ReaderBlock,
)
from octavo.store.models.community import CommentState
from octavo.store.models.readers import Role
from octavo.store.notifications import forget_actor
from octavo.store.sql import storable

JOB = "moderate_comment"
LONGEST_TEXT = 5_000
LONGEST_QUOTE = 500
EDIT_WINDOW = timedelta(minutes=15)
NEW_FOR = timedelta(days=7)
NEW_UNTIL_PUBLISHED = 3
FLAGS_TO_HOLD = 3
DOUBLE_POST = timedelta(minutes=2)

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS_WHEN_NEW = ((_MINUTE, 2), (_HOUR, 8), (_DAY, 20))
LIMITS = ((_MINUTE, 6), (_HOUR, 60), (_DAY, 300))


class CommentError(ValueError):
    """Why something could not be done with a comment: "closed", "too_fast", "gone", "too_late", "own", "quote"."""

    def __init__(self, code: str, wait: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


@dataclass(frozen=True, slots=True)
class CommentDraft:
    """`source` is Markdown, `html` what was made of it, sanitised. `quote` is a part of what is answered."""

    article_id: int
    source: str
    html: str
    parent_id: int | None = None
    quote: str = ""


def post(draft: CommentDraft, author: Reader, now: datetime) -> int:
    """Keep a comment, to be judged. Raises `CommentError`. Sent twice at once, it is kept once."""
    with transaction.atomic():
        # The lock: of two that arrive together the second sees the first.
        author = Reader.objects.select_for_update().get(pk=author.pk)
        article = Article.objects.filter(pk=draft.article_id).only("id", "title", "publisher_id").first()
        if article is None:
            raise CommentError("gone")
        if is_closed(article.pk, article.publisher_id):
            raise CommentError("closed")
        parent = _parent(draft)
        if twin := _twin(draft, author, now):
            return twin
        _check_pace(author, now)
        comment = Comment.objects.create(
            article=article,
            article_title=article.title,
            author=author,
            parent=parent,
            thread_id=(parent.thread_id or parent.pk) if parent else None,
            quote=storable(draft.quote, LONGEST_QUOTE),
            source=storable(draft.source, LONGEST_TEXT),
            html=storable(draft.html),
            created_at=now,
        )
        enqueue(JOB, str(comment.pk), {"comment": comment.pk}, now)
    return int(comment.pk)


def _parent(draft: CommentDraft) -> Comment | None:
    if draft.parent_id is None:
        return None
    parent = Comment.objects.filter(
        pk=draft.parent_id, article_id=draft.article_id, state=CommentState.PUBLISHED
    ).first()
    if parent is None:
        raise CommentError("gone")
    return parent


def _twin(draft: CommentDraft, author: Reader, now: datetime) -> int | None:
    """The same words that were sent a moment ago: a button pressed twice."""
    same = Comment.objects.filter(
        author=author,
        article_id=draft.article_id,
        parent_id=draft.parent_id,
        source=storable(draft.source, LONGEST_TEXT),
        created_at__gt=now - DOUBLE_POST,
    ).exclude(state=CommentState.WITHDRAWN)
    return same.values_list("pk", flat=True).first()


def is_new(author: Reader, now: datetime) -> bool:
    """Whether an account is so young, or has said so little, that it is watched more closely."""
    if author.role != Role.READER:
        return False
    if author.created_at > now - NEW_FOR:
        return True
    published = Comment.objects.filter(author=author, state=CommentState.PUBLISHED)
    return published[:NEW_UNTIL_PUBLISHED].count() < NEW_UNTIL_PUBLISHED


def _check_pace(author: Reader, now: datetime) -> None:
    written = Comment.objects.filter(author=author, created_at__gt=now - _DAY).order_by("-created_at")
    moments = list(written.values_list("created_at", flat=True)[: LIMITS[-1][1]])
    for span, most in LIMITS_WHEN_NEW if is_new(author, now) else LIMITS:
        recent = [moment for moment in moments if moment > now - span]
        if len(recent) >= most:
            raise CommentError("too_fast", recent[most - 1] + span - now)


def edit(comment_id: int, author_id: int, source: str, html: str, now: datetime) -> None:
    """Change one's own words while they are fresh; they are judged again. Raises `CommentError`."""
    with transaction.atomic():
        comment = _own(comment_id, author_id)
        if not can_edit(comment.state, comment.created_at, now):
            raise CommentError("too_late")
        comment.source, comment.html = storable(source, LONGEST_TEXT), storable(html)
        comment.edited_at, comment.state = now, CommentState.WAITING
        comment.save(update_fields=["source", "html", "edited_at", "state"])
        enqueue(JOB, str(comment.pk), {"comment": comment.pk}, now)
        after_change(comment)


def can_edit(state: str, created_at: datetime, now: datetime) -> bool:
    return state in {CommentState.WAITING, CommentState.PUBLISHED} and now - created_at < EDIT_WINDOW


def withdraw(comment_id: int, author_id: int) -> None:
    """The author takes it back: the text is gone for good, its place stays for the answers. Raises `CommentError`."""
    with transaction.atomic():
        comment = _own(comment_id, author_id)
        comment.source = comment.html = comment.quote = ""
        comment.state = CommentState.WITHDRAWN
        comment.save(update_fields=["source", "html", "quote", "state"])
        CommentFlag.objects.filter(comment=comment).delete()
        Comment.objects.filter(pk=comment.pk).update(flags=0)
        after_change(comment)


def _own(comment_id: int, author_id: int) -> Comment:
    found = Comment.objects.select_for_update().filter(pk=comment_id, author_id=author_id)
    comment = found.exclude(state=CommentState.WITHDRAWN).first()
    if comment is None:
        raise CommentError("gone")
    return comment


def after_change(comment: Comment) -> None:
    """Last in a transaction that changed a comment's state: the thread's count, and caches."""
    if comment.thread_id:
        replies = Comment.objects.filter(thread_id=comment.thread_id, state=CommentState.PUBLISHED).count()
        Comment.objects.filter(pk=comment.thread_id).update(replies=replies)
    note_change()


def like(comment_id: int, reader_id: int, wanted: bool, now: datetime) -> int:
    """Like it or take that back; how many like it now. Raises `CommentError` for one's own and for what is gone."""
    with transaction.atomic():
        comment = _published(comment_id)
        if comment.author_id == reader_id:
            raise CommentError("own")
        if wanted:
            made = CommentLike(comment=comment, reader_id=reader_id, at=now)
            CommentLike.objects.bulk_create([made], ignore_conflicts=True)
            target = f"{comment_id}:{reader_id}"
            if comment.author_id and not blocks(comment.author_id, reader_id):
                happened = {"reader_id": comment.author_id, "actor_id": reader_id, "comment_id": comment_id}
                note(HappeningKind.LIKE, target, now, **happened)
        else:
            CommentLike.objects.filter(comment=comment, reader_id=reader_id).delete()
        likes = CommentLike.objects.filter(comment=comment).count()
        Comment.objects.filter(pk=comment_id).update(likes=likes)
    return likes


def _published(comment_id: int) -> Comment:
    comment = Comment.objects.select_for_update().filter(pk=comment_id, state=CommentState.PUBLISHED).first()
    if comment is None:
        raise CommentError("gone")
    return comment


def flag(comment_id: int, reader_id: int, reason: str, words: str, now: datetime) -> bool:
    """Ask moderators to look. After `FLAGS_TO_HOLD` readers it is held until they did; True then. Never deletes.

    Raises `CommentError` for one's own and for what is gone.
    """
    with transaction.atomic():
        comment = _published(comment_id)
        if comment.author_id == reader_id:
            raise CommentError("own")
        made = CommentFlag(comment=comment, reader_id=reader_id, reason=reason, note=storable(words, 500), at=now)
        CommentFlag.objects.bulk_create([made], ignore_conflicts=True)
        flags = CommentFlag.objects.filter(comment=comment, resolved_at=None).count()
        Comment.objects.filter(pk=comment_id).update(flags=flags)
        if flags < FLAGS_TO_HOLD:
            return False
        _hold_for_flags(comment, flags, now)
    return True


def _hold_for_flags(comment: Comment, flags: int, now: datetime) -> None:
    before = {"state": comment.state, "reason": comment.reason, "judge": comment.judge, "note": comment.note}
    why = {"code": "flags", "parameters": {"count": flags}}
    Comment.objects.filter(pk=comment.pk).update(
        state=CommentState.HELD, judge="flags", reason=why, note="", decided_at=now
    )
    ModerationAction.objects.create(comment=comment, judge="flags", decision="hold", reason=why, before=before, at=now)
    after_change(comment)


def block(reader_id: int, blocked_id: int, now: datetime) -> None:
    """`reader_id` will not see the other's comments. Raises `CommentError` for oneself."""
    if reader_id == blocked_id:
        raise CommentError("own")
    made = ReaderBlock(reader_id=reader_id, blocked_id=blocked_id, at=now)
    with transaction.atomic():
        ReaderBlock.objects.bulk_create([made], ignore_conflicts=True)
        forget_actor(reader_id, blocked_id)


def unblock(reader_id: int, blocked_id: int) -> None:
    ReaderBlock.objects.filter(reader_id=reader_id, blocked_id=blocked_id).delete()


def blocks(reader_id: int, other_id: int) -> bool:
    return ReaderBlock.objects.filter(reader_id=reader_id, blocked_id=other_id).exists()


def blocked_readers(reader_id: int) -> list[Reader]:
    """Whom a reader blocks, the latest first."""
    found = ReaderBlock.objects.filter(reader_id=reader_id).select_related("blocked").order_by("-id")
    return [row.blocked for row in found]


def scopes(article_id: int, publisher_id: int) -> tuple[str, str, str]:
    """Where comments on an article may be closed: everywhere, at its publisher, on it alone."""
    return "site", f"publisher:{publisher_id}", f"article:{article_id}"


def is_closed(article_id: int, publisher_id: int) -> bool:
    return CommentSwitch.objects.filter(scope__in=scopes(article_id, publisher_id)).exists()


def close(scope: str, by_id: int | None, now: datetime) -> None:
    with transaction.atomic():
        CommentSwitch.objects.get_or_create(scope=scope, defaults={"by_id": by_id, "at": now})
        note_change()


def reopen(scope: str) -> None:
    with transaction.atomic():
        CommentSwitch.objects.filter(scope=scope).delete()
        note_change()


def closed_scopes() -> dict[str, datetime]:
    """Where comments are closed, and since when."""
    return dict(CommentSwitch.objects.order_by("scope").values_list("scope", "at"))


def forget_articles(article_ids: Iterable[int]) -> None:
    """The articles are going: what was said about them stays with its authors. In the caller's transaction."""
    ids = list(article_ids)
    Comment.objects.filter(article_id__in=ids).update(article_id=None)
    CommentSwitch.objects.filter(scope__in=[f"article:{one}" for one in ids]).delete()


def withdraw_all(reader_id: int) -> int:
    """The account is going: its comments lose their text and author, answers stay. Returns how many there were."""
    with transaction.atomic():
        own = Comment.objects.filter(author_id=reader_id)
        liked = list(CommentLike.objects.filter(reader_id=reader_id).values_list("comment_id", flat=True))
        Comment.objects.filter(pk__in=liked, likes__gt=0).update(likes=F("likes") - 1)
        CommentLike.objects.filter(reader_id=reader_id).delete()
        threads = set(own.exclude(thread=None).values_list("thread_id", flat=True))
        CommentFlag.objects.filter(comment__author_id=reader_id).delete()
        gone: dict[str, Any] = {"source": "", "html": "", "quote": "", "note": "", "flags": 0}
        count = own.update(state=CommentState.WITHDRAWN, author=None, **gone)
        for thread_id in threads:
            replies = Comment.objects.filter(thread_id=thread_id, state=CommentState.PUBLISHED).count()
            Comment.objects.filter(pk=thread_id).update(replies=replies)
        note_change()
    return count
