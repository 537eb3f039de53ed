"""Which article copies another, which of several is likely the original, and how many voices really tell a story.

Owns the thresholds. Hands `CopyOf` to grouping, and voices to whoever counts them. A translation is no copy here: it
shares no words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from octavo.core.stories import Sighting
from octavo.stories.fingerprints import Fingerprint, Resemblance, compare, fingerprint, looked_up, unpack
from octavo.stories.postings import Postings
from octavo.stories.records import Records
from octavo.stories.wires import fold_name, is_agency, wire_of

Array = Any  # numpy arrays

NEAR_JACCARD = 0.7
"""The usual line for near-duplicates; the reuse pairs of sum-bbc are drawn there, too."""
CONTAINED = 0.9
"""A text that stands in a longer one but for its edges and a word here and there."""
WIRE_CONTAINED = 0.5
"""Two texts that both say they are an agency's need share only half: each desk cuts and rewrites the rest."""
MIN_CONTAINED_WORDS = 60
VERBATIM = 0.98
"""A whole text that stands in the other word for word need not be as long."""
MIN_TEXT_WORDS = 40
"""Below this, texts are teasers, and many articles of one site share theirs."""
MIN_SHINGLES = 8
"""Fewer runs than this (titles alone, of eleven words) are said alike by accident."""

POSTINGS_A_SHINGLE = 24
VERIFIED = 32
FEWEST_TO_CUT = 8_192
SAME_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CopyOf:
    """`id` is the earlier article whose text this is. Likeness is over runs of four words, 0 to 1."""

    id: str
    jaccard: float
    containment: float

    @property
    def is_near(self) -> bool:
        """The same text as a whole; otherwise one is a part of the other, which within one publisher is an update."""
        return self.jaccard >= NEAR_JACCARD


class CopyIndex:
    """The texts seen so far. Articles arrive one by one; the same order of arrivals gives the same answers.

    Holds about 12 bytes for each shingle looked up (one in eight) beside the fingerprints themselves.
    """

    def __init__(self) -> None:
        self._postings = Postings()
        self._ids: dict[int, str] = {}
        self._prints = Records()
        self._rows: dict[str, int] = {}
        self._first = 0  # what is before this row holds no memory

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, article: object) -> bool:
        return article in self._rows

    def add(self, sighting: Sighting) -> CopyOf | None:
        """Take an article in, and say which earlier one it copies."""
        return self.add_fingerprint(sighting.id, fingerprint_of(sighting))

    def add_fingerprint(self, article: str, packed: bytes) -> CopyOf | None:
        """The same from what was kept of an article. One that is known already is taken anew."""
        self.forget([article])
        seen = unpack(packed)
        found = self._find(seen)
        self.keep(article, packed)
        return found

    def keep(self, article: str, packed: bytes) -> None:
        """Take a new one in without asking what it copies."""
        row = self._prints.add(packed)
        self._ids[row] = article
        self._rows[article] = row
        self._postings.add(row, looked_up(packed))

    def find(self, packed: bytes) -> CopyOf | None:
        """The article that a text copies, without taking it in."""
        return self._find(unpack(packed))

    def forget(self, articles: Iterable[str]) -> None:
        """Articles that are no longer looked at. Unknown ids are fine."""
        for article in articles:
            row = self._rows.pop(article, None)
            if row is not None:
                del self._ids[row]

    def cut(self) -> None:
        """Give memory back once many of the oldest are forgotten: for every so often, not for each article."""
        first = next(iter(self._ids), len(self._prints))
        if first - self._first > max(FEWEST_TO_CUT, len(self._ids)):
            self._first = first
            self._postings.cut(first)
            self._prints.cut(first)

    def _find(self, seen: Fingerprint) -> CopyOf | None:
        best: tuple[tuple[float, float, int], CopyOf] | None = None
        for row in self._candidates(seen):
            resemblance = compare(seen, unpack(self._prints[row]), enough_words=MIN_TEXT_WORDS)
            if not is_copy(resemblance):
                continue
            rank = (round(resemblance.jaccard, 2), round(resemblance.containment, 2), -row)
            if best is None or rank > best[0]:
                best = rank, CopyOf(self._ids[row], resemblance.jaccard, resemblance.containment)
        return best[1] if best else None

    def _candidates(self, seen: Fingerprint) -> list[int]:
        """Rows that share the most of what is looked up, at most `VERIFIED`."""
        if len(seen.whole) < MIN_SHINGLES:
            return []
        rows, counts = np.unique(self._postings.newest(seen.looked_up, POSTINGS_A_SHINGLE)[0], return_counts=True)
        order = np.lexsort((rows, -counts))
        return [row for row in rows[order].tolist() if row in self._ids][:VERIFIED]


def fingerprint_of(sighting: Sighting) -> bytes:
    return fingerprint(sighting.title, sighting.text, wire_of(sighting))


def is_copy(resemblance: Resemblance) -> bool:
    """Nearly the same text; or most of the shorter one, where it is long enough to be told from a quotation."""
    if resemblance.jaccard >= NEAR_JACCARD:
        return True
    if resemblance.words < MIN_CONTAINED_WORDS:
        return resemblance.words >= MIN_TEXT_WORDS and resemblance.containment >= VERBATIM
    return resemblance.containment >= (WIRE_CONTAINED if resemblance.same_wire else CONTAINED)


def voices(members: Sequence[Sighting], fingerprints: Mapping[str, bytes] | None = None) -> tuple[tuple[str, ...], ...]:
    """The independent tellings among articles: each a tuple of ids, the likely original first, in order of time.

    `fingerprints` are those already kept, by id. An article joins the voice of the one text that it copies most, so
    that a round-up which holds two others' texts does not make one voice of them.
    """
    kept = fingerprints or {}
    index = CopyIndex()
    told: dict[str, list[Sighting]] = {}
    voice_of: dict[str, str] = {}
    for member in sorted(members, key=_by_time):
        copied = index.add_fingerprint(member.id, kept.get(member.id) or fingerprint_of(member))
        voice = voice_of[copied.id] if copied else member.id
        voice_of[member.id] = voice
        told.setdefault(voice, []).append(member)
    return tuple(_original_first(articles) for articles in told.values())


def likely_original(members: Sequence[Sighting]) -> str:
    """The id of the article that the others most likely copy: an agency's own, or one whose publisher they name as
    their source; else of the earliest (within an hour: times are coarse) that credits nobody else, else the longest.

    Raises ValueError for no members.
    """
    if not members:
        raise ValueError("no articles, no original")
    times = [member.at for member in members if member.at is not None]
    soon = min(times) + SAME_HOUR if times else None
    credited = {fold_name(member.source) for member in members} - {""}
    return min(members, key=lambda member: _originality(member, soon, credited)).id


def _originality(member: Sighting, soon: datetime | None, credited: set[str]) -> tuple[bool, bool, bool, int]:
    late = soon is not None and (member.at is None or member.at > soon)
    is_source = is_agency(member.publisher) or fold_name(member.publisher) in credited
    return not is_source, late, bool(wire_of(member)), -len(member.text)


def _original_first(articles: list[Sighting]) -> tuple[str, ...]:
    first = likely_original(articles)
    return first, *(article.id for article in articles if article.id != first)


def _by_time(member: Sighting) -> tuple[bool, float]:
    return member.at is None, member.at.timestamp() if member.at else 0.0
