"""Recognising the name of a news agency in a page's own words."""

from functools import lru_cache

from octavo.core.agencies import AGENCIES, LONGEST_SPELLING
from octavo.extract.text import fold


def agency_named(text: str) -> str | None:
    """The agency whose name this is, all of it; None for anything else."""
    return _by_spelling().get(fold(text)) if len(text) <= LONGEST_SPELLING else None


@lru_cache(maxsize=1)
def _by_spelling() -> dict[str, str]:
    return {fold(spelling): name for name, spellings in AGENCIES for spelling in (name, *spellings)}
