"""Commissions: what a reader has written for them on the spot, and what they get while it is being written.

`octavo.web` takes them, `octavo.pipeline` has them written, `octavo.store` keeps both for a day: a question is private.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from octavo.core.briefs import Feature
from octavo.core.writing import Done, Dropped, Notice, Sentence

KEPT_HOURS = 24
LONGEST_QUESTION = 500


class About(StrEnum):
    """What a commission is written from."""

    ARTICLE = "article"
    STORY = "story"
    NEWS = "news"
    COMMENT = "comment"


class CommissionState(StrEnum):
    """ASKED: nobody writes it yet. STOPPED: by its reader."""

    ASKED = "asked"
    WRITING = "writing"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class NewCommission:
    """`target` is the article's, story's or comment's id, 0 for all the news. `language` (BCP 47) is the reader's.

    `question` and `earlier`, the one that it follows up, are of Feature.ASK; `level` says how simply to explain.
    """

    feature: Feature
    about: About
    target: int = 0
    language: str = ""
    question: str = ""
    earlier: str = ""
    level: str = ""
    reader_id: int | None = None


@dataclass(frozen=True, slots=True)
class Commission:
    """`token` cannot be guessed: whoever has it may read and stop."""

    id: int
    token: str
    wanted: NewCommission
    state: CommissionState = CommissionState.ASKED

    @property
    def is_over(self) -> bool:
        return self.state in {CommissionState.DONE, CommissionState.STOPPED}


class Step(StrEnum):
    """What is being done before the first sentence comes."""

    SEARCHING = "searching"
    READING = "reading"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Progress:
    """`count` are the articles that are read."""

    step: Step
    count: int = 0


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The sources do not say. `nearest` are sentences that come nearest to the question."""

    nearest: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """Questions that the same sources answer."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing could be written at all: the target is gone, or a process failed. `reason` is for the log."""

    reason: str = field(default="")


@dataclass(frozen=True, slots=True)
class Translated:
    """The next sentence of a text in the reader's language. `translation` is "" where the original, in `language`,
    stands in its place: none that was made holds. `begins`: a paragraph begins with it."""

    original: str
    translation: str = ""
    language: str = ""
    begins: bool = False
    is_title: bool = False


CommissionEvent = Progress | Translated | Sentence | Dropped | Notice | Unanswered | Suggested | Failed | Done
"""What comes while a commission is written: any of these, and `Done` or `Failed` last."""
