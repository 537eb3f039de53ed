"""Why the text of a page is what it is: the judge's verdict on each block, in words.

The reasons are found by asking again: what would the judge say of a block if, in one respect, it looked like the
blocks on the other side? A respect that would change its mind is a reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from octavo.core.articles import ExtractedArticle
from octavo.core.failures import Failure
from octavo.core.knowledge import NOTHING_KNOWN, PublisherKnowledge
from octavo.extract.body.blocks import HEADINGS, Block, Box
from octavo.extract.body.decide import Reason, Verdict
from octavo.extract.body.features import FEATURES
from octavo.extract.body.find import Reading, read_blocks
from octavo.extract.body.judge import Judge, shipped_judge
from octavo.extract.metadata import read_metadata
from octavo.extract.page import extract_page, ruled_tree
from octavo.extract.tree import is_huge, parse_page

Matrix = Any  # numpy arrays

MAX_REASONS = 3
MIN_WEIGHT = 0.25
"""In log-odds: less is no reason."""

# The respects, by the names of their features (or how these begin).
_RESPECTS: dict[str, tuple[str, ...]] = {
    "links": ("link_share", "links", "text_per_link"),
    "length": ("units", "words", "word_length", "commas_per_100", "stops_per_100", "ends_sentence"),
    "wording": ("says_", "has_", "digit_share", "upper_share", "starts_", "ends_colon", "ends_dots", "all_upper", "quoted", "strong_share"),
    "what its boxes are called": ("own_", "near_", "any_"),
    "the elements around": ("in_nav", "in_footer", "in_header", "in_aside", "in_article", "in_main", "in_form", "in_list", "in_table",
                            "in_figure", "in_section", "in_blockquote", "in_figcaption", "in_details", "in_pre", "in_dl", "kind",
                            "is_heading", "depth", "hidden"),
    "the running text around": ("long_share_", "link_share_", "blocks_", "mean_units_", "share_of_above_", "best50_", "best80_", "core_"),
    "blocks marked up alike": ("twins", "siblings_alike", "same_tag_share", "repeated"),
    "place on the page": ("index_share", "units_before", "units_after", "long_before", "long_after", "since_", "after_title", "until_",
                          "titles_since", "same_article"),
    "what the page says of itself": ("is_title", "title_share", "in_description", "in_body", "not_in_body"),
    "said elsewhere on the page": ("echo", "echoed"),
}  # fmt: skip
_WORDS = {
    Reason.RULE: "a rule for this publisher",
    Reason.REPEATS: "repeats on this publisher's pages",
    Reason.HEADLINE: "the headline, which has a place of its own",
    Reason.SAID_BEFORE: "said before",
    Reason.BRIDGED: "between two blocks of the article",
    Reason.DANGLING: "a heading with nothing below it",
}
_KINDS = {"li": "item", "blockquote": "quote", "td": "table", "th": "table", "figcaption": "caption", "pre": "code"}


@dataclass(frozen=True, slots=True)
class BlockVerdict:
    """One block of the page in reading order.

    `kind` is paragraph, heading, item, quote, table, caption or code; `path` says where it stands, as people write it
    ("main > article.story > p"); `score` (0 to 1) is how surely it is the article's; `reasons` name what spoke for (+)
    or against (-) it, the strongest first: "+ length", "- links".
    """

    text: str
    kind: str
    path: str
    score: float
    kept: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageExplanation:
    article: ExtractedArticle
    blocks: tuple[BlockVerdict, ...]


def explain_page(
    html: bytes, *, url: str, content_type: str = "", knowledge: PublisherKnowledge = NOTHING_KNOWN
) -> PageExplanation | Failure:
    """The article of a page and a verdict on each of its blocks. A page too large to be judged has no verdicts."""
    article = extract_page(html, url=url, content_type=content_type, knowledge=knowledge)
    tree = parse_page(html, content_type)
    if isinstance(article, Failure):
        return article
    if isinstance(tree, Failure):
        return tree
    if is_huge(tree):
        return PageExplanation(article, ())
    judge = shipped_judge()
    ruled = ruled_tree(tree, knowledge, huge=False)
    reading = read_blocks(tree, read_metadata(tree, url, ruled=ruled, page=html), knowledge, judge, ruled)
    return PageExplanation(article, tuple(_verdicts(reading, judge)) if reading else ())


def _verdicts(reading: Reading, judge: Judge) -> Iterable[BlockVerdict]:
    weights = _weights(reading, judge)
    names = tuple(weights)
    table = np.stack([weights[name] for name in names], axis=1)
    for verdict, row in zip(reading.verdicts, table, strict=True):
        yield BlockVerdict(
            text=verdict.block.text,
            kind=_kind(verdict.block),
            path=_path(verdict.block.box),
            score=round(float(verdict.score), 3),
            kept=verdict.kept,
            reasons=_reasons(verdict, names, row),
        )


def _weights(reading: Reading, judge: Judge) -> dict[str, Matrix]:
    """For each respect, how far (in log-odds) it speaks for each block."""
    look, rows = reading.look, reading.look.rows
    kept = np.array([verdict.kept for verdict in reading.verdicts])
    weights = {}
    for name, columns in _columns().items():
        others = rows.copy()
        others[np.ix_(kept, columns)] = _typical(rows, ~kept)[columns]
        others[np.ix_(~kept, columns)] = _typical(rows, kept)[columns]
        weights[name] = look.first - judge.first.logits(others)
    return weights | {"the neighbours' scores": look.second - look.first}


def _typical(rows: Matrix, chosen: Matrix) -> Matrix:
    return np.median(rows[chosen], axis=0) if chosen.any() else np.zeros(rows.shape[1])


def _columns() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, beginnings in _RESPECTS.items():
        found[name] = [at for at, feature in enumerate(FEATURES) if "@" not in feature and _is_of(feature, beginnings)]
    return found


def _is_of(feature: str, beginnings: Sequence[str]) -> bool:
    return any(feature == name or (name.endswith("_") and feature.startswith(name)) for name in beginnings)


def _reasons(verdict: Verdict, names: Sequence[str], weights: Matrix) -> tuple[str, ...]:
    sign = "+" if verdict.kept else "-"
    if verdict.leak:
        return (f"- {verdict.leak.value.replace('_', ' ')}",)
    if verdict.reason is not Reason.SCORE:
        return (f"{sign} {_WORDS[verdict.reason]}",)
    order = sorted(range(len(names)), key=lambda at: -abs(weights[at]))
    return tuple(
        f"{'+' if weights[at] > 0 else '-'} {names[at]}" for at in order[:MAX_REASONS] if abs(weights[at]) >= MIN_WEIGHT
    )


def _kind(block: Block) -> str:
    if block.box.tag in HEADINGS:
        return "heading"
    inside = {box.tag for box in _around(block.box)}
    for tag in ("figcaption", "pre", "td", "th", "li", "blockquote"):
        if tag == block.box.tag or (tag in inside and tag in ("blockquote", "li", "figcaption", "pre")):
            return _KINDS[tag]
    return "paragraph"


def _path(box: Box) -> str:
    return " > ".join(_named(around) for around in reversed(_around(box)[:4]))


def _named(box: Box) -> str:
    name = (box.element.get("class") or "").split()
    return f"{box.tag}.{name[0][:30]}" if name else box.tag


def _around(box: Box | None) -> list[Box]:
    found = []
    while box is not None:
        found.append(box)
        box = box.parent
    return found
