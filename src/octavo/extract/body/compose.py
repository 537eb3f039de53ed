"""Kept blocks to HTML with their structure: headings, lists, quotations, tables, code, links and emphasis.

Boxes without a meaning of their own are looked through, so what comes out is a flat run of paragraphs with lists,
quotations and tables where readers saw them. The sanitizer comes after this, always.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from octavo.extract.body.blocks import BREAK, Block, Box, Inline

_HEADING = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_INLINE = {
    "a": "a", "abbr": "abbr", "b": "strong", "bdi": "bdi", "bdo": "bdo", "cite": "cite", "code": "code", "del": "del", "em": "em",
    "i": "em", "ins": "ins", "kbd": "kbd", "mark": "mark", "q": "q", "rp": "rp", "rt": "rt", "ruby": "ruby", "s": "s",
    "samp": "samp", "strike": "s", "strong": "strong", "sub": "sub", "sup": "sup", "u": "u", "var": "var",
}  # fmt: skip
_WRAPPERS = {
    "ul": "ul", "menu": "ul", "ol": "ol", "li": "li", "blockquote": "blockquote", "pre": "pre", "table": "table", "tr": "tr",
    "td": "td", "th": "th", "dl": "dl", "dt": "dt", "dd": "dd",
}  # fmt: skip
_INSIDE = {"li": ("ul", "ol"), "tr": ("table",), "td": ("tr",), "th": ("tr",), "dt": ("dl",), "dd": ("dl",)}
_FLAT = frozenset(("li", "td", "th", "dt", "dd", "pre"))
MAX_CELL_CHARS = 160
MAX_ITEM_BLOCKS = 3


@dataclass(frozen=True, slots=True)
class _Wrapper:
    """An element of the output that holds several blocks; `box` tells one list from the next."""

    tag: str
    box: Box


def compose(blocks: Sequence[Block]) -> str:
    """The HTML of the kept blocks, in their order. Not yet sanitised; links are as the page wrote them."""
    crowd = _Crowd(blocks)
    parts: list[str] = []
    open_now: list[_Wrapper] = []
    for block in blocks:
        wanted = crowd.wrappers(block)
        _move(parts, open_now, wanted)
        parts.append(_element(block, crowd.is_alone(block, wanted)))
    _move(parts, open_now, [])
    return "".join(parts)


def _move(parts: list[str], open_now: list[_Wrapper], wanted: list[_Wrapper]) -> None:
    """Close what ends here and open what begins."""
    shared = 0
    while shared < min(len(open_now), len(wanted)) and open_now[shared] == wanted[shared]:
        shared += 1
    while len(open_now) > shared:
        parts.append(f"</{open_now.pop().tag}>")
    for wrapper in wanted[shared:]:
        parts.append(f"<{wrapper.tag}{_direction(wrapper.box)}>")
        open_now.append(wrapper)


class _Crowd:
    """Which boxes around the kept blocks are worth keeping, judged by what they hold."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._held: Counter[Box] = Counter()
        self._headings: Counter[Box] = Counter()
        self._long: Counter[Box] = Counter()
        self._cells: dict[Box, Counter[Box]] = {}
        for block in blocks:
            self._count(block)

    def _count(self, block: Block) -> None:
        row: Box | None = None
        for box in _around(block.box):
            self._held[box] += 1
            self._headings[box] += block.box.tag in _HEADING
            self._long[box] += len(block.text) > MAX_CELL_CHARS
            if box.tag == "tr" and row is None:
                row = box
            elif box.tag == "table" and row is not None:
                self._cells.setdefault(box, Counter())[row] += 1
                row = None

    def wrappers(self, block: Block) -> list[_Wrapper]:
        """From the outermost in; parts of a list or table only where the list or table itself is kept."""
        found: list[_Wrapper] = []
        for box in reversed(list(_around(block.box))):
            tag = _WRAPPERS.get(box.tag)
            if tag and self._is_worth(box, tag) and found_parent(found, tag):
                found.append(_Wrapper(tag, box))
        return _without_childless(found)

    def _is_worth(self, box: Box, tag: str) -> bool:
        if tag == "li":
            return self._held[box] <= MAX_ITEM_BLOCKS and not self._headings[box]
        return self._is_data(box) if tag == "table" else True

    def _is_data(self, table: Box) -> bool:
        """A table of short cells, two rows by two columns at least; others serve the layout."""
        rows = self._cells.get(table, Counter())
        wide = sum(cells > 1 for cells in rows.values())
        return wide >= 2 and wide * 2 >= len(rows) and self._long[table] * 5 <= self._held[table]

    def is_alone(self, block: Block, wrappers: list[_Wrapper]) -> bool:
        """Whether the block is all that its item or cell holds: then it needs no paragraph of its own."""
        if not wrappers or wrappers[-1].tag not in _FLAT:
            return False
        return block.box is wrappers[-1].box or self._held[wrappers[-1].box] == 1


def found_parent(found: list[_Wrapper], tag: str) -> bool:
    """Whether the wrappers so far allow this one inside: an item needs its list, a cell its row."""
    needed = _INSIDE.get(tag)
    return needed is None or (bool(found) and found[-1].tag in needed)


def _without_childless(found: list[_Wrapper]) -> list[_Wrapper]:
    """A list or row whose items are looked through is no list or row."""
    while found and found[-1].tag in ("ul", "ol", "dl", "table", "tr"):
        found.pop()
    kept: list[_Wrapper] = []
    for position, wrapper in enumerate(found):
        inner = found[position + 1].tag if position + 1 < len(found) else ""
        if wrapper.tag in ("ul", "ol") and inner != "li":
            continue
        kept.append(wrapper)
    return kept


def _around(box: Box | None) -> Iterator[Box]:
    while box is not None:
        yield box
        box = box.parent


def _direction(box: Box) -> str:
    written = (box.element.get("dir") or "").lower()
    return f' dir="{written}"' if written in ("rtl", "ltr") else ""


def _element(block: Block, alone: bool) -> str:
    tag = _HEADING.get(block.box.tag, "p")
    inside = _inline_html(block, formatted=tag == "p")
    return inside if alone else f"<{tag}{_direction(block.box)}>{inside}</{tag}>"


def _inline_html(block: Block, *, formatted: bool) -> str:
    """The block's text with its links and emphasis; headings keep links alone."""
    parts: list[str] = []
    open_now: list[Inline] = []
    for piece, inline in block.runs:
        wanted = _chain(inline, formatted)
        shared = 0
        while shared < min(len(open_now), len(wanted)) and open_now[shared] is wanted[shared]:
            shared += 1
        parts += [f"</{_INLINE[mark.tag]}>" for mark in reversed(open_now[shared:])]
        parts += [_opening(mark) for mark in wanted[shared:]]
        open_now = wanted
        parts.append("<br>" if piece == BREAK else escape(piece, quote=False))
    parts += [f"</{_INLINE[mark.tag]}>" for mark in reversed(open_now)]
    html = "".join(parts).strip()
    while html.endswith("<br>"):
        html = html[:-4].rstrip()
    return html.removeprefix("<br>")


def _chain(inline: Inline | None, formatted: bool) -> list[Inline]:
    found: list[Inline] = []
    while inline is not None:
        if formatted or inline.tag == "a":
            found.append(inline)
        inline = inline.parent
    return found[::-1]


def _opening(mark: Inline) -> str:
    if mark.tag == "a":
        return f'<a href="{escape(mark.element.get("href") or "")}">'
    if mark.tag == "abbr" and (title := mark.element.get("title")):
        return f'<abbr title="{escape(title)}">'
    return f"<{_INLINE[mark.tag]}>"
