"""What was decided on a block, and why."""

from dataclasses import dataclass, replace
from enum import StrEnum

from octavo.core.articles import Leak
from octavo.extract.body.blocks import Block


class Reason(StrEnum):
    """Why a block was kept or left out; `SCORE` is the judge's own opinion."""

    SCORE = "score"
    RULE = "rule"
    REPEATS = "repeats"
    HEADLINE = "headline"
    SAID_BEFORE = "said_before"
    LEAK = "leak"
    BRIDGED = "bridged"
    DANGLING = "dangling"
    OTHER_STORY = "other_story"
    COMMENT = "comment"
    QUOTED_POST = "quoted_post"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Verdict:
    """On one block. `leak` names what it is where that was told by its words or place."""

    block: Block
    score: float
    kept: bool
    reason: Reason = Reason.SCORE
    leak: Leak | None = None

    @property
    def may_be_dropped(self) -> bool:
        """Kept, and not by a contributed rule: these are above all other reasons."""
        return self.kept and self.reason is not Reason.RULE

    @property
    def may_be_kept(self) -> bool:
        """Left out by the judge's opinion alone."""
        return not self.kept and self.reason is Reason.SCORE

    def now_kept(self, reason: Reason) -> "Verdict":
        return replace(self, kept=True, reason=reason, leak=None)

    def now_dropped(self, reason: Reason, leak: Leak | None = None) -> "Verdict":
        return replace(self, kept=False, reason=reason, leak=leak)
