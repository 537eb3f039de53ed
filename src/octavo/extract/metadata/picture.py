"""The lead picture: the one that stands for the article, in its largest true rendition, never the publisher's logo.

A picture is declared for sharing and shown on the page. What is shown is whole, while what is meant for sharing is
often cut to a strip or written over; but a page may show a thumbnail only. `renditions` tells sizes and sameness.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TypeAlias
from urllib.parse import urlsplit

from octavo.core.articles import PictureReference
from octavo.extract.metadata.facts import Node, PageFacts, as_list, first_text, urls
from octavo.extract.metadata.index import Place, ancestors, classes, texts_in
from octavo.extract.metadata.links import absolute
from octavo.extract.metadata.near import around
from octavo.extract.metadata.renditions import (
    is_made_of,
    is_share_cut,
    mentions,
    rendition_width,
    renditions_of,
    similarity,
    stem_of,
)
from octavo.extract.text import plain
from octavo.extract.tree import Element

MIN_LEAD_WIDTH = 200
# Shown at this width, the page's own rendition is worth more than a larger one that is cut for sharing.
MIN_SHOWN_WIDTH = 600
# What tells no size may be the original, which only a wide rendition is worth more than.
MIN_WIDTH_AGAINST_ORIGINAL = 700
MIN_SHOWN_SHARE = 2 / 3
MIN_CUT_SHARE = 0.9
# `similarity` of two addresses with one file name.
SAME_NAME = 100
# Renditions of one picture are alike: a few tell what it is.
MAX_COMPARED = 3
# Pictures whose names begin alike for this long are looked at more closely.
START_CHARS = 16
# A picture of this width near the headline needs no other mark to be the article's.
SURE_WIDTH = 900
MAX_DECLARED = 12
MAX_CAPTION_CHARS = 1_000
MAX_IMAGES = 200
# The lead picture stands this close to the headline.
MAX_PARAGRAPHS_BEFORE = 3
MAX_IMAGES_ABOVE = 6
MAX_IMAGES_BELOW = 8

_LOGO = re.compile(
    r"(?:^|[/_.-])logos?(?:[/_.\d-]|$)|sprite|favicon|/icons?/|placeholder|default[-_.]?(?:image|img|share|social|thumb|og)|"
    r"og[-_]?default|(?:^|/)[^/]*social[-_]?(?:share|default)[^/]*$|avatar|gravatar|\.svg|/static/.{0,60}share|blank\.|"
    r"spacer|1x1|noimage|no[-_]image|pixel\.|tracking",
    re.IGNORECASE,
)
# One of these is in whatever `_LOGO` finds: looking for words is much faster.
_LOGO_WORDS = (
    "logo", "sprite", "icon", "placeholder", "default", "social", "avatar", ".svg", "/static/", "blank.", "spacer",
    "1x1", "noimage", "no-image", "no_image", "pixel.", "tracking",
)  # fmt: skip
_CREDIT_CLASS = re.compile(r"credit|copyright|photographer|source|author|byline|quelle|foto|agency", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"related|recommend|sidebar|footer|teaser|widget|promo|most-?read|newsletter|menu|nav\b|logo|author|avatar|comment|"
    r"byline|advert|banner|share(?!able)|icon|sponsor|popular|latest|header-top|masthead"
)
_ELSEWHERE_TAGS = frozenset({"nav", "footer", "aside", "form"})
_LEAD = re.compile(
    r"lead|hero|featured|main-?image|cover|opener|aufmacher|top-?image|article-?image|post-thumbnail|header"
)


Holders: TypeAlias = frozenset[Element]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on the page: every address it has, with the width in pixels where one is told (else 0)."""

    place: Place
    renditions: dict[str, int]


