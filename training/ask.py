"""`python -m training.ask`: how to weigh what speaks for a passage, and when the sources do not say.

Two logistic regressions over the development half of the labelled questions (`is_learned`): one tells sentences that
answer from others, one tells questions that are answered from others, by their best passages. Written to
`octavo/data/briefs/ask.json`, small enough to be read.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from evals.briefs_ask import Question, read_questions

from octavo.assist.briefs.asking import FEATURES, evidence, read_question, signs
from octavo.understand.embedding import shipped_embedder
from training.briefs import is_learned
from training.vectors import RememberingEmbedder

TARGET = Path(__file__).parents[1] / "src/octavo/data/briefs/ask.json"
RANK_C, ANSWERED_C = 0.3, 0.2
ROUNDS = 3_000
HARDEST = 40
MOST_RIGHT = 4
"""Where many sentences hold a key, most do by chance: the likest are taken for right."""

Array = Any  # numpy arrays


def main() -> None:
    embedder = RememberingEmbedder(shipped_embedder())
    questions = [question for question in read_questions(embedder) if is_learned(question.name)]
    rows = [_rows(question, embedder) for question in questions]
    rank, _ = _fitted(*_sentences(questions, rows), C=RANK_C)
    read = [read_question(question.text) for question in questions]
    seen = np.array([signs(row, row @ rank, question) for row, question in zip(rows, read, strict=True)])
    answered = np.array([question.is_answerable for question in questions])
    weights, bias = _fitted(seen, answered, np.ones(len(seen)), C=ANSWERED_C, class_weight="balanced")
    stored = {
        "embedder": embedder.name,
        "rank": dict(zip(FEATURES, _rounded(rank), strict=True)),
        "answered": _rounded(weights),
        "answered_bias": round(bias, 4),
    }
    TARGET.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(questions)} questions, {int(answered.sum())} answered", file=sys.stderr)


def _rows(question: Question, embedder: Any) -> Array:
    return evidence(question.reading, read_question(question.text), embedder.embed([question.text])[0])


def _sentences(questions: Sequence[Question], rows: Sequence[Array]) -> tuple[Array, Array, Array]:
    """Rows of the sentences that answer and of the likest that do not, each question counting once on either side."""
    held, right, weights = [], [], []
    for question, row in zip(questions, rows, strict=True):
        answers = np.array([question.is_answered_by(spot.text) for spot in question.reading.spots])
        if not answers.any():
            continue
        likest = np.argsort(-row[:, 0])
        yes = [at for at in likest if answers[at]]
        yes = yes[:MOST_RIGHT] if len(yes) > 3 * MOST_RIGHT else yes
        no = [at for at in likest if not answers[at]][:HARDEST]
        held += [row[yes], row[no]]
        right += [1] * len(yes) + [0] * len(no)
        weights += [1 / len(yes)] * len(yes) + [1 / max(len(no), 1)] * len(no)
    return np.vstack(held), np.array(right), np.array(weights)


def _fitted(rows: Array, target: Array, weights: Array, **options: Any) -> tuple[Array, float]:
    """Weights and bias for rows as they are."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    model = LogisticRegression(max_iter=ROUNDS, **options).fit((rows - mean) / spread, target, sample_weight=weights)
    raw = model.coef_[0] / spread
    raw[rows.std(axis=0) < 1e-6] = 0
    return raw, float(model.intercept_[0] - mean @ raw)


def _rounded(values: Array) -> list[float]:
    return [round(float(value), 4) for value in values]


if __name__ == "__main__":
    main()
