"""Who wrote the article: all authors and nobody else.

Asked in turn: linked data, meta tags, the marked byline, a written one. The first that names people is believed; an
organisation is an author only where no person is named anywhere.
"""

from collections.abc import Iterator
from typing import Any

from octavo.extract.metadata.agencies import agency_named
from octavo.extract.metadata.bylines import marked_byline, marked_elements, written_byline
from octavo.extract.metadata.facts import Node, PageFacts, as_list, texts, types_of
from octavo.extract.metadata.names import MAX_AUTHORS, MAX_NAME_CHARS, clean_authors, is_name, is_person
from octavo.extract.text import fold
from octavo.extract.tree import Element

AUTHOR_META = (
    "article:author", "og:article:author", "author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "cxenseparse:author", "article:author_name", "authors", "citation_author",
    "dc.contributor", "twitter:misc:written by",
)  # fmt: skip
_LABELS = (
    "written by", "verfasst von", "geschrieben von", "escrito por", "écrit par", "scritto da", "autor", "author",
    "geschreven door", "napisane przez", "автор", "написано", "ditulis oleh", "yazan", "skrevet av", "skriven av",
    "كُتب بواسطة", "作者", "執筆者", "글쓴이",
)  # fmt: skip
MIN_SITE_NAME = 3
MIN_SITE_START = 6


def find_authors(facts: PageFacts, site_names: tuple[str, ...], heading: Element | None) -> tuple[str, ...]:
    """The names in the publisher's order, () when the page names nobody. `site_names` is how the site is called."""
    site = {fold(name) for name in site_names if len(name) >= MIN_SITE_NAME}
    bodies: tuple[str, ...] = ()
    own, site = site, site | _organisations(facts)
    for number, names in enumerate(_sources(facts, site, heading)):
        people = [name for name in names if _is_someone(name, site) and (not bodies or _is_full(name))]
        if people:
            return tuple(
                name
                for name in names
                if name in people or agency_named(name) or (number == 0 and not _is_site(name, own))
            )
        bodies = bodies or names
    return bodies


def _organisations(facts: PageFacts) -> set[str]:
    """The folded names of authors that linked data calls organisations."""
    nodes = [item for item in facts.named(facts.node.get("author")) if _is_body(item)]
    return {fold(name) for item in nodes for name in texts(item)[:1]}


def _is_full(name: str) -> bool:
    """Whether a name is believed against an organisation that is declared: it looks like one, of two words or more."""
    return is_name(name) and (" " in name or not name.isascii())


def _is_someone(name: str, site: set[str]) -> bool:
    return not _is_site(name, site) and is_person(name) and not agency_named(name)


def _is_site(name: str, site: set[str]) -> bool:
    """Whether a name is the site's own, or begins with it ("Harbour Post Sport")."""
    folded = fold(name)
    return (
        folded in site
        or fold(name.partition(" ")[0]) in site
        or any(len(one) >= MIN_SITE_START and folded.startswith(one) for one in site)
    )


def _sources(facts: PageFacts, site: set[str], heading: Element | None) -> Iterator[tuple[str, ...]]:
    yield _linked(facts, facts.node.get("author"), site)
    for name in AUTHOR_META:
        if said := facts.all_meta(name):
            yield _cleaned([value for value in said if "/" not in value[:8]], site)
    yield clean_authors(_labelled(facts))
    marked = marked_elements(facts.index)
    yield marked_byline(marked, heading, strong=True)
    yield written_byline(heading)
    yield marked_byline(marked, heading, strong=False)
    yield _linked(facts, facts.node.get("creator"), site)


def _linked(facts: PageFacts, value: Any, site: set[str]) -> tuple[str, ...]:
    """The names in a property of linked data; an organisation's is one name, whatever commas are in it."""
    said = [text for item in as_list(value)[:40] if not isinstance(item, dict) for text in texts(item)]
    names = list(_cleaned([text for text in said if "/" not in text[:8]], site))
    for item in facts.named(value):
        stated = [text for text in texts(item)[:1] if "/" not in text[:8]]
        names += [text[:MAX_NAME_CHARS] for text in stated] if _is_body(item) else _cleaned(stated, site)
    return tuple(dict.fromkeys(names))[:MAX_AUTHORS]


def _is_body(node: Node) -> bool:
    return any(name.endswith("Organization") for name in types_of(node))


def _cleaned(values: list[str], site: set[str]) -> tuple[str, ...]:
    """The names in values; one that is the site's own is not taken apart ("Nuts & Bolts")."""
    own = tuple(value for value in values if fold(value) in site)
    return clean_authors(value for value in values if value not in own) or own


def _labelled(facts: PageFacts) -> list[str]:
    """What sharing cards say beside a label: "Written by", "Jane Doe"."""
    found = []
    for number in ("1", "2"):
        label = (facts.first_meta(f"twitter:label{number}") or "").casefold()
        if label.startswith(_LABELS) and (value := facts.first_meta(f"twitter:data{number}")):
            found.append(value)
    return found
