"""Contributed rules of single publishers: read from data files, found by address, applied to a parsed page.

A file `octavo/data/publishers/<host>.toml` holds the fields of `PublisherRules`. The judge asks `apply_rules` what
the rules of a page's publisher say of its elements, and keeps its own opinion where they say nothing.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from octavo.core.failures import OctavoError
from octavo.core.knowledge import PublisherRules

PUBLISHERS = Path(__file__).parents[1] / "data" / "publishers"
MAX_FILE_BYTES = 8_000
MAX_HOSTS = 40
MAX_SELECTORS = 40
MAX_SELECTOR_CHARS = 160
MAX_PARTS = 4
MAX_FOUND = 20_000
MAX_VALUES = 20
MAX_VALUE_CHARS = 500
_FIELDS = tuple(field.name for field in fields(PublisherRules))

Element = Any  # an lxml element: the stubs know little of it


class Ruling(StrEnum):
    """What rules say of an element, against whatever the judge thinks."""

    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class RuledTree:
    """What one publisher's rules found on one page.

    `paywall` says that a sign of one is there. `authors`, `titles` and `times` are the texts found where the rules
    say these stand, in page order, white space folded; a `datetime` or `content` attribute wins over the text.
    """

    body: frozenset[Element]
    drop: frozenset[Element]
    keep: frozenset[Element]
    paywall: bool
    authors: tuple[str, ...]
    titles: tuple[str, ...]
    times: tuple[str, ...]

    def ruling(self, element: Element) -> Ruling | None:
        """Of `element` by the nearest element around it (or itself) that a rule names; None leaves it to the judge.

        On one element `keep` wins over `drop`. What is outside of every `body`, where the page has one, is dropped.
        """
        word, inside = self.named_between(element, None)
        return word if word or inside or not self.body else Ruling.DROP

    def named_between(self, element: Element, end: Element | None) -> tuple[Ruling | None, bool]:
        """The nearest word on `element` or one around it below `end`, and whether a `body` is met on the way."""
        word: Ruling | None = None
        inside = False
        while element is not None and element is not end:
            if word is None:
                word = Ruling.KEEP if element in self.keep else Ruling.DROP if element in self.drop else None
            inside = inside or element in self.body
            element = element.getparent()
        return word, inside


def apply_rules(tree: Element, rules: PublisherRules) -> RuledTree:
    """Finds what `rules` name on a page. A list of selectors that finds nothing changes nothing.

    Linear in the page for each selector, some ten milliseconds for forty thousand elements: leave pages out that are
    larger than articles are. Changes nothing in the tree.
    """
    return RuledTree(
        body=frozenset(_found(tree, rules.body)),
        drop=frozenset(_found(tree, rules.drop)),
        keep=frozenset(_found(tree, rules.keep)),
        paywall=any(True for _ in _found(tree, rules.paywall)),
        authors=_values(tree, rules.authors),
        titles=_values(tree, rules.title),
        times=_values(tree, rules.published),
    )


def _found(tree: Element, selectors: Iterable[str]) -> Iterator[Element]:
    for selector in selectors:
        yield from _select(tree, selector)


def _select(tree: Element, selector: str) -> list[Element]:
    """The elements that `selector` finds, in page order.

    Step by step and not as one XPath expression, which takes minutes where elements are nested on purpose.
    """
    first, *further = _compiled(selector)
    found = first.find(tree)[:MAX_FOUND]
    for step in further:
        outer = frozenset(found)
        found = step.find(tree)[:MAX_FOUND]
        if step.is_child:
            found = [element for element in found if element.getparent() in outer]
        else:
            within = _Within(outer)
            found = [element for element in found if within(element.getparent())]
    return found


class _Within:
    """Whether an element is one of `outer` or inside of one; every element on the way is looked at once."""

    def __init__(self, outer: frozenset[Element]) -> None:
        self._known: dict[Element, bool] = dict.fromkeys(outer, True)

    def __call__(self, element: Element | None) -> bool:
        passed = []
        while element is not None and element not in self._known:
            passed.append(element)
            element = element.getparent()
        answer = element is not None and self._known[element]
        self._known.update(dict.fromkeys(passed, answer))
        return answer


def _values(tree: Element, selectors: Iterable[str]) -> tuple[str, ...]:
    """Of the first selector that finds any."""
    for selector in selectors:
        values = map(_value, _select(tree, selector)[:MAX_VALUES])
        if found := tuple(dict.fromkeys(filter(None, values))):
            return found
    return ()


def _value(element: Element) -> str:
    said = element.get("datetime") or element.get("content") or "".join(element.itertext())
    return " ".join(said[: 4 * MAX_VALUE_CHARS].split())[:MAX_VALUE_CHARS]


@dataclass(frozen=True, slots=True)
class _Step:
    """One part of a selector: `find` gives what it matches anywhere in a tree."""

    find: Callable[[Element], list[Element]]
    is_child: bool


@lru_cache(maxsize=2_000)
def _compiled(selector: str) -> tuple[_Step, ...]:
    """Raises ValueError for what is no selector, or not a simple one."""
    from cssselect import HTMLTranslator, SelectorError, parse
    from lxml.etree import XPath

    try:
        parsed = parse(selector)
    except SelectorError as error:
        raise ValueError(str(error)) from error
    if len(parsed) != 1 or parsed[0].pseudo_element:
        raise ValueError("one selector without pseudo-elements is needed")
    parts = _parts(parsed[0].parsed_tree)
    to_xpath = HTMLTranslator().xpath
    return tuple(_Step(_finder(XPath(f"descendant-or-self::{to_xpath(node)}")), child) for node, child in parts)


def _finder(xpath: Any) -> Callable[[Element], list[Element]]:
    return lambda tree: list(xpath(tree))


def _parts(node: Any) -> list[tuple[Any, bool]]:
    """(what an element must be, whether it is a child of the one before and not only inside it), outermost first."""
    from cssselect.parser import CombinedSelector

    if not isinstance(node, CombinedSelector):
        _check_simple(node)
        return [(node, False)]
    if node.combinator not in {" ", ">"}:
        raise ValueError(f"{node.combinator} is not known here: a space and > are")
    _check_simple(node.subselector)
    parts = [*_parts(node.selector), (node.subselector, node.combinator == ">")]
    if len(parts) > MAX_PARTS:
        raise ValueError(f"more than {MAX_PARTS} elements inside each other")
    return parts


def _check_simple(node: Any) -> None:
    """Tags, classes, ids and attributes alone: pseudo-classes may take more than linear time."""
    from cssselect import parser

    while isinstance(node, (parser.Attrib, parser.Class, parser.Hash)):
        node = node.selector
    if not isinstance(node, parser.Element):
        raise ValueError("only tags, classes, ids, attributes, spaces and > are known here")


def rules_for(url: str) -> PublisherRules | None:
    """The rules of the publisher at `url`, where somebody contributed some: its host's own, or a host's above it."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return None
    by_host = _by_host(PUBLISHERS)
    while "." in host:
        if host in by_host:
            return by_host[host]
        host = host.partition(".")[2]
    return None


