"""What every Moderator keeps to: the rules, several composed, and one that tests make."""

from collections.abc import Sequence

import pytest

from octavo.assist.moderation import Moderators, Rules
from octavo.core.moderation import CommentToJudge, Decision, Reason, Verdict
from octavo.core.protocols import Moderator

TEXTS = [
    "",
    "Thank you.",
    "Earn $500 a day at https://a.example/",
    "\ud800",
    "\x00",
    "a" * 50_000,
    "مرحبا",
    "((((" * 2000,
]


class Strict:
    """Holds whatever has the letter z."""

    name = "strict/1"

    def moderate(self, texts: Sequence[CommentToJudge]) -> list[Verdict]:
        return [self._judge(one.text) for one in texts]

    def _judge(self, text: str) -> Verdict:
        if "z" in text:
            return Verdict(Decision.HOLD, self.name, {"z": 0.7}, Reason("z"))
        return Verdict(Decision.PUBLISH, self.name, {"z": 0.0})


@pytest.fixture(params=[Rules, Strict, lambda: Moderators([Rules(), Strict()])])
def moderator(request: pytest.FixtureRequest) -> Moderator:
    made: Moderator = request.param()
    return made


def test_each_has_its_verdict_in_order_whatever_it_says(moderator: Moderator) -> None:
    comments = [CommentToJudge(str(number), text) for number, text in enumerate(TEXTS)]
    together = moderator.moderate(comments)
    assert together == [moderator.moderate([comment])[0] for comment in comments]
    for verdict in together:
        assert all(0 <= score <= 1 for score in verdict.scores.values())
        assert (verdict.reason is None) == (verdict.decision is Decision.PUBLISH)
        assert verdict.by
    assert moderator.moderate([]) == []


def test_of_several_the_strictest_wins_and_every_score_is_kept() -> None:
    both = Moderators([Strict(), Rules()])
    first, held, fine = both.moderate(
        [CommentToJudge(str(n), text) for n, text in enumerate(["zEarn $5 a day https://a.example/", "zebra", "fine"])]
    )
    assert (first.decision, first.by) == (Decision.HOLD, "strict/1")
    [spam] = both.moderate([CommentToJudge("1", "z. Earn $5 a day https://a.example/")])
    assert (spam.decision, spam.by, spam.scores) == (Decision.REJECT, "rules/1", {"z": 0.7, "spam": 0.95})
    assert (held.decision, held.by) == (Decision.HOLD, "strict/1")
    assert (fine.decision, fine.by, fine.reason) == (Decision.PUBLISH, "strict/1+rules/1", None)
