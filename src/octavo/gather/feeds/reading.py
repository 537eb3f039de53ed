"""One document on its way through a reader: its base, its moment, and the fields of its elements."""

import base64
import binascii
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from octavo.gather.feeds.dates import plausible_time
from octavo.gather.feeds.links import absolute, absolute_html, resolve
from octavo.gather.feeds.names import Names
from octavo.gather.feeds.text import clean, language_tag, one_line, plain, unescape

if TYPE_CHECKING:
    from lxml.etree import _Element

Fields = Mapping[str, Sequence["_Element"]]
"""The children of an element by name (see names), in document order."""

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_XMLNS = re.compile(r'\sxmlns(?::[\w.-]+)?="[^"]*"')
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True, slots=True)
class Reading:
    """`base` is where relative links start; `has_bases` whether any element may say otherwise (xml:base)."""

    url: str
    base: str
    now: datetime
    names: Names
    has_bases: bool = False
    language: str | None = None

    def fields(self, element: "_Element") -> dict[str, list["_Element"]]:
        found: dict[str, list[_Element]] = {}
        known = self.names.known
        for child in element:
            tag = child.tag
            if tag not in known and isinstance(tag, str):
                name = self.names.name(tag, child.prefix)
            else:
                name = known.get(tag, "")
            if name in found:
                found[name].append(child)
            else:
                found[name] = [child]
        return found

    def base_of(self, element: "_Element") -> str:
        """The base for links in `element`: every xml:base from the root down to it."""
        if not self.has_bases:
            return self.base
        said = [element.get(_BASE), *(ancestor.get(_BASE) for ancestor in element.iterancestors())]
        base = self.base
        for step in reversed([step for step in said if step]):
            base = absolute(step, base) or base
        return base

    def link(self, element: "_Element", said: str | None) -> str:
        return absolute(said, self.base_of(element)) if said else ""

    def time(self, fields: Fields, *names: str) -> datetime | None:
        """The first of these fields that holds a time that can be true; of one given twice, the last."""
        for name in names:
            for element in reversed(fields.get(name, ())):
                if found := plausible_time(element.text or "", self.now, self.language):
                    return found
        return None

    def markup(self, element: "_Element") -> str:
        """An RSS body: HTML, escaped as it should be or standing there as elements."""
        said = inner_markup(element) if len(element) else element.text or ""
        return absolute_html(said.strip(), self.base_of(element))


def open_reading(root: "_Element", text: str, url: str, now: datetime) -> Reading:
    core = root.tag[1:].partition("}")[0] if root.tag.startswith("{") else ""
    return Reading(
        url=url,
        base=url,
        now=now,
        names=Names(core),
        has_bases="xml:base" in text,
        language=language_tag(root.get(_LANG) or ""),
    )


def words(fields: Fields, *names: str) -> str:
    """One line of text: the first of these fields that holds any."""
    for name in names:
        for element in fields.get(name, ()):
            if found := one_line(all_text(element)):
                return found
    return ""


def title(fields: Fields, *names: str) -> str:
    """Plain text of the first of these fields that holds any, whatever markup it stands in."""
    for name in names:
        for element in fields.get(name, ()):
            if found := plain_construct(element):
                return found
    return ""


def all_text(element: "_Element") -> str:
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def language_of(element: "_Element") -> str | None:
    return language_tag(element.get(_LANG) or "")


def inner_markup(element: "_Element") -> str:
    """What stands in `element` as HTML, namespaces taken off."""
    from lxml import etree

    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        for node in child.iter("{*}*"):
            node.tag = node.tag.rpartition("}")[2]
        parts.append(etree.tostring(child, encoding="unicode", method="html"))
    return _TAG.sub(lambda tag: _XMLNS.sub("", tag.group()), "".join(parts))


def plain_construct(element: "_Element") -> str:
    """Plain text of a title or the like. Atom's `type` says what it is; everywhere else it may be HTML."""
    said = _decoded(element, all_text(element))
    kind = element.get("type") or ""
    if kind in {"text", "text/plain", "xhtml", "application/xhtml+xml"}:
        return one_line(unescape(said))
    return plain(said)


def html_construct(element: "_Element", base: str, *, default: str = "text") -> str:
    """An Atom text construct as HTML (RFC 4287, 3.1, and Atom 0.3's `mode`)."""
    kind = (element.get("type") or default).lower().strip()
    if len(element):
        said = _without_wrapper(element)
    else:
        said = _decoded(element, element.text or "")
        if kind in {"text", "text/plain"} and element.get("mode") != "escaped":
            said = html.escape(said, quote=False)
    return absolute_html(said.strip(), base)


def _without_wrapper(element: "_Element") -> str:
    """The one `div` that Atom puts around XHTML is not part of the text."""
    only = element[0]
    is_wrapper = len(element) == 1 and only.tag == f"{_XHTML}div" and not (element.text or "").strip()
    return inner_markup(only if is_wrapper and not (only.tail or "").strip() else element)


def _decoded(element: "_Element", said: str) -> str:
    """Base64 bodies spelt out: Atom 0.3's mode, and Atom 1.0's bodies of a binary type."""
    kind = element.get("type") or ""
    is_binary = "/" in kind and not kind.startswith("text/") and not kind.endswith(("xml", "html"))
    if element.get("mode") != "base64" and not is_binary:
        return said
    try:
        return clean(base64.b64decode("".join(said.split()), validate=True).decode("utf-8", "replace"))
    except (binascii.Error, ValueError):
        return said


def wide_base(url: str, home_url: str | None) -> str:
    """Where an RSS feed's relative links start: at the feed, or at its site when another host delivers the feed."""
    if not home_url:
        return url
    at_home = resolve("/", url) == resolve("/", home_url)
    return url if url and at_home else home_url
