"""A page's bytes to an article: parse once, read what it says of itself, find its text, join the two."""

import re

from octavo.core.articles import ExtractedArticle, Media
from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import FeedEntry
from octavo.core.knowledge import NOTHING_KNOWN, PublisherKnowledge
from octavo.core.listening import Episode
from octavo.extract import VERSION
from octavo.extract.body import Body, find_body
from octavo.extract.body.judge import Judge
from octavo.extract.media import embed_of, find_captions, find_media, media_of_enclosure, playable_kind, unique_media
from octavo.extract.metadata import PageMetadata, read_metadata
from octavo.extract.metadata.facts import PODCAST_TYPES, VIDEO_TYPES, Node, first_text, types_of, urls
from octavo.extract.metadata.links import absolute
from octavo.extract.metadata.source import find_source
from octavo.extract.metadata.standfirst import find_standfirst
from octavo.extract.quality import judge_quality, kind_of
from octavo.extract.rules import RuledTree, apply_rules
from octavo.extract.text import make_excerpt
from octavo.extract.tree import Element, is_huge, parse_page

_POST_NUMBER = re.compile(r"[?&]id=(\d{5,25})")


def extract_page(
    html: bytes,
    *,
    url: str,
    content_type: str = "",
    entry: FeedEntry | None = None,
    feed_language: str = "",
    knowledge: PublisherKnowledge = NOTHING_KNOWN,
    judge: Judge | None = None,
) -> ExtractedArticle | Failure:
    """The article on a page.

    `html` is the page as served, `content_type` its HTTP header where known, `url` where it was found at last.
    `entry` is what the feed said: it fills what the page leaves open. `knowledge` is of the publisher. `judge` is
    another than the shipped one, for evals. Never raises; a page without anything to read, see or hear is a `Failure`
    (NO_TEXT). Times keep the zone that the publisher wrote.
    """
    tree = parse_page(html, content_type)
    if isinstance(tree, Failure):
        return tree
    huge = is_huge(tree)
    ruled = ruled_tree(tree, knowledge, huge=huge)
    said = read_metadata(tree, url, entry, feed_language, ruled=ruled, page=html)
    body = find_body(tree, url, said, huge=huge, knowledge=knowledge, ruled=ruled, judge=judge)
    media = tuple(item for item in _media(tree, url, said, entry) if body is None or not _is_quoted(item, body.html))
    if body is None and not media:
        return Failure(FailureCode.NO_TEXT, "no article text was found on the page")
    captions = find_captions(tree, url) if media else None
    return _join(said, body or Body("", ""), media, entry, captions)


def ruled_tree(tree: Element, knowledge: PublisherKnowledge, *, huge: bool) -> RuledTree | None:
    """What the publisher's rules find on a page, where it has any and the page is not larger than articles are."""
    return apply_rules(tree, knowledge.rules) if knowledge.rules and not huge else None


def _join(
    said: PageMetadata, body: Body, media: tuple[Media, ...], entry: FeedEntry | None, captions: Episode | None
) -> ExtractedArticle:
    standfirst = find_standfirst(said.facts, said.title, body.text)
    return ExtractedArticle(
        url=said.url,
        title=said.title or make_excerpt(body.text)[:120],
        html=body.html,
        text=body.text,
        excerpt=make_excerpt(body.text or standfirst or ""),
        standfirst=standfirst,
        authors=said.authors,
        published_at=said.published_at,
        updated_at=said.updated_at,
        language=said.language,
        section=said.section,
        keywords=said.keywords,
        publisher_name=said.publisher,
        source=find_source(said.facts, said.authors, body.text, said.publisher),
        picture=said.picture,
        media=media,
        episode=entry.episode if entry and entry.episode else captions,
        kind=kind_of(said, body, media, said.url),
        quality=judge_quality(said, body, entry),
        version=VERSION,
        fingerprints=body.fingerprints,
    )


def _media(tree: Element, url: str, said: PageMetadata, entry: FeedEntry | None) -> tuple[Media, ...]:
    """Stated players and files first, then those inside the article, then the feed's."""
    stated = [media for node in said.facts.nodes if (media := _stated_media(node, url))]
    linked = embed_of(url)
    scope = tree.find(".//article")
    inside = find_media(scope if scope is not None else tree, url)
    enclosed = [media for item in (entry.enclosures if entry else ()) if (media := media_of_enclosure(item))]
    return unique_media([*([linked] if linked else []), *stated, *inside, *enclosed])


def _is_quoted(media: Media, html: str) -> bool:
    """A post whose words are in the text already needs no card beside it."""
    found = _POST_NUMBER.search(media.url) if media.provider == "x" else None
    return found is not None and f"/status/{found[1]}" in html


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
