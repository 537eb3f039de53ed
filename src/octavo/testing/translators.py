"""Translators without a model, for tests: one says what it was told to, one stands in for Firefox's engine."""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from octavo.core.failures import Failure, FailureCode

ROLE_FILES = {
    "model": "model.{pair}.intgemm.alphas.bin",
    "vocab": "vocab.{pair}.spm",
    "lex": "lex.50.50.{pair}.s2t.bin",
}


class ScriptedTranslator:
    """Implements `octavo.core.protocols.Translator`: `words` says each sentence's translation, "" where it has none.

    A `Failure` in the place of a translation is that of the whole batch. `asked` are the batches that came.
    """

    def __init__(
        self,
        words: Mapping[str, str | Failure] | Callable[[str], str | Failure],
        *,
        pairs: Sequence[tuple[str, str]] = (("en", "es"),),
        heeds: bool = False,
        name: str = "scripted/1",
    ) -> None:
        self.name = name
        self.heeds = heeds
        self.asked: list[tuple[str, ...]] = []
        self.is_closed = False
        self._words = words if callable(words) else lambda sentence: words.get(sentence, "")
        self._pairs = frozenset(pairs)

    def can(self, source: str, target: str) -> bool:
        return (source, target) in self._pairs

    async def translate(self, sentences: Sequence[str], source: str, target: str) -> tuple[str, ...] | Failure:
        if not sentences:
            return ()
        self.asked.append(tuple(sentences))
        if not self.can(source, target):
            return Failure(FailureCode.GONE, f"nothing is known of {source} and {target}")
        made: list[str] = []
        for sentence in sentences:
            said = self._words(sentence)
            if isinstance(said, Failure):
                return said
            made.append(said)
        return tuple(made)

    async def aclose(self) -> None:
        self.is_closed = True


class PanicException(BaseException):
    """As the package raises it for a fault within its engine."""


class StandInEngine:
    """As much of `fxtranslate.Translator` as Octavo uses, and as particular: it works in the thread that made it alone.

    It says the sentence's words backwards with the pair before them; the word "panic" breaks it.
    """

    def __init__(self, pair: str) -> None:
        self._pair = pair
        self._thread = threading.get_ident()

    def translate_long(self, text: str) -> str:
        if threading.get_ident() != self._thread:
            raise PanicException("it is unsendable, but sent to another thread")
        if "panic" in text:
            raise PanicException("index out of bounds")
        return f"{self._pair}: {' '.join(reversed(text.split()))}"


def make_folder(models: Path, pair: str, *, without: str = "") -> Path:
    """A folder of the operator's directory, with files that are no models."""
    folder = models / pair
    folder.mkdir(parents=True)
    for role, name in ROLE_FILES.items():
        if role != without:
            (folder / name.format(pair=pair.replace("-", ""))).write_bytes(b"nothing")
    return folder
