"""The lead picture: the one that stands for the article, in its largest true rendition, never the publisher's logo.

A picture is declared for sharing and shown on the page. What is shown is whole, while what is meant for sharing is
often cut to a strip or written over; but a page may show a thumbnail only. `renditions` tells sizes and sameness.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from octavo.core.articles import PictureReference
from octavo.extract.metadata.facts import Node, PageFacts, as_list, first_text, urls
from octavo.extract.metadata.index import Place, ancestors, classes
from octavo.extract.metadata.links import absolute
from octavo.extract.metadata.renditions import (
    is_same_picture,
    is_share_cut,
    mentions,
    picture_keys,
    rendition_width,
    renditions_of,
)
from octavo.extract.text import plain
from octavo.extract.tree import Element

MIN_LEAD_WIDTH = 200
# Shown at this width, the page's own rendition is worth more than a larger one that is cut for sharing.
MIN_SHOWN_WIDTH = 600
MIN_SHOWN_SHARE = 0.74
MAX_CAPTION_CHARS = 1_000
MAX_IMAGES = 200
# The lead picture stands this close to the headline.
MAX_PARAGRAPHS_BEFORE = 3
MAX_IMAGES_ABOVE = 3
MAX_IMAGES_BELOW = 8

_LOGO = re.compile(
    r"(?:^|[/_.-])logos?(?:[/_.\d-]|$)|sprite|favicon|/icons?/|placeholder|default[-_.]?(?:image|img|share|social|thumb|og)|"
    r"og[-_]?default|(?:^|/)[^/]*social[-_]?(?:share|default)[^/]*$|avatar|gravatar|\.svg|/static/.{0,60}share|blank\.|"
    r"spacer|1x1|noimage|no[-_]image|pixel\.|tracking",
    re.IGNORECASE,
)
_CREDIT_CLASS = re.compile(r"credit|copyright|photographer|source|author|byline|quelle|foto|agency", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"related|recommend|sidebar|footer|teaser|widget|promo|most-?read|newsletter|menu|nav\b|logo|author|avatar|comment|"
    r"byline|advert|banner|share|icon|sponsor|popular|latest|header-top|masthead"
)
_ELSEWHERE_TAGS = frozenset({"nav", "footer", "aside", "form"})
_LEAD = re.compile(
    r"lead|hero|featured|main-?image|cover|opener|aufmacher|top-?image|article-?image|post-thumbnail|header"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on the page: every address it has, with the width in pixels where one is told (else 0)."""

    place: Place
    renditions: dict[str, int]


def find_lead_picture(facts: PageFacts, base_url: str, heading_at: Place | None = None) -> PictureReference | None:
    """The publisher's chosen picture, with what its figure on the page says of it; None when there is none."""
    declared = next(_declared(facts, base_url), None)
    places = facts.index.kinds.images[:MAX_IMAGES]
    lead = _lead(places, heading_at, base_url)
    if declared is None:
        return _reference(lead or next(_inside_article(places, base_url), None))
    reference = PictureReference(declared[0], *_stated_words(facts.node, declared[1]))
    same = _same(declared[0], places, lead, base_url)
    if same is not None:
        return _described(reference, same, declared_width=_declared_width(facts, declared[0]))
    if lead is not None and _is_prominent(lead):
        return _reference(lead)
    return reference


def _declared(facts: PageFacts, base_url: str) -> Iterator[tuple[str, str]]:
    """What the publisher declares, best first: the whole address and the address as it was written."""
    node = facts.node
    candidates = (
        *facts.all_meta("og:image:secure_url", "og:image", "og:image:url"),
        *urls(node.get("image")),
        *facts.all_meta("twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full"),
        *urls(node.get("thumbnailUrl") or node.get("thumbnail")),
        *facts.index.links.get("image_src", ()),
        *(url for url in facts.items("image") if _PICTURE_FILE.search(url)),
    )
    for candidate in candidates:
        url = absolute(base_url, candidate)
        if url and not _LOGO.search(urlsplit(url).path):
            yield url, candidate


def _declared_width(facts: PageFacts, url: str) -> int:
    stated = facts.first_meta("og:image:width") or ""
    return rendition_width(url) or (int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 0)


def _shown(place: Place, base_url: str) -> Shown | None:
    """A picture on the page with its whole addresses; None for logos and what has no address."""
    found = {
        url: width
        for address, width in renditions_of(place.element).items()
        if (url := absolute(base_url, address)) and not _LOGO.search(urlsplit(url).path)
    }
    return Shown(place, found) if found else None


