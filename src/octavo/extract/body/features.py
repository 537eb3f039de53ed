"""What the judge looks at: one row of numbers for each block, out of the page's structure, wording and own statements.

`FEATURES` names the columns in order. Nothing here knows a publisher, a language or a text.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from octavo.extract.body.blocks import HEADINGS, Block, Box, Segmenter
from octavo.extract.body.wording import NAME_BITS, WORD_BITS, name_bits, word_bits

Matrix = Any  # numpy arrays: rows are blocks

_TAG_BITS = {
    name: 1 << bit
    for bit, name in enumerate(
        ("article", "main", "aside", "nav", "footer", "header", "form", "list", "table", "figure", "section", "blockquote",
         "figcaption", "details", "pre", "dl")
    )
}  # fmt: skip
_TAG_OF = {"ul": "list", "ol": "list", "dd": "dl", "dt": "dl", "menu": "list"}
_KINDS = ("p", "li", "div", "td", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote", "section", "article", "body",
          "dt", "dd", "th", "address", "header", "footer", "pre", "aside", "center", "summary")  # fmt: skip
_KIND_NUMBER = {name: number for number, name in enumerate(_KINDS)}
_CJK = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENDS = tuple(".!?…。！？।؟۔።»”\"'")
_NO_COMMAS = dict.fromkeys(map(ord, ",،、，;；"))
_NO_STOPS = dict.fromkeys(map(ord, ".!?…。！？।؟"))
_UPPER_BYTES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_UPPER = re.compile(r"[А-ЯΑ-ΩÀ-Þ]")
_FOLD = re.compile(r"[\W_]+")

LONG_UNITS = 80
MOST_OF_PAGE = 0.5
MAX_MENU_ITEM = 40
_ARTICLE_BITS = sum(1 << NAME_BITS.index(name) for name in ("article_body", "content", "paragraph"))
UNITS_OF_CJK = 3


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
    return (
        len(text) if text.isascii() or text[0] < "\u0e00" else len(text) + (UNITS_OF_CJK - 1) * len(_CJK.findall(text))
    )


def _box_table(boxes: list[Box], shares: list[float]) -> tuple[Matrix, Matrix, Matrix]:
    """For each box: name bits of itself, of it and two above, of all above; tag bits of all above; its depth.

    What a box that holds most of the page is called says little of its parts, except that they may be an article.
    """
    own, nearest, near, every, tags = [], [], [], [], []
    for box, share in zip(boxes, shares, strict=True):
        parent = box.parent
        bits = name_bits(box.names) if box.names else 0
        if share >= MOST_OF_PAGE:
            bits &= _ARTICLE_BITS if box.depth else 0
        tag_bit = _TAG_BITS.get(_TAG_OF.get(box.tag, box.tag), 0)
        own.append(bits)
        if parent is None:
            nearest.append(bits)
            near.append(bits)
            every.append(bits)
            tags.append(tag_bit)
        else:
            at = parent.order
            nearest.append(bits | own[at])
            near.append(bits | nearest[at])
            every.append(bits | every[at])
            tags.append(tag_bit | tags[at])
    return (
        np.array([own, near, every], dtype=np.int64),
        np.array(tags, dtype=np.int64),
        np.array([box.depth for box in boxes], dtype=np.int32),
    )


def _spread(bits: Matrix, count: int) -> Matrix:
    return ((bits[:, None] >> np.arange(count)) & 1).astype(np.float32)


TEXT_FEATURES = (
    "units", "words", "word_length", "link_share", "links", "text_per_link", "stops_per_100", "commas_per_100", "digit_share",
    "upper_share", "ends_sentence", "starts_lower", "starts_digit", "ends_colon", "has_bar", "has_arrow", "has_copyright",
    "has_address", "all_upper", "is_cjk", "after_break", "pictures", "kind", "is_heading", "hidden", "depth", "repeated",
    "is_title", "title_share", "in_description", "in_body", "not_in_body", "strong_share", "ends_dots", "quoted", "echo",
    "echoed",
)  # fmt: skip


def _text_rows(blocks: list[Block], hints: Hints) -> list[list[float]]:
    title = squeeze(hints.title)
    title_words = set(hints.title.casefold().split())
    description = squeeze(hints.description)
    body = squeeze(hints.body)
    counts: dict[str, int] = {}
    for block in blocks:
        counts[block.text] = counts.get(block.text, 0) + 1
    rows = [
        _menu_row(block, counts)
        if _is_menu_item(block)
        else _text_row(block, counts, title, title_words, description, body)
        for block in blocks
    ]
    _mark_echoes(blocks, rows)
    return rows


def _mark_echoes(blocks: list[Block], rows: list[list[float]]) -> None:
    """Whether a longer block's beginning was said before (echo), or is said again later (echoed)."""
    texts = [block.text[:3000] if len(block.text) > 40 else "" for block in blocks]
    whole = "\n".join(texts)
    position = 0
    for text, row in zip(texts, rows, strict=True):
        if text and len(whole) < 200_000:
            head = text[:60]
            row += [float(whole.find(head) < position), float(whole.find(head, position + 1) > 0)]
        else:
            row += [0.0, 0.0]
        position += len(text) + 1


