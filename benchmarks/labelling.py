"""Label and group one article: `python -m benchmarks.labelling [--window 1000000]` (needs ../shared/data).

All labels of real news articles (cluster-neus's dated part), then their assignment by a grouper whose window holds
10,000 perturbed real articles, and with `--window` by one that holds so many, too. Of articles of cluster-neus a tenth
of the terms and what that does to runs of four words are exchanged, in their profiles and fingerprints, and their
vectors get noise: a million texts need not be read for that. CPU time of one thread; memory is what the filled grouper
adds. These texts have some sixty words; longer ones take more.
"""

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

WINDOW = 10_000
LARGER = "label + group in the larger window, times the CPU"
ARTICLES = 100
REAL_ARTICLES = 600
EXCHANGED = 0.1
RUNS_EXCHANGED = 1 - (1 - EXCHANGED) ** 4
NOISE = 0.03
BATCH = 10_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
WEEK_S = 7 * 86_400
TARGETS = {"label + group, ms of CPU (mean)": ("<=", 150.0), LARGER: ("<=", 1.5)}

Array = Any  # numpy arrays
Known = tuple[Any, bytes]  # profile and fingerprint


@dataclass(frozen=True, slots=True)
class Filled:
    """A grouper with a window of articles, and what filling it took."""

    grouper: Any
    ms_each: float
    mb: float


def run(window: int = WINDOW) -> dict[str, float]:
    real = _real()
    labelling, articles = _labelled()
    filled = _filled(real, WINDOW)
    both = _summed(labelling, _grouped(filled, articles))
    figures = {
        "label, ms of CPU (mean)": _mean(labelling),
        "label + group, ms of CPU (mean)": _mean(both),
        "label + group, ms of CPU (p95)": sorted(both)[int(0.95 * len(both))],
    }
    figures |= _about(filled, WINDOW, _mean(both) - _mean(labelling))
    if window > WINDOW:
        del filled
        larger = _filled(real, window)
        among = _summed(labelling, _grouped(larger, articles))
        figures |= _about(larger, window, _mean(among) - _mean(labelling))
        figures[f"label + group among {window:,}, ms of CPU (p95)"] = sorted(among)[int(0.95 * len(among))]
        figures[LARGER] = _mean(among) / _mean(both)
    return figures


def _about(filled: Filled, window: int, grouping: float) -> dict[str, float]:
    return {
        f"group among {window:,}, ms of CPU (mean)": grouping,
        f"taking in one of {window:,} known articles, ms of CPU": filled.ms_each,
        f"memory at {window:,}, MB per 100,000 articles": filled.mb * 100_000 / window,
    }


def _labelled() -> tuple[list[float], list[Any]]:
    """Milliseconds of each, and the articles with what was found."""
    from training import story_sets

    from octavo.core.labels import ToLabel
    from octavo.understand.embedding import shipped_embedder
    from octavo.understand.label import label_articles

    embedder = shipped_embedder()
    times, articles = [], []
    for sighting in story_sets.dated().sightings[: ARTICLES + 1]:
        started = time.process_time()
        (labels,) = label_articles([ToLabel(sighting.title, sighting.text, language="en")], embedder)
        times.append((time.process_time() - started) * 1000)
        articles.append(replace(sighting, embedding=labels.embedding, names=labels.names, places=labels.places))
    return times[1:], articles  # the first one warms up


def _grouped(filled: Filled, articles: Sequence[Any]) -> list[float]:
    times = []
    for number, article in enumerate(articles):
        started = time.process_time()
        filled.grouper.assign(replace(article, at=BEGIN + timedelta(seconds=WEEK_S + number)))
        times.append((time.process_time() - started) * 1000)
    return times[1:]


def _filled(real: Sequence[Known], window: int) -> Filled:
    """The way of known articles into a grouper, from where profile and fingerprint are made."""
    from benchmarks.grouping import resident_mb
    from octavo.stories.crowding import USUAL
    from octavo.stories.grouping import Grouper

    grouper, spent, before = Grouper(), 0.0, resident_mb()
    for number, (profile, packed) in enumerate(_perturbed(real, window)):
        started = time.thread_time()
        at = BEGIN + timedelta(seconds=number * WEEK_S / window)
        member = grouper._keep(replace(profile, id=str(number), at_h=at.timestamp() / 3600), packed, at)
        member.crowding = USUAL  # costs the same in every window, and a minute or two here
        grouper._place(member, member.id)
        spent += time.thread_time() - started
    grouper._changed.clear()
    return Filled(grouper, spent * 1000 / window, resident_mb() - before)


def _real() -> list[Known]:
    from training import story_sets
    from training.story_sets import Stream

    from octavo.stories.copies import fingerprint_of
    from octavo.stories.judge import shipped_judge
    from octavo.stories.profile import profile_of
    from octavo.understand.embedding import embedding_text, shipped_embedder

    whole = story_sets.neus(scored=True)
    some = Stream(whole.name, whole.sightings[:REAL_ARTICLES], whole.stories[:REAL_ARTICLES])
    some = story_sets.embedded(some, shipped_embedder(), embedding_text)
    return [(profile_of(one, shipped_judge().likeness), fingerprint_of(one)) for one in some.sightings]


def _perturbed(real: Sequence[Known], count: int) -> Iterator[Known]:
    import numpy as np

    pool = np.concatenate([profile.terms for profile, _ in real])
    for start in range(0, count, BATCH):
        chance = np.random.default_rng(start)
        noise = chance.standard_normal((BATCH, len(real[0][0].direction)), np.float32) * NOISE
        for number in range(start, min(start + BATCH, count)):
            profile, packed = real[number % len(real)]
            yield _exchanged(profile, pool, noise[number - start], chance), _exchanged_runs(packed, chance)


def _exchanged(profile: Any, pool: Array, noise: Array, chance: Any) -> Any:
    import numpy as np

    others = pool[chance.integers(0, len(pool), len(profile.terms))]
    terms, first = np.unique(
        np.where(chance.random(len(profile.terms)) < EXCHANGED, others, profile.terms), return_index=True
    )
    moved = profile.direction + noise
    moved /= np.linalg.norm(moved)
    return replace(profile, terms=terms, counts=profile.counts[first], marks=profile.marks[first], direction=moved)


def _exchanged_runs(packed: bytes, chance: Any) -> bytes:
    import numpy as np

    from octavo.stories.fingerprints import HEADER

    numbers = np.frombuffer(packed, "<u4").copy()
    runs = numbers[HEADER:]
    anew = chance.random(len(runs)) < RUNS_EXCHANGED
    runs[anew] = chance.integers(0, 1 << 32, int(anew.sum()), np.uint32)
    runs[: numbers[1]].sort()
    return bytes(numbers.tobytes())


def _summed(labelling: Sequence[float], grouping: Sequence[float]) -> list[float]:
    return [one + other for one, other in zip(labelling, grouping, strict=True)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def main() -> None:
    from benchmarks.__main__ import show

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--window", type=int, default=WINDOW, help="a larger window to compare with")
    figures = run(parser.parse_args().window)
    missed = [show(name, figure, TARGETS.get(name)) for name, figure in figures.items()]
    raise SystemExit(1 if any(missed) else 0)


if __name__ == "__main__":
    main()
