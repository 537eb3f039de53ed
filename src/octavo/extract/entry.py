"""An article out of a feed entry alone: the first version of every article, and the last of full-text feeds.

This runs for every new entry of every feed, so it parses nothing but the sanitizer's one pass: everything else is
string search, and only for markup that one quick look has found to be there.
"""

import re

from octavo.core.articles import ExtractedArticle, Kind, Media, PictureReference, Quality
from octavo.core.feeds import FeedEntry
from octavo.core.languages import canonical_language
from octavo.extract import VERSION
from octavo.extract.media import QUOTED_POST_CLASSES, embed_of, media_of_enclosure, unique_media
from octavo.extract.metadata.names import clean_authors, clean_keywords
from octavo.extract.sanitize import sanitize_html, tame
from octavo.extract.text import html_to_text, make_excerpt, plain

# UTF-8 bytes, so that a Chinese sentence weighs as much as an English one. Calibrated on full-text and teaser feeds
# by eye: teasers end below 600 bytes, and a short news item that is whole is above 700.
FULL_CONTENT_BYTES = 700
FULL_SUMMARY_BYTES = 1_800
MAX_TITLE_CHARS = 500
MAX_STANDFIRST_CHARS = 600
TAIL_CHARS = 700

# One look at which markup there is: most of it needs no work before the sanitizer.
_OPENING = re.compile(r"<([a-z][a-z0-9]*)")
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_FIGURE = re.compile(r"<figure\b[^>]*>(.*?)</figure\s*>", re.IGNORECASE | re.DOTALL)
_CAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption", re.IGNORECASE | re.DOTALL)
_PLAYER = re.compile(r"<(iframe|video|audio|source)\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TOP_HEADING = re.compile(r"<(/?)h1\b[^>]*>", re.IGNORECASE)
_LOW_HEADING = re.compile(r"<(/?)h[56]\b[^>]*>", re.IGNORECASE)
_DIV = re.compile(r"<(/?)(?:div|section|article)\b[^>]*>", re.IGNORECASE)
_TRACKER = re.compile(
    r"feedburner|/pixel|pixel\.|doubleclick|/count\.gif|stats\.wordpress|/beacon|piwik|matomo|/trk|emoji|smil|gravatar|avatar",
    re.IGNORECASE,
)

# What feeds append: "The post X appeared first on Y." in WordPress's languages, and links to the rest.
_APPEARED_FIRST = (
    "appeared first on", "first appeared on", "erschien zuerst auf", "est apparu en premier", "aparece primero en",
    "se publicó primero en", "apareceu primeiro", "proviene da", "verscheen eerst op", "впервые появил", "сначала на",
    "dök först upp", "pochodzi z serwisu", "blev først udgivet", "dukket først opp", "yazısı ilk önce",
    "ظهرت أولاً على", "最早出现在", "最先出現於", "に最初に表示",
)  # fmt: skip
_MORE = (
    "continue reading", "read more", "read on", "read the ", "read full", "keep reading", "more…", "more »",
    "weiterlesen",
    "mehr lesen", "leer más", "seguir leyendo", "lire la suite", "lire plus", "leia mais", "continua a leggere",
    "leggi tutto", "lees meer", "lees verder", "läs mer", "les mer", "læs mere", "czytaj więcej", "czytaj dalej",
    "читать далее", "читать дальше", "читать полностью", "читати далі", "devamını oku", "اقرأ المزيد", "続きを読む",
    "阅读更多", "閱讀更多", "继续阅读", "더 보기", "और पढ़ें", "selengkapnya", "baca selengkapnya", "xem thêm",
)  # fmt: skip
_CUT_OFF = ("…", "...", "[…]", "[...]", "[&#8230;]", "[&hellip;]", "&#8230;", "&hellip;", *_MORE)


def extract_entry(
    entry: FeedEntry, *, feed_url: str = "", feed_language: str = "", use: str = "news"
) -> ExtractedArticle:
    """The article that the feed alone gives. Never fails: what is missing stays empty.

    `use` is the feed's: news, video, podcast or live. `feed_language` is believed until the text is measured.
    Relative links, which the feed parser leaves none of, are resolved against the entry's own address.
    """
    raw = tame(entry.content or entry.summary or "")
    markup, picture, embeds = _prepare(raw, entry)
    html = sanitize_html(markup, "" if entry.url.startswith("http") else feed_url)
    text = html_to_text(html)
    media = _find_media(entry, embeds)
    return ExtractedArticle(
        url=entry.url,
        title=_title(entry, text),
        html=html,
        text=text,
        excerpt=make_excerpt(text),
        standfirst=_standfirst(entry, text),
        authors=clean_authors(entry.authors) if entry.authors else (),
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        language=canonical_language(entry.language or feed_language),
        section=plain(entry.tags[0])[:120] if len(entry.tags) == 1 else None,
        keywords=clean_keywords(entry.tags) if entry.tags else (),
        publisher_name=entry.source_name,
        picture=picture,
        media=media,
        episode=entry.episode if media else None,
        kind=_kind(use, media),
        quality=Quality(complete=_is_complete(entry, text)),
        version=VERSION,
    )


def wants_page(entry: FeedEntry, article: ExtractedArticle, use: str) -> bool:
    """Whether the article's own page should be read: the feed gave no full text, and there is a page with some.

    Podcasts and videos are what they are without it, once there is something to play.
    """
    if not entry.url.startswith(("http://", "https://")):
        return False
    if article.kind in {Kind.PODCAST, Kind.VIDEO} and article.media:
        return False
    return use != "live" and not article.quality.complete


def _title(entry: FeedEntry, text: str) -> str:
    title = " ".join(entry.title.split())[:MAX_TITLE_CHARS]
    return title or make_excerpt(text[:200])[:120]


def _standfirst(entry: FeedEntry, text: str) -> str | None:
    """The summary, where the entry has a text beside it that does not say the same again."""
    if not entry.content or not entry.summary or entry.summary == entry.content:
        return None
    summary = html_to_text(sanitize_html(_drop_tail(entry.summary)))
    if not summary or len(summary) > MAX_STANDFIRST_CHARS or _is_cut_off(summary):
        return None
    if summary[:60] in text or _letters(summary)[:60] in _letters(text):
        return None
    return " ".join(summary.split())


def _letters(text: str) -> str:
    return "".join(text.split())


def _kind(use: str, media: tuple[Media, ...]) -> Kind:
    if use == "podcast" or (use == "news" and media and media[0].kind == "audio"):
        return Kind.PODCAST
    if use == "video":
        return Kind.VIDEO
    return Kind.LIVE if use == "live" else Kind.ARTICLE


def _is_complete(entry: FeedEntry, text: str) -> bool:
    """Whether this looks like the whole text and not its beginning."""
    if _is_cut_off(text[-60:]) or _is_cut_off(plain((entry.content or entry.summary or "")[-160:])):
        return False
    return len(text.encode()) >= (FULL_CONTENT_BYTES if entry.content else FULL_SUMMARY_BYTES)


def _is_cut_off(text: str) -> bool:
    """Whether it ends in dots or in an invitation to read the rest."""
    return text.rstrip(" .»>→)").casefold().endswith(_CUT_OFF) or text.rstrip(" >→)").endswith("...")


def _find_media(entry: FeedEntry, embeds: list[Media]) -> tuple[Media, ...]:
    if not entry.enclosures and not embeds and "you" not in entry.url and "vimeo" not in entry.url:
        return ()
    found = [media for enclosure in entry.enclosures if (media := media_of_enclosure(enclosure))]
    linked = embed_of(entry.url, title=entry.title or None)
    return unique_media([*found, *([linked] if linked else []), *embeds])


def _prepare(raw: str, entry: FeedEntry) -> tuple[str, PictureReference | None, list[Media]]:
    """The feed's markup ready for the sanitizer, its lead picture, and the players inside."""
    if "<" not in raw:
        return "".join(f"<p>{part}</p>" for part in raw.split("\n\n") if part.strip()), _picture(entry, None), []
    tags = set(_OPENING.findall(raw.lower()))
    image = _IMG.search(raw) if "img" in tags else None
    picture = _picture(entry, _attributes(image[0]) if image else None)
    embeds = _players(raw) if tags & {"iframe", "video", "audio", "source"} else []
    if "blockquote" in tags:
        embeds += _quoted_posts(raw)
    if "figure" in tags:
        raw, caption = _drop_figures(raw)
        picture = _with_caption(picture, caption)
    return _rename_tags(_drop_tail(raw), tags), picture, embeds


def _rename_tags(raw: str, tags: set[str]) -> str:
    """Headings fitted below the page's own h1; boxes that serve as paragraphs made paragraphs."""
    if "h1" in tags:
        raw = _TOP_HEADING.sub(r"<\1h2>", raw)
    if tags & {"h5", "h6"}:
        raw = _LOW_HEADING.sub(r"<\1h4>", raw)
    if tags & {"div", "section", "article"} and "p" not in tags:
        raw = _DIV.sub(r"<\1p>", raw)
    return raw


def _attributes(tag: str) -> dict[str, str]:
    from html import unescape

    return {name.lower(): unescape(one or two or three) for name, one, two, three in _ATTRIBUTE.findall(tag[:4000])}


def _picture(entry: FeedEntry, image: dict[str, str] | None) -> PictureReference | None:
    """The lead picture: the feed's own, else an enclosed one, else the first in the text that is no tracking pixel."""
    url = entry.picture_url
    if not url and entry.enclosures:
        url = next((item.url for item in entry.enclosures if item.type.startswith("image/")), None)
    source = (image.get("src") or image.get("data-src") or "") if image else ""
    if not image or not _is_picture(image, source):
        return PictureReference(url) if url and url.startswith("http") else None
    if url and url.partition("?")[0] != source.partition("?")[0]:
        return PictureReference(url)
    alt = plain(image.get("alt", "")) or None
    return PictureReference(url or source, alt=alt, width=_pixels(image, "width"), height=_pixels(image, "height"))


def _is_picture(image: dict[str, str], source: str) -> bool:
    if not source.startswith(("http://", "https://")) or _TRACKER.search(source):
        return False
    return all((_pixels(image, name) or 999) >= 50 for name in ("width", "height"))


def _pixels(image: dict[str, str], name: str) -> int | None:
    value = image.get(name, "").removesuffix("px")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None


def _with_caption(picture: PictureReference | None, caption: str) -> PictureReference | None:
    if picture is None or not caption:
        return picture
    return PictureReference(picture.url, caption, alt=picture.alt, width=picture.width, height=picture.height)


def _drop_figures(raw: str) -> tuple[str, str]:
    """Pictures are shown apart from the text, and so their captions go; those of tables and quotations stay."""
    captions: list[str] = []

    def replace(found: re.Match[str]) -> str:
        if re.search(r"<(?:table|blockquote|pre)\b", found[1], re.IGNORECASE):
            return found[0]
        if caption := _CAPTION.search(found[1]):
            captions.append(plain(caption[1]))
        return ""

    return _FIGURE.sub(replace, raw), captions[0] if captions else ""


def _players(raw: str) -> list[Media]:
    found = []
    for tag, rest in _PLAYER.findall(raw):
        attributes = _attributes(rest)
        address = attributes.get("src") or attributes.get("data-src") or ""
        if tag.lower() == "iframe":
            media = embed_of(address, title=attributes.get("title"))
        else:
            media = _file(tag.lower(), address, attributes)
        if media:
            found.append(media)
    return found


def _file(tag: str, address: str, attributes: dict[str, str]) -> Media | None:
    if not address.startswith(("http://", "https://")):
        return None
    mime = attributes.get("type", "").partition(";")[0]
    if tag == "source":
        family = mime.partition("/")[0]
        if family not in {"audio", "video"}:
            return None
        tag = family
    poster = attributes.get("poster", "")
    return Media(tag, address, type=mime, poster_url=poster if poster.startswith("http") else None)


_QUOTED_POST = re.compile(
    r"<blockquote\b[^>]*class=[\"'][^\"']*(?:twitter-tweet|instagram-media|tiktok-embed)(.*?)</blockquote",
    re.IGNORECASE | re.DOTALL,
)
_HREF = re.compile(r"""(?:href|cite|data-instgrm-permalink)=["']([^"']+)["']""", re.IGNORECASE)


def _quoted_posts(raw: str) -> list[Media]:
    if not any(name in raw for name in QUOTED_POST_CLASSES):
        return []
    found = []
    for inside in _QUOTED_POST.findall(raw):
        posts = [media for address in _HREF.findall(inside) if (media := embed_of(address))]
        found += posts[-1:]
    return found


def _drop_tail(raw: str) -> str:
    """Without the publisher's "The post … appeared first on …" and "read more" links, which stand at the very end."""
    tail = raw[-TAIL_CHARS:]
    folded = tail.lower()
    link = folded.rfind("<a ")
    if link < 0 or len(folded) != len(tail):  # lower-casing may lengthen a few letters of Turkish
        return raw
    head = raw[: len(raw) - len(tail)]
    if any(phrase in folded for phrase in _APPEARED_FIRST):
        start = max(folded.rfind("<p"), folded.rfind("<div"))
        return head + tail[: max(start, 0)] if start >= 0 else raw
    end = folded.find("</a>", link)
    if end > 0 and plain(tail[link:end]).lstrip("[(… ").casefold().startswith(_MORE):
        return head + tail[:link] + tail[end + 4 :]
    return raw
