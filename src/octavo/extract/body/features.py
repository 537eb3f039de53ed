"""What the judge looks at: one row of numbers for each block, out of the page's structure, wording and own statements.

`FEATURES` names the columns in order. Nothing here knows a publisher, a language or a text.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from octavo.extract.body.blocks import HEADINGS, Block, Box, Segmenter
from octavo.extract.body.layout import Layout
from octavo.extract.body.text_features import TEXT_FEATURES, Hints, is_menu_item, text_table
from octavo.extract.body.wording import NAME_BITS, WORD_BITS, bits_named, name_bits, word_bits

Matrix = Any  # numpy arrays: rows are blocks

_TAGS = (
    "article", "main", "aside", "nav", "footer", "header", "form", "list", "table", "figure", "section", "blockquote",
    "figcaption", "details", "pre", "dl",
)  # fmt: skip
_TAG_BITS = {name: 1 << bit for bit, name in enumerate(_TAGS)}
_TAG_OF = {"ul": "list", "ol": "list", "dd": "dl", "dt": "dl", "menu": "list"}
LONG_UNITS = 80
MOST_OF_PAGE = 0.5
_ARTICLE_BITS = bits_named("article_body", "content", "paragraph")

BOX_FEATURES = (
    *(f"{scope}_{name}" for scope in ("own", "near", "any") for name in NAME_BITS),
    *(f"in_{name}" for name in _TAG_BITS),
)
WORDING_FEATURES = tuple(f"says_{name}" for name in WORD_BITS)
_OF_A_BOX = ("long_share", "link_share", "blocks", "mean_units", "share_of_above")
SHARE_FEATURES = (
    *(f"{what}_{level}" for level in ("self", "parent", "grand", "great") for what in _OF_A_BOX),
    "best50_in", "best50_below", "best80_in", "best80_below", "core_in", "core_below", "core_share",
    "twins", "twins_share", "twins_mean", "twins_links", "siblings_alike", "same_tag_share",
)  # fmt: skip
PLACE_FEATURES = (
    "index_share", "units_before", "units_after", "long_before", "long_after", "since_title", "after_title",
    "blocks_log", "total_long", "page_links", "since_long", "until_long", "since_heading", "until_core_end",
    "since_core_start", "titles_since", "same_article",
)  # fmt: skip
NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
NEIGHBOUR_FEATURES = tuple(
    f"{name}@{offset:+d}"
    for offset in NEIGHBOURS
    for name in ("units", "link_share", "is_heading", "ends_sentence", "same_box", "same_kind")
)
FEATURES = (*TEXT_FEATURES, *BOX_FEATURES, *WORDING_FEATURES, *SHARE_FEATURES, *PLACE_FEATURES, *NEIGHBOUR_FEATURES)


def feature_table(page: Segmenter, layout: Layout, hints: Hints) -> Matrix:
    """float32 of shape (blocks, len(FEATURES)); there is at least one block."""
    blocks = page.blocks
    text = text_table(blocks, hints)
    sums = _box_sums(text, layout)
    (own, near, every), tags = _box_table(page.boxes, (sums[:, 1] / max(sums[0, 1], 1)).tolist())
    home, count = layout.home, len(NAME_BITS)
    says = np.array([0 if is_menu_item(block) else word_bits(block.text) for block in blocks], dtype=np.int64)
    return np.concatenate(
        [
            text,
            *(_spread(bits[home], count) for bits in (own, near, every)),
            _spread(tags[home], len(_TAG_BITS)),
            _spread(says, len(WORD_BITS)),
            *_shares(text, layout, sums),
            _places(text, blocks, layout),
            _neighbours(text, home),
        ],
        axis=1,
        dtype=np.float32,
    )


_U, _L, _T = TEXT_FEATURES.index("units"), TEXT_FEATURES.index("link_share"), TEXT_FEATURES.index("is_title")
_H, _E, _K = TEXT_FEATURES.index("is_heading"), TEXT_FEATURES.index("ends_sentence"), TEXT_FEATURES.index("kind")


def _long(text: Matrix) -> Matrix:
    """Units of blocks that read like running text, else 0."""
    units = text[:, _U]
    return np.where((units >= LONG_UNITS) & (text[:, _L] < 0.4), units, 0)


def _box_sums(text: Matrix, layout: Layout) -> Matrix:
    """For each box with all it holds: units of running text, units, linked units, blocks."""
    units, count = text[:, _U], len(layout.parents)
    values = np.stack([_long(text), units, units * text[:, _L], np.ones(len(text))])
    own = np.stack([np.bincount(layout.home, row, minlength=count) for row in values], axis=1)
    until = np.concatenate([np.zeros((1, 4)), np.cumsum(own, axis=0)])  # what a box holds is numbered in a row
    return until[layout.ends] - until[:-1]


def _shares(text: Matrix, layout: Layout, sums: Matrix) -> list[Matrix]:
    """How much of the page's running text stands in the boxes around a block, and in boxes like its own."""
    total = max(float(_long(text).sum()), 1.0)
    columns = [
        *_around(layout, sums, total),
        *_in_best(text, layout, sums[:, 0] / total),
        *_of_twins(text, layout, total),
    ]
    return [np.stack(columns, axis=1)]


