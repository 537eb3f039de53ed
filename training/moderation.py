"""`python -m training.moderation`: make the moderator's weights, from all that there is to learn from.

Learned from: HateCheck in six languages, reader comments with the spans that their judges marked, sentences of our own
(`data/moderation.tsv`) and sentences of news in 41 languages, which attack nobody. The shipped weights know all of it;
`evals/moderation.py` fits with the same functions, without the part that it scores.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from evals import datapack

from octavo.assist.moderation.evidence import evidence
from octavo.assist.moderation.heat import UNKNOWN, WIDTH, heat, words_of
from octavo.assist.moderation.model import (
    EVIDENCE_SCALE,
    FILE,
    HIGHEST,
    LOWEST,
    VECTOR_SCALE,
    Linear,
    Weights,
    attack_rows,
    toxicity_row,
)
from octavo.assist.moderation.passages import passages
from octavo.core.protocols import Embedder
from octavo.understand.embedding import shipped_embedder
from training.vectors import RememberingEmbedder

OWN = Path(__file__).with_name("data") / "moderation.tsv"
SHIPPED = Path(__file__).parents[1] / "src/octavo/data" / FILE
NEWS = 500
PLACES_OF_A_FRAME = 4
STRIDE = 3
"""Between the groups that a frame takes, so that neighbours in the list meet different frames."""
OWN_WEIGHT, NEWS_WEIGHT = 12.0, 4.0
"""A sentence of our own stands for many that no set has; one of news only says what is nobody's business."""
OWN_TOXIC_WEIGHT = 1.0
ATTACK_C, TOXICITY_C = 0.05, 0.004
ROUNDS = 100
FOLDS = 4
LONG_SPAN = 60
"""Characters; a longer one says that the comment is toxic, not which word."""
RARE = 0.06
"""Words that were marked no more than this are not shipped: they are as good as unknown."""

Array = Any  # numpy arrays


@dataclass(frozen=True, slots=True)
class Cases:
    """Texts of one passage or several, embedded: `attack` rows are of the first passage, the evals' texts have one."""

    records: tuple[datapack.Record, ...]
    vectors: tuple[Array, ...]
    rows: tuple[Array, ...]

    def attack(self) -> Array:
        return np.vstack([attack_rows(v[:1], r[:1]) for v, r in zip(self.vectors, self.rows, strict=True)])

    def field(self, name: str) -> Array:
        return np.array([record[name] for record in self.records])


def cases(records: Sequence[datapack.Record], embedder: Embedder) -> Cases:
    """`records` as the model sees them; those without any text are left out."""
    kept = [(record, parts) for record in records if (parts := passages(record["text"]))]
    flat = embedder.embed([part.own for _record, parts in kept for part in parts])
    ends = np.cumsum([len(parts) for _record, parts in kept])
    rows = [np.array([evidence(part) for part in parts]) for _record, parts in kept]
    return Cases(tuple(record for record, _ in kept), tuple(np.split(flat, ends[:-1])), tuple(rows))


def hatecheck() -> list[datapack.Record]:
    found = datapack.read_set("mod-hatecheck", "cases.jsonl.gz")
    return found + datapack.read_set("mod-hatecheck-multi", "cases.jsonl.gz")


def comments() -> list[datapack.Record]:
    return datapack.read_set("mod-toxicspans", "comments.jsonl.gz")


def news() -> list[datapack.Record]:
    return datapack.sample(datapack.read_set("langid-sib200", "sentences.jsonl.gz"), NEWS)


def own() -> list[datapack.Record]:
    """Sentences of our own: `what` holds a, i, t, s or "-"."""
    groups: dict[str, list[str]] = {}
    turns: Counter[str] = Counter()
    found: list[datapack.Record] = []
    for line in OWN.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, what, text = line.split("\t")
        if what == "groups":
            groups[language] = [group.strip() for group in text.split(";")]
            continue
        for _ in range(PLACES_OF_A_FRAME if "{g}" in text else 1):
            group = groups[language][turns[language] * STRIDE % len(groups[language])] if "{g}" in text else ""
            turns[language] += "{g}" in text
            filled = text.replace("{g}", group)
            found.append({"language": language, "what": what, "text": filled[:1].upper() + filled[1:]})
    return found


@dataclass(frozen=True, slots=True)
class Aside:
    """What is learned from beside the sets that are scored."""

    own: Cases
    news: Cases

    def without(self, language: str) -> "Aside":
        kept = [at for at, record in enumerate(self.own.records) if record["language"] != language]
        return Aside(_chosen(self.own, kept), self.news)


def fit_attack(learned: Cases, rows: Array, hateful: Array, aside: Aside) -> Linear:
    """`rows` are `learned`'s attack rows, given so that a caller who fits often makes them once."""
    inputs = [rows, aside.own.attack(), aside.news.attack()]
    of_own = ["a" in record["what"] for record in aside.own.records]
    wanted = [hateful, of_own, [False] * len(aside.news.records)]
    each = (1, OWN_WEIGHT, NEWS_WEIGHT)
    weights = [np.full(len(part), weight) for part, weight in zip(inputs, each, strict=True)]
    target = np.concatenate(wanted).astype(bool)
    return _fit(np.vstack(inputs), target, _balanced(np.concatenate(weights), target), ATTACK_C)


