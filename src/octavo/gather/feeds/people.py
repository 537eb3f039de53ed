"""Who wrote an entry, and which words the publisher files it under."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from octavo.gather.feeds.reading import Fields, Reading, all_text, words
from octavo.gather.feeds.text import person, plain

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_PEOPLE = 20
_MAX_TAGS = 60
_MAX_TAG = 120
_SCHEMES_OF_MACHINES = ("http://schemas.google.com/", "http://gdata.youtube.com/")


def authors(fields: Fields, reading: Reading) -> tuple[str, ...]:
    """Names as given, each once: Dublin Core's creators, else authors of the format, else the podcast's."""
    for name in ("dc:creator", "dc:author", "author", "atom:author", "itunes:author", "managingeditor"):
        if name in fields and (found := once((_name(element, reading) for element in fields[name]), _MAX_PEOPLE)):
            return found
    return ()


def _name(element: "_Element", reading: Reading) -> str:
    if len(element):
        named = words(reading.fields(element), "name", "atom:name")
        if named or any(isinstance(child.tag, str) and child.tag.endswith("email") for child in element):
            return person(named)
    return person(all_text(element))


def tags(fields: Fields) -> tuple[str, ...]:
    """The publisher's keywords as plain text, whatever scheme they are from; addresses are none."""
    return once((tag for tag in _tags(fields) if tag and "://" not in tag), _MAX_TAGS)


def _tags(fields: Fields) -> Iterator[str]:
    nested = (inner for outer in fields.get("itunes:category", ()) for inner in outer.iter("{*}category"))
    for name in ("category", "atom:category", "media:category", "dc:subject", "itunes:category"):
        for element in nested if name == "itunes:category" else fields.get(name, ()):
            scheme = element.get("scheme") or ""
            if not scheme.startswith(_SCHEMES_OF_MACHINES):
                said = element.get("label") or element.get("term") or element.get("text") or all_text(element)
                yield plain(said, _MAX_TAG)
    for name in ("media:keywords", "itunes:keywords", "keywords"):
        for element in fields.get(name, ()):
            yield from (plain(word, _MAX_TAG) for word in all_text(element)[:4_000].split(","))


def once(words_: Iterable[str], limit: int) -> tuple[str, ...]:
    """Each word once, whatever its case, in the order given."""
    found: dict[str, str] = {}
    for word in words_:
        if word:
            found.setdefault(word.casefold(), word)
        if len(found) >= limit:
            break
    return tuple(found.values())
