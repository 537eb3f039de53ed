"""The embedded features: roundups against editors' (cluster-neus), summaries against references (sum-bbc), figures and
questions against labels of our own (`evals/labels/`).

Roundups and summaries are scored on the half of each set that the shipped forests never learned from
(`training.briefs.is_learned`). A roundup's sentences have two publishers or more each; where no sentence has,
there is no roundup, and `all` counts that as nothing.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from training import briefs as training
from training.briefs import is_learned, neus_roundups, neus_stories, reading_of, rouge
from training.vectors import RememberingEmbedder

from evals import datapack
from evals.briefs_ask import questions
from evals.briefs_figures import figures
from evals.text_measures import tokens
from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.roundup import roundup
from octavo.assist.briefs.summary import fitting
from octavo.understand.embedding import shipped_embedder

PEERS = {
    "briefs.roundup.all.rouge1": "first item of the story, whole pack .363",
    "briefs.roundup.all.rouge2": "first item of the story, whole pack .149",
    "briefs.roundup.all.rougel": "first item of the story, whole pack .252",
    "briefs.summary.rouge1": "the first 43 %, 400 articles of the pack .624",
    "briefs.summary.rouge2": "the first 43 %, 400 articles of the pack .499",
    "briefs.summary.rougel": "the first 43 %, 400 articles of the pack .412",
}
STORIES, ARTICLES = 110, 25
"""Of the sample."""
FIRST_SHARE = 0.43
MEASURES = ("rouge1", "rouge2", "rougel")

_GLUED = re.compile(r"(?<=[.!?])(?=[A-Z\"“])")


def run(full: bool) -> dict[str, float]:
    embedder = RememberingEmbedder(shipped_embedder())
    found = roundups(embedder, full=full) | summaries(embedder, full=full)
    found |= figures(embedder, full=full) | questions(embedder, full=full)
    return {f"briefs.{name}": value for name, value in found.items()}


def roundups(embedder: Any, *, full: bool) -> dict[str, float]:
    references = neus_roundups()
    stories = [{"id": story, "items": items} for story, items in neus_stories().items() if story in references]
    scored = [story for story in stories if not is_learned(story["id"])]
    chosen = datapack.sample(scored, STORIES, full=full)
    ours, firsts, supported = [], [], 0
    for story in chosen:
        told = roundup(reading_of(story["items"], embedder))
        reference = references[story["id"]]
        ours.append(rouge(" ".join(sentence.text for sentence in told), reference))
        firsts.append(rouge(story["items"][0]["text"], reference))
        supported += all(len({citation.article for citation in sentence.citations}) > 1 for sentence in told)
    told_at_all = [scores for scores in ours if scores[0]]
    return (
        _named("roundup.all", ours)
        | _named("roundup", told_at_all)
        | _named("roundup.baseline_first_item", firsts)
        | {"roundup.told": len(told_at_all) / len(ours), "roundup.two_publishers": supported / len(ours)}
    )


def summaries(embedder: Any, *, full: bool) -> dict[str, float]:
    scored = [record for record in training.bbc_articles() if not is_learned(record["id"])]
    chosen = datapack.sample(scored, ARTICLES, full=full)
    writers: dict[str, Callable[[StoryReading, int], str]] = {
        "summary": _ours, "summary.baseline_first_43_percent": _first_share, "summary.baseline_lead": _lead,
    }  # fmt: skip
    scores: dict[str, list[tuple[float, ...]]] = {name: [] for name in writers}
    for record in chosen:
        reading = reading_of([record | {"publisher": "BBC"}], embedder)
        reference = _GLUED.sub(" ", record["summary"])
        for name, write in writers.items():
            scores[name].append(rouge(write(reading, len(tokens(reference))), reference))
    return {figure: value for name, rows in scores.items() for figure, value in _named(name, rows).items()}


def _ours(reading: StoryReading, length: int) -> str:
    return " ".join(reading.spots[at].text for at in fitting(reading, length))


def _first_share(reading: StoryReading, _length: int) -> str:
    words = reading.articles[0].article.text.split()
    return " ".join(words[: int(len(words) * FIRST_SHARE)])


def _lead(reading: StoryReading, length: int) -> str:
    """The first sentences up to the reference's length."""
    kept: list[str] = []
    for spot in reading.spots[1:]:
        if sum(len(tokens(text)) for text in kept) < length:
            kept.append(spot.text)
    return " ".join(kept)


def _named(name: str, scores: list[tuple[float, ...]]) -> dict[str, float]:
    means = np.mean(scores, axis=0) if scores else np.zeros(3)
    return {f"{name}.{measure}": float(mean) for measure, mean in zip(MEASURES, means, strict=True)}