def _lead(places: Sequence[Place], heading: Place | None, base_url: str) -> Shown | None:
    """The first picture of some size beside the headline: just above, or before the text has begun."""
    if heading is None:
        return None
    above = [place for place in places if place.at < heading.at][-MAX_IMAGES_ABOVE:]
    below = [
        place
        for place in places
        if place.at > heading.at and place.paragraphs - heading.paragraphs <= MAX_PARAGRAPHS_BEFORE
    ]
    for place in (*below[:MAX_IMAGES_BELOW], *reversed(above)):
        if _is_elsewhere(place.element):
            continue
        one = _shown(place, base_url)
        if one is not None and _width(one) >= MIN_LEAD_WIDTH:
            return one
    return None


def _width(one: Shown) -> int:
    """The largest width that is told of a picture; what tells none may be large."""
    told = max(one.renditions.values(), default=0)
    return told or _attribute_width(one.place.element) or MIN_SHOWN_WIDTH


def _attribute_width(element: Element) -> int:
    value = (element.get("width") or "").removesuffix("px")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0


def _is_elsewhere(element: Element) -> bool:
    return any(
        holder.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(classes(holder)) for holder in ancestors(element, limit=9)
    )


def _is_prominent(one: Shown) -> bool:
    """Whether a picture near the headline is surely the article's own: in a figure, or marked as its lead."""
    if (
        max(one.renditions.values(), default=0) < MIN_SHOWN_WIDTH
        and _attribute_width(one.place.element) < MIN_SHOWN_WIDTH
    ):
        return False
    return any(
        holder.tag in {"figure", "picture"} or _LEAD.search(classes(holder))
        for holder in ancestors(one.place.element, limit=5)
    )


def _inside_article(places: Sequence[Place], base_url: str) -> Iterator[Shown]:
    for place in places[:60]:
        inside = any(holder.tag in {"article", "main"} for holder in ancestors(place.element, limit=25))
        if inside and not _is_elsewhere(place.element):
            one = _shown(place, base_url)
            if one is not None and _width(one) >= MIN_LEAD_WIDTH:
                yield one


def _same(url: str, places: Sequence[Place], lead: Shown | None, base_url: str) -> Shown | None:
    """The picture on the page that is the declared one; by its name anywhere, by a number in it beside the headline."""
    keys = picture_keys(url)
    if lead is not None and any(is_same_picture(keys, picture_keys(address)) for address in lead.renditions):
        return lead
    for place in places if keys[0] else ():
        if mentions(place.element, keys[0]) and (one := _shown(place, base_url)):
            if any(picture_keys(address)[0] == keys[0] for address in one.renditions):
                return one
    return None


def _described(picture: PictureReference, same: Shown, *, declared_width: int) -> PictureReference:
    """With alternative text, caption and credit of the same picture on the page, and its better rendition."""
    caption, credit = figure_words(same.place.element)
    largest = max(same.renditions, key=lambda address: same.renditions[address])
    return replace(
        picture,
        url=largest if _is_better(same.renditions[largest], largest, picture.url, declared_width) else picture.url,
        caption=picture.caption or caption,
        credit=picture.credit or credit,
        alt=_short(same.place.element.get("alt")),
    )


def _is_better(width: int, shown_url: str, declared_url: str, declared_width: int) -> bool:
    """Whether the rendition on the page is to be preferred to the declared one."""
    if not width:
        return True
    if is_share_cut(declared_url):
        return width >= MIN_SHOWN_WIDTH
    return bool(declared_width) and width >= declared_width * MIN_SHOWN_SHARE


def _reference(one: Shown | None) -> PictureReference | None:
    if one is None:
        return None
    largest = max(one.renditions, key=lambda address: one.renditions[address])
    return PictureReference(largest, *figure_words(one.place.element), alt=_short(one.place.element.get("alt")))


def _stated_words(node: Node, address: str) -> tuple[str | None, str | None]:
    """Caption and credit from the ImageObject with this address."""
    for image in as_list(node.get("image"))[:20]:
        if isinstance(image, dict) and address in urls(image):
            credit = first_text(image, "creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
            return _short(first_text(image, "caption", "description")), _short(credit)
    return None, None


def _short(text: str | None) -> str | None:
    return plain(text[: MAX_CAPTION_CHARS * 4])[:MAX_CAPTION_CHARS] or None if text else None


def figure_words(image: Element) -> tuple[str | None, str | None]:
    """Caption and credit of a picture out of the figure that holds it."""
    figure = next(image.iterancestors("figure"), None)
    caption = None if figure is None else figure.find(".//figcaption")
    if caption is None:
        return None, None
    parts = islice(caption.iterdescendants(), 40)
    credit = next((part for part in parts if _CREDIT_CLASS.search(part.get("class") or "")), None)
    if credit is None:
        return _short(" ".join(islice(caption.itertext(), 60))), None
    credit_text = " ".join(islice(credit.itertext(), 60))
    words = islice((text for text in caption.itertext() if text.strip() and text.strip() not in credit_text), 60)
    return _short(" ".join(words)), _short(credit_text)
