"""What changed between two texts of an article, as words a reader can follow."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Operation = Literal["same", "added", "removed"]

# difflib takes quadratic time: what is longer is compared paragraph by paragraph, and then not inside them.
MAX_TOKENS = 6_000
# An island of unchanged text this short between two changes is read as part of the change.
MAX_ISLAND_CHARS = 3

# A word with its marks, one character of a script without spaces, white space, or one sign.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_TOKEN = re.compile(
    rf"[{_UNSPACED}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u102b-\u103e]*|[^\W{_UNSPACED}]+(?:['’.,][^\W{_UNSPACED}]+)*|\s+|.",
    re.DOTALL,
)
_PARAGRAPH_END = re.compile(r"(?<=\n)(?=[^\n])")


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A run of text that is the same in both, or only in the new (added), or only in the old (removed)."""

    op: Operation
    text: str


def word_diff(old: str, new: str) -> tuple[DiffPart, ...]:
    """Both texts as one run of parts, in reading order, removed before added.

    The "same" and "removed" parts joined are `old`, the "same" and "added" parts joined are `new`. Words are never cut;
    Chinese, Japanese, Thai and the like are compared by character. Time is bounded for texts of any length.
    """
    if old == new:
        return (DiffPart("same", old),) if old else ()
    old_paragraphs, new_paragraphs = _PARAGRAPH_END.split(old), _PARAGRAPH_END.split(new)
    parts: list[DiffPart] = []
    for same, before, after in _blocks(old_paragraphs, new_paragraphs):
        if same:
            parts.append(DiffPart("same", "".join(before)))
        else:
            parts += _diff_words("".join(before), "".join(after))
    return tuple(_merge(_drop_islands(_merge(parts))))


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    if max(len(old), len(new)) > MAX_TOKENS:
        yield False, old, new
        return
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", old[start:end], new[new_start:new_end]


def _diff_words(old: str, new: str) -> Iterable[DiffPart]:
    old_words, new_words = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(old_words) * len(new_words) > MAX_TOKENS**2 // 4:
        return [DiffPart("removed", old), DiffPart("added", new)]
    matcher = SequenceMatcher(
        str.isspace, old_words, new_words, autojunk=len(old_words) + len(new_words) > MAX_TOKENS // 4
    )
    parts = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            parts.append(DiffPart("same", "".join(old_words[start:end])))
        else:
            parts.append(DiffPart("removed", "".join(old_words[start:end])))
            parts.append(DiffPart("added", "".join(new_words[new_start:new_end])))
    return parts


def _drop_islands(parts: list[DiffPart]) -> list[DiffPart]:
    """A comma or a space that stayed between two changed words makes the change hard to read: it joins both sides."""
    result: list[DiffPart] = []
    for position, part in enumerate(parts):
        between_changes = 0 < position < len(parts) - 1
        if part.op == "same" and between_changes and len(part.text) <= MAX_ISLAND_CHARS and "\n" not in part.text:
            result += [DiffPart("removed", part.text), DiffPart("added", part.text)]
        else:
            result.append(part)
    return result


def _merge(parts: Iterable[DiffPart]) -> list[DiffPart]:
    """Neighbouring parts of one kind made one; between two unchanged parts, all that was removed, then all added."""
    result: list[DiffPart] = []
    pending: dict[Operation, list[str]] = {"removed": [], "added": []}
    for part in [*parts, None]:
        if part is not None and part.op != "same":
            pending[part.op].append(part.text)
            continue
        for op, texts in pending.items():
            if text := "".join(texts):
                result.append(DiffPart(op, text))
            texts.clear()
        if part is not None and part.text:
            if result and result[-1].op == "same":
                result[-1] = DiffPart("same", result[-1].text + part.text)
            else:
                result.append(part)
    return result
