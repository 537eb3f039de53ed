"""What is known of one publisher's pages before the next one is read: what repeats on them, and contributed rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublisherRules:
    """Rules of one data file (`octavo/data/publishers/`). Each is a list of CSS selectors; none is usual.

    `body`: the text is inside these alone. `drop`: never part of the text. `keep`: always part of it, against the
    judge. `authors`, `title`, `published`: where these stand, tried before all else. `paywall`: where it is, only the
    beginning of the text is on the page.
    """

    hosts: tuple[str, ...]
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    paywall: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublisherKnowledge:
    """`repeated` are fingerprints of blocks that several of the publisher's pages share: furniture, not article."""

    repeated: frozenset[int] = frozenset()
    rules: PublisherRules | None = None


NOTHING_KNOWN = PublisherKnowledge()
