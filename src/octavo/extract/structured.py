"""What a page says about itself to machines: JSON-LD, meta tags, link tags, microdata; read once, judged nowhere.

Hands on `PageFacts`. Vocabulary: schema.org (JSON-LD 1.1 as publishers write it, which is often not JSON).
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from octavo.extract.text import plain
from octavo.extract.tree import Element

MAX_SCRIPT_CHARS = 600_000
MAX_NODES = 3_000

Node = dict[str, Any]

LIVE_TYPES = frozenset({"LiveBlogPosting"})
GALLERY_TYPES = frozenset({"ImageGallery", "MediaGallery", "ImageGalleryPage"})
VIDEO_TYPES = frozenset({"VideoObject", "TVEpisode", "Clip", "Movie"})
PODCAST_TYPES = frozenset({"PodcastEpisode", "AudioObject", "RadioEpisode", "PodcastSeries"})
PAGE_TYPES = frozenset({"WebPage", "ItemPage", "AboutPage", "MedicalWebPage"})
ARTICLE_TYPES = frozenset({"BlogPosting", "SocialMediaPosting", "DiscussionForumPosting", "Report", "Review", "Recipe"})
# Where one object tells about another that is still this page's own story.
_OWN_LINKS = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "video", "audio", "associatedMedia", "isPartOf")

_NOT_JSON = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.{0,20}?\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The raw facts. `nodes` are the JSON-LD objects in page order; `meta`, `links` and `items` map a lower-case name
    (meta name or property, link rel, microdata itemprop) to its values in page order."""

    nodes: tuple[Node, ...] = ()
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)

    def first_meta(self, *names: str) -> str | None:
        """The first meta value that is not empty, in the order of `names`."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)

    def all_meta(self, *names: str) -> list[str]:
        return [value for name in names for value in self.meta.get(name, ()) if value]


def read_facts(tree: Element) -> PageFacts:
    """Everything a page states for machines. Broken JSON-LD is repaired where that is plain, else skipped."""
    facts = PageFacts(nodes=tuple(_read_nodes(tree)))
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name and (content := element.get("content") or element.get("value")):
            facts.meta.setdefault(name.strip().lower(), []).append(" ".join(content.split()))
    for element in tree.iter("link"):
        if (href := element.get("href")) and (rel := element.get("rel")):
            for name in rel.lower().split():
                facts.links.setdefault(name, []).append(href.strip())
    for element in tree.xpath("//body//*[@itemprop]"):
        for name in (element.get("itemprop") or "").lower().split():
            facts.items.setdefault(name, []).append(_item_value(element))
    return facts


def _item_value(element: Element) -> str:
    """The value of a microdata property (HTML Standard, 5.2.4)."""
    for attribute in ("content", "datetime", "src", "href", "data"):
        if attribute in {"src", "href"} and element.tag not in {"a", "img", "link", "source", "video", "audio"}:
            continue
        if value := element.get(attribute):
            if attribute == "href" and element.tag == "a":
                break
            return " ".join(value.split())
    return plain(" ".join(element.itertext())[:1000])


def _read_nodes(tree: Element) -> Iterator[Node]:
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        for node in _flatten(_load(script.text[:MAX_SCRIPT_CHARS])):
            yield node
            count += 1
            if count >= MAX_NODES:
                return


def _load(text: str) -> Any:
    """JSON as publishers write it: raw line ends in strings, HTML comments around, commas before brackets."""
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", _NOT_JSON.sub("", _NOT_JSON.sub("", text)))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(value: Any) -> Iterator[Node]:
    """Every object that is about this page, outer ones first."""
    queue = [value]
    for _ in range(MAX_NODES):
        if not queue:
            return
        item = queue.pop(0)
        if isinstance(item, list):
            queue[:0] = item[:200]
        elif isinstance(item, dict):
            if "@type" in item:
                yield item
            queue.extend(item[key] for key in _OWN_LINKS if isinstance(item.get(key), dict | list))


def types_of(node: Node) -> set[str]:
    """The bare schema.org names of a node's types."""
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return {str(name).rpartition("/")[2].rpartition(":")[2] for name in names if name}


def is_article(node: Node) -> bool:
    return any(name.endswith("Article") or name in ARTICLE_TYPES or name in LIVE_TYPES for name in types_of(node))


def main_node(nodes: Iterable[Node]) -> Node:
    """The object that is the article: an article type first, then media, then the page itself; {} for none."""
    listed = list(nodes)
    for wanted in (is_article, _is_media, _is_page):
        found = [node for node in listed if wanted(node)]
        if found:
            return max(found, key=lambda node: bool(node.get("headline") or node.get("name")))
    return {}


def _is_media(node: Node) -> bool:
    return bool(types_of(node) & (GALLERY_TYPES | VIDEO_TYPES | PODCAST_TYPES))


def _is_page(node: Node) -> bool:
    return bool(types_of(node) & PAGE_TYPES)


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def texts(value: Any) -> list[str]:
    """The plain strings in a property: strings, or the names of objects; @value and language maps unpacked."""
    named = (_member(item, "name", "@value", "headline", "alternateName") for item in as_list(value))
    return [text for item in named if isinstance(item, str | int | float) and (text := plain(str(item)[:20_000]))]


def _member(item: Any, *keys: str) -> Any:
    """An object's first member of these that says something, out of its list if it is one; anything else as it is."""
    if not isinstance(item, dict):
        return item
    member = next((item[key] for key in keys if item.get(key)), None)
    return member[0] if isinstance(member, list) and member else member


def first_text(node: Node, *keys: str) -> str | None:
    return next((text for key in keys for text in texts(node.get(key))), None)


def urls(value: Any) -> list[str]:
    """The addresses in a property: strings, or the url of objects (ImageObject, WebPage)."""
    found = (_member(item, "contentUrl", "url", "@id", "embedUrl") for item in as_list(value))
    return [item.strip() for item in found if isinstance(item, str) and item.strip()]
