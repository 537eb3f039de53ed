"""Kept blocks to HTML with their structure: headings, lists, quotations, tables, code, links and emphasis.

Boxes without a meaning of their own are looked through, so what comes out is a flat run of paragraphs with lists,
quotations and tables where readers saw them (`wrappers`). The sanitizer comes after this, always.
"""

from collections.abc import Sequence
from html import escape

from octavo.extract.body.blocks import BREAK, SKIPPED, Block, Box, Inline
from octavo.extract.body.wrappers import Wrapper, Wrappers

_HEADING = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_INLINE = {
    "a": "a", "abbr": "abbr", "b": "strong", "bdi": "bdi", "bdo": "bdo", "cite": "cite", "code": "code", "del": "del",
    "em": "em", "i": "em", "ins": "ins", "kbd": "kbd", "mark": "mark", "q": "q", "rp": "rp", "rt": "rt", "ruby": "ruby",
    "s": "s", "samp": "samp", "strike": "s", "strong": "strong", "sub": "sub", "sup": "sup", "u": "u", "var": "var",
}  # fmt: skip
MAX_INLINE_DEPTH = 24


def compose(blocks: Sequence[Block]) -> str:
    """The HTML of the kept blocks, in their order. Not yet sanitised; links are as the page wrote them."""
    wrappers = Wrappers(blocks)
    parts: list[str] = []
    open_now: tuple[Wrapper, ...] = ()
    for block in blocks:
        wanted = wrappers.around(block.box)
        parts += _moved(open_now, wanted)
        parts.append(_element(block, alone=wrappers.is_alone(block, wanted)))
        open_now = wanted
    parts += _moved(open_now, ())
    return "".join(parts)


def _moved(open_now: Sequence[Wrapper], wanted: Sequence[Wrapper]) -> list[str]:
    """The tags that close what ends here and open what begins."""
    shared = _shared(open_now, wanted)
    closing = [f"</{wrapper.tag}>" for wrapper in reversed(open_now[shared:])]
    return closing + [f"<{wrapper.tag}{_direction(wrapper.box)}>" for wrapper in wanted[shared:]]


def _shared(some: Sequence[object], others: Sequence[object]) -> int:
    """How many are the same at the beginning of both."""
    shared = 0
    for one, other in zip(some, others, strict=False):
        if one is not other:
            break
        shared += 1
    return shared


def _direction(box: Box) -> str:
    written = (box.element.get("dir") or "").lower()
    return f' dir="{written}"' if written in ("rtl", "ltr") else ""


def _element(block: Block, *, alone: bool) -> str:
    if alone and block.box.tag == "pre" and (code := _code(block)):
        return code
    tag = _HEADING.get(block.box.tag, "p")
    inside = _inline_html(block, formatted=tag == "p")
    return inside if alone else f"<{tag}{_direction(block.box)}>{inside}</{tag}>"


def _code(block: Block) -> str:
    """All white space as it was written, because highlighters put every word into an element of its own; "" where
    something inside was left out."""
    parts = []
    for text in block.box.element.xpath(".//text()"):
        parent = text.getparent()
        if text.is_tail and parent.tag == "br":
            parts.append("\n")
        if text.is_tail or parent.tag not in SKIPPED:
            parts.append(text)
    code = "".join(parts).strip("\r\n")
    return escape(code, quote=False) if code.split() == block.text.split() else ""


def _inline_html(block: Block, *, formatted: bool) -> str:
    """The block's text with its links and emphasis; headings keep links alone."""
    parts: list[str] = []
    open_now: Sequence[Inline] = ()
    for piece, inline in block.runs:
        wanted = _chain(inline, formatted=formatted)
        shared = _shared(open_now, wanted)
        if piece.isspace():  # nothing begins with a space or a break: it would hold nothing
            wanted = wanted[:shared]
        parts += [f"</{_INLINE[mark.tag]}>" for mark in reversed(open_now[shared:])]
        parts += [_opening(mark) for mark in wanted[shared:]]
        parts.append("<br>" if piece == BREAK else escape(piece, quote=False))
        open_now = wanted
    parts += [f"</{_INLINE[mark.tag]}>" for mark in reversed(open_now)]
    return _trimmed("".join(parts))


def _trimmed(html: str) -> str:
    html = html.strip()
    while html.endswith("<br>"):
        html = html[:-4].rstrip()
    return html.removeprefix("<br>")


def _chain(inline: Inline | None, *, formatted: bool) -> list[Inline]:
    """The inline elements around a piece of text, the outermost first."""
    found: list[Inline] = []
    while inline is not None:
        if formatted or inline.tag == "a":
            found.append(inline)
        inline = inline.parent
    return found[: -MAX_INLINE_DEPTH - 1 : -1]


def _opening(mark: Inline) -> str:
    if mark.tag == "a":
        return f'<a href="{escape(mark.element.get("href") or "")}">'
    if mark.tag == "abbr" and (title := mark.element.get("title")):
        return f'<abbr title="{escape(title)}">'
    return f"<{_INLINE[mark.tag]}>"
