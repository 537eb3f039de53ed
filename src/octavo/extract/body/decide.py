"""From scores to a decision on each block, with the reason where a rule and not the score decided.

Rules stand above the judge where the answer is certain whatever the scores: contributed rules of a publisher, what
repeats on its pages, the headline, what was said already, and furniture that names itself (`leaks`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

import numpy as np

from octavo.core.articles import Leak
from octavo.extract.body.blocks import HEADINGS, Block, Box
from octavo.extract.body.fingerprints import fingerprint
from octavo.extract.body.leaks import leak_of
from octavo.extract.body.text_features import squeeze
from octavo.extract.body.wording import NAME_BITS, name_bits
from octavo.extract.media import QUOTED_POST_CLASSES

Matrix = Any  # numpy arrays

THRESHOLD = 0.45
"""Calibrated on the sets left out of the training, one for all: between .4 and .6 no set's F1 moves by more than .004."""
RELATIVE = 0.5
"""On a page of which the judge is nowhere sure, what reaches this share of its best score is taken."""
BRIDGE_SCORE = 0.1
MAX_BRIDGE = 40
MAX_HOMES = 3
MAX_REPEATED_CHARS = 600
MIN_RUNNING_CHARS = 100
MIN_STORY_CHARS = 500
MIN_RUN_CHARS = 150
_UNIT_PARTS = frozenset(
    ("ul", "ol", "li", "table", "tbody", "thead", "tr", "td", "th", "dl", "dt", "dd", "blockquote", "pre")
)
_COMMENT_BIT = 1 << NAME_BITS.index("comment")


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """On one block. `leak` names what it is where that was told by its words or place."""

    block: Block
    score: float
    kept: bool
    reason: Reason = Reason.SCORE
    leak: Leak | None = None


RulingOn = Callable[[Block], bool | None]
"""A contributed rule's word on a block: True keeps it, False drops it, None leaves it to the judge."""


def decide(
    blocks: Sequence[Block], scores: Matrix, *, title: str, ruling: RulingOn, repeated: frozenset[int]
) -> list[Verdict]:
    """A verdict for each block, in their order."""
    threshold = threshold_of(blocks, scores)
    headline = squeeze(title)
    verdicts = [
        _judge(block, score, score >= threshold, headline, ruling, repeated)
        for block, score in zip(blocks, scores.tolist(), strict=True)
    ]
    verdicts = _without_comments(_without_top_heading(_with_captions_that_tell(verdicts)))
    verdicts = _without_repeats(_without_other_stories(verdicts, headline))
    return _without_dangling(_bridged(_with_quoted_posts(verdicts)))


def threshold_of(blocks: Sequence[Block], scores: Matrix) -> float:
    """`THRESHOLD`, or less on a page where even the likeliest thousand letters do not reach it surely."""
    lengths = np.array([min(len(block.text), 400) for block in blocks])
    order = np.argsort(-scores)
    held = np.cumsum(lengths[order])
    enough = int(np.searchsorted(held, min(1_500, held[-1] / 2))) + 1
    best = float((lengths[order][:enough] * scores[order][:enough]).sum() / held[enough - 1])
    return min(THRESHOLD, RELATIVE * best)


def _judge(
    block: Block, score: float, kept: bool, headline: str, ruling: RulingOn, repeated: frozenset[int]
) -> Verdict:
    ruled = ruling(block)
    if ruled is not None:
        return Verdict(block, score, ruled, Reason.RULE)
    if not kept:
        return Verdict(block, score, kept=False)
    if headline and _is_headline(block, headline):
        return Verdict(block, score, kept=False, reason=Reason.HEADLINE)
    if repeated and len(block.text) <= MAX_REPEATED_CHARS and fingerprint(block.text) in repeated:
        return Verdict(block, score, kept=False, reason=Reason.REPEATS)
    if leak := leak_of(block):
        return Verdict(block, score, kept=False, reason=Reason.LEAK, leak=leak)
    return Verdict(block, score, kept=True)


def _is_headline(block: Block, headline: str) -> bool:
    if len(block.text) > 2 * len(headline) + 60:
        return False
    text = squeeze(block.text)
    return text == headline or (block.box.tag == "h1" and (text in headline or headline in text))


def _with_captions_that_tell(verdicts: list[Verdict]) -> list[Verdict]:
    """Where captions are most of the text, as in a gallery, they are the text."""
    captions = sum(len(verdict.block.text) for verdict in verdicts if verdict.leak is Leak.CAPTION)
    others = sum(len(verdict.block.text) for verdict in verdicts if verdict.kept)
    if captions <= others:
        return verdicts
    return [
        replace(verdict, kept=True, reason=Reason.SCORE, leak=None) if verdict.leak is Leak.CAPTION else verdict
        for verdict in verdicts
    ]


def _without_top_heading(verdicts: list[Verdict]) -> list[Verdict]:
    """An h1 above the text is the headline, whatever the page calls itself elsewhere."""
    result = list(verdicts)
    for at, verdict in enumerate(verdicts):
        if verdict.kept and verdict.reason is not Reason.RULE:
            if verdict.block.box.tag != "h1":
                if len(verdict.block.text) > MIN_RUNNING_CHARS:
                    break
                continue
            result[at] = replace(verdict, kept=False, reason=Reason.HEADLINE)
    return result


