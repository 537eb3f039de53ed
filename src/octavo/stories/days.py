"""Which days of the week a text names. What happened "on Thursday" is another turn than what happened "on Monday".

The names are CLDR's, in `data/stories/weekdays.json`, made by `python -m training.stories`.
"""

import json
import re
from functools import lru_cache
from importlib import resources

MAX_CHARS = 1_200
"""The day of an event stands near the beginning; further down stand the days of its background."""
FILE = "data/stories/weekdays.json"


def days_of(text: str, language: str) -> int:
    """A bit for each day that the text names, Monday the lowest; 0 for none."""
    known = _names(language.partition("-")[0])
    if known is None:
        return 0
    pattern, days = known
    found = 0
    for match in pattern.finditer(text[:MAX_CHARS].lower()):
        found |= 1 << days[match[1]]
    return found


@lru_cache(maxsize=256)
def _names(language: str) -> tuple[re.Pattern[str], dict[str, int]] | None:
    """A pattern whose first group is a day's name as the file has it, and the day of each."""
    names: dict[str, int] = {name: day for day, names in enumerate(_file().get(language, ())) for name in names}
    if not names:
        return None
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    # Cases and plurals come after the name: "Fridays", "понедельника". Scripts without spaces set no border.
    is_spaced = any(name[0] < "\u0e00" for name in names)
    borders = r"(?<![^\W\d_])({})\w{{0,3}}(?![^\W\d_])" if is_spaced else "({})"
    return re.compile(borders.format(longest_first)), names


@lru_cache(maxsize=1)
def _file() -> dict[str, list[list[str]]]:
    text = (resources.files("octavo") / FILE).read_text(encoding="utf-8")
    found: dict[str, list[list[str]]] = json.loads(text)
    return found
