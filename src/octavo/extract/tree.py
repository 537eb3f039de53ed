"""One parse of a page: text in, one lxml tree out, bounded in bytes and time whatever the page holds."""

import re
from itertools import dropwhile
from typing import Any, TypeAlias

from lxml import etree

from octavo.core.failures import Failure, FailureCode
from octavo.extract.decoding import decode_page
from octavo.extract.sanitize import has_endless_tag

MAX_PAGE_BYTES = 8_000_000
# Of what is left without scripts and styles. The largest of 1,330 real pages holds 1.3 million.
MAX_MARKUP_CHARS = 1_500_000
MAX_ARTICLE_ELEMENTS = 12_000
"""The largest of 1,330 real pages holds 9,732 without its scripts."""
MAX_ARTICLE_CHARS = 1_200_000
MAX_BROKEN_SHARE = 0.05
MAX_DEPTH = 300
MIN_TEMPLATE_CHARS = 1_000

Element: TypeAlias = Any  # an lxml element: the stubs know little of it

_TOO_DEEP = etree.XPath("boolean(" + "/*" * MAX_DEPTH + ")")
_ELEMENTS = etree.XPath("count(//*)")
_TEXT_LENGTH = etree.XPath("string-length(string(/))")
_SCRIPT = re.compile(r"<(script|style|noscript)\b", re.IGNORECASE)
_CLOSERS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "noscript")}
_OF_HEAD = frozenset(("base", "basefont", "link", "meta", "noscript", "script", "style", "template", "title"))
_IMAGE = re.compile(r"<img\b", re.IGNORECASE)
_TEMPLATE_START = re.compile(r"""<script[^>]{0,500}type\s*=\s*["']?text/(?:x-)?template""", re.IGNORECASE)
_LINKED_DATA_START = re.compile(r"""<script[^>]{0,500}type\s*=\s*["']?application/ld\+json""", re.IGNORECASE)


def parse_page(data: bytes, content_type: str = "") -> Element | Failure:
    """The page as a tree of lxml elements, without comments, scripts (JSON-LD is kept) and styles.

    What is beyond `MAX_PAGE_BYTES` and `MAX_MARKUP_CHARS` is not read. A `Failure` for what is not a page at all.
    """
    if data[:5] in {b"%PDF-", b"\x89PNG\r"} or data[:3] in {b"GIF", b"\xff\xd8\xff", b"\x1f\x8b\x08"}:
        return Failure(FailureCode.NO_TEXT, "not an HTML page")
    text = drop_scripts(decode_page(data[:MAX_PAGE_BYTES], content_type))[:MAX_MARKUP_CHARS]
    if text.count("\ufffd") > len(text) * MAX_BROKEN_SHARE:
        return Failure(FailureCode.BAD_ENCODING, "not text in any character set")
    if not text.strip():
        return Failure(FailureCode.NO_TEXT, "the page is empty")
    if has_endless_tag(text):
        return Failure(FailureCode.NO_TEXT, "a tag with thousands of attributes")
    return _parse(text)


def _parse(text: str) -> Element | Failure:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Failure(FailureCode.NO_TEXT, f"cannot be read as HTML: {str(error)[:120]}")
    return Failure(FailureCode.NO_TEXT, "no elements") if tree is None else _with_body(tree)


def _with_body(tree: Element) -> Element:
    """What libxml2 left in the head, where a page leaves out `</head><body>` and begins with an element of HTML 5."""
    head, body = tree.find("head"), tree.find("body")
    stray = [] if head is None else list(dropwhile(lambda child: child.tag in _OF_HEAD, head))
    if stray:
        if body is None:
            body = etree.SubElement(tree, "body")
        stray[-1].tail, body.text = f"{stray[-1].tail or ''}{body.text or ''}", None
        body[:0] = stray
    return tree


def drop_scripts(text: str) -> str:
    """The page without scripts and styles, which are often most of it; JSON-LD scripts are kept. Linear.

    So is `noscript` with a picture, which is often the only place where its address stands. What else is in there no
    browser reads as markup: an element that begins in it would swallow the page.
    """
    kept: list[str] = []
    position = 0
    while opening := _SCRIPT.search(text, position):
        closing = _CLOSERS[opening[1].lower()].search(text, opening.end())
        if closing is None:
            break
        end = text.find(">", closing.end()) + 1 or len(text)
        kept.append(text[position : opening.start()])
        kept.append(_worth_keeping(text, opening, closing.start(), end))
        position = end
    kept.append(text[position:])
    return "".join(kept)


def _worth_keeping(text: str, opening: re.Match[str], closing: int, end: int) -> str:
    start, name = opening.start(), opening[1].lower()
    if name == "noscript":
        return text[start:end] if _IMAGE.search(text, opening.end(), closing) else ""
    if name == "style":
        return ""
    if _LINKED_DATA_START.match(text, start):
        return text[start:end]
    return _told_by_template(text[opening.end() : closing]) if _TEMPLATE_START.match(text, start) else ""


def _told_by_template(script: str) -> str:
    """The markup that some pages put into a template and show by script: a text, and not a form to be filled in."""
    markup = script.partition(">")[2].strip()
    is_form = any(mark in markup for mark in ("{{", "<%", "${", "{%"))
    return markup if markup.startswith("<") and not is_form and len(markup) >= MIN_TEMPLATE_CHARS else ""


def is_huge(tree: Element) -> bool:
    """More elements, text or depth than any article has: what takes more than linear time must not be tried on it."""
    if _TOO_DEEP(tree):
        return True
    if float(str(_ELEMENTS(tree))) > MAX_ARTICLE_ELEMENTS:
        return True
    return float(str(_TEXT_LENGTH(tree))) > MAX_ARTICLE_CHARS