def _is_menu_item(block: Block) -> bool:
    return block.linked == len(block.text) <= MAX_MENU_ITEM


def _menu_row(block: Block, counts: dict[str, int]) -> list[float]:
    """A short link is a menu item whatever it says: most of a page is these, and they are not looked at closely."""
    box, length = block.box, len(block.text)
    row = list(_MENU_ROW)
    row[0] = length
    row[1] = words = block.text.count(" ") + 1
    row[2] = length / words
    row[4] = block.links
    row[5] = length / (block.links + 1)
    row[20:26] = (
        block.after_break, min(block.pictures, 5), _KIND_NUMBER.get(box.tag, 30), box.tag in HEADINGS, box.hidden, min(box.depth, 40)
    )  # fmt: skip
    row[26] = min(counts[block.text], 5)
    return row


def _text_row(
    block: Block, counts: dict[str, int], title: str, title_words: set[str], description: str, body: str
) -> list[float]:
    text, box = block.text, block.box
    length = len(text)
    units = units_of(text)
    head = text[:1500]
    size = len(head)
    ascii_head = head.encode("ascii", "ignore")
    is_ascii = len(ascii_head) == size
    count = text.count(" ") + 1
    first, last = text[0], text[-1]
    folded = squeeze(text[:120])
    in_body = not_in_body = 0.0
    if len(body) > 300 and len(folded) > 15:
        in_body = float(folded in body)
        not_in_body = 1 - in_body
    stops = size - len(head.translate(_NO_STOPS)) if not is_ascii else size - len(ascii_head.translate(None, b".!?"))
    commas = size - len(head.translate(_NO_COMMAS)) if not is_ascii else size - len(ascii_head.translate(None, b",;"))
    upper = len(ascii_head) - len(ascii_head.translate(None, _UPPER_BYTES))
    if not is_ascii:
        upper += len(_UPPER.findall(head))
    digits = len(ascii_head) - len(ascii_head.translate(None, b"0123456789"))
    title_share = 0.0
    if title_words and length < 400:
        title_share = len(title_words.intersection(text.casefold().split())) / min(count, 40)
    return [
        min(units, 2000), min(count, 300), length / count, block.linked / length, min(block.links, 20),
        units / (block.links + 1), stops * 100 / size, commas * 100 / size,
        digits / size, upper / size, last in _ENDS, first.islower(), first.isdigit(),
        last in ":：", "|" in head or "·" in head or "•" in head, "»" in head or "›" in head or "→" in head or ">" in head, "©" in head,
        "@" in head or "http" in head or "www." in head, upper > size * 0.6, units > length * 1.5, block.after_break,
        min(block.pictures, 5), _KIND_NUMBER.get(box.tag, 30), box.tag in HEADINGS, box.hidden, min(box.depth, 40),
        min(counts[text], 5), bool(title) and folded == title[: max(len(folded), 1)] and len(folded) * 2 > min(len(title), 240),
        title_share,
        len(folded) > 15 and (folded[:60] in description or (len(description) > 30 and description[:60] in folded)),
        in_body, not_in_body, min(_strong(block) / length, 1), text.endswith(("...", "…", "[…]")), first in "\"“„«‘'「『",
    ]  # fmt: skip