def _without_other_stories(verdicts: list[Verdict], headline: str) -> list[Verdict]:
    """Below the headline of a second <article> there is another story: pages that go on without end."""
    article: Box | None = None
    first = ""
    for at, verdict in enumerate(verdicts):
        if verdict.block.box.tag != "h1":
            continue
        text, own = squeeze(verdict.block.text), _article_of(verdict.block.box)
        if not first:
            first, article = text, own
        elif own and own is not article and text not in (headline, first) and _has_text(verdicts[:at]):
            return [*verdicts[:at], *(_other_story(verdict) for verdict in verdicts[at:])]
    return verdicts


def _article_of(box: Box | None) -> Box | None:
    """The outermost <article> around."""
    found = None
    while box is not None:
        if box.tag == "article":
            found = box
        box = box.parent
    return found


def _has_text(verdicts: Sequence[Verdict]) -> bool:
    return sum(len(verdict.block.text) for verdict in verdicts if verdict.kept) > MIN_STORY_CHARS


def _other_story(verdict: Verdict) -> Verdict:
    if not verdict.kept or verdict.reason is Reason.RULE:
        return verdict
    return replace(verdict, kept=False, reason=Reason.OTHER_STORY, leak=Leak.OTHER_STORY)


def _without_comments(verdicts: list[Verdict]) -> list[Verdict]:
    """What stands in boxes called after comments, unless the article does too."""
    first = next(
        (verdict for verdict in verdicts if verdict.kept and len(verdict.block.text) > MIN_RUNNING_CHARS), None
    )
    if first is None or _is_in_comments(first.block):
        return verdicts
    return [
        replace(verdict, kept=False, reason=Reason.COMMENT)
        if verdict.kept and verdict.reason is not Reason.RULE and _is_in_comments(verdict.block)
        else verdict
        for verdict in verdicts
    ]


def _is_in_comments(block: Block) -> bool:
    box: Box | None = block.box
    while box is not None and box.depth:
        if name_bits(box.names) & _COMMENT_BIT:
            return True
        box = box.parent
    return False


def _without_repeats(verdicts: list[Verdict]) -> list[Verdict]:
    """A run of blocks that were all said before: summaries for other screens. One line may well come again."""
    result = list(verdicts)
    said: set[str] = set()
    run: list[int] = []
    for at, verdict in enumerate([*verdicts, None]):
        if verdict is not None and not verdict.kept:
            continue
        if verdict is not None and verdict.block.text in said:
            run.append(at)
            continue
        if len(run) > 1 and sum(len(verdicts[place].block.text) for place in run) > MIN_RUN_CHARS:
            for place in run:
                result[place] = replace(verdicts[place], kept=False, reason=Reason.SAID_BEFORE)
        run = []
        if verdict is not None:
            said.add(verdict.block.text)
    return result


def _with_quoted_posts(verdicts: list[Verdict]) -> list[Verdict]:
    """Posts that the text quotes are read with it: "she wrote:" would be left hanging."""
    kept = [at for at, verdict in enumerate(verdicts) if verdict.kept]
    if not kept:
        return verdicts
    return [
        replace(verdict, kept=True, reason=Reason.QUOTED_POST)
        if kept[0] < at < kept[-1]
        and verdict.reason is Reason.SCORE
        and not verdict.kept
        and _is_quoted_post(verdict.block)
        else verdict
        for at, verdict in enumerate(verdicts)
    ]


def _is_quoted_post(block: Block) -> bool:
    box: Box | None = block.box
    for _ in range(4):
        if box is None:
            return False
        if box.tag == "blockquote" and any(name in box.names for name in QUOTED_POST_CLASSES):
            return True
        box = box.parent
    return False


def _bridged(verdicts: list[Verdict]) -> list[Verdict]:
    """What stands between two kept blocks, in the same box as both, belongs to them: subheadings, lists, short answers."""
    result = list(verdicts)
    kept = [at for at, verdict in enumerate(verdicts) if verdict.kept]
    for before, after in pairwise(kept):
        if 1 < after - before <= MAX_BRIDGE:
            homes = (_homes(verdicts[before].block), _homes(verdicts[after].block))
            for at in range(before + 1, after):
                if _belongs(verdicts[at], homes):
                    result[at] = replace(verdicts[at], kept=True, reason=Reason.BRIDGED)
    return result


def _homes(block: Block) -> list[Box]:
    """The boxes that what surrounds the block may share with it: its own, and some around."""
    found, box = [], block.box.parent
    while box is not None and len(found) < MAX_HOMES:
        found.append(box)
        box = box.parent
    return found


def _belongs(verdict: Verdict, homes: tuple[list[Box], list[Box]]) -> bool:
    block = verdict.block
    if verdict.reason is not Reason.SCORE or block.linked * 2 > len(block.text):
        return False
    least = BRIDGE_SCORE / 2 if block.box.tag in HEADINGS else BRIDGE_SCORE
    home = _home_of_unit(block.box)
    return (
        verdict.score >= least and home is not None and all(home in near for near in homes) and leak_of(block) is None
    )


def _home_of_unit(box: Box) -> Box | None:
    """Where a block stands, its list or table as a whole."""
    while box.parent is not None and (box.tag in _UNIT_PARTS or box.parent.tag in _UNIT_PARTS):
        box = box.parent
    return box.parent


def _without_dangling(verdicts: list[Verdict]) -> list[Verdict]:
    """A heading with nothing kept below it is the heading of something else."""
    result = list(verdicts)
    followed = False
    for at in range(len(result) - 1, -1, -1):
        verdict = result[at]
        if not verdict.kept:
            continue
        if verdict.block.box.tag in HEADINGS and not followed and verdict.reason is not Reason.RULE:
            result[at] = Verdict(verdict.block, verdict.score, kept=False, reason=Reason.DANGLING)
        else:
            followed = True
    return result
