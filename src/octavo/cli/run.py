"""`octavo run`."""

import os
import sys
from typing import Annotated

import typer

from octavo.cli import options


def run(
    host: options.Host = None,
    port: options.Port = None,
    data: options.Data = None,
    or_demo: Annotated[
        bool, typer.Option("--or-demo", help="Start the bundled newsroom where no publisher answers.")
    ] = False,
    verbose: options.Verbose = False,
) -> None:
    """Start Octavo: gather the news and show it at one address. Ctrl-C ends it."""
    options.apply(data=data, host=host, port=port)
    from octavo.core.config import load
    from octavo.core.settings import ALL_SETTINGS

    for settings in ALL_SETTINGS:
        load(settings)
    if or_demo and not _publishers_answer():
        typer.echo("No publisher answers, so here is the bundled demo newsroom instead of the news.")
        from octavo.cli.demo import demo

        demo(host=host, port=port)
        return
    _become_supervisor(verbose=verbose)


def _become_supervisor(*, verbose: bool) -> None:
    """In this very process, but without the command line's libraries, which would stay for as long as Octavo runs."""
    command = [sys.executable, "-m", "octavo.pipeline.child", "supervisor", *(["--verbose"] if verbose else [])]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606  # our own module


def _publishers_answer() -> bool:
    import subprocess

    typer.echo("Octavo is looking for the news.")
    command = [sys.executable, "-m", "octavo.pipeline.probe"]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603  # our own module
