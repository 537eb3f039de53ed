"""Each case is a feed in `cases/` beside a file that says what must be read of it: a part of the ParsedFeed as JSON."""

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from octavo.core.feeds import ParsedFeed
from octavo.gather.feeds import parse_feed

CASES = sorted((Path(__file__).parent / "cases").glob("*.expected.json"))
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.partition(".")[0])
def test_feed_is_read_as_its_case_says(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    name = path.name.removesuffix(".expected.json")
    body = next(file for file in path.parent.glob(f"{name}.*") if file != path).read_bytes()
    feed = parse_feed(body, url=case.get("url", ""), content_type=case.get("content_type", ""), now=NOW)
    assert isinstance(feed, ParsedFeed), feed
    assert_part(case["feed"], json.loads(json.dumps(dataclasses.asdict(feed), default=datetime.isoformat)))


def assert_part(expected: Any, got: Any, where: str = "feed") -> None:
    """Everything that `expected` names is in `got`; lists have the same length."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            assert_part(value, got[name], f"{where}.{name}")
    elif isinstance(expected, list):
        assert len(expected) == len(got), f"{where}: {got}"
        for position, (value, found) in enumerate(zip(expected, got, strict=True)):
            assert_part(value, found, f"{where}[{position}]")
    else:
        assert got == expected, where
