"""Honest badges: how much of an article we hold, what kind of page it is, and whether it is behind a paywall."""

import re
from urllib.parse import urlsplit

from octavo.core.articles import Kind, Media, Quality
from octavo.core.feeds import FeedEntry
from octavo.extract.body import Body
from octavo.extract.metadata import PageMetadata
from octavo.extract.metadata.facts import GALLERY_TYPES, LIVE_TYPES, PODCAST_TYPES, VIDEO_TYPES, first_text, types_of

MIN_COMPLETE_CHARS = 250
MIN_COMPLETE_UNSPACED_CHARS = 100
SHORT_TEXT_CHARS = 600
MIN_GALLERY_PICTURES = 6
ENOUGH = 0.7
"""The share of the words that a page says it has, below which we hold but a part: captions count there too."""

_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
_GALLERY_PATH = re.compile(
    r"(?:^|[/_-])(?:galler(?:y|ies)|galeri[ae]s?|fotostrecke\w*|bilderstrecke\w*|bildergalerie\w*|photos?-gallery|slideshow|diaporama|fotogaler\w+|in-pictures)(?:[/_.-]|$)"
)
_LIVE_PATH = re.compile(
    r"(?:^|[/_-])(?:live-?(?:blog|ticker|updates?|news)|liveticker|minuto-a-minuto|en-direct|en-vivo|ao-vivo)(?:[/_.-]|$)"
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_VIDEO_PROVIDERS = frozenset({"youtube", "vimeo", "dailymotion", "twitch", "streamable"})


def judge_quality(said: PageMetadata, body: Body, entry: FeedEntry | None) -> Quality:
    paywalled = body.paywall or is_paywalled(said)
    return Quality(
        complete=_is_long(body.text) and not paywalled and not _is_cut(said, body, entry),
        paywalled=paywalled,
        from_page=True,
        leaks=body.leaks,
        confidence=body.confidence,
    )


def is_paywalled(said: PageMetadata) -> bool:
    """What the page states of itself."""
    free = said.facts.node.get("isAccessibleForFree")
    if free is not None:
        return str(free).strip().lower().rpartition("/")[2] in {"false", "no", "0"}
    tier = said.facts.first_meta("article:content_tier", "og:article:content_tier") or ""
    return tier.lower() in {"locked", "metered", "paid"}


def _is_long(text: str) -> bool:
    least = MIN_COMPLETE_UNSPACED_CHARS if _UNSPACED.search(text[:200]) else MIN_COMPLETE_CHARS
    return len(text) >= least


def _is_cut(said: PageMetadata, body: Body, entry: FeedEntry | None) -> bool:
    """Ends in the middle, or is much less than the page or its feed says there is."""
    if _CUT_OFF.search(body.text[-20:]) and len(body.text) < 3 * SHORT_TEXT_CHARS:
        return True
    words = len(body.text.split())
    stated = first_text(said.facts.node, "wordCount") or ""
    if _is_count(stated) and words > 20 and words < int(stated) * ENOUGH / 2:
        return True
    whole = first_text(said.facts.node, "articleBody") or ""
    if len(whole) > 500 and len(body.text) < len(whole) * ENOUGH:
        return True
    return bool(
        entry and entry.content and len(entry.content) > 4_000 and len(body.text) < len(entry.content) * ENOUGH / 3
    )


def _is_count(stated: str) -> bool:
    return stated.isascii() and stated.isdigit() and len(stated) < 6 and int(stated) > 100


def kind_of(said: PageMetadata, body: Body, media: tuple[Media, ...], url: str) -> Kind:
    """What the page states, then what its address calls it, then what there is to play beside little text."""
    kinds = types_of(said.facts.node)
    for kind, types in (
        (Kind.LIVE, LIVE_TYPES), (Kind.GALLERY, GALLERY_TYPES), (Kind.PODCAST, PODCAST_TYPES), (Kind.VIDEO, VIDEO_TYPES)
    ):  # fmt: skip
        if kinds & types:
            return kind
    path = _path(url)
    if _LIVE_PATH.search(path):
        return Kind.LIVE
    if _GALLERY_PATH.search(path) and body.pictures >= MIN_GALLERY_PICTURES:
        return Kind.GALLERY
    return _kind_of_media(media[0]) if media and len(body.text) < SHORT_TEXT_CHARS else Kind.ARTICLE


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.lower()[:500]
    except ValueError:
        return ""


def _kind_of_media(media: Media) -> Kind:
    """What a page with little text beside this is about; a quoted post is no video."""
    if media.kind == "audio":
        return Kind.PODCAST
    return Kind.VIDEO if media.kind == "video" or media.provider in _VIDEO_PROVIDERS else Kind.ARTICLE
