"""One way to write a language: BCP-47 (RFC 5646), as short as it can be and still tell what readers tell apart."""

import re
from functools import cache, lru_cache

# Old, wrong and macro-language codes that feeds and pages use, and the code of what is meant.
_RENAMED = {
    "iw": "he", "in": "id", "ji": "yi", "tl": "fil", "no": "nb", "mo": "ro", "sh": "sr", "jp": "ja", "cz": "cs",
    "gr": "el", "kr": "ko", "dk": "da", "se": "sv", "cn": "zh", "ua": "uk", "vn": "vi", "cmn": "zh", "eng": "en",
    "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "por": "pt", "ita": "it", "rus": "ru",
    "ara": "ar", "zho": "zh",
}  # fmt: skip
_TRADITIONAL = {"tw", "hk", "mo", "hant"}
_PRIMARY = re.compile(r"[a-z]{2,3}")


@lru_cache(maxsize=512)
def canonical_language(tag: str) -> str | None:
    """The language of a declared tag: "en" for "en_US", "zh-Hant" for "zh-TW", "nb" for "no"; None for nonsense.

    Regions are dropped: an article in English is one, wherever it was written.
    """
    parts = re.split(r"[-_]", tag.strip().lower()[:35])
    primary = _RENAMED.get(parts[0], parts[0])
    if not _PRIMARY.fullmatch(primary) or primary in {"und", "mul", "zxx"}:
        return None
    if primary == "zh" and _TRADITIONAL & set(parts[1:]):
        return "zh-Hant"
    return primary


@cache
def english_name(code: str) -> str:
    """ "Portuguese" for "pt", as language models are told; the code itself where CLDR has no name for it."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code
