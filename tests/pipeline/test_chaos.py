"""A few rounds of `make chaos`: killed workers lose nothing and double nothing."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_five_killed_workers_lose_and_double_nothing() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCTAVO_")}
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.chaos", "--kills", "5", "--seed", "5"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert run.returncode == 0, run.stdout + run.stderr
