"""A page cut into blocks of text in reading order, each with the boxes it stands in and the inline markup inside.

A block is what a reader sees as one run of text: a paragraph, a heading, a list item, a cell, or bare text between
boxes. One pass over the tree, linear in its size. What the blocks are worth is the judge's business.
"""

import re
from dataclasses import dataclass

from octavo.extract.tree import Element

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "meter",
        "nobr",
        "output",
        "progress",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
SKIPPED = frozenset(
    [
        "applet",
        "area",
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "frame",
        "frameset",
        "head",
        "iframe",
        "img",
        "input",
        "link",
        "map",
        "math",
        "meta",
        "noframes",
        "noscript",
        "object",
        "optgroup",
        "option",
        "picture",
        "param",
        "progress",
        "script",
        "select",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
        "xmp",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Inline markup that means something to readers; the rest is looked through.
_MEANT = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "strike",
        "strong",
        "sub",
        "sup",
        "u",
        "var",
    ]
)

MAX_DEPTH = 400
BREAK = "\x1e"
"""A run that is a line break: no page holds this character, and `str.split` takes it for white space."""


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element on the way from the body to a block. `names` are its class, id, role and the like."""

    tag: str
    element: Element
    parent: "Box | None"
    depth: int
    names: str
    hidden: bool
    order: int


@dataclass(slots=True, eq=False)
class Inline:
    """An inline element that means something, inside others."""

    tag: str
    element: Element
    parent: "Inline | None"
    in_link: bool


@dataclass(slots=True, eq=False)
class Block:
    """`runs` are its pieces of text as written, each with its innermost inline element; `text` is them in one line."""

    box: Box
    runs: list[tuple[str, "Inline | None"]]
    text: str
    linked: int  # characters inside links
    links: int
    after_break: bool  # begins after <br><br> inside the same box
    pictures: int  # pictures and players since the block before


_SPACES = re.compile(r"\s+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\xad\u200b\u2060\ufeff"))

_NAMING = frozenset(("class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label", "data-type"))
_HIDING = frozenset(("hidden", "aria-hidden", "style"))


def _hides(name: str, value: str) -> bool:
    if name == "style":
        return _HIDDEN_STYLE.search(value[:500]) is not None
    return name == "hidden" or value == "true"


class Segmenter:
    """Walks one tree. `blocks` and `boxes` are in reading order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self._runs: list[tuple[str, Inline | None]] = []
        self._linked = 0
        self._links = 0
        self._breaks = 0
        self._after_break = False
        self._pictures = 0

    def walk(self, body: Element) -> None:
        box = self._open(body, None, "body")
        self._inside(body, box, None, 0)
        self._flush(box)

    def _open(self, element: Element, parent: Box | None, tag: str) -> Box:
        names, hidden = "", parent.hidden if parent else False
        for name, value in element.items():
            if name in _NAMING:
                names = f"{names} {value}" if names else value
            elif name in _HIDING and not hidden:
                hidden = _hides(name, value)
        box = Box(tag, element, parent, parent.depth + 1 if parent else 0, names[:300].lower(), hidden, len(self.boxes))
        self.boxes.append(box)
        return box

    def _inside(self, element: Element, box: Box, inline: Inline | None, depth: int) -> None:
        if text := element.text:
            self._say(text, inline)
        for child in element:
            tag = child.tag
            if tag in INLINE:
                self._enter(child, tag, box, inline, depth)
            elif tag == "br":
                self._break(box, inline)
            elif tag in SKIPPED:
                self._pictures += tag in _SHOWN
            elif isinstance(tag, str):
                self._flush(box)
                if depth < MAX_DEPTH:
                    opened = self._open(child, box, tag)
                    # A link around blocks: what is inside is linked.
                    self._inside(child, opened, inline if inline is not None and inline.in_link else None, depth + 1)
                    self._flush(opened)
                self._after_break = False
            if text := child.tail:
                self._say(text, inline)

    def _enter(self, element: Element, tag: str, box: Box, inline: Inline | None, depth: int) -> None:
        """An inline element goes on with the block around it."""
        if tag in _MEANT:
            is_link = tag == "a"
            self._links += is_link
            inline = Inline(tag, element, inline, is_link or (inline is not None and inline.in_link))
        if depth < MAX_DEPTH:
            self._inside(element, box, inline, depth + 1)

    def _say(self, text: str, inline: Inline | None) -> None:
        if text.isspace():
            if self._runs:
                self._runs.append((" ", inline))
            return
        self._breaks = 0
        self._runs.append((text, inline))
        if inline is not None and inline.in_link:
            self._linked += len(text)

    def _break(self, box: Box, inline: Inline | None) -> None:
        self._breaks += 1
        if self._breaks >= 2:
            self._flush(box)
            self._after_break = True
        elif self._runs:
            self._runs.append((BREAK, inline))

    def _flush(self, box: Box) -> None:
        runs = self._runs
        if runs:
            text = "".join([run[0] for run in runs])
            if "\xad" in text or "\u200b" in text or "\ufeff" in text:
                text = text.translate(_INVISIBLE)
            text = " ".join(text.split())
            if text:
                self.blocks.append(
                    Block(box, runs, text, min(self._linked, len(text)), self._links, self._after_break, self._pictures)
                )
                self._pictures = 0
            self._runs = []
        self._linked = 0
        self._links = 0
        self._breaks = 0
        self._after_break = False


_SHOWN = frozenset(("img", "picture", "video", "iframe", "audio", "embed", "object", "svg"))


def segment(body: Element) -> Segmenter:
    """The blocks of the page below `body`."""
    segmenter = Segmenter()
    segmenter.walk(body)
    return segmenter
