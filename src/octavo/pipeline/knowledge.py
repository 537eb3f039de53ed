"""What is known of publishers' pages, between the store, which keeps it, and the extract room, which learns it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from octavo.core.polling import PageOutcome
from octavo.extract import templates
from octavo.extract.templates import Template

PAGES_TAUGHT_AGAIN = 32
"""A kept page teaches only while little is known: it may show a design of two weeks ago."""
ENOUGH_PAGES = 8
"""Then much of what repeats is known, and the pages that were read without it are read once more."""
REDO_AFTER = timedelta(minutes=10)
"""A first fill goes first."""


def repeated_blocks(publisher_id: int) -> frozenset[int]:
    """Fingerprints of what the publisher's pages share, a thousand at most. Runs in the store's thread."""
    from octavo.store.templates import packed_template

    packed = packed_template(publisher_id)
    return templates.repeated(templates.unpack(packed)) if packed else frozenset()


def learn_pages(outcomes: Sequence[PageOutcome]) -> None:
    """Teach each publisher's template the pages of this batch, inside the transaction that stores them."""
    from octavo.store import readings
    from octavo.store.templates import claim_templates, keep_templates

    by_publisher = _by_publisher([outcome for outcome in outcomes if outcome.fingerprints])
    if not by_publisher:
        return
    known = {one: templates.unpack(packed) for one, packed in claim_templates(by_publisher).items()}
    taught = {one: _taught(template, by_publisher[one]) for one, template in known.items()}
    keep_templates({one: templates.pack(template) for one, template in taught.items() if template is not known[one]})
    for one, template in taught.items():
        if known[one].pages < ENOUGH_PAGES <= template.pages:
            readings.redo_publisher(one, max(page.fetched_at for page in by_publisher[one]) + REDO_AFTER)


def _by_publisher(pages: Sequence[PageOutcome]) -> dict[int, list[PageOutcome]]:
    """Of articles that are still there."""
    from octavo.store.templates import publishers_of

    publishers = publishers_of([page.article_id for page in pages])
    by_publisher: dict[int, list[PageOutcome]] = defaultdict(list)
    for page in pages:
        if page.article_id in publishers:
            by_publisher[publishers[page.article_id]].append(page)
    return by_publisher


def _taught(template: Template, pages: Sequence[PageOutcome]) -> Template:
    """The template after these pages; the same object where they taught nothing."""
    for page in pages:
        if not page.is_redone or template.pages < PAGES_TAUGHT_AGAIN:
            template = templates.learn(template, page.fingerprints, page.article_id)
    return template
