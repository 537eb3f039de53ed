"""The moderator's model on what it was not fitted to: HateCheck without a function or a language, comments by folds,
and 300 civil disagreements, which the weights of everything else may hardly hold.

The sentences of our own are learned from throughout (`training/data/moderation.tsv`), but for those of the language
that is left out: some of them show what a function of HateCheck tests, in other words.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from training import moderation as training
from training.vectors import RememberingEmbedder

from evals import datapack
from octavo.assist.moderation.model import HOLD_FROM, VECTOR_SCALE, ModelModerator, Weights
from octavo.core.moderation import CommentToJudge, Decision
from octavo.understand.embedding import shipped_embedder

PEERS = {
    "moderation.toxicspans.auc": "judges' agreement allows about .89",
    "moderation.toxicspans.baseline_tfidf_auc": "TF-IDF, logistic regression",
}
CIVIL = Path(__file__).with_name("labels") / "civil.jsonl"
CASES, COMMENTS = 3_000, 1_500
"""Of the sample."""
FOLDS = 5
SUMMED_DOTS = 2
"""In the names of the figures over all functions or languages: a baseline is not shown by each."""
BASELINE_C, VECTORS_C = 1.0, 0.05

Array = Any  # numpy arrays
Scorer = Callable[[Array, str], Array]
"""Of a mask of what is learned from, and the language that is left out: the scores of all, above 0 is hateful."""


def run(full: bool) -> dict[str, float]:
    embedder = RememberingEmbedder(shipped_embedder())
    aside = training.aside_of(embedder)
    tests = training.cases(datapack.sample(training.hatecheck(), CASES, full=full), embedder)
    comments = training.cases(datapack.sample(training.comments(), COMMENTS, full=full), embedder)
    figures = hatecheck(tests, aside) | toxicity(comments, aside) | civil(tests, comments, aside, embedder)
    return {f"moderation.{name}": value for name, value in figures.items()}


def hatecheck(tests: training.Cases, aside: training.Aside) -> dict[str, float]:
    hateful, functions, languages = tests.field("label") == "hateful", tests.field("function"), tests.field("language")
    rows = tests.attack()

    def model(learn: Array, language: str) -> Array:
        beside = aside.without(language) if language else aside
        linear = training.fit_attack(tests, rows[learn], hateful[learn], beside)
        return linear.probabilities(rows) - HOLD_FROM["attack"]

    figures = _left_out("hatecheck", model, hateful, functions, languages)
    texts = [record["text"] for record in tests.records]
    baselines = {"baseline_tfidf": _tfidf(texts, hateful), "baseline_vectors": _vectors(tests, hateful)}
    for name, scorer in baselines.items():
        others = _left_out(f"hatecheck.{name}", scorer, hateful, functions, languages)
        figures |= {figure: value for figure, value in others.items() if figure.count(".") == SUMMED_DOTS}
    return figures


def _left_out(name: str, scorer: Scorer, hateful: Array, functions: Array, languages: Array) -> dict[str, float]:
    """Right of all cases, each scored without its function; the mean over languages, each scored without it."""
    by_function = dict(_accuracies(scorer, hateful, functions, by_language=False))
    by_language = dict(_accuracies(scorer, hateful, languages, by_language=True))
    right = sum(share * int((functions == function).sum()) for function, share in by_function.items())
    figures = {f"{name}.without_function": right / len(functions)}
    figures[f"{name}.without_language"] = float(np.mean(list(by_language.values())))
    figures[f"{name}.worst_function"] = min(by_function.values())
    figures |= {f"{name}.function.{function}": share for function, share in by_function.items()}
    return figures | {f"{name}.language.{language}": share for language, share in by_language.items()}


def _accuracies(scorer: Scorer, hateful: Array, parts: Array, *, by_language: bool) -> Iterator[tuple[str, float]]:
    for part in sorted(set(parts)):
        scored = parts == part
        scores = scorer(~scored, part if by_language else "")
        yield str(part), float(((scores[scored] >= 0) == hateful[scored]).mean())


def _tfidf(texts: list[str], target: Array) -> Scorer:
    """Words and pairs of them."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True).fit_transform(texts)

    def score(learn: Array, _language: str) -> Array:
        model = LogisticRegression(C=BASELINE_C, class_weight="balanced", max_iter=training.ROUNDS)
        return model.fit(rows[np.flatnonzero(learn)], target[learn]).decision_function(rows)

    return score


def _vectors(tests: training.Cases, target: Array) -> Scorer:
    """The embedder's vectors alone."""
    from sklearn.linear_model import LogisticRegression

    rows = np.vstack([vectors.mean(axis=0) for vectors in tests.vectors]) * VECTOR_SCALE

    def score(learn: Array, _language: str) -> Array:
        model = LogisticRegression(C=VECTORS_C, class_weight="balanced", max_iter=training.ROUNDS)
        return model.fit(rows[learn], target[learn]).decision_function(rows)

    return score


def toxicity(comments: training.Cases, aside: training.Aside) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    toxic = comments.field("toxic_share") > 0.5
    folds = np.arange(len(toxic)) % FOLDS
    scores = np.zeros(len(toxic))
    baselines = {"tfidf": _tfidf([record["text"] for record in comments.records], toxic)}
    baselines["vectors"] = _vectors(comments, toxic)
    others = {name: np.zeros(len(toxic)) for name in baselines}
    for fold in range(FOLDS):
        scored = folds == fold
        linear, marked = training.fit_toxicity(training.choose(comments, ~scored), aside)
        scores[scored] = _toxicities(training.choose(comments, scored), linear, marked)
        for name, scorer in baselines.items():
            others[name][scored] = scorer(~scored, "")[scored]
    figures = {"toxicspans.auc": float(roc_auc_score(toxic, scores))}
    return figures | {
        f"toxicspans.baseline_{name}_auc": float(roc_auc_score(toxic, other)) for name, other in others.items()
    }


def _toxicities(of: training.Cases, linear: Any, marked: dict[str, float]) -> Array:
    return linear.probabilities(training.toxicity_rows(of, training.heats_by(of, marked)))


def civil(
    tests: training.Cases, comments: training.Cases, aside: training.Aside, embedder: RememberingEmbedder
) -> dict[str, float]:
    """Published, of what is to be published: by weights that learned from everything else."""
    attack = training.fit_attack(tests, tests.attack(), tests.field("label") == "hateful", aside)
    moderator = ModelModerator(embedder, Weights(embedder.name, attack, *training.fit_toxicity(comments, aside)))
    records = [json.loads(line) for line in CIVIL.read_text(encoding="utf-8").splitlines()]
    verdicts = moderator.moderate([CommentToJudge(record["id"], record["text"]) for record in records])
    held = np.array([verdict.decision is not Decision.PUBLISH for verdict in verdicts])
    languages = np.array([record["language"] for record in records])
    figures = {"civil.published": float(1 - held.mean())}
    return figures | {f"civil.published.{name}": float(1 - held[languages == name].mean()) for name in set(languages)}
