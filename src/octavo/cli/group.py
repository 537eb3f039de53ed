"""`octavo group`: articles in order of arrival in, the story of each out, as JSON Lines.

Labels are made in child processes, a line at a time; stories are decided here, in order.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.jsonl import BadLineError, Line, Record, answer_line, write_record
from octavo.cli.options import Articles, Jobs, limit_of

if TYPE_CHECKING:
    from octavo.core.stories import Assignment, Sighting

LIMIT_S = 20.0
SCORE_DECIMALS = 4
SIGHTING = "sighting"


def group(
    source: Articles,
    *,
    explain: Annotated[bool, typer.Option("--explain", help="Add how sure it is, and why.")] = False,
    online: Annotated[
        bool, typer.Option("--online", help="Write each line's story as it comes, and never change it.")
    ] = False,
    jobs: Jobs = None,
    limit: Annotated[float, limit_of("article")] = LIMIT_S,
) -> None:
    """Tell which articles tell the same story, in any language, and which are copies.

    Each line is an object with "id", "text" and, where known, "title", "published_at", "language", "publisher" and
    "url", in order of arrival. When all are read, each gives one line in the same order: "id", "story" (the id of an
    article) and "duplicate_of" (the article that it copies, or null). A line that cannot be used gives "id" and
    "error", and makes the status 1 in the end.

    Example: octavo group articles.jsonl | jq -s 'group_by(.story)'
    """
    from octavo.cli.filtering import filter_lines

    desk = Desk(explains=explain)
    status = filter_lines(
        source,
        answer,
        doing="Grouping",
        limit_s=limit,
        jobs=jobs,
        prepare=load,
        write=desk.write_first if online else desk.take,
        finish=lambda: None if online else desk.write_last(),
        prints=online,
    )
    raise typer.Exit(status)


def load() -> None:
    """The models that `answer` needs: a second or two that count for no article."""
    see_record({"id": "", "text": "The harbour was calm on Monday, said the harbour master of the town."}, Path())


def answer(line: Line) -> Record:
    """ "id" and `SIGHTING`, or "id" and "error"."""
    return answer_line(line, see_record)


def see_record(record: Record, _folder: Path) -> Record:
    """An article with its labels. Raises `BadLineError`."""
    from octavo.cli.sightings import read_sightings

    (seen,) = read_sightings([record], [_name(record.get("id"))])
    return {SIGHTING: seen}


def _name(article: object) -> str:
    """An id as the grouper has it: 1 and "1" are two articles."""
    if isinstance(article, bool) or not isinstance(article, str | int | float):
        raise BadLineError("'id' must be a string or a number")
    return article if isinstance(article, str) else f"\0{article!r}"


class Desk:
    """Takes lines in order of arrival, and knows the story of each."""

    def __init__(self, *, explains: bool) -> None:
        from octavo.stories.grouping import OUT_OF_MIND, Grouper

        self._grouper = Grouper()
        self._explains = explains
        self._rest = self._pass_after = OUT_OF_MIND
        self._lines: list[Record | Assignment] = []
        self._ids: dict[str, object] = {}
        self._stories: dict[str, str] = {}

    def write_first(self, line: Record) -> None:
        """Decide over one line, and write it."""
        write_record(self._describe(self._decide(line)))

    def take(self, line: Record) -> None:
        """Decide over one line. Now and then the slower pass looks at all that came since the last."""
        self._lines.append(self._decide(line))
        self._rest -= 1
        if not self._rest:
            self._regroup()

    def write_last(self) -> None:
        """Write all lines taken, after one more pass."""
        self._regroup()
        for line in self._lines:
            write_record(self._describe(line))

    def _decide(self, line: Record) -> "Record | Assignment":
        if SIGHTING not in line:
            return line
        seen: Sighting = line[SIGHTING]
        self._ids[seen.id] = line["id"]
        decided = self._grouper.assign(seen)
        self._stories[seen.id] = decided.story
        return decided

    def _regroup(self) -> None:
        found = self._grouper.regroup()
        self._rest = self._pass_after
        for article, story in self._stories.items():
            self._stories[article] = found.moved.get(article) or found.merged.get(story, story)

    def _describe(self, line: "Record | Assignment") -> Record:
        """As the output has it."""
        if isinstance(line, dict):
            return line
        copied = line.duplicate_of
        described: dict[str, Any] = {
            "id": self._ids[line.article],
            "story": self._ids[self._stories[line.article]],
            "duplicate_of": None if copied is None else self._ids[copied],
        }
        return described | self._explained(line) if self._explains else described

    def _explained(self, line: "Assignment") -> Record:
        """Of the first decision: the slower pass gives no reasons."""
        from octavo.cli.reasons import in_words

        return {
            "score": round(line.score, SCORE_DECIMALS),
            "nearest": None if line.nearest is None else self._ids[line.nearest],
            "reasons": in_words(line.reasons),
        }
