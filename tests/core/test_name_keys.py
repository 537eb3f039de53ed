"""One name has one key, whatever the script, the case or the spelling."""

import pytest

from octavo.core.name_keys import name_key


@pytest.mark.parametrize(
    ("some", "language", "other"),
    [
        ("Путин", "ru", "Putin"),
        ("Путиным", "ru", "Putin"),
        ("Poutine", "fr", "Putin"),
        ("Πούτιν", "el", "Putin"),
        ("पुतिन", "hi", "Putin"),
        ("Зеленского", "ru", "Zelenskyy"),
        ("Selenskyj", "de", "Zelensky"),
        ("Zełenskiego", "pl", "Zelensky"),
        ("أردوغان", "ar", "Erdoğan"),
        ("Эрдоган", "ru", "Erdogan"),
        ("נתניהו", "he", "Netanyahu"),
        ("واشنطن", "ar", "Washington"),
        ("Джонсон", "ru", "Johnson"),
        ("Газе", "ru", "Gaza"),
        ("Putin'in", "tr", "Putin"),
        ("Putin’s", "en", "Putin"),
    ],
)
def test_spellings_meet(some: str, language: str, other: str) -> None:
    assert name_key(some, language) == name_key(other)


@pytest.mark.parametrize(("some", "other"), [("Iran", "Iraq"), ("Mali", "Malta"), ("Oslo", "Osaka"), ("Gaza", "Ghana")])
def test_others_stay_apart(some: str, other: str) -> None:
    assert name_key(some) != name_key(other)


def test_what_has_no_letter_has_no_key() -> None:
    assert name_key("— … !") == ""
    assert name_key("") == ""