def _around(layout: Layout, sums: Matrix, total: float) -> list[Matrix]:
    """Of the block's own box and the three around it."""
    columns, at = [], layout.home
    for _ in range(4):
        above = layout.parents[at]
        held = sums[at]
        columns += [
            held[:, 0] / total,
            held[:, 2] / np.maximum(held[:, 1], 1),
            np.minimum(held[:, 3], 200),
            np.minimum(held[:, 1] / np.maximum(held[:, 3], 1), 600),
            held[:, 0] / np.maximum(sums[above, 0], 1),
        ]
        at = above
    return columns


def _in_best(text: Matrix, layout: Layout, share: Matrix) -> list[Matrix]:
    """Whether inside, and how far below, the deepest box with half (with four fifths) of the running text, and the box
    that readability would choose: a box is worth its paragraphs, the box around half of them."""
    home, parents, depths = layout.home, layout.parents, layout.depths
    columns = []
    for wanted in (0.5, 0.8):
        candidates = np.flatnonzero(share >= wanted)
        columns += _below(layout, int(candidates[np.argmax(depths[candidates])]) if len(candidates) else 0)
    worth, long = np.zeros(len(parents)), _long(text)
    for box, part in ((home, 1.0), (parents[home], 1.0), (parents[parents[home]], 0.5)):
        worth += np.bincount(box, long * part, minlength=len(parents))
    core = int(np.argmax(worth))
    return [*columns, *_below(layout, core), np.full(len(home), share[core])]


def _below(layout: Layout, box: int) -> list[Matrix]:
    inside = layout.inside(box)
    return [inside, np.where(inside, layout.depths[layout.home] - layout.depths[box], -1)]


def _of_twins(text: Matrix, layout: Layout, total: float) -> list[Matrix]:
    """How many and how long a block's twins are, and how many of its kind stand beside it."""
    twins, units = layout.twins, text[:, _U]
    size, long_sum, unit_sum, link_sum = (
        np.bincount(twins, values) for values in (np.ones(len(text)), _long(text), units, units * text[:, _L])
    )
    above = layout.parents[layout.home]
    _, alike, counts = np.unique(above * 64 + text[:, _K].astype(int), return_inverse=True, return_counts=True)
    beside = np.bincount(above)
    return [
        np.minimum(size[twins], 100), long_sum[twins] / total, np.minimum(unit_sum[twins] / size[twins], 600),
        link_sum[twins] / np.maximum(unit_sum[twins], 1), np.minimum(counts[alike], 60), counts[alike] / beside[above],
    ]  # fmt: skip


def _box_table(boxes: list[Box], shares: list[float]) -> tuple[Matrix, Matrix]:
    """For each box: name bits of itself, of it and two above, of all above (one row each); tag bits of all above.

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
    return np.array([own, near, every], dtype=np.int64), np.array(tags, dtype=np.int64)


def _spread(bits: Matrix, count: int) -> Matrix:
    return ((bits[:, None] >> np.arange(count)) & 1).astype(np.float32)


def _places(text: Matrix, blocks: Sequence[Block], layout: Layout) -> Matrix:
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
            *_other_articles(blocks, layout.articles, title_at, long),
        ],
        axis=1,
    )  # fmt: skip


def _other_articles(blocks: Sequence[Block], articles: Matrix, title_at: int, long: Matrix) -> list[Matrix]:
    """Headings marked up like the headline that came after it, and whether a block is in the headline's <article>."""
    n = len(blocks)
    title = blocks[title_at] if title_at >= 0 else None
    look = (title.box.tag, title.box.names) if title is not None and title.box.tag in HEADINGS else ("h1", None)
    alike = [
        block.box.tag == look[0] and (look[1] is None or block.box.names == look[1]) and at > title_at
        for at, block in enumerate(blocks)
    ]
    own = articles[title_at] if title_at >= 0 else -1
    if own < 0 and long.any():
        own = articles[int(np.argmax(long))]
    same = np.where(articles < 0, 0, np.where(articles == own, 1, -1)) if own >= 0 else np.zeros(n)
    return [np.minimum(np.cumsum(alike), 5), same]


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
    return np.concatenate(columns, axis=1)
