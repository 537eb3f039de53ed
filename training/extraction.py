"""`python -m training.extraction [SET…]`: train the judge over blocks (`octavo/extract/body/judge.py`).

Without arguments: the shipped judge, on all sets, and one for each set trained without it, which `evals/extraction.py`
scores that set with. Needs CatBoost and the data pack; takes some twenty minutes on two cores.

A block's label is the share of its 4-token shingles that the page's gold text holds; blocks too short for a shingle
must be a line of it, or stand between blocks that are in it. Pages of segments (`extract-trafilatura-eval`) label only
the blocks that hold a segment. Blocks weigh by their length, pages alike.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from evals import datapack
from evals.text_measures import shingles, tokens

from octavo.core.failures import Failure
from octavo.extract.body.blocks import Block, segment
from octavo.extract.body.context import CONTEXT_FEATURES, context_table
from octavo.extract.body.features import FEATURES, feature_table
from octavo.extract.body.find import hints_of, page_body
from octavo.extract.body.layout import Layout, layout_of
from octavo.extract.metadata import read_metadata
from octavo.extract.tree import parse_page
from training.forests import pack_forest

VERSION = 1
SETS = ("aeb", "fundus", "fundus-eval", "daniel", "trafilatura-eval")
SHIPPED = Path(__file__).parents[1] / "src/octavo/data/extraction/judge.npz"
LEFT_OUT = Path(__file__).parents[1] / "evals/judges"

FIRST_TREES, SECOND_TREES = 200, 150
FOLDS = 4
PARAMETERS = {
    "loss_function": "CrossEntropy", "depth": 6, "learning_rate": 0.1, "l2_leaf_reg": 8, "random_strength": 1,
    "bootstrap_type": "Bernoulli", "subsample": 0.7, "rsm": 0.4, "border_count": 64, "verbose": 0, "random_seed": 1,
    "allow_writing_files": False,
}  # fmt: skip
# Directions that are known beforehand, so that a small corpus cannot teach the opposite: standing in a comment box
# never speaks for a block, being in the box of the running text never against it.
_AGAINST = (
    *(
        f"{scope}_{name}"
        for scope in ("own", "near", "any")
        for name in ("comment", "related", "share", "subscribe", "consent", "nav", "footer", "promo", "tags", "hiding")
    ),
    "any_author", "own_author", "in_nav", "in_footer", "in_form", "hidden", "link_share", "has_copyright", "echo",
    "titles_since",
)  # fmt: skip
_FOR = (
    "own_article_body", "near_article_body", "any_article_body", "own_paragraph", "near_paragraph", "same_article",
    "in_article", "in_main", "in_body", "ends_sentence", "core_in", "best50_in",
)  # fmt: skip
_COLUMN = {name: number for number, name in enumerate(FEATURES)}
_SHORT, _IS_IN = 4, 0.7
# Sure furniture is most of a page: some of it stands for all.
_EASY_KEPT = 0.4


@dataclass(slots=True)
class Page:
    """One labelled page: `labels` are 0 to 1, -1 where nobody knows; `scores` the first look's, once there."""

    set: str
    publisher: str
    layout: Layout
    rows: Any
    labels: Any
    weights: Any
    scores: Any = None
    context: Any = None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.extraction", description="Train the judge over blocks.")
    parser.add_argument("left_out", nargs="*", help=f"only the judges without these sets ({', '.join(SETS)}, or none)")
    wanted = parser.parse_args().left_out or ["none", *SETS]
    if not datapack.is_present():
        print(datapack.ABSENT, file=sys.stderr)
        return 1
    pages = [page for name in SETS for page in read_pages(name)]
    for left_out in wanted:
        path = SHIPPED if left_out == "none" else LEFT_OUT / f"without-{left_out}.npz"
        train([page for page in pages if page.set != left_out], path)
        print(f"{path.name}: {path.stat().st_size // 1024} KB", file=sys.stderr)
    return 0


def read_pages(name: str) -> Iterable[Page]:
    for record in datapack.read_set(f"extract-{name}"):
        url = record.get("url", "")
        data = datapack.read_page(f"extract-{name}", record)
        tree = parse_page(data)
        if isinstance(tree, Failure):
            continue
        said = read_metadata(tree, url, page=data)
        segmented = segment(page_body(tree))
        if not segmented.blocks:
            continue
        layout = layout_of(segmented)
        rows = feature_table(segmented, layout, hints_of(said))
        labels = label(segmented.blocks, record)
        labels[rows[:, _COLUMN["is_title"]] > 0] = 0  # the headline has a place of its own
        if "must_have" in record:  # its comments count as text there, and nowhere else
            labels[(rows[:, _COLUMN["any_comment"]] > 0) & (labels > 0)] = -1
        yield Page(name, record.get("publisher") or "", layout, rows, labels, weigh(segmented.blocks, labels, record))


