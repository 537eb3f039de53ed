"""The `octavo` command: one file per command, imported only when it is asked for.

A command's file is named like it (`import_` for import) and holds a plain function of that name. A mistake of the
operator's ends with one clear line on standard error and status 2.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from octavo.core.failures import OctavoError

FILTERS = ("parse", "extract", "label", "group", "similar", "brief", "moderate")
COMMANDS = ("run", "demo", "doctor", "import", "export", "invite", "reset", "web", "worker", *FILTERS)
"""In the order of --help: what people start, what they look after, the processes alone, filters."""
PANELS = {"web": "Processes", "worker": "Processes"} | dict.fromkeys(FILTERS, "Filters")
MISTAKE = 2


def main(arguments: Sequence[str] | None = None) -> None:
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        application(words)(args=words, prog_name="octavo")
    except OctavoError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(MISTAKE)


def application(words: Sequence[str] = ()) -> typer.Typer:
    """The application with the command that `words` begin with, or with all where they name none."""
    app = typer.Typer(
        help="Octavo, a newsroom anyone can run.",
        epilog="Start with: octavo run",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_octavo)
    for name in [words[0]] if words and words[0] in COMMANDS else COMMANDS:
        app.command(name, rich_help_panel=PANELS.get(name, "Commands"))(_function(name))
    return app


def _function(name: str) -> Any:
    """The command's function, whatever its parameters."""
    python_name = "import_" if name == "import" else name
    return getattr(import_module(f"octavo.cli.{python_name}"), python_name)


def _say_version(asked: bool) -> None:
    if asked:
        from octavo import __version__

        typer.echo(f"octavo {__version__}")
        raise typer.Exit


def _octavo(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Octavo, a newsroom anyone can run."""