def _strong(block: Block) -> int:
    """Characters in bold."""
    found = 0
    for piece, inline in block.runs:
        while inline is not None:
            if inline.tag in ("strong", "b"):
                found += len(piece)
                break
            inline = inline.parent
    return found


_MENU_ROW = tuple(float(name == "link_share") for name in TEXT_FEATURES[:-2])

BOX_FEATURES = (
    *(f"{scope}_{name}" for scope in ("own", "near", "any") for name in NAME_BITS),
    *(f"in_{name}" for name in _TAG_BITS),
)
WORDING_FEATURES = tuple(f"says_{name}" for name in WORD_BITS)
SHARE_FEATURES = (
    *(f"{what}_{level}" for level in ("self", "parent", "grand", "great") for what in ("long_share", "link_share", "blocks", "mean_units", "share_of_above")),
    "best50_in", "best50_below", "best80_in", "best80_below", "core_in", "core_below", "core_share",
    "twins", "twins_share", "twins_mean", "twins_links", "siblings_alike", "same_tag_share",
)  # fmt: skip
PLACE_FEATURES = (
    "index_share", "units_before", "units_after", "long_before", "long_after", "since_title", "after_title", "blocks_log",
    "total_long", "page_links", "since_long", "until_long", "since_heading", "until_core_end", "since_core_start",
    "titles_since", "same_article",
)  # fmt: skip
NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
NEIGHBOUR_FEATURES = tuple(
    f"{name}@{offset:+d}"
    for offset in NEIGHBOURS
    for name in ("units", "link_share", "is_heading", "ends_sentence", "same_box", "same_kind")
)
FEATURES = (*TEXT_FEATURES, *BOX_FEATURES, *WORDING_FEATURES, *SHARE_FEATURES, *PLACE_FEATURES, *NEIGHBOUR_FEATURES)


def feature_table(page: Segmenter, hints: Hints) -> Matrix:
    """float32 of shape (blocks, len(FEATURES)); there is at least one block."""
    blocks, boxes = page.blocks, page.boxes
    text = np.array(_text_rows(blocks, hints), dtype=np.float32)
    parents = np.array([box.parent.order if box.parent else 0 for box in boxes], dtype=np.int32)
    home = np.array([block.box.order for block in blocks], dtype=np.int32)
    sums = _box_sums(text, home, parents)
    names, tags, depths = _box_table(boxes, (sums[:, 1] / max(sums[0, 1], 1)).tolist())
    own, near, every = names[:, home]
    count = len(NAME_BITS)
    says = np.array([0 if _is_menu_item(block) else word_bits(block.text) for block in blocks], dtype=np.int64)
    return np.concatenate(
        [
            text,
            _spread(own, count),
            _spread(near, count),
            _spread(every, count),
            _spread(tags[home], len(_TAG_BITS)),
            _spread(says, len(WORD_BITS)),
            _shares(blocks, text, home, parents, depths, sums),
            _places(text, blocks),
            _neighbours(text, home),
        ],
        axis=1,
    )


_U, _L, _T = TEXT_FEATURES.index("units"), TEXT_FEATURES.index("link_share"), TEXT_FEATURES.index("is_title")
_H, _E, _K = TEXT_FEATURES.index("is_heading"), TEXT_FEATURES.index("ends_sentence"), TEXT_FEATURES.index("kind")


