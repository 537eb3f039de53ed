"""From scores to a decision on each block, with the reason where a rule and not the score decided.

Rules stand above the judge where the answer is certain whatever the scores: contributed rules of a publisher, what
repeats on its pages, the headline, what was said already, and furniture that names itself (`leaks`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from octavo.core.articles import Leak
from octavo.extract.body.blocks import HEADINGS, Block
from octavo.extract.body.features import squeeze
from octavo.extract.body.fingerprints import fingerprint
from octavo.extract.body.leaks import leak_of

Matrix = Any  # numpy arrays

THRESHOLD = 0.5
"""Calibrated on the sets left out of the training, one for all: between .4 and .6 no set's F1 moves by more than .004."""
RELATIVE = 0.6
"""On a page of which the judge is nowhere sure, what reaches this share of its best score is taken."""
BRIDGE_SCORE = 0.1
MAX_BRIDGE = 3
MAX_REPEATED_CHARS = 600


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """On one block. `leak` names what it is where that was told by its words or place."""

    block: Block
    score: float
    kept: bool
    reason: Reason = Reason.SCORE
    leak: Leak | None = None


Ruling = Callable[[Block], bool | None]
"""A contributed rule's word on a block: True keeps it, False drops it, None leaves it to the judge."""


def decide(
    blocks: Sequence[Block], scores: Matrix, *, title: str, ruling: Ruling, repeated: frozenset[int]
) -> list[Verdict]:
    """A verdict for each block, in their order."""
    threshold = threshold_of(blocks, scores)
    headline = squeeze(title)
    said: set[str] = set()
    verdicts = []
    for block, score in zip(blocks, scores.tolist(), strict=True):
        verdict = _judge(block, score, score >= threshold, headline, ruling, repeated, said)
        if verdict.kept:
            said.add(block.text)
        verdicts.append(verdict)
    return _without_dangling(_bridged(verdicts))


def threshold_of(blocks: Sequence[Block], scores: Matrix) -> float:
    """`THRESHOLD`, or less on a page where even the likeliest thousand letters do not reach it surely."""
    lengths = np.array([min(len(block.text), 400) for block in blocks])
    order = np.argsort(-scores)
    held = np.cumsum(lengths[order])
    enough = int(np.searchsorted(held, min(1_500, held[-1] / 2))) + 1
    best = float((lengths[order][:enough] * scores[order][:enough]).sum() / held[enough - 1])
    return min(THRESHOLD, RELATIVE * best)


def _judge(
    block: Block, score: float, kept: bool, headline: str, ruling: Ruling, repeated: frozenset[int], said: set[str]
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
    if len(block.text) > 20 and block.text in said:
        return Verdict(block, score, kept=False, reason=Reason.SAID_BEFORE)
    return Verdict(block, score, kept=True)


def _is_headline(block: Block, headline: str) -> bool:
    if len(block.text) > 2 * len(headline) + 60:
        return False
    text = squeeze(block.text)
    return text == headline or (block.box.tag == "h1" and (text in headline or headline in text))


def _bridged(verdicts: list[Verdict]) -> list[Verdict]:
    """A few blocks between two kept ones, in the same box as both, belong to them: subheadings, short answers."""
    result = list(verdicts)
    kept = [at for at, verdict in enumerate(verdicts) if verdict.kept]
    for before, after in zip(kept, kept[1:], strict=False):
        if 1 < after - before <= MAX_BRIDGE + 1:
            for at in range(before + 1, after):
                if _belongs(verdicts[at], verdicts[before].block, verdicts[after].block):
                    result[at] = Verdict(verdicts[at].block, verdicts[at].score, kept=True, reason=Reason.BRIDGED)
    return result


def _belongs(verdict: Verdict, before: Block, after: Block) -> bool:
    block = verdict.block
    if verdict.reason is not Reason.SCORE or verdict.score < BRIDGE_SCORE or block.linked * 2 > len(block.text):
        return False
    home = block.box.parent
    return leak_of(block) is None and all(
        home in (near.box.parent, near.box) or block.box is near.box for near in (before, after)
    )


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
