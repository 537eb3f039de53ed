"""Text → an XML tree, in three steps of growing tolerance. Nothing before the root element reaches the parser.

1. As it stands: a well-formed document, the ordinary case.
2. Repaired: entities of HTML, stray `&` and `<`, control characters, undeclared prefixes, bare attributes.
3. Balanced: markup that was never escaped is taken as text, every tag gets its end; libxml2 recovers the rest.

In libxml2's own recovery one stray end tag loses the rest of a feed; balanced first, it costs one entry at most.

Since the document type declaration is cut off before parsing, no entity is ever defined: expansion bombs and
external entities have nothing to stand on. Depth is bounded by libxml2 (256 levels), width by `MAX_TAGS`.
"""

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octavo.core.failures import Failure, FailureCode
from octavo.gather.feeds.balance import balance
from octavo.gather.feeds.repair import declared_entities, escape_text_fields, repair_markup

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_TAGS = 500_000
"""Opening brackets in a body; a tree of them takes about 80 MB."""
MAX_ATTRIBUTES = 1_000_000
MAX_REFERENCES = 1_000_000
_PROLOG_CHARACTERS = 64_000
_FEED_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(?:rss|rdf|feed|urlset|sitemapindex)(?=[\s/>])", re.IGNORECASE)
_ROOT_NAME = re.compile(r"<([A-Za-z_][\w.:-]*)")
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_C1_REFERENCE = re.compile(rb"&#(?:1[2-5]\d|[xX][89][0-9a-fA-F]);")
_HTML_ROOTS = {"html", "head", "body", "script", "title", "meta"}


@dataclass(frozen=True, slots=True)
class Tree:
    root: "_Element"
    warnings: tuple[str, ...] = ()


def read_tree(text: str) -> Tree | Failure:
    for mark, most in (("<", MAX_TAGS), ("=", MAX_ATTRIBUTES), ("&", MAX_REFERENCES)):
        if text.count(mark) > most:
            return Failure(FailureCode.TOO_LARGE, f"more than {most:,} times {mark} in it")
    start, doctype = skip_prolog(text)
    if doctype[:20].lower().startswith("<!doctype html"):
        return Failure(FailureCode.NOT_A_FEED, "a web page, not a feed")
    start, junk = _feed_start(text, start)
    if start < 0:
        return Failure(FailureCode.NOT_A_FEED, "no markup in it: neither XML nor JSON")
    tree = _parse(text[start:], declared_entities(text[:start]))
    if isinstance(tree, Failure) or not junk:
        return tree
    return Tree(tree.root, ("something stands before the feed: skipped", *tree.warnings))


def skip_prolog(text: str) -> tuple[int, str]:
    """Where the root element starts (-1 for nowhere), and the document type declaration before it ("" for none)."""
    position, doctype = 0, ""
    while True:
        position = text.find("<", position)
        if text.startswith("<?", position):
            end = text.find("?>", position) + 2
        elif text.startswith("<!--", position):
            end = text.find("-->", position) + 3
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, position)
            doctype = text[position:end]
        else:
            return position, doctype
        if end <= position:
            return -1, doctype
        position = end


def _doctype_end(text: str, start: int) -> int:
    """Just after the `>` that closes a declaration, past its internal subset; -1 when it never closes."""
    close, subset = text.find(">", start), text.find("[", start)
    if -1 < subset < close:
        end_of_subset = re.compile(r"\]\s*>").search(text, subset)
        return end_of_subset.end() if end_of_subset else -1
    return close + 1 if close >= 0 else -1


def _feed_start(text: str, start: int) -> tuple[int, bool]:
    """Where the feed starts, and whether something else (a server's warning) stands before it."""
    name = _ROOT_NAME.match(text, start) if start >= 0 else None
    if name and name.group(1).lower() in _HTML_ROOTS:
        return start, False
    found = _FEED_ROOT.search(text, max(start, 0), max(start, 0) + _PROLOG_CHARACTERS)
    if found is None:
        return (start if name else -1), False
    return found.start(), found.start() != start


def _parse(text: str, entities: dict[str, str]) -> Tree | Failure:
    root, _ = _attempt(text)
    if root is not None:
        return Tree(root)
    repaired = repair_markup(text, entities)
    root, trouble = _attempt(repaired)
    if root is not None:
        return Tree(root, ("not well-formed: repaired",))
    root, _ = _attempt(balance(escape_text_fields(repaired)), recover=True)
    if root is None:
        return Failure(FailureCode.NOT_A_FEED, f"not XML: {trouble[:160]}")
    return Tree(root, (f"not well-formed: read tolerantly ({trouble[:160]})",))


def _attempt(text: str, *, recover: bool = False) -> tuple["_Element | None", str]:
    """The root element, or None and what was wrong."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(_without_c1(text.encode("utf-8", "replace")), parser), ""
    except etree.XMLSyntaxError as error:
        return None, str(error.msg)


def _without_c1(data: bytes) -> bytes:
    """The C1 controls that windows-1252 leaves behind, as the quotation marks and dashes that were meant."""
    for pattern in (_C1_BYTES, _C1_REFERENCE):
        if pattern.search(data):
            data = pattern.sub(_meant, data)
    return data


def _meant(match: re.Match[bytes]) -> bytes:
    said = match.group()
    number = said[1] if len(said) == 2 else ord(html.unescape(said.decode("ascii")))
    character = bytes([number]).decode("cp1252", "ignore") if number < 256 else chr(number)
    return character.encode()
