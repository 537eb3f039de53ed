"""What is told in short, as this viewer may see it: every quotation passes here before a template gets it.

A quotation shows as much as the pages of its publisher's article would: the whole of it, the part that its excerpt has,
or nothing but who says it and where. A sentence whose own words are from text that may not be seen is left out, and so
is one that a model wrote of several, where any of them may not be seen.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar
from urllib.parse import quote as escaped

from octavo.core.briefs import (
    Agreement,
    Answer,
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
from octavo.core.muting import Muted
from octavo.core.reading import Card, PublisherView
from octavo.core.rights import TextRights
from octavo.core.views import Telling as StoryTelling
from octavo.store.ai_reports import text_hash
from octavo.web.brief_views import (
    Agreed,
    Cell,
    Day,
    Differing,
    Line,
    Panel,
    Person,
    Row,
    ShownItem,
    ShownWrapup,
    Source,
    Summary,
    Word,
)
from octavo.web.paths import article_path
from octavo.web.visible import rights_of, rights_of_everybody

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
NOTHING = Muted()
LEAST_SHOWN = 30
"""Characters: a shorter part of a sentence says nothing."""


@dataclass(slots=True)
class BriefReader:
    """Turns citations into sources, and numbers them in the order in which they are shown. `cards` are by their ids;
    `hidden` are hashes of the sentences that no page shows (`store.ai_reports.upheld`).

    `muted` are the cards of publishers that the reader mutes: none is quoted, and their terms hold all the same.
    """

    cards: Mapping[str, Card]
    hidden: frozenset[bytes] = frozenset()
    rights: Callable[[Card], TextRights] = rights_of
    muted: Mapping[str, Card] = field(default_factory=dict)
    numbers: dict[Citation, int] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)
    taken_out: set[str] = field(default_factory=set)

    def source(self, citation: Citation) -> Source | None:
        """None where the article is gone, or of a publisher that the reader mutes."""
        card = self.cards.get(citation.article)
        if card is None:
            return None
        number = self.numbers.setdefault(citation, len(self.numbers) + 1)
        seen = seen_of(card, citation.quote, self.rights)
        return Source(number, card, seen, seen != citation.quote, passage_path(article_path(card), seen))

    def line(self, sentence: BriefSentence) -> Line | None:
        """None where the words are those of an article that may not be seen, or were written of one, or were reported
        with reason."""
        cited = [one for one in sentence.citations if one.article in self.cards]
        is_first_gone = not cited or (not sentence.language and cited[0] != sentence.citations[0])
        if is_first_gone or self._is_taken_out(sentence):
            return None
        made_of = sentence.citations if sentence.language else sentence.citations[:1]
        if not all(map(self._is_seen, made_of)):
            self.withheld.add(sentence.text)
            return None
        sources = tuple(filter(None, map(self.source, cited[:MOST_SOURCES])))
        language = sentence.language or self.cards[cited[0].article].language
        return Line(sentence.text, language, sources, len(cited) - len(sources), bool(sentence.language))

    def written(self, sentence: BriefSentence, language: str) -> Line | None:
        """A sentence that is nobody's own words; None where no article that it leans on is there for this viewer."""
        if self._is_taken_out(sentence):
            return None
        cited = [one for one in sentence.citations if one.article in self.cards]
        sources = tuple(filter(None, map(self.source, cited[:MOST_SOURCES])))
        return Line(sentence.text, language, sources, len(cited) - len(sources), True) if sources else None

    def _is_taken_out(self, sentence: BriefSentence) -> bool:
        if not self.hidden or text_hash(sentence.text) not in self.hidden:
            return False
        self.taken_out.add(sentence.text)
        return True

    def lines(self, sentences: Iterable[BriefSentence]) -> tuple[Line, ...]:
        return tuple(filter(None, map(self.line, sentences)))

    def told(self, tellings: Sequence[Telling]) -> Line | None:
        """The first telling that may be seen, and all who tell it."""
        ordered = sorted(tellings, key=lambda one: not self.may_tell(one))
        citations = tuple(one.citation for one in ordered)
        return self.line(BriefSentence(citations[0].quote, citations)) if citations else None

    def may_tell(self, telling: Telling) -> bool:
        """Whether this viewer may see it whole, does not mute its publisher, and no report of it was upheld."""
        said = BriefSentence(telling.citation.quote, (telling.citation,))
        return (
            telling.citation.article in self.cards and self._is_seen(telling.citation) and not self._is_taken_out(said)
        )

    def _is_seen(self, citation: Citation) -> bool:
        card = self.cards.get(citation.article) or self.muted.get(citation.article)
        return card is not None and seen_of(card, citation.quote, self.rights) == citation.quote

    def sources(self, tellings: Iterable[Telling]) -> tuple[Source, ...]:
        found = (self.source(one.citation) for one in tellings)
        return tuple(one for one in found if one)


