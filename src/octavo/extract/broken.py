"""What is clearly no article's text, by the text alone. A doubt is no verdict: whatever may be honest passes."""

import re
from collections.abc import Callable

from octavo.core.articles import ExtractedArticle
from octavo.core.quality import HoldReason

LOOKED_AT_CHARS = 20_000
LEAST_CHARS = 80
"""Of less nothing can be said for sure."""
MANY_LEAKS = 4
SOME_LEAKS = 2
LITTLE_CONFIDENCE = 0.25
MARKUP_SHARE = 0.1
CODE_SHARE = 0.06
"""An article about programming quotes some code; of a page's own scripts every tenth letter is a bracket."""
ENCODED_SHARE = 0.1
MOJIBAKE_SHARE = 0.04
"""Of German misread as Latin, three letters in a hundred come out as pairs, each of two letters."""
CYRILLIC_SHARE = 0.25
"""UTF-8 read as windows-1251 is every other letter a capital Er or Es; in print in capitals every tenth is."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|&(?:[a-zA-Z]{2,8}|#[0-9]{1,6});")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
# UTF-8's two- and three-byte letters, each byte read as a letter of Latin-1 or windows-1252.
_CONTINUED = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_LATIN = re.compile(f"[\u00c2-\u00df]{_CONTINUED}|[\u00e0-\u00ef]{_CONTINUED}{_CONTINUED}")
_LOST = re.compile("\ufffd|锟斤拷|烫烫烫")
_ER_AND_ES = "РС"
_CODE = "{}<>;="


def broken(article: ExtractedArticle) -> HoldReason | None:
    """Why this article's text is clearly broken; None where it may be fine. Linear in the text."""
    text = article.text[:LOOKED_AT_CHARS]
    if len(text) < LEAST_CHARS:
        return None
    return next((reason for reason, is_so in _SIGNS if is_so(text)), None) or _mostly_leaks(article)


def _mostly_leaks(article: ExtractedArticle) -> HoldReason | None:
    """So many kinds of leak that little can be the article; fewer where the judge itself is not sure of its blocks."""
    kinds, confidence = len(set(article.quality.leaks)), article.quality.confidence
    unsure = confidence is not None and confidence < LITTLE_CONFIDENCE
    return HoldReason.LEAKS if kinds >= MANY_LEAKS or (unsure and kinds >= SOME_LEAKS) else None


def _share(text: str, chars: int) -> float:
    """How much of the text, white space apart, `chars` characters are."""
    letters = len(text) - text.count(" ") - text.count("\n")
    return chars / letters if letters else 0.0


def _matched(pattern: re.Pattern[str], text: str) -> int:
    return sum(len(found) for found in pattern.findall(text))


def _counted(letters: str, text: str) -> int:
    return sum(map(text.count, letters))


def _is_markup(text: str) -> bool:
    if _share(text, _counted(_CODE, text)) >= CODE_SHARE:
        return True
    return ("<" in text or "&" in text) and _share(text, _matched(_TAG, text)) >= MARKUP_SHARE


def _is_encoded(text: str) -> bool:
    return "%" in text and _share(text, _matched(_PERCENT, text)) >= ENCODED_SHARE


def _is_mojibake(text: str) -> bool:
    if text.isascii():
        return False
    if _share(text, _counted(_ER_AND_ES, text)) >= CYRILLIC_SHARE:
        return True
    return _share(text, _matched(_LATIN, text) + _matched(_LOST, text)) >= MOJIBAKE_SHARE


_SIGNS: tuple[tuple[HoldReason, Callable[[str], bool]], ...] = (
    (HoldReason.ENCODED, _is_encoded),
    (HoldReason.MARKUP, _is_markup),
    (HoldReason.MOJIBAKE, _is_mojibake),
)
