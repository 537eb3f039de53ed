"""Editions: what matters today for a country and languages, and why each story stands where it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from octavo.core.reading import EditionKey
from octavo.core.stories import StorySummary


class DayPart(StrEnum):
    """Of the country's own day: from 5 until 11, until 17, until 22 o'clock, and the rest."""

    MORNING = "morning"
    MIDDAY = "midday"
    EVENING = "evening"
    NIGHT = "night"


class Term(StrEnum):
    """What a story's score is the sum of. Each is shown to readers, with what would move it."""

    VOICES = "voices"
    FRESHNESS = "freshness"
    ACCELERATION = "acceleration"
    COUNTRY = "country"
    PLACE = "place"
    LANGUAGE = "language"
    NEIGHBOURS = "neighbours"
    REACH = "reach"
    TOPIC = "topic"
    PICTURE = "picture"
    READABLE = "readable"
    VARIETY = "variety"
    DESK = "desk"
    FOLLOWS = "follows"
    HABIT = "habit"
    ALREADY_READ = "already_read"


@dataclass(frozen=True, slots=True)
class ScoredTerm:
    """`points` is what it adds (or takes); `amount` the quantity behind it (7 voices, 2.5 hours); `detail` a code or a
    name that the words need ("about:KE", "Machakos"). A story may have several of one `term`, each of its own detail;
    `octavo.editions.terms` says which there are, and `octavo.editions.personal` those of a reader's own order.

    `points` are whole 1,024ths: they add up exactly, in any order.
    """

    term: Term
    points: float
    amount: float | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What would move a story's score: `points` more or fewer, were `change` to happen to `term`.

    `change` is a code that the web puts into words: "more_voices", "another_voice", "hours_pass", "more_countries",
    "home_voice", "picture", "text", "first_language", "readable", "place_fills", "page_empties", "act_ends".
    `amount` is how much of it (2 voices, 3 hours), `detail` that of the term.
    """

    term: Term
    change: str
    points: float
    amount: float | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PlacedStory:
    """A story's place. `article` is the one whose card is shown to this edition's readers: in their language where
    there is one. `mark` is "breaking", "pinned", "original" or ""."""

    story: int
    article: int
    score: float
    terms: tuple[ScoredTerm, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class EditionSection:
    """`kind` is "country", "world", "topic", "elsewhere" or "trending"; `code` the topic's or country's."""

    kind: str
    code: str = ""
    stories: tuple[PlacedStory, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """Eight leads, then sections, then it ends: no story stands twice. `day` and `part` are in the country's own time;
    a night belongs to the day that it began on. `breaking` is said beside them: its stories may stand in them, too."""

    key: EditionKey
    day: date
    part: DayPart
    made_at: datetime
    lead: tuple[PlacedStory, ...]
    sections: tuple[EditionSection, ...]
    breaking: tuple[PlacedStory, ...] = ()
    version: int = 0


class DeskKind(StrEnum):
    PIN = "pin"
    HIDE = "hide"
    BREAKING = "breaking"


@dataclass(frozen=True, slots=True)
class DeskAct:
    """What the operator decided about a story. `country` is of the editions that it holds for, those of its nations
    among them; "" means every edition. It ends by itself at `until`. `by` is the handle of who decided."""

    kind: DeskKind
    story: int
    country: str = ""
    until: datetime | None = None
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class StandIn:
    """An article that may stand for its story on a card."""

    article: int
    language: str
    publisher: int
    country: str
    shown_at: datetime
    has_picture: bool = False
    is_copy: bool = False
    is_original: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that may enter an edition, and the articles that may stand for it, oldest first."""

    story: StorySummary
    articles: tuple[StandIn, ...]


@dataclass(frozen=True, slots=True)
class CandidateQuery:
    """Which stories an edition looks at: the union of those below, without doubles, in any order.

    `since` bounds all but `stories`: their latest voice arrived then or later. Each number is of the stories with the
    most voices, the newest latest voice first among equals: `by_voices` of all; `in_country` of those about `country`,
    as many of those told by a publisher of `country` ("" for none), and as many of those with a main place in `region`
    (as `Place.region`, "" for none); `per_language` of those told in each of `languages`; `rising` of those that began
    at `rising_since` or later. `stories` are wanted whatever else holds.
    """

    since: datetime
    by_voices: int
    country: str
    in_country: int
    languages: tuple[str, ...]
    per_language: int
    rising_since: datetime
    rising: int
    stories: tuple[int, ...] = ()
    region: str = ""
