"""A text as the hashes of its four-word runs: what is kept of an article to know its copies by.

Shingles after Broder, "On the resemblance and containment of documents" (1997); the ones looked up are chosen by
winnowing (Schleimer, Wilkerson, Aiken: "Winnowing", 2003), which finds every run of 19 words that two texts share,
however long either is. Compared are all shingles, so likeness is exact but for texts above 4,096 runs.
"""

import re
import unicodedata
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

Array = Any  # numpy arrays

VERSION = 1
RUN = 4
WINDOW = 16
FEWEST_LOOKED_UP = 8
MOST_LOOKED_UP = 512
MOST_SHINGLES = 4096
MAX_TITLE_CHARS = 1_000
MAX_TEXT_CHARS = 100_000
HEADER = 5

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003134f"
)
_TOKEN = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])\w)+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`looked_up`, `base` and `whole` are sorted distinct uint32: the shingles that find candidates, those of the text,
    those of title and text together. `words` counts the text's. Of very long texts a share of 1 / 2 ** `level` is
    kept, the same ones in every text. `wire` is the hash of the agency named, 0 for none."""

    looked_up: Array
    base: Array
    whole: Array
    words: int
    level: int = 0
    wire: int = 0


@dataclass(frozen=True, slots=True)
class Resemblance:
    """`jaccard` and `containment` (in the shorter text) over shingles, both 0 to 1; `words` are the shorter text's."""

    jaccard: float
    containment: float
    words: int
    same_wire: bool = False


def fingerprint(title: str, text: str, wire: str = "") -> bytes:
    """What to keep of an article: about four bytes a word, 17 KB at most. `wire` is the agency whose text it is."""
    heading, words = tokens(title[:MAX_TITLE_CHARS]), tokens(text[:MAX_TEXT_CHARS])
    whole = _shingles(heading + words)
    base = whole[len(heading) :] if len(words) >= RUN else whole
    looked_up = _winnowed(base)
    level = _level(len(whole))
    whole, base = _share(np.unique(whole), level), _share(np.unique(base), level)
    rest = np.setdiff1d(base, looked_up, assume_unique=True)
    beside = np.setdiff1d(whole, base, assume_unique=True)
    header = [VERSION << 8 | level, len(looked_up), len(rest), len(words), zlib.crc32(wire.encode()) if wire else 0]
    return np.concatenate([np.array(header, "<u4"), looked_up, rest, beside]).astype("<u4").tobytes()


def unpack(packed: bytes) -> Fingerprint:
    """The reverse of `fingerprint`. Raises ValueError for one of another version."""
    numbers = np.frombuffer(packed, "<u4")
    if len(numbers) < HEADER or numbers[0] >> 8 != VERSION:
        raise ValueError("a fingerprint of another version")
    level, found, rest, words, wire = int(numbers[0] & 0xFF), *(int(number) for number in numbers[1:HEADER])
    shingles = numbers[HEADER:]
    return Fingerprint(
        looked_up=shingles[:found],
        base=_share(np.sort(shingles[: found + rest]), level),
        whole=_share(np.sort(shingles), level),
        words=words,
        level=level,
        wire=wire,
    )


def looked_up(packed: bytes) -> Array:
    """What `unpack` gives as such, alone."""
    found = int(np.frombuffer(packed, "<u4", HEADER)[1])
    return np.frombuffer(packed, "<u4", found, HEADER * 4)


def compare(one: Fingerprint, other: Fingerprint, *, enough_words: int) -> Resemblance:
    """Likeness of title and text, or of the texts alone where both have `enough_words`: headlines are often changed."""
    level = max(one.level, other.level)
    jaccard, containment = _overlap(_share(one.whole, level), _share(other.whole, level))
    words = min(one.words, other.words)
    if words >= enough_words:
        of_texts, containment = _overlap(_share(one.base, level), _share(other.base, level))
        jaccard = max(jaccard, of_texts)
    return Resemblance(jaccard, containment, words, same_wire=one.wire == other.wire != 0)


def tokens(text: str) -> list[str]:
    """Lower-case words without their marks; single characters in scripts that put no spaces between words."""
    if not text.isascii():
        text = _marks().sub("", unicodedata.normalize("NFKC", text))
    return _TOKEN.findall(text.lower())


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    """Combining marks, which `\\w` takes for the end of a word (the vowels of Hindi, the points of Arabic)."""
    last = 0x1E00
    marks = [chr(code) for code in range(0x300, last) if unicodedata.category(chr(code)) in {"Mn", "Mc"}]
    return re.compile(f"[{''.join(marks)}]")


def _shingles(words: list[str]) -> Array:
    """A uint32 for every run of four words, in order; one for a shorter text, none for an empty one."""
    hashes = np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words], np.uint64)
    runs = max(len(hashes) - RUN + 1, min(len(hashes), 1))
    mixed = np.zeros(runs, np.uint64)
    for start in range(min(RUN, len(hashes))):
        mixed = mixed * _FACTOR + hashes[start : start + runs] + np.uint64(1)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIXER
    return (mixed >> np.uint64(32)).astype(np.uint32)


def _winnowed(shingles: Array) -> Array:
    """The least of every window, and the least of all: sorted, distinct."""
    distinct = np.unique(shingles)
    if len(shingles) <= WINDOW:
        return distinct[:FEWEST_LOOKED_UP]
    least = np.unique(np.lib.stride_tricks.sliding_window_view(shingles, WINDOW).min(axis=1))
    return np.union1d(least[:MOST_LOOKED_UP], distinct[:FEWEST_LOOKED_UP])


def _level(count: int) -> int:
    return max(0, (count - 1) // MOST_SHINGLES).bit_length()


def _share(shingles: Array, level: int) -> Array:
    """The shingles (sorted) that are kept at a level: those below a bound, so that they are the same in every text."""
    return shingles if not level else shingles[: np.searchsorted(shingles, np.uint32(0xFFFF_FFFF >> level), "right")]


def _overlap(one: Array, other: Array) -> tuple[float, float]:
    """Jaccard, and the share of the smaller in the larger."""
    smaller = min(len(one), len(other))
    if not smaller:
        return 0.0, 0.0
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common), common / smaller
