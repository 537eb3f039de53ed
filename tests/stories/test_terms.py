"""Words as terms: endings are cut, scripts without spaces are paired, numbers are the same in every script's digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.stories.terms import MAX_CHARS, numbers_of, stem, term, words_of


@pytest.mark.parametrize(("one", "other"), [("Ships", "ship"), ("корабль", "корабля"), ("MERROWS", "Merrow")])
def test_inflected_words_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_short_words_keep_their_s() -> None:
    assert stem("gas") == "gas"
    assert stem("cats") == "cat"


def test_scripts_without_spaces_are_taken_in_pairs() -> None:
    assert words_of("渡轮搁浅") == ["渡轮", "轮搁", "搁浅"]
    assert words_of("渡轮 ferry") == ["渡轮", "ferry"]
    assert words_of("") == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,214 people and 3 dogs", {"1214"}),
        ("٢١٤ راكبا", {"214"}),
        ("in 2026, after 1999", set()),
        ("20 260 and 12.5", {"20", "260", "125"}),
        ("", set()),
    ],
)
def test_numbers(text: str, numbers: set[str]) -> None:
    assert numbers_of(text) == numbers


@given(st.text(st.characters(), max_size=60))
def test_any_text_has_terms_of_32_bits(text: str) -> None:
    assert all(0 <= term(stem(word)) < 1 << 32 for word in words_of(text))
    assert all(number.isascii() and number.isdigit() for number in numbers_of(text))


def test_half_surrogates_have_a_term() -> None:
    assert term("\ud800") != term("\ud801")


def test_reads_only_the_beginning() -> None:
    assert len(words_of("a " * 1_000_000)) == MAX_CHARS / 2
    assert numbers_of("a" * MAX_CHARS + " 4711") == set()
