"""The window that grouping searches: CPU and memory for each article at 10,000, 100,000 and 1,000,000.

Real texts of the data pack are embedded once and kept in a temporary folder; the window is filled with these vectors
and words, each perturbed, so that neighbours stay as near as real ones are. Peers in the same run: an exact numpy scan
and scikit-learn's brute-force neighbours. Without the data pack there is nothing to measure.
"""

import gc
import hashlib
import resource
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from evals import datapack

from octavo.stories.terms import stem, term, words_of
from octavo.stories.window import Window, WindowEntry
from octavo.understand.embedding import shipped_embedder

Array = Any

TARGETS = {
    "p50 ms, candidates at 10,000": ("<=", 10.0),
    "p50 ms, candidates at 1,000,000": ("<=", 40.0),
    "recall of the exact top 10 at 1,000,000": (">=", 0.97),
    "MB per 100,000 articles": ("<=", 150.0),
}
SIZES = (10_000, 100_000, 1_000_000)
REAL_TEXTS = 2_000
EMBEDDED_CHARS = 400
LOOKED_UP_CHARS = 300
LIMIT = 50
PROBES = 200
PEER_PROBES = 5
BATCH = 20_000
NOISE = (0.25, 0.4, 0.6)
"""Lengths of the noise beside a vector of length 1: likeness of .97, .93 and .86 to what it was made of."""
WORDS_KEPT = 0.7
ZIPF = 1.3
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Real:
    """What real texts give: float32 vectors of unit length, and the terms of each."""

    vectors: Array
    terms: list[tuple[int, ...]]


def run() -> dict[str, float]:
    if not datapack.is_present():
        print(f"Nothing measured: {datapack.ABSENT}.")
        return {}
    real = read_real()
    figures: dict[str, float] = {}
    window, before = Window(), resident_mb()
    for size in SIZES:
        adding = fill(window, real, size)
        figures[f"p50 ms, add before {size:,}"] = adding * 1000
        figures |= candidate_times(window, real, size)
    figures["MB per 100,000 articles"] = (resident_mb() - before) / (SIZES[-1] / 100_000)
    return figures | compare_with_peers(window, real, SIZES[-1], figures)


def read_real(count: int = REAL_TEXTS) -> Real:
    texts = real_texts(count)
    return Real(embedded([text[:EMBEDDED_CHARS] for text in texts]), [terms_of(text) for text in texts])


def terms_of(text: str) -> tuple[int, ...]:
    """Of the title and the first sentences, as grouping looks articles up by."""
    return tuple(dict.fromkeys(term(stem(word)) for word in words_of(text[:LOOKED_UP_CHARS]) if len(word) > 1))


