"""What readers get while something is written for them: sentences with their sources, and what there is to know.

`octavo.assist.writing` makes these events; `octavo.web` sends them as they come. Every text is plain: no markup, no
address that stands in no source, nothing invisible. Whoever shows it escapes it all the same.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from octavo.core.grounding import Claim, GroundingReason, GroundingVerdict, SourceSentence
from octavo.core.models import TokenUsage

EMBEDDED = "embedded/1"
"""Who wrote what no model did."""


@dataclass(frozen=True, slots=True)
class WritingSource:
    """A sentence that may be written from. `voice` is one for all that count as one: a publisher, its copies."""

    sentence: SourceSentence
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence for readers. `citations` are the checker's, best first, and never the model's own."""

    text: str
    citations: tuple[SourceSentence, ...]


class DropCode(StrEnum):
    """Why a sentence was dropped before it was checked, or after for what it carries."""

    MARKUP = "markup"
    ADDRESS = "address"
    """It names a web or mail address that no sentence which supports it has."""
    MACHINE_TEXT = "machine_text"
    """It speaks to a machine."""
    REPEATED = "repeated"
    TOO_LONG = "too_long"
    VOICES = "voices"
    """Fewer voices support it than the feature needs."""
    UNSUPPORTED = "unsupported"
    """The checker did not accept it."""
    MISSING = "missing"
    """Of a sentence to translate: the translator gave nothing for it."""
    LANGUAGE = "language"
    """It is in the language that it was to be translated from."""
    LENGTH = "length"
    """It is far shorter or longer than what it translates."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that readers do not see; they are told how many there were."""

    reason: GroundingReason | DropCode


class NoticeCode(StrEnum):
    """What readers are told beside the sentences."""

    NO_MODEL = "no_model"
    DOWN = "down"
    SLOW = "slow"
    BUSY = "busy"
    REFUSED = "refused"
    BABBLED = "babbled"
    """What it wrote was no sentences in the form that was asked for."""
    UNSUPPORTED = "unsupported"
    """Nothing that it wrote is supported by the sources."""
    CUT_OFF = "cut_off"
    """It ended too early; what is there is supported all the same."""
    BUDGET = "budget"
    """The newsroom's or the reader's own measure for today is used up."""
    MACHINE_TEXT = "machine_text"
    """Sources hold text that speaks to machines, and were left out."""


@dataclass(frozen=True, slots=True)
class Notice:
    code: NoticeCode
    detail: str = ""
    """For the log and the operator; readers see the words of `code`."""


@dataclass(frozen=True, slots=True)
class Done:
    """The last event, always. `provider` names who wrote what readers got: a model's name, or `EMBEDDED`."""

    provider: str
    usage: TokenUsage = field(default_factory=TokenUsage)
    sentences: int = 0
    dropped: int = 0
    is_cached: bool = False


WritingEvent = Sentence | Dropped | Notice | Done

CheckClaims = Callable[[Sequence[Claim]], Awaitable[Sequence[GroundingVerdict]]]
"""A verdict for each claim, in order: the checker with its sources, off the event loop."""
WriteEmbedded = Callable[[], Awaitable[Sequence[Sentence]]]
"""The answer that needs no model. Its sentences cite themselves."""
