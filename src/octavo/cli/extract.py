"""`octavo extract`: pages in, articles out, as JSON Lines."""

import dataclasses
import zlib
from pathlib import Path
from typing import Annotated, Any

import typer

from octavo.cli.jsonl import BadLineError, Record, Source, run_filter, text_field
from octavo.core.articles import ExtractedArticle
from octavo.core.failures import Failure

MAX_PAGE_BYTES = 32_000_000


def extract(
    source: Annotated[str, typer.Argument(metavar="JSONL", help="A file of JSON Lines (.gz allowed), or - for stdin.")],
) -> None:
    """Find the article on each page: title, text, authors, times, language, picture and kind.

    Each input line is an object with "id", "url" and either "html" (the path of a file beside the JSONL, .gz allowed)
    or "content" (the page itself). Each output line has the same id.
    """
    raise typer.Exit(run_filter(source, extract_line, doing="Extracting"))


def extract_line(record: Record, source: Source) -> Record:
    """The output line of one page. Raises `BadLineError`."""
    from octavo.extract.article import extract_page
    from octavo.understand.language import detect_language

    url = text_field(record, "url")
    article = extract_page(_page(record, source), url=url)
    if isinstance(article, Failure):
        raise BadLineError(str(article))
    language = detect_language(article.text, hint=article.language or "")
    return {"url": url, **describe(dataclasses.replace(article, language=language))}


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
        "section": article.section,
        "keywords": list(article.keywords),
        "image": picture.url if picture else None,
        "image_caption": picture.caption if picture else None,
        "image_credit": picture.credit if picture else None,
        "media": [{"kind": media.kind, "url": media.url, "provider": media.provider} for media in article.media],
        "kind": article.kind.value,
        "quality": dataclasses.asdict(article.quality),
    }


def _page(record: Record, source: Source) -> bytes:
    content = text_field(record, "content")
    if content:
        return content.encode("utf-8", "replace")
    path = source.folder / text_field(record, "html", needed=True)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise BadLineError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    return _unpack(data, path) if path.suffix == ".gz" else data


def _unpack(data: bytes, path: Path) -> bytes:
    """gzip, but never more than `MAX_PAGE_BYTES` out of it."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, MAX_PAGE_BYTES)
    except zlib.error as error:
        raise BadLineError(f"{path} is not gzip: {error}") from error
