"""Figures of a story against labels (`evals/labels/figures.jsonl`): pairs of cells of two articles.

Of the labelled stories one half (`training.briefs.is_learned`) was looked at while the table was written; the other
alone is scored. A pair that the table shows is right if the labels have it as one quantity, and agree or differ as the
table says.
"""

import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

from training.briefs import is_learned

from evals import datapack
from evals.datapack import Record
from octavo.assist.briefs.figures import figure_table
from octavo.assist.briefs.quantities import tally
from octavo.assist.briefs.reading import StoryReading, read_articles
from octavo.core.briefs import BriefArticle, FigureRow
from octavo.core.labels import Labels
from octavo.understand.figures import find_figures
from octavo.understand.sentences import split_sentences

LABELS = Path(__file__).with_name("labels") / "figures.jsonl"
OPTIONAL = "optional"

Cell = tuple[int, float, int]  # article, value, group
Pair = frozenset[tuple[int, float]]


def figures(embedder: Any, *, full: bool) -> dict[str, float]:  # 90 stories take seconds
    """Precision and recall over pairs, of all and of those that differ; and how many of these there are."""
    counts: Counter[str] = Counter()
    labels = map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())
    for label in (label for label in labels if not is_learned(label["story"])):
        records = [record for record in _records(label["file"]) if record["story"] == label["story"]]
        reading = reading_of(records, embedder)
        pairs = gold_pairs(label["quantities"]), shown_pairs(figure_table(reading))
        gold, shown = ({p: says for p, says in held.items() if not _one_voice(p, reading)} for held in pairs)
        counts += compared(gold, shown)
    found: dict[str, float] = {}
    for name in ("figures", "figures.differ"):
        found[f"{name}.precision"] = counts[f"{name}.right"] / max(counts[f"{name}.shown"], 1)
        found[f"{name}.recall"] = counts[f"{name}.right"] / max(counts[f"{name}.gold"], 1)
    return found


def _one_voice(pair: Pair, reading: StoryReading) -> bool:
    """Two items with the same sentences are copies: what they share is told once, and no row's."""
    return len({reading.voices[article] for article, _ in pair}) == 1


_files: dict[str, list[Record]] = {}


def _records(file: str) -> list[Record]:
    if file not in _files:
        _files[file] = datapack.read_set("cluster-neus", file)
    return _files[file]


def reading_of(records: list[Record], embedder: Any) -> StoryReading:
    """Each item a voice of its own, named by its number in the story."""
    articles = []
    for number, record in enumerate(records):
        title = record.get("title") or ""
        labels = Labels("en", figures=find_figures(title, record["text"], language="en"))
        articles.append(BriefArticle(str(number), title, record["text"], str(number), language="en", labels=labels))
    return StoryReading(read_articles(articles, split_sentences, embedder))


def gold_pairs(quantities: list[dict[str, Any]]) -> dict[Pair, str]:
    """Of each pair of cells: "agree", "differ" or "optional"."""
    pairs: dict[Pair, str] = {}
    for quantity in sorted(quantities, key=lambda quantity: not quantity.get("optional")):
        cells = [(*cell, 0)[:3] for cell in quantity["cells"]]
        for one, other in itertools.combinations(cells, 2):
            if one[0] != other[0]:
                says = "agree" if one[2] == other[2] else "differ"
                pairs[frozenset((one[:2], other[:2]))] = OPTIONAL if quantity.get("optional") else says
    return pairs


def shown_pairs(rows: tuple[FigureRow, ...]) -> dict[Pair, str]:
    pairs: dict[Pair, str] = {}
    for row in rows:
        for cells in _columns(row):
            for one, other in itertools.combinations(cells, 2):
                if one[0] != other[0]:
                    pairs[frozenset((one[:2], other[:2]))] = "agree" if one[2] == other[2] else "differ"
    return pairs


def _columns(row: FigureRow) -> list[list[Cell]]:
    """The row's cells; of votes, those for and those against."""
    votes = [tally(cell.text) for cell in row.cells]
    if all(votes):
        sides = [(vote[0], vote[1]) for vote in votes if vote]
        articles = [(int(cell.telling.citation.article), cell.group) for cell in row.cells]
        return [
            [(article, float(side[which]), group) for (article, group), side in zip(articles, sides, strict=True)]
            for which in (0, 1)
        ]
    return [[(int(cell.telling.citation.article), cell.value, cell.group) for cell in row.cells]]


def compared(gold: dict[Pair, str], shown: dict[Pair, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    wanted = {_close(pair): says for pair, says in gold.items()}
    given = {_close(pair): says for pair, says in shown.items()}
    for pair, says in given.items():
        label = wanted.get(pair)
        if label == OPTIONAL:
            continue
        for name in ("figures", "figures.differ")[: 1 + (says == "differ")]:
            counts[f"{name}.shown"] += 1
            counts[f"{name}.right"] += label == says
    for says in wanted.values():
        if says != OPTIONAL:
            counts["figures.gold"] += 1
            counts["figures.differ.gold"] += says == "differ"
    return counts


def _close(pair: Pair) -> frozenset[tuple[int, str]]:
    """Values as floats may be a hair apart."""
    return frozenset((article, f"{value:.6g}") for article, value in pair)
