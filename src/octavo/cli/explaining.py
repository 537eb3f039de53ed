"""`octavo extract --explain`: the judge's verdict on each block of a page, for a terminal.

Each block takes two lines, so that a text from right to left turns round none of the rest.
"""

import os
from collections.abc import Sequence
from typing import IO

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from octavo.cli.jsonl import Record
from octavo.cli.writers import Write, harmless, say_error, time_in_words
from octavo.core.articles import ExtractedArticle
from octavo.extract.explain import BlockVerdict, PageExplanation, common_reasons, folded

KEPT, DROPPED = "✓", "✗"
MAX_DROPPED_CHARS = 160
"""Enough to recognise a block by that is not read."""
PLAIN_WIDTH = 100
MARK_WIDTH = 6
LABEL_WIDTH = 10


def terminal_writer(stream: IO[str]) -> Write:
    """Shows explanations in colour on a terminal that wants it, and plainly anywhere else."""
    console = _console(stream)

    def write(record: Record) -> None:
        if "error" in record:
            say_error(record)
        else:
            show(console, record)

    return write


def _console(stream: IO[str]) -> Console:
    terminal = stream.isatty()
    return Console(
        file=stream,
        width=None if terminal or os.environ.get("COLUMNS") else PLAIN_WIDTH,
        color_system="auto" if terminal and not os.environ.get("NO_COLOR") else None,
        markup=False,
        highlight=False,
        emoji=False,
    )


def show(console: Console, record: Record) -> None:
    explanation: PageExplanation = record["explanation"]
    console.print(Rule(Text(harmless(str(record["id"])), style="bold"), style="dim"))
    for blocks in folded(explanation.blocks):
        if len(blocks) == 1:
            _show_block(console, blocks[0])
        else:
            console.print(Text(f"{MARK_WIDTH * ' '} {fold_in_words(blocks)}", style="dim"))
    console.print()
    console.print(_summary_lines(explanation))
    console.print()


def _summary_lines(explanation: PageExplanation) -> Table:
    lines = Table.grid(padding=(0, 2, 0, 0))
    lines.add_column(width=LABEL_WIDTH, justify="right", no_wrap=True)
    for label, value in summary(explanation):
        lines.add_row(Text(label, "dim"), Text(harmless(value), overflow="fold"))
    return lines


def _show_block(console: Console, block: BlockVerdict) -> None:
    mark = Text(f"{KEPT if block.kept else DROPPED} {block.score:.2f}", "bold green" if block.kept else "dim red")
    about = (block.kind, block.path, ", ".join(block.reasons))
    lines = Table.grid(padding=(0, 1, 0, 0))
    lines.add_column(width=MARK_WIDTH, no_wrap=True)
    lines.add_row(mark, Text(harmless(" · ".join(part for part in about if part)), style="dim"))
    lines.add_row("", Text(_shortened(block), style="" if block.kept else "dim"))
    console.print(lines)


def _shortened(block: BlockVerdict) -> str:
    text = " ".join(harmless(block.text).split())
    if block.kept or len(text) <= MAX_DROPPED_CHARS:
        return text
    return text[:MAX_DROPPED_CHARS].rstrip() + "…"


def summary(explanation: PageExplanation) -> list[tuple[str, str]]:
    """(label, value) of what was made of the page; what is unknown is left out."""
    article = explanation.article
    facts = [
        ("Title", article.title),
        ("Authors", ", ".join(article.authors)),
        ("Publisher", article.publisher_name or ""),
        ("Source", article.source or ""),
        ("Section", article.section or ""),
        ("Published", time_in_words(article.published_at)),
        ("Updated", time_in_words(article.updated_at)),
        ("Language", article.language or ""),
        ("Address", article.url),
        ("Badge", in_words(article.badge.value)),
        ("Sure", f"{article.quality.confidence:.0%}" if article.quality.confidence is not None else ""),
        ("Leaks", leaks_in_words(article)),
        ("Blocks", count_in_words(explanation.blocks)),
    ]
    return [(label, value) for label, value in facts if value]


def leaks_in_words(article: ExtractedArticle) -> str:
    return ", ".join(in_words(leak.value) for leak in article.quality.leaks) or "none found"


def count_in_words(blocks: Sequence[BlockVerdict]) -> str:
    kept = [block for block in blocks if block.kept]
    letters = f"{sum(len(block.text) for block in kept):,} of {sum(len(block.text) for block in blocks):,}"
    return f"{len(kept)} of {len(blocks)} kept, {letters} characters"


def fold_in_words(blocks: Sequence[BlockVerdict]) -> str:
    return f"… {len(blocks)} blocks left out: {', '.join(common_reasons(blocks))}"


def in_words(name: str) -> str:
    return name.replace("_", " ")
