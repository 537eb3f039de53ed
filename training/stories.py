"""`python -m training.stories [--without SET]`: the grouping model that Octavo ships, from the data pack.

What it learns from, and that nothing of it is scored, stands in `training.story_sets`. In two rounds, so that the
forest never sees likenesses of the very stories that the likeness was fitted on: the stories are parted in two, and
each part's evidence is made with the likeness of the other. `--without` leaves one set out and writes to evals/judges
instead: what the evals call "left out". Pairs in two languages have a forest of their own: run `python -m
training.across` afterwards.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from evals import datapack

from octavo.stories import commonness
from octavo.stories.commonness import Commonness
from octavo.stories.crowding import Crowds
from octavo.stories.evidence import FEATURES, Crowding, evidence
from octavo.stories.grouping import CANDIDATES, search_entry
from octavo.stories.judge import load_judge
from octavo.stories.likeness import Likeness, Told, fit
from octavo.stories.profile import profile_of
from octavo.stories.similar import pair_evidence, similarity_row
from octavo.stories.terms import stem, term, words_of
from octavo.stories.window import Window
from octavo.understand.embedding import embedding_text, shipped_embedder
from training import story_sets
from training.forests import pack_forest
from training.story_sets import Pairs, Stream

Array = Any  # numpy arrays

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "src/octavo/data/stories/judge.npz"
BACKGROUND = ROOT / "src/octavo/data/stories/background.npz"
SIMILARITY = ROOT / "src/octavo/data/stories/similarity.npz"
LEFT_OUT = ROOT / "evals/judges"
VERSION = 1
SETS = ("neus", "sib200", "semeval")

KEPT = 256
SHRINKAGE = 0.15
SAME = 1.75
"""Pairs of semeval up to here are of one story, by its guidelines' "very similar"."""
SEMEVAL_WEIGHT = 0.5
FEWEST, MOST = 2, 24
"""Languages that one sentence is shown in at once: stories have all sizes."""
BIAS = 1.0
"""Groups are linked by means, which strangers lower: what is even odds for a pair is favourable for a group. One value
for every set. At 1.5 ecbplus gains .014, and in a newsroom's first hours stories are joined that an editor parts."""
TREES, LEVELS, RATE, LEAF_SMOOTHING = 250, 6, 0.08, 20
COMMON_SHARE = 0.005
DIFFERENT = 4.0
"""Of semeval's grades; 1 is the same."""
RIDGE = 1_000.0
"""Strong: fitted to 639 pairs of translated texts, it has to serve every language and source."""


@dataclass(frozen=True, slots=True)
class Rows:
    evidence: Array
    is_same: Array


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.stories", description=__doc__)
    parser.add_argument("--without", choices=SETS)
    without: str | None = parser.parse_args().without
    embedder = shipped_embedder()
    say("reading what is learned from")
    streams = [
        story_sets.embedded(stream, embedder, embedding_text)
        for stream in (story_sets.neus(scored=False), story_sets.sentences())
        if stream.name != without
    ]
    pairs = None if without == "semeval" else close_pairs(embedder)
    if without is None:
        write_background()
        commonness._background.cache_clear()
    folds = [learn_fold(streams, pairs, fold) for fold in (0, 1)]
    rows = [rows for fold in folds for rows in fold]
    say(f"a forest over {sum(len(part.is_same) for part in rows)} pairs")
    forest = grow(rows)
    likeness = fit([told(stream) for stream in streams] + semeval_told(pairs), kept=KEPT, shrinkage=SHRINKAGE)
    path = SHIPPED if without is None else LEFT_OUT / f"stories-without-{without}.npz"
    write(path, likeness, forest)
    say(f"{path.name}: {path.stat().st_size} bytes")
    if without is None:
        write_similarity(embedder)
    return 0


def say(text: str) -> None:
    print(text, file=sys.stderr)


def close_pairs(embedder: Any) -> tuple[Stream, Stream]:
    """Pairs of one story, both sides as streams of the same stories."""
    pairs: Pairs = story_sets.semeval(scored=False)
    close = [number for number, overall in enumerate(pairs.overall) if overall <= SAME]
    first, second = (
        story_sets.embedded(subset(side, close), embedder, embedding_text) for side in (pairs.first, pairs.second)
    )
    return first, second


def semeval_told(pairs: tuple[Stream, Stream] | None) -> list[Told]:
    if pairs is None:
        return []
    vectors = np.concatenate([vectors_of(side) for side in pairs])
    return [Told(vectors, np.array(pairs[0].stories + pairs[1].stories), SEMEVAL_WEIGHT)]


def subset(stream: Stream, numbers: Sequence[int]) -> Stream:
    return replace(
        stream,
        sightings=tuple(stream.sightings[number] for number in numbers),
        stories=tuple(stream.stories[number] for number in numbers),
    )


def vectors_of(stream: Stream) -> Array:
    return np.array([np.frombuffer(one.embedding, "<f2").astype(np.float32) for one in stream.sightings])


def told(stream: Stream) -> Told:
    return Told(vectors_of(stream), np.array(stream.stories))


def fold_of(story: str) -> int:
    return (crc32(story.encode()) >> 3) & 1


def part(stream: Stream, fold: int) -> Stream:
    return subset(stream, [number for number, story in enumerate(stream.stories) if fold_of(story) == fold])


def learn_fold(streams: Sequence[Stream], pairs: tuple[Stream, Stream] | None, fold: int) -> list[Rows]:
    """The evidence of one part's stories, by the likeness of the other part's."""
    others = [told(part(stream, 1 - fold)) for stream in streams]
    likeness = fit(others + semeval_told(pairs), kept=KEPT, shrinkage=SHRINKAGE)
    return [rows_of(of_many_sizes(part(stream, fold)), likeness) for stream in streams]