def fit_toxicity(learned: Cases, aside: Aside) -> tuple[Linear, dict[str, float]]:
    """Each comment counts as toxic by the share of its judges who said so, and as not toxic by the rest.

    The words' heat is learned on other comments than those that it is then weighed on.
    """
    rows = toxicity_rows(learned, _heats(learned.records))
    marked = marked_words(learned.records)
    beside = [toxicity_rows(part, heats_by(part, marked)) for part in (aside.own, aside.news)]
    share = learned.field("toxic_share")
    toxic = np.array([record["what"] != "-" for record in aside.own.records], float)
    target = np.concatenate([share, toxic, np.zeros(len(aside.news.records))])
    counts = [
        learned.field("judges") / 3,
        OWN_TOXIC_WEIGHT * np.ones(len(toxic)),
        NEWS_WEIGHT * np.ones(len(beside[1])),
    ]
    weights = np.concatenate(counts)
    twice = np.concatenate([np.ones(len(target), bool), np.zeros(len(target), bool)])
    both = np.concatenate([weights * target, weights * (1 - target)])
    everything = np.vstack([rows, *beside])
    return _fit(np.vstack([everything, everything]), twice, both + 1e-9, TOXICITY_C, heated=WIDTH), marked


def toxicity_rows(of: Cases, heats: Sequence[Array]) -> Array:
    return np.vstack([toxicity_row(v, r, hot) for v, r, hot in zip(of.vectors, of.rows, heats, strict=True)])


def marked_words(records: Sequence[datapack.Record]) -> dict[str, float]:
    """Of each word, the share of those who saw it that marked it; what few saw is drawn towards what is usual."""
    seen: Counter[str] = Counter()
    marks: Counter[str] = Counter()
    for record in records:
        marking = np.zeros(len(record["text"]) + 1)
        for start, end, *_kind in record["spans"]:
            if end - start < LONG_SPAN:
                marking[start:end] += 1
        at = 0
        for word in words_of(record["text"]):
            at = record["text"].lower().find(word, at)
            seen[word] += record["judges"]
            marks[word] += marking[min(at, len(marking) - 1)]
            at += len(word)
    return {word: (marks[word] + 0.15) / (count + 6) for word, count in seen.items()}


def _heats(records: Sequence[datapack.Record]) -> list[Array]:
    """Each comment's heat by what the other folds' judges marked."""
    heats: dict[int, Array] = {}
    for fold in range(FOLDS):
        marked = marked_words([record for at, record in enumerate(records) if at % FOLDS != fold])
        heats |= {at: heat(_own_voice(records[at]), marked) for at in range(fold, len(records), FOLDS)}
    return [heats[at] for at in range(len(records))]


def heats_by(of: Cases, marked: Mapping[str, float]) -> list[Array]:
    return [heat(_own_voice(record), marked) for record in of.records]


def _own_voice(record: datapack.Record) -> str:
    return " ".join(part.own for part in passages(record["text"]))


def _balanced(weights: Array, target: Array) -> Array:
    total = weights.sum() / 2
    return weights * np.where(target, total / weights[target].sum(), total / weights[~target].sum())


def _fit(rows: Array, target: Array, weights: Array, strength: float, *, heated: int = 0) -> Linear:
    from sklearn.linear_model import LogisticRegression

    mean, scale = rows.mean(axis=0), _scale(rows, heated)
    standard = np.clip((rows - mean) / scale, LOWEST, HIGHEST)
    model = LogisticRegression(C=strength, max_iter=ROUNDS).fit(standard, target, weights)
    return Linear(mean, scale, model.coef_[0].astype(np.float32), float(model.intercept_[0]))


def _scale(rows: Array, heated: int) -> Array:
    """Vectors keep the proportions of their dimensions; everything else is standardised, rare things with care."""
    spread = rows.std(axis=0)
    scale = (spread + 0.3) / EVIDENCE_SCALE
    scale[len(scale) - heated :] = spread[len(scale) - heated :] + 1e-3
    scale[: shipped_embedder().dimensions] = 1 / VECTOR_SCALE
    return scale.astype(np.float32)


def _chosen(of: Cases, kept: Sequence[int]) -> Cases:
    return Cases(*(tuple(part[at] for at in kept) for part in (of.records, of.vectors, of.rows)))


def choose(of: Cases, mask: Array) -> Cases:
    return _chosen(of, np.flatnonzero(mask).tolist())


def aside_of(embedder: Embedder) -> Aside:
    return Aside(cases(own(), embedder), cases(news(), embedder))


def main() -> None:
    embedder = RememberingEmbedder(shipped_embedder())
    aside = aside_of(embedder)
    tests = cases(hatecheck(), embedder)
    attack = fit_attack(tests, tests.attack(), tests.field("label") == "hateful", aside)
    toxicity, marked = fit_toxicity(cases(comments(), embedder), aside)
    _write(Weights(embedder.name, attack, toxicity, marked))


def _write(weights: Weights) -> None:
    marked = {word: share for word, share in sorted(weights.marked.items()) if share > RARE or share < UNKNOWN / 2}
    arrays: dict[str, Any] = {"embedder": np.array(weights.embedder), "words": np.array(" ".join(marked))}
    arrays["marked"] = np.array(list(marked.values()), np.float16)
    for name, linear in (("attack", weights.attack), ("toxicity", weights.toxicity)):
        arrays |= {f"{name}_mean": linear.mean, f"{name}_scale": linear.scale}
        arrays |= {f"{name}_weights": linear.weights, f"{name}_bias": np.array(linear.bias)}
    np.savez_compressed(SHIPPED, **arrays)
    print(f"{SHIPPED.name}: {SHIPPED.stat().st_size / 1000:.0f} kB, {len(marked)} words")


if __name__ == "__main__":
    main()
