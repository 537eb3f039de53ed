"""Articles of JSON Lines as grouping sees them: with the labels that it needs and no others."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from octavo.cli.jsonl import BadLineError, Record, text_field

if TYPE_CHECKING:
    from octavo.core.stories import Sighting

MAX_TITLE_CHARS = 1_000
MAX_TEXT_CHARS = 100_000
"""Copies are told by so much; everything else reads less."""
LANGUAGE_CHARS = 1_000


def read_sightings(records: Sequence[Record], ids: Sequence[str]) -> "tuple[Sighting, ...]":
    """Each record as a `Sighting` of its id. Raises `BadLineError` for the first that cannot be used."""
    from dataclasses import replace

    from octavo.understand.embedding import embedding_text, shipped_embedder

    read = [_read(record, article) for record, article in zip(records, ids, strict=True)]
    vectors = shipped_embedder().embed([embedding_text(one.title, one.text) for one in read])
    return tuple(
        replace(one, embedding=vector.astype("<f2").tobytes()) for one, vector in zip(read, vectors, strict=True)
    )


def _read(record: Record, article: str) -> "Sighting":
    """All but its embedding."""
    from octavo.core.stories import Sighting
    from octavo.understand.language import detect_language
    from octavo.understand.names import find_names
    from octavo.understand.places import find_places

    title = text_field(record, "title")[:MAX_TITLE_CHARS]
    text = text_field(record, "text", needed=True)[:MAX_TEXT_CHARS]
    declared = text_field(record, "language")
    language = detect_language(f"{title}\n{text[:LANGUAGE_CHARS]}", hint=declared) or ""
    return Sighting(
        id=article,
        title=title,
        text=text,
        language=language,
        publisher=text_field(record, "publisher"),
        url=text_field(record, "url"),
        at=_time_field(record, "published_at"),
        names=find_names(title, text, language=language),
        places=find_places(title, text, language=language),
    )


def _time_field(record: Record, name: str) -> datetime | None:
    """UTC, where the time names no zone. Raises `BadLineError` for what is no time of ISO 8601."""
    value = text_field(record, name)
    if not value:
        return None
    try:
        time = datetime.fromisoformat(value)
    except ValueError as error:
        raise BadLineError(f"{name!r} must be a time such as 2026-03-02T12:00:00Z") from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)
