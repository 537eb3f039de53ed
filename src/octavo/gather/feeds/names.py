"""Names of elements: whatever address or prefix a publisher gives a namespace, its elements have one name here.

The root's own namespace and those of RSS and Atom are the core: `title`. Extensions carry the usual prefix:
`media:content`. Case does not matter.
"""

import re

from octavo.gather.feeds.repair import PREFIXES

CORE = ""
_OTHER_ADDRESSES = {
    "http://backend.userland.com/rss": CORE,
    "http://backend.userland.com/rss2": CORE,
    "http://backend.userland.com/rss091": CORE,
    "http://blogs.law.harvard.edu/tech/rss": CORE,
    "http://channel.netscape.com/rdf/simple/0.9": CORE,
    "http://my.netscape.com/rdf/simple/0.9": CORE,
    "http://my.netscape.com/publish/formats/rss-0.9": CORE,
    "http://my.netscape.com/publish/formats/rss-0.91": CORE,
    "http://purl.org/net/rss1.1": CORE,
    "http://purl.org/rss/1.0": CORE,
    "http://www.rssboard.org/rss-specification": CORE,
    "http://example.com/newformat": "atom",
    "http://example.com/necho": "atom",
    "http://purl.org/echo": "atom",
    "uri/of/echo/namespace": "atom",
    "http://purl.org/pie": "atom",
    "http://purl.org/atom/ns": "atom",
    "http://purl.org/rss/1.0/modules/rss091": "rss091",
    "http://base.google.com/ns/1.0": "g",
    "http://www.itunes.com/dtds/podcast-1.0": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://tools.search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://webfeeds.org/rss/1.0": "webfeeds",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.youtube.com/xml/schemas/2015": "yt",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
}


def _bare(address: str) -> str:
    return address.strip().lower().replace("https://", "http://").rstrip("/#")


_BY_ADDRESS = {_bare(address): prefix for address, prefix in _OTHER_ADDRESSES.items()} | {
    _bare(address): prefix for prefix, address in PREFIXES.items()
}
_KNOWN_PREFIXES = {prefix for prefix in _BY_ADDRESS.values() if prefix} - {"atom"}
_LOCAL = re.compile(r"[^}:]*$")
_MAX_NAMES = 5_000


def local_name(tag: str) -> str:
    """`{http://…}Feed` and `r:feed` are both `feed`."""
    found = _LOCAL.search(tag)
    return found.group().lower() if found else ""


class Names:
    """The names of one document, those met so far in `known` (tag -> name). `core` is the root's namespace.

    A document full of new names is not remembered.
    """

    def __init__(self, core: str) -> None:
        self._core = core
        self.known: dict[str, str] = {}

    def name(self, tag: str, prefix: str | None) -> str:
        known = self.known.get(tag)
        if known is None:
            known = self._find(tag, prefix)
            if len(self.known) < _MAX_NAMES:
                self.known[tag] = known
        return known

    def _find(self, tag: str, prefix: str | None) -> str:
        address, _, local = tag.rpartition("}")
        local = local.lower()
        if not address:
            return local
        if address[1:] == self._core:
            return local
        found = _BY_ADDRESS.get(_bare(address[1:]))
        if found is None:
            usual = (prefix or "").lower()
            found = usual if usual in _KNOWN_PREFIXES else "?"
        return f"{found}:{local}" if found else local
