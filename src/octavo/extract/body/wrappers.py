"""Which boxes around the kept blocks stay: lists, quotations, tables and code, judged by what they hold.

Every box is looked at once, however many blocks stand in it and however deeply.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from octavo.extract.body.blocks import HEADINGS, Block, Box

_TAGS = {
    "ul": "ul", "menu": "ul", "ol": "ol", "li": "li", "blockquote": "blockquote", "pre": "pre", "table": "table",
    "tr": "tr", "td": "td", "th": "th", "dl": "dl", "dt": "dt", "dd": "dd",
}  # fmt: skip
_INSIDE = {"li": ("ul", "ol"), "tr": ("table",), "td": ("tr",), "th": ("tr",), "dt": ("dl",), "dd": ("dl",)}
_HOLDS = {"ul": ("li",), "ol": ("li",), "table": ("tr",), "tr": ("td", "th"), "dl": ("dt", "dd")}
_FLAT = frozenset(("li", "td", "th", "dt", "dd", "pre"))
MAX_CELL_CHARS = 160
MAX_ITEM_BLOCKS = 3
MAX_WRAPPERS = 24
"""Boxes nested more deeply than anybody writes are looked through."""


@dataclass(frozen=True, slots=True, eq=False)
class Wrapper:
    """An element of the output that holds blocks. There is one for each box: two lists are two."""

    tag: str
    box: Box


Chain = tuple[Wrapper, ...]


class Wrappers:
    """Of the boxes around `blocks`."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        boxes = _all_around(blocks)
        self._own = Counter(block.box for block in blocks)
        self._held = _counted(blocks, boxes, lambda _block: True)
        self._headings = _counted(blocks, boxes, lambda block: block.box.tag in HEADINGS)
        self._long = _counted(blocks, boxes, lambda block: len(block.text) > MAX_CELL_CHARS)
        self._rows = _rows(boxes)
        self._chains: dict[Box, Chain] = {}
        self._whole: dict[Box, Chain] = {}
        for box in boxes:
            self._chains[box] = self._chain(box)

    def around(self, box: Box) -> Chain:
        """From the outermost in; parts of a list or table only where the list or table itself is kept."""
        if box not in self._whole:
            self._whole[box] = _without_childless(self._chains[box])
        return self._whole[box]

    def is_alone(self, block: Block, wrappers: Chain) -> bool:
        """Whether the block is all that its item or cell says itself: then it needs no paragraph of its own."""
        if not wrappers or wrappers[-1].tag not in _FLAT:
            return False
        box = wrappers[-1].box
        return self._held[box] == 1 or (block.box is box and self._own[box] == 1)

    def _chain(self, box: Box) -> Chain:
        """Its parent's, and the box itself where it is worth it."""
        above = self._chains[box.parent] if box.parent else ()
        tag = _TAGS.get(box.tag)
        if tag is None or len(above) >= MAX_WRAPPERS or not _may_stand_in(above, tag) or not self._is_worth(box, tag):
            return above
        return (*above, Wrapper(tag, box))

    def _is_worth(self, box: Box, tag: str) -> bool:
        if tag == "li":
            return self._held[box] <= MAX_ITEM_BLOCKS and not self._headings[box]
        if tag == "pre":
            return self._held[box] == 1
        return tag != "table" or self._is_data(box)

    def _is_data(self, table: Box) -> bool:
        """A table of short cells, two rows by two columns at least; others serve the layout."""
        rows = self._rows.get(table, ())
        wide = sum(self._held[row] > 1 for row in rows)
        return wide >= 2 and wide * 2 >= len(rows) and self._long[table] * 5 <= self._held[table]


def _all_around(blocks: Iterable[Block]) -> list[Box]:
    """Each box that a block stands in once, those outside first."""
    found: set[Box] = set()
    for block in blocks:
        box: Box | None = block.box
        while box is not None and box not in found:
            found.add(box)
            box = box.parent
    return sorted(found, key=lambda box: box.order)


def _counted(blocks: Iterable[Block], boxes: Sequence[Box], counts: Callable[[Block], bool]) -> dict[Box, int]:
    """How many blocks in each box, at any depth, are such as `counts` says."""
    found = dict.fromkeys(boxes, 0)
    for block in blocks:
        found[block.box] += counts(block)
    for box in reversed(boxes):
        if box.parent is not None:
            found[box.parent] += found[box]
    return found


def _rows(boxes: Iterable[Box]) -> dict[Box, list[Box]]:
    """The rows of each table, without those of tables inside."""
    tables: dict[Box, Box | None] = {}
    rows: dict[Box, list[Box]] = {}
    for box in boxes:
        parent = box.parent
        table = None if parent is None else parent if parent.tag == "table" else tables[parent]
        tables[box] = table
        if box.tag == "tr" and table is not None:
            rows.setdefault(table, []).append(box)
    return rows


def _may_stand_in(above: Chain, tag: str) -> bool:
    """Whether the wrappers so far allow this one inside: an item needs its list, a cell its row."""
    needed = _INSIDE.get(tag)
    return needed is None or (bool(above) and above[-1].tag in needed)


def _without_childless(found: Chain) -> Chain:
    """A list or row whose items are looked through is no list or row."""
    kept: list[Wrapper] = []
    for wrapper in reversed(found):
        needed = _HOLDS.get(wrapper.tag)
        if needed is None or (kept and kept[-1].tag in needed):
            kept.append(wrapper)
    return tuple(reversed(kept))
