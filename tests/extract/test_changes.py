"""The word-level diff of revisions."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.extract.changes import DiffPart, word_diff


def test_a_correction_reads_as_words() -> None:
    assert word_diff("The mayor said 12 people were hurt.", "The mayor said 14 people were injured.") == (
        DiffPart("same", "The mayor said "),
        DiffPart("removed", "12"),
        DiffPart("added", "14"),
        DiffPart("same", " people were "),
        DiffPart("removed", "hurt"),
        DiffPart("added", "injured"),
        DiffPart("same", "."),
    )


@pytest.mark.parametrize(
    ("old", "new", "added"),
    [
        ("桥梁将于周一开放。", "桥梁将于周二开放。", ["二"]),
        ("أصيب 12 شخصا", "أصيب 14 شخصا", ["14"]),
        ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", ["Two.\n\n"]),
    ],
)
def test_every_script_and_new_paragraphs(old: str, new: str, added: list[str]) -> None:
    assert [part.text for part in word_diff(old, new) if part.op == "added"] == added


def test_small_islands_join_the_change() -> None:
    parts = word_diff("red, blue", "green, black")
    assert [part.op for part in parts] == ["removed", "added"]


@given(st.text("ab c\n的了。", max_size=60), st.text("ab c\n的了。", max_size=60))
def test_both_texts_can_be_read_off_the_parts(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert "".join(part.text for part in parts if part.op != "added") == old
    assert "".join(part.text for part in parts if part.op != "removed") == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 50_000, "b a " * 40_000),
        ("\n\n".join("ab" * 1_500), "\n\n".join("ba" * 1_500)),
        ("的" * 20_000, "的了" * 10_000),
        (" ".join(map(str, range(3_000))), " ".join(map(str, range(3_000, 0, -1)))),
    ],
)
def test_long_texts_take_bounded_time(old: str, new: str) -> None:
    started = time.process_time()
    word_diff(old, new)
    assert time.process_time() - started < 2
