"""Spans of capitalised words in texts whose script has capitals: whom and what a text may name.

Owns tokens, the starts of sentences and the judgement of a single capital; hands spans to `octavo.understand.names`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from octavo.understand.name_words import (
    COMMON_HEADS,
    DATES,
    GERMAN_DETERMINERS,
    GERMAN_NOUN_ENDINGS,
    GERMAN_NOUNS,
    NO_NAMES,
    OFFICES,
    PARTICLES,
    SECOND_PARTICLES,
    SMALL_WORDS,
    TITLES,
    words_of,
)

MAX_WORDS = 6
MAX_WORD_CHARS = 40
NOUN_CAPITALS = ("de", "lb")
FAMILY_NAME_FIRST = ("hu", "vi")
# Of a text's words, capitals inside of sentences: English has about .12, German about .3.
GERMAN_SHARE = 0.23
TITLE_CASE_SHARE = 0.7
MIN_TITLE_WORDS = 4

_TOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+(?:[-’'‑ʼ](?:[^\W_])+)*")
_SENTENCE_END = re.compile(r"[.!?…:;։·|•–—\n\"“”„«»‹›(\[]|‘|(?<!\w)'")
_PLAIN_GAP = re.compile(r"[ \u00a0\u2009\u202f]{1,2}")
_POINT = re.compile(r"\.[ \u00a0]{0,2}")
_INITIAL = re.compile(r"[^\W\d_]")
_BEFORE_POINT = words_of(
    "mr mrs ms dr prof st sen rep gov gen lt col sgt jr sr inc corp no vs hon rev capt д-р г им св"
)
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s?$")
_TURKISH_ENDING = re.compile(r"(?<=\w)['’ʼ]\w{1,5}$")
# "l'Iran", "d'Orsay", "dell'Italia": the article is no part of the name.
_ELISION = re.compile(r"^(?:l|d|dell|all|nell|sull|dall|qu|s|un|j|n|c)['’ʼ](?=\w)", re.IGNORECASE)
_ROMAN = re.compile(r"[IVX]+")


class Token(NamedTuple):
    """A word, its lower case, whether a sentence (or a quotation, or a line) begins with it, and what follows it."""

    text: str
    lower: str
    is_first: bool
    joins_next: bool
    is_capital: bool


@dataclass(frozen=True, slots=True)
class Casing:
    """What the body shows of its words: how often capitalised inside a sentence, and which ones in lower case."""

    inside: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    lower: Counter[str] = field(default_factory=Counter)
    after_determiner: Counter[str] = field(default_factory=Counter)
    has_noun_capitals: bool = False


def tokens_of(text: str) -> list[Token]:
    found = list(_TOKEN.finditer(text))
    tokens: list[Token] = []
    is_first = True
    for number, match in enumerate(found):
        word = match[0]
        is_last = number + 1 == len(found)
        gap = text[match.end() : match.end() if is_last else found[number + 1].start()]
        joins, ends = _across(word, gap)
        tokens.append(Token(word, word.lower(), is_first, joins and not is_last, is_capital(word)))
        is_first = ends
    return tokens


def _across(word: str, gap: str) -> tuple[bool, bool]:
    """(the next word may belong to the same name, the next word begins a sentence)."""
    if gap == " " or _PLAIN_GAP.fullmatch(gap):
        return True, False
    if _POINT.fullmatch(gap) and (_INITIAL.fullmatch(word) or word.lower() in _BEFORE_POINT):
        return True, False
    return gap == " & ", _SENTENCE_END.search(gap) is not None


@lru_cache(maxsize=50_000)
def is_capital(word: str) -> bool:
    word = _ELISION.sub("", word)
    return word[0].isupper() or (len(word) > 2 and word[1].isupper() and word[0].islower())


def is_acronym(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return 2 <= len(letters) <= 6 and all(letter.isupper() for letter in letters) and len(word) <= 8


def read_casing(tokens: list[Token], language: str) -> Casing:
    casing = Casing()
    inside = words = 0
    before = ""
    german_words = language in ("", *NOUN_CAPITALS)
    for token in tokens:
        word = bare(token.text, language).lower()
        if not token.is_capital:
            casing.lower[word] += 1
        elif token.is_first:
            casing.first[word] += 1
        else:
            casing.inside[word] += 1
            inside += 1
            if german_words and before in GERMAN_DETERMINERS:
                casing.after_determiner[word] += 1
        words += 1
        before = token.lower
    german = language in NOUN_CAPITALS or (not language and words > 40 and inside > words * GERMAN_SHARE)
    return Casing(casing.inside, casing.first, casing.lower, casing.after_determiner, german)


@lru_cache(maxsize=50_000)
def bare(word: str, language: str) -> str:
    """Without an article in front, possessive and endings after an apostrophe."""
    word = _ELISION.sub("", word)
    return _TURKISH_ENDING.sub("", word) if language in ("tr", "az") else _POSSESSIVE.sub("", word)


def is_headline_case(tokens: list[Token]) -> bool:
    """Title Case or ALL CAPS: capitals say nothing there."""
    words = [token for token in tokens if len(token.text) > 3 and token.lower not in SMALL_WORDS]
    if len(words) < MIN_TITLE_WORDS:
        return len(words) > 1 and all(token.text.isupper() for token in words)
    return sum(token.is_capital for token in words) >= len(words) * TITLE_CASE_SHARE


def is_shouted(line: str) -> bool:
    """A line in capitals alone."""
    return line[:200].isupper() and sum(letter.isalpha() for letter in line[:200]) > 12


def spans(tokens: list[Token], casing: Casing, language: str, *, is_headline: bool = False) -> Iterator[list[str]]:
    """Names as lists of words, in the text's order."""
    run: list[Token] = []
    for position, token in enumerate(tokens):
        is_short = len(token.text) <= MAX_WORD_CHARS
        if is_short and (token.is_capital or (run and _is_joint(run, token, tokens, position))):
            run.append(token)
            if token.joins_next:
                continue
        if run:
            yield from _judged(run, casing, language, is_headline=is_headline)
            run = []
    yield from _judged(run, casing, language, is_headline=is_headline)


