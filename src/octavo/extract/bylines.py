"""The byline that readers see: who wrote the article, where the markup marks the name and nothing states it."""

import re
from collections.abc import Iterator

from octavo.extract.text import inner_text
from octavo.extract.tree import Element

MAX_BYLINE_CHARS = 120
MAX_ELEMENTS = 60

_MARKED = (
    "//*[@itemprop='author' or @rel='author' or contains(@class, 'author') or contains(@class, 'Author')"
    " or contains(@class, 'byline') or contains(@class, 'Byline') or contains(@class, 'autor')"
    " or contains(@id, 'author') or contains(@href, '/author/')]"
)
# Other people's names stand here.
_ELSEWHERE = re.compile(
    r"comment|related|recommend|sidebar|footer|teaser|widget|promo|most-?read|newsletter|disqus|menu|nav", re.IGNORECASE
)
_ELSEWHERE_TAGS = frozenset({"nav", "footer", "aside"})
_POSTED_ON = re.compile(
    r"(?:posted|published|updated|veröffentlicht|publié|publicado|pubblicato|geplaatst)\s+(?:on|am|le|el|em|il|op)\b"
    r"|(?:.*\b)?min read",
    re.IGNORECASE,
)
_NAME_INSIDE = ".//*[@itemprop='name' or @rel='author' or contains(@class, 'name')]"


def byline(tree: Element) -> list[str]:
    """What the first marked byline says, as written; more than one where neighbours are marked alike."""
    for element in _marked(tree):
        if _says_name(text := _name_of(element)):
            return [text, *_twins(element)]
    return []


def _marked(tree: Element) -> Iterator[Element]:
    elements = tree.xpath(_MARKED)[:MAX_ELEMENTS]
    yield from (element for element in elements if element.tag != "body" and not _is_elsewhere(element))


def _is_elsewhere(element: Element) -> bool:
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in {"body", "html"}:
            return False
        if ancestor.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(
            f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        ):
            return True
    return False


def _name_of(element: Element) -> str:
    inside = element.xpath(_NAME_INSIDE) or element.xpath(".//a")
    name = inner_text(inside[0].itertext()) if inside else ""
    return name or element.get("content") or inner_text(element.itertext())


def _says_name(text: str) -> bool:
    return 2 < len(text) <= MAX_BYLINE_CHARS and any(letter.isalpha() for letter in text) and not _POSTED_ON.match(text)


def _twins(element: Element) -> list[str]:
    parent = element.getparent()
    if parent is None:
        return []
    alike = (other for other in parent.iterchildren(element.tag) if other is not element)
    return [
        name for other in alike if other.get("class") == element.get("class") and _says_name(name := _name_of(other))
    ]
