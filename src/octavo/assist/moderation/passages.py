"""A comment cut into what is judged at a time: passages of a few sentences, in the author's own voice. Pure.

What is quoted is set aside, so that whoever quotes an insult to answer it is not taken for the one who said it.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 240
"""Characters of a passage. Most comments are one; an embedder's window holds it in any script."""
MOST_PASSAGES = 5
READ_CHARACTERS = 4_000
QUOTED_AT_MOST = 0.7
"""A comment that is quotation for more than this has no voice beside it: it is read as its author's own."""
GAP = "…"
"""What stands where a quotation was."""

_SENTENCE = re.compile(r"(?<=[.!?…。！？।؟])[\"'”»)]*\s+|\n+|(?<=[。！？])")
_QUOTED = re.compile(r"[\"“”„«»「」]([^\"“”„«»「」\n]{3,300})[\"“”„«»「」]")
_QUOTED_LINE = re.compile(r"^\s*>.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Passage:
    """`own` is what its author says, `quoted` what is between quotation marks in it, in one string."""

    own: str
    quoted: str = ""


def passages(text: str) -> list[Passage]:
    """At most `MOST_PASSAGES`, the beginning first; none for an empty text. Lines quoted as in e-mail are left out."""
    plain = unicodedata.normalize("NFKC", _QUOTED_LINE.sub("", text[:READ_CHARACTERS]))
    return [_passage(window) for window in _windows(plain)[:MOST_PASSAGES]]


def _passage(window: str) -> Passage:
    quoted = _QUOTED.findall(window)
    length = sum(map(len, quoted))
    if not quoted or length > QUOTED_AT_MOST * len(window):
        return Passage(window)
    return Passage(" ".join(_QUOTED.sub(f" {GAP} ", window).split()), " ".join(quoted))


def _windows(text: str) -> list[str]:
    """Sentences that follow each other, together up to `LONGEST` characters."""
    windows: list[str] = []
    for sentence in _sentences(text):
        if windows and len(windows[-1]) + 1 + len(sentence) <= LONGEST:
            windows[-1] = f"{windows[-1]} {sentence}"
        else:
            windows.append(sentence)
    return windows


def _sentences(text: str) -> list[str]:
    """None longer than `LONGEST`: such a one is cut between words where that can be."""
    found: list[str] = []
    for sentence in _SENTENCE.split(text):
        rest = " ".join(sentence.split())
        while len(rest) > LONGEST:
            cut = max(rest.rfind(" ", 0, LONGEST), LONGEST // 2)
            found.append(rest[:cut].strip())
            rest = rest[cut:].strip()
        if rest:
            found.append(rest)
    return found
