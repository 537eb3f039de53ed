"""`octavo extract`: pages in, articles out, as JSON Lines, as text, or explained block by block."""

import dataclasses
import os
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from octavo.cli.jsonl import BadLineError, Line, Record, answer_line, identify_line, text_field
from octavo.cli.options import Jobs, limit_of
from octavo.cli.pages import PageFile, find_pages, read_page
from octavo.cli.writers import Format, writer_for
from octavo.core.articles import ExtractedArticle
from octavo.core.failures import Failure

LIMIT_S = 20.0
"""The slowest honest page of the data pack takes well under a second."""
HEAD_BYTES = 200_000
"""A page's own idea of its address stands in its head, which is rarely longer."""


def extract(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="JSONL|FOLDER|PAGE…",
            help="Lists of pages as JSON Lines (.gz allowed), - for one on standard input, folders of pages, or pages "
            "(.html, .htm, .xhtml, each with .gz).",
            show_default=False,
        ),
    ],
    *,
    output: Annotated[Format, typer.Option("--format", help="What to print of each article.")] = Format.JSONL,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show instead which blocks of each page were kept, and why.")
    ] = False,
    explain_html: Annotated[
        Path | None,
        typer.Option(
            "--explain-html", metavar="FILE", help="Write that as one web page instead (- for standard output)."
        ),
    ] = None,
    url_base: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where the pages of a folder stand, if they do not say themselves.")
    ] = "",
    jobs: Jobs = None,
    limit: Annotated[float, limit_of("page")] = LIMIT_S,
) -> None:
    """Find the article on each page: title, text, authors, times, language, picture and kind.

    Each line of a list is an object with "id", "url" and either "html" (the path of a file beside the list, .gz
    allowed) or "content" (the page itself). Each gives one line with the same id, in the same order; one that cannot be
    used gives "id" and "error", and makes the status 1 in the end. The id of a page in a folder is its path.

    Example: octavo extract saved-pages/ | jq .title
    """
    from octavo.cli.filtering import run_filter

    pages = find_pages(sources, url_base=url_base)
    with writer_for(output, explain=explain, explain_html=explain_html) as write:
        status = run_filter(
            pages.items,
            partial(answer, explaining=explain or explain_html is not None),
            identify=identify,
            doing="Extracting",
            count=pages.count,
            write=write,
            prints=explain or explain_html is None,
            jobs=jobs or os.cpu_count() or 1,
            limit_s=limit,
            prepare=load,
        )
    raise typer.Exit(status)


def load() -> None:
    """The libraries that `answer` needs: a second or two that count for no page."""
    import octavo.understand.language  # noqa: F401  # loaded for `answer`
    from octavo.extract.article import extract_page

    extract_page(b"<article><p>The harbour was calm.</article>", url="")


def identify(item: Line | PageFile) -> object:
    """The id of a page that could not be looked at."""
    return item.id if isinstance(item, PageFile) else identify_line(item)


def answer(item: Line | PageFile, *, explaining: bool = False) -> Record:
    """The output for one page: "id" and `describe`, or "id" and "explanation", or "id" and "error"."""
    work = explain_html_page if explaining else extract_html_page
    if isinstance(item, Line):
        return answer_line(item, lambda record, folder: work(_page(record, folder), text_field(record, "url")))
    try:
        page = read_page(item.path)
        return {"id": item.id, **work(page, item.url or stated_address(page))}
    except BadLineError as error:
        return {"id": item.id, "error": str(error)}


def _page(record: Record, folder: Path) -> bytes:
    content = text_field(record, "content")
    if content:
        return content.encode("utf-8", "replace")
    return read_page(folder / text_field(record, "html", needed=True))


def extract_html_page(page: bytes, url: str) -> Record:
    """The output of one page but for its id. Raises `BadLineError`."""
    from octavo.extract.article import extract_page

    article = extract_page(page, url=url)
    if isinstance(article, Failure):
        raise BadLineError(str(article))
    return {"url": url, **describe(_with_language(article))}


def explain_html_page(page: bytes, url: str) -> Record:
    """`{"url", "explanation": PageExplanation}`. Raises `BadLineError`."""
    from octavo.extract.explain import explain_page

    explanation = explain_page(page, url=url)
    if isinstance(explanation, Failure):
        raise BadLineError(str(explanation))
    article = _with_language(explanation.article)
    return {"url": url, "explanation": dataclasses.replace(explanation, article=article)}


def _with_language(article: ExtractedArticle) -> ExtractedArticle:
    from octavo.understand.language import detect_language

    return dataclasses.replace(article, language=detect_language(article.text, hint=article.language or ""))


def stated_address(page: bytes) -> str:
    """Where a page says that it stands (canonical link, og:url); "" where it does not say."""
    from octavo.extract.metadata.index import read_index
    from octavo.extract.metadata.links import absolute
    from octavo.extract.tree import parse_page

    head = page[:HEAD_BYTES].partition(b"</head")[0]
    tree = parse_page(head)
    if isinstance(tree, Failure):
        return ""
    index = read_index(tree)
    stated = (*index.links.get("canonical", ()), *index.meta.get("og:url", ()))
    return next((url for address in stated if (url := absolute("", address))), "")


def describe(article: ExtractedArticle) -> dict[str, Any]:
    """An article as the output has it: `text` is all that stands on the page, the standfirst first."""
    picture = article.picture
    return {
        "canonical_url": article.url,
        "title": article.title,
        "text": "\n\n".join(part for part in (article.standfirst, article.text) if part),
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "updated_at": article.updated_at.isoformat() if article.updated_at else None,
        "language": article.language,
        "publisher": article.publisher_name,
        "source": article.source,
        "section": article.section,
        "keywords": list(article.keywords),
        "image": picture.url if picture else None,
        "image_caption": picture.caption if picture else None,
        "image_credit": picture.credit if picture else None,
        "media": [{"kind": media.kind, "url": media.url, "provider": media.provider} for media in article.media],
        "kind": article.kind.value,
        "badge": article.badge.value,
        "quality": {**dataclasses.asdict(article.quality), "leaks": [leak.value for leak in article.quality.leaks]},
    }
