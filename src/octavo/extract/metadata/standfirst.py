"""The publisher's summary, where readers see it on the page apart from the text, which it never repeats."""

from octavo.extract.metadata.facts import PageFacts, first_text
from octavo.extract.metadata.index import texts_in
from octavo.extract.text import fold, plain

MAX_STANDFIRST_CHARS = 700
MIN_FOLDED_CHARS = 20
# This much of the beginning tells whether a text says the same.
BEGINNING_CHARS = 60
MAX_NODES = 80
_HOLDERS = ("h2", "p", "div", "h3", "strong", "span", "li")


def find_standfirst(facts: PageFacts, title: str, text: str) -> str | None:
    """The declared description that is also shown; None where the text (plain paragraphs) begins or holds it."""
    folded_text = ""
    for value in (first_text(facts.node, "description"), facts.first_meta("og:description", "description")):
        summary = plain(value[: MAX_STANDFIRST_CHARS * 4])[:MAX_STANDFIRST_CHARS] if value else ""
        folded = fold(summary)
        if len(folded) < MIN_FOLDED_CHARS or folded == fold(title):
            continue
        folded_text = folded_text or fold(text)
        if folded[:BEGINNING_CHARS] not in folded_text and _is_shown(facts, folded):
            return summary
    return None


def _is_shown(facts: PageFacts, folded: str) -> bool:
    """Whether an element of the page begins like the summary and says all of it."""
    first = folded[0]
    for element in facts.index.tree.iter(*_HOLDERS):
        start = (element.text or "").lstrip()[:BEGINNING_CHARS]
        if len(start) > 10 and first in start[:8].casefold() and folded.startswith(fold(start)[: BEGINNING_CHARS // 2]):
            whole = " ".join(texts_in(element, MAX_NODES))[:2_000]
            return fold(whole).startswith(folded[:200])
    return False
