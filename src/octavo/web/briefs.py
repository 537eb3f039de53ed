"""What is told in short, as this viewer may see it: every quotation passes here before a template gets it.

A quotation shows as much as the pages of its publisher's article would: the whole of it, the part that its excerpt has,
or nothing but who says it and where. A sentence whose own words are from text that may not be seen is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import quote as escaped

from octavo.core.briefs import (
    Agreement,
    Brief,
    BriefSentence,
    Citation,
    Difference,
    Feature,
    FigureCell,
    FigureRow,
    KeptBrief,
    Perspectives,
    Telling,
    TimelineEntry,
    Who,
    WrapItem,
    Wrapup,
)
from octavo.core.reading import Card, PublisherView
from octavo.core.rights import TextRights
from octavo.web.paths import article_path
from octavo.web.visible import rights_of

T = TypeVar("T")
EMBEDDED = "embedded/"
"""Providers that begin so are the rules on this machine."""
FRAGMENT_WORDS = 5
FRAGMENT_CHARS = 60
MOST_SOURCES, MOST_ALONE, MOST_WORDS, MOST_ROWS, MOST_CELLS = 6, 12, 8, 12, 8
"""Shown of a large story: a page that tells in short is short."""
MOST_SIDES = 4
"""Wordings of one thing."""
SAME_WORDS = 0.8
LEAST_SHOWN = 30
"""Characters: a shorter part of a sentence says nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """A quotation, as far as it may be seen. `path` leads to it in its article. `number` is the panel's."""

    number: int
    card: Card
    quote: str
    is_cut: bool
    path: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in `language`, and who says so; `more` do besides."""

    text: str
    language: str
    sources: tuple[Source, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Agreed:
    """What several tell, each in its own words; `more` do besides. What the roundup shows word for word is not among
    them."""

    sides: tuple[Source, ...]
    is_unanimous: bool
    more: int = 0


@dataclass(frozen=True, slots=True)
class Differing:
    clash: str
    about: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Word:
    word: str
    kind: str
    source: Source


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    at: datetime | None
    is_rough: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Row:
    """`language` is that of `what`."""

    what: str
    language: str
    status: str
    cells: tuple[Cell, ...]
    missing: tuple[PublisherView, ...]


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    is_exact: bool
    line: Line


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    kind: str
    line: Line


@dataclass(frozen=True, slots=True)
class Panel:
    """What is told of a story in short. `model` is "" where the rules on this machine made it.

    `dropped` counts sentences that no source supported, `withheld` those that publishers' terms keep from this viewer.
    """

    made_at: datetime
    model: str
    roundup: tuple[Line, ...] = ()
    agree: tuple[Agreed, ...] = ()
    differ: tuple[Differing, ...] = ()
    only_one: tuple[Line, ...] = ()
    wording: tuple[Word, ...] = ()
    figures: tuple[Row, ...] = ()
    timeline: tuple[Day, ...] = ()
    who: tuple[Person, ...] = ()
    dropped: int = 0
    withheld: int = 0

    @property
    def compares(self) -> bool:
        return bool(self.agree or self.differ or self.only_one)

    @property
    def says_something(self) -> bool:
        return bool(self.roundup or self.compares or self.figures or self.timeline or self.who)


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A story of the wrap-up in a paragraph, and what was not known the day before."""

    story: int
    title: str
    language: str
    paragraph: tuple[Line, ...]
    news: tuple[Line, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class ShownWrapup:
    made_at: datetime
    model: str
    minutes: int
    items: tuple[ShownItem, ...]
    dropped: int = 0
    withheld: int = 0


@dataclass(slots=True)
class _Reader:
    """Turns citations into sources, and numbers them in the order in which they are shown."""

    cards: Mapping[str, Card]
    numbers: dict[Citation, int] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)

    def source(self, citation: Citation) -> Source | None:
        """None where the article is gone, or of a publisher that the reader mutes."""
        card = self.cards.get(citation.article)
        if card is None:
            return None
        number = self.numbers.setdefault(citation, len(self.numbers) + 1)
        seen = seen_of(card, citation.quote)
        return Source(number, card, seen, seen != citation.quote, passage_path(article_path(card), seen))

    def line(self, sentence: BriefSentence) -> Line | None:
        """None where the words are those of an article that may not be seen."""
        if not sentence.citations:
            return None
        first = self.cards.get(sentence.citations[0].article)
        if first is None:
            return None
        if seen_of(first, sentence.citations[0].quote) != sentence.citations[0].quote:
            self.withheld.add(sentence.text)
            return None
        cited = [one for one in sentence.citations if one.article in self.cards]
        sources = tuple(filter(None, map(self.source, cited[:MOST_SOURCES])))
        return Line(sentence.text, first.language, sources, len(cited) - len(sources))

    def lines(self, sentences: Iterable[BriefSentence]) -> tuple[Line, ...]:
        return tuple(filter(None, map(self.line, sentences)))

    def told(self, tellings: Sequence[Telling]) -> Line | None:
        """The first telling that may be seen, and all who tell it."""
        ordered = sorted(tellings, key=lambda one: not self.is_seen(one))
        citations = tuple(one.citation for one in ordered)
        return self.line(BriefSentence(citations[0].quote, citations)) if citations else None

    def is_seen(self, telling: Telling) -> bool:
        card = self.cards.get(telling.citation.article)
        return card is not None and seen_of(card, telling.citation.quote) == telling.citation.quote

    def sources(self, tellings: Iterable[Telling]) -> tuple[Source, ...]:
        found = (self.source(one.citation) for one in tellings)
        return tuple(one for one in found if one)