def _long(text: Matrix) -> Matrix:
    """Units of blocks that read like running text, else 0."""
    units = text[:, _U]
    return np.where((units >= LONG_UNITS) & (text[:, _L] < 0.4), units, 0)


def _box_sums(text: Matrix, home: Matrix, parents: Matrix) -> Matrix:
    """For each box with all it holds: units of running text, units, linked units, blocks."""
    sums = np.zeros((len(parents), 4))
    units = text[:, _U]
    np.add.at(sums, home, np.stack([_long(text), units, units * text[:, _L], np.ones(len(text))], axis=1))
    rows = sums.tolist()
    above = parents.tolist()
    for at in range(len(rows) - 1, 0, -1):  # children come after their parents
        row, target = rows[at], rows[above[at]]
        target[0] += row[0]
        target[1] += row[1]
        target[2] += row[2]
        target[3] += row[3]
    return np.array(rows)


def _shares(blocks: list[Block], text: Matrix, home: Matrix, parents: Matrix, depths: Matrix, sums: Matrix) -> Matrix:
    """How much of the page's running text stands in the boxes around a block, and in boxes like its own."""
    n = len(parents)
    long = _long(text)
    units = text[:, _U]
    lifted = np.zeros(n)
    np.add.at(lifted, home, long)
    # readability's idea: a box is worth its paragraphs, its parent's box half of them
    np.add.at(lifted, parents[home], long)
    np.add.at(lifted, parents[parents[home]], long * 0.5)
    total = max(float(long.sum()), 1.0)
    share = sums[:, 0] / total
    columns = []
    at = home
    for _ in range(4):
        above = parents[at]
        box_units = np.maximum(sums[at, 1], 1)
        columns += [
            share[at],
            sums[at, 2] / box_units,
            np.minimum(sums[at, 3], 200),
            np.minimum(sums[at, 1] / np.maximum(sums[at, 3], 1), 600),
            sums[at, 0] / np.maximum(sums[above, 0], 1),
        ]
        at = above
    inside_of = _ancestor_finder(parents, home, n)
    for wanted in (0.5, 0.8):
        candidates = np.flatnonzero(share >= wanted)
        best = candidates[np.argmax(depths[candidates])] if len(candidates) else 0
        inside = inside_of(best)
        columns += [inside, np.where(inside, depths[home] - depths[best], -1)]
    core = int(np.argmax(lifted))
    inside = inside_of(core)
    columns += [inside, np.where(inside, depths[home] - depths[core], -1), np.full(len(blocks), share[core])]
    columns += _twins(blocks, text, long, units, total, home, parents)
    return np.stack(columns, axis=1).astype(np.float32)


def _ancestor_finder(parents: Matrix, home: Matrix, n: int) -> Any:
    def inside(box: int) -> Matrix:
        within = np.zeros(n, dtype=bool)
        within[box] = True
        for at in range(box + 1, n):
            within[at] = within[parents[at]]
        return within[home].astype(np.float32)

    return inside


def _twins(
    blocks: list[Block], text: Matrix, long: Matrix, units: Matrix, total: float, home: Matrix, parents: Matrix
) -> list[Matrix]:
    """Blocks that are marked up alike: the same tag and names in a parent of the same tag and names."""
    numbers: dict[tuple[str, str, str, str], int] = {}
    keys = []
    for block in blocks:
        box = block.box
        parent = box.parent or box
        keys.append(numbers.setdefault((box.tag, box.names, parent.tag, parent.names), len(numbers)))
    kind = np.array(keys)
    size = np.bincount(kind).astype(float)
    long_sum, unit_sum = np.bincount(kind, long), np.bincount(kind, units)
    link_sum = np.bincount(kind, units * text[:, _L])
    above = parents[home]
    kinds = text[:, _K].astype(int)
    pair = above.astype(np.int64) * 64 + kinds
    _, inverse, counts = np.unique(pair, return_inverse=True, return_counts=True)
    _, per_box = np.unique(above, return_inverse=True)
    box_counts = np.bincount(per_box)
    return [
        np.minimum(size[kind], 100), long_sum[kind] / total, np.minimum(unit_sum[kind] / size[kind], 600),
        link_sum[kind] / np.maximum(unit_sum[kind], 1), np.minimum(counts[inverse], 60), counts[inverse] / box_counts[per_box],
    ]  # fmt: skip