def seen_of(card: Card, quote: str, rights_in: Callable[[Card], TextRights] = rights_of) -> str:
    """As much of an article's sentence as its publisher's terms show elsewhere; "" for nothing."""
    rights = rights_in(card)
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


def story_panel(
    kept: Mapping[Feature, KeptBrief],
    cards: Iterable[Card],
    hidden: frozenset[bytes] = frozenset(),
    muted: Iterable[Card] = (),
) -> Panel | None:
    """None where there is nothing to say. `hidden` as in `store.ai_reports.upheld`, here and below."""
    if not kept:
        return None
    read = BriefReader(_by_id(cards), hidden, muted=_by_id(muted))
    publishers = {str(card.publisher.id): card.publisher for card in read.cards.values()}
    perspectives = kept.get(Feature.PERSPECTIVES)
    first = perspectives or next(iter(kept.values()))
    panel = Panel(
        made_at=first.made_at,
        model=model_of(first.brief),
        roundup=read.lines(perspectives.brief.sentences) if perspectives else (),
        dropped=sum(one.brief.dropped for one in kept.values()),
        notice=first.brief.notice,
    )
    if perspectives and isinstance(perspectives.brief.table, Perspectives):
        panel = _compared(panel, perspectives.brief.table, read)
    panel = replace(
        panel,
        figures=tuple(_rows(_table(kept, Feature.FIGURES, FigureRow), read, publishers))[:MOST_ROWS],
        timeline=tuple(_days(_table(kept, Feature.TIMELINE, TimelineEntry), read)),
        who=tuple(_people(_table(kept, Feature.WHO, Who), read)),
    )
    panel = replace(panel, withheld=len(read.withheld), taken_out=len(read.taken_out))
    return panel if panel.says_something else None


def _by_id(cards: Iterable[Card]) -> dict[str, Card]:
    return {str(card.id): card for card in cards}


def _table(kept: Mapping[Feature, KeptBrief], feature: Feature, kind: type[T]) -> list[T]:
    held = kept.get(feature)
    table = held.brief.table if held else ()
    return [row for row in table if isinstance(row, kind)] if isinstance(table, tuple) else []


def _compared(panel: Panel, table: Perspectives, read: BriefReader) -> Panel:
    alone = [line for one in table.only_one if (line := read.told([one]))]
    words = ((one, read.told([one.telling])) for one in table.wording)
    return replace(
        panel,
        agree=tuple(_agreed(table.agree, panel.roundup, read)),
        differ=tuple(_differing(table.differ, read)),
        only_one=tuple(alone[:MOST_ALONE]),
        wording=tuple(Word(one.word, one.kind, line.sources[0]) for one, line in words if line)[:MOST_WORDS],
    )


def _agreed(found: Iterable[Agreement], roundup: Sequence[Line], read: BriefReader) -> Iterator[Agreed]:
    """Side by side, in as many wordings as there are."""
    shown = [_words(line.text) for line in roundup]
    for one in found:
        seen = [telling for telling in one.tellings if read.may_tell(telling)]
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


def _differing(found: Iterable[Difference], read: BriefReader) -> Iterator[Differing]:
    for one in found:
        sources = tuple(source for source in read.sources(one.tellings[:MOST_CELLS]) if not source.is_cut)
        about = tuple(words for words in one.about if any(words in source.quote for source in sources))
        if len(sources) > 1:
            yield Differing(one.clash.value, about, sources)


def _rows(rows: Iterable[FigureRow], read: BriefReader, publishers: Mapping[str, PublisherView]) -> Iterator[Row]:
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


def _cells(cells: Iterable[FigureCell], read: BriefReader) -> Iterator[Cell]:
    for cell in cells:
        source = read.source(cell.telling.citation)
        if source and _has(source, cell.text):
            yield Cell(cell.text, cell.at, cell.is_rough, source)


def _days(entries: Iterable[TimelineEntry], read: BriefReader) -> Iterator[Day]:
    for entry in entries:
        line = read.line(entry.sentence)
        if line:
            yield Day(entry.day, entry.is_exact, line)


def _people(found: Iterable[Who], read: BriefReader) -> Iterator[Person]:
    for one in found:
        line = read.line(one.sentence)
        if line:
            yield Person(one.name, one.kind.value, line)


