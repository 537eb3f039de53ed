"""The way back from an original's HTML: to what its writer can edit again, and to plain paragraphs.

No word is lost on the way: where marks would read otherwise than they are meant, they are left out.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

from octavo.web.markup import ORIGINAL, html_of, text_of

EMPTY = {"br", "hr", "wbr"}
LISTS = {"ul", "ol"}
HEADINGS = {"h2": "## ", "h3": "### ", "h4": "#### "}
BLOCKS = {"p", "blockquote", "div", "li", *LISTS, *HEADINGS}
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_SPECIAL = re.compile(r"[\\*]|(?<!\w)_|_(?!\w)|\](?=\()")
_AT_START = re.compile(r"^(?:(#{1,6}(?=\s|$)|[-+](?=\s|$)|>)|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_BREAK = "\\\n"


def source_of(html: str) -> str:
    """What `markup.html_of` made of it, to be edited again."""
    return "\n\n".join(_blocks(_tree(html)))


def paragraphs_of(html: str) -> str:
    """The words alone, with an empty line between paragraphs, headings and items."""
    return "\n\n".join(said for run in _runs(_tree(html)) if (said := _words(run)))


class _Parser(HTMLParser):
    """Sanitised HTML is well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.builder.start("div", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in EMPTY:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def _tree(html: str) -> Element:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    parser.builder.end("div")
    return parser.builder.close()


def _parts(element: Element) -> Iterator[Element]:
    """The blocks within; what stands between them is a block too."""
    run = Element("p")
    run.text = element.text
    for child in element:
        if child.tag not in BLOCKS:
            run.append(child)
            continue
        yield run
        yield child
        run = Element("p")
        run.text = child.tail
    yield run


def _is_run(element: Element) -> bool:
    return not any(child.tag in BLOCKS for child in element)


def _runs(element: Element) -> Iterator[Element]:
    """All that holds words and no block, in order."""
    if _is_run(element):
        yield element
    else:
        for part in _parts(element):
            yield from _runs(part)


def _blocks(element: Element) -> list[str]:
    """Its blocks as they are written, without what is empty."""
    return [written for part in _parts(element) if (written := _block(part))]


def _block(element: Element) -> str:
    if element.tag in LISTS:
        first = int(element.get("start") or 1)
        marks = (f"{first + number}. " if element.tag == "ol" else "- " for number in range(len(element)))
        return "\n".join(_item(item, mark) for item, mark in zip(element, marks, strict=True))
    if element.tag == "blockquote":
        return "\n".join(f"> {line}".rstrip(" ") for line in "\n\n".join(_blocks(element)).split("\n"))
    if not _is_run(element):
        return "\n\n".join(_blocks(element))
    written = _run(element)
    if element.tag in HEADINGS and written:
        return HEADINGS[element.tag] + written.replace(_BREAK, " ")
    return written


def _item(element: Element, mark: str) -> str:
    """Short ones stand close together; what goes on below the first line is set in as far as its mark is wide."""
    between = "\n" if _is_list_at_the_end(element) else "\n\n"
    lines = between.join(_blocks(element)).split("\n")
    return "\n".join([mark + lines[0], *(" " * len(mark) * bool(line) + line for line in lines[1:])])


def _is_list_at_the_end(element: Element) -> bool:
    return len(element) > 0 and element[-1].tag in LISTS and element.find("p") is None


def _run(element: Element) -> str:
    """Words with their marks, as one line, or more where it has breaks; without marks where they would not be read."""
    marked = _AT_START.sub(_escaped_start, _tidy(_inline(element)))
    said = _words(element)
    if text_of(html_of(marked, ORIGINAL)) == said:
        return marked
    return _PUNCTUATION.sub(r"\\\g<0>", said)


def _escaped_start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _tidy(written: str) -> str:
    lines = (" ".join(line.split()) for line in written.split(_BREAK))
    return _BREAK.join(lines).strip().removesuffix("\\")


def _words(element: Element) -> str:
    return " ".join("".join(" " if one is None else one for one in _texts(element)).split())


def _texts(element: Element) -> Iterator[str | None]:
    """All text within; None for a break."""
    if element.tag in EMPTY:
        yield None
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _inline(element: Element) -> str:
    parts = [_escape(element.text)]
    for child in element:
        parts += [_marked(child), _escape(child.tail)]
    return "".join(parts)


def _marked(element: Element) -> str:
    if element.tag in EMPTY:
        return _BREAK if element.tag == "br" else ""
    inner = _inline(element)
    if element.tag == "a" and (address := element.get("href")):
        target = f"<{address}>" if re.search(r"[()\s]", address) else address
        return f"[{inner}]({target})"
    mark = MARKS.get(str(element.tag), "")
    return f"{mark}{inner}{mark}"


def _escape(text: str | None) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text or "")
