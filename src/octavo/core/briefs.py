"""Briefs: what is told in short of an article, a story or an edition, and where each sentence of it stands.

`octavo.assist.briefs` makes them from articles that are read once (`ReadArticle`); whoever shows them finds under every
sentence whom it quotes. All of it is plain text, and data: nothing in it is ever followed as an instruction.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from octavo.core.labels import Labels

VERSION = 2
"""Of the rules of `octavo.assist.briefs`: what was made by other ones is made anew."""


class Feature(StrEnum):
    SUMMARY = "summary"
    PERSPECTIVES = "perspectives"
    FIGURES = "figures"
    TIMELINE = "timeline"
    WHO = "who"
    WRAPUP = "wrapup"
    ASK = "ask"
    TRANSLATE = "translate"
    EXPLAIN = "explain"


WRITTEN_ALONE = frozenset((Feature.TRANSLATE, Feature.EXPLAIN))
"""Features that only a model or a translator writes: `octavo.assist.briefs` has nothing in their place."""


class BriefOf(StrEnum):
    """What a kept brief tells in short."""

    ARTICLE = "article"
    STORY = "story"
    EDITION = "edition"


class Length(StrEnum):
    """How much a summary tells: some 60 words, some 120."""

    SHORT = "short"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class BriefArticle:
    """An article that a brief may quote. `publisher` is any name that is the same for the same publisher; `country` is
    the publisher's (ISO 3166-1), "" where that is not known. `duplicate_of` is the article that it copies."""

    id: str
    title: str
    text: str
    publisher: str = ""
    country: str = ""
    language: str = ""
    published_at: datetime | None = None
    duplicate_of: str | None = None
    labels: Labels | None = None


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article with its sentences, number 0 its title, and their vectors: made once, and kept for all briefs.

    `vectors` is little-endian float16 of shape (len(sentences), dimensions), rows of unit length, by `embedder`.
    """

    article: BriefArticle
    sentences: tuple[str, ...]
    vectors: bytes
    embedder: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The sentence of an article that says it, word for word."""

    article: str
    quote: str


@dataclass(frozen=True, slots=True)
class BriefSentence:
    """A sentence for readers, and who says so: the first citation is the one whose words it has.

    With a `language` (BCP 47) a model wrote it in that, and it has its own words, which all its citations support.
    """

    text: str
    citations: tuple[Citation, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one publisher says, in its own words. `country` is the publisher's."""

    publisher: str
    country: str
    citation: Citation


class Clash(StrEnum):
    """In what two tellings differ: figures for one thing, or one affirming what the other denies."""

    FIGURE = "figure"
    DENIAL = "denial"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What all publishers tell, or most (`is_unanimous` says): one telling each."""

    tellings: tuple[Telling, ...]
    is_unanimous: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Tellings of one thing that do not say the same. `about` are the words that differ ("150", "125")."""

    clash: Clash
    about: tuple[str, ...]
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A word that judges rather than tells: `kind` is the criterion that it is listed by ("scorn", "alarm" …).

    It says something of a sentence, and nothing of the publisher. `is_quoted`: it stands between quotation marks.
    """

    word: str
    kind: str
    telling: Telling
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Perspectives:
    """A story side by side: what all or most publishers tell, where they differ, what only one has, in which words."""

    agree: tuple[Agreement, ...] = ()
    differ: tuple[Difference, ...] = ()
    only_one: tuple[Telling, ...] = ()
    wording: tuple[Loaded, ...] = ()


class FigureStatus(StrEnum):
    """Of one quantity: all who report it agree; they differ at one time; a later value took the place of an earlier."""

    AGREE = "agree"
    DIFFER = "differ"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A publisher's figure as written, and what it amounts to in the row's unit. `is_rough`: "about", "more than" …

    Cells of one `group` agree, as far as their wording is exact.
    """

    telling: Telling
    text: str
    value: float
    at: datetime | None = None
    is_rough: bool = False
    group: int = 0


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Who reports which number for the same thing, oldest first. `missing` are publishers that give none."""

    what: str
    unit: str
    status: FigureStatus
    cells: tuple[FigureCell, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened on a day, as the articles tell; `is_exact` is False where only the month is known."""

    day: date
    sentence: BriefSentence
    is_exact: bool = True


class WhoKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody or something of a story, with the sentence that says most of it."""

    name: str
    kind: WhoKind
    sentence: BriefSentence
    articles: int


@dataclass(frozen=True, slots=True)
class WrapStory:
    """A story of the edition for the wrap-up: `before` are its articles as of the last edition, () for a new one."""

    id: str
    articles: tuple[ReadArticle, ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrapItem:
    """A story in a paragraph. `news` is what was not known at the last edition; `is_new`: the story itself was not."""

    story: str
    title: str
    paragraph: tuple[BriefSentence, ...]
    news: tuple[BriefSentence, ...] = ()
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Wrapup:
    items: tuple[WrapItem, ...]
    minutes: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with what stands around it, found for a question. `score` is 0 to 1: how surely it answers."""

    telling: Telling
    around: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """`is_refused`: the sources do not say. `suggestions` are questions that they do answer."""

    question: str
    is_refused: bool
    passages: tuple[Passage, ...] = ()
    suggestions: tuple[str, ...] = ()


Table = Perspectives | tuple[FigureRow, ...] | tuple[TimelineEntry, ...] | tuple[Who, ...] | Wrapup | Answer | None


@dataclass(frozen=True, slots=True)
class Brief:
    """One feature's output. `dropped` counts sentences that no source supported; `provider` says who wrote it.

    Where that is a model it wrote the sentences, of a wrap-up paragraphs, and never what else stands in the table.
    `notice` is the value of a `NoticeCode` where something is to be told of a model, such as why it wrote nothing.
    """

    feature: Feature
    sentences: tuple[BriefSentence, ...] = ()
    title: str = ""
    dropped: int = 0
    provider: str = "embedded/1"
    table: Table = None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class KeptBrief:
    """A brief as it is stored: of which texts it was made (`content_hash`), when, by which `version` of the room.

    `language` is the one that it is told in where one was asked for; "" is the sources' own.
    """

    brief: Brief
    content_hash: bytes
    made_at: datetime
    version: int
    language: str = ""
