"""What repeats on one publisher's pages, learned from those read: menus, teasers, appeals; never one article's text.

A `Template` counts in how many different pages each block was seen. It is bounded, forgets what a redesign took away,
and packs into bytes that the store keeps. Pure functions; whoever reads pages hands over their blocks' fingerprints.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

MAX_FINGERPRINTS = 2_000
MAX_OF_A_PAGE = 600
"""A hostile page of endless blocks pushes out no more than this."""
MAX_REPEATED = 1_000
PAGES_REMEMBERED = 256
"""Page keys: a page is read again within a day, after which few publishers have brought so many others."""
AGE_AT_PAGES = 64
"""At so many pages all counts are halved, so that the past weighs less and less."""
LEAST_PAGES = 3
LEAST_SHARE = 1 / 8
"""Furniture of one section's pages is seen on some of all; the teaser of a story stays on few for long. A story's own
first sentence is teased on others, so a lower share would take it for furniture."""

_VERSION = 1
_HEAD = struct.Struct("<BHHH")  # version, pages, page keys, fingerprints
_MAX_BYTES = _HEAD.size + 8 * PAGES_REMEMBERED + 10 * MAX_FINGERPRINTS + 1
_KEY_BITS = (1 << 63) - 1
_NOTHING: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Template:
    """`counts`: fingerprint -> pages that had it, those seen last at the end. `pages` counts pages as `counts` does.

    `page_keys` are of the latest pages, oldest first. All are ints from 0 to 2^63 - 1.
    """

    counts: Mapping[int, int] = field(default_factory=lambda: _NOTHING)
    pages: int = 0
    page_keys: tuple[int, ...] = ()


EMPTY = Template()


def learn(template: Template, fingerprints: Iterable[int], page_key: int) -> Template:
    """The template after one more page. A page that was learned lately, or has no blocks, teaches nothing."""
    page_key &= _KEY_BITS
    blocks = {fingerprint & _KEY_BITS for fingerprint in islice(fingerprints, MAX_OF_A_PAGE)}
    if not blocks or page_key in template.page_keys:
        return template
    counts = {block: count for block, count in template.counts.items() if block not in blocks}
    counts |= {block: template.counts.get(block, 0) + 1 for block in blocks}
    pages = template.pages + 1
    if pages >= AGE_AT_PAGES:
        counts, pages = _aged(counts), pages // 2
    return Template(_bounded(counts), pages, (*template.page_keys, page_key)[-PAGES_REMEMBERED:])


def _aged(counts: Mapping[int, int]) -> dict[int, int]:
    return {block: count // 2 for block, count in counts.items() if count > 1}


def _bounded(counts: dict[int, int]) -> dict[int, int]:
    """Without the rarest where there are too many; among the equally rare those not seen for longest go."""
    excess = len(counts) - MAX_FINGERPRINTS
    if excess <= 0:
        return counts
    gone = set(islice((block for block, count in counts.items() if count == 1), excess))
    if len(gone) < excess:
        gone = set(sorted(counts, key=counts.__getitem__)[:excess])  # the sort is stable: oldest first
    return {block: count for block, count in counts.items() if block not in gone}


def repeated(template: Template) -> frozenset[int]:
    """The blocks that are the publisher's furniture: on three different pages or more, and on a good share of all."""
    least = max(LEAST_PAGES, template.pages * LEAST_SHARE)
    found = [block for block, count in template.counts.items() if count >= least]
    return frozenset(sorted(found, key=template.counts.__getitem__, reverse=True)[:MAX_REPEATED])


def pack(template: Template) -> bytes:
    """At most 22 kB: fingerprints are random bits and do not compress, but zlib's checksum tells of damage."""
    head = _HEAD.pack(_VERSION, template.pages, len(template.page_keys), len(template.counts))
    body = _body(len(template.page_keys), len(template.counts))
    return zlib.compress(
        head + body.pack(*template.page_keys, *template.counts, *template.counts.values()), zlib.Z_NO_COMPRESSION
    )


def _body(keys: int, blocks: int) -> struct.Struct:
    return struct.Struct(f"<{keys}Q{blocks}Q{blocks}H")


def unpack(data: bytes) -> Template:
    """What `pack` packed. Of damaged bytes, or another version's, the empty template: it is soon learned anew."""
    try:
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(data, _MAX_BYTES)
        version, pages, keys, blocks = _HEAD.unpack_from(raw)
        body = _body(keys, blocks)
        if version != _VERSION or not unpacker.eof or len(raw) != _HEAD.size + body.size:
            return EMPTY
        values = body.unpack_from(raw, _HEAD.size)
    except (zlib.error, struct.error):
        return EMPTY
    return Template(dict(zip(values[keys : keys + blocks], values[keys + blocks :], strict=True)), pages, values[:keys])
