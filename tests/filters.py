"""Runs a filter of the command line as people do: lines in, answers, status and standard error out."""

import json
import subprocess
import sys
from typing import Any

Answer = tuple[list[dict[str, Any]], int, str]


def filtered(name: str, *arguments: str, given: str = "") -> Answer:
    """`octavo NAME ARGUMENTS`, in one process, with `given` on standard input."""
    said = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "octavo", name, "-j1", *arguments],
        input=given, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    return [json.loads(line) for line in said.stdout.splitlines()], said.returncode, said.stderr


def as_lines(lines: tuple[str | dict[str, Any], ...]) -> str:
    """Records as JSON Lines; what is a string already stays as it is."""
    return "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
