"""The byline that readers see: who wrote the article, where markup marks the name or a word ("By") leads to it."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import cast

from lxml import etree

from octavo.extract.metadata.index import PageIndex, ancestors, classes, finder, texts_in
from octavo.extract.metadata.names import clean_authors, is_label, is_name
from octavo.extract.metadata.near import around, following, pieces, preceding
from octavo.extract.text import inner_text
from octavo.extract.tree import Element

MAX_BYLINE_CHARS = 160
MAX_ELEMENTS = 80
MAX_CLASSES = 16
MAX_WALKED = 2_500
NEAR_ELEMENTS = 70
MAX_LEAD_IN_CHARS = 60

_CLASS_NAMES = cast(Callable[[Element], list[str]], etree.XPath("/html/body/descendant::*/@class", smart_strings=False))
# A character that no page uses, to look a class up in one string of them.
_FENCE = "\ue000"
# No more of a kind than are looked at: to unite large sets takes quadratic time.
_OF_CLASSES = (
    f"(/html/body/descendant::*/@class[contains($names, concat('{_FENCE}', ., '{_FENCE}'))])"
    f"[position() <= {MAX_ELEMENTS}]/.."
)
_BY_OTHER_MARKS = " | ".join(
    f"(/html/body/descendant::*/@{test})[position() <= {MAX_ELEMENTS}]/.."
    for test in ("id[contains(., 'uthor')]", "rel[. = 'author']", "itemprop[. = 'author']")
)
_MARKED = finder(f"{_OF_CLASSES} | {_BY_OTHER_MARKS}")
_MARKED_WITHOUT_CLASS = finder(_BY_OTHER_MARKS)
_AUTHOR_LINKS = finder("/html/body/descendant::a[contains(@href,'/aut')]")
_MARKS = re.compile(r"[Aa]uthor|yline|[Aa]utor|vcard|writer|signature|redakteur")
_AUTHOR_PATH = re.compile(r"/(?:authors?|autor|autoren|auteurs?|autore|autori)/")
# Other people's names stand here.
_ELSEWHERE = re.compile(
    r"comment|kommentar|related|recommend|sidebar|footer|teaser|widget|promo|most-?read|newsletter|disqus|menu|nav\b|"
    r"caption|(?:photo|image|img|picture|media)[-_]*credit|copyright|reply|quote|testimonial|popular|share|social|avatar",
)
_ELSEWHERE_TAGS = frozenset({"nav", "footer", "aside", "figure", "figcaption", "form", "blockquote"})
_STRONG = re.compile(
    r"byline|by-line|author[-_]?name|autor[-_]?name|post-author|entry-author|article[-_]{0,2}author|\bfn\b"
    r"|(?:^|\s)(?:author|autor|writer)(?:\s|$)"
)
_POSTED_ON = re.compile(
    r"(?:posted|published|updated|veröffentlicht|publié|publicado|pubblicato|geplaatst)\s+(?:on|am|le|el|em|il|op)\b"
    r"|(?:.{0,60}\b)?min read|about the author|über den autor|weitere artikel|alle artikel|mehr von",
    re.IGNORECASE,
)
_NAME_INSIDE = finder(
    ".//*[@itemprop='name' or @rel='author' or contains(@class,'name') or contains(@class,'Name')"
    " or contains(@class,'fn')]"
)
_LINKS = finder(".//a")
_WORDS = (
    r"(?:(?:written|posted|reported|published|created|submitted|text|story|words|article|photography)\s)?by|oleh|"
    r"(?:(?:ein|gast|veröffentlicht|geschrieben|verfasst|erstellt|eingestellt|text|interview)\s?)?"
    r"(?:beitrag\s|artikel\s|kommentar\s|gastbeitrag\s)?von|par|por|door|av|af|escrito por|écrit par|scritto da|di"
)
_LABELS = (
    r"(?:autor(?:in|en|a)?(?:/autor(?:in)?)?|author|written by|text|texte?|textes|auteure?|autore|redaktion|verfasser"
    r"|de|автор|текст|yazan|penulis|reporter|بقلم|كتب|作者|記者|记者|撰文|文|責任編輯|责任编辑|글|기자|von|by)\s?[:：]|記者|记者"
)
_LED_IN = re.compile(rf"^\W{{0,3}}(?:(?:{_WORDS})\s+|(?:{_LABELS})\s?)(?P<name>\S.{{1,80}})", re.IGNORECASE)
_LEADS_ON = re.compile(
    rf"(?:^|[\s|•·,–-])(?:(?:{_WORDS})|(?:{_LABELS}))\s*$|^(?:autor(?:in|en)?(?:/autor(?:in)?)?|author|auteur|autore|text)$",
    re.IGNORECASE,
)
# How a match of `_LEADS_ON` can end: looking for one at every letter of a text is slow.
_LAST_LETTERS = (
    "by", "oleh", "von", "par", "por", "door", "av", "af", "da", "di", ":", "：", "记者", "記者", "autor", "autorin",
    "autoren", "author", "auteur", "autore", "text",
)  # fmt: skip
_NAME_ENDS = re.compile(
    r"\s*(?:[|•·(\[;:\d]|,\s?(?=\d|(?-i:[a-zß-ÿ]))|\s[-–—]\s|\b(?:am|on|in|at|published|updated|veröffentlicht|vom|le|el|il|für|for)\b\s)"
    r".*$",
    re.IGNORECASE,
)


def marked_byline(marked: Iterable[Element], heading: Element | None, *, strong: bool) -> tuple[str, ...]:
    """The names in the first of the `marked` elements that is a byline, clearly (`strong`) or by a hint."""
    holders = around(heading)
    for element in marked:
        if _is_strong(element) != strong or _is_elsewhere(element, holders):
            continue
        if names := _names_of(element, strong=strong):
            return names
    return ()


def marked_elements(index: PageIndex) -> list[Element]:
    """The elements that markup calls an author or byline, in page order, then the links to authors' pages."""
    names = [name for name in dict.fromkeys(_CLASS_NAMES(index.tree)) if _MARKS.search(name)][:MAX_CLASSES]
    fenced = f"{_FENCE}{_FENCE.join(names)}{_FENCE}"
    marked = _MARKED(index.tree, names=fenced) if names else _MARKED_WITHOUT_CLASS(index.tree)
    links = [link for link in _AUTHOR_LINKS(index.tree) if _AUTHOR_PATH.search(link.get("href") or "")]
    return [*marked[:MAX_ELEMENTS], *links[:MAX_ELEMENTS]]


