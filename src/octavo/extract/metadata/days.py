"""Days written in running text, in any of the press's languages and orders: "8 November 2023", "Nov. 8, 2023",
"08.11.2023", "2023年11月8日", "8 de noviembre de 2023", "٨ نوفمبر ٢٠٢٣".

Pure: text in, days out. Texts are short (the caller cuts them), and every pattern is linear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from octavo.extract.metadata.months import month_of

EARLIEST_YEAR = 1990
LATEST_YEAR = 2100
MAX_TEXT = 400
# Thai pages count years from the Buddha.
BUDDHIST_YEARS = 543

_A_DIGIT = re.compile(r"\d")
_HAS_DAY = re.compile(r"(?<!\d)(?:(?:19|20|25)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d\d|[٠-٩۰-۹०-९০-৯]{4})(?!\d)")

_YEAR = r"((?:19|20|25)\d\d|[٠-٩۰-۹०-९০-৯]{4})"
_WORD = r"([^\s\d,.;:()/|\[\]<>–—-]{2,20}(?: [^\s\d,.;:()/|\[\]<>–—-]{2,12})?)"
_YEAR_FIRST = re.compile(rf"(?<!\d){_YEAR}\s?[-./年년]\s?(\d{{1,2}})\s?[-./月월]\s?(\d{{1,2}})(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?((?:19|20|25)?\d\d)(?!\d)")
_DAY_WORD = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|e|[ºª.])?[\s-]{{0,3}}(?:de |of |d['’]|den )?{_WORD}\.?,?[\s-]{{0,3}}"
    rf"(?:de |del |m\. )?['’]?{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_WORD_DAY = re.compile(rf"{_WORD}\.?[\s-]{{1,2}}(\d{{1,2}})(?:st|nd|rd|th|er)?,?\s{{1,2}}{_YEAR}(?!\d)", re.IGNORECASE)
_YEAR_WORD = re.compile(
    rf"(?<!\d){_YEAR}[.,]?\s?(?:m\. |gada |年)?(\d{{1,2}}[.]? )?{_WORD}\.?(?: (\d{{1,2}}))?(?!\d)", re.IGNORECASE
)
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})(?:,|\s+năm)?\s+((?:19|20)\d\d)", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2})\s?[:.hH]\s?([0-5]\d)(?::[0-5]\d)?\s?(am\b|pm\b|a\.m|p\.m|AM\b|PM\b)?")


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day and where it stands in the text."""

    day: date
    start: int
    end: int


def has_day(text: str) -> bool:
    """Whether a text may name a day: a quick look, because most name none."""
    return bool(_A_DIGIT.search(text) and _HAS_DAY.search(text))


def find_days(text: str, language: str = "", *, month_first: bool = False) -> list[FoundDay]:
    """The days named in the first `MAX_TEXT` characters, in order. `month_first` reads 3/4/2023 as March."""
    text = text[:MAX_TEXT]
    if not has_day(text):
        return []
    found = sorted((*_numeric(text, month_first), *_worded(text, language)), key=lambda item: (item.start, -item.end))
    kept: list[FoundDay] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _numeric(text: str, month_first: bool) -> Iterator[FoundDay]:
    for match in _YEAR_FIRST.finditer(text):
        yield from _day(match, match[1], match[2], match[3])
    for match in _YEAR_LAST.finditer(text):
        one, separator, two, year = match.groups()
        if len(year) == 2:
            year = f"20{year}"
        swapped = (month_first and separator == "/" and int(one) <= 12) or int(two) > 12
        yield from _day(match, year, one if swapped else two, two if swapped else one)
    for match in _VIETNAMESE.finditer(text):
        yield from _day(match, match[3], match[2], match[1])


def _worded(text: str, language: str) -> Iterator[FoundDay]:
    for match in _DAY_WORD.finditer(text):
        yield from _named(match, match[3], match[2], match[1], language)
    for match in _WORD_DAY.finditer(text):
        yield from _named(match, match[3], match[1], match[2], language)
    for match in _YEAR_WORD.finditer(text):
        if day := match[2] or match[4]:
            yield from _named(match, match[1], match[3], day.strip(" ."), language)


def _named(match: re.Match[str], year: str, words: str, day: str, language: str) -> Iterator[FoundDay]:
    pieces = words.split()
    for word in dict.fromkeys((words, pieces[-1], pieces[0])):
        if month := month_of(word, language):
            yield from _day(match, year, str(month), day)
            return


def _day(match: re.Match[str], year: str, month: str, day: str) -> Iterator[FoundDay]:
    try:
        number = int(year)
        if number >= LATEST_YEAR + 400:
            number -= BUDDHIST_YEARS
        if EARLIEST_YEAR <= number < LATEST_YEAR:
            yield FoundDay(date(number, int(month), int(day)), match.start(), match.end())
    except ValueError:
        return


def clock_after(text: str, found: FoundDay) -> timedelta | None:
    """The time of day that stands beside a found day, since midnight."""
    for part in (text[found.end : found.end + 40], text[max(0, found.start - 30) : found.start]):
        if match := _CLOCK.search(part):
            hour, half = int(match[1]), (match[3] or "").lower()[:1]
            if half and 1 <= hour <= 12:
                hour = hour % 12 + (12 if half == "p" else 0)
            if hour < 24:
                return timedelta(hours=hour, minutes=int(match[2]))
    return None


def at_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
