"""Where a publisher's own rules say that something stands: CSS selectors out of a data file, tried before all else."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from octavo.extract.metadata.index import texts_in
from octavo.extract.text import inner_text
from octavo.extract.tree import Element

MAX_FOUND = 20
MAX_NODES = 60
MAX_CHARS = 1_000
MAX_SELECTOR_CHARS = 300


def texts_at(tree: Element, selectors: tuple[str, ...]) -> list[str]:
    """What the elements say that the selectors find, in page order for each: a stated value (content, datetime), else
    the text. A selector that is none finds nothing."""
    return [text for selector in selectors for element in _find(tree, selector) if (text := _value(element))]


def _find(tree: Element, selector: str) -> Iterator[Element]:
    path = _compiled(selector)
    if path is not None:
        yield from islice(path(tree), MAX_FOUND)


@lru_cache(maxsize=512)
def _compiled(selector: str) -> Element | None:
    from cssselect import SelectorError
    from lxml import etree
    from lxml.cssselect import CSSSelector

    try:
        return CSSSelector(selector[:MAX_SELECTOR_CHARS], translator="html")
    except (SelectorError, etree.XPathError):
        return None


def _value(element: Element) -> str:
    stated = element.get("content") or element.get("datetime")
    return " ".join((stated or inner_text(texts_in(element, MAX_NODES)))[:MAX_CHARS].split())
