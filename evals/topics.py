"""Topics across sources: each set is scored by a model that was trained without it (`training/topics.py`).

Of sib200 only sentences are scored that the model was not developed on either. The weight of our own lines and how much
of the language is taken out were chosen on the other two sets as well, and the topics of tgcontest's classes after
reading its mistakes: their figures are a little kind.

A set's classes are groups of topics (`topic_sets`); its class is the one whose topics have the highest score together.
Beside it, in the same run: the class whose topics' names lie nearest to the text's embedding, and a logistic regression
on TF-IDF that was taught by the same other sources.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals import datapack
from evals.topic_sets import CLASSES, Example, codes_of, is_aside, read_examples, read_headlines
from octavo.understand.embedding import embedding_text, shipped_embedder
from octavo.understand.topics import CODES, LABELS, LEAST, logits_of, probabilities

MODELS = Path(__file__).with_name("models")
SAMPLES = {"bbc": 250, "sib200": 1_200, "tgcontest": 250}
TAUGHT_SENTENCES = 4_000
TFIDF_FEATURES = 60_000
PEERS: dict[str, str] = {}

Matrix = Any


def run(full: bool) -> dict[str, float]:
    """`topics.<set>.accuracy` and `.macro_f1`; `.open`: the likeliest of all 17 topics is one of the class's own."""
    results: dict[str, float] = {}
    everything = {name: read_examples(name) for name in CLASSES}
    names = shipped_embedder().embed(list(LABELS.values()))
    for name, examples in everything.items():
        chosen = _sampled(name, examples, full)
        gold = [example.label for example in chosen]
        vectors = shipped_embedder().embed([embedding_text(e.title, e.text) for e in chosen])
        scores = probabilities(_logits(name, vectors))
        found = classes_by(name, scores)
        results[f"topics.{name}.accuracy"] = accuracy(found, gold)
        results[f"topics.{name}.macro_f1"] = macro_f1(found, gold)
        top = [CODES[column] for column in scores.argmax(axis=1)]
        results[f"topics.{name}.open"] = sum(t in e.topics for t, e in zip(top, chosen, strict=True)) / len(chosen)
        results[f"topics.{name}.named"] = _named_share(scores, chosen)
        nearest = nearest_names(name, vectors, names)
        taught = [read_headlines(), *(_sampled_for_teaching(o, everything[o]) for o in CLASSES if o != name)]
        counted = by_tfidf(name, [example for source in taught for example in source], chosen)
        _tell(name, gold, nearest, counted)
    return results


def _sampled(name: str, examples: list[Example], full: bool) -> list[Example]:
    by_id = {example.id: example for example in examples if name != "sib200" or is_aside(example)}
    return [by_id[record["id"]] for record in datapack.sample([{"id": i} for i in by_id], SAMPLES[name], full=full)]


def _sampled_for_teaching(name: str, examples: list[Example]) -> list[Example]:
    return examples[:: max(1, len(examples) // TAUGHT_SENTENCES)] if name == "sib200" else examples


def _logits(name: str, vectors: Matrix) -> Matrix:
    with np.load(MODELS / f"topics-without-{name}.npz") as model:
        return logits_of(vectors, model["weights"], model["bias"])


def classes_by(name: str, scores: Matrix) -> list[str]:
    """The class of each row whose topics' scores have the highest sum."""
    classes = list(CLASSES[name])
    sums = np.stack([scores[:, _columns(name, label)].sum(axis=1) for label in classes], axis=1)
    return [classes[column] for column in sums.argmax(axis=1)]


def _columns(name: str, label: str) -> list[int]:
    return [CODES.index(code) for code in codes_of(name, label)]


def _named_share(scores: Matrix, examples: Sequence[Example]) -> float:
    """How often a topic of the right class is among those that an article would be given."""
    likely = scores >= np.minimum(scores.max(axis=1, keepdims=True), LEAST)
    right = np.array([[code in example.topics for code in CODES] for example in examples])
    return float((likely & right).any(axis=1).mean())


def nearest_names(name: str, vectors: Matrix, names: Matrix) -> list[str]:
    classes = list(CLASSES[name])
    closeness = vectors @ names.T
    best = np.stack([closeness[:, _columns(name, label)].max(axis=1) for label in classes], axis=1)
    return [classes[column] for column in best.argmax(axis=1)]


def by_tfidf(name: str, taught: Sequence[Example], asked: Sequence[Example]) -> list[str]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    words = TfidfVectorizer(sublinear_tf=True, max_features=TFIDF_FEATURES)
    rows = words.fit_transform(f"{e.title} {e.text}" for e in taught)
    model = LogisticRegression(C=10, max_iter=200, class_weight="balanced").fit(rows, [e.topics[0] for e in taught])
    found = model.predict_proba(words.transform(f"{e.title} {e.text}" for e in asked))
    scores = np.zeros((len(asked), len(CODES)))
    scores[:, [CODES.index(code) for code in model.classes_]] = found
    return classes_by(name, scores)


def _tell(name: str, gold: list[str], nearest: list[str], counted: list[str]) -> None:
    for measure, judge in (("accuracy", accuracy), ("macro_f1", macro_f1)):
        PEERS[f"topics.{name}.{measure}"] = (
            f"nearest class name {judge(nearest, gold):.3f}, TF-IDF regression {judge(counted, gold):.3f} (this run)"
        )


def accuracy(found: Sequence[str], gold: Sequence[str]) -> float:
    return sum(map(str.__eq__, found, gold)) / len(gold)


def macro_f1(found: Sequence[str], gold: Sequence[str]) -> float:
    """The mean of the classes' F1."""
    pairs = list(zip(found, gold, strict=True))
    scores = []
    for label in sorted(set(gold)):
        both = sum(f == g == label for f, g in pairs)
        scores.append(2 * both / sum((f == label) + (g == label) for f, g in pairs))
    return sum(scores) / len(scores)
