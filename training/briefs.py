"""`python -m training.briefs`: grows the forests that choose sentences, from what evals do not score.

- `roundup`: sets of sentences of cluster-neus stories, by how near they come to the editors' roundup.
- `summary`: sentences of sum-bbc articles, by whether the reference has them.

Of each set one half (by the hash of the story's or article's name, `is_learned`) is learned from and the other is only
scored, by `evals/briefs.py`. The halves' forests are what is shipped, so what is scored is what runs.
"""

import hashlib
import itertools
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from evals import datapack
from evals.text_measures import tokens

from octavo.assist.briefs.choosing import describe, possible_sets
from octavo.assist.briefs.reading import StoryReading, read_articles
from octavo.assist.briefs.roundup import candidates_of
from octavo.core.briefs import BriefArticle
from octavo.understand.embedding import shipped_embedder
from octavo.understand.sentences import split_sentences
from training.forests import pack_forest
from training.vectors import RememberingEmbedder

TARGET = Path(__file__).parents[1] / "src/octavo/data/briefs/choice.npz"
SETS_EACH = 100
SEEDS = (1, 2, 3)
SCALES = (0.40, 0.18, 0.28)
"""Of ROUGE-1, -2 and -L: about what is to be reached, so that none counts more than the others."""

Array = Any  # numpy arrays
Record = dict[str, Any]


def is_learned(name: str) -> bool:
    """Whether this story or article is of the half that is learned from; the other half is scored."""
    return hashlib.blake2b(f"briefs {name}".encode()).digest()[0] % 2 == 0


def neus_stories() -> dict[str, list[Record]]:
    stories: dict[str, list[Record]] = {}
    for record in datapack.read_set("cluster-neus", "docs.jsonl.gz"):
        stories.setdefault(record["story"], []).append(record)
    return stories


def neus_roundups() -> dict[str, str]:
    return {record["story"]: record["text"] for record in datapack.read_set("cluster-neus", "roundups.jsonl.gz")}


def reading_of(records: Sequence[Record], embedder: Any) -> StoryReading:
    """A story's items; each is a publisher's of its own where no publisher is named."""
    articles = [
        BriefArticle(
            record["id"], record.get("title") or "", record["text"], record.get("publisher") or record["id"],
            language=record.get("language") or "",
        )
        for record in records
    ]  # fmt: skip
    return StoryReading(read_articles(articles, split_sentences, embedder))


def rouge(output: str, reference: str) -> tuple[float, float, float]:
    """F1 of words, of pairs of words and of the longest common run of words with gaps (Lin, 2004), without stemming."""
    ours, theirs = tokens(output), tokens(reference)
    pairs = [Counter(itertools.pairwise(words)) for words in (ours, theirs)]
    return (
        _f1((Counter(ours) & Counter(theirs)).total(), len(ours), len(theirs)),
        _f1((pairs[0] & pairs[1]).total(), pairs[0].total(), pairs[1].total()),
        _f1(_longest_common(ours, theirs), len(ours), len(theirs)),
    )


def _f1(common: int, ours: int, theirs: int) -> float:
    return 2 * common / (ours + theirs) if common else 0.0


def _longest_common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    row = [0] * (len(theirs) + 1)
    for word in ours:
        before = row
        row = [0]
        for at, other in enumerate(theirs):
            row.append(before[at] + 1 if word == other else max(before[at + 1], row[at]))
    return row[-1]


def main() -> None:
    embedder = RememberingEmbedder(shipped_embedder())
    arrays = grow_roundup(embedder) | grow_summary(embedder)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(TARGET, embedder=embedder.name, **arrays)
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.0f} kB", file=sys.stderr)


def grow_roundup(embedder: Any) -> dict[str, Array]:
    roundups, rows, worth = neus_roundups(), [], []
    chance = random.Random(11)
    for story, records in neus_stories().items():
        if story not in roundups or not is_learned(story):
            continue
        candidates = candidates_of(reading_of(records, embedder))
        sets = possible_sets(candidates)
        sets = chance.sample(sets, min(len(sets), SETS_EACH))
        if sets:
            rows.append(describe(candidates, sets))
            worth += [_worth(candidates.reading, chosen, roundups[story]) for chosen in sets]
    print(f"roundup: {len(rows)} stories, {len(worth)} sets", file=sys.stderr)
    return _grown("roundup", np.vstack(rows), np.array(worth), rounds=500, depth=5)


def _worth(reading: StoryReading, chosen: Sequence[int], roundup: str) -> float:
    scores = rouge(" ".join(reading.spots[at].text for at in chosen), roundup)
    return sum(score / scale for score, scale in zip(scores, SCALES, strict=True))


def grow_summary(embedder: Any) -> dict[str, Array]:
    from octavo.assist.briefs.summary import describe_sentences

    rows, kept = [], []
    for record in bbc_articles():
        if is_learned(record["id"]):
            reading = reading_of([record | {"publisher": "BBC"}], embedder)
            rows.append(describe_sentences(reading))
            kept += in_reference(reading, record["summary"])
    print(f"summary: {len(rows)} articles, {len(kept)} sentences", file=sys.stderr)
    return _grown("summary", np.vstack(rows), np.array(kept, float), rounds=400, depth=5)


def bbc_articles() -> list[Record]:
    return [record for record in datapack.read_set("sum-bbc", "articles.jsonl.gz") if record.get("summary")]


def in_reference(reading: StoryReading, summary: str) -> list[float]:
    """Of each sentence of the text, the share of its pairs of words that the reference has."""
    held = tokens(summary)
    pairs = set(itertools.pairwise(held))
    shares = []
    for spot in reading.spots:
        if not spot.is_title:
            words = tokens(spot.text)
            own = list(itertools.pairwise(words))
            shares.append(sum(pair in pairs for pair in own) / max(len(own), 1))
    return shares


def _grown(name: str, rows: Array, worth: Array, *, rounds: int, depth: int) -> dict[str, Array]:
    from catboost import CatBoostRegressor, sum_models

    models = [
        CatBoostRegressor(
            iterations=rounds, depth=depth, learning_rate=0.04, l2_leaf_reg=20, bootstrap_type="Bernoulli",
            subsample=0.7, rsm=0.6, random_seed=seed, verbose=False, thread_count=2, allow_writing_files=False,
        ).fit(rows, worth)
        for seed in SEEDS
    ]  # fmt: skip
    # Chance decides a good deal of one forest: their mean is steadier.
    model = sum_models(models, weights=[1 / len(models)] * len(models))
    importance = sorted(zip(models[0].get_feature_importance(), range(rows.shape[1]), strict=True), reverse=True)
    print(f"{name}: " + ", ".join(f"{column} {share:.0f}" for share, column in importance[:12]), file=sys.stderr)
    return pack_forest(model, name)


if __name__ == "__main__":
    main()
