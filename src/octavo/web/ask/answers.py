"""An answer while it grows: each event as a piece of the page, rendered and escaped here, for page and stream alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from octavo.core.briefs import BriefSentence, Citation, Feature
from octavo.core.commissions import Commission, CommissionEvent, Failed, Progress, Suggested, Translated, Unanswered
from octavo.core.grounding import SourceSentence
from octavo.core.languages import canonical_language
from octavo.core.reading import Card
from octavo.core.writing import EMBEDDED, Done, Dropped, Notice, Sentence
from octavo.store.ai_reports import upheld
from octavo.store.reading.cards import cards
from octavo.web.ai_reports import What
from octavo.web.ask.words import left_in_original, notice_in_words, progress_in_words, translated_by
from octavo.web.brief_views import Line
from octavo.web.brief_words import left_out, maker
from octavo.web.briefs import BriefReader

LINES, NOTES, STATUS, NEXT, BY = "lines", "notes", "status", "next", "by"
"""Where in an answer a piece belongs: its sentences, what there is to know, what is being done, what to ask next, who
wrote it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`html` is ours, with everything from outside escaped; of STATUS it takes the place of what stood there."""

    slot: str
    html: str


@dataclass
class GrowingAnswer:
    """Fed with every event of a commission from its first, in order; numbers citations as they come. No sentence that a
    reader's upheld report took out is shown again."""

    commission: Commission
    language: str
    _cards: dict[str, Card] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    provider: str = ""
    dropped: int = 0
    is_over: bool = False

    @cached_property
    def _reader(self) -> BriefReader:
        return BriefReader(self._cards, upheld())

    def pieces(self, event: CommissionEvent) -> Iterator[Piece]:
        match event:
            case Progress():
                yield Piece(STATUS, _text(progress_in_words(event)))
            case Sentence():
                yield from self._sentence(event, LINES)
            case Dropped():
                self.dropped += 1
            case Notice():
                yield Piece(NOTES, _text(notice_in_words(event.code, self.commission.wanted.feature)))
            case Translated():
                yield Piece(LINES, _part("answer_pair", {"pair": event, "language": self._target}))
            case Unanswered():
                yield from self._unanswered(event)
            case Suggested():
                yield from self._suggested(event.questions)
            case Failed():
                yield Piece(NOTES, _text(_("That did not work. Please try again later.")))
            case Done():
                yield from self._done(event)

    def _sentence(self, sentence: Sentence, slot: str) -> Iterator[Piece]:
        line = self._line(sentence)
        if line:
            self.lines.append(line)
            yield Piece(slot, _part("answer_line", {"line": line, "what": self._what}))

    @property
    def _what(self) -> What:
        """What may be reported."""
        return What(self.commission.wanted.feature.value, subject_value(self.commission))

    def _line(self, sentence: Sentence) -> Line | None:
        """None where no source of it may be seen any more."""
        self._look_up(sentence.citations)
        shown = BriefSentence(sentence.text, tuple(Citation(each.article, each.text) for each in sentence.citations))
        return self._reader.written(shown, self._spoken(sentence))

    def _spoken(self, sentence: Sentence) -> str:
        """A sentence that stands in its source is in that one's language, another in the reader's."""
        own = next((each for each in sentence.citations if each.text == sentence.text), None)
        return own.language if own else self.language

    def _look_up(self, cited: Sequence[SourceSentence]) -> None:
        missing = {int(each.article) for each in cited if each.article.isdigit()} - {int(one) for one in self._cards}
        if missing:
            self._cards |= {str(card.id): card for card in cards(sorted(missing))}

    def _unanswered(self, event: Unanswered) -> Iterator[Piece]:
        yield Piece(NOTES, _text(_("The sources do not say.")))
        lines = [line for one in event.nearest if (line := self._line(one))]
        if lines:
            yield Piece(NOTES, _part("answer_nearest", {"lines": lines}))

    def _suggested(self, questions: Sequence[str]) -> Iterator[Piece]:
        asked = self.commission.wanted.question.casefold()
        others = [question for question in questions if question.casefold() != asked]
        if others:
            yield Piece(NEXT, _part("answer_next", {"questions": others, "subject": subject_value(self.commission)}))

    def _done(self, event: Done) -> Iterator[Piece]:
        self.provider = "" if event.provider == EMBEDDED else event.provider
        self.dropped = max(self.dropped, event.dropped)
        self.is_over = True
        said = "".join(map(_text, filter(None, self._made_by())))
        if said:
            yield Piece(BY, said)

    def _made_by(self) -> tuple[str, ...]:
        if self.commission.wanted.feature is Feature.TRANSLATE:
            left = left_in_original(self.dropped) if self.dropped and self.provider else ""
            return translated_by(self.provider), left
        return (maker(self.provider), *left_out(self.dropped, len(self._reader.withheld))) if self.lines else ()

    @property
    def _target(self) -> str:
        return canonical_language(self.commission.wanted.language) or self.language


def subject_value(commission: Commission) -> str:
    wanted = commission.wanted
    return f"{wanted.about.value}:{wanted.target}" if wanted.target else wanted.about.value


def _part(name: str, context: Mapping[str, Any]) -> str:
    return render_to_string(f"parts/{name}.html", dict(context))


def _text(text: str) -> str:
    return render_to_string("parts/answer_note.html", {"text": text})


def shown_so_far(answer: GrowingAnswer, events: Sequence[CommissionEvent]) -> dict[str, list[str]]:
    """All pieces of an answer, by where they belong; of what is being done the last alone."""
    found: dict[str, list[str]] = {slot: [] for slot in (LINES, NOTES, STATUS, NEXT, BY)}
    for event in events:
        for piece in answer.pieces(event):
            if piece.slot == STATUS:
                found[STATUS] = []
            found[piece.slot].append(piece.html)
    if answer.is_over:
        found[STATUS] = []
    return found
