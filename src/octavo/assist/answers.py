"""A model's answer as it streams in, read by the contract "sentences/1" and nothing else of it.

Objects are found wherever they stand: on lines, in a list, in a code block, after polite words. What is not an object
with a sentence is skipped and counted.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONGEST_OBJECT = 4_000
"""Characters. A sentence is some hundreds; an object that does not end is none."""
MOST_CITATIONS = 50
BABBLE = 6_000
"""So many characters without an object, and nobody need wait for one."""
_NAMES = ("sentence", "text")


@dataclass(frozen=True, slots=True)
class SaidSentence:
    """`citations` are numbers as the model gave them, and may be of no source at all."""

    text: str
    citations: tuple[int, ...] = ()


class AnswerReader:
    """Feed it pieces; each gives the sentences that it completes. Memory is bounded by one object."""

    def __init__(self) -> None:
        self._held: list[str] = []
        self._size = 0
        self._depth = 0
        self._in_text = False
        self._is_escaped = False
        self._skipped = 0

    @property
    def is_babble(self) -> bool:
        return self._skipped > BABBLE

    def feed(self, text: str) -> Iterator[SaidSentence]:
        for letter in text:
            if self._depth == 0 and letter != "{":
                self._skipped += 1
            elif self._take(letter):
                found = _sentence("".join(self._held))
                self._skipped = 0 if found else self._skipped + self._size
                self._begin_anew()
                if found:
                    yield found

    def _take(self, letter: str) -> bool:
        """Hold one more letter of an object; True at its end."""
        self._held.append(letter)
        self._size += 1
        if self._size > LONGEST_OBJECT:
            self._skipped += self._size
            self._begin_anew()
            return False
        if self._in_text:
            self._in_text = self._is_escaped or letter != '"'
            self._is_escaped = letter == "\\" and not self._is_escaped
            return False
        self._in_text = letter == '"'
        self._depth += (letter == "{") - (letter == "}")
        return self._depth == 0

    def _begin_anew(self) -> None:
        self._held, self._size, self._depth = [], 0, 0
        self._in_text = self._is_escaped = False


def _sentence(text: str) -> SaidSentence | None:
    try:
        said = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    found = next((said[name] for name in _NAMES if isinstance(said.get(name), str)), "")
    return SaidSentence(found, tuple(_numbers(said.get("citations")))) if found.strip() else None


def _numbers(said: Any) -> Iterator[int]:
    """Whole numbers, however they are written: [1, "2"], "1, 2", 3."""
    parts = said if isinstance(said, list) else str(said).replace("[", " ").replace("]", " ").split(",")
    for part in parts[:MOST_CITATIONS]:
        text = str(part).strip()
        if text.isascii() and text.isdigit() and len(text) < 6:
            yield int(text)
