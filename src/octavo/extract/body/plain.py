"""Plain paragraphs, for pages so large that nothing cleverer may be tried on them. Linear."""

from html import escape
from itertools import islice

from octavo.extract.text import plain
from octavo.extract.tree import Element

MIN_PARAGRAPH_CHARS = 60
MAX_PARAGRAPHS = 2_000
MAX_LOOKED_AT = 20_000
MAX_LINK_SHARE = 0.5


def plain_paragraphs(tree: Element) -> str:
    """HTML of the paragraphs of some length that are not mostly links; "" for none."""
    found: list[str] = []
    for element in islice(tree.iter("p"), MAX_LOOKED_AT):
        text = plain(" ".join(element.itertext())[:20_000])
        linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
        if len(text) >= MIN_PARAGRAPH_CHARS and linked <= len(text) * MAX_LINK_SHARE:
            found.append(f"<p>{escape(text, quote=False)}</p>")
        if len(found) >= MAX_PARAGRAPHS:
            break
    return "".join(found)
