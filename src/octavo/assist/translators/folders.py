"""The operator's directory of Firefox models: which languages it holds, and whether its files are what they should be.

Each model is a folder "es-en" with a model, one vocabulary or two, and perhaps a shortlist. Nothing is ever downloaded.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.core.languages import canonical_language

HUB = "en"
"""Every Firefox model is from English or into it."""
LARGEST_FILE = 500_000_000
"""Bytes. The larger ones have some sixty million."""
FORMAT = 1
MOST_PARTS = 100_000
MOST_DIMENSIONS = 16
MOST_WORDS = 1_000_000


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """One direction. The two vocabularies are one file for most languages."""

    source: str
    target: str
    path: Path
    model: Path
    source_words: Path
    target_words: Path
    shortlist: Path | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a directory holds; `complaints` are of folders that cannot be used, one line each."""

    folders: tuple[ModelFolder, ...] = ()
    complaints: tuple[str, ...] = ()

    def route(self, source: str, target: str) -> tuple[ModelFolder, ...]:
        """The models to go through, one or two by way of English; () where there is no way."""
        known = {(each.source, each.target): each for each in self.folders}
        if source == target:
            return ()
        if (source, target) in known:
            return (known[source, target],)
        legs = known.get((source, HUB)), known.get((HUB, target))
        return (legs[0], legs[1]) if legs[0] and legs[1] else ()


def look_through(models: Path) -> Shelf:
    """Never raises: a directory that cannot be read is a complaint."""
    folders: list[ModelFolder] = []
    complaints: list[str] = []
    try:
        found = sorted(path for path in models.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        return Shelf(complaints=(f"{models} cannot be read ({error.strerror})",))
    for path in found:
        try:
            told = _folder(path)
        except OSError as error:
            told = f"{path.name} cannot be read ({error.strerror})"
        if isinstance(told, str):
            complaints.append(told)
        else:
            folders.append(told)
    return Shelf(tuple(folders), tuple(complaints))


def _folder(path: Path) -> ModelFolder | str:
    languages = next(_languages(path.name), None)
    if languages is None:
        return f"{path.name} is no pair of languages such as es-en"
    files = {file.name.partition(".")[0]: file for file in sorted(path.iterdir()) if file.is_file()}
    both = files.get("vocab")
    model, source, target = files.get("model"), files.get("srcvocab", both), files.get("trgvocab", both)
    if model is None or source is None or target is None:
        lacking = "model.*" if model is None else "vocab.* (or srcvocab.* and trgvocab.*)"
        return f"{path.name} has no {lacking}"
    return ModelFolder(*languages, path, model, source, target, files.get("lex"))


def _languages(name: str) -> Iterator[tuple[str, str]]:
    """Of "es-en", "en-zh-Hant": wherever it can be cut into two languages of which one is English."""
    parts = name.replace("_", "-").split("-")
    for cut in range(1, len(parts)):
        source, target = canonical_language("-".join(parts[:cut])), canonical_language("-".join(parts[cut:]))
        if source and target and source != target and HUB in (source, target):
            yield source, target


def read_file(path: Path) -> bytes:
    """Raises OSError, and ValueError for a file that is far too large."""
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"{path.name} is larger than any model")
    return path.read_bytes()


def check_model(content: bytes) -> None:
    """Raises ValueError for what is no model in Marian's binary format, version 1.

    The engine takes sizes at their word and asks the system for as much memory; a file with a wrong one would end the
    whole process. So its table of contents is added up here first: headers, names, shapes, a gap, then the parts.
    """
    try:
        version, count = struct.unpack_from("<QQ", content)
        if version != FORMAT or not 0 < count <= MOST_PARTS:
            raise ValueError("it is no model of a kind that is known")
        headers = [struct.unpack_from("<QQQQ", content, 16 + 32 * at) for at in range(count)]
        if any(dimensions > MOST_DIMENSIONS for _, _, dimensions, _ in headers):
            raise ValueError("its table of contents makes no sense")
        at = 16 + 32 * count + sum(name + 4 * dimensions for name, _, dimensions, _ in headers)
        (gap,) = struct.unpack_from("<Q", content, at)
    except (struct.error, OverflowError) as error:
        raise ValueError("it ends within its table of contents") from error
    if at + 8 + gap + sum(size for *_, size in headers) > len(content):
        raise ValueError("it is cut off")


def check_shortlist(content: bytes) -> None:
    """Raises ValueError for what is no list of likely words, for the same reason."""
    try:
        _, _, first, _, words, entries = struct.unpack_from("<6Q", content)
    except struct.error as error:
        raise ValueError("its list of likely words is cut off") from error
    if first > MOST_WORDS or 48 + 8 * words + 4 * entries > len(content):
        raise ValueError("its list of likely words makes no sense")
