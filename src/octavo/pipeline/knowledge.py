"""What is known of publishers' pages, between the store, which keeps it, and the extract room, which learns it."""

from collections import defaultdict
from collections.abc import Sequence

from octavo.core.polling import PageOutcome
from octavo.extract import templates

PAGES_TAUGHT_AGAIN = 32
"""A kept page teaches only while little is known: it may show a design of two weeks ago."""


def repeated_blocks(publisher_id: int) -> frozenset[int]:
    """Fingerprints of what the publisher's pages share, a thousand at most. Runs in the store's thread."""
    from octavo.store.templates import packed_template

    packed = packed_template(publisher_id)
    return templates.repeated(templates.unpack(packed)) if packed else frozenset()


def learn_pages(outcomes: Sequence[PageOutcome]) -> None:
    """Teach each publisher's template the pages of this batch, inside the transaction that stores them."""
    from octavo.store.templates import claim_templates, keep_templates, publishers_of

    pages = [outcome for outcome in outcomes if outcome.fingerprints]
    if not pages:
        return
    publishers = publishers_of([page.article_id for page in pages])
    by_publisher: dict[int, list[PageOutcome]] = defaultdict(list)
    for page in pages:
        if page.article_id in publishers:
            by_publisher[publishers[page.article_id]].append(page)
    known = claim_templates(by_publisher)
    keep_templates(
        {
            publisher: changed
            for publisher, packed in known.items()
            if (changed := _taught(packed, by_publisher[publisher]))
        }
    )


def _taught(packed: bytes, pages: Sequence[PageOutcome]) -> bytes | None:
    """The template after these pages; None where they taught nothing."""
    before = template = templates.unpack(packed)
    for page in pages:
        if not page.is_redone or template.pages < PAGES_TAUGHT_AGAIN:
            template = templates.learn(template, page.fingerprints, page.article_id)
    return None if template is before else templates.pack(template)