def find_lead_picture(facts: PageFacts, base_url: str, heading_at: Place | None = None) -> PictureReference | None:
    """The publisher's chosen picture, with what its figure on the page says of it; None when there is none."""
    declared = _declared(facts, base_url)
    places = facts.index.kinds.images[:MAX_IMAGES]
    beside = _beside(places, heading_at)
    holders = around(heading_at.element if heading_at else None)
    if declared is None:
        lead = _lead(beside, holders, base_url)
        return _reference(lead or next(_inside_article(places, holders, base_url), None))
    reference = PictureReference(declared[0], *_stated_words(facts.node, declared[1]))
    same = _same(declared[0], places, beside, holders, base_url)
    if same is not None:
        return _described(reference, same, declared_width=_declared_width(facts, declared[0]))
    lead = _lead(beside, holders, base_url)
    if lead is not None and _is_prominent(lead, untold=not _declared_width(facts, declared[0])):
        return _reference(lead)
    return reference


def _declared(facts: PageFacts, base_url: str) -> tuple[str, str] | None:
    """What the publisher declares: the whole address and the address as it was written. Where the same file is declared
    without parameters too, that: it is the original."""
    found = list(islice(_whole(_candidates(facts), base_url), MAX_DECLARED))
    if not found:
        marked = (url for url in facts.items("image") if _PICTURE_FILE.search(url))
        return next(_whole(marked, base_url), None)
    plain_address = found[0][0].partition("?")[0]
    return next((one for one in found if one[0] == plain_address), found[0])


def _whole(candidates: Iterable[str], base_url: str) -> Iterator[tuple[str, str]]:
    for candidate in candidates:
        url = absolute(base_url, candidate)
        if url and not _is_logo(urlsplit(url).path):
            yield url, candidate


def _candidates(facts: PageFacts) -> Iterator[str]:
    """The best first."""
    node = facts.node
    yield from facts.all_meta("og:image:secure_url", "og:image", "og:image:url")
    yield from urls(node.get("image"))
    yield from facts.all_meta("twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full")
    yield from urls(node.get("thumbnailUrl") or node.get("thumbnail"))
    yield from facts.index.links.get("image_src", ())


def _is_logo(path: str) -> bool:
    lowered = path.lower()
    return any(map(lowered.__contains__, _LOGO_WORDS)) and bool(_LOGO.search(path))


def _declared_width(facts: PageFacts, url: str) -> int:
    stated = facts.first_meta("og:image:width") or ""
    return rendition_width(url) or (int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 0)


def _shown(place: Place, base_url: str) -> Shown | None:
    """A picture on the page with its whole addresses; None for logos and what has no address."""
    found: dict[str, int] = {}
    for address, width in renditions_of(place.element).items():
        url = absolute(base_url, address)
        if url and not _is_logo(url.partition("?")[0].partition("://")[2].partition("/")[2]):
            found[url] = width
    return Shown(place, found) if found else None


def _beside(places: Sequence[Place], heading: Place | None) -> list[Place]:
    """The pictures next to the headline: after it and before the text has gone far, then the few above."""
    if heading is None:
        return []
    above = [place for place in places if place.at < heading.at][-MAX_IMAGES_ABOVE:]
    below = [
        place
        for place in places
        if place.at > heading.at and place.paragraphs - heading.paragraphs <= MAX_PARAGRAPHS_BEFORE
    ]
    return [*below[:MAX_IMAGES_BELOW], *reversed(above)]


def _lead(beside: list[Place], holders: Holders, base_url: str) -> Shown | None:
    """The first picture of some size beside the headline."""
    for place in beside:
        if _is_elsewhere(place.element, holders):
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


def _is_elsewhere(element: Element, holders: Holders) -> bool:
    """Whether it is in a part of the page that is not the article; what holds the headline too is none."""
    for holder in ancestors(element, limit=9):
        if holder in holders:
            return False
        if holder.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(classes(holder)):
            return True
    return False


