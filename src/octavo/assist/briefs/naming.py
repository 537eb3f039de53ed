"""What a row of figures counts, in words that stand so in one of its sentences: the noun behind the number, or what
stands before it.

No grammar is read: a name ends at a mark, another number, an "and" or a weekday, and where the noun that labels know is
followed by a word that says something ("senators | backed"). Words that say little never stand at either end.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from octavo.assist.briefs.dates import months, weekdays
from octavo.assist.briefs.quantities import VOTES, Quantity, is_money
from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.wordlists import pattern_of, table
from octavo.assist.briefs.words import small_words, stem, tokens

MOST_WORDS, MOST_CHARS = 7, 80
"""Of a name; a run of capitalised words is not cut."""
UNSPACED_CHARS = 12
LABELLED_WORDS = 3
AGE = "age"
NO_MEASURES = ("", "people", "cases", "%", AGE, VOTES)
LEAST_CHARS = 3
KNOWN_NOUN, SUBJECT, UNKNOWN_NOUN, OPENING = 4, 3, 2, 1
"""How good a name is that was found so."""
BEST_WORDS = (2, 5)

_STOP = re.compile(
    r"[,;:!?()\[\]\"“”«»„…—–|/،؛۔。、！？：；（）「」『』]|\.(?!\w)|(?<![\w-])\d[\d.,]*|\s[-‑']\s|--"
    r"|\b(?:and|und|et|y|e|и|та|ve|dan|och|og|but|with|while|who|which|that|as)\b"
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_EDGE = "-‑–—'’‘. "
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]")


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    how: int
    one: Quantity


def name_of(reading: StoryReading, members: Sequence[Quantity]) -> str:
    """The best name that one of a row's sentences gives; "" where none does."""
    named = [name for one in members for name in _named(reading, one)]
    best = max(named, key=lambda name: _worth(reading, name, members), default=None)
    return best.text if best else ""


def _named(reading: StoryReading, one: Quantity) -> list[_Name]:
    spot = reading.spots[one.at]
    noun, is_known = _noun(spot.text, one, spot.language)
    found = [
        _Name(noun, KNOWN_NOUN if is_known else UNKNOWN_NOUN, one),
        _Name(_subject(spot.text[: one.start], spot.language), SUBJECT, one),
        _Name(_cut(_words(_until_stop(spot.text)), spot.language), OPENING, one),
    ]
    if noun.lower() in _people():
        found[0] = _Name(noun, UNKNOWN_NOUN, one)
    return [name for name in found if len(name.text) >= LEAST_CHARS and _says_what(name.text, spot.language)]


def _says_what(name: str, language: str) -> bool:
    """Not a time alone ("last month", "June")."""
    times = {*table("figure_words")["times"]["words"], *months(language), *weekdays(language)}
    return any(_bare(word) not in times and not _is_small(word) for word in name.split())


def _worth(
    reading: StoryReading, name: _Name, members: Sequence[Quantity]
) -> tuple[bool, bool, int, bool, int, bool, int]:
    """A vote is named by a word for one; else by how it was found, words that other sentences have, and length; of a
    text rather than a title."""
    others = frozenset().union(*(other.around for other in members if other is not name.one))
    shared = len({stem(word) for word in tokens(name.text)} & others)
    words = len(name.text.split())
    is_vote = name.one.unit == VOTES and _vote_words().search(name.text.lower()) is not None
    return (
        is_vote,
        name.how > OPENING,
        name.how,
        BEST_WORDS[0] <= words <= BEST_WORDS[1],
        min(shared, 2),
        not reading.spots[name.one.at].is_title,
        -words,
    )


def _noun(text: str, one: Quantity, language: str) -> tuple[str, bool]:
    """ "jobless claims last week" behind "1.4 million", "people killed" of "12 people were killed", and whether labels
    know it for a noun."""
    words = _words(_until_stop(text[_after_number(text, one) :]))
    if one.unit not in NO_MEASURES and not is_money(one.unit) and "-" not in one.text:
        return _measure(words, language)
    if words and is_money(one.unit) and _bare(words[0]) in table("figure_words")["money_in"]["words"]:
        words = words[1:]
        while words and _is_small(words[0]):
            words.pop(0)
        return (_cut(words, language), True) if words and not _CAPITAL.match(words[0]) else ("", False)
    if not words or (_is_small(words[0]) and not one.counts):
        return "", False
    first = next((at for at, word in enumerate(words) if not _is_small(word)), 0)
    words = words[first:]
    last = max((at for at, word in enumerate(words) if _is_counted(word, one)), default=-1)
    # Of longer nouns labels know the first words alone.
    is_whole = 0 < last < len(words) - 1 and len(one.counts) < LABELLED_WORDS
    if is_whole and not _is_small(words[last + 1]):
        words = words[: last + 1]
    return _cut(words, language), last >= 0 or (one.unit == AGE and not one.text.isdigit())


