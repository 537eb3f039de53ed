"""One walk over a page that sorts what metadata is made of: declarations, headings, times and pictures.

Everything else about metadata reads this `PageIndex`; what only a page without declarations needs (elements that are
marked as a byline or a date) is looked for when it is asked for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NamedTuple, TypeAlias, cast

from lxml import etree

from octavo.extract.tree import Element

MAX_WALKED = 60_000
MAX_OF_A_KIND = 400
MAX_INSIDE = 300
MAX_META_CHARS = 20_000
# Of one meta name: publishers give each keyword a tag of its own.
MAX_VALUES = 60
_WALKED = ("meta", "link", "script", "title", "h1", "h2", "h3", "time", "img", "p")
_KEPT = {"script": "scripts", "title": "titles", "h1": "headings", "h2": "subheadings", "h3": "subheadings",
         "time": "times", "img": "images"}  # fmt: skip

Finder: TypeAlias = Callable[..., list[Element]]


def finder(path: str) -> Finder:
    """A compiled XPath that finds elements."""
    return cast(Finder, etree.XPath(path))


_ITEMS = finder("/html/body/descendant::*[@itemprop]")


class Place(NamedTuple):
    """An element and how many elements of the walk, and how many paragraphs, stand before it."""

    at: int
    paragraphs: int
    element: Element


@dataclass(slots=True)
class _Kinds:
    scripts: list[Place] = field(default_factory=list)
    titles: list[Place] = field(default_factory=list)
    headings: list[Place] = field(default_factory=list)
    subheadings: list[Place] = field(default_factory=list)
    times: list[Place] = field(default_factory=list)
    images: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class PageIndex:
    """`meta` and `links` map a lower-case name (meta name or property; link rel) to its values in page order."""

    tree: Element
    meta: dict[str, list[str]]
    links: dict[str, list[str]]
    kinds: _Kinds

    @cached_property
    def items(self) -> dict[str, list[Element]]:
        """The body's microdata: lower-case itemprop to its elements in page order."""
        found: dict[str, list[Element]] = {}
        for element in islice(_ITEMS(self.tree), MAX_OF_A_KIND * 4):
            for name in (element.get("itemprop") or "").lower().split()[:6]:
                found.setdefault(name, []).append(element)
        return found


def read_index(tree: Element) -> PageIndex:
    """The index of a page, in one walk of at most `MAX_WALKED` elements."""
    meta: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    kinds = _Kinds()
    lists: dict[str, list[Place]] = {tag: getattr(kinds, name) for tag, name in _KEPT.items()}
    paragraphs = 0
    for at, element in enumerate(islice(tree.iter(*_WALKED), MAX_WALKED)):
        tag = element.tag
        if tag == "p":
            paragraphs += 1
        elif tag == "meta":
            _add_meta(meta, element)
        elif tag == "link":
            _add_link(links, element)
        elif len(kept := lists[tag]) < MAX_OF_A_KIND:
            kept.append(Place(at, paragraphs, element))
    return PageIndex(tree, meta, links, kinds)


def _add_meta(meta: dict[str, list[str]], element: Element) -> None:
    stated: dict[str, str] = dict(element.items())
    content = stated.get("content") or stated.get("value")
    if not content:
        return
    value, known = "", ""
    for key in ("property", "name", "itemprop"):
        name = stated.get(key)
        if not name or name == known:
            continue
        known, value = name, value or " ".join(content[:MAX_META_CHARS].split())
        values = meta.setdefault(name.strip().lower(), [])
        if len(values) < MAX_VALUES:
            values.append(value)


def _add_link(links: dict[str, list[str]], element: Element) -> None:
    rel, href = element.get("rel"), element.get("href")
    for name in rel.lower().split()[:6] if href and rel else ():
        links.setdefault(name, []).append(href.strip())


def classes(element: Element) -> str:
    """What an element's author calls it: class, id and itemprop in one lower-case string."""
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"[:400].lower()


def ancestors(element: Element, limit: int = 12) -> Iterator[Element]:
    """The element and those around it, up to the body."""
    for holder in islice((element, *islice(element.iterancestors(), limit)), limit):
        if holder.tag in {"body", "html"}:
            return
        yield holder


def texts_in(element: Element, limit: int) -> Iterator[str]:
    """The first texts inside an element; nothing of one that holds more than any heading, byline or caption does."""
    if next(islice(element.iter(), MAX_INSIDE, None), None) is None:
        yield from islice(element.itertext(), limit)
