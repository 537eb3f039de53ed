"""Finding and reading the data pack: third-party evaluation data in `../shared/data`, a sibling of the checkout.

Its texts stay there: nothing here copies them. Hands on plain dicts, one for each line of a set, and page bytes.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

FOLDER = (Path(__file__).parents[1] / "../shared/data").resolve()
ABSENT = "the data pack is absent: ../shared/data (beside the checkout) is needed"

Record = dict[str, Any]


def is_present() -> bool:
    """Whether there is a data pack at all. Where not, evals are skipped with `ABSENT`."""
    return FOLDER.is_dir()


def read_set(name: str, file: str = "gold.jsonl") -> list[Record]:
    """Every record of a set's JSON-Lines file; `.gz` is unpacked. Raises FileNotFoundError."""
    return list(iter_lines(FOLDER / name / file))


def iter_lines(path: Path) -> Iterator[Record]:
    """The records of one JSON-Lines file. Lines end in LF alone: some texts hold U+2028."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_page(name: str, record: Record) -> bytes:
    """The bytes of a page as served, without its HTTP headers."""
    return gzip.decompress((FOLDER / name / record["html"]).read_bytes())


def file_bytes(record: Record) -> bytes:
    """The file of a file set's record (`data` or `data_base64`), as bytes."""
    if "data_base64" in record:
        return base64.b64decode(record["data_base64"])
    return str(record["data"]).encode("utf-8", "surrogatepass")


def sample(records: Iterable[Record], size: int, *, full: bool = False) -> list[Record]:
    """A fixed sample in the set's own order: the `size` records whose ids hash lowest; all of them when `full`.

    The choice depends on each id alone, so a set that grows keeps most of its sample.
    """
    everything = list(records)
    if full or len(everything) <= size:
        return everything
    chosen = {id(record) for record in sorted(everything, key=_rank)[:size]}
    return [record for record in everything if id(record) in chosen]


def _rank(record: Record) -> bytes:
    return hashlib.blake2b(str(record.get("id", "")).encode(), digest_size=8).digest()
