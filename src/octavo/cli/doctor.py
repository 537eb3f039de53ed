"""`octavo doctor`."""

from typing import TYPE_CHECKING, Annotated

import typer

from octavo.cli import options

if TYPE_CHECKING:
    from rich.console import Console


def doctor(
    data: options.Data = None,
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="Ask every feed of the catalogue, politely; takes a few minutes.")
    ] = False,
) -> None:
    """Look for what is wrong: settings, disk, port, database, network, feeds. Status 1 where something is."""
    options.apply(data=data)
    from rich.console import Console

    from octavo.pipeline.checkup import examine
    from octavo.pipeline.logs import configure_logs

    configure_logs()
    console = Console(highlight=False, soft_wrap=True)
    troubles = 0
    for finding in examine():
        _show(console, finding.name, finding.detail, finding.trouble)
        troubles += bool(finding.trouble)
    if catalogue:
        troubles += _ask_catalogue(console)
    raise typer.Exit(1 if troubles else 0)


def _show(console: "Console", name: str, detail: str, trouble: str) -> None:
    from rich.markup import escape

    mark = "[red]✗[/]" if trouble else "[green]✓[/]"
    console.print(f"{mark} [bold]{escape(name)}[/] {escape(detail)}")
    if trouble:
        console.print(f"  {escape(trouble)}")


def _ask_catalogue(console: "Console") -> int:
    """How many feeds of the catalogue give nothing, each shown with the reason."""
    import asyncio

    from rich.progress import Progress

    from octavo.core.clock import SystemClock
    from octavo.gather.fetcher import HttpFetcher
    from octavo.pipeline.catalogue import load_catalogue
    from octavo.pipeline.checkup import examine_catalogue
    from octavo.pipeline.tools import load_settings

    publishers = load_catalogue()

    async def ask(progress: Progress) -> int:
        task = progress.add_task("Feeds", total=sum(len(publisher.feeds) for publisher in publishers))
        troubles = 0
        async with HttpFetcher(load_settings().gather, SystemClock()) as fetcher:
            async for finding in examine_catalogue(fetcher, publishers):
                progress.advance(task)
                if finding.trouble:
                    troubles += 1
                    _show(progress.console, finding.name, finding.detail, finding.trouble)
        return troubles

    with Progress(console=console, transient=True) as progress:
        troubles = asyncio.run(ask(progress))
    _show(console, "Catalogue", f"{len(publishers)} publishers", f"{troubles} feeds give nothing." if troubles else "")
    return troubles
