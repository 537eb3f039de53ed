"""The numbers of a sentence: those that it surely states, and all that it may be taken to hold.

What is stated is strict (digits, figures in words before a noun); what is held is generous (ordinals, number words of
the language, Han numerals, numbers of dates and scores), for it answers whether a source has it.
"""

import json
import re
from functools import cache
from importlib import resources

from octavo.core.grounding import Number
from octavo.understand.facts.polarity import Line, fractions
from octavo.understand.facts.tokens import Tokens
from octavo.understand.figures import Quantity, fate_after, find_quantities
from octavo.understand.number_words import han_value
from octavo.understand.numbers import NUMBER, NUMBER_SPACED, SPACED_THOUSANDS, lower_of, value_of, with_plain_digits
from octavo.understand.units import NO_QUANTITY, magnitudes, units

NEAR = 3
LETTERS_ALONE = 3
"""A letter or two after a number may be a unit."""
MAX_NUMBERS = 60
MAX_DIGITS = 20
PERCENT = 100.0
FRACTION = "share"
_HAN_NUMBER = re.compile("[零〇一二两兩三四五六七八九十百千]{1,8}")
_OF_NAME = re.compile(r"[^\W\d_][-‑]?$")
""" "Covid-19", "G20": part of a name."""
_GROUPS = re.compile(r"\d+(?: \d+)+")
_TENS, _UNITS_BELOW = 20, 10


def numbers_of(tokens: Tokens, language: str, rough: tuple[int, ...]) -> tuple[Number, ...]:
    """In order of the text: quantities first, then the digits that are none (years, scores, times)."""
    quantities = find_quantities(tokens.text, language=language)
    found = [_number(quantity, tokens, rough) for quantity in quantities]
    found += [_bare(other, tokens, rough) for other in _others(tokens, quantities, language)]
    return tuple(sorted(found, key=lambda number: number.at)[:MAX_NUMBERS])


def _bare(other: tuple[float, str, int], tokens: Tokens, rough: tuple[int, ...]) -> Number:
    value, text, start = other
    at = tokens.at(start)
    end = start + len(text)
    value *= _magnitude_after(tokens.text, end)
    return Number(value, counts=fate_after(tokens.text, end), text=text, at=at, is_rough=_is_beside(at, rough))


def _magnitude_after(text: str, end: int) -> float:
    """ "5.2 billion" without a noun is no figure, and a number all the same."""
    lower = lower_of(text[end : end + 24])
    found = magnitudes().at(lower, len(lower) - len(lower.lstrip()))
    return float(found.meaning) if found and found.end > LETTERS_ALONE else 1.0


def _is_beside(at: int, rough: tuple[int, ...]) -> bool:
    return any(at - NEAR <= place <= at + NEAR for place in rough)


def _number(quantity: Quantity, tokens: Tokens, rough: tuple[int, ...]) -> Number:
    at = tokens.at(quantity.start)
    written = tokens.text[quantity.start : quantity.end].strip()
    return Number(quantity.value, quantity.unit, quantity.counts.lower(), written, at, _is_beside(at, rough))


def _others(tokens: Tokens, quantities: list[Quantity], language: str) -> list[tuple[float, str, int]]:
    taken = {place for quantity in quantities for place in range(quantity.start, quantity.end)}
    return [
        each
        for each in _in_digits(tokens.text, language)
        if each[2] not in taken and not _OF_NAME.search(tokens.text, max(each[2] - 3, 0), each[2])
    ]


def _in_digits(text: str, language: str) -> list[tuple[float, str, int]]:
    plain = with_plain_digits(text)
    pattern = NUMBER_SPACED if language in SPACED_THOUSANDS else NUMBER
    return [
        (value_of(match[0], language), match[0], match.start())
        for match in pattern.finditer(plain)
        if len(match[0]) <= MAX_DIGITS
    ]


def measures_of(tokens: Tokens) -> tuple[tuple[int, str], ...]:
    """(token, unit) of the words that are units, wherever they stand: "at 5 hours", "kl. 5"."""
    found = ((at, units().at(word, 0)) for at, word in enumerate(tokens.words) if not word[0].isdigit())
    return tuple(
        (at, unit.meaning)
        for at, unit in found
        if unit and unit.meaning != NO_QUANTITY and unit.end == len(tokens.words[at])
    )


def shares_of(line: Line) -> tuple[Number, ...]:
    """Fractions in words: "half", "two thirds"."""
    return tuple(Number(value, FRACTION, at=at, is_rough=True) for value, at in fractions(line))


def held_values(
    tokens: Tokens, language: str, numbers: tuple[Number, ...], shares: tuple[Number, ...]
) -> frozenset[float]:
    held = {number.value for number in numbers} | {share.value for share in shares}
    held |= {share.value * PERCENT for share in shares}
    held |= {value for value, _, _ in _in_digits(tokens.text, language)}
    held |= {float(part) for _, text, _ in _in_digits(tokens.text, language) for part in re.split(r"\D+", text) if part}
    held |= {
        float(match[0].replace(" ", "")[:MAX_DIGITS]) for match in _GROUPS.finditer(with_plain_digits(tokens.text))
    }
    held |= _in_words(tokens.words, language)
    held |= {han_value(match[0]) for match in _HAN_NUMBER.finditer(tokens.text)}
    return frozenset(held)


def _in_words(words: tuple[str, ...], language: str) -> set[float]:
    """Number words, alone and together with the one before: "twenty" "five", "two" "hundred"."""
    table = _words(language)
    found: set[float] = set()
    before = 0.0
    for word in words:
        value = float(table.get(word, 0) or _compound(word, table))
        if value:
            found.add(value)
            if before and value >= 100:
                value *= before
                found.add(value)
            elif before >= _TENS and value < _UNITS_BELOW:
                value += before
                found.add(value)
        before = value
    return found


def _compound(word: str, table: dict[str, int]) -> int:
    """ "two-year" holds the number of its first part, "twenty-second" the sum of both."""
    first, mark, rest = word.partition("-")
    value, more = (table.get(first, 0), table.get(rest, 0)) if mark else (0, 0)
    return value + more if value >= _TENS and more < _UNITS_BELOW else value


@cache
def _words(language: str) -> dict[str, int]:
    file = resources.files("octavo") / "data/understanding/number_words.json"
    words: dict[str, dict[str, int]] = json.loads(file.read_text(encoding="utf-8"))
    return words.get({"ms": "id"}.get(language, language), {})
