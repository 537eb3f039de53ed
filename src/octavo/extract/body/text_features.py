"""What a block's own text and place in the markup give: the first columns of the judge's table."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from octavo.extract.body.blocks import HEADINGS, Block, Inline

Matrix = Any  # numpy arrays: rows are blocks

_KINDS = (
    "p", "li", "div", "td", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote", "section", "article",
    "body", "dt", "dd", "th", "address", "header", "footer", "pre", "aside", "center", "summary",
)  # fmt: skip
_KIND_NUMBER = {name: number for number, name in enumerate(_KINDS)}
_CJK = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENDS = tuple(".!?…。！？।؟۔።»”\"'")
_UPPER_BYTES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_UPPER = re.compile(r"[А-ЯΑ-ΩÀ-Þ]")
_FOLD = re.compile(r"[\W_]+")
MAX_MENU_ITEM = 40
UNITS_OF_CJK = 3
MAX_ECHO_CHARS = 200_000
# What menu items have none of, by the columns of TEXT_FEATURES: from stops_per_100 to is_cjk, from is_title to quoted.
_NO_SIGNS = (0.0,) * 14
_NO_AGREEMENT = (0.0,) * 8
MAX_HEAD_CHARS = 1_500
TEXT_FEATURES = (
    "units", "words", "word_length", "link_share", "links", "text_per_link", "stops_per_100", "commas_per_100",
    "digit_share", "upper_share", "ends_sentence", "starts_lower", "starts_digit", "ends_colon", "has_bar", "has_arrow",
    "has_copyright", "has_address", "all_upper", "is_cjk", "after_break", "pictures", "kind", "is_heading", "hidden",
    "depth", "repeated", "is_title", "title_share", "in_description", "in_body", "not_in_body", "strong_share",
    "ends_dots", "quoted", "echo", "echoed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hints:
    """What the page says of itself: its headline, its description, and the article's text where it is stated whole."""

    title: str = ""
    description: str = ""
    body: str = ""


def squeeze(text: str) -> str:
    """Letters and digits alone, without case: for comparing cheaply what is written alike."""
    return _FOLD.sub("", text).casefold()


def units_of(text: str) -> int:
    """Length in letters of an alphabet: an ideograph or a syllable weighs as much as three."""
    if text.isascii() or text[0] < "\u0e00":
        return len(text)
    return len(text) + (UNITS_OF_CJK - 1) * len(_CJK.findall(text))


def text_table(blocks: Sequence[Block], hints: Hints) -> Matrix:
    """float32 of shape (blocks, len(TEXT_FEATURES))."""
    said = _Said(
        counts=Counter(block.text for block in blocks),
        title=squeeze(hints.title),
        title_words=frozenset(hints.title.casefold().split()),
        description=squeeze(hints.description),
        body=squeeze(hints.body),
    )
    rows = [_menu_row(block, said) if is_menu_item(block) else _text_row(block, said) for block in blocks]
    _mark_echoes(blocks, rows)
    return np.array(rows, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Said:
    """What the page says, squeezed for comparison; `counts` of each block's text on it."""

    counts: Counter[str]
    title: str
    title_words: frozenset[str]
    description: str
    body: str


def _mark_echoes(blocks: Sequence[Block], rows: list[list[float]]) -> None:
    """Whether a longer block's beginning was said before (echo), or is said again later (echoed)."""
    texts = [block.text[:3000] if len(block.text) > 40 else "" for block in blocks]
    whole = "\n".join(texts)
    position = 0
    for text, row in zip(texts, rows, strict=True):
        if text and len(whole) < MAX_ECHO_CHARS:
            head = text[:60]
            row += [float(whole.find(head) < position), float(whole.find(head, position + 1) > 0)]
        else:
            row += [0.0, 0.0]
        position += len(text) + 1


def is_menu_item(block: Block) -> bool:
    """A short link and nothing else."""
    return block.linked == len(block.text) <= MAX_MENU_ITEM


def _menu_row(block: Block, said: _Said) -> list[float]:
    """A short link is a menu item whatever it says: most of a page is these, and they are not looked at closely."""
    box, length, words = block.box, len(block.text), block.text.count(" ") + 1
    return [
        length, words, length / words, 1.0, block.links, length / (block.links + 1), *_NO_SIGNS, block.after_break,
        min(block.pictures, 5), _KIND_NUMBER.get(box.tag, 30), box.tag in HEADINGS, box.hidden, min(box.depth, 40),
        min(said.counts[block.text], 5), *_NO_AGREEMENT,
    ]  # fmt: skip


def _text_row(block: Block, said: _Said) -> list[float]:
    text, box = block.text, block.box
    length, units, count = len(text), units_of(text), text.count(" ") + 1
    head = text[:MAX_HEAD_CHARS]
    plain = head.encode("ascii", "ignore")
    others = len(plain) != len(head)
    size = len(head)
    upper = _count(head, plain, _UPPER_BYTES, "") + (len(_UPPER.findall(head)) if others else 0)
    return [
        min(units, 2000), min(count, 300), length / count, block.linked / length, min(block.links, 20),
        units / (block.links + 1),
        _count(head, plain, b".!?", "…。！？।؟" if others else "") * 100 / size,
        _count(head, plain, b",;", "،、，；" if others else "") * 100 / size,
        _count(head, plain, b"0123456789", "") / size, upper / size, text[-1] in _ENDS,
        text[0].islower(), text[0].isdigit(), text[-1] in ":：", *_signs(head), upper > size * 0.6,
        units > length * 1.5,
        block.after_break, min(block.pictures, 5), _KIND_NUMBER.get(box.tag, 30), box.tag in HEADINGS, box.hidden,
        min(box.depth, 40), min(said.counts[text], 5), *_agreement(text, count, said), min(_strong(block) / length, 1),
        text.endswith(("...", "…", "[…]")), text[0] in "\"“„«‘'「『",
    ]  # fmt: skip


def _signs(head: str) -> tuple[bool, bool, bool, bool]:
    """Separators of menus, arrows of pointers, a copyright sign, an address."""
    return (
        "|" in head or "·" in head or "•" in head,
        "»" in head or "›" in head or "→" in head or ">" in head,
        "©" in head,
        "@" in head or "http" in head or "www." in head,
    )


def _agreement(text: str, count: int, said: _Said) -> tuple[float, ...]:
    """With the headline (whole, in words), the description, and the stated text: in it, or not though there is one."""
    folded = squeeze(text[:120])
    is_long = len(folded) > 15
    is_title = bool(said.title) and said.title.startswith(folded) and len(folded) * 2 > min(len(said.title), 240)
    shared = len(said.title_words.intersection(text.casefold().split())) if said.title_words and len(text) < 400 else 0
    told = said.description
    described = is_long and (folded[:60] in told or (len(told) > 30 and told[:60] in folded))
    in_body = is_long and len(said.body) > 300 and folded in said.body
    not_in_body = is_long and len(said.body) > 300 and not in_body
    return is_title, shared / min(count, 40), described, in_body, not_in_body


def _count(text: str, ascii_text: bytes, of_ascii: bytes, others: str) -> int:
    found = len(ascii_text) - len(ascii_text.translate(None, of_ascii))
    return found + sum(map(text.count, others)) if others else found


def _strong(block: Block) -> int:
    """Characters in bold."""
    return sum(len(piece) for piece, inline in block.runs if _is_strong(inline))


def _is_strong(inline: Inline | None) -> bool:
    while inline is not None:
        if inline.tag in ("strong", "b"):
            return True
        inline = inline.parent
    return False
