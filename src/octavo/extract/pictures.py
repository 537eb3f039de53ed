"""The lead picture: what the publisher chose to stand for the article, never its logo, with caption and credit."""

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from octavo.core.articles import PictureReference
from octavo.extract.structured import Node, PageFacts, as_list, first_text, urls
from octavo.extract.text import plain
from octavo.extract.tree import Element

MIN_LEAD_WIDTH = 200
MAX_CAPTION_CHARS = 1_000

_LOGO = re.compile(
    r"logo|sprite|favicon|/icons?/|placeholder|default[-_.]?(?:image|img|share|social|thumb|og)|og[-_]?default|social[-_]?(?:share|default)|"
    r"avatar|gravatar|\.svg|/static/.{0,60}share|blank\.|spacer|1x1|noimage|no[-_]image",
    re.IGNORECASE,
)
_SOURCE_ATTRIBUTES = ("src", "data-src", "data-lazy-src", "data-original", "data-full-src")
_CREDIT_CLASS = re.compile(r"credit|copyright|photographer|source|author|byline|quelle|foto|agency", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)\b", re.IGNORECASE)
_SIZE_SUFFIX = re.compile(r"(?:[-_]\d{2,4}x\d{2,4}|@\dx|-scaled)$")
_SRCSET = re.compile(r"(\S+)\s+(\d+)w\s*(?:,|$)")
_NO_STEMS = frozenset({"photo", "image", "original", "poster", "default", "index", "picture", "download", "thumbnail"})
MAX_RENDITION_WIDTH = 2_600


def find_lead_picture(tree: Element, facts: PageFacts, node: Node, base_url: str) -> PictureReference | None:
    """The publisher's chosen picture (OpenGraph, JSON-LD, Twitter), with what its figure on the page says of it."""
    candidates = [
        *facts.all_meta("og:image:secure_url", "og:image", "og:image:url"),
        *urls(node.get("image")),
        *facts.all_meta("twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full"),
        *urls(node.get("thumbnailUrl") or node.get("thumbnail")),
        *facts.links.get("image_src", ()),
        *(url for url in facts.items.get("image", ()) if _PICTURE_FILE.search(url)),
    ]
    for candidate in candidates:
        url = absolute(base_url, candidate)
        if url and not _LOGO.search(urlsplit(url).path):
            return _described(PictureReference(url, *_stated_words(node, candidate)), tree, base_url)
    return _first_in_text(tree, base_url)


def absolute(base_url: str, address: str) -> str:
    """An http(s) address, or ""."""
    try:
        url = urljoin(base_url, address.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def _stated_words(node: Node, address: str) -> tuple[str | None, str | None]:
    """Caption and credit from the ImageObject with this address."""
    for image in as_list(node.get("image")):
        if isinstance(image, dict) and address in urls(image):
            credit = first_text(image, "creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
            return _short(first_text(image, "caption", "description")), _short(credit)
    return None, None


def _short(text: str | None) -> str | None:
    return plain(text)[:MAX_CAPTION_CHARS] or None if text else None


def _described(picture: PictureReference, tree: Element, base_url: str) -> PictureReference:
    """With alternative text, caption and credit from the same picture on the page, and its largest rendition there:
    what is shown there is whole, while what is meant for sharing is often cut to a strip or written over."""
    stem = _stem(picture.url)
    for image in list(tree.iter("img"))[:200] if stem else ():
        renditions = _renditions(image)
        if any(_stem(address) == stem for address in renditions):
            caption, credit = _figure_words(image)
            largest = max(renditions, key=lambda address: renditions[address])
            return replace(
                picture,
                url=absolute(base_url, largest) or picture.url,
                caption=picture.caption or caption,
                credit=picture.credit or credit,
                alt=_short(image.get("alt")),
            )
    return picture


def _renditions(image: Element) -> dict[str, int]:
    """Every address of a picture on the page with its width in pixels (0 where none is stated)."""
    found = {
        value.strip(): 0 for name in _SOURCE_ATTRIBUTES if (value := image.get(name)) and not value.startswith("data:")
    }
    parent = image.getparent()
    sources = parent.findall("source") if parent is not None and parent.tag == "picture" else []
    for element in (image, *sources):
        for name in ("srcset", "data-srcset", "data-lazy-srcset"):
            for address, width in _SRCSET.findall((element.get(name) or "")[:8_000]):
                if int(width) <= MAX_RENDITION_WIDTH:
                    found[address] = max(found.get(address, 0), int(width))
    return found


def _stem(url: str) -> str:
    """A picture's file name without size, format and query: its renditions share it. "" where it names nothing."""
    name = url.partition("?")[0].rpartition("/")[2]
    name = _SIZE_SUFFIX.sub("", name.partition(".")[0])
    return name.lower() if len(name) > 5 and name.lower() not in _NO_STEMS else ""


def _figure_words(image: Element) -> tuple[str | None, str | None]:
    figure = next(image.iterancestors("figure"), None)
    caption = None if figure is None else figure.find(".//figcaption")
    if caption is None:
        return None, None
    credit = next((part for part in caption.iterdescendants() if _CREDIT_CLASS.search(part.get("class") or "")), None)
    if credit is None:
        return _short(" ".join(caption.itertext())), None
    credit_text = " ".join(credit.itertext())
    words = " ".join(text for text in caption.itertext() if text.strip() and text.strip() not in credit_text)
    return _short(words), _short(credit_text)


def _first_in_text(tree: Element, base_url: str) -> PictureReference | None:
    """The first picture of some size inside the article element, or under the main heading."""
    for path in (".//article//img", ".//main//img"):
        for image in tree.findall(path)[:30]:
            renditions = _renditions(image)
            url = absolute(base_url, max(renditions, key=lambda address: renditions[address])) if renditions else ""
            if url and not _LOGO.search(url) and (_width(image) or MIN_LEAD_WIDTH) >= MIN_LEAD_WIDTH:
                return PictureReference(url, *_figure_words(image), alt=_short(image.get("alt")))
    return None


def _width(image: Element) -> int | None:
    value = (image.get("width") or "").removesuffix("px")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None
