"""What a question asks for, and how well each sentence of the sources goes with it: a row of numbers a sentence.

By meaning (the embedder), by the question's own words (the rarer a word in these sources, the more it says), by names
in any script, and by whether the sentence holds what is asked for: a number, a day, somebody's name. Hands on
`FEATURES`, `read_question`, `evidence` and `signs`.
"""

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from octavo.assist.briefs.dates import days_in
from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.wordlists import pattern_of, table
from octavo.assist.briefs.words import keys, stem, stems, tokens

FEATURES = (
    "likeness", "likeness_above", "around_likeness", "words", "words_around", "words_article", "rarest", "names",
    "names_around", "holds", "title", "length",
)  # fmt: skip
MAX_QUESTION_CHARS = 500
BEST = 3
_SHARED = ("likeness", "words", "words_around", "words_article", "names", "names_around", "holds")
LONG = 60
_ANY_DAY = date(2020, 1, 1)
"""So that weekdays and days without a year are found, too."""

_NUMBER = re.compile(r"\d")
_NAMED = re.compile(r"(?<=[\w,;:] )[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]\w+")
_CAUSE = re.compile(
    r"\b(?:because|since|due to|after|over|to|as|caused|reason|weil|wegen|da|um|denn|parce|car|pour|afin|porque|por"
    r"|para|debido|perché|causa|потому|из-за|чтобы|çünkü|karena)\b|لأن|بسبب|क्योंकि|ため|から|因为|由于"
)
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty "
    "fifty sixty seventy eighty ninety hundred thousand million half third quarter fifth dozens? few all none "
    "only zwei drei vier fünf sechs sieben acht neun zehn hundert tausend deux trois quatre cinq six sept huit "
    "neuf dix vingt trente quarante cinquante soixante cent mille dos tres cuatro cinco seis siete ocho nueve "
    "diez cien mil due tre quattro cinque sei dieci cento"
)
_NUMBER_WORD = re.compile(
    rf"\b(?:{'|'.join(_NUMBER_WORDS.split())})\b"
    r"|اثن|ثلاث|أربع|خمس|ست|سبع|ثماني|تسع|عشر|مئة|ألف|[一二三四五六七八九十百千万億两]"
)

Array = Any  # numpy arrays


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """`kind` is what is asked for ("person", "day", "place", "amount", "reason", ""); `stems` what it is about."""

    text: str
    kind: str
    stems: frozenset[str]
    keys: frozenset[str]


def read_question(question: str) -> QuestionReading:
    text = " ".join(question[:MAX_QUESTION_CHARS].split())
    about = stems(text) - _asking_stems()
    named = frozenset(key for key in keys(_without_first(text)))
    return QuestionReading(text, _kind(text.lower()), about, named)


def search_words(question: str) -> str:
    """The words of a question that an article which answers it may hold, for an index of words."""
    asking = _asking_stems()
    words = dict.fromkeys(tokens(" ".join(question[:MAX_QUESTION_CHARS].split())))
    return " ".join(word for word in words if stem(word) not in asking)


def _without_first(text: str) -> str:
    """A question begins with a capital that is no name."""
    return text[:1].lower() + text[1:]


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds = ("amount", "day", "place", "reason", "person")
    return tuple((kind, pattern_of([w for held in table("questions").values() for w in held[kind]])) for kind in kinds)


def _kind(lower: str) -> str:
    return next((kind for kind, pattern in _kinds() if pattern.search(lower)), "")


@cache
def _asking_stems() -> frozenset[str]:
    """Stems of the words that only make a sentence a question."""
    words = (word.rstrip("*") for held in table("questions").values() for word in held["ask"])
    return frozenset(stem(token) for word in words for token in tokens(word))


