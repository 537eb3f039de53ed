"""Related articles: pairs of SemEval-2022 task 8 that people found related, and what is shown beside them.

Beside each article stand its partner and 40 others of the set, of which people compared none with it. `shown` is the
share of partners with an overall likeness of 1 to 3 that are shown; `precision` says how many of the partners shown are
such (the rest were found different); `strangers` is the share of the other articles that are not shown.
The 300 pairs that the weights were fitted on are left out.
"""

import random

from evals import datapack
from octavo.core.stories import Sighting
from octavo.stories.related import Relatable, related
from octavo.understand.embedding import shipped_embedder
from octavo.understand.names import find_names

FITTED_ON = 300
SAMPLE = 150
STRANGERS = 40
EMBEDDED_CHARS = 400
RELATED = 3.0


def run(full: bool) -> dict[str, float]:
    originals = [
        one for one in datapack.read_set("pairs-semeval2022t8", "pairs.jsonl.gz") if one["source"] == "original"
    ]
    fitted = {one["id"] for one in datapack.sample(originals, FITTED_ON)}
    records = datapack.sample((one for one in originals if one["id"] not in fitted), SAMPLE, full=full)
    pairs = [(read(record, 1), read(record, 2), record["overall"] <= RELATED) for record in records]
    return measure(pairs)


def read(record: datapack.Record, side: int) -> Relatable:
    text, language = record[f"text{side}"], record[f"language{side}"]
    (vector,) = shipped_embedder().embed([text[:EMBEDDED_CHARS]])
    names = find_names("", text, language=language)
    sighting = Sighting(
        record[f"article{side}"], "", text, language, embedding=vector.astype("<f2").tobytes(), names=names
    )
    return Relatable(sighting)


def measure(pairs: list[tuple[Relatable, Relatable, bool]]) -> dict[str, float]:
    dice = random.Random(8)
    verdicts: list[tuple[bool, bool]] = []
    strangers_shown = strangers_seen = 0
    for number, (target, partner, is_related) in enumerate(pairs):
        strangers = [dice.choice(pair[:2]) for at, pair in enumerate(pairs) if at != number]
        others = [partner, *dice.sample(strangers, min(STRANGERS, len(strangers)))]
        shown = {one.id for one in related(target, others, limit=len(others))}
        verdicts.append((partner.sighting.id in shown, is_related))
        strangers_shown += len(shown - {partner.sighting.id})
        strangers_seen += len(others) - 1
    right = sum(shown and gold for shown, gold in verdicts)
    return {
        "related.shown": right / sum(gold for _, gold in verdicts),
        "related.precision": right / sum(shown for shown, _ in verdicts),
        "related.strangers": 1 - strangers_shown / strangers_seen,
    }
