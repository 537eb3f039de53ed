"""Stories: whether articles of one event are grouped, in one language and across many, and how alike pairs are.

One model and one set of thresholds for all sets. What it was trained on, and that nothing of it is scored here, stands
in `training/story_sets.py`. `….left_out` is by a model that saw no article of the same set at all; sets without it are
left out anyway.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from training import story_sets
from training.story_sets import Stream

from evals.clusters import auc, bcubed, bcubed_between, best_f1, pearson
from evals.story_peers import linked_by_embedding, linked_by_words, word_cosines
from octavo.core.stories import Sighting
from octavo.stories.grouping import Grouper
from octavo.stories.judge import Judge, load_judge, shipped_judge
from octavo.stories.similar import pair_evidence, similarity
from octavo.understand.embedding import embedding_text, shipped_embedder

PEERS = {
    "stories.neus.f1": "TF-IDF, tuned: .82; embedding alone .83; a first pairwise learner .855 (data pack)",
    "stories.neus_dated.f1": "TF-IDF, tuned: .81",
    "stories.ecbplus.f1": "TF-IDF, tuned: .885",
    "stories.semeval.pearson": "TF-IDF .58; best published .818 on other pairs",
    "stories.tgcontest.auc": "TF-IDF .873",
}
JUDGES = Path(__file__).with_name("judges")
SAMPLED_STORIES = 100
SAMPLED_DOCUMENTS = 12
SAMPLED_PAIRS = 120


def run(full: bool) -> dict[str, float]:
    """B-cubed F1 of each set beside two baselines on the same articles, at the thresholds that suit these best."""
    results = _groups(story_sets.neus(scored=True), full=full, left_out="neus")
    results |= _groups(story_sets.dated(), full=full, left_out="neus")
    results |= _groups(story_sets.ecbplus(), full=full)
    results |= _across_languages(full=full)
    results |= _graded(full=full)
    return results | _same_or_not(full=full)


def _embedded(stream: Stream) -> Stream:
    return story_sets.embedded(stream, shipped_embedder(), embedding_text)


def _sampled(stream: Stream, *, full: bool, stories: int = SAMPLED_STORIES) -> Stream:
    chosen = set(list(dict.fromkeys(stream.stories))[:: max(1, len(set(stream.stories)) // stories)])
    numbers = [number for number, story in enumerate(stream.stories) if full or story in chosen]
    return Stream(
        stream.name,
        tuple(stream.sightings[number] for number in numbers),
        tuple(stream.stories[number] for number in numbers),
    )


def _groups(stream: Stream, *, full: bool, left_out: str = "") -> dict[str, float]:
    stream = _embedded(_sampled(stream, full=full))
    name = f"stories.{stream.name}"
    precision, recall, score = bcubed(grouped(stream.sightings), stream.stories)
    results = {f"{name}.f1": score, f"{name}.precision": precision, f"{name}.recall": recall}
    if left_out and full:
        judge = load_judge(str(JUDGES / f"stories-without-{left_out}.npz"))
        results[f"{name}.left_out_f1"] = bcubed(grouped(stream.sightings, judge), stream.stories)[2]
    results[f"{name}.baseline_words_f1"] = linked_by_words(stream)
    results[f"{name}.baseline_embedding_f1"] = linked_by_embedding(stream)
    return results


def grouped(sightings: Sequence[Sighting], judge: Judge | None = None) -> list[str]:
    """The final story of each, as `octavo group` gives it."""
    grouper = Grouper(judge or shipped_judge())
    stories = [grouper.assign(sighting).story for sighting in sightings]
    found = grouper.regroup()
    return [
        found.moved.get(sighting.id, found.merged.get(story, story))
        for sighting, story in zip(sightings, stories, strict=True)
    ]


def _across_languages(*, full: bool) -> dict[str, float]:
    """Documents in 41 languages, each language one half of the sentences: only different halves are compared."""
    whole, halves = story_sets.ntrex()
    half_of = dict(zip((sighting.id for sighting in whole.sightings), halves, strict=True))
    stream = _embedded(_sampled(whole, full=full, stories=SAMPLED_DOCUMENTS))
    half = [half_of[sighting.id] for sighting in stream.sightings]

    def comparable(one: int, other: int) -> bool:
        return bool(half[one] != half[other])

    precision, recall, score = bcubed_between(grouped(stream.sightings), stream.stories, comparable)
    return {"stories.ntrex.f1": score, "stories.ntrex.precision": precision, "stories.ntrex.recall": recall}


def _graded(*, full: bool) -> dict[str, float]:
    pairs = story_sets.semeval(scored=True)
    step = 1 if full else max(1, len(pairs.overall) // SAMPLED_PAIRS)
    first, second = (_embedded(_every(side, step)) for side in (pairs.first, pairs.second))
    grades, languages = [-overall for overall in pairs.overall[::step]], pairs.languages[::step]
    found = [similarity(*pair) for pair in zip(first.sightings, second.sightings, strict=True)]
    across = [number for number, language in enumerate(languages) if language == "de-en"]
    return {
        "stories.semeval.pearson": pearson(found, grades),
        "stories.semeval.pearson_de_en": pearson([found[n] for n in across], [grades[n] for n in across]),
        "stories.semeval.baseline_words": pearson(word_cosines(first, second), grades),
        "stories.semeval.baseline_embedding": pearson(_cosines(first, second), grades),
    }


def _every(stream: Stream, step: int) -> Stream:
    return Stream(stream.name, stream.sightings[::step], stream.stories[::step])


def _cosines(first: Stream, second: Stream) -> list[float]:
    vectors = [
        np.array([np.frombuffer(one.embedding, "<f2").astype(np.float32) for one in side.sightings])
        for side in (first, second)
    ]
    cosines: list[float] = (vectors[0] * vectors[1]).sum(axis=1).tolist()
    return cosines


def _same_or_not(*, full: bool) -> dict[str, float]:
    first, second, same = story_sets.tgcontest()
    first, second = _embedded(first), _embedded(second)
    judge = shipped_judge()
    pairs = zip(first.sightings, second.sightings, strict=True)
    found = [float(judge.forest.logits(pair_evidence(*pair, judge)[None])[0]) for pair in pairs]
    graded = [similarity(*pair) for pair in zip(first.sightings, second.sightings, strict=True)]
    return {
        "stories.tgcontest.auc": auc(graded, same),
        "stories.tgcontest.best_f1": best_f1(graded, same),
        "stories.tgcontest.judge_auc": auc(found, same),
        "stories.tgcontest.baseline_words_auc": auc(word_cosines(first, second), same),
        "stories.tgcontest.baseline_embedding_auc": auc(_cosines(first, second), same),
    }
