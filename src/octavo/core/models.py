"""What is asked of a language model and what it answers.

`octavo.assist.providers` asks, `octavo.assist.writing` reads the answer: it is data from outside, like a fetched page.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum

from octavo.core.failures import Failure, FailureCode

MILLION = 1_000_000


class Speaker(StrEnum):
    """Whose words a message has: the newsroom's own instruction, or what is asked with its material."""

    SYSTEM = "system"
    USER = "user"


@dataclass(frozen=True, slots=True)
class ModelMessage:
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """`max_tokens` bounds the answer; `temperature` 0 is the likeliest answer."""

    messages: tuple[ModelMessage, ...]
    max_tokens: int = 800
    temperature: float = 0.0


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Tokens read and written. `is_estimated`: the server did not say, and we counted characters."""

    read: int = 0
    written: int = 0
    is_estimated: bool = False

    @property
    def tokens(self) -> int:
        return self.read + self.written


class Ending(StrEnum):
    """Why a model stopped: it was done, its length was used up, or it (or a filter before it) would not."""

    DONE = "done"
    LENGTH = "length"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Piece:
    """The next characters of an answer, never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The last of a stream that went well."""

    why: Ending
    usage: TokenUsage


ModelEvent = Piece | Ended | Failure
"""A stream is pieces and then, once and last, `Ended` or a `Failure`."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole answer."""

    text: str
    why: Ending
    usage: TokenUsage


async def whole(stream: AsyncGenerator[ModelEvent, None]) -> Completion | Failure:
    """The answer that a stream gives when it is heard to its end."""
    parts: list[str] = []
    async with aclosing(stream) as events:
        async for event in events:
            if isinstance(event, Piece):
                parts.append(event.text)
            elif isinstance(event, Ended):
                return Completion("".join(parts), event.why, event.usage)
            else:
                return event
    return Failure(FailureCode.PROTOCOL, "the answer has no end")


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """What a million tokens cost, in the currency that the operator counts in."""

    read: float = 0.0
    written: float = 0.0

    def micros(self, usage: TokenUsage) -> int:
        """The cost in millionths of the currency."""
        return round(usage.read * self.read + usage.written * self.written)


def estimated_tokens(text: str) -> int:
    """About how many tokens `text` is: four characters of ASCII are one, of other scripts one or two."""
    plain = sum(letter.isascii() for letter in text)
    return plain // 4 + (len(text) - plain + 1) // 2 + 1
