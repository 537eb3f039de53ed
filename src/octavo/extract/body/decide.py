"""From scores to a decision on each block, with the reason where a rule and not the score decided.

Rules stand above the judge where the answer is certain whatever the scores: contributed rules of a publisher, what
repeats on its pages, the headline, and furniture that names itself (`leaks`). What only the whole page can tell comes
after, in `corrections`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from octavo.extract.body.blocks import Block
from octavo.extract.body.corrections import correct
from octavo.extract.body.fingerprints import fingerprint
from octavo.extract.body.leaks import leak_of
from octavo.extract.body.text_features import squeeze
from octavo.extract.body.verdicts import Reason, Verdict

Matrix = Any  # numpy arrays

THRESHOLD = 0.45
"""One for all sets; between .4 and .55 the F1 of aeb, fundus and trafilatura-eval moves by less than .004."""
RELATIVE = 0.5
"""On a page of which the judge is nowhere sure, what reaches this share of its best score is taken."""
MAX_WEIGHED_CHARS = 400
LIKELIEST_CHARS = 800
MAX_REPEATED_CHARS = 600

RulingOn = Callable[[Block], bool | None]
"""A contributed rule's word on a block: True keeps it, False drops it, None leaves it to the judge."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known above the judge: `headline` is squeezed, `repeated` are fingerprints."""

    headline: str
    ruling: RulingOn
    repeated: frozenset[int]


def decide(
    blocks: Sequence[Block], scores: Matrix, *, title: str, ruling: RulingOn, repeated: frozenset[int]
) -> list[Verdict]:
    """A verdict for each block, in their order."""
    threshold = threshold_of(blocks, scores)
    known = _Known(squeeze(title), ruling, repeated)
    verdicts = [_verdict(block, score, threshold, known) for block, score in zip(blocks, scores.tolist(), strict=True)]
    return correct(verdicts, known.headline)


def threshold_of(blocks: Sequence[Block], scores: Matrix) -> float:
    """`THRESHOLD`, or less on a page where even the likeliest letters do not reach it surely."""
    lengths = np.array([min(len(block.text), MAX_WEIGHED_CHARS) for block in blocks])
    order = np.argsort(-scores)
    held = np.cumsum(lengths[order])
    enough = int(np.searchsorted(held, min(LIKELIEST_CHARS, held[-1] / 2))) + 1
    best = float((lengths[order][:enough] * scores[order][:enough]).sum() / held[enough - 1])
    return min(THRESHOLD, RELATIVE * best)


def _verdict(block: Block, score: float, threshold: float, known: _Known) -> Verdict:
    ruled = known.ruling(block)
    if ruled is not None:
        return Verdict(block, score, ruled, Reason.RULE)
    if score < threshold:
        return Verdict(block, score, kept=False)
    if known.headline and _is_headline(block, known.headline):
        return Verdict(block, score, kept=False, reason=Reason.HEADLINE)
    if _repeats(block, known.repeated):
        return Verdict(block, score, kept=False, reason=Reason.REPEATS)
    leak = leak_of(block)
    return Verdict(block, score, kept=leak is None, reason=Reason.LEAK if leak else Reason.SCORE, leak=leak)


def _is_headline(block: Block, headline: str) -> bool:
    if len(block.text) > 2 * len(headline) + 60:
        return False
    text = squeeze(block.text)
    return text == headline or (block.box.tag == "h1" and (text in headline or headline in text))


def _repeats(block: Block, repeated: frozenset[int]) -> bool:
    return bool(repeated) and len(block.text) <= MAX_REPEATED_CHARS and fingerprint(block.text) in repeated
