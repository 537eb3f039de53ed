"""Several moderators as one: the strictest wins, and every score is kept."""

from collections.abc import Sequence

from octavo.core.moderation import STRICTNESS, CommentToJudge, Verdict
from octavo.core.protocols import Moderator


class Moderators:
    """Implements `core.protocols.Moderator` over others; of two that are equally strict the earlier is named."""

    def __init__(self, moderators: Sequence[Moderator]) -> None:
        self._moderators = tuple(moderators)

    @property
    def name(self) -> str:
        return "+".join(moderator.name for moderator in self._moderators)

    def moderate(self, texts: Sequence[CommentToJudge]) -> list[Verdict]:
        judged = [moderator.moderate(texts) for moderator in self._moderators]
        return [self._strictest(verdicts) for verdicts in zip(*judged, strict=True)]

    def _strictest(self, verdicts: Sequence[Verdict]) -> Verdict:
        strictest = max(verdicts, key=lambda verdict: STRICTNESS[verdict.decision])
        scores = {name: score for verdict in verdicts for name, score in verdict.scores.items()}
        by = strictest.by if STRICTNESS[strictest.decision] else self.name
        return Verdict(strictest.decision, by, scores, strictest.reason)
