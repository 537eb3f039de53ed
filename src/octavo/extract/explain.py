"""Why the text of a page is what it is: the judge's verdict on each block, in words.

The reasons are found by asking again: what would the judge say of a block if, in one respect, it looked like the
blocks on the other side? A respect that would change its mind is a reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

import numpy as np

from octavo.core.articles import ExtractedArticle
from octavo.core.failures import Failure
from octavo.core.knowledge import NOTHING_KNOWN, PublisherKnowledge
from octavo.extract.body.ancestors import with_ancestors
from octavo.extract.body.blocks import HEADINGS, Block, Box
from octavo.extract.body.features import FEATURES
from octavo.extract.body.find import Reading, read_blocks
from octavo.extract.body.judge import Judge, shipped_judge
from octavo.extract.body.text_features import is_menu_item
from octavo.extract.body.verdicts import Reason, Verdict
from octavo.extract.metadata import read_metadata
from octavo.extract.page import extract_page, ruled_tree
from octavo.extract.tree import is_huge, parse_page

Matrix = Any  # numpy arrays

MAX_REASONS = 3
MAX_PATH = 3
MIN_FOLDED = 5
MAX_FOLDED_CHARS = 120
MAX_FOLDED_SCORE = 0.1
MIN_WEIGHT = 0.25
"""In log-odds: less is no reason."""

# The respects, by the names of their features (or, where these end in an underscore, by how theirs begin).
_RESPECTS: dict[str, tuple[str, ...]] = {
    "links": ("link_share", "links", "text_per_link"),
    "length": ("units", "words", "word_length", "commas_per_100", "stops_per_100", "ends_sentence"),
    "wording": (
        "says_", "has_", "digit_share", "upper_share", "starts_", "ends_colon", "ends_dots", "all_upper", "quoted",
        "strong_share", "is_cjk",
    ),
    "what its boxes are called": ("own_", "near_", "any_"),
    "the elements around": (
        "in_nav", "in_footer", "in_header", "in_aside", "in_article", "in_main", "in_form", "in_list", "in_table",
        "in_figure", "in_section", "in_blockquote", "in_figcaption", "in_details", "in_pre", "in_dl", "kind",
        "is_heading", "depth", "hidden", "after_break", "pictures",
    ),
    "the running text around": (
        "long_share_", "link_share_", "blocks_", "mean_units_", "share_of_above_", "best50_", "best80_", "core_",
    ),
    "blocks marked up alike": ("twins", "twins_", "siblings_alike", "same_tag_share", "repeated"),
    "place on the page": (
        "index_share", "units_before", "units_after", "long_before", "long_after", "since_", "after_title", "until_",
        "titles_since", "same_article",
    ),
    "what the page says of itself": ("is_title", "title_share", "in_description", "in_body", "not_in_body"),
    "said elsewhere on the page": ("echo", "echoed"),
}  # fmt: skip
MENU_ITEM = "a link alone"
"""The judge is not asked about these."""
_NEIGHBOURS = "the neighbours' scores"
_WORDS = {
    Reason.RULE: "a rule for this publisher",
    Reason.REPEATS: "repeats on this publisher's pages",
    Reason.HEADLINE: "the headline, which has a place of its own",
    Reason.SAID_BEFORE: "said before",
    Reason.LEAK: "furniture that names itself",
    Reason.BRIDGED: "between two blocks of the article",
    Reason.DANGLING: "a heading with nothing below it",
    Reason.OTHER_STORY: "another story",
    Reason.COMMENT: "among the comments",
    Reason.QUOTED_POST: "a post that the article quotes",
    Reason.UNIT: "its list or table as a whole",
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


def folded(blocks: Sequence[BlockVerdict]) -> Iterator[tuple[BlockVerdict, ...]]:
    """The blocks in their order, one by one, but long runs of short lines that are clearly left out together."""
    for plainly_out, group in groupby(blocks, key=_is_plainly_out):
        run = tuple(group)
        if plainly_out and len(run) >= MIN_FOLDED:
            yield run
        else:
            yield from ((block,) for block in run)


def _is_plainly_out(block: BlockVerdict) -> bool:
    return not block.kept and block.score < MAX_FOLDED_SCORE and len(block.text) <= MAX_FOLDED_CHARS


def common_reasons(blocks: Iterable[BlockVerdict]) -> list[str]:
    """Why most of them were left out, the commonest reason first, without signs."""
    counts = Counter(reason.removeprefix("- ") for block in blocks for reason in block.reasons if reason[:1] == "-")
    return [reason for reason, _ in counts.most_common(MAX_REASONS)]


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
    opposite: Matrix = np.where(kept[:, None], _typical(rows, ~kept), _typical(rows, kept))
    weights = {}
    for name, columns in _columns().items():
        others = rows.copy()
        others[:, columns] = opposite[:, columns]
        weights[name] = look.first - judge.first.logits(others)
    return weights | {_NEIGHBOURS: look.second - look.first}


def _typical(rows: Matrix, chosen: Matrix) -> Matrix:
    """What most of the chosen look like; each row itself where none are chosen: there is nothing to compare it with."""
    return np.median(rows[chosen], axis=0) if chosen.any() else rows


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
    if is_menu_item(verdict.block):
        return (f"- {MENU_ITEM}",)
    order = sorted(range(len(names)), key=lambda at: -abs(weights[at]))
    return tuple(
        f"{'+' if weights[at] > 0 else '-'} {names[at]}" for at in order[:MAX_REASONS] if abs(weights[at]) >= MIN_WEIGHT
    )


def _kind(block: Block) -> str:
    if block.box.tag in HEADINGS:
        return "heading"
    inside = {box.tag for box in with_ancestors(block.box)}
    for tag in ("figcaption", "pre", "td", "th", "li", "blockquote"):
        if tag == block.box.tag or (tag in inside and tag in ("blockquote", "li", "figcaption", "pre")):
            return _KINDS[tag]
    return "paragraph"


def _path(box: Box) -> str:
    return " > ".join(_named(near) for near in reversed(list(islice(with_ancestors(box), MAX_PATH))))


def _named(box: Box) -> str:
    name = (box.element.get("class") or "").split()
    return f"{box.tag}.{name[0][:30]}" if name else box.tag
