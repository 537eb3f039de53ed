"""The agency that a page names as its source: in its declarations, its byline, or at either end of its text.

"PARIS (AFP) –", "(Reuters) - ", "BERLIN, 3. März (dpa)", "… said. (AP)", "Quelle: dpa". An agency that publishes
its own page is no source.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from octavo.extract.metadata.agencies import agency_named
from octavo.extract.metadata.facts import PageFacts, texts
from octavo.extract.text import fold

DATELINE_CHARS = 120
ENDING_CHARS = 160
MAX_CREDIT_CHARS = 80
SOURCE_META = (
    "source", "article:source", "dc.source", "syndication-source", "original-source", "news_source", "sourcename",
    "article:provider", "provider", "contentprovider", "cre", "agency",
)  # fmt: skip
_LINKED = ("sourceOrganization", "provider", "creditText", "isBasedOn", "copyrightHolder", "author", "creator")
_BRACKETED = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,40})[)\]）】]")
_DATELINE = re.compile(r"^[^.!?]{0,50}?(?:[,/|]\s?|^)([^\s,/|][^,/|.!?–—:]{1,30}?)\s?(?:[–—:]|\s-)\s")
_CREDIT = re.compile(
    r"^\W*(?:source|sources|quelle|quellen|fuente|fonte|bron|källa|kilde|lähde|źródło|zdroj|forrás|источник|джерело|kaynak|"
    r"sumber|nguồn|المصدر|来源|來源|出典|출처|स्रोत|via|with|mit|avec|con|por|par|von|by|credit)?\s*[:：]?\s*(.{2,60}?)\W*$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[/,;|+&、・]|\s(?:and|und|et|y|e|og|och|en|mit|with|avec|con)\s)\s*", re.IGNORECASE)


def find_source(facts: PageFacts, authors: Iterable[str], text: str, publisher: str | None) -> str | None:
    """The agency named, as readers know it; None where none is named or the publisher is the agency."""
    site = publisher or ""
    own = agency_named(site) or agency_named(site.partition(" ")[0]) or fold(site)
    for name in (*_declared(facts), *_agencies_in(authors), *_in_text(text)):
        if name != own and fold(name) != own:
            return name
    return None


def _declared(facts: PageFacts) -> Iterator[str]:
    values = [value for key in _LINKED for value in texts(facts.node.get(key))[:6]]
    yield from _agencies_in(
        value for value in (*values, *facts.all_meta(*SOURCE_META)) if len(value) <= MAX_CREDIT_CHARS
    )


def _agencies_in(values: Iterable[str]) -> Iterator[str]:
    """The agencies among the parts of credits ("dpa/AFP", "Reuters, Xinhua")."""
    for value in islice(values, 24):
        for part in (value, *_PARTS.split(value[:MAX_CREDIT_CHARS])):
            if name := agency_named(part.strip(" .()[]©–-")):
                yield name
                break


def _in_text(text: str) -> Iterator[str]:
    start, end = text[:DATELINE_CHARS], text[-ENDING_CHARS:]
    yield from _agencies_in(_BRACKETED.findall(start))
    if match := _DATELINE.match(start):
        yield from _agencies_in([match[1]])
    last = end.rpartition("\n")[2].strip()
    if len(last) <= MAX_CREDIT_CHARS and (credit := _CREDIT.match(last)):
        yield from _agencies_in([credit[1]])
    for bracketed in _BRACKETED.finditer(end):
        if not end[bracketed.end() :].strip(" .\n"):
            yield from _agencies_in([bracketed[1]])
