"""What tells an entry from its siblings, also where the publisher's own ids do not."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TypeVar

from octavo.core.feeds import FeedEntry, ParsedFeed

T = TypeVar("T")
MAX_ENTRIES = 1_000
"""Entries read of one feed; an endless one is cut here, with a warning."""
_MAX_KEY = 2_000


def entry_key(said: str, url: str, *words: str | None) -> str:
    """The publisher's id, else the link, else a hash of the entry's words."""
    key = " ".join(said.split()) or url
    if not key:
        key = f"words:{_digest(*(word or '' for word in words))}"
    return key if len(key) <= _MAX_KEY else f"long:{_digest(key)}"


def _digest(*words: str) -> str:
    return blake2b("\0".join(words).encode("utf-8", "replace"), digest_size=16).hexdigest()


def first_entries(elements: Sequence[T]) -> tuple[Sequence[T], tuple[str, ...]]:
    """As many as are read, and what to say when there are more."""
    if len(elements) <= MAX_ENTRIES:
        return elements, ()
    return elements[:MAX_ENTRIES], (f"only the first {MAX_ENTRIES:,} of {len(elements):,} entries were read",)


def tell_apart(feed: ParsedFeed) -> ParsedFeed:
    """Entries that share an id but not a link get the link into their key; what is left twice is kept once."""
    links: dict[str, set[str]] = {}
    for entry in feed.entries:
        links.setdefault(entry.key, set()).add(entry.url)
    if len(links) == len(feed.entries):
        return feed
    shared = {key for key, urls in links.items() if len(urls) > 1}
    kept: dict[str, FeedEntry] = {}
    for entry in feed.entries:
        key = entry_key(f"{entry.key} {entry.url}", "") if entry.key in shared else entry.key
        kept.setdefault(key, replace(entry, key=key))
    warnings = [*feed.warnings]
    if shared:
        warnings.append("entries share an id: told apart by their links")
    if left_out := len(feed.entries) - len(kept):
        warnings.append(f"{left_out} entries stand there twice: kept once")
    return replace(feed, entries=tuple(kept.values()), warnings=tuple(warnings))
