"""`make bench`: every benchmark of this directory, each in a process of its own, and a table of what came out.

A benchmark is a module with `run() -> dict[str, float]`. Its `TARGETS`, where it has some, name figures and what
they must be: ("<", 300.0) or (">=", 3.0). A missed target is said and ends the run with status 1.
"""

import importlib
import json
import operator
import pkgutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NO_BENCHMARKS = {"__main__", "press", "chaos"}
COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
ONE = "import importlib, json, sys; print(json.dumps(importlib.import_module(sys.argv[1]).run()))"


def main() -> None:
    wanted = sys.argv[1:] or sorted({module.name for module in pkgutil.iter_modules([str(HERE)])} - NO_BENCHMARKS)
    missed = sum(_bench(name) for name in wanted)
    print(f"\n{missed} targets missed" if missed else "\nevery target met")
    sys.exit(1 if missed else 0)


def _bench(name: str) -> int:
    """Run one benchmark and show its figures; returns how many targets it missed."""
    print(f"\n{name}", flush=True)
    module = f"benchmarks.{name}"
    command = [sys.executable, "-c", ONE, module]
    run = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        print("  did not end well")
        return 1
    *said, figures = run.stdout.splitlines()
    for line in said:
        print(f"  {line}")
    targets = getattr(importlib.import_module(module), "TARGETS", {})
    return sum(show(figure, value, targets.get(figure)) for figure, value in json.loads(figures).items())


def show(figure: str, value: float, target: tuple[str, float] | None) -> bool:
    """Print one figure; True where it misses its target."""
    missed = target is not None and not COMPARISONS[target[0]](value, target[1])
    verdict = f"   must be {target[0]} {target[1]:,g}: {'MISSED' if missed else 'met'}" if target else ""
    print(f"  {figure:<60} {value:>12,.2f}{verdict}")
    return missed


if __name__ == "__main__":
    main()
