"""Word lists of briefs, as patterns: whole words, in scripts without spaces anywhere; "*" stands for any ending."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def table(name: str) -> dict[str, Any]:
    """`data/briefs/NAME.toml`."""
    return tomllib.loads((resources.files("octavo") / f"data/briefs/{name}.toml").read_text(encoding="utf-8"))


def pattern_of(words: Sequence[str]) -> re.Pattern[str]:
    """Finds any of the words in lower-case text, the longest first; nothing where there are none."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_word(word) for word in ordered) if ordered else r"(?!)")


def _word(word: str) -> str:
    parts = [re.escape(part) for part in word.split("*")]
    plain = r"\w*".join(parts)
    if _UNSPACED.search(word):
        return plain
    return rf"(?<!\w){plain}(?!\w)"
