"""Who said what, in the quotation marks of twenty languages; scare quotes and titles are nobody's words."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from octavo.understand.quotes import MAX_QUOTES, find_quotes

CASES = [json.loads(line) for line in Path(__file__).with_name("quotes.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['text']}")
def test_quotes(case: dict[str, Any]) -> None:
    found = find_quotes(case["text"], language=case["language"])
    expected = [(quote["text"], quote["speaker"]) for quote in case["quotes"]]
    assert [(quote.text, quote.speaker) for quote in found] == expected


def test_a_pronoun_means_whoever_spoke_last() -> None:
    text = (
        "Anna Brandt met Tomas Velikov at the bridge. “It will take ten years,” Velikov said. "
        "“We have no time,” he added."
    )
    assert [quote.speaker for quote in find_quotes(text, language="en")] == ["Velikov", "Velikov"]


def test_any_text_is_bounded() -> None:
    begin = time.process_time()
    many = "“One two three four five six seven,” said Anna Brandt. " * 2_000
    assert len(find_quotes(many, language="en")) == MAX_QUOTES
    for text in ('"' * 50_000, "“" * 50_000, "« a" * 20_000, "– a, – b\n" * 10_000, "‘ " * 30_000, "said " * 20_000):
        find_quotes(text)
    assert time.process_time() - begin < 5