def evidence(reading: StoryReading, question: QuestionReading, vector: Array) -> Array:
    """float32 of shape (len(spots), len(FEATURES))."""
    import numpy as np

    spots = reading.spots
    likeness = reading.vectors @ vector
    words = _Words.of(reading, question)
    held = np.array([_holds(spot.text, spot.language, question) for spot in spots], np.float32)
    before, after = np.roll(likeness, 1), np.roll(likeness, -1)
    columns = {
        "likeness": likeness,
        "likeness_above": likeness - likeness.mean(),
        "around_likeness": np.maximum(np.maximum(before, after), likeness),
        "words": words.share(words.own),
        "words_around": words.share(_around(words.own, spots)),
        "words_article": words.share(_whole(words.own, spots)),
        "rarest": (words.own * words.weights).max(axis=1) / max(float(words.weights.max()), 1e-6),
        "names": words.names(words.named),
        "names_around": words.names(_around(words.named, spots)),
        "holds": held,
        "title": np.array([float(spot.is_title) for spot in spots]),
        "length": np.array([min(len(spot.stems), LONG) / LONG for spot in spots]),
    }
    return np.array([columns[name] for name in FEATURES], np.float32).T


@dataclass(frozen=True, slots=True)
class _Words:
    """Which sentence holds which stem of the question (`own`) and which of its names (`named`): 0 or 1; `weights`
    are the stems', by how few sentences hold them."""

    own: Array
    named: Array
    weights: Array

    @classmethod
    def of(cls, reading: StoryReading, question: QuestionReading) -> "_Words":
        import numpy as np

        order, named = sorted(question.stems), sorted(question.keys)
        own = np.array([[word in spot.stems for word in order] or [False] for spot in reading.spots], np.float32)
        keyed = np.array([[key in spot.keys for key in named] or [False] for spot in reading.spots], np.float32)
        count = max(len(reading.spots), 1)
        weights = np.array([math.log1p(count / (1 + own[:, column].sum())) for column in range(len(order))] or [0.0])
        return cls(own, keyed, weights.astype(np.float32))

    def share(self, held: Array) -> Array:
        """Of the question's words, by weight."""
        return held @ self.weights / max(float(self.weights.sum()), 1e-6)

    def names(self, held: Array) -> Array:
        """Of the question's names; 0 where it names nobody."""
        return held.mean(axis=1)


def _around(held: Array, spots: Any) -> Array:
    """With the sentences before and after, and the title of the article."""
    import numpy as np

    found = held.copy()
    for at, spot in enumerate(spots):
        near = [at - spot.index]
        near += [
            other for other in (at - 1, at + 1) if 0 <= other < len(spots) and spots[other].article == spot.article
        ]
        found[at] = np.maximum(held[at], held[near].max(axis=0))
    return found


def _whole(held: Array, spots: Any) -> Array:
    import numpy as np

    article = np.array([spot.article for spot in spots])
    found = np.zeros_like(held)
    for number in np.unique(article):
        found[article == number] = held[article == number].max(axis=0)
    return found


def _holds(text: str, language: str, question: QuestionReading) -> float:
    """Whether a sentence holds the kind of thing that is asked for, beyond what the question says itself."""
    match question.kind:
        case "amount":
            return float(_NUMBER.search(text) is not None or _NUMBER_WORD.search(text.lower()) is not None)
        case "day":
            has_number = _NUMBER.search(text) is not None or _NUMBER_WORD.search(text.lower()) is not None
            return 1.0 if days_in(text, language, _ANY_DAY) else 0.5 * has_number
        case "person":
            return float(bool(keys(text, language) - question.keys))
        case "place":
            return float(bool(_NAMED.search(text)) or bool(keys(text, language) - question.keys))
        case "reason":
            return float(_CAUSE.search(text.lower()) is not None)
        case _:
            return 0.5


def signs(rows: Array, scores: Array, question: QuestionReading) -> Array:
    """What tells whether the best passages answer at all: the best one's row, the best three's best of each, and
    whether and how much the question names."""
    import numpy as np

    best = np.argsort(-scores)[:BEST]
    shared = [FEATURES.index(name) for name in _SHARED]
    return np.array(
        [*rows[best[0]], *rows[best].max(axis=0)[shared], float(bool(question.keys)), len(question.stems)], np.float32
    )
