"""`octavo moderate`: comments in, what would become of them out, as JSON Lines."""

from pathlib import Path
from typing import Annotated, Any

import typer

from octavo.cli.jsonl import Line, Record, answer_line, text_field
from octavo.cli.options import Jobs, limit_of
from octavo.core.moderation import CommentToJudge, Reason

LIMIT_S = 20.0
SCORE_DECIMALS = 3


def moderate(
    source: Annotated[
        str,
        typer.Argument(metavar="JSONL", help="Comments as JSON Lines (.gz allowed), or - for standard input."),
    ],
    *,
    jobs: Jobs = None,
    limit: Annotated[float, limit_of("comment")] = LIMIT_S,
) -> None:
    """Judge comments as the newsroom would: publish, hold or reject, with scores and the reason.

    Each line is an object with "id", "text" and, where known, "context" (what it answers). Each gives one line with
    "id", "decision", "scores" and "reason", in the same order; one that cannot be used gives "id" and "error", and
    makes the status 1 in the end. Nothing is known of the authors, so what counts for new accounts alone is left out.

    Example: octavo moderate comments.jsonl | jq 'select(.decision != "publish")'
    """
    from octavo.cli.filtering import filter_lines

    raise typer.Exit(filter_lines(source, answer, doing="Judging", limit_s=limit, jobs=jobs, prepare=load))


def load() -> None:
    """What `answer` needs, loaded while no limit counts."""
    moderate_record({"text": "The harbour was calm on Monday."}, Path())


def answer(line: Line) -> Record:
    """The output for one line: "id", "decision", "scores" and "reason", or "id" and "error"."""
    return answer_line(line, moderate_record)


def moderate_record(record: Record, _folder: Path) -> Record:
    """The output of one comment but for its id. Raises `BadLineError`."""
    from octavo.assist.moderation import configured_moderator
    from octavo.understand.embedding import shipped_embedder

    text, context = text_field(record, "text", needed=True), text_field(record, "context")
    moderator = configured_moderator(shipped_embedder())
    [verdict] = moderator.moderate([CommentToJudge(str(record.get("id")), text, context)])
    scores = {name: round(score, SCORE_DECIMALS) for name, score in sorted(verdict.scores.items())}
    return {"decision": verdict.decision.value, "scores": scores, **_described(verdict.reason)}


def _described(reason: Reason | None) -> dict[str, Any]:
    """The reason's code, and what counts in it where something does."""
    if reason is None:
        return {"reason": None}
    return {"reason": reason.code} | ({"details": dict(reason.parameters)} if reason.parameters else {})
