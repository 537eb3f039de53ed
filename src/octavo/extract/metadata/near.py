"""The page in reading order from the headline on: what stands near it is most often about the article."""

from collections.abc import Iterator
from itertools import islice

from octavo.extract.metadata.index import ancestors
from octavo.extract.tree import Element

MAX_TEXT_CHARS = 2_000


def following(element: Element) -> Iterator[Element]:
    """The elements after this one in document order, without what is inside it."""
    node = element
    while node is not None and node.tag not in {"body", "html"}:
        sibling = node.getnext()
        while sibling is not None:
            yield from sibling.iter()
            sibling = sibling.getnext()
        node = node.getparent()


def preceding(element: Element, siblings: int = 3) -> Iterator[Element]:
    """The elements inside the few siblings before this one."""
    for sibling in islice(element.itersiblings(preceding=True), siblings):
        yield from sibling.iter()


def pieces(elements: Iterator[Element]) -> Iterator[tuple[Element, str]]:
    """The texts that elements state themselves, in about reading order, each with the element that it is in."""
    for element in elements:
        if element.tag in {"script", "style", "option", "template"}:
            continue
        if (text := element.text) and not text.isspace() and (text := " ".join(text[:MAX_TEXT_CHARS].split())):
            yield element, text
        if (tail := element.tail) and not tail.isspace() and (tail := " ".join(tail[:MAX_TEXT_CHARS].split())):
            yield element.getparent(), tail


def around(element: Element | None) -> frozenset[Element]:
    """What holds the headline: marks on these say nothing about a part of the page."""
    return frozenset() if element is None else frozenset(ancestors(element, limit=60))
