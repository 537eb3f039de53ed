"""The publisher's summary, where readers see it on the page apart from the text, which it never repeats."""

from collections.abc import Callable
from typing import Any, cast

from lxml import etree

from octavo.extract.metadata.facts import PageFacts, first_text
from octavo.extract.metadata.index import texts_in
from octavo.extract.text import fold, plain
from octavo.extract.tree import Element

MAX_STANDFIRST_CHARS = 700
MIN_FOLDED_CHARS = 20
# This much of the beginning tells whether a text says the same.
BEGINNING_CHARS = 60
MAX_NODES = 80
# White space before a text.
MAX_SPACE_CHARS = 1_000
_HOLDERS = frozenset({"h2", "p", "div", "h3", "strong", "span", "li"})
# The texts that elements begin with: a look at these costs a third of a walk over the elements, and as most pages show
# no summary, those that know their element are asked for only where one is found.
_PATH = "/html/body//text()[1][string-length() > 10]"
_BEGINNINGS = cast(Callable[[Element], list[str]], etree.XPath(_PATH, smart_strings=False))
_BEGINNINGS_IN_PLACE = cast(Callable[[Element], list[Any]], etree.XPath(_PATH))


def find_standfirst(facts: PageFacts, title: str, text: str) -> str | None:
    """The declared description that is also shown; None where the text (plain paragraphs) begins or holds it."""
    folded_text, tried = "", {fold(title)}
    for value in (first_text(facts.node, "description"), facts.first_meta("og:description", "description")):
        summary = plain(value[: MAX_STANDFIRST_CHARS * 4])[:MAX_STANDFIRST_CHARS] if value else ""
        folded = fold(summary)
        if len(folded) < MIN_FOLDED_CHARS or folded in tried:
            continue
        tried.add(folded)
        if summary[: BEGINNING_CHARS * 2] in text:  # as most are: folding a whole text takes long
            continue
        folded_text = folded_text or fold(text)
        if folded[:BEGINNING_CHARS] not in folded_text and _is_shown(facts, folded):
            return summary
    return None


def _is_shown(facts: PageFacts, folded: str) -> bool:
    """Whether an element of the page begins like the summary and says all of it."""
    tree = facts.index.tree
    if not any(_begins(text, folded) for text in _BEGINNINGS(tree)):
        return False
    for text in _BEGINNINGS_IN_PLACE(tree):
        if text.is_text and _begins(text, folded) and (element := text.getparent()).tag in _HOLDERS:
            whole = " ".join(texts_in(element, MAX_NODES))[:2_000]
            return fold(whole).startswith(folded[:200])
    return False


def _begins(text: str, folded: str) -> bool:
    start = text[:MAX_SPACE_CHARS].lstrip()[:BEGINNING_CHARS]
    if len(start) <= 10 or folded[0] not in start[:8].casefold():
        return False
    return folded.startswith(fold(start)[: BEGINNING_CHARS // 2])
