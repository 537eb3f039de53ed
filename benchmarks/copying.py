"""The index of copies: CPU, memory and recall as the window grows.

The oldest articles are real ones; then come made-up texts of frequent and rare words, a fifth of whose sentences also
stand in others (quotations, boilerplate). Copies of the oldest are looked for last. Without the data pack there is
nothing to measure.
"""

import random
from array import array
from collections.abc import Iterator
from functools import partial

from evals import datapack
from evals.copies import Copy, make_copies, read_originals

from benchmarks.grouping import cpu_seconds, median, resident_mb
from octavo.core.stories import Sighting
from octavo.stories.copies import CopyIndex, fingerprint_of
from octavo.stories.fingerprints import fingerprint

TARGETS = {
    "recall of made copies behind 10,000 others": (">=", 0.98),
    "recall of made copies behind 100,000 others": (">=", 0.98),
    "p50 ms, add at 100,000": ("<=", 10.0),
}
SIZES = (10_000, 100_000)
WORDS = 300
SENTENCE = 20
VOCABULARY = 200_000
SHARED_SENTENCES = 5_000
SHARED_SHARE = 0.2


def run() -> dict[str, float]:
    if not datapack.is_present():
        print(f"Nothing measured: {datapack.ABSENT}.")
        return {}
    originals = list(read_originals(full=False))
    copies = list(make_copies(originals))
    index, before = CopyIndex(), resident_mb()
    for one in originals:
        index.add(one)
    figures: dict[str, float] = {}
    texts = made_up_texts()
    for size in SIZES:
        figures |= fill(index, texts, size) | {f"recall of made copies behind {size:,} others": recall(index, copies)}
    figures["MB per 100,000 articles"] = (resident_mb() - before) / (len(index) / 100_000)
    return figures


def fill(index: CopyIndex, texts: Iterator[str], size: int) -> dict[str, float]:
    """Add texts until there are so many: CPU of the fingerprint and of taking it in, over the last thousand."""
    printing, adding = array("d"), array("d")
    for number in range(len(index), size):
        sighting = Sighting(f"made-up {number}", f"Title {number}", next(texts))
        printing.append(cpu_seconds(partial(fingerprint_of, sighting)))
        packed = fingerprint_of(sighting)
        adding.append(cpu_seconds(partial(index.add_fingerprint, sighting.id, packed)))
    return {
        f"p50 ms, fingerprint of {WORDS} words at {size:,}": median(printing[-1000:]) * 1000,
        f"p50 ms, add at {size:,}": median(adding[-1000:]) * 1000,
    }


def recall(index: CopyIndex, copies: list[Copy]) -> float:
    found = (index.find(fingerprint(copy.title, copy.text)) for copy in copies)
    right = (one is not None and one.id == copy.original for one, copy in zip(found, copies, strict=True))
    return sum(right) / len(copies)


def made_up_texts() -> Iterator[str]:
    """The same ones in every run."""
    dice = random.Random(4)
    shared = [_sentence(dice) for _ in range(SHARED_SENTENCES)]
    while True:
        yield " ".join(
            dice.choice(shared) if dice.random() < SHARED_SHARE else _sentence(dice) for _ in range(WORDS // SENTENCE)
        )


def _sentence(dice: random.Random) -> str:
    """Words by Zipf's law, near enough."""
    return " ".join(f"w{int(VOCABULARY ** dice.random())}" for _ in range(SENTENCE)) + "."
