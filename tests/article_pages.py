"""Invented pages, cut into blocks and judged by whoever wrote the test: `data-score` says how sure the judge is."""

import numpy as np

from octavo.core.failures import Failure
from octavo.extract.body.blocks import Block, Segmenter, segment
from octavo.extract.body.decide import RulingOn, decide
from octavo.extract.body.find import page_body
from octavo.extract.body.verdicts import Reason, Verdict
from octavo.extract.tree import parse_page

SURE = 0.9
SENTENCES = (
    "The old bridge over the river Lund was opened again on Monday, and half the town came to walk across it.",
    "The mayor said that the repairs had taken two years, one more than planned, because of the floods in spring.",
    "Builders found beams from the first bridge, which a storm had carried away in the year of the great comet.",
    "For the ferryman it was the last day at work: he had carried people across the water for thirty summers.",
    "From June on cyclists will have a lane of their own, and buses will cross the river every ten minutes.",
)


def cut(html: str) -> Segmenter:
    tree = parse_page(html.encode())
    assert not isinstance(tree, Failure), tree
    return segment(page_body(tree))


def blocks_of(html: str) -> list[Block]:
    return cut(html).blocks


def texts_of(html: str) -> list[str]:
    return [block.text for block in blocks_of(html)]


def judged(
    html: str, *, title: str = "", ruling: RulingOn = lambda _block: None, repeated: frozenset[int] = frozenset()
) -> list[Verdict]:
    """The decision on each block; `SURE` of what no `data-score` around says otherwise of."""
    blocks = blocks_of(html)
    scores = np.array([_score(block) for block in blocks])
    return decide(blocks, scores, title=title, ruling=ruling, repeated=repeated)


def _score(block: Block) -> float:
    box = block.box
    while box.parent is not None and box.element.get("data-score") is None:
        box = box.parent
    return float(box.element.get("data-score") or SURE)


def kept_of(verdicts: list[Verdict]) -> list[str]:
    return [verdict.block.text for verdict in verdicts if verdict.kept]


def reasons_of(verdicts: list[Verdict]) -> dict[str, Reason]:
    """The reason of each block, by its first word."""
    return {verdict.block.text.split()[0]: verdict.reason for verdict in verdicts}


def paragraphs(count: int = 5, tag: str = "p") -> str:
    return "".join(f"<{tag}>{sentence}</{tag}>" for sentence in SENTENCES[:count])
