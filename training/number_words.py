"""`python -m training.number_words`: numbers in words, and the names of months, for reading facts of sentences.

Numbers 2 to 99, 100 and 1000 and the first ordinals come from num2words (LGPL-2.1; install it for this alone: only the
words are taken), months from CLDR as Babel carries it. What is written as several words is left to `facts.values`.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from babel import Locale
from babel.localedata import locale_identifiers

FOLDER = Path(__file__).parents[1] / "src/octavo/data/understanding"
LANGUAGES = (
    "am", "ar", "az", "be", "ca", "cs", "cy", "da", "de", "en", "es", "fa", "fi", "fr", "he", "hu", "id", "is",
    "it", "kn", "ko", "kk", "lt", "lv", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "te", "th", "tr",
    "uk", "vi",
)  # fmt: skip
RENAMED = {"no": "nb"}
OF_LIBRARY = {"kk": "kz"}
VALUES = (*range(2, 100), 100, 1000)
ORDINALS = range(1, 21)
SHORTEST = 3
LAST_LETTER_FROM = 6


def main() -> None:
    words = {RENAMED.get(language, language): words_of(language) for language in LANGUAGES}
    _write("number_words.json", words)
    codes = sorted(code for code in locale_identifiers() if code.isalpha())
    _write("months.json", {code: months for code in codes if any(months := months_of(code))})


def words_of(language: str) -> dict[str, int]:
    from num2words import num2words

    found: dict[str, int] = {}
    code = OF_LIBRARY.get(language, language)
    for to, values in (("cardinal", VALUES), ("ordinal", ORDINALS)):
        for value in values:
            word = ""
            with suppress(Exception):  # a language without ordinals says so in many ways
                word = str(num2words(value, lang=code, to=to)).lower().strip()
            if " " not in word and not word[:1].isdigit() and len(word) >= SHORTEST - (not word.isascii()):
                found.setdefault(word.replace("\u00ad", ""), value)
    return found


def months_of(language: str) -> list[list[str]]:
    """Twelve lists; a long name without its last letter, which cases change."""
    months: Any = Locale(language).months
    names = [{months[form]["wide"][month].lower() for form in ("format", "stand-alone")} for month in range(1, 13)]
    kept = [{_shortened(name) for name in of_month if _is_name(name)} for of_month in names]
    return [sorted(name for name in of_month if sum(name in other for other in kept) == 1) for of_month in kept]


def _is_name(name: str) -> bool:
    return len(name) >= SHORTEST and not name[0].isdigit() and not (name[0] == "m" and name[1:].isdigit())


def _shortened(name: str) -> str:
    return name[:-1] if len(name) >= LAST_LETTER_FROM and name[-1].isalpha() else name


def _write(name: str, found: dict[str, Any]) -> None:
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
