"""What needs no model to be told: floods of links, shouting, repetition, known patterns of spam. Pure.

Each rule gives a score of 0 to 1 that rises with what it looks for, and holds from `HOLD_FROM` on. Only plain spam is
rejected: whatever a person may have meant is held for another person to read.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from octavo.core.moderation import CommentToJudge, Decision, Reason, Verdict

VERSION = 1
NAME = f"rules/{VERSION}"

HOLD_FROM = 0.5
REJECT_FROM = 0.9

MOST_LINKS = 3
"""More than these are an advertisement far more often than they are sources."""
MOST_LINKS_BY_FAR = 8
MOST_HOURLY_WHEN_NEW = 6
SHOUTED_LETTERS = 24
"""Fewer letters are a name or an acronym."""
SHOUTED_SHARE = 0.75
LONGEST_RUN = 12
REPEATED_WORDS = 12
"""A text of fewer words may well say one of them three times."""
SAME_TEXT_CHARS = 20

_LINK = re.compile(
    r"(?:https?://|\bwww\.)\S+|\b[\w-]{2,40}\.(?:top|xyz|click|shop|bet|casino|loan|vip)/\S*", re.IGNORECASE
)
_RUN = re.compile(rf"(\S)\1{{{LONGEST_RUN - 1},}}")
_WORD = re.compile(r"\w+")
_SPAM = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:buy|order|get)\s+(?:cheap\s+)?(?:viagra|cialis|followers|likes|backlinks)\b",
        r"\b(?:earn|make)\s+(?:up\s+to\s+)?[$€£₹]?\s?\d[\d,.]*\s?[$€£₹k]?\s+(?:a|per|every|each)\s+(?:day|week|hour|month)\b",
        r"\bwork(?:ing)?\s+from\s+home\b.{0,80}[$€£₹]\s?\d",
        r"\b(?:double|triple)\s+your\s+(?:bitcoin|btc|crypto|money|investment)\b",
        r"\b(?:whats\s?app|telegram|signal)\b.{0,40}\+?\d[\d\s().-]{7,}",
        r"\b(?:online\s+casino|casino\s+bonus|free\s+spins|sports?\s?betting\s+tips)\b",
        r"\b(?:loan|credit)\s+(?:approved|without\s+(?:credit\s+)?check|guaranteed)\b",
        r"\b(?:spell\s+caster|love\s+spell|recover(?:y)?\s+(?:of\s+)?(?:lost|stolen)\s+(?:crypto|bitcoin|funds))\b",
        r"\bclick\s+(?:here|this\s+link|the\s+link)\b.{0,60}\b(?:free|prize|win|gift|bonus)\b",
        r"[\U0001F4B0\U0001F911\U0001F4B5\U0001F525]{4,}",
    )
)


@dataclass(frozen=True, slots=True)
class _Finding:
    score: float
    reason: Reason


_Rule = Callable[[CommentToJudge], "_Finding | None"]


class Rules:
    """Implements `core.protocols.Moderator`."""

    @property
    def name(self) -> str:
        return NAME

    def moderate(self, texts: Sequence[CommentToJudge]) -> list[Verdict]:
        return [_judge(comment) for comment in texts]


def _judge(comment: CommentToJudge) -> Verdict:
    found = list(_findings(comment))
    scores = {finding.reason.code: finding.score for finding in found}
    worst = max(found, key=lambda finding: finding.score, default=None)
    if worst is None or worst.score < HOLD_FROM:
        return Verdict(Decision.PUBLISH, NAME, scores)
    decision = Decision.REJECT if worst.score >= REJECT_FROM else Decision.HOLD
    return Verdict(decision, NAME, scores, worst.reason)


def _findings(comment: CommentToJudge) -> Iterator[_Finding]:
    for rule in RULES:
        if finding := rule(comment):
            yield finding


def _links(comment: CommentToJudge) -> _Finding | None:
    count = len(_LINK.findall(comment.text))
    if count <= MOST_LINKS:
        return None
    return _Finding(0.95 if count > MOST_LINKS_BY_FAR else 0.6, Reason("links", {"count": count, "most": MOST_LINKS}))


def _first_links(comment: CommentToJudge) -> _Finding | None:
    """A new account's links wait for a moderator."""
    if not comment.author.is_new or not _LINK.search(comment.text):
        return None
    return _Finding(0.55, Reason("new_links"))


def _flood(comment: CommentToJudge) -> _Finding | None:
    if not comment.author.is_new or comment.author.last_hour < MOST_HOURLY_WHEN_NEW:
        return None
    return _Finding(0.55, Reason("flood", {"count": comment.author.last_hour + 1}))


def _shouting(comment: CommentToJudge) -> _Finding | None:
    """Only scripts that have capitals can shout so."""
    text = _LINK.sub(" ", comment.text)
    cased = [letter for letter in text if letter.isupper() or letter.islower()]
    capitals = sum(letter.isupper() for letter in cased)
    if len(cased) < SHOUTED_LETTERS or capitals < SHOUTED_SHARE * len(cased):
        return None
    return _Finding(0.55, Reason("shouting"))


def _repetition(comment: CommentToJudge) -> _Finding | None:
    """One letter or one word over and over."""
    if _RUN.search(comment.text):
        return _Finding(0.5, Reason("repetition"))
    words = _WORD.findall(comment.text.casefold())
    if len(words) < REPEATED_WORDS:
        return None
    [(_word, count)] = Counter(words).most_common(1)
    return _Finding(0.6, Reason("repetition")) if count > len(words) / 2 else None


def _same_text(comment: CommentToJudge) -> _Finding | None:
    """What its author said before, word for word."""
    own = _plain(comment.text)
    times = sum(_plain(text) == own for text in comment.author.recent)
    if len(own) < SAME_TEXT_CHARS or not times:
        return None
    return _Finding(0.95 if times > 2 else 0.6, Reason("same_text", {"count": times + 1}))


def _spam(comment: CommentToJudge) -> _Finding | None:
    text = unicodedata.normalize("NFKC", comment.text)
    hits = sum(pattern.search(text) is not None for pattern in _SPAM)
    if not hits:
        return None
    surely = hits > 1 or _LINK.search(text) is not None
    return _Finding(0.95 if surely else 0.7, Reason("spam"))


def _plain(text: str) -> str:
    """Letters and digits alone, so that a space more makes no other text."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


RULES: tuple[_Rule, ...] = (_spam, _links, _same_text, _first_links, _flood, _shouting, _repetition)
