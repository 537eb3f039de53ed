"""What the grouping model learns from and is scored on: streams of sightings with the story of each.

Learned from: the stories of cluster-neus beyond the first thousand (without those that the dated part tells again),
sib200's aligned sentences (one sentence in 41 languages is one "story", and so are the halves of a run of sentences
that tell of one thing), and the translated pairs of semeval2022t8 that
share no article with its originals. Nothing of these is scored; everything else is scored and never learned from.
"""

import os
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from evals import datapack

from octavo.core.protocols import Embedder
from octavo.core.stories import Sighting
from octavo.understand.names import find_names
from octavo.understand.places import find_places

NEUS_SCORED = 1_000
SENTENCES = 200
RUNS = Path(__file__).with_name("data") / "sib200_articles.txt"
LANGUAGES_OF_A_RUN = 16
CACHE = Path(os.environ.get("OCTAVO_EVAL_CACHE", Path(tempfile.gettempdir()) / "octavo-evals"))

Array = Any  # numpy arrays


@dataclass(frozen=True, slots=True)
class Stream:
    """Sightings in order of arrival; `stories` names the story of each."""

    name: str
    sightings: tuple[Sighting, ...]
    stories: tuple[str, ...]


def neus(*, scored: bool) -> Stream:
    """The first thousand stories by id, which are scored, or those after them."""
    records = datapack.read_set("cluster-neus", "docs.jsonl.gz")
    stories = list(dict.fromkeys(record["story"] for record in records))
    first = set(stories[:NEUS_SCORED])
    told_again = {
        story
        for roundup in datapack.read_set("cluster-neus", "dated_roundups.jsonl.gz")
        for story in roundup.get("same_story_in_docs") or ()
    }
    wanted = first if scored else set(stories) - first - told_again
    return _stream("neus", [record for record in records if record["story"] in wanted])


def dated() -> Stream:
    return _stream("neus_dated", datapack.read_set("cluster-neus", "dated_docs.jsonl.gz"))


def ecbplus() -> Stream:
    return _stream("ecbplus", datapack.read_set("cluster-ecbplus", "docs.jsonl.gz"))


def ntrex() -> tuple[Stream, tuple[int, ...]]:
    """Every document in every language as one of two halves, and which half each is: halves of one kind say the same
    sentences, so only articles of different halves may be compared."""
    records = datapack.read_set("xling-ntrex128", "docs.jsonl.gz")
    halves = tuple(record["half"] for record in records)
    lines = [record["text"].split("\n")[record["half"] :: 2] for record in records]
    texts = [record | {"text": "\n".join(kept)} for record, kept in zip(records, lines, strict=True)]
    return _stream("ntrex", texts), halves


def sentences() -> Stream:
    """sib200's first aligned sentences in every language."""
    records = datapack.read_set("langid-sib200", "sentences.jsonl.gz")
    chosen = sorted({record["sentence"] for record in records})[:SENTENCES]
    kept = [record | {"story": str(record["sentence"])} for record in records if record["sentence"] in set(chosen)]
    return _stream("sib200", kept)


def halves() -> tuple[Stream, tuple[int, ...]]:
    """Runs of sib200's sentences that tell of one thing, each in some languages, of which every one has either the odd
    sentences or the even ones; and which half each is. They are comparable: one subject, no sentence shared."""
    by_language: dict[str, dict[int, str]] = {}
    for record in datapack.read_set("langid-sib200", "sentences.jsonl.gz"):
        by_language.setdefault(record["language"], {})[record["sentence"]] = record["text"]
    generator = random.Random(5)
    records, which = [], []
    for first, last in _runs():
        for number, language in enumerate(generator.sample(sorted(by_language), LANGUAGES_OF_A_RUN)):
            held = by_language[language]
            half = (number + first) & 1
            text = "\n".join([held[sentence] for sentence in range(first, last + 1) if sentence in held][half::2])
            records.append({"id": f"{first}.{language}", "story": str(first), "language": language, "text": text})
            which.append(half)
    return _stream("halves", records), tuple(which)


def _runs() -> list[tuple[int, int]]:
    lines = [line for line in RUNS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = (run.split("-") for line in lines for run in line.split())
    return [(int(first), int(last)) for first, last in pairs]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two articles each, with the human judgement of their likeness (1 same to 4 different)."""

    first: Stream
    second: Stream
    overall: tuple[float, ...]
    languages: tuple[str, ...]


def semeval(*, scored: bool) -> Pairs:
    records = datapack.read_set("pairs-semeval2022t8", "pairs.jsonl.gz")
    originals = [record for record in records if record["source"] == "original"]
    articles = {record[side] for record in originals for side in ("article1", "article2")}
    if scored:
        chosen = originals
    else:
        chosen = [r for r in records if r["source"] != "original" and not {r["article1"], r["article2"]} & articles]
    return Pairs(
        _side("semeval1", chosen, 1),
        _side("semeval2", chosen, 2),
        tuple(float(record["overall"]) for record in chosen),
        tuple(f"{record['language1']}-{record['language2']}" for record in chosen),
    )


def tgcontest() -> tuple[Stream, Stream, tuple[bool, ...]]:
    records = datapack.read_set("pairs-tgcontest", "pairs.jsonl.gz")
    first, second = (_side(f"tgcontest{side}", records, side) for side in (1, 2))
    return first, second, tuple(record["same_story"] for record in records)


def _side(name: str, records: Sequence[datapack.Record], side: int) -> Stream:
    return _stream(
        name,
        [
            {
                "id": f"{record['id']}.{side}",
                "story": record["id"],
                "title": record.get(f"title{side}", ""),
                "text": record[f"text{side}"],
                "language": record.get(f"language{side}") or record["language"],
            }
            for record in records
        ],
    )


def _stream(name: str, records: Sequence[datapack.Record]) -> Stream:
    return Stream(name, tuple(map(_sighting, records)), tuple(record["story"] for record in records))


def _sighting(record: datapack.Record) -> Sighting:
    title, language = record.get("title") or "", record.get("language") or ""
    published = record.get("published_at")
    return Sighting(
        id=str(record["id"]),
        title=title,
        text=record["text"],
        language=language,
        publisher=record.get("publisher") or "",
        url=record.get("url") or "",
        at=datetime.fromisoformat(published) if published else None,
        names=find_names(title, record["text"], language=language),
        places=find_places(title, record["text"], language=language),
    )


def embedded(stream: Stream, embedder: Embedder, windows: Any) -> Stream:
    """With an embedding for each sighting, kept between runs in a folder for temporary files."""
    texts = [windows(sighting.title, sighting.text) for sighting in stream.sightings]
    vectors = cached_vectors(texts, embedder)
    sightings = (
        replace(sighting, embedding=vector.astype("<f2").tobytes())
        for sighting, vector in zip(stream.sightings, vectors, strict=True)
    )
    return replace(stream, sightings=tuple(sightings))


def cached_vectors(texts: Sequence[str], embedder: Embedder) -> Array:
    digest = blake2b(f"{embedder.name}\0{chr(0).join(texts)}".encode("utf-8", "surrogatepass"), digest_size=12)
    path = CACHE / f"vectors-{digest.hexdigest()}.npy"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        np.save(path, embedder.embed(texts).astype(np.float16))
    return np.load(path).astype(np.float32)
