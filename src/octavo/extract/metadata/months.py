"""The months' names in the languages of the world's press, folded for look-up.

The names are the Unicode CLDR's (licence Unicode-3.0), kept in `month_names.json` because asking Babel for seventy
languages takes a second: `python -m octavo.extract.metadata.months` writes the file anew.
"""

import json
from functools import lru_cache
from pathlib import Path

# Where no declared language knows a word, these are asked, the most read first: the first to know it decides.
LANGUAGES = (
    "en", "de", "fr", "es", "pt", "it", "ru", "nl", "tr", "pl", "ar", "id", "uk", "cs", "ro", "sv", "da", "nb", "fi",
    "hu", "el", "bg", "sr", "sr_Latn", "hr", "sk", "sl", "lt", "lv", "et", "ca", "eu", "gl", "vi", "th", "hi", "bn",
    "ur", "fa", "he", "ms", "fil", "sw", "af", "ta", "te", "ml", "mr", "gu", "kn", "pa", "si", "ne", "km", "my", "lo",
    "ka", "hy", "az", "kk", "uz", "be", "mk", "sq", "bs", "is", "ga", "cy", "lb", "zu", "xh", "so", "am", "mn", "ha",
)  # fmt: skip
# The same language names its months differently from one country to the next.
_VARIANTS = {"ar": ("ar_SY", "ar_DZ", "ar_MA"), "de": ("de_AT",), "en": ("en_GB",), "nb": ("nn",)}
# Spellings of the press that CLDR does not list.
_SPOKEN = {
    "en": {"sept": 9}, "de": {"mär": 3, "mrz": 3, "jän": 1}, "es": {"set": 9, "setiembre": 9}, "fr": {"fevrier": 2},
    "tr": {"agustos": 8},
}  # fmt: skip
MIN_PREFIX = 3
_FILE = Path(__file__).with_name("month_names.json")


def month_of(word: str, language: str) -> int | None:
    """The month (1 to 12) that a word names: in `language` first, then in English, then in any language."""
    folded = fold_month(word)
    for name in dict.fromkeys((language, "en")):
        if month := _look_up(folded, _tables().get(name.replace("-", "_"), {})):
            return month
    return _everywhere().get(folded)


def _look_up(folded: str, table: dict[str, int]) -> int | None:
    """By full or short name, else by a beginning that only one month has."""
    if month := table.get(folded):
        return month
    if len(folded) < MIN_PREFIX:
        return None
    months = {month for name, month in table.items() if name.startswith(folded)}
    return months.pop() if len(months) == 1 else None


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, int]]:
    tables: dict[str, dict[str, int]] = json.loads(_FILE.read_text("utf-8"))
    return tables


@lru_cache(maxsize=1)
def _everywhere() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for name, month in _tables()[language].items():
            names.setdefault(name, month)
    return names


def fold_month(word: str) -> str:
    return word.casefold().replace("\u0307", "").strip(" .,")


def collect_names(language: str) -> dict[str, int]:
    """Folded names of one language's months out of CLDR, long and short, in every grammatical form that it has."""
    from babel import Locale

    names: dict[str, int] = {}
    for code in (language, *_VARIANTS.get(language, ())):
        months = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names |= {fold_month(name): int(month) for month, name in months[context][width].items()}
    names |= _SPOKEN.get(language, {})
    return {name: month for name, month in sorted(names.items()) if len(name) > 1 and not name.isdigit()}


def write_names() -> None:
    """Write `month_names.json` from the installed Babel."""
    rows = [
        f"{json.dumps(language)}: {json.dumps(collect_names(language), ensure_ascii=False)}" for language in LANGUAGES
    ]
    _FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")


if __name__ == "__main__":
    write_names()
