"""Translation by a language model: numbered sentences in, one object for each out, read as it streams."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from octavo.assist.answers import AnswerReader, SaidSentence
from octavo.assist.plain import LONGEST, plain
from octavo.assist.prompts import asked, prompt
from octavo.core.failures import Failure, FailureCode
from octavo.core.grounding import SourceSentence
from octavo.core.languages import canonical_language, english_name
from octavo.core.models import Ended, Ending, ModelRequest, Piece, TokenUsage, estimated_tokens
from octavo.core.protocols import LanguageModel
from octavo.core.writing import WritingSource

WRITTEN_TOKENS = 1_600
"""Of one batch: what a thousand characters become in the scripts that cost most."""
VOICE = "the article"


@dataclass(slots=True)
class ModelTranslator:
    """A `Translator`. `usage` is what all its batches cost so far; the model is closed by whoever made it.

    A sentence has the first translation that is given for its number, whatever is written after it.
    """

    model: LanguageModel
    name_language: Callable[[str], str] = english_name
    written_tokens: int = WRITTEN_TOKENS
    usage: TokenUsage = field(default_factory=TokenUsage)

    heeds = True

    @property
    def name(self) -> str:
        return self.model.name

    def can(self, source: str, target: str) -> bool:
        languages = canonical_language(source), canonical_language(target)
        return None not in languages and languages[0] != languages[1]

    async def translate(self, sentences: Sequence[str], source: str, target: str) -> tuple[str, ...] | Failure:
        if not sentences:
            return ()
        if not self.can(source, target):
            return Failure(FailureCode.GONE, f"nothing is to be translated from {source} to {target}")
        texts = [plain(sentence) for sentence in sentences]
        given = [index for index, text in enumerate(texts) if 0 < len(text) <= LONGEST]
        found: dict[int, str] = {}
        if given:
            request = self._request([texts[index] for index in given], source, target)
            failure = await self._heard(request, len(given), found)
            if failure is not None and not found:
                return failure
        said = {given[number - 1]: text for number, text in found.items()}
        return tuple(said.get(index, "") for index in range(len(sentences)))

    def _request(self, texts: Sequence[str], source: str, target: str) -> ModelRequest:
        sources = [
            WritingSource(SourceSentence("article", index, text, source), VOICE) for index, text in enumerate(texts)
        ]
        return asked(prompt("translate"), sources, language=self.name_language(target), max_tokens=self.written_tokens)

    async def _heard(self, request: ModelRequest, count: int, found: dict[int, str]) -> Failure | None:
        """Reads until every sentence has one; a model that goes on after that is not heard."""
        reader, written = AnswerReader(), 0
        async with aclosing(self.model.stream(request)) as events:
            async for event in events:
                if isinstance(event, Failure):
                    self._count(request, written)
                    return event
                if isinstance(event, Ended):
                    self._add(event.usage)
                    return Failure(FailureCode.PROTOCOL, "it would not") if event.why is Ending.REFUSED else None
                written += 1
                for number, text in self._said(event, reader, count):
                    found.setdefault(number, text)
                if len(found) == count or reader.is_babble:
                    break
        self._count(request, written)
        return None

    def _said(self, piece: Piece, reader: AnswerReader, count: int) -> Iterator[tuple[int, str]]:
        for said in reader.feed(piece.text):
            number = _number(said, count)
            if number:
                yield number, said.text

    def _count(self, request: ModelRequest, written: int) -> None:
        """What was left early has no count of its server's."""
        read = sum(estimated_tokens(each.text) for each in request.messages)
        self._add(TokenUsage(read, written, is_estimated=True))

    def _add(self, more: TokenUsage) -> None:
        old = self.usage
        is_estimated = old.is_estimated or more.is_estimated
        self.usage = replace(
            old, read=old.read + more.read, written=old.written + more.written, is_estimated=is_estimated
        )

    async def aclose(self) -> None:
        """Nothing of its own is open."""


def _number(said: SaidSentence, count: int) -> int:
    """Which sentence it says that it translates, 0 for none. One alone needs no number."""
    if not said.citations and count == 1:
        return 1
    own = set(said.citations)
    return next(iter(own)) if len(own) == 1 and own <= set(range(1, count + 1)) else 0
