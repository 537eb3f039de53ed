"""Comments as pages show them: threads page by page, one comment with its answers, a reader's own. Nothing is written.

Whom a viewer blocks, and what is not for others to read, is taken out here, so that no template can leak it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from octavo.core.talk import Branch, CommentView, Discussion, Shown, Sort
from octavo.store.comments import can_edit
from octavo.store.models import Comment, CommentLike, ReaderBlock
from octavo.store.models.community import CommentState
from octavo.store.sql import query_in

THREADS_PER_PAGE = 20
MOST_ANSWERS = 400
DEEPEST = 4
ANSWERS_SHOWN = 6
ANSWERS_ON_OWN_PAGE = 100
_MAX_ID = 2**63 - 1

_ORDER = {
    Sort.BEST: ("-score", "-id"),
    Sort.NEWEST: ("-id",),
    Sort.OLDEST: ("id",),
}
_OWN_STATES = {
    CommentState.WAITING: Shown.PENDING,
    CommentState.HELD: Shown.HELD,
    CommentState.REJECTED: Shown.REJECTED,
}
_BY_STORY = """
SELECT m.story_id, COUNT(*) FROM store_storymember m
JOIN store_comment c ON c.article_id = m.article_id AND c.state = 'published'
WHERE m.story_id IN ({marks}) GROUP BY m.story_id
"""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. A stranger has no id and blocks nobody."""

    id: int | None
    now: datetime
    blocked: frozenset[int] = field(default_factory=frozenset)


def viewer_of(reader_id: int | None, now: datetime) -> Viewer:
    if reader_id is None:
        return Viewer(None, now)
    blocked = ReaderBlock.objects.filter(reader_id=reader_id).values_list("blocked_id", flat=True)
    return Viewer(reader_id, now, frozenset(blocked))


def of_article(article_id: int, viewer: Viewer, sort: Sort, page: int) -> Discussion:
    return _discussion(Comment.objects.filter(article_id=article_id), viewer, sort, page)


def of_story(story_id: int, viewer: Viewer, sort: Sort, page: int) -> Discussion:
    return _discussion(Comment.objects.filter(article__member__story_id=story_id), viewer, sort, page)


def story_counts(story_ids: Iterable[int]) -> dict[int, int]:
    """Story id -> how many published comments its articles have; those without any are left out."""
    return dict(query_in(_BY_STORY, story_ids))


