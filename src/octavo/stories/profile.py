"""A profile: of a sighting, what comparing needs, as arrays. `octavo.stories.shelf` keeps many."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from octavo.core.stories import Sighting
from octavo.stories.days import days_of
from octavo.stories.likeness import Likeness
from octavo.stories.terms import numbers_of, stem, term, words_of

Array = Any  # numpy arrays

TITLE, LEAD, WORD, NAME, NAMED, NUMBER, PLACE = (1 << bit for bit in range(7))
"""What a term is in a text: in its title; in its first words; a word at all; a name's key; a word of a name; a number;
a place. A term can be several."""

LEAD_WORDS = 80
TITLE_CHARS = 90
"""Of the text, where an article has no title."""
MAX_TERMS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """`terms` are uint32, ascending; `counts` and `marks` uint8 beside them. `point` and `direction` are float32, as
    `Likeness` makes them, zeros where there is no embedding. `at_h` is in hours since 1970, NaN for unknown; `days` as
    `days_of` gives them. `length` is that of the embedding seen from the mean, of which `direction` is the unit.
    `spellings` maps a name's term to the name."""

    id: str
    language: str
    publisher: str
    at_h: float
    words: int
    days: int
    length: float
    point: Array
    direction: Array
    terms: Array
    counts: Array
    marks: Array
    spellings: dict[int, str]


def profile_of(sighting: Sighting, likeness: Likeness) -> Profile:
    title = words_of(sighting.title) or words_of(sighting.text[:TITLE_CHARS])
    words = words_of(f"{sighting.title}. {sighting.text}")
    marked = _marked(sighting, title, words)
    kept = _kept(marked.counts, marked.marks)
    point, direction, length = _seen(sighting.embedding if words else b"", likeness)
    return Profile(
        id=sighting.id,
        language=sighting.language,
        publisher=sighting.publisher,
        at_h=sighting.at.timestamp() / 3600 if sighting.at else np.nan,
        words=len(words),
        days=days_of(f"{sighting.title}. {sighting.text}", sighting.language),
        length=length,
        point=point,
        direction=direction,
        terms=np.array(kept, dtype=np.uint32),
        counts=np.array([min(marked.counts[key], 255) for key in kept], dtype=np.uint8),
        marks=np.array([marked.marks[key] for key in kept], dtype=np.uint8),
        spellings=marked.spellings,
    )


def _seen(embedding: bytes, likeness: Likeness) -> tuple[Array, Array, float]:
    """Point, direction and length. Zeros for what is no vector of this embedder's."""
    if len(embedding) == 2 * likeness.dimensions:
        vector = np.frombuffer(embedding, dtype="<f2").astype(np.float32)
        if np.isfinite(vector).all() and vector.any():
            length = float(np.linalg.norm(vector - likeness.mean))
            return likeness.points(vector), likeness.directions(vector), length
    return np.zeros(len(likeness.between), np.float32), np.zeros(likeness.dimensions, np.float32), 0.0


class _Terms:
    """How often each term stands in a text, what it is, and how names are written."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self.marks: dict[int, int] = {}
        self.spellings: dict[int, str] = {}

    def mark(self, key: int, what: int, count: int = 1) -> None:
        self.counts[key] += count
        self.marks[key] = self.marks.get(key, 0) | what

    def mark_again(self, words: Iterable[str], what: int) -> None:
        """Words that are counted already."""
        for word in words:
            if (key := term(stem(word))) in self.counts:
                self.mark(key, what, 0)


def _kept(counts: Counter[int], marks: dict[int, int]) -> list[int]:
    """Ascending. Where a text has too many terms its names, numbers, places, title and lead stay before its words."""
    telling = ~(WORD | NAMED)
    ordered = sorted(counts, key=lambda key: (not marks[key] & telling, -counts[key], key))
    return sorted(ordered[:MAX_TERMS])


def _marked(sighting: Sighting, title: list[str], words: list[str]) -> _Terms:
    found = _Terms()
    for place, word in enumerate(words):
        if len(word) > 1:
            found.mark(term(stem(word)), WORD | (LEAD if place < LEAD_WORDS else 0))
    found.mark_again(title, TITLE)
    for name in sighting.names:
        key = term(f"name:{name.key}")
        found.mark(key, NAME, name.count)
        found.spellings[key] = name.text
        found.mark_again(words_of(name.text), NAMED)
    for number in numbers_of(f"{sighting.title}. {sighting.text}"):
        found.mark(term(f"number:{number}"), NUMBER)
    for place_named in sighting.places:
        found.mark(term(f"place:{place_named.id}"), PLACE)
    return found
