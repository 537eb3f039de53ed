"""Copies: the reuse pairs of sum-bbc, and copies that we make of texts in 41 languages, beside MinHash-LSH.

`copies.bbc.*` are pairs of 4-gram Jaccard of .7 and more, in one stream in the set's order; `contained` those below .7
of which nine tenths of the shorter text stand in the longer. `copies.made.*` look for copies among all the originals:
with another headline, without their shortest paragraph, as an agency's text, with 5 % of the words out of their place,
and within another text. Precision counts whatever else is found, and copies found among the originals.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from evals import datapack
from evals.text_measures import shingles, tokens
from octavo.core.stories import Sighting
from octavo.stories.copies import CopyIndex
from octavo.stories.fingerprints import fingerprint

PEERS: dict[str, str] = {}
"""Filled by `run`: what datasketch's MinHashLSH (128 permutations, .7) reaches on the same articles in the same run."""

JACCARD, CONTAINED = 0.7, 0.9
PERMUTATIONS = 128
DOCUMENTS_A_LANGUAGE = 8
MIN_WORDS = 90
MOVED_SHARE = 0.05

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was made: of which article, and how."""

    original: str
    kind: str
    title: str
    text: str


def run(full: bool) -> dict[str, float]:
    articles = [sighting(record) for record in datapack.read_set("sum-bbc", "articles.jsonl.gz")]
    originals = list(read_originals(full=full))
    copies = list(make_copies(originals))
    note_peers(articles, originals, copies)
    return measure_pairs(articles) | measure_made(originals, copies) | {"copies.made.languages": languages(originals)}


def sighting(record: datapack.Record) -> Sighting:
    return Sighting(record["id"], record.get("title", ""), record["text"], record["language"])


def gold_pairs() -> tuple[set[Pair], set[Pair]]:
    """Near-duplicates, and pairs of which the shorter is contained in the longer."""
    records = datapack.read_set("sum-bbc", "reuse_pairs.jsonl")
    near = {frozenset((one["a"], one["b"])) for one in records if one["jaccard4"] >= JACCARD}
    contained = {frozenset((one["a"], one["b"])) for one in records if one["containment4"] >= CONTAINED}
    return near, contained - near


def measure_pairs(articles: Iterable[Sighting]) -> dict[str, float]:
    near, contained = gold_pairs()
    index = CopyIndex()
    found = {frozenset((one.id, copied.id)) for one in articles if (copied := index.add(one))}
    return {
        "copies.bbc.recall": len(found & near) / len(near),
        "copies.bbc.precision": len(found & near) / len(found),
        "copies.bbc.contained.recall": len(found & contained) / len(contained),
        "copies.bbc.contained.precision": len(found & (near | contained)) / len(found),
    }


def read_originals(*, full: bool) -> Iterator[Sighting]:
    """Texts long enough that one without a paragraph is still a text; translations with their first line as title."""
    for record in datapack.read_set("cluster-neus", "dated_docs.jsonl.gz"):
        if len(tokens(record["text"])) >= MIN_WORDS:
            yield sighting(record)
    taken: dict[str, int] = defaultdict(int)
    for record in datapack.read_set("xling-ntrex128", "docs.jsonl.gz"):
        title, _, text = record["text"].partition("\n")
        enough = len(tokens(text)) >= MIN_WORDS and text.count("\n") > 1
        if enough and (full or taken[record["language"]] < DOCUMENTS_A_LANGUAGE):
            taken[record["language"]] += 1
            yield Sighting(f"{record['id']}", title, text, record["language"])


def languages(originals: Iterable[Sighting]) -> float:
    return float(len({one.language for one in originals}))


def make_copies(originals: list[Sighting]) -> Iterator[Copy]:
    """Five copies of each; the other headline and text are the next article's in the same language."""
    by_language: dict[str, list[Sighting]] = defaultdict(list)
    for one in originals:
        by_language[one.language].append(one)
    for alike in by_language.values():
        for one, other in pairwise([*alike, alike[0]]):
            dice = random.Random(one.id)
            yield Copy(one.id, "headline", other.title, one.text)
            yield Copy(one.id, "cut", one.title, without_shortest(one.text))
            yield Copy(one.id, "agency", one.title, f"OSLO, 3.5. (AFP) – {one.text}\n\n© AFP")
            yield Copy(one.id, "moved", one.title, with_words_moved(one.text, dice))
            yield Copy(one.id, "within", other.title, f"{other.text[: len(other.text) // 2]}\n\n{one.text}")


