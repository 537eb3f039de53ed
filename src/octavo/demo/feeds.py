"""Writes publishers' feeds: RSS 2.0, RSS 1.0 (RDF), Atom, JSON Feed and a news sitemap of the same articles."""

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from octavo.demo.addresses import Addresses
from octavo.demo.content import DemoArticle, DemoFeed, DemoPublisher, MediaFile
from octavo.demo.pages import PICTURE_HEIGHT, PICTURE_WIDTH, Pages
from octavo.demo.words import local_time

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss1": "http://purl.org/rss/1.0/",
    "sitemap": "http://www.sitemaps.org/schemas/sitemap/0.9",
}
CONTENT_TYPES = {
    "rss": "application/rss+xml",
    "rdf": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "sitemap": "application/xml",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One article as a feed lists it at a moment. `content` is the full text as HTML, "" in an excerpt feed."""

    article: DemoArticle
    url: str
    title: str
    content: str
    published_at: datetime
    updated_at: datetime
    picture_url: str
    media_url: str
    chapters_url: str = ""
    transcript_url: str = ""


def write_feed(feed: DemoFeed, publisher: DemoPublisher, pages: Pages, now: datetime) -> bytes:
    """The feed as it stands at `now`, in the publisher's character set."""
    items = [_item(article, feed, publisher, pages, now) for article in _listed(feed, publisher, pages, now)]
    return _WRITERS[feed.format](feed, publisher, pages.addresses, items)


def _listed(feed: DemoFeed, publisher: DemoPublisher, pages: Pages, now: datetime) -> list[DemoArticle]:
    articles = pages.listed(publisher, now)
    return [
        article
        for article in articles
        if (not feed.kinds or article.kind.value in feed.kinds)
        and (not feed.sections or article.section in feed.sections)
    ]


def _item(article: DemoArticle, feed: DemoFeed, publisher: DemoPublisher, pages: Pages, now: datetime) -> Item:
    addresses, media = pages.addresses, article.media
    spoken = (media.transcript or media.captions) if media else ""
    return Item(
        article=article,
        url=addresses.article(article, publisher),
        title=pages.title_and_text(article, now)[0],
        content=pages.body(article, publisher, now) if feed.text == "full" else "",
        published_at=local_time(addresses.published_at(article), publisher.zone),
        updated_at=local_time(addresses.updated_at(article, now), publisher.zone),
        picture_url=addresses.picture(article, article.pictures[0]) if article.pictures else "",
        media_url=addresses.media(article, media) if media else "",
        chapters_url=addresses.chapters(article),
        transcript_url=addresses.beside(article, spoken) if spoken else "",
    )


class _Maker:
    """Makes elements of one namespace: `make("title", "words")`. A mapping sets attributes with a namespace."""

    def __init__(self, prefix: str = "") -> None:
        self._namespace = f"{{{_NAMESPACES[prefix]}}}" if prefix else ""

    def __call__(
        self, tag: str, /, *content: "str | etree._Element | Mapping[str, str]", **attributes: str
    ) -> etree._Element:
        element = etree.Element(f"{self._namespace}{tag}", attributes, nsmap=_NAMESPACES)
        for part in content:
            if isinstance(part, str):
                element.text = part
            elif isinstance(part, Mapping):
                for name, value in part.items():
                    element.set(name, value)
            else:
                element.append(part)
        return element


def _serialise(root: etree._Element, publisher: DemoPublisher) -> bytes:
    etree.cleanup_namespaces(root)
    document = etree.ElementTree(root)
    written = io.BytesIO()
    document.write(written, xml_declaration=True, encoding=publisher.charset, pretty_print=True)
    return written.getvalue()


def _write_rss(feed: DemoFeed, publisher: DemoPublisher, addresses: Addresses, items: Sequence[Item]) -> bytes:
    make = _Maker()
    channel = make(
        "channel",
        make("title", feed.title),
        make("link", addresses.home(publisher.slug)),
        make("description", publisher.about),
        make("language", publisher.language.lower()),
        make("ttl", "15"),
        _Maker("atom")("link", href=addresses.of(publisher.slug, feed.path), rel="self", type="application/rss+xml"),
        make(
            "image",
            make("url", addresses.of(publisher.slug, "/logo.png")),
            make("title", feed.title),
            make("link", addresses.home(publisher.slug)),
        ),
        *[_rss_item(make, item) for item in items],
    )
    return _serialise(make("rss", channel, version="2.0"), publisher)


def _rss_item(make: _Maker, item: Item) -> etree._Element:
    element = make(
        "item",
        make("title", item.title),
        make("link", item.url),
        make("guid", item.url, isPermaLink="true"),
        make("pubDate", format_datetime(item.published_at)),
        make("description", item.article.standfirst),
        make("category", item.article.section),
        *[make("category", keyword) for keyword in item.article.keywords],
        *[_Maker("dc")("creator", author) for author in item.article.authors],
    )
    if item.updated_at != item.published_at:
        element.append(_Maker("atom")("updated", item.updated_at.isoformat()))
    if item.content:
        encoded = _Maker("content")("encoded")
        encoded.text = etree.CDATA(item.content)
        element.append(encoded)
    if item.picture_url:
        element.append(_media_picture(item))
    if item.media_url and item.article.media:
        media = item.article.media
        element.append(make("enclosure", url=item.media_url, type=media.type, length=str(media.length)))
        element.append(_Maker("itunes")("duration", f"{media.duration_s // 60:02}:{media.duration_s % 60:02}"))
        element.extend(_episode(item, media))
    return element


def _episode(item: Item, media: MediaFile) -> Iterator[etree._Element]:
    """What a podcast's feed says beside the file."""
    make, itunes = _Maker("podcast"), _Maker("itunes")
    if media.season:
        yield itunes("season", str(media.season))
    if media.episode:
        yield itunes("episode", str(media.episode))
    if media.chapters:
        yield make("chapters", url=item.chapters_url, type="application/json+chapters")
    if item.transcript_url:
        yield make("transcript", url=item.transcript_url, type="text/vtt", language=item.article.language)


def _media_picture(item: Item) -> etree._Element:
    make = _Maker("media")
    lead = item.article.pictures[0]
    return make(
        "content",
        make("description", lead.caption),
        make("credit", lead.credit),
        url=item.picture_url,
        medium="image",
        type="image/jpeg",
        width=str(PICTURE_WIDTH),
        height=str(PICTURE_HEIGHT),
    )


def _write_rdf(feed: DemoFeed, publisher: DemoPublisher, addresses: Addresses, items: Sequence[Item]) -> bytes:
    rdf, rss, dc = _Maker("rdf"), _Maker("rss1"), _Maker("dc")
    about, resource = f"{{{_NAMESPACES['rdf']}}}about", f"{{{_NAMESPACES['rdf']}}}resource"
    sequence = rdf("Seq", *[rdf("li", {resource: item.url}) for item in items])
    channel = rss(
        "channel",
        {about: addresses.of(publisher.slug, feed.path)},
        rss("title", feed.title),
        rss("link", addresses.home(publisher.slug)),
        rss("description", publisher.about),
        dc("language", publisher.language),
        rss("items", sequence),
    )
    elements = [
        rss(
            "item",
            {about: item.url},
            rss("title", item.title),
            rss("link", item.url),
            rss("description", item.article.standfirst),
            *[dc("creator", author) for author in item.article.authors],
            *[dc("subject", subject) for subject in (item.article.section, *item.article.keywords)],
            dc("date", item.published_at.isoformat()),
        )
        for item in items
    ]
    return _serialise(rdf("RDF", channel, *elements), publisher)


def _write_atom(feed: DemoFeed, publisher: DemoPublisher, addresses: Addresses, items: Sequence[Item]) -> bytes:
    make = _Maker("atom")
    newest = max((item.updated_at for item in items), default=addresses.anchor.started_at)
    root = make(
        "feed",
        {"{http://www.w3.org/XML/1998/namespace}lang": publisher.language},
        make("id", addresses.of(publisher.slug, feed.path)),
        make("title", feed.title),
        make("subtitle", publisher.tagline),
        make("updated", newest.isoformat()),
        make("link", rel="self", type="application/atom+xml", href=addresses.of(publisher.slug, feed.path)),
        make("link", rel="alternate", type="text/html", href=addresses.home(publisher.slug)),
        make("icon", addresses.of(publisher.slug, "/logo.png")),
        *[_atom_entry(make, item, publisher) for item in items],
    )
    return _serialise(root, publisher)


def _atom_entry(make: _Maker, item: Item, publisher: DemoPublisher) -> etree._Element:
    day = item.published_at.date().isoformat()
    entry = make(
        "entry",
        make("id", f"tag:{publisher.slug}.localhost,{day}:{item.article.slug}"),
        make("title", item.title),
        make("link", rel="alternate", type="text/html", href=item.url),
        make("published", item.published_at.isoformat()),
        make("updated", item.updated_at.isoformat()),
        *[make("author", make("name", author)) for author in item.article.authors],
        *[make("category", term=term) for term in (item.article.section, *item.article.keywords)],
        make("summary", item.article.standfirst),
    )
    if item.content:
        entry.append(make("content", item.content, type="html"))
    if item.picture_url:
        entry.append(_media_picture(item))
    if item.media_url and item.article.media:
        entry.append(make("link", rel="enclosure", type=item.article.media.type, href=item.media_url))
    return entry


def _write_json(feed: DemoFeed, publisher: DemoPublisher, addresses: Addresses, items: Sequence[Item]) -> bytes:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": addresses.home(publisher.slug),
        "feed_url": addresses.of(publisher.slug, feed.path),
        "description": publisher.about,
        "icon": addresses.of(publisher.slug, "/logo.png"),
        "language": publisher.language,
        "items": [_json_item(item) for item in items],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _json_item(item: Item) -> dict[str, object]:
    said: dict[str, object] = {
        "id": item.url,
        "url": item.url,
        "title": item.title,
        "summary": item.article.standfirst,
        "date_published": item.published_at.isoformat(),
        "date_modified": item.updated_at.isoformat(),
        "authors": [{"name": author} for author in item.article.authors],
        "tags": [item.article.section, *item.article.keywords],
    }
    said["content_html" if item.content else "content_text"] = item.content or item.article.standfirst
    if item.picture_url:
        said["image"] = item.picture_url
    return said


def _write_sitemap(feed: DemoFeed, publisher: DemoPublisher, addresses: Addresses, items: Sequence[Item]) -> bytes:
    make, news = _Maker("sitemap"), _Maker("news")
    urls = [
        make(
            "url",
            make("loc", item.url),
            make("lastmod", item.updated_at.isoformat()),
            news(
                "news",
                news("publication", news("name", publisher.name), news("language", publisher.language)),
                news("publication_date", item.published_at.isoformat()),
                news("title", item.title),
                news("keywords", ", ".join(item.article.keywords)),
            ),
        )
        for item in items
    ]
    return _serialise(make("urlset", *urls), publisher)


_Writer = Callable[[DemoFeed, DemoPublisher, Addresses, Sequence[Item]], bytes]
_WRITERS: dict[str, _Writer] = {
    "rss": _write_rss,
    "rdf": _write_rdf,
    "atom": _write_atom,
    "json": _write_json,
    "sitemap": _write_sitemap,
}
