"""`octavo doctor`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from octavo.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from octavo.core.catalogue import CataloguePublisher
    from octavo.pipeline.feedcheck import FeedReport


def doctor(
    data: options.Data = None,
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="Check the catalogue and ask every feed of it, politely; takes minutes.")
    ] = False,
    country: Annotated[
        list[str] | None, typer.Option("--country", help="With --catalogue: this country only (ke, world); repeatable.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="With --catalogue: write what was found to this Markdown file.")
    ] = None,
) -> None:
    """Look for what is wrong: settings, disk, port, database, network, feeds. Status 1 where something is."""
    options.apply(data=data)
    from rich.console import Console

    from octavo.pipeline.checkup import NETWORK, examine
    from octavo.pipeline.logs import configure_logs

    chosen = _choose(catalogue, country or [], report)
    configure_logs()
    console = Console(highlight=False, soft_wrap=True)
    troubles, is_online = 0, False
    for finding in examine():
        _show(console, finding.name, finding.detail, finding.trouble)
        troubles += bool(finding.trouble)
        is_online |= finding.name == NETWORK and not finding.trouble
    if catalogue:
        troubles += _examine_catalogue(console, chosen, report, is_online=is_online)
    raise typer.Exit(1 if troubles else 0)


def _choose(catalogue: bool, countries: "Sequence[str]", report: Path | None) -> "tuple[CataloguePublisher, ...]":
    """The publishers to look at; a mistake in the options is told before anything takes time."""
    from octavo.core.failures import OctavoError
    from octavo.pipeline.catalogue import load_catalogue
    from octavo.pipeline.feedcheck import choose

    if not catalogue:
        if countries or report:
            raise OctavoError("--country and --report belong to --catalogue.")
        return ()
    if report and not report.absolute().parent.is_dir():
        raise OctavoError(f"{report} cannot be written: there is no such directory")
    return choose(load_catalogue(), countries)


def _show(console: "Console", name: str, detail: str, trouble: str) -> None:
    from rich.markup import escape

    mark = "[red]✗[/]" if trouble else "[green]✓[/]"
    console.print(f"{mark} [bold]{escape(name)}[/] {escape(detail)}")
    if trouble:
        console.print(f"  {escape(trouble)}")


def _examine_catalogue(
    console: "Console", publishers: "tuple[CataloguePublisher, ...]", report: Path | None, *, is_online: bool
) -> int:
    """How many things are wrong with the catalogue's files and feeds, each shown with what to do."""
    from octavo.pipeline.catalogue_rules import complaints

    written = list(complaints(publishers))
    for complaint in written:
        _show(console, "Catalogue", "is to be mended", complaint)
    if not is_online:
        _show(
            console,
            "Catalogue",
            "no feed was asked",
            "Nothing can be said of the feeds without a network: mend what stands above first.",
        )
        return len(written) + 1
    reports = _ask(console, publishers)
    if report:
        _write(report, reports, publishers)
    return len(written) + _sum_up(console, reports, publishers)


def _ask(console: "Console", publishers: "tuple[CataloguePublisher, ...]") -> "list[FeedReport]":
    import asyncio

    from rich.progress import Progress

    from octavo.core.clock import SystemClock
    from octavo.gather.fetcher import HttpFetcher
    from octavo.pipeline.catalogue import probe_feeds
    from octavo.pipeline.checkup import NETWORK_PATIENCE_S
    from octavo.pipeline.feedcheck import ask_feeds, feeds_of
    from octavo.pipeline.probe import any_answers
    from octavo.pipeline.tools import load_settings

    feeds, gather = feeds_of(publishers), load_settings().gather

    async def ask(progress: Progress) -> "list[FeedReport]":
        task = progress.add_task("Feeds", total=len(feeds))
        reports = []
        async with HttpFetcher(gather, SystemClock()) as fetcher:

            async def is_online() -> bool:
                return await any_answers(fetcher, probe_feeds(), NETWORK_PATIENCE_S)

            asking = ask_feeds(fetcher, feeds, max_bytes=gather.max_feed_bytes, is_online=is_online)
            async for report in asking:
                progress.advance(task)
                reports.append(report)
                _show_troubles(progress.console, report)
        return reports

    with Progress(console=console, transient=True) as progress:
        return asyncio.run(ask(progress))


def _show_troubles(console: "Console", report: "FeedReport") -> None:
    from octavo.pipeline.catalogue_report import ADVICE
    from octavo.pipeline.catalogue_rules import where

    for trouble in report.troubles if report.is_wrong else ():
        heading, advice = ADVICE[trouble.kind]
        detail = f"{heading}: {trouble.detail}. " if trouble.detail else f"{heading}. "
        _show(console, where(report.asked.publisher), report.asked.feed.url, detail + advice)


def _write(path: Path, reports: "list[FeedReport]", publishers: "tuple[CataloguePublisher, ...]") -> None:
    from datetime import UTC, datetime

    from octavo.core.failures import OctavoError
    from octavo.pipeline.catalogue_report import report

    try:
        path.write_text(report(reports, publishers, datetime.now(UTC).date()), encoding="utf-8")
    except OSError as error:
        raise OctavoError(f"{path} cannot be written ({error.strerror})") from error


def _sum_up(console: "Console", reports: "list[FeedReport]", publishers: "tuple[CataloguePublisher, ...]") -> int:
    from octavo.pipeline.feedcheck import feeds_of

    wrong = sum(report.is_wrong for report in reports)
    left = len(feeds_of(publishers)) - len(reports)
    words = [f"{wrong} feeds are not well."] if wrong else []
    words += [f"{left} feeds were not asked, as the network went away."] if left else []
    detail = f"{len(publishers)} publishers, {len(reports)} feeds asked"
    _show(console, "Catalogue", detail, " ".join(words))
    return wrong + bool(left)
