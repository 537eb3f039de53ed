"""How a publisher's pages are read, as its operator sees it, and why a page's text is held back from readers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from octavo.core.articles import Badge, Leak


class HoldReason(StrEnum):
    """Why what was read from a page is clearly broken. The web room holds a sentence for each, translated."""

    LEAKS = "leaks"
    MARKUP = "markup"
    ENCODED = "encoded"
    MOJIBAKE = "mojibake"
    SAME_TEXT = "same_text"
    EMPTY = "empty"


class Decision(StrEnum):
    """What the operator said of a page that was held back; it holds for the article's later readings too."""

    NONE = ""
    RELEASED = "released"
    KEPT_BACK = "kept_back"


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """What the store knows beside a page that was just read.

    `same_text` counts the publisher's other articles, under other titles, whose page gave the very same text.
    `readings` and `median_chars` are of the publisher's latest pages that gave a text; only told for texts so short
    that it matters. `held` is why the page was held back before, None where it was not.
    """

    same_text: int = 0
    readings: int = 0
    median_chars: int = 0
    held: HoldReason | None = None
    decision: Decision = Decision.NONE


@dataclass(frozen=True, slots=True)
class PublisherQuality:
    """How the pages of one publisher were read in a period.

    `failures` maps failure codes, `badges` badges and `leaks` kinds of leak to how many articles had them; a leaking
    article may have several kinds, and counts once in `leaking`. `confidence` is the mean, None where nothing told it.
    """

    publisher_id: int
    name: str
    pages: int = 0
    failed: int = 0
    leaking: int = 0
    held: int = 0
    confidence: float | None = None
    failures: tuple[tuple[str, int], ...] = ()
    badges: tuple[tuple[Badge, int], ...] = ()
    leaks: tuple[tuple[Leak, int], ...] = ()

    @property
    def read(self) -> int:
        return self.pages - self.failed

    @property
    def failed_share(self) -> float:
        return self.failed / self.pages if self.pages else 0.0

    @property
    def leaking_share(self) -> float:
        return self.leaking / self.read if self.read else 0.0

    @property
    def held_share(self) -> float:
        return self.held / self.pages if self.pages else 0.0

    @property
    def excerpt_share(self) -> float:
        return dict(self.badges).get(Badge.PARTIAL, 0) / self.read if self.read else 0.0

    @property
    def trouble(self) -> float:
        """What to look at first: broken text before leaks, leaks before failures, and excerpts last."""
        return round(4 * self.held_share + 2 * self.leaking_share + self.failed_share + self.excerpt_share / 2, 2)


@dataclass(frozen=True, slots=True)
class Reading:
    """The latest reading of one article's page, for the operator. `leaks` and `failure` are codes; `sample` is the
    beginning of what is held back."""

    article_id: int
    title: str
    language: str
    publisher_id: int
    publisher: str
    url: str
    read_at: datetime
    failure: str
    leaks: tuple[str, ...]
    confidence: float | None
    chars: int | None
    hold: str
    decision: str
    held_at: datetime | None
    sample: str
