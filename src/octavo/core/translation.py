"""An article in the reader's language: its sentences, each checked against its own original before anybody reads it.

`octavo.assist.translating` makes them with a `Translator`; `octavo.web` shows them. A sentence whose translation does
not hold is shown as the publisher wrote it, and marked.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from octavo.core.grounding import GroundingReason, GroundingVerdict
from octavo.core.writing import DropCode, NoticeCode

Untranslated = GroundingReason | DropCode | NoticeCode
"""Why a sentence stays as it is: what the checker found, what the translation carries, or what the translator did."""


@dataclass(frozen=True, slots=True)
class TranslatedSentence:
    """Sentence `index` of an article, 0 its title. `original` is the publisher's, made plain.

    `translation` is None where readers get the original in its place; then `reason` says why, and is None only where
    there was nothing to translate. `is_checked`: the checker has judged it, and no translation is without that.
    """

    index: int
    original: str
    translation: str | None = None
    is_checked: bool = False
    reason: Untranslated | None = None

    @property
    def text(self) -> str:
        """What is shown."""
        return self.original if self.translation is None else self.translation


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence and what is said to be its translation, with their languages (BCP 47, "" where not known)."""

    original: str
    source: str
    translation: str
    target: str


CheckPairs = Callable[[Sequence[SentencePair], Sequence[str]], Awaitable[Sequence[GroundingVerdict]]]
"""A verdict for each pair, in order, by the checker, off the event loop: each against its own original alone. The
second are all sentences of the article, to tell a translation of another one by."""
TellLanguage = Callable[[str, str], str | None]
"""The language of a text (BCP 47); the second is what it is to be where the text itself cannot tell. Never raises."""
