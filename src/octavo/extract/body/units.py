"""Lists and tables are taken or left as a whole: half a table tells less than none."""

from collections.abc import Iterator

from octavo.extract.body.ancestors import with_ancestors
from octavo.extract.body.blocks import Block, Box
from octavo.extract.body.leaks import leak_of
from octavo.extract.body.verdicts import Reason, Verdict

MIN_PARTS = 4
TAKEN_FROM = 0.5
LEFT_BELOW = 0.3
MAX_LAYOUT_CHARS = 400
_UNITS = frozenset(("ul", "ol", "table", "dl"))


def with_whole_units(verdicts: list[Verdict]) -> list[Verdict]:
    """By the mean score of their parts, longer parts weighing more; in between, each part stands for itself."""
    result = list(verdicts)
    for places in _units(verdicts):
        mean = _mean_score([verdicts[at] for at in places])
        for at in places:
            if mean >= TAKEN_FROM and verdicts[at].may_be_kept and _fits(verdicts[at].block):
                result[at] = verdicts[at].now_kept(Reason.UNIT)
            elif mean < LEFT_BELOW and verdicts[at].may_be_dropped:
                result[at] = verdicts[at].now_dropped(Reason.UNIT)
    return result


def _units(verdicts: list[Verdict]) -> Iterator[list[int]]:
    """The places of the blocks of each list and table with some parts, the innermost one of each block."""
    parts: dict[Box, list[int]] = {}
    for at, verdict in enumerate(verdicts):
        unit = next((box for box in with_ancestors(verdict.block.box) if box.tag in _UNITS), None)
        if unit is not None:
            parts.setdefault(unit, []).append(at)
    for places in parts.values():
        is_layout = any(len(verdicts[at].block.text) > MAX_LAYOUT_CHARS for at in places)
        if len(places) >= MIN_PARTS and not is_layout:
            yield places


def _mean_score(verdicts: list[Verdict]) -> float:
    weights = [min(len(verdict.block.text), 100) + 10 for verdict in verdicts]
    return sum(verdict.score * weight for verdict, weight in zip(verdicts, weights, strict=True)) / sum(weights)


def _fits(block: Block) -> bool:
    return leak_of(block) is None
