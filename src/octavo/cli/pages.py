"""What `octavo extract` is asked to read: lists of pages (JSON Lines), folders of pages, single pages.

Finding comes first and reads no page; reading is bounded, since a page may be anything.
"""

import codecs
import gzip
import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from octavo.cli.jsonl import STDIN, BadLineError, Line, count_lines, read_lines
from octavo.core.failures import OctavoError

SUFFIXES = tuple(f"{kind}{packed}" for kind in (".html", ".htm", ".xhtml") for packed in ("", ".gz"))
LISTS = (".jsonl", ".ndjson", ".json")
MAX_PAGE_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page in a file. `url` is "" where only the page itself may know."""

    id: str
    path: Path
    url: str


@dataclass(frozen=True, slots=True)
class Pages:
    """`count` tells how many there are, None for who knows: streams, packed lists; it reads lists through."""

    items: Iterable[Line | PageFile]
    count: Callable[[], int | None]


def find_pages(sources: Sequence[str], *, url_base: str = "") -> Pages:
    """The pages of all `sources`, in their order; those of a folder by their paths. Raises `OctavoError`."""
    if url_base and urlsplit(url_base).scheme not in {"http", "https"}:
        raise OctavoError(f"--url-base {url_base!r} makes no sense: an http(s) address is needed")
    parts = [_find(source, url_base) for source in sources]
    return Pages((item for part in parts for item in part), partial(_count, sources, parts))


def _count(sources: Sequence[str], parts: Sequence[list[PageFile] | Iterator[Line]]) -> int | None:
    counts = [
        len(part) if isinstance(part, list) else count_lines(source)
        for source, part in zip(sources, parts, strict=True)
    ]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _find(source: str, url_base: str) -> list[PageFile] | Iterator[Line]:
    path = Path(source)
    if source == STDIN:
        return read_lines(source)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from error
    if stat.S_ISDIR(mode):
        return _in_folder(path, url_base)
    if not os.access(path, os.R_OK):
        raise OctavoError(f"{source} cannot be read: Permission denied")
    if _is_page(path, mode):
        return [PageFile(source, path, _address(url_base, path.name))]
    return read_lines(source)


def _is_page(path: Path, mode: int) -> bool:
    """By its name; and by its first character where the name tells nothing, since no line of JSON begins like that."""
    name = path.name.lower()
    if name.endswith(SUFFIXES):
        return True
    if name.endswith(LISTS) or not stat.S_ISREG(mode):
        return False
    with path.open("rb") as file:
        return file.read(512).removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")


def _in_folder(folder: Path, url_base: str) -> list[PageFile]:
    def give_up(error: OSError) -> None:
        raise _unreadable(error.filename or str(folder), error)

    paths = [
        Path(directory, name)
        for directory, _, names in os.walk(folder, onerror=give_up)
        for name in names
        if name.lower().endswith(SUFFIXES)
    ]
    found = sorted((path.relative_to(folder).as_posix(), path) for path in paths)
    if not found:
        raise OctavoError(f"{folder} holds no page ({', '.join(SUFFIXES[::2])}, or those with .gz)")
    return [PageFile(name, path, _address(url_base, name)) for name, path in found]


def _address(url_base: str, name: str) -> str:
    if not url_base:
        return ""
    path = quote(os.fsencode(name.removesuffix(".gz")))
    return urljoin(url_base if url_base.endswith("/") else f"{url_base}/", path)


def _unreadable(path: str, error: OSError | ValueError) -> OctavoError:
    return OctavoError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}")


def read_page(path: Path) -> bytes:
    """A page's bytes, unpacked where its name ends in .gz. Raises `BadLineError`.

    A list may name any file that its reader may read, absolute or above its own folder: it runs with the rights of
    whoever gave it, and its answers go to them alone. But only files: a pipe would wait, and a device never end.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadLineError(f"{path} is not a file")
        with (gzip.open if path.suffix.lower() == ".gz" else open)(path, "rb") as file:
            data = file.read(MAX_PAGE_BYTES + 1)
    except EOFError as error:
        raise BadLineError(f"{path} is not whole: its gzip ends too early") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise BadLineError(f"{path} is not gzip: {error}") from error
    except (OSError, ValueError) as error:
        raise BadLineError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > MAX_PAGE_BYTES:
        raise BadLineError(f"{path} is larger than {MAX_PAGE_BYTES // 1_000_000} MB")
    return bytes(data)
