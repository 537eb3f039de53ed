"""A page's bytes to an article: parse once, read what it says of itself, find its text, join the two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from octavo.core.articles import ExtractedArticle, Kind, Media, PictureReference, Quality
from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import FeedEntry
from octavo.core.knowledge import NOTHING_KNOWN, PublisherKnowledge
from octavo.core.languages import canonical_language
from octavo.extract import VERSION
from octavo.extract.body import Body, find_body
from octavo.extract.bylines import byline
from octavo.extract.dates import guess_day, published_time, updated_time, visible_time
from octavo.extract.media import embed_of, find_media, media_of_enclosure, playable_kind, unique_media
from octavo.extract.names import clean_authors, clean_keywords
from octavo.extract.pictures import absolute, find_lead_picture
from octavo.extract.structured import (
    GALLERY_TYPES,
    LIVE_TYPES,
    PODCAST_TYPES,
    VIDEO_TYPES,
    Node,
    PageFacts,
    first_text,
    main_node,
    read_facts,
    texts,
    types_of,
    urls,
)
from octavo.extract.text import make_excerpt, plain
from octavo.extract.titles import find_title, fold, host_names
from octavo.extract.tree import Element, is_huge, parse_page

MIN_COMPLETE_CHARS = 250
MAX_STANDFIRST_CHARS = 700
SHORT_TEXT_CHARS = 600

AUTHOR_META = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "cxenseparse:author", "article:author_name", "authors",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page and what it states about itself. `node` is the JSON-LD object of the article ({} for none).

    `entry` is what the feed said of it, `feed_language` what the feed declares. `huge` pages get linear work alone.
    """

    tree: Element
    url: str
    facts: PageFacts
    node: Node
    publisher: str | None
    entry: FeedEntry | None
    feed_language: str
    huge: bool


def extract_page(
    html: bytes,
    *,
    url: str,
    content_type: str = "",
    entry: FeedEntry | None = None,
    feed_language: str = "",
    knowledge: PublisherKnowledge = NOTHING_KNOWN,
) -> ExtractedArticle | Failure:
    """The article on a page.

    `html` is the page as served, `content_type` its HTTP header where known, `url` where it was found at last.
    `entry` is what the feed said: it fills what the page leaves open. `knowledge` is of the publisher. Never raises; a
    page without anything to read, see or hear is a `Failure` (NO_TEXT). Times keep the zone that the publisher wrote.
    """
    tree = parse_page(html, content_type)
    if isinstance(tree, Failure):
        return tree
    page = read_page(tree, url, entry, feed_language)
    title = find_title(tree, page.facts, page.node, (page.publisher or "", *host_names(url)))
    body = find_body(tree, url, title=title, huge=page.huge)
    media = _media(page)
    if body is None and not media:
        return Failure(FailureCode.NO_TEXT, "no article text was found on the page")
    return _join(page, title or (entry.title if entry else ""), body or Body("", ""), media)


def read_page(tree: Element, url: str, entry: FeedEntry | None = None, feed_language: str = "") -> Page:
    facts = read_facts(tree)
    node = main_node(facts.nodes)
    return Page(tree, url, facts, node, _publisher(facts, node), entry, feed_language, is_huge(tree))


def _join(page: Page, title: str, body: Body, media: tuple[Media, ...]) -> ExtractedArticle:
    entry = page.entry
    standfirst = _standfirst(page, title, body.text)
    paywalled = _is_paywalled(page)
    return ExtractedArticle(
        url=_canonical_url(page),
        title=title or make_excerpt(body.text)[:120],
        html=body.html,
        text=body.text,
        excerpt=make_excerpt(body.text or standfirst or ""),
        standfirst=standfirst,
        authors=_authors(page) or (clean_authors(entry.authors) if entry else ()),
        published_at=_published(page),
        updated_at=updated_time(page.node, page.facts) or (entry.updated_at if entry else None),
        language=_language(page),
        section=_section(page),
        keywords=_keywords(page) or (clean_keywords(entry.tags) if entry else ()),
        publisher_name=page.publisher,
        picture=find_lead_picture(page.tree, page.facts, page.node, page.url) or _entry_picture(entry),
        media=media,
        kind=_kind(page, body.text, media),
        quality=Quality(
            complete=len(body.text) >= MIN_COMPLETE_CHARS and not paywalled, paywalled=paywalled, from_page=True
        ),
        version=VERSION,
    )


def _publisher(facts: PageFacts, node: Node) -> str | None:
    site = next((first_text(item, "name") for item in facts.nodes if "WebSite" in types_of(item)), None)
    name = (
        facts.first_meta("og:site_name")
        or first_text(node, "publisher")
        or site
        or facts.first_meta("application-name")
    )
    return plain(name)[:200] or None if name else None


def _canonical_url(page: Page) -> str:
    """The page's own idea of its address, believed on the same site alone, and not when it names the front page."""
    for candidate in (*page.facts.links.get("canonical", ()), *page.facts.all_meta("og:url")):
        url = absolute(page.url, candidate)
        if url and _is_same_site(url, page.url) and (_has_path(url) or not _has_path(page.url)):
            return urlunsplit(urlsplit(url)._replace(fragment=""))
    return page.url


