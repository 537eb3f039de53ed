"""Texts with topics: three sets of the data pack and our own headlines, each set's classes mapped to IPTC's codes.

A class that holds several topics ("society") allows each of them: training asks only that the topic be among them, and
a class's score is the sum of its topics'.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals import datapack
from octavo.understand.topics import CODES

HEADLINES = Path(__file__).parents[1] / "training/data/topics.txt"

Classes = Mapping[str, tuple[str, ...]]

# Two digits stand for a topic: "04" is 04000000.
CLASSES: dict[str, Classes] = {
    "bbc": {"business": ("04",), "entertainment": ("01",), "politics": ("11",), "sport": ("15",), "tech": ("13",)},
    # Its geography is of rivers, islands, parks and storms: IPTC's "nature", under environment, and weather. Travel is
    # under leisure. What it calls politics is history as well, and war.
    "sib200": {
        "science/technology": ("13",),
        "travel": ("10",),
        "politics": ("11", "16"),
        "sports": ("15",),
        "health": ("07",),
        "entertainment": ("01",),
        "geography": ("06", "17"),
    },
    # "society" is the contest's word for politics, incidents, crime and all that concerns people; its economy is
    # business and work; its entertainment is art, games, leisure and curiosities; its science is research and medicine.
    # IPTC has science and technology as one topic, so they are one class here. "other" and "not_news" are no topics.
    "tgcontest": {
        "society": ("11", "02", "03", "05", "06", "12", "14", "16", "17"),
        "economy": ("04", "09"),
        "sports": ("15",),
        "entertainment": ("01", "08", "10"),
        "science and technology": ("13", "07"),
    },
}
_RENAMED = {"technology": "science and technology", "science": "science and technology"}
_FILES = {
    "bbc": ("sum-bbc", "articles.jsonl.gz", "topic"),
    "sib200": ("langid-sib200", "sentences.jsonl.gz", "topic"),
    "tgcontest": ("pairs-tgcontest", "categories.jsonl.gz", "category"),
}


TAUGHT_OF_SIB200 = 4
"""Every fourth sentence, in all languages, is for training and for whoever improves the model; the rest is aside."""


@dataclass(frozen=True, slots=True)
class Example:
    """`topics` are the codes that may be right, `label` the set's own word (a code, for our headlines)."""

    id: str
    title: str
    text: str
    language: str
    label: str
    topics: tuple[str, ...]


def read_examples(name: str) -> list[Example]:
    """All examples of a set of the data pack that have a topic."""
    return list(_examples(name))


def is_aside(example: Example) -> bool:
    """Whether a sentence of sib200 is one that nothing was taught, chosen or written by."""
    return int(example.id.partition(".")[0]) % TAUGHT_OF_SIB200 != 0


def _examples(name: str) -> Iterator[Example]:
    folder, file, field = _FILES[name]
    for record in datapack.read_set(folder, file):
        label = str(record[field])
        if name == "tgcontest":
            label = _RENAMED.get(label, label)
        if label in CLASSES[name]:
            codes = codes_of(name, label)
            yield Example(record["id"], record.get("title") or "", record["text"], record["language"], label, codes)


def codes_of(name: str, label: str) -> tuple[str, ...]:
    return tuple(f"{digits}000000" for digits in CLASSES[name][label])


def read_headlines() -> list[Example]:
    """Our own: invented headlines and sentences for each topic."""
    examples, code = [], ""
    for number, line in enumerate(HEADLINES.read_text(encoding="utf-8").splitlines()):
        if line.startswith("# "):
            code = line[2:10]
            assert code in CODES
        elif line:
            language, _, text = line.partition("\t")
            examples.append(Example(str(number), text, "", language, code, (code,)))
    return examples
