"""`python -m training.weekdays`: the names of the days of the week in every language, from CLDR as Babel carries it."""

import json
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

FILE = Path(__file__).parents[1] / "src/octavo/data/stories/weekdays.json"
ENDING_FROM = 6
"""From so many letters on the last one may be an ending that changes ("среда", "среду")."""
CASES = {"а": "ыуеи", "a": "yęuěi"}
"""What a short feminine name ends in in the other cases of Slavic languages: "среда", "среду"."""
UNTRANSLATED = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
SLAVIC = {"ru", "uk", "be", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "mk", "bg"}


def main() -> None:
    languages = sorted(code for code in locale_identifiers() if code.isalpha())
    found = {language: days for language in languages if any(days := names_of(language))}
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", "utf-8")


def names_of(language: str) -> list[list[str]]:
    """Seven lists, Monday first; a name that stands for two days is left out."""
    days = Locale(language).days
    names = [{days[form]["wide"][day].lower() for form in ("format", "stand-alone")} for day in range(7)]
    if language in {"zh", "ja", "yue"}:
        names = [of_day | {days["format"]["abbreviated"][day]} for day, of_day in enumerate(names)]
    forms = [
        {form for name in of_day - UNTRANSLATED if len(name) >= 2 for form in cases_of(name, language)}
        for of_day in names
    ]
    return [sorted(name for name in of_day if sum(name in other for other in forms) == 1) for of_day in forms]


def cases_of(name: str, language: str) -> set[str]:
    if language in SLAVIC and len(name) < ENDING_FROM and name[-1] in CASES:
        return {name, *(name[:-1] + ending for ending in CASES[name[-1]])}
    return {shortened(name)}


def shortened(name: str) -> str:
    return name[:-1] if len(name) >= ENDING_FROM and name[-1].isalpha() and not name.endswith("y") else name


if __name__ == "__main__":
    main()
