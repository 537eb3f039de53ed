"""Metadata of invented pages."""

from collections.abc import Callable

import pytest

from octavo.extract.metadata import PageMetadata, read_metadata
from octavo.extract.tree import parse_page

Reader = Callable[..., PageMetadata]
URL = "https://www.harbour.example/news/bridge"


@pytest.fixture
def read() -> Reader:
    def read_page(body: str, *, head: str = "", lang: str = "en", url: str = URL, **options: object) -> PageMetadata:
        page = f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
        return read_metadata(parse_page(page.encode()), url, **options)  # type: ignore[arg-type]  # options are its own

    return read_page
