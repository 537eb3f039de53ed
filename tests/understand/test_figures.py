"""Quantities with unit and noun in seventeen languages and more; what is no quantity stays out."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from octavo.understand.figures import MAX_FIGURES, find_figures
from octavo.understand.numbers import value_of

CASES = [
    json.loads(line) for line in Path(__file__).with_name("figures.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['text']}")
def test_figures(case: dict[str, Any]) -> None:
    found = find_figures("", case["text"], language=case["language"])
    expected = [(figure["value"], figure["unit"], figure["counts"]) for figure in case["figures"]]
    assert [(figure.value, figure.unit, figure.counts) for figure in found] == expected


@pytest.mark.parametrize(
    ("number", "language", "value"),
    [
        ("1,234", "en", 1234),
        ("1,234", "de", 1.234),
        ("1.234", "de", 1234),
        ("1.234,5", "", 1234.5),
        ("1,234.5", "de", 1234.5),
        ("0.125", "de", 0.125),
        ("12,5", "en", 12.5),
        ("1.234.567", "en", 1234567),
        ("12 300", "fr", 12300),
        ("1,50,000", "en", 150000),
    ],
)
def test_separators_are_read_by_language(number: str, language: str, value: float) -> None:
    assert value_of(number, language) == pytest.approx(value)


def test_a_figure_knows_its_sentence_and_spelling() -> None:
    (figure,) = find_figures("", "It rained. The town paid $2.5 million for it! Nobody asked.", language="en")
    assert (figure.text, figure.sentence) == ("$2.5 million", "The town paid $2.5 million for it!")


def test_a_text_may_begin_with_a_figure() -> None:
    (figure,) = find_figures("Crash", "12 people fled.", language="en")
    assert figure.text == "12 people"


def test_any_text_is_bounded() -> None:
    begin = time.process_time()
    assert len(find_figures("", " ".join(f"{number} tons," for number in range(30_000)))) == MAX_FIGURES
    for text in ("1" * 100_000, "1," * 50_000, "1-" * 50_000, "$" * 50_000, "1 million " * 10_000, "1億" * 50_000):
        find_figures("", text)
    assert time.process_time() - begin < 5
