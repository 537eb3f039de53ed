"""A publisher's logo, found in its home page: which addresses to try, best first.

Square icons made for a home screen come first, since they stand beside a name in every card; then the logo of the
publisher's own structured data, often a wide wordmark; then ordinary icons by size; /favicon.ico last. Raster only.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from octavo.core.failures import Failure
from octavo.gather.address import WebAddress, parse_url

MAX_HTML_BYTES = 2_000_000
MAX_JSON_DEPTH = 12
MAX_LOGOS = 8
GOOD_ICON_PX = 96
APPLE_ICON_PX = 180
UNSAID_ICON_PX = 32

_PUBLISHER_TYPES = frozenset(("Organization", "NewsMediaOrganization", "Corporation", "Newspaper", "RadioStation"))
_SIZE = re.compile(r"(\d{1,4})\s*[xX×]\s*\d{1,4}")


def find_logo_urls(html: bytes, url: str) -> tuple[str, ...]:
    """Absolute http(s) addresses of a home page's logos, best first, at most eight. Pure; empty for a bad `url`."""
    base = parse_url(url)
    if isinstance(base, Failure):
        return ()
    root = _parse(html)
    icons = list(_icons(root)) if root is not None else []
    good = sorted((icon for icon in icons if icon[0] >= GOOD_ICON_PX), reverse=True, key=lambda icon: icon[0])
    rest = sorted((icon for icon in icons if icon[0] < GOOD_ICON_PX), reverse=True, key=lambda icon: icon[0])
    organisation = list(_organisation_logos(root)) if root is not None else []
    found = [href for _, href in good] + organisation + [href for _, href in rest] + ["/favicon.ico"]
    return tuple(dict.fromkeys(_usable(found, _base(root, base))))[:MAX_LOGOS]


def _parse(html: bytes) -> Any:
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(html[:MAX_HTML_BYTES], parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _base(root: Any, page: WebAddress) -> WebAddress:
    href = root.xpath("string(//base/@href)") if root is not None else ""
    base = parse_url(href, page) if href else page
    return page if isinstance(base, Failure) else base


def _usable(found: list[str], base: WebAddress) -> Iterator[str]:
    for href in found:
        address = parse_url(href, base)
        if isinstance(address, WebAddress) and not address.has_userinfo:
            path = address.target.partition("?")[0].lower()
            if not path.endswith((".svg", ".svgz")):
                yield address.url


def _icons(root: Any) -> Iterator[tuple[int, str]]:
    """(pixels, href) of each raster icon that the page links."""
    for link in root.iter("link"):
        rel = (link.get("rel") or "").lower().split()
        href = (link.get("href") or "").strip()
        is_apple = any(word.startswith("apple-touch-icon") for word in rel)
        if not href or "svg" in (link.get("type") or "").lower() or not (is_apple or "icon" in rel):
            continue
        sizes = [int(size) for size in _SIZE.findall(link.get("sizes") or "")]
        yield max(sizes, default=APPLE_ICON_PX if is_apple else UNSAID_ICON_PX), href


def _organisation_logos(root: Any) -> Iterator[str]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _logos_in(data, 0)


def _logos_in(data: Any, depth: int) -> Iterator[str]:
    if depth > MAX_JSON_DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _logos_in(item, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and name in _PUBLISHER_TYPES for name in names):
            yield from _image_urls(data.get("logo"))
        for key in ("@graph", "publisher", "mainEntity", "isPartOf"):
            yield from _logos_in(data.get(key), depth + 1)


def _image_urls(logo: Any) -> Iterator[str]:
    for item in logo if isinstance(logo, list) else [logo]:
        url = item.get("url") or item.get("contentUrl") if isinstance(item, dict) else item
        if isinstance(url, str) and url.strip():
            yield url.strip()
