"""`python -m evals [--full] [--raise] [NAME…]`: measure judgement on the data pack and hold it to its floors.

Runs `run(full) -> {measure: figure}` of every module here that has one, prints each figure beside its floor and its
peers, and fails (exit 1) when one is below its floor. A module may name peers' figures in `PEERS`, and in `TIMINGS` the
figures that depend on the machine, which get no floor. Without the data pack there is nothing to measure: that is said,
and the exit status is 0.
"""

import argparse
import importlib
import json
import math
import pkgutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.table import Table

import evals
from evals import datapack

FLOORS = Path(__file__).with_name("floors.json")
PINNED_DECIMALS = 3

Floors = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one run: what we got, the floor it may not fall below, and what peers get."""

    name: str
    value: float
    floor: float | None
    peers: str
    is_timing: bool = False

    @property
    def holds(self) -> bool:
        return self.floor is None or self.value >= self.floor


def main() -> int:
    arguments = parse_arguments()
    if not datapack.is_present():
        print(f"Nothing measured: {datapack.ABSENT}.")
        return 0
    scope = "full" if arguments.full else "sample"
    floors = read_floors()
    figures = [
        figure
        for module in find_modules(arguments.names)
        for figure in measure(module, full=arguments.full, floors=floors.get(scope, {}))
    ]
    if arguments.raise_floors:
        write_floors(raised(floors, scope, figures))
    return report_failures(figures)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure judgement on ../shared/data.")
    parser.add_argument("names", nargs="*", help="only these evals (default: all)")
    parser.add_argument("--full", action="store_true", help="every record of every set, not the fixed sample")
    parser.add_argument("--raise", dest="raise_floors", action="store_true", help="write floors that are higher now")
    return parser.parse_args()


def find_modules(names: list[str]) -> list[ModuleType]:
    """The evals: modules of this package with a `run`. Raises SystemExit for a name that is none."""
    found = {info.name for info in pkgutil.iter_modules(evals.__path__) if not info.name.startswith("_")}
    unknown = sorted(set(names) - found)
    if unknown:
        raise SystemExit(f"no such eval: {', '.join(unknown)}")
    modules = [importlib.import_module(f"evals.{name}") for name in sorted(names or found)]
    return [module for module in modules if hasattr(module, "run")]


def measure(module: ModuleType, *, full: bool, floors: Mapping[str, float]) -> list[Figure]:
    name = module.__name__.rpartition(".")[2]
    print(f"{name}: measuring …", file=sys.stderr)
    started = time.perf_counter()
    run: Callable[[bool], dict[str, float]] = module.run
    values = run(full)
    peers: Mapping[str, str] = getattr(module, "PEERS", {})
    timings: frozenset[str] = getattr(module, "TIMINGS", frozenset())
    figures = [Figure(key, value, floors.get(key), peers.get(key, ""), key in timings) for key, value in values.items()]
    show(name, figures, seconds=time.perf_counter() - started)
    return figures


def show(name: str, figures: list[Figure], *, seconds: float) -> None:
    table = Table(title=f"{name} ({seconds:.1f} s)", title_justify="left")
    table.add_column("measure")
    for heading in ("figure", "floor"):
        table.add_column(heading, justify="right")
    table.add_column("peers")
    for figure in figures:
        floor = "" if figure.floor is None else f"{figure.floor:.3f}"
        style = "" if figure.holds else "bold red"
        table.add_row(figure.name, f"{figure.value:.4f}", floor, figure.peers, style=style)
    Console(width=None if sys.stdout.isatty() else 140).print(table)


def read_floors() -> Floors:
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def raised(floors: Floors, scope: str, figures: list[Figure]) -> Floors:
    """Floors never sink here: lowering one is an edit that someone has to sign. A baseline has none."""
    pinned = dict(floors.get(scope, {}))
    for figure in figures:
        if not figure.is_timing and ".baseline_" not in figure.name:
            pinned[figure.name] = max(pinned.get(figure.name, -math.inf), round_down(figure.value))
    return floors | {scope: pinned}


def round_down(value: float) -> float:
    scale = 10**PINNED_DECIMALS
    return math.floor(value * scale + 1e-9) / scale


def write_floors(floors: Floors) -> None:
    FLOORS.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def report_failures(figures: list[Figure]) -> int:
    failures = [figure for figure in figures if not figure.holds]
    for figure in failures:
        print(f"below its floor: {figure.name} {figure.value:.4f} < {figure.floor:.3f}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
