"""RSS 0.9x, 1.0 (RDF) and 2.0, with the extensions publishers use: Atom, Dublin Core, Media RSS, iTunes."""

from dataclasses import replace
from typing import TYPE_CHECKING

from octavo.core.feeds import FeedEntry, FeedFormat, ParsedFeed
from octavo.gather.feeds.episodes import entry_episode
from octavo.gather.feeds.keys import entry_key, first_entries
from octavo.gather.feeds.links import absolute
from octavo.gather.feeds.media import entry_media, number
from octavo.gather.feeds.names import local_name
from octavo.gather.feeds.people import authors, tags
from octavo.gather.feeds.reading import (
    Fields,
    Reading,
    html_construct,
    language_of,
    plain_construct,
    title,
    wide_base,
    words,
)
from octavo.gather.feeds.text import language_tag, text_to_html

if TYPE_CHECKING:
    from lxml.etree import _Element

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PUBLISHED = ("pubdate", "dc:date", "dcterms:issued", "dcterms:created", "dc:created", "atom:published", "published")
_UPDATED = ("atom:updated", "dcterms:modified", "dc:modified", "atom:modified", "lastbuilddate", "updated", "modified")
_BODIES = ("content:encoded", "xhtml:body", "xhtml:div", "body", "fullitem")
_LONGEST_INTERVAL_S = 7 * 86_400


def read_rss(root: "_Element", reading: Reading) -> ParsedFeed:
    channel = root if local_name(root.tag) == "channel" else _channel(root, reading)
    fields = reading.fields(channel)
    home_url = _home_url(channel, fields, reading)
    language = language_tag(words(fields, "language", "dc:language")) or language_of(channel) or reading.language
    reading = replace(reading, base=wide_base(reading.url, home_url), language=language)
    items, warnings = first_entries(list(root.iter(*_item_tags(root))))
    cover = _cover(fields, reading)
    return ParsedFeed(
        format=FeedFormat.RDF if local_name(root.tag) == "rdf" else FeedFormat.RSS,
        title=title(fields, "title", "dc:title", "itunes:title", "atom:title"),
        home_url=home_url,
        description=title(fields, "description", "dc:description", "itunes:subtitle", "itunes:summary") or None,
        language=language,
        icon_url=_icon(root, fields, reading),
        self_url=linked(fields, reading, "self") or None,
        hub_url=linked(fields, reading, "hub") or None,
        min_interval_s=_min_interval(fields, reading),
        entries=tuple(_with_cover(_entry(item, reading), cover) for item in items),
        warnings=warnings,
    )


def _channel(root: "_Element", reading: Reading) -> "_Element":
    """The channel; without one, the root itself, so that items in it are found."""
    for child in root:
        if isinstance(child.tag, str) and reading.names.name(child.tag, child.prefix) == "channel":
            return child
    return root


def _item_tags(root: "_Element") -> tuple[str, ...]:
    """Items stand in the channel, or beside it in RDF, in the namespace of either."""
    channels = {child.tag.rpartition("}")[0] for child in root if local_name(str(child.tag)) == "channel"}
    spaces = {space + "}" if space else "" for space in {*channels, root.tag.rpartition("}")[0]}}
    return tuple(f"{space}item" for space in sorted(spaces))


def _home_url(channel: "_Element", fields: Fields, reading: Reading) -> str | None:
    for element in fields.get("link", ()):
        if found := reading.link(element, element.text or element.get("href")):
            return found
    return linked(fields, reading, "alternate") or absolute(channel.get(f"{_RDF}about") or "") or None


def linked(fields: Fields, reading: Reading, relation: str) -> str:
    """The first Atom link of this relation; a link that names none is an alternate."""
    for name in ("atom:link", "link"):
        for element in fields.get(name, ()):
            has_relation = (element.get("rel") or "alternate").lower() == relation
            if has_relation and (found := reading.link(element, element.get("href"))):
                return found
    return ""


def _icon(root: "_Element", fields: Fields, reading: Reading) -> str | None:
    """The channel's image (beside the channel in RDF), else the podcast's cover, else the site's icon."""
    for image in (*fields.get("image", ()), *reading.fields(root).get("image", ())):
        if found := reading.link(image, words(reading.fields(image), "url") or image.get("href")):
            return found
    for name in (
        "itunes:image",
        "itunes:link",
        "webfeeds:icon",
        "webfeeds:logo",
        "media:thumbnail",
        "atom:icon",
        "atom:logo",
    ):
        for element in fields.get(name, ()):
            if found := reading.link(element, element.get("href") or element.get("url") or element.text):
                return found
    return None


