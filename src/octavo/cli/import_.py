"""`octavo import`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli import options

SHOWN_LEFT_OUT = 20


def import_(
    file: Annotated[Path, typer.Argument(help="An OPML list or a backup; - is standard input (OPML).")],
    backup: Annotated[bool, typer.Option("--backup", help="Restore what export --backup wrote.")] = False,
    data: options.Data = None,
) -> None:
    """Add the feeds of an OPML list, or restore a backup. The worker polls new feeds at once."""
    options.apply(data=data)
    from octavo import store

    store.migrate()
    if backup:
        from octavo.store import backup as backups

        backups.import_backup(file)
        store.migrate()  # the backup may be an older Octavo's
        typer.echo(f"Everything is as {file} had it.")
        return
    _import_opml(_read(file), file.name)


def _read(file: Path) -> bytes:
    from octavo.core.failures import OctavoError

    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise OctavoError(f"{file} cannot be read ({error.strerror})") from error


def _import_opml(opml: bytes, name: str) -> None:
    from rich.console import Console
    from rich.progress import Progress

    from octavo.pipeline.imports import add_all, read_listings
    from octavo.store import imports
    from octavo.store.models import ImportReport

    listings, left_out = read_listings(opml)
    report_id = imports.start_import(name, len(listings), left_out)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Feeds", total=len(listings))
        add_all(report_id, listings, lambda done: progress.update(task, completed=done))
    report = ImportReport.objects.get(pk=report_id)
    noun = "feed" if report.added == 1 else "feeds"
    typer.echo(f"{report.added} {noun} added, {report.known} known already, {len(left_out)} left out.")
    for line in left_out[:SHOWN_LEFT_OUT]:
        typer.echo(f"  left out: {line}", err=True)
    if len(left_out) > SHOWN_LEFT_OUT:
        typer.echo(f"  and {len(left_out) - SHOWN_LEFT_OUT} more", err=True)
