"""Numbers, times and names as the interface language writes them: CLDR data through Babel, its own digits in Arabic."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, format_timedelta, get_datetime_format
from babel.numbers import format_decimal, format_percent
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, gettext, gettext_lazy

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "ug", "ur", "yi"})
WORDS_A_MINUTE = 220
# The world's English: day before month, 24 hours.
_REGIONAL = {"en": "en_GB"}
NATIONS = {
    "GB-ENG": gettext_lazy("England"),
    "GB-NIR": gettext_lazy("Northern Ireland"),
    "GB-SCT": gettext_lazy("Scotland"),
    "GB-WLS": gettext_lazy("Wales"),
}
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def interface_that_speaks(language: str) -> str:
    """The interface's code for a language ("zh" is "zh-hans"); "" for one it does not speak."""
    return next((code for code, _name in settings.LANGUAGES if language in (code, code.split("-")[0])), "")


def interface_language() -> str:
    return get_language() or "en"


def news_language() -> str:
    """The language of news in the interface's own language: articles are Chinese, whatever script the interface has."""
    return interface_language().split("-", maxsplit=1)[0]


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    return Locale.parse(_REGIONAL.get(language, language), sep="-" if "-" in language else "_")


def interface_locale() -> Locale:
    return _locale(interface_language())


def own_digits(text: str) -> str:
    """The digits of `text` as the interface language writes them."""
    return text.translate(_ARABIC_INDIC) if interface_language() == "ar" else text


def number(value: float) -> str:
    return _number(value, interface_language())


@lru_cache(maxsize=8192)
def _number(value: float, language: str) -> str:
    """Kept: a front page says some five hundred, and says them again."""
    return own_digits(format_decimal(value, locale=_locale(language), numbering_system=_digits(language)))


def share(value: float) -> str:
    """0.25 as "25%"."""
    language = interface_language()
    return own_digits(format_percent(value, locale=_locale(language), numbering_system=_digits(language)))


def _digits(language: str) -> str:
    """CLDR's name of the digits that the language's readers expect."""
    return "arab" if language == "ar" else "latn"


def size(count: int) -> str:
    """Bytes, as people read them."""
    return own_digits(filesizeformat(count))


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
    return own_digits(format_date(value, style, locale=interface_locale()))


def weekday(value: date) -> str:
    return format_date(value, "EEEE", locale=interface_locale())


def month(value: date) -> str:
    """ "May 2026"."""
    return own_digits(format_skeleton("yMMMM", value, locale=interface_locale()))


def full_day(value: date) -> str:
    return day(value, "full")


def moment(value: datetime) -> str:
    """Date and time in UTC, said so: the server cannot know where the reader is (the page's script does)."""
    locale, at = interface_locale(), value.astimezone(UTC)
    together = str(get_datetime_format("medium", locale=locale))  # "{1}, {0}" in most languages
    text = together.format(format_time(at, "HH:mm", locale=locale), format_date(at, "long", locale=locale))
    return f"{own_digits(text)} UTC"


def duration(seconds: int) -> str:
    """Playing time as players show it: 4:05, 1:02:03."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return own_digits(f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}")


def minutes(count: int) -> str:
    """ "5 minutes"; whole hours from one hour on."""
    return own_digits(format_timedelta(timedelta(minutes=count), threshold=1, locale=interface_locale()))


def reading_minutes(words: int) -> int:
    return max(1, round(words / WORDS_A_MINUTE))


@lru_cache(maxsize=2048)
def _name(kind: str, code: str, language: str) -> str:
    names = getattr(_locale(language), kind)
    return str(names.get(code) or names.get(code.split("_", maxsplit=1)[0]) or code)


def country_name(code: str) -> str:
    """ISO 3166-1, or the nations of the United Kingdom by ISO 3166-2 ("GB-WLS")."""
    nation = NATIONS.get(code.upper())
    return str(nation) if nation else _name("territories", code.upper(), interface_language())


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
