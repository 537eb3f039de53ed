"""Translation by Firefox's models on this machine, with the package fxtranslate, which the operator installs.

It is imported with the first sentence, and only ever given files of the operator's directory: its ways to the network
are not used. Its engines belong to the thread that made them, so one thread makes, uses and drops them all.
"""

import asyncio
import importlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, TypeVar

from octavo.assist.plain import LONGEST
from octavo.assist.translators.folders import (
    HUB,
    ModelFolder,
    Shelf,
    check_model,
    check_shortlist,
    look_through,
    read_file,
)
from octavo.core.failures import Failure, FailureCode
from octavo.core.languages import canonical_language

T = TypeVar("T")
VERSION = 1
PACKAGE = "fxtranslate"
KEPT = 4
"""Engines that stay in memory, some 100 MB each; a way through English needs two."""
PANIC = "PanicException"
"""What a fault within the engine is raised as. It is no `Exception`, and its package names no class to import."""


class Engine(Protocol):
    """As much of `fxtranslate.Translator` as is used."""

    def translate_long(self, text: str) -> str:
        """One sentence or several: what is too long for the model's window is cut rather than left out."""
        ...


LoadEngine = Callable[[ModelFolder], Engine]


class FirefoxTranslator:
    """A `Translator`. `models` is looked through once: folders that come later are found by the next start.

    While one sentence is translated the engine holds Python's lock, tens of milliseconds; between two of them the event
    loop goes on. Where that is too long, use it in a process that serves nobody.
    """

    name = f"firefox/{VERSION}"
    heeds = False

    def __init__(self, models: Path, *, load: LoadEngine | None = None, kept: int = KEPT) -> None:
        self._models = models
        self._shelf: Shelf | None = None
        self._can_load = load is not None or has_package()
        self._load = load or load_engine
        self._most = kept
        self._engines: OrderedDict[Path, Engine] = OrderedDict()
        self._thread: ThreadPoolExecutor | None = None

    @property
    def shelf(self) -> Shelf:
        if self._shelf is None:
            self._shelf = look_through(self._models)
        return self._shelf

    def can(self, source: str, target: str) -> bool:
        return self._can_load and bool(self._route(source, target))

    def _route(self, source: str, target: str) -> tuple[ModelFolder, ...]:
        return self.shelf.route(canonical_language(source) or "", canonical_language(target) or "")

    async def translate(self, sentences: Sequence[str], source: str, target: str) -> tuple[str, ...] | Failure:
        if not sentences:
            return ()
        route = self._route(source, target)
        if not self._can_load:
            return Failure(FailureCode.GONE, f"the package {PACKAGE} is not installed")
        if not route:
            return Failure(FailureCode.GONE, f"no model leads from {source} to {target}, nor two by way of {HUB}")
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="firefox")
        loop = asyncio.get_running_loop()
        made: list[str] = []
        for sentence in sentences:
            told = await loop.run_in_executor(self._thread, self._through, route, sentence)
            if isinstance(told, Failure):
                return told
            made.append(told)
        return tuple(made)

    def _through(self, route: Sequence[ModelFolder], sentence: str) -> str | Failure:
        """In the engines' own thread. One sentence at a time: whoever stops listening is not worked for any longer."""
        text = " ".join(sentence.encode("utf-8", "replace").decode().replace("\0", " ").split())
        for folder in route:
            if not text or len(text) > LONGEST:
                return ""
            engine = self._engine(folder)
            if isinstance(engine, Failure):
                return engine
            made = _guarded(partial(engine.translate_long, text))
            if isinstance(made, Failure):
                self._engines.pop(folder.path, None)
                return Failure(FailureCode.CRASHED, f"{folder.path.name}: {made.detail}")
            text = " ".join(made.split())
        return text

    def _engine(self, folder: ModelFolder) -> Engine | Failure:
        kept = self._engines.pop(folder.path, None)
        engine = kept if kept is not None else _guarded(partial(self._load, folder))
        if isinstance(engine, Failure):
            return Failure(FailureCode.PROTOCOL, f"{folder.path.name} cannot be used: {engine.detail}")
        self._engines[folder.path] = engine
        while len(self._engines) > self._most:
            self._engines.popitem(last=False)
        return engine

    async def aclose(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            await asyncio.get_running_loop().run_in_executor(thread, self._engines.clear)
            thread.shutdown()


def has_package() -> bool:
    return find_spec(PACKAGE) is not None


def load_engine(folder: ModelFolder) -> Engine:
    """Raises OSError, and ValueError for files that are no model."""
    model = read_file(folder.model)
    check_model(model)
    source, target = read_file(folder.source_words), read_file(folder.target_words)
    if not source or not target:
        raise ValueError("a vocabulary is empty")
    shortlist = read_file(folder.shortlist) if folder.shortlist else None
    if shortlist is not None:
        check_shortlist(shortlist)
    engine: Engine = importlib.import_module(PACKAGE).Translator(model, source, target, shortlist)
    return engine


def _guarded(work: Callable[[], T]) -> T | Failure:
    """The package's own errors, and faults within it, as a `Failure` with their words alone."""
    try:
        return work()
    except (ValueError, OSError, MemoryError, ImportError) as error:
        return Failure(FailureCode.CRASHED, _words(error))
    except BaseException as fault:
        if type(fault).__name__ != PANIC:
            raise
        return Failure(FailureCode.CRASHED, _words(fault))


def _words(error: BaseException) -> str:
    said = str(error).strip() or type(error).__name__
    return " ".join(said.split())[:200]
