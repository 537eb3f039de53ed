"""Decisions about comments: what is to be judged, verdicts, moderators' decisions and undoing them, appeals.

Nothing here deletes a text. Whatever is decided leaves a row in the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from octavo.core.moderation import AuthorFacts, CommentToJudge, Decision, Verdict
from octavo.store.comments import after_change, blocks, is_new
from octavo.store.happenings import HappeningKind, note
from octavo.store.models import Appeal, Comment, CommentFlag, ModerationAction, Reader
from octavo.store.models.community import CommentState
from octavo.store.sql import storable

MODERATOR = "moderator"
RECENT_TEXTS = 10
LONGEST_NOTE = 1_000
LONGEST_APPEAL = 2_000

STATE_OF = {
    Decision.PUBLISH: CommentState.PUBLISHED,
    Decision.HOLD: CommentState.HELD,
    Decision.REJECT: CommentState.REJECTED,
}


class AppealError(ValueError):
    """Why no appeal was taken: "gone" for what is neither held nor rejected nor one's own, "again" for a second one."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment to be judged; `edited_at` says which of its texts."""

    comment_id: int
    edited_at: datetime | None
    to_judge: CommentToJudge


def waiting_comment(comment_id: int, now: datetime) -> Waiting | None:
    """None where it waits no more: decided, withdrawn or gone."""
    found = Comment.objects.filter(pk=comment_id, state=CommentState.WAITING)
    comment = found.select_related("author", "parent").first()
    if comment is None:
        return None
    context = f"{comment.article_title}\n{comment.parent.source if comment.parent else ''}".strip()
    to_judge = CommentToJudge(
        id=str(comment.pk),
        text=f"{comment.quote}\n\n{comment.source}".strip() if comment.quote else comment.source,
        context=context,
        author=_facts(comment.author, comment.pk, now) if comment.author else AuthorFacts(is_new=True),
    )
    return Waiting(comment.pk, comment.edited_at, to_judge)


def _facts(author: Reader, comment_id: int, now: datetime) -> AuthorFacts:
    others = Comment.objects.filter(author=author).exclude(pk=comment_id).exclude(state=CommentState.WITHDRAWN)
    return AuthorFacts(
        is_new=is_new(author, now),
        published=others.filter(state=CommentState.PUBLISHED).count(),
        last_hour=others.filter(created_at__gt=now - timedelta(hours=1)).count(),
        recent=tuple(others.order_by("-id").values_list("source", flat=True)[:RECENT_TEXTS]),
    )


def record_verdict(waiting: Waiting, verdict: Verdict, language: str, now: datetime) -> bool:
    """What the judge said of exactly this text; False, and nothing changed, where it is another one by now."""
    with transaction.atomic():
        found = Comment.objects.select_for_update().filter(pk=waiting.comment_id, state=CommentState.WAITING)
        comment = found.filter(edited_at=waiting.edited_at).first()
        if comment is None:
            return False
        comment.language, comment.scores = language, dict(verdict.scores)
        comment.save(update_fields=["language", "scores"])
        reason = _packed(verdict)
        if verdict.decision is not Decision.PUBLISH:
            _log(comment, verdict.decision, verdict.by, now, reason=reason)
        _settle(comment, verdict.decision, judge=verdict.by, reason=reason, words="", now=now)
    return True


def _packed(verdict: Verdict) -> dict[str, Any]:
    if verdict.reason is None:
        return {}
    return {"code": verdict.reason.code, "parameters": dict(verdict.reason.parameters)}


def _log(comment: Comment, decision: Decision, judge: str, now: datetime, **fields: Any) -> ModerationAction:
    """Before the decision is settled: it remembers what was before."""
    before = {"state": comment.state, "judge": comment.judge, "reason": comment.reason, "note": comment.note}
    return ModerationAction.objects.create(
        comment=comment, decision=decision.value, judge=judge, before=before, at=now, **fields
    )


def _settle(
    comment: Comment, decision: Decision, *, judge: str, reason: Mapping[str, Any], words: str, now: datetime
) -> None:
    comment.state, comment.judge, comment.decided_at = STATE_OF[decision], judge, now
    comment.reason, comment.note = dict(reason), words
    comment.save(update_fields=["state", "judge", "decided_at", "reason", "note"])
    if decision is Decision.PUBLISH:
        _note_reply(comment, now)
    after_change(comment)


