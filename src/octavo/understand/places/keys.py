"""How a place's name is written as a key: the same for cases, accents, hyphens and the spellings of one letter.

The gazetteer holds no names to search by, only 48 bits of each key's digest (`fingerprint`); 500,000 names and 2,000
questions of an article make a wrong hit once in 280,000 articles.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

DIGEST_BYTES = 6

_LETTERS = str.maketrans(
    {
        "ß": "ss", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ё": "е",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي",
        "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه",
        "ھ": "ه", "ؤ": "و", "ـ": "", "\u200c": "", "\u200d": "", "़": "",
        "'": "", "’": "", "ʼ": "", "`": "", "´": "", "‘": "", "ʻ": "", "ʹ": "", "″": "",
        "״": "", "׳": "", '"': "", "“": "", "”": "",
        "-": " ", "‐": " ", "‑": " ", "–": " ", "—": " ", ".": " ", "·": " ", "・": " ", "=": " ", "＝": " ", "/": " ",
    }
)  # fmt: skip
_SPACES = re.compile(r"\s+")
_FOLDED = (0x0000, 0x024F), (0x0370, 0x03FF), (0x1E00, 0x1FFF)
# Marks that only help to read: Hebrew points, Arabic vowels.
_POINTS = re.compile(r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u065f\u0670]")


@lru_cache(maxsize=8_192)
def key_of(name: str) -> str:
    """The key of a name or of a word of it: "Île-de-France" is "ile de france"."""
    folded = name.casefold()
    if not folded.isascii():
        folded = _POINTS.sub("", "".join(map(_plain, unicodedata.normalize("NFC", folded))))
    return _SPACES.sub(" ", folded.translate(_LETTERS)).strip()


@lru_cache(maxsize=4_096)
def _plain(letter: str) -> str:
    """The letter without its accents, where it is Latin or Greek: other scripts have marks that make another letter."""
    if letter == "\u0307":  # what casefolding leaves of the Turkish capital
        return ""
    code = ord(letter)
    if code < 0x80 or not any(first <= code <= last for first, last in _FOLDED):
        return letter
    return "".join(mark for mark in unicodedata.normalize("NFD", letter) if not unicodedata.combining(mark))


def fingerprint(key: str) -> int:
    """48 bits that stand for a key."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest(), "big")
