"""`octavo demo`."""

from pathlib import Path
from typing import Annotated

import typer

from octavo.cli import options


def demo(
    host: options.Host = None,
    port: options.Port = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="Where the demo is kept, apart from yours; octavo-demo by default.")
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Begin anew: forget what the demo gathered, and its dates.")
    ] = False,
    verbose: options.Verbose = False,
) -> None:
    """Start the bundled newsroom: invented publishers on this machine, gathered like real ones. Needs no network."""
    from octavo.demo.newsroom import DEFAULT_DATA, forget, run_demo
    from octavo.pipeline.displays import display_for_terminal

    data = data or DEFAULT_DATA
    options.apply(host=host, port=port)
    if reset:
        forget(data)
    raise typer.Exit(run_demo(data, display_for_terminal(), verbose=verbose))
