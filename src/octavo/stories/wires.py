"""Whose text an article says it prints: the news agency that it names at either end, or its declared source.

"PARIS (AFP) –", "MOSCOW, May 3. /TASS/.", "（新华社）", "(서울=연합뉴스)", "… said. – AFP", "Quelle: dpa". A name in
the run of a sentence ("told Reuters") is no credit.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from octavo.core.agencies import AGENCIES, LONGEST_SPELLING
from octavo.core.stories import Sighting

START_CHARS = 200
END_CHARS = 160
MAX_CREDIT_CHARS = 80
SHORT_NAME_CHARS = 3

_NO_LETTERS = re.compile(r"[\W_]+")
_SET_APART = re.compile(
    r"[(\[（【/]([^()\[\]（）【】/\n]{2,40}(?:/[^()\[\]（）【】/\n]{2,20})?)[)\]）】/](\s*[-–—―.:：]|\s*$)?"
)
_OPENING = re.compile(r"\W*([^\W\d_][^\n–—:：]{1,30}?)\s?(?:[–—:：]|\s-|--)\s?")
_UNSPACED_OPENING = re.compile(r"\W*(新华社|新華社|中新社|中央社|法新社|路透社|美联社|美聯社|共同社|韩联社|韓聯社)")
_SIGNED = re.compile(r"[.!?。”\"'»]\s*[-–—―]{1,2}\s*([^\n.–—―]{2,60})\W*$")
_CREDIT = re.compile(
    r"\W*(?:(?:source|sources|quelle|quellen|fuente|fonte|bron|källa|kilde|lähde|źródło|zdroj|forrás|источник|джерело|"
    r"kaynak|sumber|nguồn|المصدر|来源|來源|出典|출처|स्रोत|credit|by|par|por|von)\b\s*[:：]?\s*)?(.{2,60}?)\W*",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[/,;|+&=、・]|\s(?:and|und|et|y|e|og|och|en)\s)\s*", re.IGNORECASE)


def wire_of(sighting: Sighting) -> str:
    """The agency or other source whose text this says it is; "" where it names none but its own publisher."""
    own = {fold_name(sighting.publisher), *_agencies_in([sighting.publisher])}
    named = (*_agencies_in([sighting.source]), *credits_in(sighting.text), fold_name(sighting.source))
    return next((name for name in named if name and name not in own), "")


def is_agency(publisher: str) -> bool:
    return agency_named(publisher) is not None or agency_named(publisher.partition(" ")[0]) is not None


def credits_in(text: str) -> Iterator[str]:
    """The agencies that the opening or the end of a text names as its source, the surest first."""
    start, end = text[:START_CHARS].strip(), text[-END_CHARS:].strip()
    yield from _agencies_in(_set_apart(start))
    for pattern in (_OPENING, _UNSPACED_OPENING):
        if opening := pattern.match(start):
            yield from _agencies_in([opening[1], opening[1].rpartition(",")[2]])
    yield from _agencies_in(_set_apart(end))
    if signed := _SIGNED.search(end):
        yield from _agencies_in([signed[1]])
    last = end.rpartition("\n")[2]
    if len(last) <= MAX_CREDIT_CHARS and (credit := _CREDIT.fullmatch(last)):
        yield from _agencies_in([credit[1]])


def agency_named(text: str) -> str | None:
    """The agency whose name this is, all of it; None for anything else."""
    return _by_spelling().get(fold_name(text)) if len(text) <= LONGEST_SPELLING else None


def _set_apart(piece: str) -> Iterator[str]:
    """What stands in brackets or between strokes; a short name, which may be a state or a party, before a dash only."""
    for found in _SET_APART.finditer(piece):
        if len(found[1]) > SHORT_NAME_CHARS or found[2] is not None:
            yield found[1]


def _agencies_in(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        for part in (value, *_PARTS.split(value[:MAX_CREDIT_CHARS])):
            if name := agency_named(part.strip(" .()[]©–-")):
                yield name
                break


@lru_cache(maxsize=1)
def _by_spelling() -> dict[str, str]:
    return {fold_name(spelling): name for name, spellings in AGENCIES for spelling in (name, *spellings)}


def fold_name(text: str) -> str:
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text[:MAX_CREDIT_CHARS]).casefold())
