"""The headline without the site's name, section or other furniture."""

import re
import unicodedata
from urllib.parse import urlsplit

from octavo.extract.structured import Node, PageFacts, first_text
from octavo.extract.text import inner_text, plain
from octavo.extract.tree import Element

MAX_TITLE_CHARS = 500
MIN_SUBHEADING_CHARS = 10
# A page's only main heading of this length is its headline, even where search engines are told another one.
MIN_LONE_HEADING_CHARS = 25
_SEPARATORS = re.compile(r"\s+[|\-–—·•»«:~/]{1,2}\s+|\s*[|｜»_]\s*|\s*－\s*")


def find_title(tree: Element, facts: PageFacts, node: Node, site_names: tuple[str, ...]) -> str:
    """The article's headline, "" when the page has none.

    The page's own main heading is preferred when another source confirms it: what readers see is what was meant.
    """
    headings = [found for text in _main_headings(tree) if (found := strip_site_name(text, site_names))]
    stated = [
        title
        for value in (
            first_text(node, "headline"), facts.first_meta("og:title"), facts.first_meta("twitter:title"),
            facts.first_meta("dc.title", "title", "parsely-title", "sailthru.title"), _title_element(tree),
            first_text(node, "name"),
        )
        if value and (title := strip_site_name(plain(value), site_names))
    ]  # fmt: skip
    for heading in headings:
        if any(_agree(heading, title) for title in stated):
            return heading[:MAX_TITLE_CHARS]
    if len(headings) == 1 and (not stated or len(headings[0]) >= MIN_LONE_HEADING_CHARS):
        return headings[0][:MAX_TITLE_CHARS]
    best = (stated or headings or [""])[0]
    return (_subheading_that_begins(tree, best) or best)[:MAX_TITLE_CHARS]


def _subheading_that_begins(tree: Element, title: str) -> str | None:
    """Older pages give the h1 to the site and the h2 or h3 to the article."""
    folded = fold(title)
    for element in list(tree.iter("h2", "h3"))[:6]:
        text = inner_text(element.itertext())[:1000]
        if len(text) >= MIN_SUBHEADING_CHARS and text != title and folded.startswith(fold(text)):
            return text
    return None


def _main_headings(tree: Element) -> list[str]:
    found = (inner_text(element.itertext())[:1000] for element in list(tree.iter("h1"))[:8])
    return [heading for heading in found if len(heading) > 2]


def _title_element(tree: Element) -> str:
    element = tree.find(".//head/title")
    if element is None:
        element = tree.find(".//title")
    return plain(element.text or "")[:1000] if element is not None else ""


def _agree(heading: str, title: str) -> bool:
    """The same words, or one begins with the other at a length that is no accident."""
    one, two = fold(heading), fold(title)
    if one == two:
        return True
    shorter, longer = sorted((one, two), key=len)
    return len(shorter) >= max(12, len(longer) // 2) and shorter in longer


def fold(text: str) -> str:
    """Letters and digits alone, without case, width or accents' spelling: for comparing what people read as equal."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


def strip_site_name(title: str, site_names: tuple[str, ...]) -> str:
    """Without the parts at either end that name the site."""
    names = {fold(name) for name in site_names if name} - {""}
    for _ in range(3):
        pieces = list(_SEPARATORS.finditer(title))
        if not pieces:
            break
        last, first = pieces[-1], pieces[0]
        if _names_site(title[last.end() :], names) and title[: last.start()].strip():
            title = title[: last.start()].strip()
        elif _names_site(title[: first.start()], names) and first.start() > 0:
            title = title[first.end() :].strip()
        else:
            break
    return title


def _names_site(part: str, names: set[str]) -> bool:
    folded = fold(part)
    if not folded:
        return True
    return any(
        folded == name
        or (len(name) > 3 and (folded.startswith(name) or name.startswith(folded)) and len(folded) > 2)
        or (len(name) > 4 and folded.endswith(name))
        for name in names
    )


def host_names(url: str) -> tuple[str, ...]:
    """What a site may be called after its host: "www.example.co.uk" gives "example.co.uk" and "example"."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ()
    labels = [label for label in host.split(".") if len(label) > 3]
    return (host, *labels) if host else ()
