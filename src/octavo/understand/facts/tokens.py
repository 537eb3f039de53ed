"""The tokens that sentences are compared by: words in lower case; single signs where a script parts no words."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from octavo.core.name_keys import name_key
from octavo.understand.name_words import SMALL_WORDS, words_of
from octavo.understand.numbers import lower_of, with_plain_digits

MAX_CHARS = 2_000
"""Of a sentence: more is no sentence."""
MIN_CONTENT_CHARS = 3

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0955-\u0963\u0981-\u0983\u09bc-\u09d7"
    "\u0a01-\u0a51\u0a70-\u0a71\u0a81-\u0acd\u0b01-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c56\u0c81-\u0cd6\u0d00-\u0d57"
    "\u0d81-\u0df3\u135d-\u135f\u200c\u200d"
)
_TOKEN = re.compile(
    rf"[{_UNSPACED}]|\d+(?:[.,:]\d+)*|(?:(?![{_UNSPACED}\d])[^\W_]|[{_MARKS}])+"
    rf"(?:[-’'‑ʼ](?:(?![{_UNSPACED}\d])[^\W_]|[{_MARKS}])+)*"
)
_ELISION = re.compile(r"(?:l|d|dell|all|nell|sull|dall|qu|s|n|j|c|m|t|un|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}|[\u4e00-\u9fff·]{2,6}(?=[·・])")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_HIRAGANA = re.compile(r"[\u3040-\u309f\u0e30-\u0e4e]")
_AUXILIARY = words_of(
    "does did doing done don't doesn't didn't been being having those these them there here such while during upon "
    "would could should shall might must whom whose other others another each both than then thus amid among amongst "
    "within several toward towards onto off out into over under through between because since until though although "
    # hi: forms of to do, be, go, give, take, can, which stand beside every verb, and pronouns
    "गया गई गए गये किया किए कर करके करने करते करना करता करती करें करेगा करेंगे हुआ हुई हुए रहा रही रहे दिया दी दिए देने लिया "
    "लिए लेने होने होना होता होती होते होगा होगी होंगे जाता जाती जाते जाने जाना जाएगा सकता सकते सकती चाहिए था थी थे हैं हूं हूँ हो "
    "लेकिन साथ बाद पहले द्वारा उनके उनकी उनका उन्हें उन्होंने उसके उसकी उसका उसे उसने इसके इसकी इसका इसे इसने इससे अपने अपनी "
    "अपना बहुत सभी कुछ यहां यहाँ वहां वहाँ जिसमें जिसके जिसने जिन्हें जैसे जैसा हमारे हमारी हमें मुझे मेरे मेरा मेरी और यह वह कि "
    "नहीं तो भी ही पर में को से का के की ने "
)
""" "Small words" that the lists of understand leave out, for they never stand beside a name."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """`text` is what was read; `words` in lower case begin at `starts` in it."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]

    def at(self, place: int) -> int:
        """The number of the token that a place of the text lies in or after."""
        return max(bisect_right(self.starts, place) - 1, 0)


def tokens_of(text: str) -> Tokens:
    text = unicodedata.normalize("NFC", text[:MAX_CHARS])
    lower = lower_of(with_plain_digits(text))
    words: list[str] = []
    starts: list[int] = []
    for match in _TOKEN.finditer(lower):
        for word, start in _without_elision(match[0], match.start()):
            words.append(word)
            starts.append(start)
    return Tokens(text, tuple(words), tuple(starts))


def _without_elision(word: str, start: int) -> list[tuple[str, int]]:
    """ "l'iran" as "l" and "iran"."""
    match = _ELISION.match(word) if "'" in word or "’" in word else None
    if match is None:
        return [(word, start)]
    return [(word[: match.end() - 1], start), (word[match.end() :], start + match.end())]


@lru_cache(maxsize=50_000)
def is_content(word: str) -> bool:
    """It carries meaning: no small word of any language, no syllable of endings."""
    if _IS_UNSPACED.match(word):
        return _HIRAGANA.match(word) is None
    return (
        len(word) >= MIN_CONTENT_CHARS and word not in SMALL_WORDS and word not in _AUXILIARY and not word[0].isdigit()
    )


def keys_of(tokens: Tokens, language: str) -> tuple[str, ...]:
    """Of every word that may be part of a name, and of runs in katakana, which stand for names and foreign words."""
    starts = zip(tokens.words, tokens.starts, strict=True)
    words = (word for word, start in starts if _may_name(word, tokens.text[start]))
    marked = (match[0] for match in _KATAKANA.finditer(tokens.text))
    parts = (part for word in (*words, *marked) for part in name_key(word, language).split(" "))
    return tuple(dict.fromkeys(part for part in parts if part))


def _may_name(word: str, written: str) -> bool:
    if _IS_UNSPACED.match(word) or word[0].isdigit():
        return False
    return written.isupper() or word not in SMALL_WORDS