def _measure(words: list[str], language: str) -> tuple[str, bool]:
    """ "Kilometres along the bank": with the unit, as far as the next verb that is known."""
    verb = next((at for at, word in enumerate(words) if at and _lead_up().fullmatch(_bare(word))), len(words))
    name = _cut(words[:verb], language)
    return name, len(name.split()) > 1


def _is_counted(word: str, one: Quantity) -> bool:
    return _bare(word) in _people() or any(stem(token) in one.counts for token in tokens(word))


def _after_number(text: str, one: Quantity) -> int:
    """Behind its digits, magnitude and currency: the noun is the figure's last words, where it has any."""
    begin, end = one.start, one.start + len(one.text)
    nouns = (match for match in re.finditer(r"[^\W\d_]\S*", text[begin:end]) if _is_counted(match[0], one))
    first = next(nouns, None)
    if first is None and one.unit not in NO_MEASURES and not is_money(one.unit):
        return end if "-" in one.text else begin + one.text.rfind(" ") + 1
    return begin + first.start() if first else end


def _subject(before: str, language: str) -> str:
    """ "The death toll from the floods" of "… rose above": without the words that lead up to the number."""
    stops = list(_STOP.finditer(before))
    clause = before[stops[-1].end() :] if stops else before
    if _UNSPACED.search(clause):
        return _lead_up().sub("", clause).strip(_EDGE)[-UNSPACED_CHARS:]
    words = clause.split()
    while words and _leads_up(words[-1]):
        words.pop()
    verb = next((at for at in range(len(words) - 1, 0, -1) if _lead_up().fullmatch(_bare(words[at]))), 0)
    words = words[:verb] if verb > 1 else words
    while words and _leads_up(words[0]):
        words.pop(0)
    return _cut(words, language)


def _leads_up(word: str) -> bool:
    return _is_small(word) or _lead_up().fullmatch(_bare(word)) is not None


def _until_stop(text: str) -> str:
    stop = _STOP.search(text)
    return text[: stop.start()] if stop else text


def _words(text: str) -> list[str]:
    if _UNSPACED.search(text):
        return [text.strip()[:UNSPACED_CHARS]] if text.strip() else []
    return text.strip(_EDGE).split()


def _cut(words: list[str], language: str) -> str:
    """So many words as a name may have, never within a run of capitalised ones: else it goes back to where the last
    phrase began ("doses of the vaccine | to lower-income")."""
    day = next((at for at, word in enumerate(words) if _bare(word) in weekdays(language)), len(words))
    words = words[:day]
    end = min(len(words), MOST_WORDS)
    while 0 < end < len(words) and _CAPITAL.match(words[end - 1]) and _CAPITAL.match(words[end]):
        end += 1
    if end < len(words):
        end = next((at for at in range(end - 1, 0, -1) if _is_small(words[at])), end)
    kept = words[:end]
    while kept and _is_small(kept[-1]):
        kept.pop()
    while kept and _is_small(kept[0]):
        kept.pop(0)
    name = " ".join(kept).strip(_EDGE)
    return name if len(name) <= MOST_CHARS else name[:MOST_CHARS].rsplit(" ", 1)[0]


def _bare(word: str) -> str:
    return word.strip(_EDGE).lower()


def _is_small(word: str) -> bool:
    bare = _bare(word)
    return not bare or (bare in small_words() and bare not in _people())


@cache
def _people() -> frozenset[str]:
    return frozenset(table("figure_words")["people"]["words"])


@cache
def _lead_up() -> re.Pattern[str]:
    words = table("figure_words")
    roles = words["roles"]
    return pattern_of(
        [
            *words["lead_up"]["words"],
            *words["rough"]["about"],
            *words["rough"]["over"],
            *roles["expected"],
            *roles["earlier"],
        ]
    )


@cache
def _vote_words() -> re.Pattern[str]:
    return pattern_of(table("figure_words")["votes"]["words"])
