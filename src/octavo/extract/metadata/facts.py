"""What a page says about itself to machines: JSON-LD, meta tags, link tags, microdata; read once, judged nowhere.

Hands on `PageFacts`. Vocabulary: schema.org (JSON-LD 1.1 as publishers write it, which is often not JSON).
"""

import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from octavo.extract.metadata.index import PageIndex, texts_in
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
    """The raw facts. `nodes` are the JSON-LD objects in page order, `node` the one that is the article ({} for none);
    `index` has the rest."""

    nodes: tuple[Node, ...]
    node: Node
    index: PageIndex

    def first_meta(self, *names: str) -> str | None:
        """The first meta value that is not empty, in the order of `names`."""
        return next((value for name in names for value in self.index.meta.get(name, ()) if value), None)

    def all_meta(self, *names: str) -> list[str]:
        return [value for name in names for value in self.index.meta.get(name, ()) if value]

    def items(self, name: str) -> list[str]:
        """The values of a microdata property in the page's body."""
        return [value for element in self.index.items.get(name, ())[:20] if (value := _item_value(element))]

    def named(self, value: Any) -> list[Node]:
        """The objects in a property; what is only referred to by "@id" is looked up."""
        by_id = None
        found: list[Node] = []
        for item in as_list(value)[:40]:
            if not isinstance(item, dict):
                continue
            if "name" not in item and "@id" in item:
                by_id = by_id if by_id is not None else {str(node.get("@id")): node for node in self.nodes}
                item = by_id.get(str(item["@id"]), item)  # noqa: PLW2901  # the object that is meant
            found.append(item)
        return found


def read_facts(index: PageIndex, url: str = "") -> PageFacts:
    """Everything a page states for machines. Broken JSON-LD is repaired where that is plain, else skipped."""
    nodes = tuple(islice(_read_nodes(index), MAX_NODES))
    return PageFacts(nodes, main_node(nodes, url), index)


def _item_value(element: Element) -> str:
    """The value of a microdata property (HTML Standard, 5.2.4)."""
    if element.tag == "abbr" and (value := element.get("title")):
        return " ".join(value.split())
    for attribute in ("content", "datetime", "src", "href", "data"):
        if attribute in {"src", "href"} and element.tag not in {"a", "img", "link", "source", "video", "audio"}:
            continue
        if value := element.get(attribute):
            if attribute == "href" and element.tag == "a":
                break
            return " ".join(value.split())
    return plain(" ".join(texts_in(element, 40))[:1000])


def _read_nodes(index: PageIndex) -> Iterator[Node]:
    for _, _, script in index.kinds.scripts:
        if script.text and "ld+json" in (script.get("type") or "").lower():
            yield from _flatten(_load(script.text[:MAX_SCRIPT_CHARS]))


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
    queue = deque([value])
    for _ in range(MAX_NODES):
        if not queue:
            return
        item = queue.popleft()
        if isinstance(item, list):
            queue.extendleft(reversed(item[:200]))
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


def main_node(nodes: Sequence[Node], url: str = "") -> Node:
    """The object that is the article: an article type first, then media, then the page itself; {} for none.

    Pages that list other articles too give each an object; the one with this page's address is meant, or the first.
    """
    for wanted in (is_article, _is_media, _is_page):
        found = [node for node in nodes if wanted(node)]
        if found:
            return max(found, key=lambda node: (_speaks_of(node, url), bool(node.get("headline") or node.get("name"))))
    return {}


def _speaks_of(node: Node, url: str) -> bool:
    path = _bare(url)
    return bool(path) and any(
        _bare(address) == path for key in ("mainEntityOfPage", "url", "@id") for address in urls(node.get(key))
    )


def _bare(url: str) -> str:
    """An address without scheme, host, query, fragment and end slash."""
    return url.partition("#")[0].partition("?")[0].partition("://")[2].partition("/")[2].strip("/")


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