def of_many_sizes(stream: Stream) -> Stream:
    """sib200 with each sentence in some of its languages; other streams as they are."""
    if stream.name != "sib200":
        return stream
    generator = np.random.default_rng(1)
    stories = np.array(stream.stories)
    chosen: list[int] = []
    for story in sorted(set(stream.stories)):
        numbers = np.flatnonzero(stories == story)
        chosen += generator.permutation(numbers)[: generator.integers(FEWEST, MOST + 1)].tolist()
    return subset(stream, sorted(chosen))


def rows_of(stream: Stream, likeness: Likeness) -> Rows:
    """The evidence of every pair that grouping would compare, with all of the stream known."""
    profiles = [profile_of(sighting, likeness) for sighting in stream.sightings]
    known, crowds, window = Commonness(), Crowds(), Window(likeness.dimensions)
    for number, profile in enumerate(profiles):
        known.add(profile.terms)
        crowds.add(number, profile)
        window.add(search_entry(number, profile, None))
    crowding = np.array([crowds.around(profile, number) for number, profile in enumerate(profiles)])
    tables, labels = [], []
    seen: set[tuple[int, int]] = set()
    for number, profile in enumerate(profiles):
        found = window.candidates(search_entry(number, profile, None), CANDIDATES)
        others = [other for other in found if (min(number, other), max(number, other)) not in seen]
        seen |= {(min(number, other), max(number, other)) for other in others}
        if others:
            crowd = Crowding(crowding[number], crowding[others])
            tables.append(evidence(profile, [profiles[other] for other in others], known, likeness, crowd))
            labels += [stream.stories[number] == stream.stories[other] for other in others]
    return Rows(np.concatenate(tables), np.array(labels))


def grow(rows: Sequence[Rows]) -> Any:
    """A forest over all rows, each stream with the same say. Loss: log loss, so that its sums are log-odds."""
    from catboost import CatBoostClassifier

    weights = np.concatenate([np.full(len(part.is_same), 1e5 / len(part.is_same)) for part in rows])
    model = CatBoostClassifier(
        iterations=TREES, depth=LEVELS, learning_rate=RATE, l2_leaf_reg=LEAF_SMOOTHING, random_seed=1, verbose=0,
        allow_writing_files=False,
    )  # fmt: skip
    evidence_rows = np.concatenate([part.evidence for part in rows])
    return model.fit(evidence_rows, np.concatenate([part.is_same for part in rows]), sample_weight=weights)


def write(path: Path, likeness: Likeness, model: Any) -> None:
    """What `training.across` has written there stays, until that is run again."""
    packed = pack_forest(model, "forest")
    with np.load(path if path.exists() else SHIPPED, allow_pickle=False) as stored:
        packed |= {name: stored[name] for name in stored.files if name.startswith("across_")}
    np.savez_compressed(
        path,
        features=np.array(FEATURES),
        mean=likeness.mean.astype(np.float16),
        projection=likeness.projection.astype(np.float16),
        between=likeness.between,
        **packed,
        bias=BIAS,
        version=VERSION,
    )


def write_similarity(embedder: Any) -> None:
    """Ridge regression of people's grades on standardised rows, with the judge as it has just been written."""
    load_judge.cache_clear()
    judge = load_judge(str(SHIPPED))
    pairs = story_sets.semeval(scored=False)
    sides = (story_sets.embedded(side, embedder, embedding_text).sightings for side in (pairs.first, pairs.second))
    evidence_rows = (pair_evidence(one, other, judge) for one, other in zip(*sides, strict=True))
    rows = np.array([similarity_row(row, judge) for row in evidence_rows])
    grades = (DIFFERENT - np.array(pairs.overall)) / (DIFFERENT - 1)
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    standard = (rows - mean) / spread
    inner = standard.T @ standard + RIDGE * np.eye(standard.shape[1])
    weights = np.linalg.solve(inner, standard.T @ (grades - grades.mean())) / spread
    np.savez_compressed(SIMILARITY, weights=weights.astype(np.float32), bias=grades.mean() - mean @ weights)


def write_background() -> None:
    """In which share of a language's texts a common term stands; names are left out, since they come and go."""
    shares: dict[int, float] = {}
    for language, texts in _texts_by_language().items():
        counts: Counter[int] = Counter()
        for text in texts:
            words = (word for word in words_of(text) if len(word) > 1 and (language != "en" or word.islower()))
            counts.update({term(stem(word)) for word in words})
        for key, count in counts.items():
            if count / len(texts) >= COMMON_SHARE:
                # A sentence is about a fourth of what is compared of an article.
                share = 1 - (1 - count / len(texts)) ** 4 if language != "en" else count / len(texts)
                shares[key] = max(shares.get(key, 0.0), share)
    terms = np.array(sorted(shares), dtype=np.uint32)
    BACKGROUND.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        BACKGROUND, terms=terms, shares=np.array([shares[key] for key in terms.tolist()], dtype=np.float16)
    )


def _texts_by_language() -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for record in datapack.read_set("langid-sib200", "sentences.jsonl.gz"):
        if record["language"] != "en":
            texts.setdefault(record["language"], []).append(record["text"])
    texts["en"] = [f"{one.title}. {one.text}" for one in story_sets.neus(scored=False).sightings]
    return texts


if __name__ == "__main__":
    sys.exit(main())
