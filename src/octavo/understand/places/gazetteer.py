"""The shipped gazetteer: what places are there and which names may mean each. `python -m training.gazetteer` writes it.

One zlib-packed file of plain arrays: a name is found by bisecting fingerprints, so that a few hundred thousand names
in every script load in a blink and take a few megabytes.
"""

import json
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from octavo.core.failures import OctavoError
from octavo.core.labels import PlaceKind
from octavo.understand.places.keys import fingerprint

FILE = Path(__file__).parents[2] / "data/gazetteer/gazetteer.bin"
"""Made by `make setup`, and part of wheels."""
MAGIC = b"OGAZ1"
BUCKET_BITS = 16
REST_BITS = 32
PLACE_BITS = 20
REMEMBERED = 16_384
DEGREE = 180  # steps: coordinates are kept to 300 metres
KINDS = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.CITY, PlaceKind.OTHER)


class Sign:
    """What is known of one name of one place: bits of a plain number, as thousands are asked for in an article."""

    ALIAS: Final = 1  # not its usual English or local name
    ACRONYM: Final = 2  # means the place in capitals only
    COMMON: Final = 4  # a word of the language too, or a personal name
    STARTS: Final = 8  # no place's name: the first word of longer ones
    BENT: Final = 32  # found only after an ending or prefix was taken away; never in the file
    INSTITUTION: Final = 16  # names what stands for the place: a parliament, a palace, a quarter


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer. `population` is people, 0 where unknown; `region` the id of its region or ""."""

    index: int
    id: str
    name: str
    country: str
    kind: PlaceKind
    population: int
    region: str
    latitude: float
    longitude: float


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """`buckets[i]` is where fingerprints that start with the bits `i` begin in `rests` and `values`."""

    buckets: "array[int]"
    rests: "array[int]"
    values: "array[int]"
    numbers: "array[int]"
    packed_kinds: bytes
    countries: "array[int]"
    populations: "array[int]"
    regions: "array[int]"
    latitudes: "array[int]"
    longitudes: "array[int]"
    offsets: "array[int]"
    names: bytes
    about: dict[str, list[str]]

    @cached_property
    def find(self) -> Callable[[str], tuple[tuple[int, int], ...]]:
        """The places that a key may mean, (index, signs), the more populous first; `Sign.STARTS` of longer names."""
        return lru_cache(maxsize=REMEMBERED)(self._find)

    def _find(self, key: str) -> tuple[tuple[int, int], ...]:
        print_ = fingerprint(key)
        bucket, rest = print_ >> REST_BITS, print_ & ((1 << REST_BITS) - 1)
        end = self.buckets[bucket + 1]
        at = bisect_left(self.rests, rest, self.buckets[bucket], end)
        found = []
        while at < end and self.rests[at] == rest:
            value = self.values[at]
            found.append((value & ((1 << PLACE_BITS) - 1), value >> PLACE_BITS))
            at += 1
        return tuple(found)

    def entry(self, index: int) -> Entry:
        name = self.names[self.offsets[index] : self.offsets[index + 1]].decode()
        kind = KINDS[self.packed_kinds[index]]
        region = self.regions[index]
        return Entry(
            index, self._id(index, kind), name, self.about["countries"][self.countries[index]], kind,
            self.populations[index], self._id(region, PlaceKind.REGION) if region else "",
            self.latitudes[index] / DEGREE, self.longitudes[index] / DEGREE,
        )  # fmt: skip

    def country_code(self, index: int) -> str:
        return self.about["countries"][self.countries[index]]

    def is_first_level(self, index: int) -> bool:
        """Whether a region is a state or the like, not a part of one."""
        return self.regions[index] == index

    def _id(self, index: int, kind: PlaceKind) -> str:
        if kind is PlaceKind.COUNTRY:
            return "c" + self.about["countries"][self.countries[index]]
        number = self.numbers[index]
        return str(number) if number else self.about["own_ids"][index]

    @cached_property
    def neighbours(self) -> dict[str, frozenset[str]]:
        """The countries that share a border with each."""
        return {line[:2]: frozenset(line[3:].split(",")) for line in self.about["neighbours"]}

    @cached_property
    def by_code(self) -> dict[str, int]:
        """Where countries ("KE"), nations and states ("GB-WLS") and our own ("oEU") stand."""
        codes = {code.removeprefix("c"): index for index, code in enumerate(self.about["own_ids"]) if code}
        return codes | {code: int(index) for code, _, index in (line.rpartition(":") for line in self.about["regions"])}

    @cached_property
    def region_codes(self) -> dict[int, str]:
        """The codes of states and the like by index ("GB-WLS"), for `region_code`."""
        pairs = (line.rpartition(":") for line in self.about["regions"])
        return {int(index): code for code, _, index in pairs}

    def region_code(self, index: int) -> str:
        """ISO 3166-2 of the nation or state that a place is or lies in; "" for countries and where it is not known."""
        return self.region_codes.get(self.regions[index], "")

    @cached_property
    def capitals(self) -> frozenset[int]:
        """The indexes of the national capitals."""
        return frozenset(map(int, self.about["capitals"]))

    @cached_property
    def starts(self) -> dict[str, tuple[int, ...]]:
        """How names begin in scripts without spaces (`unspaced_start`), and how long they are, the longest first."""
        lines = (line.split(":") for line in self.about["starts"])
        return {start: tuple(map(int, lengths.split(","))) for start, lengths in lines}


def unspaced_start(name: str) -> str:
    """What a name is sought by in a run: two letters, or three where a letter says less than Chinese ones."""
    return name[:2] if name[0] >= "\u3000" else name[:3]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, loaded once. Raises `OctavoError` where it was never made."""
    if not FILE.exists():
        raise OctavoError("The gazetteer is missing; make setup makes it")
    return unpack(FILE.read_bytes())


def pack(it: Gazetteer) -> bytes:
    parts = [
        *(array_.tobytes() for array_ in _arrays(it)),
        it.packed_kinds,
        it.names,
        json.dumps(it.about, ensure_ascii=False).encode(),
    ]
    head = struct.pack(f"<{len(parts)}I", *map(len, parts))
    return MAGIC + zlib.compress(head + b"".join(parts), 9)


def unpack(packed: bytes) -> Gazetteer:
    """Raises ValueError for what is no gazetteer."""
    if not packed.startswith(MAGIC):
        raise ValueError("not a gazetteer")
    unpacked = memoryview(zlib.decompress(packed[len(MAGIC) :]))
    sizes = struct.unpack_from(f"<{len(_TYPES) + 3}I", unpacked)
    parts, at = [], struct.calcsize(f"<{len(_TYPES) + 3}I")
    for size in sizes:
        parts.append(unpacked[at : at + size])
        at += size
    arrays = {name: _array(type_, part) for (name, type_), part in zip(_TYPES.items(), parts, strict=False)}
    kinds, names, about = map(bytes, parts[len(_TYPES) :])
    return Gazetteer(**arrays, packed_kinds=kinds, names=names, about=json.loads(about))


_TYPES = {
    "buckets": "I", "rests": "I", "values": "I", "numbers": "I", "countries": "H", "populations": "I", "regions": "I",
    "latitudes": "h", "longitudes": "h", "offsets": "I",
}  # fmt: skip


def _arrays(it: Gazetteer) -> list["array[int]"]:
    return [getattr(it, name) for name in _TYPES]


def _array(type_: str, part: memoryview) -> "array[int]":
    made: array[int] = array(type_)
    made.frombytes(part)
    if sys.byteorder == "big":
        made.byteswap()
    return made
