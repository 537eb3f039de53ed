"""A page's boxes as arrays: which box each block stands in, which box that stands in, and which blocks look alike."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from octavo.extract.body.blocks import Segmenter

Matrix = Any  # numpy arrays


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """`home` is the box of each block; `parents` and `depths` are of each box, in reading order (the body is its own
    parent); `ends` is the number after the last box inside each. `twins` numbers, for each block, its group of blocks
    with the same tag and names in a box with the same tag and names; `articles` is the outermost <article> around each
    block, -1 for none."""

    home: Matrix
    parents: Matrix
    depths: Matrix
    ends: Matrix
    twins: Matrix
    articles: Matrix

    def inside(self, box: int) -> Matrix:
        """Of each block, whether it stands in `box`: boxes inside one are numbered in a row."""
        return (self.home >= box) & (self.home < self.ends[box])


def layout_of(page: Segmenter) -> Layout:
    boxes = page.boxes
    parents = [box.parent.order if box.parent else 0 for box in boxes]
    sizes = [1] * len(boxes)
    for at in range(len(boxes) - 1, 0, -1):  # boxes come after the ones they stand in
        sizes[parents[at]] += sizes[at]
    return Layout(
        home=np.array([block.box.order for block in page.blocks], dtype=np.intp),
        parents=np.array(parents, dtype=np.intp),
        depths=np.array([box.depth for box in boxes], dtype=np.int32),
        ends=np.arange(len(boxes)) + np.array(sizes),
        twins=_twins(page),
        articles=_articles(page),
    )


def _articles(page: Segmenter) -> Matrix:
    of_box: list[int] = []
    for box in page.boxes:  # boxes come after the ones they stand in
        around = of_box[box.parent.order] if box.parent else -1
        of_box.append(box.order if around < 0 and box.tag == "article" else around)
    return np.array([of_box[block.box.order] for block in page.blocks], dtype=np.intp)


def _twins(page: Segmenter) -> Matrix:
    numbers: dict[tuple[str, str, str, str], int] = {}
    found = []
    for block in page.blocks:
        box = block.box
        parent = box.parent or box
        found.append(numbers.setdefault((box.tag, box.names, parent.tag, parent.names), len(numbers)))
    return np.array(found, dtype=np.intp)
