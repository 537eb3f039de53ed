"""The running text of a page: which blocks are the article, as an element tree and then as safe HTML and text.

Today one candidate (trafilatura) is asked, and plain paragraphs where it finds nothing or the page is too large for
it. `find_body` is where a judge over several candidates belongs.
"""

import logging
from dataclasses import dataclass

from lxml import etree

from octavo.extract.sanitize import sanitize_html
from octavo.extract.text import fold, html_to_text, plain
from octavo.extract.tree import Element

# It warns about every page that is not an article; here that is a value.
_QUIET = logging.getLogger("trafilatura")

MIN_PARAGRAPH_CHARS = 60
MAX_PARAGRAPHS = 2_000
MAX_LINK_SHARE = 0.5
MAX_MENU_CHARS = 400
MAX_MENU_LINK_SHARE = 0.8

# trafilatura's element names (TEI-like) to HTML; "head" and "hi" are told apart by their attribute.
_TAGS = {
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "row": "tr",
    "lb": "br",
    "ref": "a",
    "code": "code",
    "del": "s",
}
_STYLES = {"#b": "strong", "#i": "em", "#u": "u", "#t": "code", "#sub": "sub", "#sup": "sup"}
_BLOCKS = frozenset({"p", "head", "quote", "list", "table", "code"})


@dataclass(frozen=True, slots=True)
class Body:
    """Running text as sanitised HTML and as plain paragraphs."""

    html: str
    text: str


def find_body(tree: Element, url: str, *, title: str = "", huge: bool = False) -> Body | None:
    """The article's running text without its headline; None when the page has none. `tree` is left as it was.

    `huge` pages (`tree.is_huge`) get the plain paragraphs alone, in linear time.
    """
    found = None if huge else _ask_trafilatura(tree, url)
    if found is None:
        found = _paragraphs(tree)
    if found is None or _is_menu(found):
        return None
    _drop_title(found, title)
    html = sanitize_html("".join(etree.tostring(child, encoding="unicode", method="html") for child in found), url)
    text = html_to_text(html)
    return Body(html, text) if text else None


def _ask_trafilatura(tree: Element, url: str) -> Element | None:
    import trafilatura
    from trafilatura.settings import Document

    _QUIET.setLevel(logging.CRITICAL)
    document = trafilatura.bare_extraction(
        tree,
        url=url or None,
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_tables=True,
        output_format="txt",  # "python" would write the whole text as Markdown too
    )
    return _to_html(document.body) if isinstance(document, Document) else None


def _to_html(body: Element) -> Element:
    """trafilatura's tree with HTML's names, and text that stands bare between blocks put into paragraphs."""
    for element in body.iter(*_TAGS, "head", "hi", "cell", "table"):
        tag = str(element.tag)
        rend = element.get("rend") or ""
        target = element.get("target")
        is_head = element.get("role") == "head"
        element.attrib.clear()
        if tag == "head":
            element.tag = {"h1": "h2", "h2": "h2", "h3": "h3"}.get(rend, "h4" if rend else "h3")
        elif tag == "hi":
            element.tag = _STYLES.get(rend, "em")
        elif tag == "cell":
            element.tag = "th" if is_head else "td"
        elif tag == "list":
            element.tag = "ol" if rend == "ol" else "ul"
        elif tag == "ref":
            element.tag = "a"
            if target:
                element.set("href", target)
        else:
            element.tag = _TAGS.get(tag, tag)
    body.tag = "div"
    _wrap_bare_text(body)
    return body


def _wrap_bare_text(body: Element) -> None:
    for child in list(body):
        if child.tail and child.tail.strip():
            paragraph = etree.Element("p")
            paragraph.text, child.tail = child.tail, None
            child.addnext(paragraph)
    if body.text and body.text.strip():
        paragraph = etree.Element("p")
        paragraph.text, body.text = body.text, None
        body.insert(0, paragraph)


def _paragraphs(tree: Element) -> Element | None:
    """Paragraphs of some length that are not mostly links. Linear, for pages that are huge or defeat the candidate."""
    body = etree.Element("div")
    for element in tree.iter("p"):
        text = plain(" ".join(element.itertext())[:20_000])
        linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
        if len(text) >= MIN_PARAGRAPH_CHARS and linked <= len(text) * MAX_LINK_SHARE:
            etree.SubElement(body, "p").text = text
        if len(body) >= MAX_PARAGRAPHS:
            break
    return body if len(body) else None


def _is_menu(body: Element) -> bool:
    """A few links and hardly a word beside them: what rescues find on pages without an article."""
    length = len("".join("".join(body.itertext()).split()))
    linked = sum(len("".join("".join(link.itertext()).split())) for link in body.iter("a"))
    return length < MAX_MENU_CHARS and linked > length * MAX_MENU_LINK_SHARE


def _drop_title(body: Element, title: str) -> None:
    """The headline has a place of its own and is not repeated above the text."""
    wanted = fold(title)
    for child in list(body)[:3]:
        if str(child.tag) in {"h2", "h3", "h4", "p"} and wanted and fold("".join(child.itertext())) == wanted:
            body.remove(child)
            return
