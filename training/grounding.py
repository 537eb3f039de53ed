"""`python -m training.grounding`: the weights of the checker's evidence, and the least log-odds of support.

Learned from the development halves alone (`evals.grounding_sets.is_scored` says which stories are scored): roundups'
sentences that their articles can support and translations are true; the same beside another story, beside the twin
event, without the very sentence that they translate, and true sentences that go on with an invented clause are false.
"""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from evals import grounding_script as script
from evals import grounding_sets as sets

from octavo.assist.grounding import Checker, Sources, prepare
from octavo.assist.grounding.checker import Judged
from octavo.assist.grounding.evidence import NAMES
from octavo.assist.grounding.model import FILE, KINDS, LIMIT, Linear, Weights
from octavo.core.grounding import Claim, SourceArticle
from octavo.core.protocols import Embedder
from octavo.understand.embedding import shipped_embedder
from octavo.understand.facts import read_facts
from octavo.understand.sentences import split_sentences
from training.vectors import RememberingEmbedder

SHIPPED = Path(__file__).parents[1] / "src/octavo/data" / FILE
TRANSLATIONS = 2_500
STORIES = 10
ROUNDS = 3
STRENGTH = 0.3
SPREAD = 1e-3
KEPT = {"same": 0.995, "across": 0.97}
"""Of the true sentences that no contradiction rejects, so many shall pass."""
FIRST_GUESS = {"covered": 4.0, "likeness": 8.0, "keys": 2.0, "bare_run": -0.3, "copied": 1.0}

Array = Any  # numpy arrays


class Library:
    """Sources by their articles, prepared once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._made: dict[tuple[str, ...], Sources] = {}

    def sources(self, case: sets.Case) -> Sources:
        key = tuple(article.id for article in case.articles)
        if key not in self._made:
            articles = [SourceArticle(each.id, each.title, each.text, each.language) for each in case.articles]
            self._made[key] = prepare(articles, split_sentences, read_facts, self._embedder)
        return self._made[key]


class Weigher(Checker):
    """Shows what the checker saw of a sentence's likeliest support."""

    def likeliest(self, case: sets.Case, sources: Sources) -> list[Judged]:
        """Of each sentence of the case. Those that nothing contradicts come first."""
        found = []
        for part in self._parts(Claim(case.text, case.language)):
            [vector] = self._embedder.embed([part.text])
            facts = self._read(part.text, part.language)
            judged = self._judged(part, facts, vector, range(len(sources.sentences)), sources)
            found += [max(judged, key=lambda each: (each.reason is None, each.logit))] if judged else []
        return found


def guess(embedder: Embedder) -> Weights:
    weights = np.array([FIRST_GUESS.get(name, 0.0) for name in NAMES])
    linear = Linear(np.zeros(len(NAMES)), np.ones(len(NAMES)), weights, 0.0, 0.0)
    return Weights(embedder.name, linear, linear)


def learned_from() -> list[sets.Case]:
    roundups = [case for case in sets.roundups(scored=False) if case.is_supportable]
    chance = random.Random(5)
    translations = chance.sample(sets.translations(scored=False), TRANSLATIONS)
    written = script.written(scored=False, stories=STORIES)
    strange = [case for case in sets.perturbed(scored=False, stories=STORIES, each=2) if case.kind == "other story"]
    alike = sets.without_source(scored=False, languages=(*sets.LANGUAGES, "ko", "uk", "fa", "el"), stories=STORIES)
    return [
        *roundups,
        *sets.strangers(roundups),
        *sets.twins(scored=False),
        *translations,
        *sets.strangers(chance.sample(translations, TRANSLATIONS // 2)),
        *alike,
        *[case for case in written if case.kind in {"paraphrased", "merged", "shortened", "invented"}],
        *strange,
    ]


def fit(cases: Sequence[sets.Case], library: Library, embedder: Embedder) -> Weights:
    weights = guess(embedder)
    for _ in range(ROUNDS):
        weigher = Weigher(split_sentences, read_facts, embedder, weights)
        rows: dict[str, list[tuple[Sequence[float], bool, str]]] = {kind: [] for kind in KINDS}
        for case in cases:
            parts = weigher.likeliest(case, library.sources(case))
            if len(parts) == 1 and parts[0].reason is None:
                kind = KINDS[parts[0].support.across]
                rows[kind].append((parts[0].row, case.is_true, f"{case.kind}"))
        weights = Weights(embedder.name, *(_fit(rows[kind], kind) for kind in KINDS))
    return weights


def _fit(rows: Sequence[tuple[Sequence[float], bool, str]], kind: str) -> Linear:
    """True and false weigh alike, and within each so do the ways in which sentences were made."""
    from sklearn.linear_model import LogisticRegression

    matrix = np.array([row for row, _, _ in rows])
    target = np.array([is_true for _, is_true, _ in rows])
    counts = Counter((is_true, how) for _, is_true, how in rows)
    ways = Counter(is_true for is_true, _ in counts)
    each = np.array([1 / (ways[is_true] * counts[is_true, how] ** 0.5) for _, is_true, how in rows])
    for side in (True, False):
        each[target == side] /= each[target == side].sum() / (len(rows) / 2)
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0) + SPREAD
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(np.clip((matrix - mean) / scale, -LIMIT, LIMIT), target, each)
    linear = Linear(mean, scale, model.coef_[0], float(model.intercept_[0]), 0.0)
    logits = np.array([linear.logit(row) for row in matrix])
    natural = np.array([how in {"roundup", "translation"} for _, _, how in rows])
    threshold = float(np.quantile(logits[natural & target], 1 - KEPT[kind]))
    _tell(kind, linear, logits, threshold, rows)
    return Linear(mean, scale, model.coef_[0], float(model.intercept_[0]), threshold)


def _tell(kind: str, linear: Linear, logits: Array, threshold: float, rows: Sequence[tuple[Any, bool, str]]) -> None:
    print(kind, f"threshold {threshold:.2f}")
    for how in sorted({how for _, _, how in rows}):
        of = np.array([other == how for _, _, other in rows])
        print(f"  {how:20} {of.sum():5} pass {(logits[of] >= threshold).mean():.3f}")
    print("  ", {name: round(float(weight), 2) for name, weight in zip(NAMES, linear.weights, strict=True)})


def main() -> None:
    embedder = RememberingEmbedder(shipped_embedder())
    weights = fit(learned_from(), Library(embedder), embedder)
    arrays: dict[str, Any] = {"embedder": np.array(weights.embedder)}
    for kind in KINDS:
        linear = weights.of(across=kind == "across")
        arrays |= {f"{kind}_mean": linear.mean.astype(np.float32), f"{kind}_scale": linear.scale.astype(np.float32)}
        arrays |= {f"{kind}_weights": linear.weights.astype(np.float32), f"{kind}_bias": np.array(linear.bias)}
        arrays[f"{kind}_threshold"] = np.array(linear.threshold)
    SHIPPED.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(SHIPPED, **arrays)
    print(f"{SHIPPED.name}: {SHIPPED.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
