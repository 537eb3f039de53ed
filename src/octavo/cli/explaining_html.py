"""`octavo extract --explain-html`: the judge's verdict on each block, as one web page.

The page is whole in one file, without scripts, and asks nobody for anything: its policy forbids it even where a
publisher's text came through as markup, which `html.escape` keeps from happening. It is written page by page, so that
thousands take no more memory than one.
"""

import contextlib
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from octavo.cli.explaining import count_in_words, fold_in_words, in_words, summary
from octavo.cli.jsonl import Record
from octavo.cli.writers import Write
from octavo.core.articles import Badge
from octavo.extract.explain import BlockVerdict, PageExplanation, folded

STYLE = Path(__file__).with_name("explaining.css")
START = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>Which blocks were kept, and why</title>
<style>
{style}</style>
<body>
<header class="top"><h1>Which blocks were kept, and why</h1>
<p>The article is read from the blocks marked <b class="mark kept">✓ kept</b>; those marked
<b class="mark dropped">✗ dropped</b> were left out, and are shortened unless they stand alone. The figure says how
surely a block belongs to the article (0 to 1); the words beneath, what spoke for it (<span class="for">+</span>) and
against it (<span class="against">−</span>), the strongest first.</p></header>
<input type="radio" name="show" id="all" checked><label for="all">All blocks</label>
<input type="radio" name="show" id="only-kept"><label for="only-kept">Kept</label>
<input type="radio" name="show" id="only-dropped"><label for="only-dropped">Dropped</label>
<main>
"""
END = "</main>\n</body>\n</html>\n"
GOOD_BADGES = frozenset({Badge.COMPLETE, Badge.LIVE, Badge.GALLERY, Badge.VIDEO_ONLY})


@contextlib.contextmanager
def html_writer(stream: IO[str]) -> Iterator[Write]:
    """Writes each explanation to `stream` at once; the first is unfolded, the others wait to be."""
    stream.write(START.format(style=STYLE.read_text(encoding="utf-8")))
    shown = 0

    def write(record: Record) -> None:
        nonlocal shown
        stream.write(failed_html(record) if "error" in record else page_html(record, unfolded=not shown))
        stream.flush()
        shown += 1

    yield write
    stream.write(END)
    stream.flush()


def failed_html(record: Record) -> str:
    return (
        f'<section class="page failed"><h2 dir="auto">{escape(str(record["id"]))}</h2>'
        f"<p>{escape(record['error'])}</p></section>\n"
    )


def page_html(record: Record, *, unfolded: bool) -> str:
    explanation: PageExplanation = record["explanation"]
    article = explanation.article
    blocks = "".join(blocks_html(blocks) for blocks in folded(explanation.blocks))
    return (
        f'<details class="page"{" open" if unfolded else ""}><summary>'
        f'<h2 dir="auto">{escape(article.title or str(record["id"]))}</h2>'
        f'<p class="chips">{_badges(explanation)}<span class="count">{count_in_words(explanation.blocks)}</span></p>'
        f"</summary>\n<dl>{_facts(record)}</dl>\n<ol>\n{blocks}</ol>\n</details>\n"
    )


def _badges(explanation: PageExplanation) -> str:
    article = explanation.article
    good = "good" if article.badge in GOOD_BADGES else "poor"
    leaks = "".join(f'<span class="chip poor">leak: {in_words(leak.value)}</span>' for leak in article.quality.leaks)
    return f'<span class="chip {good}">{in_words(article.badge.value)}</span>{leaks}'


def _facts(record: Record) -> str:
    explanation: PageExplanation = record["explanation"]
    facts = [("Id", str(record["id"])), *summary(explanation)]
    return "".join(
        f"<div><dt>{label}</dt><dd><bdi>{_linked(value) if label == 'Address' else escape(value)}</bdi></dd></div>"
        for label, value in facts
        if label not in {"Title", "Badge", "Blocks"}
    )


def _linked(address: str) -> str:
    shown = escape(address)
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return shown
    if scheme not in {"http", "https"}:
        return shown
    return f'<a href="{shown}" rel="noreferrer noopener nofollow">{shown}</a>'


def blocks_html(blocks: Sequence[BlockVerdict]) -> str:
    """One block, or a run of them that nobody misses, folded."""
    if len(blocks) == 1:
        return block_html(blocks[0])
    inside = "".join(block_html(block) for block in blocks)
    return (
        f'<li class="dropped folded"><details><summary>{escape(fold_in_words(blocks))}</summary>\n'
        f"<ol>\n{inside}</ol></details></li>\n"
    )


def block_html(block: BlockVerdict) -> str:
    """One block: mark and score, its text in its own direction, where it stands, and the reasons."""
    verdict, mark = ("kept", "✓") if block.kept else ("dropped", "✗")
    share = round(100 * min(max(block.score, 0), 1))
    reasons = "".join(_reason(reason) for reason in block.reasons)
    return (
        f'<li class="{verdict} {escape(_plain_name(block.kind))}"><div class="score"><b class="mark {verdict}" '
        f'title="{verdict}">{mark}</b> {block.score:.2f}<i><i style="inline-size:{share}%"></i></i></div>'
        f'<div class="block"><p dir="auto">{escape(block.text)}</p><small><b>{escape(block.kind)}</b> '
        f'<code dir="ltr">{escape(block.path)}</code> <span class="reasons">{reasons}</span></small></div></li>\n'
    )


def _plain_name(kind: str) -> str:
    return f"is-{kind}" if kind.isalpha() else "is-other"


def _reason(reason: str) -> str:
    direction = "for" if reason.startswith("+") else "against" if reason.startswith(("-", "−")) else "other"
    return f'<span class="{direction}">{escape(reason)}</span> '
