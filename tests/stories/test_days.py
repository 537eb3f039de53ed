"""Days of the week are found in many languages, near the beginning, and only as whole words."""

import pytest

from octavo.stories.days import MAX_CHARS, days_of

MONDAY, WEDNESDAY, FRIDAY = 1, 4, 16


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("The ferry ran aground on Monday.", "en", MONDAY),
        ("FRIDAY's talks follow those of Monday", "en-GB", MONDAY | FRIDAY),
        ("Le ferry s’est échoué lundi, repart vendredi", "fr", MONDAY | FRIDAY),
        ("Паром сел на мель в понедельник", "ru", MONDAY),
        ("渡轮星期一搁浅", "zh", MONDAY),
        ("フェリーは月曜日に座礁した", "ja", MONDAY),
        ("The Mondays of our lives", "en", MONDAY),
        ("Lundi", "en", 0),
        ("monday", "tlh", 0),
        ("monday", "", 0),
        ("", "en", 0),
    ],
)
def test_days(text: str, language: str, days: int) -> None:
    assert days_of(text, language) == days


def test_a_name_within_a_word_is_no_day() -> None:
    assert days_of("Amondayish Mondayesque", "en") == 0


def test_the_background_further_down_is_not_read() -> None:
    assert days_of("x" * MAX_CHARS + " Monday", "en") == 0
    assert days_of("Monday " * 200_000, "en") == MONDAY
