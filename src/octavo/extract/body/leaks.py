"""What gets into running text and does not belong there, told by where it stands and by what it says.

Phrases (`furniture.toml`) are of the press's own furniture, in its languages; a phrase counts at the beginning of a
short block alone, so that an article *about* newsletters keeps its sentences.
"""

import re
from collections.abc import Sequence
from itertools import islice

from octavo.core.articles import Leak
from octavo.extract.body.ancestors import with_ancestors
from octavo.extract.body.blocks import HEADINGS, Block, Box
from octavo.extract.body.data import read_groups
from octavo.extract.body.wording import bits_named, name_bits

MAX_LINE_CHARS = 240
MAX_NOTICE_CHARS = 700
MAX_CAPTION_CHARS = 600
MAX_BESIDE_CHARS = 400
MAX_MARKUP_CHARS = 4_000
MIN_CALL_CHARS = 120
MIN_POINTER_CHARS = 30

_PHRASES = {
    kind: tuple(phrase for phrases in languages.values() for phrase in phrases)
    for kind, languages in read_groups("furniture").items()
}
_RELATED, _NEWSLETTER, _DONATION, _CONSENT, _NEWSLETTER_WORDS = (
    _PHRASES[kind] for kind in ("related", "newsletter", "donation", "consent", "newsletter_words")
)
_BULLETS = '•·–—-»>▶►→*#|[( \u00a0"“'
_MARKUP = re.compile(
    r"</?(?:div|p|span|script|style|a|img|iframe|table|br)\b[^<>]{0,200}>|&(?:lt|gt|amp|nbsp|quot|#\d{2,5});|(?:%[0-9A-Fa-f]{2}){4}"
    r"|\{\s*\"@|function\s*\(|\bvar \w+ = |\{\{|\[/?(?:caption|embed|gallery|vc_\w+|et_pb\w+)\b"
)
_CREDIT = re.compile(
    r"(?:photo|foto|bild|image|picture|credit|fotografía|crédito)s?\s*(?:by|courtesy|credit|von|:|/|©)", re.IGNORECASE
)
_CAPTION_NAMES = bits_named("caption")
_MEDIA_NAMES = bits_named("media")
_ARTICLE_NAMES = bits_named("article_body", "content")
_QUOTING = frozenset(("blockquote", "table", "td", "pre", "li"))


def leak_of(block: Block) -> Leak | None:
    """What a block is if it is none of the article's; None for all that may be."""
    if _is_caption(block):
        return Leak.CAPTION
    if len(block.text) <= MAX_LINE_CHARS and (leak := _appeal(block)):
        return leak
    if len(block.text) <= MAX_NOTICE_CHARS and block.text[:60].casefold().startswith(_CONSENT):
        return Leak.CONSENT
    return Leak.MARKUP if _is_markup(block.text) else None


def suspected_leaks(kept: Sequence[Block]) -> tuple[Leak, ...]:
    """What a less certain look finds among the kept blocks: enough to count and to warn, not enough to leave out."""
    found: dict[Leak, None] = {}
    for block in kept:
        if leak := _suspect(block):
            found[leak] = None
        if block.box.tag == "h1":
            found[Leak.OTHER_STORY] = None
    return tuple(found)


def _suspect(block: Block) -> Leak | None:
    text = block.text
    if _MARKUP.search(text[:MAX_MARKUP_CHARS]) and block.box.tag not in ("pre", "code"):
        return Leak.MARKUP
    return _suspect_line(block, text.casefold()) if len(text) <= MAX_LINE_CHARS else None


def _suspect_line(block: Block, said: str) -> Leak | None:
    if _CREDIT.match(block.text):
        return Leak.CAPTION
    if block.links and any(phrase in said for phrase in _NEWSLETTER_WORDS):
        return Leak.NEWSLETTER
    if "cookie" in said and len(block.text) < MAX_LINE_CHARS / 2:
        return Leak.CONSENT
    is_link = block.linked > len(block.text) * 0.8 and len(block.text) > MIN_POINTER_CHARS
    return Leak.RELATED if is_link and block.box.tag == "p" else None


def _is_caption(block: Block) -> bool:
    box = block.box
    if box.tag == "figcaption":
        return True
    if len(block.text) >= MAX_CAPTION_CHARS or box.tag in ("article", "section", "main"):
        return False
    return _is_in_figure(box) or bool(name_bits(box.names) & _CAPTION_NAMES) or _is_beside_picture(block)


def _is_in_figure(box: Box) -> bool:
    """A figure that holds a quotation, a table or a list is none of pictures."""
    tags = {near.tag for near in islice(with_ancestors(box), 3)}
    return not tags.isdisjoint(("figure", "figcaption")) and tags.isdisjoint(_QUOTING)


def _is_beside_picture(block: Block) -> bool:
    """The first short line after a picture, in a box that is called after pictures."""
    box = block.box
    if block.pictures == 0 or len(block.text) > MAX_BESIDE_CHARS or box.tag in HEADINGS:
        return False
    above = name_bits(box.parent.names if box.parent else box.names)
    return bool((name_bits(box.names) | (0 if above & _ARTICLE_NAMES else above)) & _MEDIA_NAMES)


def _appeal(block: Block) -> Leak | None:
    """By the phrase that a line begins with."""
    start = block.text[:80].casefold().lstrip(_BULLETS)
    if start.startswith(_RELATED) and _points_elsewhere(block, start):
        return Leak.RELATED
    if start.startswith(_NEWSLETTER) and _is_call(block):
        return Leak.NEWSLETTER
    return Leak.DONATION if start.startswith(_DONATION) and _is_call(block) else None


def _points_elsewhere(block: Block, start: str) -> bool:
    """A pointer is a link, or ends its phrase with a colon."""
    return (
        block.linked * 3 > len(block.text)
        or ":" in start[:40]
        or "：" in start[:20]
        or len(block.text) < MIN_POINTER_CHARS
    )


def _is_call(block: Block) -> bool:
    return block.links > 0 or len(block.text) < MIN_CALL_CHARS


def _is_markup(text: str) -> bool:
    """A piece of code for every sixty letters, or more."""
    return len(text) < MAX_MARKUP_CHARS and len(_MARKUP.findall(text)) * 60 > len(text)
