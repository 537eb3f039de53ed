"""Numbers, times and names as the interface language writes them: CLDR data through Babel, its own digits in Arabic."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from django.conf import settings
from django.utils.translation import get_language, gettext

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "ug", "ur", "yi"})
WORDS_A_MINUTE = 220
# The world's English: day before month, 24 hours.
_REGIONAL = {"en": "en_GB"}
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def interface_names() -> list[tuple[str, str]]:
    """(code, own name) of the languages that the interface speaks."""
    return list(settings.LANGUAGES)


def interface_language() -> str:
    return get_language() or "en"


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    return Locale.parse(_REGIONAL.get(language, language), sep="-" if "-" in language else "_")


def own_digits(text: str) -> str:
    """The digits of `text` as the interface language writes them."""
    return text.translate(_ARABIC_INDIC) if interface_language() == "ar" else text


def number(value: float) -> str:
    language = interface_language()
    system = "arab" if language == "ar" else "latn"
    return own_digits(format_decimal(value, locale=_locale(language), numbering_system=system))


def share(value: float) -> str:
    """0.25 as "25%"."""
    language = interface_language()
    system = "arab" if language == "ar" else "latn"
    return own_digits(format_percent(value, locale=_locale(language), numbering_system=system))


def ago(moment: datetime, now: datetime) -> str:
    """ "39 minutes ago" within a week, then the day."""
    seconds = int((now - moment).total_seconds())
    if seconds < 60:
        return gettext("just now")
    if seconds >= 7 * 86_400:
        return day(moment.date())
    return _ago(seconds // 60, interface_language())


@lru_cache(maxsize=4096)
def _ago(minutes: int, language: str) -> str:
    """Whole units only, the largest that fits: 119 minutes are one hour, as the page's script counts too."""
    span = timedelta(minutes=minutes)
    if minutes >= 1440:
        span = timedelta(days=minutes // 1440)
    elif minutes >= 60:
        span = timedelta(hours=minutes // 60)
    return own_digits(format_timedelta(-span, threshold=1, add_direction=True, locale=_locale(language)))


def day(value: date, style: str = "long") -> str:
    return own_digits(format_date(value, style, locale=_locale(interface_language())))


def full_day(value: date) -> str:
    return day(value, "full")


def moment(value: datetime) -> str:
    """Date and time in UTC, said so: the server cannot know where the reader is (the page's script does)."""
    text = format_datetime(value.astimezone(UTC), "d MMMM y, HH:mm", locale=_locale(interface_language()))
    return f"{own_digits(text)} UTC"


def duration(seconds: int) -> str:
    """Playing time as players show it: 4:05, 1:02:03."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return own_digits(f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}")


def reading_minutes(words: int) -> int:
    return max(1, round(words / WORDS_A_MINUTE))


@lru_cache(maxsize=2048)
def _name(kind: str, code: str, language: str) -> str:
    names = getattr(_locale(language), kind)
    return str(names.get(code) or names.get(code.split("_", maxsplit=1)[0]) or code)


def country_name(code: str) -> str:
    return _name("territories", code.upper(), interface_language())


def language_name(code: str) -> str:
    return _name("languages", code.replace("-", "_"), interface_language())


@lru_cache(maxsize=512)
def own_language_name(code: str) -> str:
    """A language's name for itself ("Kiswahili"); its code where CLDR has none."""
    try:
        return (Locale.parse(code.replace("-", "_")).display_name or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code


def is_right_to_left(language: str) -> bool:
    return language.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT
