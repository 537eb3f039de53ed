"""A number for what a block says, the same on every page: by it, what repeats on a publisher's pages is learned."""

from collections.abc import Iterable
from hashlib import blake2b

from octavo.extract.body.blocks import Block

MIN_CHARS = 12
MAX_BLOCKS = 600
_BITS = (1 << 63) - 1


def fingerprint(text: str) -> int:
    """0 to 2^63 - 1, of the words alone: white space and case make no difference."""
    return int.from_bytes(blake2b(text.casefold().encode("utf-8", "replace"), digest_size=8).digest(), "big") & _BITS


def fingerprints(blocks: Iterable[Block]) -> tuple[int, ...]:
    """Of a page's blocks that are long enough to say something, each once, in reading order."""
    found: dict[int, None] = {}
    for block in blocks:
        if len(block.text) >= MIN_CHARS:
            found.setdefault(fingerprint(block.text), None)
            if len(found) >= MAX_BLOCKS:
                break
    return tuple(found)
