"""`octavo label`: articles in, what they are about out, as JSON Lines."""

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from octavo.cli.jsonl import BadLineError, Line, Record, answer_line, text_field
from octavo.cli.options import Articles, Jobs, limit_of
from octavo.core.labels import Labels, ToLabel

LIMIT_S = 20.0
"""The longest article that is read takes well under two."""
SCORE_DECIMALS = 3


def label(
    source: Articles,
    *,
    jobs: Jobs = None,
    limit: Annotated[float, limit_of("article")] = LIMIT_S,
) -> None:
    """Tell what each article is about: language, topics, places, hashtags, figures and quotations.

    Each line is an object with "id", "text" and, where known, "title", "language", "country" (of the publisher),
    "publisher", "section", "keywords" and "authors". Each gives one line with the same id, in the same order; one that
    cannot be used gives "id" and "error", and makes the status 1 in the end.

    Example: octavo label articles.jsonl | jq .topics
    """
    from octavo.cli.filtering import filter_lines

    raise typer.Exit(filter_lines(source, answer, doing="Labelling", limit_s=limit, jobs=jobs, prepare=load))


def load() -> None:
    """The models that `answer` needs: a second or two that count for no article."""
    label_record({"text": "The harbour was calm on Monday, said the harbour master of the town."}, Path())


def answer(line: Line) -> Record:
    """The output for one line: "id" and `describe`, or "id" and "error"."""
    return answer_line(line, label_record)


def label_record(record: Record, _folder: Path) -> Record:
    """The output of one article but for its id. Raises `BadLineError`."""
    from octavo.understand.embedding import shipped_embedder
    from octavo.understand.label import label_articles

    (labels,) = label_articles([read_article(record)], shipped_embedder())
    return describe(labels)


def read_article(record: Record) -> ToLabel:
    """Raises `BadLineError`."""
    return ToLabel(
        title=text_field(record, "title"),
        text=text_field(record, "text", needed=True),
        language=text_field(record, "language"),
        country=text_field(record, "country"),
        keywords=_texts_field(record, "keywords"),
        section=text_field(record, "section"),
        authors=_texts_field(record, "authors"),
        publisher=text_field(record, "publisher"),
    )


def _texts_field(record: Record, name: str) -> tuple[str, ...]:
    values = record.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadLineError(f"{name!r} must be a list of strings")
    return tuple(values)


def describe(labels: Labels) -> dict[str, Any]:
    """Labels as the output has them. `country` is the one that the article is most about, or null."""
    return {
        "language": labels.language,
        "topics": [_rounded(dataclasses.asdict(topic)) for topic in labels.topics],
        "places": [_rounded(dataclasses.asdict(place)) for place in labels.places],
        "country": labels.country or None,
        "hashtags": [f"#{hashtag.label}" for hashtag in labels.hashtags],
        "names": [name.text for name in labels.names],
        "figures": [dataclasses.asdict(figure) for figure in labels.figures],
        "quotes": [dataclasses.asdict(quote) for quote in labels.quotes],
    }


def _rounded(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {"score": round(fields["score"], SCORE_DECIMALS)}