def _has_path(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _is_same_site(one: str, two: str) -> bool:
    """The same host, give or take "www.", "m." or "amp." before it."""
    first, second = (_bare_host(url) for url in (one, two))
    return bool(first) and first == second


def _bare_host(url: str) -> str:
    host = urlsplit(url).hostname or ""
    for prefix in ("www.", "m.", "amp.", "mobile."):
        host = host.removeprefix(prefix)
    return host


def _authors(page: Page) -> tuple[str, ...]:
    sources: Iterable[list[str]] = (
        texts(page.node.get("author")),
        page.facts.all_meta(*AUTHOR_META),
        byline(page.tree),
        texts(page.node.get("creator")),
    )
    for source in sources:
        if names := clean_authors([value for value in source if "/" not in value[:8]], publisher=page.publisher):
            return names
    return ()


def _published(page: Page) -> datetime | None:
    return (
        published_time(page.node, page.facts)
        or (page.entry.published_at if page.entry else None)
        or visible_time(page.tree)
        or (None if page.huge else guess_day(page.tree, page.url))
    )


def _language(page: Page) -> str | None:
    """What page and feed declare; detection on the text is the understand room's."""
    declared = (
        first_text(page.node, "inLanguage"), page.tree.get("lang"), page.tree.get("xml:lang"),
        page.facts.first_meta("content-language", "og:locale", "dc.language", "language"),
        page.entry.language if page.entry else None, page.feed_language,
    )  # fmt: skip
    return next((tag for value in declared if value and (tag := canonical_language(value))), None)


def _section(page: Page) -> str | None:
    value = first_text(page.node, "articleSection") or page.facts.first_meta(
        "article:section", "og:article:section", "parsely-section", "section", "category", "cxenseparse:category"
    )
    return plain(value).split(",")[0].strip()[:120] or None if value else None


def _keywords(page: Page) -> tuple[str, ...]:
    stated = texts(page.node.get("keywords")) or page.facts.all_meta("article:tag", "og:article:tag")
    listed = page.facts.all_meta("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
    return clean_keywords(stated or [part for value in listed for part in value.split(",")])


def _standfirst(page: Page, title: str, text: str) -> str | None:
    """The publisher's summary, where readers see it on the page apart from the text (which never repeats it)."""
    for value in (first_text(page.node, "description"), page.facts.first_meta("og:description", "description")):
        summary = plain(value)[:MAX_STANDFIRST_CHARS] if value else ""
        folded = fold(summary)
        if len(folded) < 20 or folded == fold(title) or folded[:60] in fold(text):
            continue
        if _is_visible(page.tree, folded):
            return summary
    return None


def _is_visible(tree: Element, folded: str) -> bool:
    for element in tree.iter("h2", "p", "div", "h3", "strong", "span", "li"):
        start = (element.text or "").strip()
        if len(start) > 10 and folded.startswith(fold(start[:60])[:30]):
            return fold(" ".join(element.itertext())[:2_000]).startswith(folded[:200])
    return False


def _is_paywalled(page: Page) -> bool:
    free = page.node.get("isAccessibleForFree")
    if free is not None:
        return str(free).strip().lower().rpartition("/")[2] in {"false", "no", "0"}
    tier = page.facts.first_meta("article:content_tier", "og:article:content_tier")
    return bool(tier) and tier is not None and tier.lower() in {"locked", "metered", "paid"}


def _media(page: Page) -> tuple[Media, ...]:
    """Stated players and files first, then those inside the article, then the feed's."""
    stated = [media for node in page.facts.nodes if (media := _stated_media(node, page.url))]
    linked = embed_of(page.url)
    scope = page.tree.find(".//article")
    inside = find_media(scope if scope is not None else page.tree, page.url)
    enclosed = [media for item in (page.entry.enclosures if page.entry else ()) if (media := media_of_enclosure(item))]
    return unique_media([*([linked] if linked else []), *stated, *inside, *enclosed])


def _stated_media(node: Node, base_url: str) -> Media | None:
    """A VideoObject or AudioObject's player of a known provider, else its file."""
    kinds = types_of(node)
    if not kinds & (VIDEO_TYPES | PODCAST_TYPES):
        return None
    title = first_text(node, "name")
    addresses = [address for key in ("embedUrl", "contentUrl", "url") for address in urls(node.get(key))]
    for address in addresses:
        if media := embed_of(address, title=title):
            return media
    for address in (url for url in (absolute(base_url, value) for value in addresses) if url):
        if kind := playable_kind(address, first_text(node, "encodingFormat") or ""):
            poster = next(iter(urls(node.get("thumbnailUrl"))), None)
            return Media(kind, address, title=title, poster_url=absolute(base_url, poster) or None if poster else None)
    return None


def _kind(page: Page, text: str, media: tuple[Media, ...]) -> Kind:
    kinds = types_of(page.node)
    if kinds & LIVE_TYPES:
        return Kind.LIVE
    if kinds & GALLERY_TYPES:
        return Kind.GALLERY
    if kinds & PODCAST_TYPES:
        return Kind.PODCAST
    if kinds & VIDEO_TYPES:
        return Kind.VIDEO
    return _kind_of_media(media[0]) if media and len(text) < SHORT_TEXT_CHARS else Kind.ARTICLE


def _kind_of_media(media: Media) -> Kind:
    """What a page with little text beside this is about; a quoted post is no video."""
    if media.kind == "audio":
        return Kind.PODCAST
    return Kind.VIDEO if _is_video(media) else Kind.ARTICLE


def _is_video(media: Media) -> bool:
    return media.kind == "video" or media.provider in {"youtube", "vimeo", "dailymotion", "twitch", "streamable"}


def _entry_picture(entry: FeedEntry | None) -> PictureReference | None:
    return PictureReference(entry.picture_url) if entry and entry.picture_url else None