def _is_elsewhere(element: Element, holders: frozenset[Element]) -> bool:
    """Whether it is in a part of the page that is not the article; what holds the headline too is none."""
    for holder in ancestors(element, limit=9):
        if holder in holders:
            return False
        if holder.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(classes(holder)):
            return True
    return False


def _is_strong(element: Element) -> bool:
    return bool(
        element.get("rel") == "author" or element.get("itemprop") == "author" or _STRONG.search(classes(element))
    )


def _names_of(element: Element, *, strong: bool) -> tuple[str, ...]:
    """The names inside a marked element: those marked again, else its links, else what it says."""
    for find in (_NAME_INSIDE, _LINKS):
        parts = islice(find(element), 6)
        inside = [part.get("content") or inner_text(texts_in(part, 12)) for part in parts]
        if names := _clean(inside, strong=strong):
            return names
    text = element.get("content") or inner_text(texts_in(element, 24))
    return _clean([_NAME_ENDS.sub("", text)], strong=strong) if len(text) <= MAX_BYLINE_CHARS else ()


def _clean(texts: list[str], *, strong: bool) -> tuple[str, ...]:
    """The names among texts. A clear mark makes a single word one ("mara"), running text needs to look like one."""
    said = [text for text in texts if 1 < len(text) <= MAX_BYLINE_CHARS and not _POSTED_ON.match(text)]
    names = clean_authors(said)
    return tuple(name for name in names if is_name(name) or (strong and " " not in name and not is_label(name)))


def written_byline(heading: Element | None) -> tuple[str, ...]:
    """The name after a word like "By" near the headline, where no markup tells; farther off in a text of its own."""
    if heading is None:
        return ()
    holders = around(heading)
    for near, elements in ((True, preceding(heading)), (True, following(heading)), (False, following(heading))):
        limit = NEAR_ELEMENTS if near else MAX_WALKED
        if names := _first_led_in(islice(elements, limit), holders, near=near):
            return names
    return ()


def _first_led_in(elements: Iterator[Element], holders: frozenset[Element], *, near: bool) -> tuple[str, ...]:
    """From texts in reading order: "By Mara Lind", or "By" and then "Mara Lind" in an element of its own."""
    awaited = False
    for element, text in pieces(elements):
        if awaited and len(text) > 1:
            awaited = False
            if (names := _as_names(text, near=near)) and not _is_elsewhere(element, holders):
                return names
        if len(text) > MAX_BYLINE_CHARS:
            continue
        match = _LED_IN.match(text)
        if match and (names := _as_names(match["name"], near=near)) and not _is_elsewhere(element, holders):
            return names
        awaited = len(text) < MAX_LEAD_IN_CHARS and _leads_on(text)
    return ()


def _leads_on(text: str) -> bool:
    """Whether a text ends with a word that a name follows."""
    return text.casefold().endswith(_LAST_LETTERS) and bool(_LEADS_ON.search(text))


def _as_names(text: str, *, near: bool) -> tuple[str, ...]:
    """Names, where a text begins with one. Far from the headline it may hold nothing else, and needs two words."""
    name = _NAME_ENDS.sub("", text[:MAX_BYLINE_CHARS])
    if not near and len(name) < len(text) - 2:
        return ()
    names = clean_authors([name])
    long_enough = near or all(" " in one for one in names)
    return names if names and long_enough and all(is_name(one) for one in names) else ()
