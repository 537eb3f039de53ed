"""Metadata of invented pages."""

from collections.abc import Callable

import pytest

from octavo.core.failures import Failure
from octavo.core.feeds import FeedEntry
from octavo.core.knowledge import PublisherRules
from octavo.extract.metadata import PageMetadata, read_metadata
from octavo.extract.rules import apply_rules
from octavo.extract.tree import parse_page

Reader = Callable[..., PageMetadata]
URL = "https://www.harbour.example/news/bridge"


@pytest.fixture
def read() -> Reader:
    def read_page(
        body: str,
        *,
        head: str = "",
        lang: str = "en",
        url: str = URL,
        entry: FeedEntry | None = None,
        rules: PublisherRules | None = None,
    ) -> PageMetadata:
        page = f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
        tree = parse_page(page.encode())
        assert not isinstance(tree, Failure)
        return read_metadata(tree, url, entry, ruled=apply_rules(tree, rules) if rules else None, page=page.encode())

    return read_page