def without_shortest(text: str) -> str:
    """Without its shortest paragraph; without its last sentence, where there is one paragraph alone."""
    paragraphs = [part for part in text.split("\n") if part.strip()]
    if len(paragraphs) < 2:
        return text.rpartition(". ")[0] or text[: len(text) * 4 // 5]
    paragraphs.remove(min(paragraphs, key=len))
    return "\n".join(paragraphs)


def with_words_moved(text: str, dice: random.Random) -> str:
    """Neighbours change places until 5 % of the words have moved; characters, where nothing stands between words."""
    spaced = text.count(" ") > len(text) / 20
    words = text.split(" ") if spaced else list(text)
    for at in dice.sample(range(len(words) - 1), max(1, round(len(words) * MOVED_SHARE / 2))):
        words[at], words[at + 1] = words[at + 1], words[at]
    return (" " if spaced else "").join(words)


def measure_made(originals: Iterable[Sighting], copies: Iterable[Copy]) -> dict[str, float]:
    index = CopyIndex()
    wrong = sum(index.add(one) is not None for one in originals)
    right: dict[str, list[bool]] = defaultdict(list)
    for copy in copies:
        found = index.find(fingerprint(copy.title, copy.text))
        right[copy.kind].append(found is not None and found.id == copy.original)
        wrong += found is not None and found.id != copy.original
    found_right = sum(map(sum, right.values()))
    recalls = {f"copies.made.{kind}.recall": sum(values) / len(values) for kind, values in right.items()}
    return recalls | {
        "copies.made.recall": found_right / sum(map(len, right.values())),
        "copies.made.precision": found_right / (found_right + wrong),
    }


def note_peers(articles: Iterable[Sighting], originals: Iterable[Sighting], copies: Iterable[Copy]) -> None:
    from datasketch import MinHashLSH

    near, _ = gold_pairs()
    lsh = MinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS)
    found: set[Pair] = set()
    for one in articles:
        sketch = minhash(one.title, one.text)
        found |= {frozenset((one.id, other)) for other in lsh.query(sketch)}
        lsh.insert(one.id, sketch)
    PEERS["copies.bbc.recall"] = f"datasketch {len(found & near) / len(near):.3f}"
    PEERS["copies.bbc.precision"] = f"datasketch {len(found & near) / len(found):.3f}"
    note_peers_on_made(originals, copies)


def note_peers_on_made(originals: Iterable[Sighting], copies: Iterable[Copy]) -> None:
    from datasketch import MinHashLSH

    lsh = MinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS)
    wrong = 0
    for one in originals:
        sketch = minhash(one.title, one.text)
        wrong += len(lsh.query(sketch))
        lsh.insert(one.id, sketch)
    right: dict[str, list[bool]] = defaultdict(list)
    for copy in copies:
        matches = lsh.query(minhash(copy.title, copy.text))
        right[copy.kind].append(copy.original in matches)
        wrong += sum(match != copy.original for match in matches)
    found_right = sum(map(sum, right.values()))
    for kind, values in right.items():
        PEERS[f"copies.made.{kind}.recall"] = f"datasketch {sum(values) / len(values):.3f}"
    PEERS["copies.made.recall"] = f"datasketch {found_right / sum(map(len, right.values())):.3f}"
    PEERS["copies.made.precision"] = f"datasketch {found_right / (found_right + wrong):.3f}"


def minhash(title: str, text: str) -> "MinHash":  # noqa: F821  # a peer, imported where it is used
    from datasketch import MinHash

    sketch = MinHash(num_perm=PERMUTATIONS)
    sketch.update_batch([" ".join(run).encode("utf-8", "replace") for run in shingles(tokens(f"{title}\n{text}"))])
    return sketch
