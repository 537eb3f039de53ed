"""Days of the week, months and years that a sentence names: "w0" (Monday) to "w6", "m1" to "m12", "y2026".

Names are CLDR's: days from `data/stories/weekdays.json`, months from `data/understanding/months.json`.
"""

import json
import re
from functools import lru_cache
from importlib import resources

from octavo.core.grounding import SaidDate
from octavo.understand.facts.tokens import Tokens
from octavo.understand.numbers import lower_of

FILES = {"w": ("data/stories/weekdays.json", 0), "m": ("data/understanding/months.json", 1)}
_YEAR = re.compile(r"(?<![\d.,:/-])(1[89]\d\d|20\d\d)(?![\d/]|[:.,]\d)")
_NUMBERED_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9]) ?[月월](?!間|间)")
# English months that are words, too.
_DOUBTFUL = re.compile(r"\b(may|march)\b", re.IGNORECASE)
_IS_MONTH = re.compile(
    r"(?:\b(?:in|of|last|next|early|late|mid|since|until|till|by|from|to|through|and|this|every|mid-|on|"
    r"\d{1,2}(?:st|nd|rd|th)?),? )"
    r"(May|March)\b|\b(May|March) \d{1,4}\b"
)
_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHORT_MONTH = re.compile(rf"(?<![^\W\d_])({'|'.join(_SHORT)})t?\.? ?(?=\d)")
MAX_ENDING = 3
NO_CASES = frozenset({"en", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "id", "ms", "vi", "ca", "ro", "de"})
"""Where a short month stays as it is: "May" is not in "Mayor"."""


def dates_of(tokens: Tokens, language: str) -> tuple[SaidDate, ...]:
    """What a sentence names, in no order. A month that may be another word counts only where it can be none."""
    text = tokens.text
    found = [(f"y{match[1]}", match.start()) for match in _YEAR.finditer(text)]
    found += [(f"m{int(match[1])}", match.start()) for match in _NUMBERED_MONTH.finditer(text)]
    lower = lower_of(text)
    for kind, (_, first) in FILES.items():
        known = _names(kind, language)
        if known:
            pattern, numbers = known
            found += [(f"{kind}{numbers[match[1]] + first}", match.start()) for match in pattern.finditer(lower)]
    if language == "en":
        surely = {match.start(1 if match[1] else 2) for match in _IS_MONTH.finditer(text)}
        doubtful = {match.start() for match in _DOUBTFUL.finditer(text)} - surely
        found = [(name, place) for name, place in found if place not in doubtful]
        found += _shortened(lower)
    return tuple(SaidDate(name, tokens.at(place)) for name, place in dict.fromkeys(found))


def _shortened(lower: str) -> list[tuple[str, int]]:
    """ "Oct. 2"."""
    return [(f"m{_SHORT.index(match[1]) + 1}", match.start()) for match in _SHORT_MONTH.finditer(lower)]


@lru_cache(maxsize=256)
def _names(kind: str, language: str) -> tuple[re.Pattern[str], dict[str, int]] | None:
    names = {name: number for number, of in enumerate(_file(kind).get(language, ())) for name in of}
    if not names:
        return None
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    is_spaced = any(name[0] < "\u0e00" for name in names)
    if not is_spaced:
        return re.compile(f"({longest_first})"), names
    ending = rf"[\w\u0900-\u0dff]{{0,{MAX_ENDING}}}"
    short = rf"(?:(?<=.....){ending}|)" if language in NO_CASES else ending
    return re.compile(rf"(?<![^\W\d_])({longest_first}){short}(?![^\W\d_])"), names


@lru_cache(maxsize=2)
def _file(kind: str) -> dict[str, list[list[str]]]:
    text = (resources.files("octavo") / FILES[kind][0]).read_text(encoding="utf-8")
    found: dict[str, list[list[str]]] = json.loads(text)
    return found
