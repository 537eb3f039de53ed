"""A worker's and a command's modules are imported before Django is set up: none may need it so early."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["runner", "supervisor", "serving", "commissions", "assistant"])
def test_it_can_be_imported_first(module: str) -> None:
    command = [sys.executable, "-c", f"import octavo.pipeline.{module}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own interpreter
    assert done.returncode == 0, done.stderr
