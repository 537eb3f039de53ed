"""Plain text: paragraphs out of safe HTML, excerpts, and counting words in every script."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

EXCERPT_CHARS = 320
MIN_EXCERPT_CHARS = 120

# nh3 writes tags in lower case and escapes ">" in attributes, so this need not be tolerant.
_TAG = re.compile(r"<(/?[a-z0-9]+)[^>]*>")
_PARAGRAPH = "\x1e"
_BLOCKS = (
    "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody", "tfoot", "tr",
    "figure", "figcaption", "pre", "hr", "div", "dl", "dt", "dd",
)  # fmt: skip
_BREAKS = {name: _PARAGRAPH for tag in _BLOCKS for name in (tag, "/" + tag)} | {"br": "\n", "/td": " ", "/th": " "}
_ENTITIES = (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))

# Soft hyphens and the like: they split words for search and comparison, and readers never see them.
_INVISIBLE = dict.fromkeys(map(ord, "\xad\u200b\u2060\ufeff"))

# Full stops that need a space after them to end a sentence, and (in the group) full stops that do not.
_SENTENCE_END = re.compile(r"""(?:[.!?…؟۔।։።]|([。！？｡]))["'”’»)\]」』）]*""")
_ELLIPSIS = "…"
_NO_LETTERS = re.compile(r"[\W_]+")


def html_to_text(html: str) -> str:
    """The paragraphs of sanitised HTML as plain text, joined by blank lines. Runs of white space become one space."""
    if "<br><br>" in html:
        html = html.replace("<br><br>", "<p>")
    parts = _TAG.split(html)
    breaks = _BREAKS.get
    parts[1::2] = [breaks(tag, "") for tag in parts[1::2]]
    text = "".join(parts)
    if "\xad" in text:
        text = text.translate(_INVISIBLE)
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return "\n\n".join([line for part in text.split(_PARAGRAPH) if (line := _one_line(part))])


def _one_line(part: str) -> str:
    """White space collapsed; the test first, because most paragraphs of feeds are one clean line already."""
    part = part.strip()
    if "\n" in part or "  " in part or "\t" in part:
        return " ".join(part.split())
    return part


def plain(value: str) -> str:
    """One line of plain text out of something that may hold markup, entities (even doubled) and odd spaces."""
    if "&" in value:
        value = unescape(value)
        if "&" in value:
            value = unescape(value)
    if "<" in value:
        value = re.sub(r"<[^<>]*>", "", value)
    if not value.isascii():
        value = value.translate(_INVISIBLE)
    return " ".join(value.split())


def fold(text: str) -> str:
    """Letters and digits alone, without case, width or accents' spelling: for comparing what people read as equal."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _NO_LETTERS.sub("", text.casefold())


def inner_text(pieces: Iterable[str]) -> str:
    """The text of an element out of its text nodes, with a space where two pieces would otherwise grow together.

    "<b>Kicker</b><span>Headline</span>" is two words, "Kicker<b>:</b>" is one.
    """
    joined = ""
    for piece in pieces:
        if joined and joined[-1:].isalnum() and piece[:1].isalnum():
            joined += " "
        joined += piece
    return plain(joined)


def make_excerpt(text: str) -> str:
    """At most `EXCERPT_CHARS` of the text in one line, cut after a sentence, or else after a word."""
    flat = " ".join(text[: EXCERPT_CHARS + 40].split()) if "\n" in text[:EXCERPT_CHARS] else text[: EXCERPT_CHARS + 40]
    if len(flat) <= EXCERPT_CHARS and len(text) <= EXCERPT_CHARS + 40:
        return flat
    end = _last_sentence_end(flat)
    return flat[:end] if end else _cut_at_word(flat, EXCERPT_CHARS - 1).rstrip(" ,;:–—-،、，") + _ELLIPSIS


def _last_sentence_end(flat: str) -> int:
    """Where the last sentence ends that makes an excerpt of a decent length, or 0."""
    end = 0
    for match in _SENTENCE_END.finditer(flat, MIN_EXCERPT_CHARS + 1, min(EXCERPT_CHARS, len(flat))):
        if match.group(1) or flat[match.end() : match.end() + 1] in {" ", ""}:
            end = match.end()
    return end


def _cut_at_word(text: str, length: int) -> str:
    """Never inside a word where words are spaced, never between a letter and its marks."""
    if len(text) <= length:
        return text
    space = text.rfind(" ", length * 3 // 4, length + 1)
    if space > 0:
        return text[:space]
    while length > 1 and unicodedata.combining(text[length]):
        length -= 1
    return text[:length]
