"""What templates, letters and recordings get of what is told in short: all of it as this viewer may see it.

`octavo.web.briefs` makes these of what is kept.
"""

from dataclasses import dataclass
from datetime import date, datetime

from octavo.core.personal import Follow
from octavo.core.reading import Card, PublisherView


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
    """A sentence in `language`, and who says so; `more` do besides. `is_written`: in a model's words."""

    text: str
    language: str
    sources: tuple[Source, ...]
    more: int = 0
    is_written: bool = False


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
    """What is told of a story in short. `model` wrote the roundup, "" where the rules on this machine did; they made
    all else.

    `dropped` counts sentences that no source supported, `withheld` those that publishers' terms keep from this viewer,
    `taken_out` those that readers reported with reason; `notice` says what happened to the model (`NoticeCode`).
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
    taken_out: int = 0
    notice: str = ""

    @property
    def compares(self) -> bool:
        return bool(self.agree or self.differ or self.only_one)

    @property
    def has_parts(self) -> bool:
        """Whether anything stands beside the roundup."""
        return bool(self.compares or self.figures or self.timeline or self.who)

    @property
    def says_something(self) -> bool:
        return bool(self.roundup) or self.has_parts


@dataclass(frozen=True, slots=True)
class Summary:
    """What is told of an article in short."""

    lines: tuple[Line, ...]
    model: str
    dropped: int = 0
    withheld: int = 0
    taken_out: int = 0
    notice: str = ""


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A story of the wrap-up in a paragraph, by `model` or by this machine, and what was not known the day before.
    `why`: by what a reader follows."""

    story: int
    title: str
    language: str
    paragraph: tuple[Line, ...]
    news: tuple[Line, ...]
    is_new: bool
    why: tuple[Follow, ...] = ()
    model: str = ""


@dataclass(frozen=True, slots=True)
class ShownWrapup:
    """`made_at` is None where nothing of it was made ahead."""

    made_at: datetime | None
    model: str
    minutes: int
    items: tuple[ShownItem, ...]
    dropped: int = 0
    withheld: int = 0
    taken_out: int = 0
    notice: str = ""
