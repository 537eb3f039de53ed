"""`octavo run`."""

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
    from octavo.core.settings import ALL_SETTINGS, SiteSettings

    for settings in ALL_SETTINGS:
        load(settings)
    site = load(SiteSettings)
    if or_demo and not _publishers_answer():
        typer.echo("No publisher answers, so here is the bundled demo newsroom instead of the news.")
        from octavo.cli.demo import demo

        demo(host=host, port=port)
        return
    from octavo.pipeline.displays import display_for_terminal
    from octavo.pipeline.supervisor import run as supervise

    raise typer.Exit(supervise(site, display_for_terminal(), verbose=verbose))


def _publishers_answer() -> bool:
    """Asked in a process of its own, so that this one stays small for as long as Octavo runs."""
    import subprocess
    import sys

    typer.echo("Octavo is looking for the news.")
    command = [sys.executable, "-m", "octavo.pipeline.probe"]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603  # our own module
