"""What is asked of whoever moderates a comment, and what it answers.

`octavo.assist` judges, `octavo.store` keeps the verdict, `octavo.web` tells it in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Decision(StrEnum):
    """`HOLD`: a moderator is to look. `REJECT`: shown to its author alone, who may appeal. Nothing is ever deleted."""

    PUBLISH = "publish"
    HOLD = "hold"
    REJECT = "reject"


STRICTNESS = {Decision.PUBLISH: 0, Decision.HOLD: 1, Decision.REJECT: 2}


@dataclass(frozen=True, slots=True)
class AuthorFacts:
    """What is known of who wrote it. `recent` are texts of the author's other latest comments, newest first.

    `last_hour` counts comments of the last hour, this one left out.
    """

    is_new: bool = False
    published: int = 0
    last_hour: int = 0
    recent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentToJudge:
    """`text` is as written, in Markdown; `context` what it answers: the article's title, the comment above it.

    `language` is BCP 47, "" where it is not known.
    """

    id: str
    text: str
    context: str = ""
    language: str = ""
    author: AuthorFacts = field(default_factory=AuthorFacts)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code that the web room has words for ("links", "shouting") and what these words need."""

    code: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`scores` are 0 to 1 by name, higher is worse. `reason` is None only where nothing speaks against publishing.

    `by` names who judged, with the version: "rules/1".
    """

    decision: Decision
    by: str
    scores: Mapping[str, float] = field(default_factory=dict)
    reason: Reason | None = None