def _places(text: Matrix, blocks: list[Block]) -> Matrix:
    n = len(text)
    units, long = text[:, _U], _long(text)
    index = np.arange(n)
    total, total_long = max(float(units.sum()), 1), max(float(long.sum()), 1)
    before, long_before = np.cumsum(units) - units, np.cumsum(long) - long
    titles = np.flatnonzero(text[:, _T])
    headings = np.flatnonzero((text[:, _T] > 0) & (text[:, _H] > 0))
    title_at = int(headings[0]) if len(headings) else int(titles[0]) if len(titles) else -1
    since_title = np.clip(index - title_at, -60, 120) if title_at >= 0 else np.full(n, -99)
    since_long = _since(long > 0)
    until_long = _since((long > 0)[::-1])[::-1]
    core = np.flatnonzero(np.convolve(long, np.ones(7), "same") > 0.12 * total_long)
    start, end = (int(core[0]), int(core[-1])) if len(core) else (0, n - 1)
    return np.stack(
        [
            index / n, before / total, (total - before - units) / total, long_before / total_long,
            (total_long - long_before - long) / total_long, since_title, index > title_at, np.full(n, np.log1p(n)),
            np.full(n, np.log1p(total_long)), np.full(n, (units * text[:, _L]).sum() / total), since_long, until_long,
            _since(text[:, _H] > 0), np.clip(end - index, -60, 60), np.clip(index - start, -60, 60),
            *_other_articles(blocks, title_at, long),
        ],
        axis=1,
    ).astype(np.float32)  # fmt: skip


def _other_articles(blocks: list[Block], title_at: int, long: Matrix) -> list[Matrix]:
    """Headings marked up like the headline that came after it, and whether a block is in the headline's <article>."""
    n = len(blocks)
    title = blocks[title_at] if title_at >= 0 else None
    look = (title.box.tag, title.box.names) if title is not None and title.box.tag in HEADINGS else ("h1", None)
    alike = [
        block.box.tag == look[0] and (look[1] is None or block.box.names == look[1]) and at > title_at
        for at, block in enumerate(blocks)
    ]
    articles = np.array([_article_of(block.box) for block in blocks])
    own = articles[title_at] if title_at >= 0 else -1
    if own < 0 and long.any():
        own = articles[int(np.argmax(long))]
    same = np.where(articles < 0, 0, np.where(articles == own, 1, -1)) if own >= 0 else np.zeros(n)
    return [np.minimum(np.cumsum(alike), 5), same]


def _article_of(box: Box | None) -> int:
    """The outermost <article> around, as its number; -1 for none."""
    found = -1
    while box is not None:
        if box.tag == "article":
            found = box.order
        box = box.parent
    return found


def _since(flags: Matrix) -> Matrix:
    """Blocks since the last flagged one, 0 at one, at most 40."""
    n = len(flags)
    last = np.where(flags, np.arange(n), -41)
    return np.minimum(np.arange(n) - np.maximum.accumulate(last), 40)


def _neighbours(text: Matrix, home: Matrix) -> Matrix:
    n = len(text)
    columns = []
    picked = text[:, [_U, _L, _H, _E]]
    for offset in NEIGHBOURS:
        at = np.arange(n) + offset
        valid = (at >= 0) & (at < n)
        at = np.clip(at, 0, n - 1)
        values = np.where(valid[:, None], picked[at], -1)
        columns += [values, np.stack([valid & (home[at] == home), valid & (text[at, _K] == text[:, _K])], axis=1)]
    return np.concatenate(columns, axis=1).astype(np.float32)
