"""Days that a sentence names, in any language that CLDR has month names for: "13 April 2021", "am Freitag", "4月13日".

A day without its year is taken in the year that brings it nearest to the article's own date, and not far ahead; a
weekday is the last one, where nothing says that it is still to come.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

FAR_BACK = 1900
AHEAD_DAYS = 120
"""What is named without its year lies no further ahead than this."""
_CAPITALS = ("en", "de")
_PIECES = re.compile(r"\w+|\W+")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)")
_EAST_ASIAN = re.compile(r"(?:((?:19|20)\d\d)\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]")
# What is still to come; then a weekday is not the last one.
_AHEAD = re.compile(
    r"\b(?:will|next|upcoming|expected|set to|due to|scheduled|plans? to|by|until|wird|werden|soll|sollen|nächst\w+"
    r"|kommend\w+|bis|sera|seront|prochain\w*|doit|será|próxim\w*|hasta|sarà|prossim\w*|zal|zullen|volgende|будет|следующ\w+"
    r"|akan|depan)\b"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """`is_exact` is False where a sentence names a month alone."""

    day: date
    is_exact: bool = True


def days_in(sentence: str, language: str, published: date | None) -> tuple[Dated, ...]:
    """The days that a sentence names, in its order, each once. None is guessed without the article's date."""
    found = sorted(_all(sentence, language.partition("-")[0], published), key=lambda pair: pair[0])
    return tuple(dict.fromkeys(dated for _, dated in found))


def _all(sentence: str, language: str, published: date | None) -> Iterator[tuple[int, Dated]]:
    for match in _ISO.finditer(sentence):
        yield from _day(match.start(), int(match[1]), int(match[2]), int(match[3]))
    for match in _DOTTED.finditer(sentence):
        first, second = int(match[1]), int(match[2])
        # Month first in American English alone, where the sign is a slash.
        month, day = (first, second) if language == "en" and "/" in match[0] else (second, first)
        yield from _day(match.start(), int(match[3]), month, day)
    for match in _EAST_ASIAN.finditer(sentence):
        yield from _placed(match.start(), match[1], int(match[2]), int(match[3]), published)
    yield from _named(sentence, language, published)


def _named(sentence: str, language: str, published: date | None) -> Iterator[tuple[int, Dated]]:
    names = _names(language)
    if names is None:
        return
    lower = sentence.lower()
    if language in _CAPITALS:
        # "may 5" is no day: what is no name in these languages loses what would be matched.
        lower = "".join(
            " " + word[1:] if word[:1].isalpha() and word.islower() and word in names.months else word
            for word in _PIECES.findall(sentence)
        ).lower()
    for match in names.day_first.finditer(lower):
        yield from _placed(match.start(), match[3], names.months[match[2]], int(match[1]), published)
    for match in names.month_first.finditer(lower):
        yield from _placed(match.start(), match[3], names.months[match[1]], int(match[2]), published)
    for match in names.month_alone.finditer(lower):
        for at, dated in _day(match.start(), int(match[2]), names.months[match[1]], 1):
            yield at, Dated(dated.day, is_exact=False)
    if published and not _AHEAD.search(lower):
        for match in names.weekday.finditer(lower):
            back = (published.weekday() - names.weekdays[match[1]]) % 7
            yield match.start(), Dated(published - timedelta(days=back))


def _placed(at: int, year: str | None, month: int, day: int, published: date | None) -> Iterator[tuple[int, Dated]]:
    if year:
        yield from _day(at, int(year), month, day)
    elif published:
        days = [dated for near in (-1, 0, 1) for _, dated in _day(at, published.year + near, month, day)]
        nearest = [dated for dated in days if (dated.day - published).days <= AHEAD_DAYS]
        if nearest:
            yield at, min(nearest, key=lambda dated: abs((dated.day - published).days))


def _day(at: int, year: int, month: int, day: int) -> Iterator[tuple[int, Dated]]:
    try:
        found = date(year, month, day)
    except ValueError:
        return
    if year >= FAR_BACK:
        yield at, Dated(found)


@dataclass(frozen=True, slots=True)
class _Names:
    months: dict[str, int]
    weekdays: dict[str, int]
    day_first: re.Pattern[str]
    month_first: re.Pattern[str]
    month_alone: re.Pattern[str]
    weekday: re.Pattern[str]


@cache
def _names(language: str) -> _Names | None:
    """None for a language that CLDR does not know, or writes months with figures."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language or "en")
    except (UnknownLocaleError, ValueError):
        return None
    months = _keyed(locale.months, ("wide", "abbreviated"))
    # Short weekdays are words ("sun", "mer").
    weekdays = _keyed(locale.days, ("wide",))
    if not months or not weekdays:
        return None
    month, weekday = _any(months), _any(weekdays)
    year = r"(?:,?\s*(?:de\s+|del\s+)?((?:19|20)\d\d)\b)?"
    return _Names(
        months,
        weekdays,
        re.compile(
            rf"(?<![\d.,:])(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª|-?го)?\s+(?:of\s+|de\s+|d'|d’)?({month})\b\.?{year}"
        ),
        re.compile(rf"\b({month})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:\d%]|[.,]\d){year}"),
        re.compile(rf"(?<!\d )(?<!\d\. )\b({month})\s+(?:de\s+|del\s+)?((?:19|20)\d\d)\b"),
        re.compile(rf"(?<!\w)({weekday})(?!\w)"),
    )


@cache
def weekdays(language: str) -> frozenset[str]:
    """Their names, in lower case."""
    names = _names(language.partition("-")[0])
    return frozenset(names.weekdays) if names else frozenset()


@cache
def months(language: str) -> frozenset[str]:
    """Their names, long and short, in lower case."""
    names = _names(language.partition("-")[0])
    return frozenset(names.months) if names else frozenset()


def _keyed(names: Mapping[str, Mapping[str, Mapping[int, str]]], widths: tuple[str, ...]) -> dict[str, int]:
    """Full and short names of CLDR, as they stand in dates and alone, with their numbers."""
    held: dict[str, int] = {}
    for form in ("format", "stand-alone"):
        for width in widths:
            for number, name in names[form][width].items():
                plain = name.lower().rstrip(".")
                if len(plain) > 2 and not plain[0].isdigit():
                    held.setdefault(plain, int(number))
    return held


def _any(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