def _cover(fields: Fields, reading: Reading) -> str:
    said = ((element, element.get("href") or element.get("url")) for element in fields.get("itunes:image", ()))
    return next((found for element, link in said if (found := reading.link(element, link))), "")


def _with_cover(entry: FeedEntry, cover: str) -> FeedEntry:
    """An episode without a picture of its own has its show's."""
    is_heard = any(enclosure.type.startswith("audio/") for enclosure in entry.enclosures)
    return replace(entry, picture_url=cover) if cover and is_heard and not entry.picture_url else entry


def _min_interval(fields: Fields, reading: Reading) -> int | None:
    """Seconds between polls that the publisher asks for: `ttl`, or the share of hours that `skipHours` leaves."""
    ttl = (number(words(fields, "ttl")) or 0) * 60
    hours = {
        words({"hour": [hour]}, "hour")
        for skip in fields.get("skiphours", ())
        for hour in reading.fields(skip).get("hour", ())
    }
    left = 24 - len(hours & {str(hour) for hour in range(24)})
    skipped = 86_400 // left if 0 < left <= 12 else 0
    return min(max(ttl, skipped), _LONGEST_INTERVAL_S) or None


def _entry(item: "_Element", reading: Reading) -> FeedEntry:
    fields = reading.fields(item)
    url = _url(item, fields, reading)
    name = title(fields, "title", "atom:title", "dc:title", "media:title", "itunes:title")
    summary, content = _bodies(fields, reading)
    media = entry_media(fields, reading)
    return FeedEntry(
        key=entry_key(words(fields, "guid", "atom:id", "dc:identifier", "id"), url, name, summary, content),
        url=url,
        title=name,
        published_at=reading.time(fields, *_PUBLISHED),
        updated_at=reading.time(fields, *_UPDATED),
        summary=summary,
        content=content,
        authors=authors(fields, reading),
        tags=tags(fields),
        enclosures=media.enclosures,
        picture_url=media.picture_url,
        episode=entry_episode(fields, reading),
        language=_language(item, fields),
        source_name=_source(fields) or None,
    )


def _url(item: "_Element", fields: Fields, reading: Reading) -> str:
    """The article's own address: a redirector's original first, then the link, then a guid that is one."""
    for name in ("feedburner:origlink", "link"):
        for element in fields.get(name, ()):
            is_page = (element.get("rel") or "alternate") == "alternate"
            if is_page and (found := reading.link(element, element.text or element.get("href"))):
                return found
    if found := linked(fields, reading, "alternate"):
        return found
    for guid in fields.get("guid", ()):
        is_link = (guid.get("isPermaLink") or guid.get("ispermalink") or "true").lower() != "false"
        if is_link and (found := absolute(guid.text or "")):
            return found
    return absolute(item.get(f"{_RDF}about") or "") or absolute(words(fields, "dc:identifier"))


def _language(item: "_Element", fields: Fields) -> str | None:
    if said := language_tag(words(fields, "dc:language", "language")) or language_of(item):
        return said
    for name in _BODIES:
        if name in fields and (said := language_of(fields[name][0])):
            return said
    return None


def _bodies(fields: Fields, reading: Reading) -> tuple[str | None, str | None]:
    """Summary and content as HTML. The description of the media or the podcast stands in where there is none."""
    content = _markup(fields, reading, *_BODIES)
    if content is None and (atom := fields.get("atom:content") or fields.get("content")):
        content = html_construct(atom[0], reading.base_of(atom[0]), default="html") or None
    summary = _markup(fields, reading, "description", "atom:summary", "summary", "dc:description", "dcterms:abstract")
    return summary or _described(fields, reading), content


def _markup(fields: Fields, reading: Reading, *names: str) -> str | None:
    for name in names:
        for element in fields.get(name, ()):
            if found := reading.markup(element):
                return found
    return None


def _described(fields: Fields, reading: Reading) -> str | None:
    levels = [fields, *(reading.fields(group) for group in fields.get("media:group", ()))]
    for name in ("media:description", "itunes:summary", "itunes:subtitle"):
        for level in levels:
            for element in level.get(name, ()):
                said = element.text or ""
                is_html = element.get("type") == "html" or (name.startswith("itunes") and "</" in said)
                if found := reading.markup(element) if is_html else text_to_html(said):
                    return found
    return None


def _source(fields: Fields) -> str:
    for element in fields.get("source", ()):
        if found := plain_construct(element):
            return found
    return title(fields, "dc:source")
