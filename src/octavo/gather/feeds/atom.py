"""Atom 1.0 (RFC 4287) and 0.3, with Media RSS and the other extensions."""

from dataclasses import replace
from typing import TYPE_CHECKING

from octavo.core.feeds import FeedEntry, FeedFormat, ParsedFeed
from octavo.gather.feeds.episodes import entry_episode
from octavo.gather.feeds.keys import entry_key, first_entries
from octavo.gather.feeds.links import absolute
from octavo.gather.feeds.media import entry_media
from octavo.gather.feeds.people import authors, tags
from octavo.gather.feeds.reading import Fields, Reading, html_construct, language_of, title, words
from octavo.gather.feeds.text import language_tag, text_to_html

if TYPE_CHECKING:
    from lxml.etree import _Element

_PUBLISHED = ("published", "issued", "created", "dc:date", "dcterms:issued", "pubdate")
_UPDATED = ("updated", "modified", "dcterms:modified")
_PAGE_TYPES = {"", "text/html", "application/xhtml+xml"}


def read_atom(root: "_Element", reading: Reading) -> ParsedFeed:
    fields = reading.fields(root)
    language = reading.language or language_tag(words(fields, "dc:language", "language"))
    reading = replace(reading, language=language)
    name = title(fields, "title", "dc:title")
    elements, warnings = first_entries(list(root.iter(_entry_tag(root))))
    inherited = tuple(author for author in authors(fields, reading) if author.casefold() != name.casefold())
    return ParsedFeed(
        format=FeedFormat.ATOM,
        title=name,
        home_url=atom_link(fields, reading, "alternate") or None,
        description=title(fields, "subtitle", "tagline", "info", "dc:description") or None,
        language=language,
        icon_url=_icon(fields, reading),
        self_url=atom_link(fields, reading, "self") or None,
        hub_url=atom_link(fields, reading, "hub") or None,
        entries=tuple(_entry(element, reading, inherited) for element in elements),
        warnings=warnings,
    )


def _entry_tag(root: "_Element") -> str:
    space = root.tag.rpartition("}")[0]
    return f"{space}}}entry" if space else "entry"


def atom_link(fields: Fields, reading: Reading, relation: str) -> str:
    """The first link of a relation, a page before a file; Atom 0.3 and careless feeds put the address inside."""
    other = ""
    for name in ("link", "atom:link"):
        for element in fields.get(name, ()):
            if (element.get("rel") or "alternate").strip().lower() not in {relation, f"{_REGISTRY}{relation}"}:
                continue
            found = reading.link(element, element.get("href") or element.text)
            if found and (element.get("type") or "").strip() in _PAGE_TYPES:
                return found
            other = other or found
    return other


_REGISTRY = "http://www.iana.org/assignments/relation/"


def _icon(fields: Fields, reading: Reading) -> str | None:
    for name in ("icon", "logo", "itunes:image", "webfeeds:icon"):
        for element in fields.get(name, ()):
            if found := reading.link(element, element.text or element.get("href")):
                return found
    return None


def _entry(element: "_Element", reading: Reading, inherited: tuple[str, ...]) -> FeedEntry:
    fields = reading.fields(element)
    source = reading.fields(fields["source"][0]) if "source" in fields else {}
    url = _url(fields, reading)
    name = title(fields, "title", "dc:title", "media:title")
    summary = _construct(fields, reading, "summary", "description") or _described(fields, reading)
    content = _content(fields, reading)
    media = entry_media(fields, reading)
    return FeedEntry(
        key=entry_key(words(fields, "id", "guid"), url, name, summary, content),
        url=url,
        title=name,
        published_at=reading.time(fields, *_PUBLISHED),
        updated_at=reading.time(fields, *_UPDATED),
        summary=summary,
        content=content,
        authors=authors(fields, reading) or authors(source, reading) or inherited,
        tags=tags(fields),
        enclosures=media.enclosures,
        picture_url=media.picture_url,
        episode=entry_episode(fields, reading),
        language=_language(element, fields),
        source_name=title(source, "title") or None,
    )


def _url(fields: Fields, reading: Reading) -> str:
    original = words(fields, "feedburner:origlink")
    found = absolute(original, reading.base) or atom_link(fields, reading, "alternate")
    return found or absolute(words(fields, "id"))


def _language(element: "_Element", fields: Fields) -> str | None:
    bodies = (body for name in ("content", "summary", "title") for body in fields.get(name, ()))
    said = (language_of(element), *(language_of(body) for body in bodies))
    return next((language for language in said if language), None)


def _construct(fields: Fields, reading: Reading, *names: str) -> str | None:
    for name in names:
        for element in fields.get(name, ()):
            if found := html_construct(element, reading.base_of(element)):
                return found
    return None


def _content(fields: Fields, reading: Reading) -> str | None:
    """The body: of several, the one that is HTML; one that only points elsewhere (`src`) is none."""
    bodies = [body for body in fields.get("content", ()) if not body.get("src")]
    bodies.sort(key=lambda body: "html" not in (body.get("type") or ""))
    for body in bodies:
        if found := html_construct(body, reading.base_of(body)):
            return found
    return _construct(fields, reading, "content:encoded", "body", "xhtml:body")


def _described(fields: Fields, reading: Reading) -> str | None:
    groups = (reading.fields(group) for group in fields.get("media:group", ()))
    for level in (fields, *groups):
        for element in level.get("media:description", ()):
            said = (element.text or "").strip()
            if said:
                return reading.markup(element) if element.get("type") == "html" else text_to_html(said)
    return None
