"""Options that several commands share, and how they reach the settings.

An option is another way to set a variable: it is put into the environment, so that child processes see it too.
"""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

Data = Annotated[
    Path | None, typer.Option("--data", help="Where everything is kept. OCTAVO_DATA; octavo-data by default.")
]
Host = Annotated[str | None, typer.Option("--host", help="Address to listen on. OCTAVO_HOST; 127.0.0.1 by default.")]
Port = Annotated[int | None, typer.Option("--port", help="Port to listen on. OCTAVO_PORT; 8080 by default.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Log what is done, not only what goes wrong.")]
Articles = Annotated[
    str, typer.Argument(metavar="JSONL", help="Articles as JSON Lines (.gz allowed), or - for standard input.")
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, help="Processes at most; as many as processors by default.", metavar="N"),
]


def limit_of(thing: str) -> Any:
    """The option that bounds the time of one article, pair or page."""
    return typer.Option(min=0.1, metavar="SECONDS", help=f"The most that one {thing} may take.")


def apply(*, data: Path | None = None, host: str | None = None, port: int | None = None) -> None:
    """Let given options win over the environment."""
    values = {"OCTAVO_DATA": data and data.expanduser().absolute(), "OCTAVO_HOST": host, "OCTAVO_PORT": port}
    os.environ.update({name: str(value) for name, value in values.items() if value is not None})
