"""The profiles of all articles in the window, packed: one record each, about six bytes a term, beside a header.

Directions are not kept twice: the window has them (`octavo.stories.vectors`, to within 1e-5), and the length beside
each gives the point back. Hands on whole profiles of the few that are compared, without the spellings of their names.
"""

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from octavo.stories.likeness import Likeness
from octavo.stories.profile import Profile
from octavo.stories.records import Records

Array = Any  # numpy arrays

_HEADER = struct.Struct("<ddIIIB3xI")  # hours, length, words, language, publisher, days, terms


class Shelf:
    """Profiles by number: the first is 0, each next one more."""

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness
        self._records = Records()
        self._names: list[str] = []
        self._numbers: dict[str, int] = {}

    def add(self, profile: Profile) -> int:
        """The number that it is kept by."""
        header = _HEADER.pack(
            profile.at_h,
            profile.length,
            profile.words,
            self._number(profile.language),
            self._number(profile.publisher),
            profile.days,
            len(profile.terms),
        )
        return self._records.add(header + profile.terms.tobytes() + profile.counts.tobytes() + profile.marks.tobytes())

    def __len__(self) -> int:
        """Of those that were ever added."""
        return len(self._records)

    def get(self, numbers: Sequence[int], articles: Sequence[str], directions: Array) -> list[Profile]:
        """Those with these numbers, whose ids and directions are known elsewhere."""
        records = [self._records[number] for number in numbers]
        headers = [_HEADER.unpack_from(record) for record in records]
        lengths = np.array([header[1] for header in headers], np.float32)
        points = (directions * lengths[:, None]) @ self._likeness.projection
        return [self._profile(*parts) for parts in zip(articles, records, headers, directions, points, strict=True)]

    def cut(self, first: int) -> None:
        """Forget all before this number; their memory is given back by the block."""
        self._records.cut(first)

    def _profile(self, article: str, record: bytes, header: tuple[Any, ...], direction: Array, point: Array) -> Profile:
        at_h, length, words, language, publisher, days, count = header
        start = _HEADER.size
        return Profile(
            id=article,
            language=self._names[language],
            publisher=self._names[publisher],
            at_h=at_h,
            words=words,
            days=days,
            length=length,
            point=point,
            direction=direction,
            terms=np.frombuffer(record, np.uint32, count, start),
            counts=np.frombuffer(record, np.uint8, count, start + 4 * count),
            marks=np.frombuffer(record, np.uint8, count, start + 5 * count),
            spellings={},
        )

    def _number(self, name: str) -> int:
        """Languages and publishers are few: each is kept once."""
        number = self._numbers.setdefault(name, len(self._names))
        if number == len(self._names):
            self._names.append(name)
        return number