def _is_prominent(one: Shown, *, untold: bool) -> bool:
    """Whether a picture near the headline is surely the article's own: large, or in a figure, or marked as its lead.
    One that tells no width is only believed where the declared one tells none either (`untold`)."""
    width = max(*one.renditions.values(), _attribute_width(one.place.element))
    return width >= SURE_WIDTH or (
        (width >= MIN_SHOWN_WIDTH or (untold and not width))
        and any(
            holder.tag in {"figure", "picture"} or _LEAD.search(classes(holder))
            for holder in ancestors(one.place.element, limit=5)
        )
    )


def _inside_article(places: Sequence[Place], holders: Holders, base_url: str) -> Iterator[Shown]:
    for place in places[:60]:
        inside = any(holder.tag in {"article", "main"} for holder in ancestors(place.element, limit=25))
        if inside and not _is_elsewhere(place.element, holders):
            one = _shown(place, base_url)
            if one is not None and _width(one) >= MIN_LEAD_WIDTH:
                yield one


def _same(url: str, places: Sequence[Place], beside: list[Place], holders: Holders, base_url: str) -> Shown | None:
    """The picture on the page that is the declared one: the likest of those beside the headline, and of those anywhere
    whose name begins alike."""
    start = stem_of(url)[:START_CHARS]
    near = {place.at for place in beside}
    others = (place for place in places if start and place.at not in near and mentions(place.element, start))
    best: tuple[int, Shown | None] = (0, None)
    for place in chain(beside, islice(others, MAX_IMAGES_BELOW)):
        one = _shown(place, base_url)
        likeness = _likeness(one, url) if one is not None else 0
        if likeness >= SAME_NAME:
            return one
        if likeness > best[0] and not _is_elsewhere(place.element, holders):
            best = (likeness, one)
    return best[1]


def _likeness(one: Shown, url: str) -> int:
    return max(similarity(address, url) for address in islice(one.renditions, MAX_COMPARED))


def _described(picture: PictureReference, same: Shown, *, declared_width: int) -> PictureReference:
    """With alternative text, caption and credit of the same picture on the page, and its better rendition."""
    caption, credit = figure_words(same.place.element)
    largest = _largest(same)
    return replace(
        picture,
        url=largest if _is_better(same.renditions[largest], largest, picture.url, declared_width) else picture.url,
        caption=picture.caption or caption,
        credit=picture.credit or credit,
        alt=_short(same.place.element.get("alt")),
    )


def _largest(one: Shown) -> str:
    """The address of the widest rendition; of equals the last, which is in a list of sizes and
    not what scripts replace; the first where none tells its width."""
    order = {address: at for at, address in enumerate(one.renditions)}
    return max(
        order, key=lambda address: (width := one.renditions[address], order[address] if width else -order[address])
    )


def _is_better(width: int, shown_url: str, declared_url: str, declared_width: int) -> bool:
    """Whether the rendition on the page is to be preferred to the declared one: it is whole, and not much smaller.

    Nothing is won by it where both are cut, or where it was made of the declared one."""
    if shown_url.partition(":")[2] == declared_url.partition(":")[2] or is_made_of(shown_url, declared_url):
        return False
    if not width:
        return True
    if is_share_cut(shown_url):
        is_cut_too = declared_width >= SURE_WIDTH and is_share_cut(declared_url)
        return width >= declared_width * MIN_CUT_SHARE and not is_cut_too
    if is_share_cut(declared_url):
        return width >= MIN_SHOWN_WIDTH
    if not declared_width:
        return width >= MIN_WIDTH_AGAINST_ORIGINAL
    return width >= declared_width * MIN_SHOWN_SHARE


def _reference(one: Shown | None) -> PictureReference | None:
    if one is None:
        return None
    largest = _largest(one)
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
        return _short(" ".join(texts_in(caption, 60))), None
    credit_text = " ".join(texts_in(credit, 60))
    words = islice((text for text in caption.itertext() if text.strip() and text.strip() not in credit_text), 60)
    return _short(" ".join(words)), _short(credit_text)
