"""Tags that do not match, made to: the last repair, for feeds whose structure is broken. Linear in time."""

import re

from octavo.gather.feeds.repair import split_cdata

_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)[^<>]*>")
_ENTRIES = {"item", "entry", "url", "rss:item", "atom:entry"}
_HOLDERS = {"channel", "rss", "feed", "rdf:RDF", "urlset", "rss:channel", "atom:feed"}
_MAX_DEPTH = 200


def balance(text: str) -> str:
    """Give every start tag its end: what is left open is closed, an end without a start is dropped.

    Nothing closes an entry but its own end, the next entry, or the end of what holds it, so that damage stays in one.
    What follows the root element is cut off.
    """
    pieces: list[str] = []
    stack = _Stack()
    for piece, is_cdata in split_cdata(text):
        if is_cdata:
            pieces.append(piece)
            continue
        done = 0
        for match in _TAG.finditer(piece):
            pieces += (piece[done : match.start()], stack.take(match))
            done = match.end()
            if not stack.names:
                return "".join(pieces)
        pieces.append(piece[done:])
    return "".join((*pieces, stack.close(0)))


class _Stack:
    """The elements that are open. `at_leaf` is true while the innermost holds nothing but text so far."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.at_leaf = False

    def take(self, match: re.Match[str]) -> str:
        """What to write for one tag."""
        closes, name = match.group(1), match.group(2)
        if closes:
            written = self._end(name)
            self.at_leaf = False
            return written
        if match.group().endswith("/>"):
            self.at_leaf = False
            return match.group()
        return self._start(name, match.group())

    def _start(self, name: str, tag: str) -> str:
        before = self.close(self.names.index(name)) if name in _ENTRIES and name in self.names else ""
        if len(self.names) >= _MAX_DEPTH:
            return before
        self.names.append(name)
        self.at_leaf = True
        return before + tag

    def _end(self, name: str) -> str:
        first = 0 if name in _ENTRIES or name in _HOLDERS else self._inside_entry()
        if name in self.names[first:]:
            return self.close(len(self.names) - 1 - self.names[::-1].index(name))
        if self.at_leaf and self.names[-1] not in _ENTRIES | _HOLDERS:
            return self.close(len(self.names) - 1)  # `<title>…</titel>`: a name that was mistyped
        return ""

    def _inside_entry(self) -> int:
        return max((position + 1 for position, name in enumerate(self.names) if name in _ENTRIES), default=0)

    def close(self, first: int) -> str:
        """End tags for everything from `first` on, innermost first."""
        written = "".join(f"</{name}>" for name in reversed(self.names[first:]))
        del self.names[first:]
        return written
