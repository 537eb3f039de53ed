"""Words of a comment that say something about its tone: found in spite of disguise, each with what it does. Pure.

The words are data (`data/moderation/words.toml`). A text is read in the one language that has most of its words.
Disguises that are undone: digits for letters, l e t t e r s apart, twowords together, letters lost or exchanged.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DISGUISED = frozenset(
    {"group", "slur", "dehumanise", "despise", "hate", "violence", "exclude", "insult", "profanity", "sexual"}
)
"""What people disguise."""
MISSPELT_FROM = 5
"""Letters of a word that is known with a letter lost or two exchanged; a shorter one would be another word."""
PHRASE_WORDS = 3
CHINESE_WORD = 5
SPACED_LETTERS = 4

_MARKS = re.compile("[\u0300-\u036f\u064b-\u0652\u0670\u0640\u093c\u200b-\u200f]")
_TOKEN = re.compile(r"[\w\u0900-\u0dff\u0e00-\u0eff@$*'’]+")
_ELIDED = re.compile(r"\b([a-z]{1,2})'(?=[a-z]{2})")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "’": "'", "ı": "i"})
_DIGITS = str.maketrans({"4": "a", "@": "a", "3": "e", "1": "i", "0": "o", "5": "s", "$": "s", "7": "t", "8": "b"})
_ARABIC_PREFIXES = ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ه", "س")

Found = Mapping[str, frozenset[str]]
"""What a word does, by language."""


@dataclass(frozen=True, slots=True)
class Hit:
    """The word at `at` (its number in the text) belongs to `kinds`."""

    at: int
    kinds: frozenset[str]
    disguised: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read in one language: `words` counts its words."""

    words: int
    hits: tuple[Hit, ...]

    def places(self, kind: str) -> list[int]:
        return [hit.at for hit in self.hits if kind in hit.kinds]


def plain(text: str) -> str:
    """Folded, without accents, vowel points and variants of one letter."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", decomposed)).translate(_LETTERS)


def read(text: str) -> Reading:
    tokens = list(_tokens(_ELIDED.sub(r"\1 ", plain(text))))
    found = [(at, hit, disguised) for at, token in enumerate(tokens) for hit, disguised in _known(token)]
    found += [(at, hit, False) for at, hit in _phrases(tokens)]
    votes = Counter(language for _at, hit, _disguised in found for language in hit)
    if not votes:
        return Reading(len(tokens), ())
    language = max(votes, key=lambda name: (votes[name], name == "en"))
    return Reading(
        len(tokens), tuple(Hit(at, hit[language], disguised) for at, hit, disguised in found if language in hit)
    )


def _tokens(text: str) -> Iterator[str]:
    """Words; letters that stand alone one after the other are one word; of Chinese, the words that are known."""
    apart: list[str] = []
    for token in _TOKEN.findall(text):
        if len(token) == 1 and not _CHINESE.match(token):
            apart.append(token)
            continue
        yield from _together(apart)
        apart = []
        yield from _chinese(token) if _CHINESE.search(token) else [token]
    yield from _together(apart)


def _together(letters: list[str]) -> list[str]:
    return ["".join(letters)] if len(letters) >= SPACED_LETTERS else letters


def _chinese(token: str) -> Iterator[str]:
    words, at = _lexicon().words, 0
    while at < len(token):
        length = next((n for n in range(CHINESE_WORD, 0, -1) if token[at : at + n] in words), 1)
        yield token[at : at + length]
        at += length


def _known(token: str) -> list[tuple[Found, bool]]:
    lexicon = _lexicon()
    if written := lexicon.find(token):
        return [(written, False)]
    clear = token if token.isalpha() else token.strip("'*").translate(_DIGITS) if not token.isdigit() else token
    if direct := lexicon.find(clear):
        return [(direct, clear != token)]
    if _ARABIC.match(token):
        return [(hit, False) for hit in map(lexicon.find, _without_prefix(token)) if hit][:1]
    if misspelt := lexicon.find_misspelt(clear):
        return [(misspelt, True)]
    return [(hit, True) for hit in lexicon.find_joined(clear)]


def _without_prefix(token: str) -> Iterator[str]:
    for prefix in _ARABIC_PREFIXES:
        if token.startswith(prefix) and len(token) > len(prefix) + 2:
            yield token[len(prefix) :]


def _phrases(tokens: list[str]) -> Iterator[tuple[int, Found]]:
    lexicon = _lexicon()
    for length in range(2, PHRASE_WORDS + 1):
        for at in range(len(tokens) - length + 1):
            if tokens[at] in lexicon.beginnings and (hit := lexicon.find("_".join(tokens[at : at + length]))):
                yield at, hit


class _Lexicon:
    """`words` are whole, `stems` may go on; `misspelt` are both with a letter lost or two exchanged."""

    def __init__(self, tables: Mapping[str, Mapping[str, str]]) -> None:
        self.words: dict[str, dict[str, frozenset[str]]] = {}
        self.stems: dict[str, dict[str, frozenset[str]]] = {}
        self.misspelt: dict[str, dict[str, frozenset[str]]] = {}
        for kind, languages in tables.items():
            for language, entries in languages.items():
                for entry in entries.split():
                    self._add(plain(entry), kind, language)
        self.beginnings = {word.partition("_")[0] for word in (*self.words, *self.stems) if "_" in word}

    def _add(self, entry: str, kind: str, language: str) -> None:
        stem = entry.removesuffix("*")
        _put(self.stems if entry.endswith("*") else self.words, stem, kind, language)
        if kind in DISGUISED and "_" not in stem and len(stem) >= MISSPELT_FROM:
            for wrong in _misspellings(stem):
                _put(self.misspelt, wrong, kind, language)

    def find(self, word: str) -> Found:
        """What `word` is by itself and by every stem that it begins with."""
        found = [self.words.get(word), *(self.stems.get(word[:end]) for end in range(2, len(word) + 1))]
        return _merged(one for one in found if one)

    def find_misspelt(self, word: str) -> Found:
        if len(word) < MISSPELT_FROM - 1:
            return {}
        ends = range(len(word), max(MISSPELT_FROM, len(word) - 4) - 1, -1)
        return _merged(
            one for one in [self.misspelt.get(word), *(self.misspelt.get(word[:end]) for end in ends)] if one
        )

    def find_joined(self, word: str) -> list[Found]:
        """Two words written as one: both must be known in one language."""
        for cut in range(1, len(word) - 2):
            first, second = self.words.get(word[:cut]), self.find(word[cut:])
            common = set(first or ()) & set(second)
            if first and common and len(word) >= MISSPELT_FROM:
                return [{name: first[name] for name in common}, {name: second[name] for name in common}]
        return []


def _put(table: dict[str, dict[str, frozenset[str]]], word: str, kind: str, language: str) -> None:
    known = table.setdefault(word, {})
    known[language] = known.get(language, frozenset()) | {kind}


def _merged(found: Iterable[Found]) -> Found:
    merged: dict[str, frozenset[str]] = {}
    for one in found:
        for language, kinds in one.items():
            merged[language] = merged.get(language, frozenset()) | kinds
    return merged


def _misspellings(word: str) -> Iterator[str]:
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        if at + 1 < len(word) and word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@cache
def _lexicon() -> _Lexicon:
    text = files("octavo.data").joinpath("moderation/words.toml").read_text(encoding="utf-8")
    return _Lexicon(tomllib.loads(text))
