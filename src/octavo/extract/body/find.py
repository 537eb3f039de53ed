"""The door: a parsed page to its running text. Cut into blocks, judged, decided, composed, sanitised."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from octavo.core.articles import Leak
from octavo.core.knowledge import NOTHING_KNOWN, PublisherKnowledge
from octavo.extract.body.blocks import Block, Segmenter, segment
from octavo.extract.body.compose import compose
from octavo.extract.body.decide import RulingOn, decide
from octavo.extract.body.fingerprints import fingerprints
from octavo.extract.body.judge import Judge, Look, shipped_judge
from octavo.extract.body.leaks import suspected_leaks
from octavo.extract.body.plain import plain_paragraphs
from octavo.extract.body.text_features import Hints
from octavo.extract.body.verdicts import Verdict
from octavo.extract.metadata import PageMetadata
from octavo.extract.metadata.facts import first_text
from octavo.extract.rules import RuledTree, Ruling
from octavo.extract.sanitize import sanitize_html
from octavo.extract.text import html_to_text
from octavo.extract.tree import Element

MIN_TEXT_CHARS = 25
MAX_MENU_CHARS = 400
MAX_MENU_LINK_SHARE = 0.8
MAX_HINT_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class Body:
    """Running text as sanitised HTML and as plain paragraphs. `confidence` (0 to 1) is None where no judge was asked;
    `leaks` are what was found and left out, or is still there, `fingerprints` of all the page's blocks."""

    html: str
    text: str
    confidence: float | None = None
    leaks: tuple[Leak, ...] = ()
    pictures: int = 0
    paywall: bool = False
    fingerprints: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A page read block by block: what the judge saw and what was decided. For whoever explains it."""

    page: Segmenter
    look: Look
    verdicts: Sequence[Verdict]
    paywall: bool = False


def find_body(
    tree: Element,
    url: str,
    said: PageMetadata,
    *,
    huge: bool = False,
    knowledge: PublisherKnowledge = NOTHING_KNOWN,
    ruled: RuledTree | None = None,
    judge: Judge | None = None,
) -> Body | None:
    """The article's running text without its headline; None when the page has none. `tree` is left as it was.

    `huge` pages (`tree.is_huge`) get their plain paragraphs alone, in linear time. `ruled` is what the publisher's
    rules found on the page, `judge` another than the shipped.
    """
    if huge:
        return _body(plain_paragraphs(tree), url)
    reading = read_blocks(tree, said, knowledge, judge or shipped_judge(), ruled)
    if reading is None:
        return None
    kept = [verdict.block for verdict in reading.verdicts if verdict.kept]
    if not kept or _is_menu(kept):
        return None
    body = _body(compose(kept), url)
    return body and replace(
        body,
        confidence=_confidence(reading.verdicts),
        leaks=suspected_leaks(kept),
        pictures=_pictures(reading.verdicts),
        paywall=reading.paywall,
        fingerprints=fingerprints(reading.page.blocks),
    )


def read_blocks(
    tree: Element, said: PageMetadata, knowledge: PublisherKnowledge, judge: Judge, ruled: RuledTree | None = None
) -> Reading | None:
    """None for a page without any text."""
    page = segment(page_body(tree))
    if not page.blocks:
        return None
    look = judge.look(page, hints_of(said))
    verdicts = decide(
        page.blocks, look.scores, title=said.title, ruling=_ruling_of(page, ruled), repeated=knowledge.repeated
    )
    return Reading(page, look, verdicts, paywall=ruled is not None and ruled.paywall)


def page_body(tree: Element) -> Element:
    body = tree.find("body")
    return tree if body is None else body


def hints_of(said: PageMetadata) -> Hints:
    node, facts = said.facts.node, said.facts
    return Hints(
        title=said.title,
        description=first_text(node, "description") or facts.first_meta("og:description", "description") or "",
        body=(first_text(node, "articleBody") or "")[:MAX_HINT_CHARS],
    )


def _ruling_of(page: Segmenter, ruled: RuledTree | None) -> RulingOn:
    """A contributed rule's word on each block."""
    if ruled is None:
        return lambda _block: None
    words = _rulings(page, ruled)
    return lambda block: words[block.box.order]


def _rulings(page: Segmenter, ruled: RuledTree) -> list[bool | None]:
    """Of each box: True keeps it, False drops it. Every element is looked at once, however deep the boxes are."""
    named: list[Ruling | None] = []
    inside: list[bool] = []
    for box in page.boxes:  # boxes come after the ones they stand in
        parent = box.parent
        word, is_inside = ruled.named_between(box.element, parent.element if parent else None)
        named.append(word or (named[parent.order] if parent else None))
        inside.append(is_inside or (inside[parent.order] if parent else not ruled.body))
    return [
        None if word is None and within else word is Ruling.KEEP for word, within in zip(named, inside, strict=True)
    ]


def _body(html: str, url: str) -> Body | None:
    safe = sanitize_html(html, url)
    text = html_to_text(safe)
    return Body(safe, text) if len(text) >= MIN_TEXT_CHARS else None


def _pictures(verdicts: Sequence[Verdict]) -> int:
    kept = [at for at, verdict in enumerate(verdicts) if verdict.kept]
    return sum(verdict.block.pictures for verdict in verdicts[kept[0] : kept[-1] + 2])


def _is_menu(kept: Sequence[Block]) -> bool:
    """A few links and hardly a word beside them."""
    length = sum(len(block.text) for block in kept)
    return length < MAX_MENU_CHARS and sum(block.linked for block in kept) > length * MAX_MENU_LINK_SHARE


def _confidence(verdicts: Sequence[Verdict]) -> float:
    """How sure the judge is of what was kept, by length."""
    kept = [verdict for verdict in verdicts if verdict.kept]
    weight = sum(len(verdict.block.text) for verdict in kept)
    return round(sum(verdict.score * len(verdict.block.text) for verdict in kept) / max(weight, 1), 3)