def seen_of(card: Card, quote: str) -> str:
    """As much of an article's sentence as its publisher's terms show elsewhere; "" for nothing."""
    rights = rights_of(card)
    if rights is TextRights.FULL:
        return quote
    plain = " ".join(quote.split())
    if plain in " ".join(card.title.split()):
        return quote
    if rights is TextRights.LINK:
        return ""
    excerpt = " ".join(card.excerpt.split())
    if plain in excerpt:
        return quote
    return _begun(plain, excerpt.rstrip("…. "))


def _begun(quote: str, excerpt: str) -> str:
    """The beginning of a sentence in the midst of which an excerpt ends."""
    at = excerpt.find(quote[:LEAST_SHOWN])
    rest = excerpt[at:] if at >= 0 else ""
    return f"{rest}…" if len(rest) >= LEAST_SHOWN and quote.startswith(rest) else ""


def passage_path(path: str, quote: str) -> str:
    """To a sentence within a page (a text fragment); to the page's beginning where a browser knows none."""
    text = quote.rstrip("…")
    if not text:
        return path
    words = text.split()
    if len(text) <= FRAGMENT_CHARS or len(words) <= 2 * FRAGMENT_WORDS:
        return f"{path}#:~:text={_directive(text)}"
    return f"{path}#:~:text={_directive(words[:FRAGMENT_WORDS])},{_directive(words[-FRAGMENT_WORDS:])}"


def _directive(text: str | list[str]) -> str:
    """A dash, a comma and an ampersand have a meaning of their own there."""
    return escaped(text if isinstance(text, str) else " ".join(text), safe="").replace("-", "%2D")


def story_panel(kept: Mapping[Feature, KeptBrief], cards: Iterable[Card]) -> Panel | None:
    """None where there is nothing to say."""
    if not kept:
        return None
    read = _Reader({str(card.id): card for card in cards})
    publishers = {str(card.publisher.id): card.publisher for card in read.cards.values()}
    perspectives = kept.get(Feature.PERSPECTIVES)
    first = perspectives or next(iter(kept.values()))
    panel = Panel(
        made_at=first.made_at,
        model=model_of(first.brief),
        roundup=read.lines(perspectives.brief.sentences) if perspectives else (),
        dropped=sum(one.brief.dropped for one in kept.values()),
    )
    if perspectives and isinstance(perspectives.brief.table, Perspectives):
        panel = _compared(panel, perspectives.brief.table, read)
    panel = replace(
        panel,
        figures=tuple(_rows(_table(kept, Feature.FIGURES, FigureRow), read, publishers))[:MOST_ROWS],
        timeline=tuple(_days(_table(kept, Feature.TIMELINE, TimelineEntry), read)),
        who=tuple(_people(_table(kept, Feature.WHO, Who), read)),
    )
    panel = replace(panel, withheld=len(read.withheld))
    return panel if panel.says_something else None


def _table(kept: Mapping[Feature, KeptBrief], feature: Feature, kind: type[T]) -> list[T]:
    held = kept.get(feature)
    table = held.brief.table if held else ()
    return [row for row in table if isinstance(row, kind)] if isinstance(table, tuple) else []


def _compared(panel: Panel, table: Perspectives, read: _Reader) -> Panel:
    alone = [line for one in table.only_one if (line := read.told([one]))]
    words = ((one, read.told([one.telling])) for one in table.wording)
    return replace(
        panel,
        agree=tuple(_agreed(table.agree, panel.roundup, read)),
        differ=tuple(_differing(table.differ, read)),
        only_one=tuple(alone[:MOST_ALONE]),
        wording=tuple(Word(one.word, one.kind, line.sources[0]) for one, line in words if line)[:MOST_WORDS],
    )


