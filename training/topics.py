"""`python -m training.topics`: train the model of topics (`octavo/understand/topics.py`), and one without each set.

Needs the data pack; takes some ten minutes, nearly all of it for embedding, which is kept in a temporary folder. The
models without a set are what `evals/topics.py` scores that set with.

A softmax regression over the 17 topics on embeddings from which the language has been taken: the main directions in
which the means of the same documents in 41 languages differ (ntrex; its topics are not known, nor used). Without that,
a source in one language teaches the language. Sources weigh alike whatever their size, our own headlines more, since
they alone have all topics. In the end the logits are scaled so that scores on sources that were left out are
probabilities.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from evals import datapack
from evals.topic_sets import CLASSES, Example, is_aside, read_examples, read_headlines
from scipy.optimize import minimize

from octavo.understand.embedding import embedding_text, shipped_embedder
from octavo.understand.topics import CODES, logits_of, probabilities

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "src/octavo/data/understanding/topics.npz"
LEFT_OUT = ROOT / "evals/models"
CACHE = Path(tempfile.gettempdir()) / "octavo-training"

LANGUAGE_DIRECTIONS = 30
LANGUAGE_CHARS = 400
SOURCE_WEIGHTS = {"headlines": 25.0, "bbc": 1.0, "sib200": 1.0, "tgcontest": 1.0}
SCALE = 20.0
CLASS_BALANCE = 0.5
L2 = 0.01
STEPS = 150
TEMPERATURES = np.geomspace(0.2, 3, 40)

Matrix = Any


def main() -> int:
    if not datapack.is_present():
        print(datapack.ABSENT, file=sys.stderr)
        return 1
    sources = {"headlines": read_headlines(), **{name: _taught(name) for name in CLASSES}}
    vectors = {name: vectors_of(name, [embedding_text(e.title, e.text) for e in sources[name]]) for name in sources}
    removal = language_removal()
    models = {left_out: train(sources, vectors, removal, left_out) for left_out in (*CLASSES, "none")}
    held_out = [(vectors[name] @ models[name][0] + models[name][1], allowed(sources[name])) for name in CLASSES]
    temperature = calibrate(held_out)
    print(f"temperature {temperature:.2f}", file=sys.stderr)
    for left_out, (weights, bias) in models.items():
        write(SHIPPED if left_out == "none" else LEFT_OUT / f"topics-without-{left_out}.npz",
              weights / temperature, bias / temperature)  # fmt: skip
    return 0


def _taught(name: str) -> list[Example]:
    examples = read_examples(name)
    return [example for example in examples if not is_aside(example)] if name == "sib200" else examples


def vectors_of(name: str, texts: Sequence[str]) -> Matrix:
    """Their embeddings, one row each, from the temporary folder where they are there already."""
    embedder = shipped_embedder()
    key = blake2b("\0".join((embedder.name, *texts)).encode("utf-8", "replace"), digest_size=8).hexdigest()
    path = CACHE / f"{name}-{key}.npy"
    if not path.exists():
        print(f"{name}: embedding {len(texts)} texts", file=sys.stderr)
        CACHE.mkdir(exist_ok=True)
        np.save(path, embedder.embed(texts).astype(np.float16))
    return np.load(path).astype(np.float32)


def language_removal() -> Matrix:
    """(384, 384): takes the main directions out in which languages differ."""
    documents = datapack.read_set("xling-ntrex128", "docs.jsonl.gz")
    vectors = vectors_of("ntrex", [document["text"][:LANGUAGE_CHARS] for document in documents])
    languages = np.array([document["language"] for document in documents])
    means = np.stack([vectors[languages == language].mean(axis=0) for language in sorted(set(languages))])
    directions = np.linalg.svd(means - means.mean(axis=0), full_matrices=False)[2][:LANGUAGE_DIRECTIONS]
    return np.eye(vectors.shape[1], dtype=np.float32) - directions.T @ directions


def allowed(examples: Sequence[Example]) -> Matrix:
    """Bool of shape (examples, topics): which topics may be right."""
    return np.array([[code in example.topics for code in CODES] for example in examples])


def train(
    sources: dict[str, list[Example]], vectors: dict[str, Matrix], removal: Matrix, left_out: str
) -> tuple[Matrix, Matrix]:
    """Weights (384, 17) and bias (17,) for embeddings as they come."""
    names = [name for name in sources if name != left_out]
    rows = np.concatenate([vectors[name] for name in names]) @ removal * SCALE
    middle = rows.mean(axis=0)
    right = np.concatenate([allowed(sources[name]) for name in names])
    shares = np.concatenate([SOURCE_WEIGHTS[name] * class_shares(sources[name]) for name in names])
    weights, bias = fit(rows - middle, right, shares / shares.sum())
    print(f"without {left_out}: trained on {len(rows)} texts", file=sys.stderr)
    return removal @ weights * SCALE, bias - middle @ weights


def class_shares(examples: Sequence[Example]) -> Matrix:
    """A source's examples sum to 1. Classes weigh by the root of their size: what one set has much of is not news."""
    counts = Counter(example.label for example in examples)
    shares = np.array([counts[example.label] ** -CLASS_BALANCE for example in examples])
    return shares / shares.sum()


def fit(rows: Matrix, right: Matrix, shares: Matrix) -> tuple[Matrix, Matrix]:
    """Softmax regression on the probability that the topic is among the right ones, with an L2 penalty."""
    width, topics = rows.shape[1], right.shape[1]

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        weights, bias = parameters[:-topics].reshape(width, topics), parameters[-topics:]
        found = probabilities(logits_of(rows, weights, bias))
        chance = (found * right).sum(axis=1, keepdims=True) + 1e-9
        slope = ((found - found * right / chance) * shares[:, None]).astype(np.float32)
        penalty = L2 * (weights**2).sum()
        gradient = (rows.T @ slope + 2 * L2 * weights).ravel()
        return float(-(shares * np.log(chance[:, 0])).sum() + penalty), np.append(gradient, slope.sum(axis=0))

    start = np.zeros(width * topics + topics)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return best[:-topics].reshape(width, topics), best[-topics:]


def calibrate(held_out: Sequence[tuple[Matrix, Matrix]]) -> float:
    """The temperature at which topics that were left out of training are least surprising; sets weigh alike."""

    def surprise(temperature: float) -> float:
        chances = [(probabilities(logits / temperature) * right).sum(axis=1) for logits, right in held_out]
        return float(-np.mean([np.log(chance + 1e-9).mean() for chance in chances]))

    return float(min(TEMPERATURES, key=surprise))


def write(path: Path, weights: Matrix, bias: Matrix) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        weights=weights.astype(np.float16),
        bias=bias.astype(np.float32),
        embedder=np.array(shipped_embedder().name),
    )
    print(f"{path.name}: {path.stat().st_size // 1024} KB", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
