"""Plain text: what goes to a model, and what comes from one to readers, without anything that hides, marks up or leads
away. Decided by letters and patterns alone, for any language.
"""

import re
import unicodedata
from collections.abc import Iterable

from octavo.core.writing import DropCode

LONGEST = 700
"""Characters of a sentence for readers."""
_JOINERS = "\u200c\u200d"
"""Persian, Indic scripts and emoji need them between two letters; nobody else does."""
_KEPT_MARKS = 4
"""So many accents one letter may carry."""

_MARKUP = re.compile(
    r"<\s*[/!?a-z]|[a-z\"']\s*/?>|\]\s*\(|!\[|```|~~~|\{[{%#]|[%#}]\}|&#?\w{2,8};|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}"
    r"|<<|>>|\b(?:javascript|vbscript|data|blob):\S|\bh[x*]{2}ps?\b|\w\[(?:\.|dot)\]\w"
    r"|\[/?(?:inst|url|img|b|system)\b|^\s*(?:[#>|]|[-*+]\s|\d+\)\s)|\*\*|__\w|\"\s*:\s*[\"\[{\d]",
    re.IGNORECASE,
)
_SCHEME = r"(?:h\s?[tx]{2}\s?ps?|ftps?|wss?|file|gopher|blob|view-source|intent)\s?:\s?(?://|\\\\)"
_OTHER_SCHEME = r"\b(?:data|javascript|vbscript|mailto|tel|sms|magnet|bitcoin|ethereum|lightning):\s?[^\s]"
_DOT = r"(?:\.|\s?[\[({<]\s?(?:\.|dot)\s?[\])}>]\s?|\s+dot\s+)"
_LABEL = r"[\w\-]{1,63}"
_END = (
    r"(?:com|net|org|info|biz|xyz|top|site|online|shop|app|dev|io|ai|co|me|tv|cc|ly|gl|gg|link|click|club|live|news|"
    r"example|test|invalid|onion|zip|mov|eu|uk|us|de|fr|es|it|nl|ru|cn|jp|in|br|tr|id|pt|mx|ar|au|ca|ch|at|pl|ua|ir|sa|ae|eg|za|ng|ke)"
)
_ADDRESS = re.compile(
    rf"{_SCHEME}[^\s]*|{_OTHER_SCHEME}[^\s]*|\bwww\d?{_DOT}[^\s]+|{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}{_DOT}{_END}\b(?:[/:?#][^\s]*)?"
    rf"|{_LABEL}(?:{_DOT}{_LABEL})*\s?(?:@|\[at\]|\(at\))\s?{_LABEL}(?:{_DOT}{_LABEL})+"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b(?:[:/][^\s]*)?|//[^\s/]+/[^\s]*|\bxn--[\w\-]+|\b(?:0x[0-9a-f]{16,}|bc1[0-9a-z]{20,})\b"
    r"|[A-Za-z0-9+/_=\-]{48,}|(?:%[0-9a-f]{2}){4,}[^\s]*",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """One line of what is to be seen: composed, without controls, tags, marks of direction or letters of no width."""
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    shown = [_shown(text, at) for at in range(len(text))]
    return " ".join(_with_few_marks("".join(shown)).split())


def _shown(text: str, at: int) -> str:
    letter = text[at]
    if letter.isspace():
        return " "
    kind = unicodedata.category(letter)
    if kind in {"Cc", "Cs", "Co", "Cn"} or _is_unseen(letter):
        return ""
    if kind != "Cf":
        return letter
    between = letter in _JOINERS and 0 < at < len(text) - 1
    return letter if between and not (text[at - 1].isascii() or text[at + 1].isascii()) else ""


def _is_unseen(letter: str) -> bool:
    """Letters that are drawn as nothing: fillers, selectors of variants, the tags of plane 14."""
    point = ord(letter)
    fillers = point in {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
    return fillers or 0xFE00 <= point <= 0xFE0E or 0x180B <= point <= 0x180F or 0xE0000 <= point <= 0xE0FFF


def _with_few_marks(text: str) -> str:
    run, kept = 0, []
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= _KEPT_MARKS:
            kept.append(letter)
    return "".join(kept)


def is_hiding(text: str) -> bool:
    """Whether `text` holds something that nobody sees and a machine reads: tags, marks of direction, fillers."""
    unseen = 0
    for letter in text:
        point = ord(letter)
        if 0xE0001 <= point <= 0xE01EF or 0x202A <= point <= 0x202E or 0x2066 <= point <= 0x2069:
            return True
        unseen += point in _NO_WIDTH or _is_unseen(letter)
    return unseen > max(3, len(text) // 20)


_NO_WIDTH = frozenset((0x200B, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF))
"""The soft hyphen is not among them: some papers put one between all syllables."""


def trouble_of(text: str) -> DropCode | None:
    """Why a sentence (made `plain` before) is not for readers, whatever supports it."""
    if len(text) > LONGEST:
        return DropCode.TOO_LONG
    folded = unicodedata.normalize("NFKC", text)
    return DropCode.MARKUP if _MARKUP.search(folded) else None


def addresses(text: str) -> set[str]:
    """All that a reader or a program may take for an address (of the web, of mail, of money), and long codes."""
    folded = unicodedata.normalize("NFKC", text).replace("。", ".").replace("․", ".")
    return {found[0].strip(".,;:!?\"'”’)").casefold() for found in _ADDRESS.finditer(folded)}


def has_foreign_address(text: str, sources: Iterable[str]) -> bool:
    """Whether `text` has an address that does not stand, letter for letter, in one of `sources`."""
    own = addresses(text)
    if not own:
        return False
    known = set().union(*(addresses(source) for source in sources))
    return not own <= known
