"""Marks the words a reader searched for, whatever their accents and case, in titles and excerpts."""

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString

from octavo.store.search.words import folded, parse_query

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u064b-\u0652]+[^\W_]*)*")
# Scripts without spaces between words: any part of a run may match.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+")


class Highlighter:
    """Made once for a query; `mark` escapes a text and wraps what matches in <mark>."""

    def __init__(self, query: str) -> None:
        terms = [term for term in parse_query(query) if not term.is_excluded]
        words = [(word, term.is_prefix and word is term.words[-1]) for term in terms for word in term.words]
        self.whole = {word for word, is_prefix in words if not is_prefix}
        self.beginnings = tuple(word for word, is_prefix in words if is_prefix)
        parts = sorted({word for word, _ in words if _UNSPACED.fullmatch(word)}, key=len, reverse=True)
        self.parts = re.compile("(?:" + "|".join(map(re.escape, parts)) + ")+") if parts else None

    def mark(self, text: str) -> SafeString:
        spans = list(_joined(self._spans(text)))
        pieces, end = [], 0
        for start, stop in spans:
            pieces += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
            end = stop
        return SafeString("".join([*pieces, escape(text[end:])]))

    def _spans(self, text: str) -> Iterable[tuple[int, int]]:
        for found in _WORD.finditer(text):
            word = folded(found[0]).strip()
            if word in self.whole or (self.beginnings and word.startswith(self.beginnings)):
                yield found.span()
            elif self.parts and _UNSPACED.search(found[0]):
                offset = found.start()
                yield from ((offset + part.start(), offset + part.end()) for part in self.parts.finditer(found[0]))


def _joined(spans: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """In order, touching ones as one."""
    last: tuple[int, int] | None = None
    for start, stop in sorted(spans):
        if last and start <= last[1]:
            last = (last[0], max(last[1], stop))
            continue
        if last:
            yield last
        last = (start, stop)
    if last:
        yield last