def _discussion(about: "QuerySet[Comment]", viewer: Viewer, sort: Sort, page: int) -> Discussion:
    total = about.filter(state=CommentState.PUBLISHED).count()
    tops = about.filter(_worth_a_place(viewer), thread=None)
    threads = tops.count()
    pages = max(1, -(-threads // THREADS_PER_PAGE))
    page = min(max(1, page), pages)
    if not threads:
        return Discussion((), total, sort, page, pages)
    start = (page - 1) * THREADS_PER_PAGE
    ordered = tops.annotate(score=F("likes") + F("replies")).order_by(*_ORDER[sort])
    shown = list(ordered.select_related("author", "appeal")[start : start + THREADS_PER_PAGE])
    answers = _members([comment.pk for comment in shown], viewer)
    tree = _Tree([*shown, *answers], viewer, ANSWERS_SHOWN, DEEPEST)
    branches = tuple(branch for comment in shown if (branch := tree.branch(comment)))
    return Discussion(branches, total, sort, page, pages)


def _worth_a_place(viewer: Viewer) -> Q:
    """A thread's first comment is listed where it can be read or has answers that can."""
    readable = Q(state=CommentState.PUBLISHED) & ~Q(author_id__in=viewer.blocked)
    own = Q(author_id=viewer.id) & ~Q(state=CommentState.WITHDRAWN) if viewer.id else Q(pk__in=[])
    return readable | own | Q(replies__gt=0)


def _members(thread_ids: Sequence[int], viewer: Viewer) -> list[Comment]:
    seen = ~Q(state__in=[CommentState.WAITING, CommentState.HELD, CommentState.REJECTED])
    mine = Q(author_id=viewer.id) if viewer.id else Q(pk__in=[])
    parents = Q(pk__in=Comment.objects.filter(thread_id__in=thread_ids).values("parent_id"))
    found = Comment.objects.filter(seen | mine | parents, thread_id__in=thread_ids)
    return list(found.select_related("author", "appeal").order_by("id")[:MOST_ANSWERS])


class _Tree:
    """Comments by what they answer; one whose parent is not here hangs on its thread."""

    def __init__(self, comments: Sequence[Comment], viewer: Viewer, width: int, depth: int) -> None:
        self._viewer, self._width, self._depth = viewer, width, depth
        known = {comment.pk for comment in comments}
        self._liked = _liked(known, viewer)
        self._answers: dict[int, list[Comment]] = defaultdict(list)
        for comment in comments:
            parent = comment.parent_id if comment.parent_id in known else comment.thread_id
            if parent is not None and parent != comment.pk:
                self._answers[parent].append(comment)

    def branch(self, comment: Comment, depth: int = 1) -> Branch | None:
        """None where neither the comment nor any answer can be read."""
        view = view_of(comment, self._viewer, self._liked)
        if depth >= self._depth:
            left_out = self._count(comment)
            return Branch(view, (), left_out) if view.has_text or left_out else None
        below = [branch for one in self._answers[comment.pk] if (branch := self.branch(one, depth + 1))]
        if not view.has_text and not below:
            return None
        left_out = sum(1 + self._count(one) for one in self._beyond(comment, below))
        return Branch(view, tuple(below[: self._width]), left_out)

    def _beyond(self, comment: Comment, below: Sequence[Branch]) -> list[Comment]:
        dropped = {branch.comment.id for branch in below[self._width :]}
        return [one for one in self._answers[comment.pk] if one.pk in dropped]

    def _count(self, comment: Comment) -> int:
        """How many answers below can be read."""
        return sum(
            self._count(one) + view_of(one, self._viewer, self._liked).has_text for one in self._answers[comment.pk]
        )


def _liked(ids: Iterable[int], viewer: Viewer) -> frozenset[int]:
    if viewer.id is None:
        return frozenset()
    found = CommentLike.objects.filter(reader_id=viewer.id, comment_id__in=list(ids))
    return frozenset(found.values_list("comment_id", flat=True))


def _shown(comment: Comment, viewer: Viewer) -> Shown:
    if comment.state == CommentState.WITHDRAWN:
        return Shown.WITHDRAWN
    if comment.author_id is not None and comment.author_id in viewer.blocked:
        return Shown.BLOCKED
    if comment.state == CommentState.PUBLISHED:
        return Shown.TEXT
    is_own = viewer.id is not None and comment.author_id == viewer.id
    return _OWN_STATES[CommentState(comment.state)] if is_own else Shown.GONE


def view_of(comment: Comment, viewer: Viewer, liked: frozenset[int] = frozenset()) -> CommentView:
    shown = _shown(comment, viewer)
    is_own = viewer.id is not None and comment.author_id == viewer.id
    facts: dict[str, Any] = {
        "id": comment.pk,
        "thread_id": comment.thread_id or comment.pk,
        "parent_id": comment.parent_id,
        "shown": shown,
        "language": comment.language,
        "created_at": comment.created_at,
        "article_id": comment.article_id,
        "article_title": comment.article_title,
        "is_own": is_own,
    }
    if shown in {Shown.WITHDRAWN, Shown.GONE, Shown.BLOCKED}:
        return CommentView(**facts, author_id=None, author="", html="", quote="", edited_at=None, likes=0)
    return CommentView(
        **facts,
        author_id=comment.author_id,
        author=(comment.author.handle or "") if comment.author else "",
        html=comment.html,
        quote=comment.quote,
        edited_at=comment.edited_at,
        likes=comment.likes,
        is_liked=comment.pk in liked,
        can_edit=is_own and can_edit(comment.state, comment.created_at, viewer.now),
        judge=comment.judge if is_own else "",
        reason=comment.reason if is_own else {},
        note=comment.note if is_own else "",
        appeal=_appeal(comment) if is_own else "",
    )


def _appeal(comment: Comment) -> str:
    appeal = getattr(comment, "appeal", None)
    if appeal is None:
        return ""
    return {None: "open", True: "granted", False: "refused"}[appeal.granted]


@dataclass(frozen=True, slots=True)
class CommentPage:
    """A comment's own page: it, what it answers, and what answers it."""

    branch: Branch
    parent: CommentView | None


def comment_page(comment_id: int, viewer: Viewer) -> CommentPage | None:
    """None where there is no such comment, or none that this viewer may know of."""
    if not 0 < comment_id <= _MAX_ID:
        return None
    comment = Comment.objects.filter(pk=comment_id).select_related("author", "appeal", "parent__author").first()
    if comment is None:
        return None
    members = _members([comment.thread_id or comment.pk], viewer)
    tree = _Tree([comment, *(one for one in members if one.pk != comment.pk)], viewer, ANSWERS_ON_OWN_PAGE, DEEPEST + 1)
    branch = tree.branch(comment)
    if branch is None:
        return None
    parent = view_of(comment.parent, viewer) if comment.parent else None
    return CommentPage(branch, parent)


def readable(comment_id: int, viewer: Viewer) -> CommentView | None:
    """One comment whose text this viewer may read; None for any other."""
    if not 0 < comment_id <= _MAX_ID:
        return None
    comment = Comment.objects.filter(pk=comment_id).select_related("author", "appeal").first()
    view = view_of(comment, viewer, _liked([comment_id], viewer)) if comment else None
    return view if view and view.has_text else None


def published_text(comment_id: int) -> tuple[str, str] | None:
    """A published comment's own words, without what it quotes, and their language; None for any other."""
    rows = Comment.objects.filter(pk=comment_id, state=CommentState.PUBLISHED)
    return rows.values_list("source", "language").first()


def comments_of_reader(author_id: int, viewer: Viewer, limit: int, before: int | None = None) -> list[CommentView]:
    """A reader's comments, the newest first: all of one's own, of others what is published."""
    found = Comment.objects.filter(author_id=author_id).exclude(state=CommentState.WITHDRAWN)
    if viewer.id != author_id:
        found = found.filter(state=CommentState.PUBLISHED)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related("author", "appeal").order_by("-id")[:limit])
    liked = _liked([row.pk for row in rows], viewer)
    views = (view_of(row, viewer, liked) for row in rows)
    return [view for view in views if view.has_text]


def counts_by_state(author_id: int) -> Mapping[str, int]:
    """How many comments of a reader are in each state."""
    counts: dict[str, int] = defaultdict(int)
    for state in Comment.objects.filter(author_id=author_id).values_list("state", flat=True):
        counts[state] += 1
    return counts
