"""The moderator that reads meaning: an embedder's vector and the words' evidence, weighed by two linear models.

One tells attacks on groups of people, the other what readers took as toxic: insults, threats. `training/moderation.py`
makes both, for one embedder; the thresholds are the same in every language. It holds for a moderator, and rejects only
what it is very sure of. See docs/decisions/moderation.md for what it cannot tell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from octavo.assist.moderation.evidence import ATTACKS, evidence, names
from octavo.assist.moderation.heat import heat
from octavo.assist.moderation.passages import Passage, passages
from octavo.core.moderation import CommentToJudge, Decision, Reason, Verdict

if TYPE_CHECKING:
    from octavo.core.protocols import Embedder

VERSION = 1
NAME = f"model/{VERSION}"
FILE = "moderation/model.npz"

HOLD_FROM = {"attack": 0.55, "toxicity": 0.55}
REJECT_FROM = {"attack": 0.98, "toxicity": 0.99}
"""Even these are shown to their author, who may appeal."""
VECTOR_SCALE, EVIDENCE_SCALE = 8.0, 0.7
LOWEST, HIGHEST = -3.0, 6.0
"""Of a standardised number: a text with ten slurs weighs no more than one with a few."""
IGNORED = frozenset({"question", "sentences"})
"""Evidence that told the form of the training cases, not what they mean."""
SHOWN_CHARACTERS = 160

Array = Any  # numpy arrays
_CLAUSE = re.compile(r"(?<=[,;:.!?،؛؟।。，！？—–])\s*")


@dataclass(frozen=True, slots=True)
class Linear:
    """Log-odds of rows: standardised, cut, weighed."""

    mean: Array
    scale: Array
    weights: Array
    bias: float

    def probabilities(self, rows: Array) -> Array:
        import numpy as np

        standard = np.clip((rows - self.mean) / self.scale, LOWEST, HIGHEST)
        return 1 / (1 + np.exp(-(standard @ self.weights + self.bias)))


@dataclass(frozen=True, slots=True)
class Weights:
    """What is shipped. `marked` is for `heat`; `embedder` names whose vectors it knows."""

    embedder: str
    attack: Linear
    toxicity: Linear
    marked: Mapping[str, float]


class ModelModerator:
    """Implements `core.protocols.Moderator`. Vectors of another embedder than the weights' would mean nothing."""

    def __init__(self, embedder: "Embedder", weights: Weights | None = None) -> None:
        self._embedder = embedder
        self._weights = weights or shipped_weights()
        if embedder.name != self._weights.embedder:
            raise ValueError(f"the moderator knows vectors of {self._weights.embedder}, not of {embedder.name}")

    @property
    def name(self) -> str:
        return NAME

    def moderate(self, texts: Sequence[CommentToJudge]) -> list[Verdict]:
        return [self._judge(comment.text) for comment in texts]

    def _judge(self, text: str) -> Verdict:
        parts = passages(text)
        if not parts:
            return Verdict(Decision.PUBLISH, NAME)
        attacks, toxicity = probabilities(self._weights, parts, self._embedder.embed([part.own for part in parts]))
        worst = int(attacks.argmax())
        return verdict({"attack": float(attacks[worst]), "toxicity": toxicity}, parts, worst)


def probabilities(weights: Weights, parts: Sequence[Passage], vectors: Array) -> tuple[Array, float]:
    """How probably each passage attacks a group, and the whole comment is toxic."""
    import numpy as np

    rows = np.array([evidence(part) for part in parts])
    attacks = weights.attack.probabilities(attack_rows(vectors, rows))
    text = " ".join(part.own for part in parts)
    toxicity = weights.toxicity.probabilities(toxicity_row(vectors, rows, heat(text, weights.marked))[None])
    return attacks, float(toxicity[0])


def attack_rows(vectors: Array, rows: Array) -> Array:
    """One row a passage: its vector, its evidence but for what is ignored."""
    import numpy as np

    kept = [at for at, name in enumerate(names()) if name not in IGNORED]
    return np.hstack([vectors, rows[:, kept]]).astype(np.float32)


def toxicity_row(vectors: Array, rows: Array, hot: Array) -> Array:
    """One row a comment: the mean vector, the most and the sum of each piece of evidence, the heat of its words."""
    import numpy as np

    return np.concatenate([vectors.mean(axis=0), rows.max(axis=0), rows.sum(axis=0), hot]).astype(np.float32)


def verdict(scores: Mapping[str, float], parts: Sequence[Passage], worst: int) -> Verdict:
    """By the one set of thresholds; the reason is of the score that is furthest above its own."""
    held = {name: score - HOLD_FROM[name] for name, score in scores.items() if score >= HOLD_FROM[name]}
    if not held:
        return Verdict(Decision.PUBLISH, NAME, scores)
    surely = any(scores[name] >= REJECT_FROM[name] for name in scores)
    leading = max(held, key=lambda name: held[name])
    reason = _reason(leading, parts, worst)
    return Verdict(Decision.REJECT if surely else Decision.HOLD, NAME, scores, reason)


def _reason(leading: str, parts: Sequence[Passage], worst: int) -> Reason:
    part = parts[worst] if leading == "attack" else max(parts, key=_charge)
    clause = max(filter(None, _CLAUSE.split(part.own)), key=lambda text: _charge(Passage(text)), default=part.own)
    found = dict(zip(names(), evidence(part), strict=True))
    if found["violence"] > found["violence_negated"]:
        code = "threat"
    elif found["sexual"] > 0:
        code = "sexual"
    else:
        code = "attacks_group" if leading == "attack" else "insults"
    return Reason(code, {"words": clause.strip()[:SHOWN_CHARACTERS]})


def _charge(part: Passage) -> float:
    """How many words of it speak against it."""
    found = dict(zip(names(), evidence(part), strict=True))
    return float(sum(found[kind] for kind in (*ATTACKS, "slur", "insult", "profanity", "sexual")) + found["group"] / 4)


@cache
def shipped_weights() -> Weights:
    import numpy as np

    data = files("octavo.data").joinpath(FILE).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        words = str(arrays["words"]).split(" ")
        marked = dict(zip(words, map(float, arrays["marked"]), strict=True))
        return Weights(str(arrays["embedder"]), _linear(arrays, "attack"), _linear(arrays, "toxicity"), marked)


def _linear(arrays: Mapping[str, Any], name: str) -> Linear:
    return Linear(
        arrays[f"{name}_mean"], arrays[f"{name}_scale"], arrays[f"{name}_weights"], float(arrays[f"{name}_bias"])
    )
