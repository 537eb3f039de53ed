"""What a sentence says, and whether its sources say so too: the words of the check that every AI sentence passes.

`octavo.understand` reads the facts of a sentence, `octavo.assist` judges, `octavo.store` keeps the record, `octavo.web`
tells readers how many sentences were dropped. Nothing here knows a language.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """An article that AI sentences may lean on. `language` is BCP 47, "" where it is not known."""

    id: str
    title: str
    text: str
    language: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """The sentence `index` of the article `article`; the title is number 0, the text begins with 1."""

    article: str
    index: int
    text: str
    language: str = ""

    @property
    def is_title(self) -> bool:
        return self.index == 0


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a sentence means it: `value` in `unit` (as `core.labels.Figure`), `counts` what is counted.

    `at` is the token that it begins with. `is_rough`: the sentence says "about", "nearly", "more than" before it.
    """

    value: float
    unit: str = ""
    counts: str = ""
    text: str = ""
    at: int = 0
    is_rough: bool = False


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A person, organisation, work or place. `keys` are its words' keys (`core.name_keys`), `places` all that the
    gazetteer knows by that name. `is_sure` is False where it may be a common noun (German)."""

    text: str
    keys: tuple[str, ...]
    at: int
    places: frozenset[int] = frozenset()
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Pole:
    """A word with an opposite: `pair` names both ("rise"), `side` is 1 or -1, `at` the token.

    `is_weak`: they are opposites only in the same place of otherwise equal sentences ("more", "all").
    """

    pair: str
    side: int
    at: int
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class SaidDate:
    """`name` is "w0" (Monday) to "w6", "m1" to "m12" or "y2026"; `at` the token."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks; `speaker` as written, "" where the sentence names none."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """All of a sentence that can agree with another or contradict it.

    `tokens` are its words in lower case, signs one by one in scripts without spaces; `content` says which of them
    carry meaning, `keys` are the name keys of all. `held` are all values that the sentence may be taken to hold, number
    words and ordinals included; `numbers` only those that it surely states; `measures` are (token, unit) of words for
    units. `negations`, `hedges` ("may", "allegedly"), `saying` and `capitals` are the tokens that are such words;
    `mild_negations` are those of the negations that deny a thing and no deed ("without"); `denials` are words that
    another language may say with a negation ("unclear"). `sure_of_negation`: those of the language are known well.
    """

    language: str = ""
    tokens: tuple[str, ...] = ()
    content: tuple[bool, ...] = ()
    keys: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    measures: tuple[tuple[int, str], ...] = ()
    held: frozenset[float] = frozenset()
    names: tuple[NamedThing, ...] = ()
    places: frozenset[int] = frozenset()
    dates: tuple[SaidDate, ...] = ()
    negations: tuple[int, ...] = ()
    mild_negations: tuple[int, ...] = ()
    denials: tuple[int, ...] = ()
    sure_of_negation: bool = False
    hedges: tuple[int, ...] = ()
    saying: tuple[int, ...] = ()
    capitals: tuple[int, ...] = ()
    poles: tuple[Pole, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    speakers: tuple[NamedThing, ...] = ()


ReadFacts = Callable[[str, str], SentenceFacts]
"""Of a sentence and its language. Never raises."""
SplitSentences = Callable[[str, str], Sequence[str]]
"""Of a text and its language: its sentences in order, each as written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a model wrote. `articles`: where it may only lean on some of the sources, their ids."""

    text: str
    language: str = ""
    articles: frozenset[str] = frozenset()


class GroundingCode(StrEnum):
    """Why a sentence was accepted or dropped."""

    SUPPORTED = "supported"
    EMPTY = "empty"
    NO_SOURCE = "no_source"
    """Nothing like it is in the sources."""
    UNSUPPORTED = "unsupported"
    """Something like it is, but not all that it says."""
    FIGURE = "figure"
    UNIT = "unit"
    NAME = "name"
    PLACE = "place"
    DATE = "date"
    NEGATION = "negation"
    DIRECTION = "direction"
    CERTAINTY = "certainty"
    QUOTE = "quote"
    SPEAKER = "speaker"
    WORDING = "wording"
    """Copied from a source, with words put in that no source has."""
    SECOND_OPINION = "second_opinion"
    """A language model, asked after the rules, found it unsupported."""


@dataclass(frozen=True, slots=True)
class GroundingReason:
    """`words` are the claim's own that the reason is about ("1,200 people"), "" where it is about all of it."""

    code: GroundingCode
    words: str = ""


@dataclass(frozen=True, slots=True)
class GroundingVerdict:
    """`citations` are the sentences that support it, best first; of a dropped one, those that came nearest.

    `scores` are what was weighed, by name; "support" is the probability of being supported.
    """

    accepted: bool
    reason: GroundingReason
    citations: tuple[SourceSentence, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    version: int = 0

    @property
    def checker(self) -> str:
        """Who judged: "grounding/1"; "" for nobody."""
        return f"grounding/{self.version}" if self.version else ""


@dataclass(frozen=True, slots=True)
class GroundingRecord:
    """One AI sentence as an auditor wants it: what was asked of whom, what came, what was decided and why.

    `feature` is "summary", "ask" …; `prompt` names the prompt file with its version ("summary/3"), `provider` who
    answered ("embedded/1", a model's name); `checker` who judged, "" for nobody; `checked_at` is aware UTC.
    `dropped` is a `core.writing.DropCode` where the sentence was dropped for what it is and not for what it says.
    """

    feature: str
    question: str
    provider: str
    prompt: str
    claim: Claim
    verdict: GroundingVerdict
    checker: str
    checked_at: datetime
    dropped: str = ""

    @property
    def is_shown(self) -> bool:
        """Do readers see the sentence?"""
        return self.verdict.accepted and not self.dropped

    @property
    def code(self) -> str:
        """Why it was shown or dropped: a `DropCode`, else a `GroundingCode`."""
        return self.dropped or self.verdict.reason.code.value


Audit = Callable[[Sequence[GroundingRecord]], Awaitable[None]]
"""Takes the records of one answer, once, when it ends."""
