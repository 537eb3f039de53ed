"""Text cut into words: what a name of a place may be made of, and what stands around it."""

import re
from dataclasses import dataclass

from octavo.understand.places.keys import key_of

# Letters with the marks that belong to them in Indic, Arabic, Hebrew and other scripts; Python's \w lacks marks.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0971-\u097f"
    "\u0980-\u09e3\u09f0-\u0a65\u0a70-\u0ae3\u0af9-\u0b63\u0b71-\u0be5\u0c00-\u0c65\u0c80-\u0ce5\u0d00-\u0d65"
    "\u0d7a-\u0de5\u0df2-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u1056-\u1059"
    "\u17b4-\u17d3\u135d-\u135f\u200c\u200d"
)
_LETTER = rf"(?:[^\W\d_]|[{_MARKS}])"
_WORD = re.compile(rf"(?:[A-Z]\.){{2,}}|{_LETTER}+(?:['’ʼ״\"]{_LETTER}+)*")
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？।\n•|]|^\s*[-–—]\s")
_OPENS = re.compile(r"[\"“„«»‘(\[]\s*$")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: `gap` is what stands between the word before and it, `starts` whether a sentence begins here.

    `cased`: of a script with capitals.
    """

    text: str
    key: str
    start: int
    end: int
    gap: str
    starts: bool
    capital: bool
    cased: bool


def is_unspaced(letter: str) -> bool:
    """Whether a letter's script parts no words: Han, Kana, Thai, Lao, Burmese, Khmer."""
    return _UNSPACED.match(letter) is not None


def tokens_of(text: str) -> list[Token]:
    """The words of a text. Words of a script without spaces are runs of many words."""
    made: list[Token] = []
    last = 0
    for found in _WORD.finditer(text):
        gap = text[last : found.start()]
        word = found.group()
        starts = gap != " " and (not made or bool(_ENDS_SENTENCE.search(gap)) or bool(_OPENS.search(gap)))
        capital = word[0].isupper()
        # Georgian has capitals in Unicode that no newspaper writes.
        cased = capital or (word[0].islower() and not "\u0590" < word[0] < "\u1e00")
        made.append(Token(word, key_of(word), found.start(), found.end(), gap, starts, capital, cased))
        last = found.end()
    return made
