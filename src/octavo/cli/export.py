"""`octavo export`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli import options


def export(
    file: Annotated[Path, typer.Argument(help="Where to write; - is standard output.")] = Path("-"),
    backup: Annotated[bool, typer.Option("--backup", help="Everything, to be restored by import --backup.")] = False,
    data: options.Data = None,
) -> None:
    """Write the feeds as OPML, or everything as a backup."""
    options.apply(data=data)
    from octavo import store
    from octavo.core.failures import OctavoError

    store.migrate()
    if backup:
        if str(file) == "-":
            raise OctavoError("A backup needs a file to go to: octavo export --backup octavo-backup.zip")
        from octavo.store import backup as backups

        backups.export_backup(file)
        typer.echo(f"Everything is backed up in {file}.")
        return
    from octavo.pipeline.exports import opml_of_feeds

    if str(file) == "-":
        sys.stdout.buffer.write(opml_of_feeds())
        return
    try:
        file.write_bytes(opml_of_feeds())
    except OSError as error:
        raise OctavoError(f"{file} cannot be written ({error.strerror})") from error