def real_texts(count: int) -> list[str]:
    """Titles and texts of four sets, many languages among them, in a fixed order."""
    records = [
        *datapack.sample(datapack.read_set("sum-bbc", "articles.jsonl.gz"), count // 4),
        *datapack.sample(datapack.read_set("cluster-neus", "dated_docs.jsonl.gz"), count // 4),
        *datapack.sample(datapack.read_set("xling-ntrex128", "docs.jsonl.gz"), count // 2),
    ]
    return [f"{record.get('title', '')}\n{record['text']}".strip() for record in records]


def embedded(texts: Sequence[str]) -> Array:
    """Made once, then kept in a temporary folder: embedding thousands of texts takes minutes."""
    embedder = shipped_embedder()
    name = hashlib.sha256("\x00".join((embedder.name, *texts)).encode()).hexdigest()[:16]
    cache = Path(tempfile.gettempdir()) / f"octavo-bench-{name}.npy"
    if not cache.exists():
        print(f"embedding {len(texts):,} texts once …", file=sys.stderr)
        np.save(cache, embedder.embed(texts))
    return np.load(cache)


def perturbed(real: Real, start: int, end: int) -> Iterator[WindowEntry]:
    """Entries number `start` to `end`, the same ones in every run: a real vector with noise, most of a real text's
    words, and words of other texts, the frequent ones often."""
    for batch in range(start // BATCH, -(-end // BATCH)):
        first = max(start - batch * BATCH, 0)
        yield from islice(_batch(real, batch), first, end - batch * BATCH)


def _batch(real: Real, batch: int) -> Iterator[WindowEntry]:
    random = np.random.default_rng(batch)
    origins = random.integers(0, len(real.vectors), BATCH)
    vectors = nudged(real.vectors[origins], random.choice(NOISE, BATCH), random)
    for number, (origin, vector) in enumerate(zip(origins.tolist(), vectors, strict=True), batch * BATCH):
        yield WindowEntry(
            key=number,
            embedding=vector.tobytes(),
            terms=_nudged_terms(real.terms[origin], random),
            at=BEGIN + timedelta(seconds=number),
        )


def nudged(vectors: Array, lengths: Array, random: np.random.Generator) -> Array:
    """float16 of unit length, each beside its vector by noise of the given length."""
    noise = random.standard_normal(vectors.shape, dtype=np.float32) / np.sqrt(vectors.shape[1])
    moved = vectors + noise * lengths[:, None].astype(np.float32)
    return (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype("<f2")


def _nudged_terms(terms: Sequence[int], random: np.random.Generator) -> tuple[int, ...]:
    """Seven of ten terms are kept; the rest are words by Zipf's law, a few of them in nearly every article."""
    kept = random.random(len(terms)) < WORDS_KEPT
    others = random.zipf(ZIPF, len(terms)) % (1 << 32)
    return tuple(term if keep else int(other) for term, keep, other in zip(terms, kept, others, strict=True))


def fill(window: Window, real: Real, size: int) -> float:
    """Add entries until there are so many; the median seconds of CPU that one took."""
    times = array("d", (cpu_seconds(partial(window.add, entry)) for entry in perturbed(real, len(window), size)))
    return median(times)


def candidate_times(window: Window, real: Real, size: int) -> dict[str, float]:
    probes = list(perturbed(real, size * 2, size * 2 + PROBES))
    times = [cpu_seconds(partial(window.candidates, entry, LIMIT)) * 1000 for entry in probes]
    return {
        f"p50 ms, candidates at {size:,}": median(times),
        f"p95 ms, candidates at {size:,}": float(np.quantile(times, 0.95)),
    }


def compare_with_peers(window: Window, real: Real, size: int, ours: dict[str, float]) -> dict[str, float]:
    """Recall against an exact scan of all vectors, and how many times longer the peers take for the nearest alone."""
    from sklearn.neighbors import NearestNeighbors

    probes = list(perturbed(real, size * 2, size * 2 + PROBES))
    stored = np.empty((size, real.vectors.shape[1]), np.float32)
    for number, entry in enumerate(perturbed(real, 0, size)):
        stored[number] = np.frombuffer(entry.embedding, "<f2")
    queries = np.stack([np.frombuffer(entry.embedding, "<f2") for entry in probes]).astype(np.float32)
    exact = [_top(stored @ query, 10) for query in queries]
    found = [set(window.candidates(entry, LIMIT)) for entry in probes]
    neighbours = NearestNeighbors(n_neighbors=LIMIT, metric="cosine", algorithm="brute", n_jobs=1).fit(stored)
    numpy_ms = median([cpu_seconds(partial(_nearest, stored, query)) for query in queries[:PEER_PROBES]]) * 1000
    sklearn_ms = median([cpu_seconds(partial(neighbours.kneighbors, query[None])) for query in queries[:2]]) * 1000
    own = ours[f"p50 ms, candidates at {size:,}"]
    return {
        f"recall of the exact top 10 at {size:,}": float(
            np.mean([len(set(top.tolist()) & keys) / 10 for top, keys in zip(exact, found, strict=True)])
        ),
        "numpy's exact scan takes times as long": numpy_ms / own,
        "scikit-learn's brute force takes times as long": sklearn_ms / own,
    }


def _nearest(stored: Array, query: Array) -> Array:
    return _top(stored @ query, LIMIT)


def _top(scores: Array, count: int) -> Array:
    return np.argpartition(-scores, count)[:count]


def cpu_seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def median(values: Sequence[float]) -> float:
    return float(np.median(values))


def resident_mb() -> float:
    """What this process holds now."""
    gc.collect()
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
