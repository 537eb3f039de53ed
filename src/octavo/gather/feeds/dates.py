"""Times in feeds: RFC 822 with every zone it was ever given, ISO 8601, and what people write by hand.

All times handed on are aware and in UTC. What cannot be true (1970, the year 1, next month) is no time at all.
"""

import re
from datetime import UTC, datetime, timedelta

from octavo.gather.feeds.months import CROATIAN, MONTHS

_DAY = timedelta(days=1)
_FUTURE = timedelta(days=2)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_NO_TIME = timedelta(0)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s*(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d))?",
    re.ASCII,
)
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[\s-]([A-Za-z]{3})[\s-](\d{4})\s+(\d\d?):(\d\d)(?::(\d\d))?\s*([A-Za-z]{1,5}|[+-]\d{4})?",
    re.ASCII,
)
_CLOCK = re.compile(
    r"(\d{1,2})\s*[:h時시点]\s*(\d{2})(?:\s*[:分분m]\s*(\d{2})(?:[.,]\d+)?)?\s*(am\b|pm\b|a\.m\.|p\.m\.)?"
)
_OFFSET = re.compile(r"(?:(?:gmt|utc|z)\s*)?([+-])\s?(\d{1,2}):?(\d{2})?\s*(?:\([^()]*\))?$")
_ZONE_NAME = re.compile(r"\(?\b([a-z]{1,5})\)?$")
_AFTERNOON = ("오후", "下午", "午後", "晚上", "م")
_NUMBERS = re.compile(r"\d+")
_WORDS = re.compile(r"[^\s\d,/:;()-]{2,}")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_LONGEST = 120

# Hours from UTC. Names that several zones share have the meaning that most feeds give them.
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "met": 1, "mest": 2, "eet": 2, "eest": 3, "msk": 3, "trt": 3, "ast": -4, "adt": -3, "nst": -3.5, "ndt": -2.5,
    "est": -5, "edt": -4, "et": -5, "cst": -6, "cdt": -5, "ct": -6, "mst": -7, "mdt": -6, "mt": -7, "pst": -8,
    "pdt": -7, "pt": -8, "akst": -9, "akdt": -8, "hst": -10, "brt": -3, "art": -3, "clt": -4, "cot": -5, "pet": -5,
    "sast": 2, "cat": 2, "eat": 3, "wat": 1, "ist": 5.5, "pkt": 5, "npt": 5.75, "bdt": 6, "ict": 7, "wib": 7,
    "wita": 8, "wit": 9, "sgt": 8, "hkt": 8, "myt": 8, "pht": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5,
    "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip


def plausible_time(said: str, now: datetime, language: str | None = None) -> datetime | None:
    """The moment that `said` names, in UTC; None for nonsense. `language` helps with names of months."""
    found = parse_time(said, language)
    if found is None or found < _EARLIEST or found - now > _FUTURE or abs(found - _EPOCH) < _DAY:
        return None
    return found


def parse_time(said: str, language: str | None = None) -> datetime | None:
    """Any form of time, in UTC. A time without a zone is taken as UTC, a day without a time as its midnight."""
    said = said.strip()
    if not said or len(said) > _LONGEST:
        return None
    try:
        return _iso(said) or _rfc822(said) or _loose(said, language)
    except (ValueError, OverflowError):
        return None


def _iso(said: str) -> datetime | None:
    found = _ISO.fullmatch(said)
    if found is None:
        return None
    year, month, day, hour, minute, second, _, sign, hours, minutes = found.groups()
    local = _moment((int(year), int(month), int(day)), (int(hour), int(minute), int(second or 0)))
    return local - _offset(sign, int(hours), int(minutes)) if sign else local


def _rfc822(said: str) -> datetime | None:
    found = _RFC822.fullmatch(said)
    if found is None:
        return None
    day, month, year, hour, minute, second, zone = found.groups()
    number = MONTHS.get(month.lower())
    if number is None:
        return None
    return _moment((int(year), number, int(day)), (int(hour), int(minute), int(second or 0))) - _zone(zone or "")


