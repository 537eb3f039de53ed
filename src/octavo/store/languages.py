"""Language tags as the store keeps them: the language, and the script only where it tells readers apart."""

from functools import lru_cache

_TRADITIONAL_CHINESE = frozenset({"hant", "tw", "hk", "mo"})
_SAME = {"iw": "he", "in": "id", "ji": "yi", "mo": "ro", "nb": "no", "nn": "no", "tl": "fil", "cmn": "zh"}


@lru_cache(maxsize=2000)
def plain_language(tag: str | None) -> str:
    """ "en-GB" gives "en", "zh-TW" gives "zh-Hant"; "" where `tag` is no language (BCP 47)."""
    parts = (tag or "").strip().lower().replace("_", "-").split("-")
    language = _SAME.get(parts[0], parts[0])
    if not (2 <= len(language) <= 3 and language.isascii() and language.isalpha()) and language != "fil":
        return ""
    if language in {"und", "mul", "zxx"}:
        return ""
    return "zh-Hant" if language == "zh" and _TRADITIONAL_CHINESE & set(parts[1:]) else language


def kept_languages(tags: tuple[str, ...]) -> tuple[str, ...]:
    """What a reader who asks for `tags` means by them: "zh" is Chinese in either script."""
    wanted = [plain_language(tag) for tag in tags]
    if "zh" in wanted:
        wanted.append("zh-Hant")
    return tuple(dict.fromkeys(language for language in wanted if language))