def _note_reply(comment: Comment, now: datetime) -> None:
    parent = comment.parent
    if parent is None or parent.author_id is None or parent.state == CommentState.WITHDRAWN:
        return
    if comment.author_id is None or not blocks(parent.author_id, comment.author_id):
        ids = {"reader_id": parent.author_id, "actor_id": comment.author_id, "comment_id": comment.pk}
        note(HappeningKind.REPLY, str(comment.pk), now, **ids)


def decide(
    comment_id: int, decision: Decision, moderator_id: int, now: datetime, *, reason: str = "", words: str = ""
) -> int | None:
    """A moderator decides; an open appeal and open flags are answered with it. The action's id; None where it is gone.

    `reason` is a code, `words` what the moderator wrote; both are shown to the author, and `reason` in the log.
    """
    with transaction.atomic():
        found = Comment.objects.select_for_update().filter(pk=comment_id)
        comment = found.exclude(state=CommentState.WITHDRAWN).first()
        if comment is None:
            return None
        why = {"code": reason} if reason else {}
        appeal = Appeal.objects.filter(comment=comment, decided_at=None).first()
        decides_appeal = appeal is not None and decision is not Decision.HOLD
        words = storable(words, LONGEST_NOTE)
        fields: dict[str, Any] = {"reason": why, "note": words, "by_id": moderator_id, "is_appeal": decides_appeal}
        action = _log(comment, decision, MODERATOR, now, **fields)
        _settle(comment, decision, judge=MODERATOR, reason=why, words=words, now=now)
        if decision is not Decision.HOLD:
            _answer_flags(comment, now)
        if appeal and decides_appeal:
            _answer_appeal(appeal, comment, decision, words, now)
    return int(action.pk)


def _answer_flags(comment: Comment, now: datetime) -> None:
    CommentFlag.objects.filter(comment=comment, resolved_at=None).update(resolved_at=now)
    Comment.objects.filter(pk=comment.pk).update(flags=0)


def _answer_appeal(appeal: Appeal, comment: Comment, decision: Decision, words: str, now: datetime) -> None:
    appeal.decided_at, appeal.answer = now, words
    appeal.granted = decision is Decision.PUBLISH
    appeal.save(update_fields=["decided_at", "granted", "answer"])
    if comment.author_id:
        ids = {"reader_id": comment.author_id, "comment_id": comment.pk}
        note(HappeningKind.APPEAL_DECIDED, f"{comment.pk}:{now.isoformat()}"[:60], now, **ids)


def undo(action_id: int, moderator_id: int, now: datetime) -> bool:
    """Take back one's own latest decision about a comment. False where something else was decided since."""
    with transaction.atomic():
        found = ModerationAction.objects.select_for_update().filter(pk=action_id, by_id=moderator_id, undone_at=None)
        action = found.first()
        if action is None or action.comment_id is None or not _is_latest(action.comment_id, action.pk):
            return False
        comment = Comment.objects.select_for_update().get(pk=action.comment_id)
        if comment.state == CommentState.WITHDRAWN:
            return False
        _bring_back(comment, action)
        action.undone_at = now
        action.save(update_fields=["undone_at"])
        after_change(comment)
    return True


def _is_latest(comment_id: int, action_id: int) -> bool:
    later = ModerationAction.objects.filter(comment_id=comment_id, pk__gt=action_id, undone_at=None)
    return not later.exists()


def _bring_back(comment: Comment, action: ModerationAction) -> None:
    for name in ("state", "judge", "reason", "note"):
        setattr(comment, name, action.before[name])
    reopened = CommentFlag.objects.filter(comment=comment, resolved_at=action.at)
    reopened.update(resolved_at=None)
    comment.flags = CommentFlag.objects.filter(comment=comment, resolved_at=None).count()
    comment.save(update_fields=["state", "judge", "reason", "note", "flags"])
    if action.is_appeal:
        Appeal.objects.filter(comment=comment).update(decided_at=None, granted=None, answer="")


def appeal(comment_id: int, author_id: int, text: str, now: datetime) -> None:
    """The author asks, once, that somebody look again. Raises `AppealError`."""
    with transaction.atomic():
        found = Comment.objects.select_for_update().filter(pk=comment_id, author_id=author_id)
        comment = found.filter(state__in=[CommentState.HELD, CommentState.REJECTED]).first()
        if comment is None:
            raise AppealError("gone")
        if Appeal.objects.filter(comment=comment).exists():
            raise AppealError("again")
        Appeal.objects.create(comment=comment, text=storable(text, LONGEST_APPEAL), created_at=now)
