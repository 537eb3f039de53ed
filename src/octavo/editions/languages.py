"""Which of the reader's languages an article is in."""

from functools import lru_cache

from octavo.core.languages import canonical_language

UNREAD = 99
# Two ways of writing one language: who reads the one reads the other.
_ALSO = {"zh": ("zh-Hant",), "zh-Hant": ("zh",), "nb": ("nn",), "nn": ("nb",)}


@lru_cache(maxsize=2000)
def wanted(languages: tuple[str, ...]) -> tuple[str, ...]:
    """The reader's languages, canonical, without doubles and nonsense."""
    return tuple(dict.fromkeys(language for tag in languages if (language := canonical_language(tag))))


@lru_cache(maxsize=2000)
def _ranks(languages: tuple[str, ...]) -> dict[str, int]:
    found = {language: rank for rank, language in enumerate(wanted(languages))}
    for language, rank in tuple(found.items()):
        for other in _ALSO.get(language, ()):
            found.setdefault(other, rank)
    return found


def rank_of(language: str, languages: tuple[str, ...]) -> int:
    """0 for the reader's first language and for any where they name none, `UNREAD` for one that they do not read."""
    known = _ranks(languages)
    return known.get(canonical_language(language) or "", UNREAD) if known else 0
