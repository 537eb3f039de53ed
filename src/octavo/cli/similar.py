"""`octavo similar`: pairs of articles in, how sure it is that both tell one story out, as JSON Lines."""

from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.jsonl import BadLineError, Line, Record, answer_line
from octavo.cli.options import Jobs, limit_of

LIMIT_S = 20.0
SCORE_DECIMALS = 4


def similar(
    source: Annotated[
        str,
        typer.Argument(metavar="JSONL", help="Pairs as JSON Lines (.gz allowed), or - for standard input."),
    ],
    *,
    jobs: Jobs = None,
    limit: Annotated[float, limit_of("pair")] = LIMIT_S,
) -> None:
    """Tell how alike two articles are: 0 for two stories, 1 for the same one, in any languages.

    Each line is an object with "id" and two articles, "a" and "b", that have "text" and, where known, "title",
    "language" and "published_at". Each gives one line with "id" and "score", in the same order; one that cannot be used
    gives "id" and "error", and makes the status 1 in the end.

    Example: octavo similar pairs.jsonl | jq 'select(.score > 0.5)'
    """
    from octavo.cli.filtering import filter_lines

    raise typer.Exit(filter_lines(source, answer, doing="Comparing", limit_s=limit, jobs=jobs, prepare=load))


def load() -> None:
    """The models that `answer` needs: a second or two that count for no pair."""
    article = {"text": "The harbour was calm on Monday, said the harbour master of the town."}
    compare_record({"a": article, "b": article}, Path())


def answer(line: Line) -> Record:
    """The output for one line: "id" and "score", or "id" and "error"."""
    return answer_line(line, compare_record)


def compare_record(record: Record, _folder: Path) -> Record:
    """The output of one pair but for its id. Raises `BadLineError`."""
    from octavo.cli.sightings import read_sightings
    from octavo.stories.similar import similarity

    first, second = read_sightings([_article(record, "a"), _article(record, "b")], ["a", "b"])
    return {"score": round(similarity(first, second), SCORE_DECIMALS)}


def _article(record: Record, name: str) -> Record:
    article = record.get(name)
    if not isinstance(article, dict):
        raise BadLineError(f"{name!r} must be an object with a text")
    return article
