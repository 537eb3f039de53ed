"""An article in the reader's language, sentence by sentence, each checked against its own original before it is read.

Whoever translates is trusted with nothing: a translation is made plain, may carry no address that its original has not,
must hold what its original says and every figure of it, and where it does not, readers get the original, marked.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass, field

from octavo.assist.plain import LONGEST, has_foreign_address, plain, trouble_of
from octavo.assist.screening import speaks_to_machines
from octavo.core.failures import Failure, FailureCode
from octavo.core.grounding import GroundingCode, GroundingReason, GroundingVerdict
from octavo.core.languages import canonical_language
from octavo.core.protocols import Translator
from octavo.core.translation import CheckPairs, SentencePair, TellLanguage, TranslatedSentence, Untranslated
from octavo.core.writing import DropCode, NoticeCode

MOST_SENTENCES = 400
"""Of one article; the rest stays as it is."""
BATCH, BATCH_CHARS = 6, 1_000
"""Sentences and characters that are given at once: a reader sees the first ones while the next are made."""
MOST_FAILED = 12
"""So many sentences in a row without a translation that holds, and no more is asked for."""
LEAST_SHARE = 0.4
"""Of a sentence and its translation the lighter has as much of the heavier's weight, or one of them is cut off. Hindi
has the least of twelve languages that were looked at: .43 at its first percentile (xling-ntrex128)."""
SURE = 0.5
"""The checker's probability. It asks for less of a writer, who may retell freely; a translation must say what its
original says, and be sooner supported than not. A verdict without scores is believed."""
WEIGHED = 20
"""Letters from which on a sentence's weight says something."""
HEAVY = 3.0
"""What a Chinese, Japanese or Korean sign weighs in letters."""
_HEAVY_SIGNS = ((0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF))
_NOTICES = {FailureCode.TIMEOUT: NoticeCode.SLOW, FailureCode.RATE_LIMITED: NoticeCode.BUSY}