def _is_joint(run: list[Token], token: Token, tokens: list[Token], position: int) -> bool:
    """A particle between two capitalised words."""
    if token.lower not in PARTICLES or not token.joins_next:
        return False
    if token.lower in SECOND_PARTICLES and run[-1].is_capital:
        return False
    if token.lower == "of" and len(run) > 1 and run[-1].lower not in COMMON_HEADS:
        return False
    after = tokens[position + 1 : position + 3]
    if not after:
        return False
    second = after[0].lower in SECOND_PARTICLES and len(after) > 1 and after[1].is_capital
    return after[0].is_capital or second


def _judged(run: list[Token], casing: Casing, language: str, *, is_headline: bool) -> Iterator[list[str]]:
    if not run:
        return
    groups = _seen_parts(run, casing, language) if is_headline else [run]
    for group in groups:
        words = _trimmed(group, casing, language)
        owner = _owner(words, casing)
        if owner:
            yield [owner]
            words = words[1:]
        if words and len(words) <= MAX_WORDS and (len(words) > 1 or _is_single(words[0], group, casing, language)):
            yield [bare(word.text, language) for word in words]


def _owner(words: list[Token], casing: Casing) -> str:
    """ "Irans" before "Justiz": German owns without an apostrophe."""
    if not casing.has_noun_capitals or len(words) < 2 or not words[0].lower.endswith("s"):
        return ""
    stem = words[0].text[:-1]
    return stem if casing.inside[stem.lower()] and not casing.lower[stem.lower()] else ""


def _seen_parts(run: list[Token], casing: Casing, language: str) -> list[list[Token]]:
    """The parts of a headline's capitals that the body writes with a capital inside a sentence, too."""
    parts: list[list[Token]] = [[]]
    for token in run:
        word = bare(token.text, language).lower()
        is_small = token.lower in PARTICLES and not token.is_capital
        if (is_small and parts[-1]) or (casing.inside[word] and casing.inside[word] > casing.lower[word]):
            parts[-1].append(token)
        else:
            parts.append([])
    return [part for part in parts if part]


def _trimmed(run: list[Token], casing: Casing, language: str) -> list[Token]:
    """Without what only stands before a name (titles, a sentence's first word, days) or hangs after it."""
    words = list(run)
    while words and _leads(words, casing, language):
        words.pop(0)
    while words and (not words[-1].is_capital or words[-1].lower in DATES or words[-1].lower in NO_NAMES):
        words.pop()
    return words


def _leads(words: list[Token], casing: Casing, language: str) -> bool:
    head = words[0]
    word = bare(head.text, language).lower()
    if not head.is_capital or head.lower in DATES or head.lower in NO_NAMES:
        return True
    if len(words) == 1:
        return False
    if _stands_before_office(words):
        return True
    if word in TITLES or (word in SMALL_WORDS and (head.is_first or len(word) < 3)):
        return True
    if casing.has_noun_capitals:
        is_adjective = head.is_first and is_german_noun(words[-1].lower, casing)
        return is_adjective or word in GERMAN_DETERMINERS or is_german_noun(word, casing)
    return head.is_first and casing.lower[word] > casing.inside[word]


def _stands_before_office(words: list[Token]) -> bool:
    """ "Harlundian" of "Harlundian Prime Minister Anna Brandt": two words stay after the office."""
    offices = [place for place, word in enumerate(words[1:-2], start=1) if word.lower in OFFICES]
    return bool(offices)


def is_no_name(lower: str) -> bool:
    return lower in SMALL_WORDS or lower in NO_NAMES or lower in DATES or lower in TITLES


def _is_single(token: Token, run: list[Token], casing: Casing, language: str) -> bool:
    """Whether one capitalised word is a name of its own."""
    word = bare(token.text, language)
    lower = word.lower()
    if len(word) < 2 or lower in DATES or lower in NO_NAMES or lower in TITLES or word[0].isdigit():
        return False
    if is_acronym(word):
        return _ROMAN.fullmatch(word) is None
    lowered = casing.lower[lower]
    if lower in SMALL_WORDS or (lowered and lowered >= casing.inside[lower] + casing.first[lower]):
        return False
    if casing.has_noun_capitals and is_german_noun(lower, casing):
        return False
    if token.is_first and not casing.inside[lower]:
        return casing.first[lower] > 2 and not casing.lower[lower]
    return len(run) > 1 or lower not in COMMON_HEADS


def is_german_noun(word: str, casing: Casing) -> bool:
    last = word.rpartition("-")[2]
    if word in GERMAN_NOUNS or last in GERMAN_NOUNS or word in TITLES:
        return True
    if word.endswith(GERMAN_NOUN_ENDINGS) or casing.after_determiner[word] * 2 >= max(casing.inside[word], 1):
        return True
    # Most long words are compounds.
    return len(word) > 14 and "-" not in word