def _moment(day: tuple[int, int, int], clock: tuple[int, int, int] = (0, 0, 0)) -> datetime:
    """24:00 is the next midnight, and a leap second is the second before it."""
    hour, minute, second = clock
    if clock == (24, 0, 0):
        return datetime(*day, tzinfo=UTC) + _DAY
    return datetime(*day, hour, minute, min(second, 59), tzinfo=UTC)


def _zone(name: str) -> timedelta:
    """How far a zone is ahead of UTC; nothing is known of an unknown name, so it counts as UTC."""
    if name[:1] in {"+", "-"}:
        return _offset(name[0], int(name[1:3]), int(name[3:5]))
    hours = _ZONES.get(name.lower(), 0)
    return timedelta(hours=hours) if hours else _NO_TIME


def _offset(sign: str, hours: int, minutes: int) -> timedelta:
    """An offset that no place on Earth has counts as none."""
    if hours > 14 or minutes > 59:
        return timedelta(0)
    distance = timedelta(hours=hours, minutes=minutes)
    return -distance if sign == "-" else distance


def _loose(said: str, language: str | None) -> datetime | None:
    """Everything else: standard ISO forms that are rare, then a clock, a zone and a day wherever they stand."""
    try:
        found = datetime.fromisoformat(said.replace("z", "Z"))
    except ValueError:
        return _by_hand(said, language)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _by_hand(said: str, language: str | None) -> datetime | None:
    text = _ORDINAL.sub("", said.casefold())
    clock = _CLOCK.search(text)
    if clock is None:
        day = _day(text, language)
        return _moment(day) if day else None
    before, after = text[: clock.start()], text[clock.end() :].strip()
    ahead, rest = _trailing_zone(after)
    day = _day(f"{before} {rest}", language)
    return _moment(day, _time_of_day(clock, text)) - ahead if day else None


def _time_of_day(clock: re.Match[str], text: str) -> tuple[int, int, int]:
    hour, half = int(clock.group(1)), (clock.group(4) or "")[:1]
    if half == "p" or any(word in text for word in _AFTERNOON):
        hour += 12 if hour < 12 else 0
    elif half == "a" and hour == 12:
        hour = 0
    return hour, int(clock.group(2)), int(clock.group(3) or 0)


def _trailing_zone(text: str) -> tuple[timedelta, str]:
    if offset := _OFFSET.search(text):
        sign, hours, minutes = offset.groups()
        return _offset(sign, int(hours), int(minutes or 0)), text[: offset.start()]
    name = _ZONE_NAME.search(text)
    if name and name.group(1) in _ZONES:
        return _zone(name.group(1)), text[: name.start()]
    return timedelta(0), text


def _day(text: str, language: str | None) -> tuple[int, int, int] | None:
    """Year, month and day from what is left of a date when its time is taken off."""
    numbers = [int(number) for number in _NUMBERS.findall(text)][:3]
    month = _named_month(text, language)
    if month and len(numbers) >= 2:
        first, second = numbers[:2]
        return (_year(first), month, second) if first > 31 else (_year(second), month, first)
    if month or len(numbers) < 3:
        return None
    first, second, third = numbers
    if first > 31:
        return _year(first), second, third
    is_american = second > 12 or (first <= 12 and "/" in text and language in {None, "en", "en-US", "fil"})
    return (_year(third), first, second) if is_american else (_year(third), second, first)


def _year(number: int) -> int:
    """Two digits as RFC 2822 (4.3) reads them; years of the Buddhist calendar as Thai feeds count them."""
    if number < 50:
        return 2000 + number
    if number < 1000:
        return 1900 + number
    return number - 543 if 2400 < number < 2700 else number


def _named_month(text: str, language: str | None) -> int | None:
    """The last word that names a month: before it may stand a weekday that looks like one (`mar. 3 févr.`)."""
    names = MONTHS | CROATIAN if language == "hr" else MONTHS
    for word in reversed(_WORDS.findall(text)):
        number = names.get(word.rstrip(".")) or (names.get(word[:3]) if word.isascii() else None)
        if number:
            return number
    return None