@dataclass(slots=True)
class Translating:
    """The translation of one article. `trouble` is what ended it before its time, for the log and the operator."""

    translator: Translator
    check: CheckPairs
    tell_language: TellLanguage
    trouble: Failure | None = None
    _failed: int = field(default=0, init=False)

    async def sentences(
        self, originals: Sequence[str], source: str, target: str
    ) -> AsyncGenerator[TranslatedSentence, None]:
        """One for each of `originals` (the title, "" where there is none, and the text's sentences), in their order.

        Languages are BCP 47. Closing it ends the translator's work. Raises only what `check` raises.
        """
        reason = await asyncio.to_thread(self._why_not, originals, source, target)
        article = [plain(original) for original in originals]
        for batch in _batches(article):
            if reason is None:
                made, reason = await self._made(batch, article[:MOST_SENTENCES], source, target)
            else:
                made = [TranslatedSentence(index, text, reason=reason if text else None) for index, text in batch]
            for sentence in made:
                yield sentence

    def _why_not(self, originals: Sequence[str], source: str, target: str) -> Untranslated | None:
        """Why nothing is translated at all. A whole article is kept from a model, and not its sentence: what an attack
        says in its next breath looks like any other."""
        if not self.translator.can(source, target):
            return NoticeCode.NO_MODEL
        if self.translator.heeds and any(map(speaks_to_machines, originals)):
            return DropCode.MACHINE_TEXT
        return None

    async def _made(
        self, batch: Sequence[tuple[int, str]], article: Sequence[str], source: str, target: str
    ) -> tuple[list[TranslatedSentence], Untranslated | None]:
        """The batch in its order, and why no other is to be asked for, None to go on."""
        asked = [(index, text) for index, text in batch if text and len(text) <= LONGEST and index < MOST_SENTENCES]
        given = await self.translator.translate([text for _, text in asked], source, target)
        if isinstance(given, Failure):
            self.trouble = given
            code = _NOTICES.get(given.code, NoticeCode.DOWN)
            return [TranslatedSentence(index, text, reason=code if text else None) for index, text in batch], code
        pairs = [SentencePair(text, source, plain(said), target) for (_, text), said in zip(asked, given, strict=True)]
        verdicts = await self._verdicts(pairs, given, article)
        judged = {
            index: _judged(index, pair, verdict)
            for (index, _), pair, verdict in zip(asked, pairs, verdicts, strict=True)
        }
        for sentence in judged.values():
            self._failed = self._failed + 1 if sentence.translation is None else 0
        stop = NoticeCode.UNSUPPORTED if self._failed >= MOST_FAILED else None
        return [judged.get(index) or _left(index, text) for index, text in batch], stop

    async def _verdicts(
        self, pairs: Sequence[SentencePair], given: Sequence[str], article: Sequence[str]
    ) -> list[GroundingVerdict | DropCode]:
        """The checker's for each that may go to it. In a thread: to tell languages apart may need a model."""
        troubles = await asyncio.to_thread(lambda: list(map(self._trouble, pairs, given)))
        fair = [pair for pair, trouble in zip(pairs, troubles, strict=True) if trouble is None]
        verdicts = iter(await self.check(fair, article) if fair else ())
        return [next(verdicts) if trouble is None else trouble for trouble in troubles]

    def _trouble(self, pair: SentencePair, said: str) -> DropCode | None:
        """What of a translation needs no checker to be seen. `said` is as it came, before it was made plain."""
        if not pair.translation:
            return DropCode.MISSING
        trouble = trouble_of(pair.translation)
        if trouble is not None:
            return trouble
        if speaks_to_machines(said):
            return DropCode.MACHINE_TEXT
        if has_foreign_address(pair.translation, [pair.original]):
            return DropCode.ADDRESS
        weights = sorted((_weight(pair.original), _weight(pair.translation)))
        if weights[1] >= WEIGHED and weights[0] < LEAST_SHARE * weights[1]:
            return DropCode.LENGTH
        return DropCode.LANGUAGE if self._is_untranslated(pair) else None

    def _is_untranslated(self, pair: SentencePair) -> bool:
        if pair.translation.casefold() == pair.original.casefold():
            return True
        told = self.tell_language(pair.translation, pair.target)
        return told is not None and told == canonical_language(pair.source)


def _weight(text: str) -> float:
    """Letters and digits, as many as they would be in an alphabet."""
    return sum(HEAVY if _is_heavy(ord(letter)) else 1.0 for letter in text if letter.isalnum())


def _is_heavy(point: int) -> bool:
    return any(first <= point <= last for first, last in _HEAVY_SIGNS)


def _batches(article: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """All sentences with their numbers, a few at a time."""
    batch: list[tuple[int, str]] = []
    room = BATCH_CHARS
    for index, text in enumerate(article):
        if batch and (len(batch) == BATCH or len(text) > room):
            yield batch
            batch, room = [], BATCH_CHARS
        batch.append((index, text))
        room -= len(text)
    if batch:
        yield batch


def _left(index: int, text: str) -> TranslatedSentence:
    """What nobody was asked for: nothing, or more than is translated."""
    return TranslatedSentence(index, text, reason=DropCode.TOO_LONG if text else None)


def _judged(index: int, pair: SentencePair, verdict: GroundingVerdict | DropCode) -> TranslatedSentence:
    if isinstance(verdict, DropCode):
        return TranslatedSentence(index, pair.original, reason=verdict)
    if not verdict.accepted:
        return TranslatedSentence(index, pair.original, is_checked=True, reason=verdict.reason)
    if verdict.scores.get("support", 1.0) < SURE:
        unsure = GroundingReason(GroundingCode.UNSUPPORTED)
        return TranslatedSentence(index, pair.original, is_checked=True, reason=unsure)
    return TranslatedSentence(index, pair.original, pair.translation, is_checked=True)
