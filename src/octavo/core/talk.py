"""What a page shows of readers' comments and surveys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Sort(StrEnum):
    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"


class Shown(StrEnum):
    """How much of a comment this viewer gets: its text, or why there is none. What is `GONE` keeps its place for the
    answers below it. `PENDING`, `HELD` and `REJECTED` are told to its author alone, with the text."""

    TEXT = "text"
    PENDING = "pending"
    HELD = "held"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class CommentView:
    """`html` is sanitised already. `author` is the handle, "" where there is none. `article_id` is None once the
    article is kept no longer. `reason` and `note` say why it is held or rejected. `appeal` is "", "open", "granted" or
    "refused".
    """

    id: int
    thread_id: int
    parent_id: int | None
    shown: Shown
    author_id: int | None
    author: str
    html: str
    quote: str
    language: str
    created_at: datetime
    edited_at: datetime | None
    likes: int
    article_id: int | None
    article_title: str
    is_liked: bool = False
    is_own: bool = False
    can_edit: bool = False
    judge: str = ""
    reason: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    appeal: str = ""

    @property
    def has_text(self) -> bool:
        return self.shown not in {Shown.WITHDRAWN, Shown.GONE, Shown.BLOCKED}


@dataclass(frozen=True, slots=True)
class Branch:
    """A comment and what answers it. `left_out` answers are not shown here: the comment's own page has them."""

    comment: CommentView
    answers: tuple["Branch", ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Discussion:
    """One page of the comments about an article or story. `total` counts what everybody may read."""

    branches: tuple[Branch, ...]
    total: int
    sort: Sort
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """`label` is "" for the inner steps of a scale, which `number` names. `share` is of those who voted, 0 to 1."""

    number: int
    label: str
    count: int
    share: float
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class SurveyView:
    """`has_voted` is the viewer's; `mean` is of a scale, None without votes."""

    id: int
    question: str
    kind: str
    language: str
    place: str
    key: str
    answers: tuple[SurveyAnswer, ...]
    votes: int
    opens_at: datetime
    closes_at: datetime | None
    is_open: bool
    has_voted: bool = False
    mean: float | None = None
