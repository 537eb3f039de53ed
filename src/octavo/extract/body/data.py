"""The judge's words as data: files of `octavo/data/extraction/`. It was trained on their groups and on their order."""

import tomllib
from importlib import resources
from typing import Any

FOLDER = "data/extraction"


def read_groups(name: str) -> dict[str, Any]:
    """The tables of `<name>.toml`, in the order of the file."""
    return tomllib.loads((resources.files("octavo") / FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