def suggested(kept: Mapping[Feature, KeptBrief], languages: Sequence[str]) -> tuple[str, ...]:
    """Questions that were found to be answered when the sources were read, where they are in one of `languages`."""
    asked = kept.get(Feature.ASK)
    if asked is None or not isinstance(asked.brief.table, Answer):
        return ()
    is_read = not asked.language or asked.language.partition("-")[0] in {one.partition("-")[0] for one in languages}
    return asked.brief.table.suggestions if is_read else ()


def told_in(kept: Mapping[Feature, KeptBrief], tellings: Iterable[StoryTelling]) -> str:
    """The language of a story's roundup; "" where there is none."""
    perspectives = kept.get(Feature.PERSPECTIVES)
    sentences = perspectives.brief.sentences if perspectives else ()
    first = sentences[0].citations[0].article if sentences and sentences[0].citations else ""
    return next((one.card.language for one in tellings if str(one.card.id) == first), "")


def model_of(brief: Brief) -> str:
    return "" if brief.provider.startswith(EMBEDDED) else brief.provider


def article_summary(
    kept: Mapping[Feature, KeptBrief], card: Card, hidden: frozenset[bytes] = frozenset()
) -> Summary | None:
    """None where there is none, or this viewer may not see so much of the article."""
    summary = kept.get(Feature.SUMMARY)
    if summary is None:
        return None
    read, brief = BriefReader(_by_id([card]), hidden), summary.brief
    lines = read.lines(brief.sentences)
    # A summary with holes is none.
    if read.withheld or read.taken_out or not lines:
        return None
    return Summary(lines, model_of(brief), brief.dropped, notice=brief.notice)


def shown_wrapup(
    kept: KeptBrief,
    cards: Iterable[Card],
    minutes: int,
    hidden: frozenset[bytes] = frozenset(),
    *,
    to_everybody: bool = False,
    muted: Muted = NOTHING,
) -> ShownWrapup | None:
    """A story of which this viewer may see no sentence keeps its title, and one that they mute is left out; None where
    no story is left. `to_everybody`: what leaves this machine, as a stranger to a public instance would see it."""
    table, model = kept.brief.table, model_of(kept.brief)
    if not isinstance(table, Wrapup):
        return None
    seen, unseen = muted.cards(cards)
    rights = rights_of_everybody if to_everybody else rights_of
    read = BriefReader(_by_id(seen), hidden, rights, _by_id(unseen))
    items = tuple(_item(one, read, model) for one in table.items if not _is_muted(one, read, muted))
    # On the first day everything is new, and nothing need be called so.
    is_first = all(one.is_new for one in table.items)
    shown = tuple(replace(one, is_new=one.is_new and not is_first) for one in items)
    if not shown:
        return None
    return ShownWrapup(
        kept.made_at,
        model,
        minutes,
        shown,
        kept.brief.dropped,
        len(read.withheld),
        len(read.taken_out),
        kept.brief.notice,
    )


def _is_muted(item: WrapItem, read: BriefReader, muted: Muted) -> bool:
    """By its title, or because only muted articles tell it."""
    tellers = {one.article for sentence in (*item.paragraph, *item.news) for one in sentence.citations}
    return bool(muted) and (muted.says(item.title) or (bool(tellers) and not tellers & read.cards.keys()))


def _item(one: WrapItem, read: BriefReader, model: str) -> ShownItem:
    paragraph, news = read.lines(one.paragraph), read.lines(one.news)
    titled = next((card.language for card in read.cards.values() if " ".join(card.title.split()) == one.title), None)
    language = titled or next((line.language for line in (*paragraph, *news)), "")
    by = model if any(sentence.language for sentence in one.paragraph) else ""
    return ShownItem(int(one.story), one.title, language, paragraph, news, one.is_new, model=by)


class Teller:
    """Tells stories from what is kept of each, numbering sources through all of them."""

    def __init__(
        self, cards: Iterable[Card], muted: Iterable[Card] = (), hidden: frozenset[bytes] = frozenset()
    ) -> None:
        self._read = BriefReader(_by_id(cards), hidden, muted=_by_id(muted))

    def told(self, kept: KeptBrief | None, most: int) -> tuple[Line, ...]:
        """The first `most` sentences of a roundup or a summary that this viewer may see."""
        lines = filter(None, map(self._read.line, kept.brief.sentences if kept else ()))
        return tuple(islice(lines, most))

    def excerpt(self, card: Card) -> tuple[Line, ...]:
        """Of what nobody told in short, what its own publisher shows of it; () where that is nothing."""
        words = " ".join(card.excerpt.split())
        return self._read.lines([BriefSentence(words, (Citation(str(card.id), words),))]) if words else ()


def cited(brief: Brief) -> set[int]:
    """The ids of all articles that it quotes."""
    return {int(citation.article) for sentence in brief.sentences for citation in sentence.citations}