@cache
def _by_host(directory: Path) -> Mapping[str, PublisherRules]:
    """Every host with rules. Files are ours and tested; read once for each process, when the first page comes."""
    found: dict[str, PublisherRules] = {}
    for path in sorted(directory.glob("*.toml")):
        rules = read_rules(path)
        for host in rules.hosts:
            if host in found:
                raise OctavoError(f"{path.name}: {host} has rules in another file already")
            found[host] = rules
    return found


def read_rules(path: Path) -> PublisherRules:
    """The rules of one file. Raises `OctavoError` that names the file and the mistake."""
    raw = path.read_bytes()
    if len(raw) > MAX_FILE_BYTES:
        raise OctavoError(f"{path.name}: more than {MAX_FILE_BYTES} bytes are no small file")
    try:
        table = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OctavoError(f"{path.name}: {error}") from error
    if unknown := sorted(set(table) - set(_FIELDS)):
        raise OctavoError(f"{path.name}: unknown: {', '.join(unknown)}")
    rules = PublisherRules(**{name: _strings(path, name, table.get(name, [])) for name in _FIELDS})
    _check_hosts(path, rules.hosts)
    for name in _FIELDS[1:]:
        for selector in getattr(rules, name):
            _check_selector(path, selector)
    return rules


def _strings(path: Path, name: str, value: object) -> tuple[str, ...]:
    most = MAX_HOSTS if name == "hosts" else MAX_SELECTORS
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise OctavoError(f"{path.name}: {name} must be a list of strings")
    if len(value) > most or len(set(value)) < len(value):
        raise OctavoError(f"{path.name}: {name} names more than {most}, or one twice")
    return tuple(value)


def _check_hosts(path: Path, hosts: tuple[str, ...]) -> None:
    if not hosts or path.stem != hosts[0]:
        raise OctavoError(f"{path.name}: the file has the name of the first of its hosts")
    for host in hosts:
        plain = host == host.lower() and all(part.replace("-", "").isalnum() for part in host.split("."))
        if not plain or "." not in host or host.startswith(("www.", "m.")):
            raise OctavoError(f"{path.name}: {host!r} is no host, or has a www. or m. that is understood anyway")


def _check_selector(path: Path, selector: str) -> None:
    if len(selector) > MAX_SELECTOR_CHARS:
        raise OctavoError(f"{path.name}: a selector of more than {MAX_SELECTOR_CHARS} characters")
    try:
        _compiled(selector)
    except ValueError as error:
        raise OctavoError(f"{path.name}: {selector!r}: {error}") from error