def label(blocks: Sequence[Block], record: datapack.Record) -> Any:
    if "must_have" in record:
        return np.array([_label_of_segments(block.text, record) for block in blocks])
    gold = tokens(record["text"])
    held = shingles(gold)
    lines = {" ".join(tokens(line)) for line in record["text"].split("\n")}
    joined = f" {' '.join(gold)} "
    found = [_label_of_text(tokens(block.text), held, lines, joined) for block in blocks]
    lengths = [len(tokens(block.text)) for block in blocks]
    return np.array(_settle_repeats(blocks, _settle_short(found), lengths, joined))


def _label_of_segments(text: str, record: datapack.Record) -> float:
    if any(segment in text or " ".join(segment.split()) in text for segment in record["must_have"]):
        return 1.0
    return 0.0 if any(segment in text for segment in record["must_not_have"]) else -1.0


def _label_of_text(words: list[str], held: Counter[tuple[str, ...]], lines: set[str], joined: str) -> float:
    if len(words) >= _SHORT:
        own = list(zip(*(words[start:] for start in range(_SHORT)), strict=False))
        return sum(shingle in held for shingle in own) / len(own)
    line = " ".join(words)
    if not line:
        return 0.0
    return 1.0 if line in lines else (-1.0 if f" {line} " in joined else 0.0)


def _settle_short(found: list[float]) -> list[float]:
    """A short block whose words are somewhere in the gold belongs where both its neighbours do."""
    settled = list(found)
    for at, value in enumerate(found):
        if value < 0:
            inner = 0 < at < len(found) - 1
            settled[at] = float(inner and found[at - 1] > _IS_IN and found[at + 1] > _IS_IN)
    return settled


def _settle_repeats(blocks: Sequence[Block], found: list[float], lengths: list[int], joined: str) -> list[float]:
    """Of blocks that say the same, as many as the gold has: those nearest to the rest of the article."""
    sure = [at for at, value in enumerate(found) if value > _IS_IN and lengths[at] >= 2 * _SHORT]
    middle = float(np.median(sure)) if sure else 0.0
    alike: dict[str, list[int]] = {}
    for at, block in enumerate(blocks):
        if found[at] > 0.5:
            alike.setdefault(block.text, []).append(at)
    for text, places in alike.items():
        if len(places) > 1 and joined.count(f" {' '.join(tokens(text))} ") < len(places):
            kept = min(places, key=lambda at: abs(at - middle))
            for at in places:
                found[at] = found[at] if at == kept else 0.0
    return found


def weigh(blocks: Sequence[Block], labels: Any, record: datapack.Record) -> Any:
    lengths = np.array([len(tokens(block.text)) for block in blocks])
    weights = (np.sqrt(np.maximum(lengths, 1)) + lengths * 0.15) * (labels >= 0)
    total = float(weights.sum())
    return weights / total * (5 if "must_have" in record else 10) if total else weights


def train(pages: list[Page], path: Path) -> None:
    """The first look is scored out of fold for the second's training: in use it has not seen the page either."""
    pages = [page for page in pages if (page.labels >= 0).any()]
    for held_out in range(FOLDS):
        inside = [page for page in pages if _fold(page) != held_out]
        model = fit(inside, [page.rows for page in inside], FIRST_TREES)
        for page in pages:
            if _fold(page) == held_out:
                page.scores = model.predict(page.rows, prediction_type="Probability")[:, 1]
    for page in pages:
        page.context = np.concatenate([page.rows, context_table(page.layout, page.rows, page.scores)], axis=1)
    first = fit(pages, [page.rows for page in pages], FIRST_TREES)
    second = fit(pages, [page.context for page in pages], SECOND_TREES)
    columns = np.array([len(FEATURES), len(FEATURES) + len(CONTEXT_FEATURES)])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path, columns=columns, version=np.array(VERSION), **pack_forest(first, "first"), **pack_forest(second, "second")
    )


def _fold(page: Page) -> int:
    """All pages of a publisher are in one fold."""
    return sum(page.publisher.encode()) % FOLDS


def fit(pages: list[Page], tables: list[Any], trees: int) -> Any:
    from catboost import CatBoost, Pool

    rows = np.concatenate(tables)
    labels = np.concatenate([page.labels for page in pages])
    weights = np.concatenate([page.weights for page in pages])
    easy = (labels <= 0) & (rows[:, _COLUMN["link_share"]] > 0.8)
    chosen = (labels >= 0) & (weights > 0) & (~easy | (np.random.default_rng(1).random(len(labels)) < _EASY_KEPT))
    weights = np.where(easy, weights / _EASY_KEPT, weights)
    directions = [0] * rows.shape[1]
    for names, direction in ((_AGAINST, -1), (_FOR, 1)):
        for name in names:
            directions[_COLUMN[name]] = direction
    model = CatBoost({**PARAMETERS, "iterations": trees, "monotone_constraints": directions})
    model.fit(Pool(rows[chosen], np.clip(labels[chosen], 0, 1), weight=weights[chosen]))
    return model


if __name__ == "__main__":
    sys.exit(main())