def _agreed(found: Iterable[Agreement], roundup: Sequence[Line], read: _Reader) -> Iterator[Agreed]:
    """Side by side, in as many wordings as there are."""
    shown = [_words(line.text) for line in roundup]
    for one in found:
        seen = [telling for telling in one.tellings if read.is_seen(telling)]
        said, chosen = list(shown), []
        for telling in seen:
            words = _words(telling.citation.quote)
            if not any(_are_alike(words, other) for other in said):
                said.append(words)
                chosen.append(telling)
        sides = read.sources(chosen[:MOST_SIDES])
        if len(seen) > 1 and sides:
            yield Agreed(sides, one.is_unanimous, len(seen) - len(sides))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """But for a dateline or a word."""
    return len(one & other) >= SAME_WORDS * len(one | other)


def _differing(found: Iterable[Difference], read: _Reader) -> Iterator[Differing]:
    for one in found:
        sources = tuple(source for source in read.sources(one.tellings[:MOST_CELLS]) if not source.is_cut)
        about = tuple(words for words in one.about if any(words in source.quote for source in sources))
        if len(sources) > 1:
            yield Differing(one.clash.value, about, sources)


def _rows(rows: Iterable[FigureRow], read: _Reader, publishers: Mapping[str, PublisherView]) -> Iterator[Row]:
    """Of a row whose name has words that may not be seen nothing is shown."""
    for row in rows:
        cells = tuple(_cells(row.cells[:MOST_CELLS], read))
        language = next((cell.source.card.language for cell in cells if _has(cell.source, row.what)), None)
        if len(cells) > 1 and row.what and language is not None:
            missing = tuple(publishers[one] for one in row.missing if one in publishers)
            yield Row(row.what, language, row.status.value, cells, missing)


def _has(source: Source, what: str) -> bool:
    """Do these words stand in the part of the sentence that is shown?"""
    return not source.is_cut or all(word in source.quote for word in what.split())


def _cells(cells: Iterable[FigureCell], read: _Reader) -> Iterator[Cell]:
    for cell in cells:
        source = read.source(cell.telling.citation)
        if source and _has(source, cell.text):
            yield Cell(cell.text, cell.at, cell.is_rough, source)


def _days(entries: Iterable[TimelineEntry], read: _Reader) -> Iterator[Day]:
    for entry in entries:
        line = read.line(entry.sentence)
        if line:
            yield Day(entry.day, entry.is_exact, line)


def _people(found: Iterable[Who], read: _Reader) -> Iterator[Person]:
    for one in found:
        line = read.line(one.sentence)
        if line:
            yield Person(one.name, one.kind.value, line)


def model_of(brief: Brief) -> str:
    return "" if brief.provider.startswith(EMBEDDED) else brief.provider


def article_lines(kept: Mapping[Feature, KeptBrief], card: Card) -> tuple[Line, ...]:
    """An article's summary; () where this viewer may not see so much of it."""
    summary = kept.get(Feature.SUMMARY)
    if summary is None:
        return ()
    read = _Reader({str(card.id): card})
    lines = read.lines(summary.brief.sentences)
    # A summary with holes is none.
    return () if read.withheld else lines


def shown_wrapup(kept: KeptBrief, cards: Iterable[Card], minutes: int) -> ShownWrapup | None:
    """A story of which this viewer may see no sentence keeps its title; None where no story is left."""
    table = kept.brief.table
    if not isinstance(table, Wrapup):
        return None
    read = _Reader({str(card.id): card for card in cards})
    items = tuple(_item(one, read) for one in table.items)
    # On the first day everything is new, and nothing need be called so.
    is_first = all(one.is_new for one in items)
    shown = tuple(replace(one, is_new=one.is_new and not is_first) for one in items)
    if not shown:
        return None
    return ShownWrapup(kept.made_at, model_of(kept.brief), minutes, shown, kept.brief.dropped, len(read.withheld))


def _item(one: WrapItem, read: _Reader) -> ShownItem:
    paragraph, news = read.lines(one.paragraph), read.lines(one.news)
    titled = next((card.language for card in read.cards.values() if " ".join(card.title.split()) == one.title), None)
    language = titled or next((line.language for line in (*paragraph, *news)), "")
    return ShownItem(int(one.story), one.title, language, paragraph, news, one.is_new)


def cited(brief: Brief) -> set[int]:
    """The ids of all articles that it quotes."""
    return {int(citation.article) for sentence in brief.sentences for citation in sentence.citations}
