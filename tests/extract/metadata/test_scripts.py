"""Days that only a page's scripts state."""

import time
from collections.abc import Callable

import pytest

from octavo.extract.metadata import PageMetadata
from octavo.extract.metadata.scripts import scripted_time

Reader = Callable[..., PageMetadata]
SCRIPT = '<script>state = {"publishedAt": "2025-11-08T10:00:00+01:00"}</script>'


@pytest.mark.parametrize(
    ("script", "day"),
    [
        ('{"datePublished":"2025-11-08"}', "2025-11-08"),
        ('{"article":{"published_at" : "2025-11-08 07:15:00"}}', "2025-11-08"),
        ('"{\\"firstPublishedDate\\":\\"2025-11-08T10:00:00Z\\"}"', "2025-11-08"),
        ("{publishDate: '2025-11-08', created_at: '2024-01-01'}", "2025-11-08"),
        ('{"publicationTime":1762596000}', "2025-11-08"),
        ('{"pubDate":1762596000000}', "2025-11-08"),
        ('{"createdAt":"2025-11-08T10:00:00Z","updatedAt":"2025-12-01"}', "2025-11-08"),
        ('{"datePublished":"2025-11-08"},{"datePublished":"2025-11-08T09:00:00Z"}', "2025-11-08"),
        ('{"datePublished":"2025-11-08"},{"datePublished":"2025-11-09"}', None),
        ('{"publisher":"2025-11-08"}', None),
        ('{"unpublishedAt":"2025-11-08"}', None),
        ('{"publishedAt":"2025-99-99"}', None),
        ('{"publishedAt":null}', None),
    ],
)
def test_the_day_in_a_pages_data(script: str, day: str | None) -> None:
    moment = scripted_time(f"<script>{script}</script>".encode())
    assert (moment and moment.date().isoformat()) == day


def test_scripts_are_asked_last(read: Reader) -> None:
    silent = read("<h1>Bridge over the Lund reopens</h1>" + SCRIPT)
    shown = read("<h1>Bridge over the Lund reopens</h1><time>7 November 2025</time>" + SCRIPT)
    assert silent.published_at is not None
    assert silent.published_at.isoformat() == "2025-11-08T10:00:00+01:00"
    assert shown.published_at is not None
    assert shown.published_at.date().isoformat() == "2025-11-07"


def test_no_data_is_expensive() -> None:
    started = time.process_time()
    scripted_time(b'"publishedAt":' * 200_000 + b'"created' * 200_000)
    assert time.process_time() - started < 1.0
