"""A profile comes back from the shelf as it went in, but for the spelling of names; old blocks give memory back."""

import numpy as np
import pytest

from octavo.core.labels import Name
from octavo.stories.judge import shipped_judge
from octavo.stories.profile import Profile, profile_of
from octavo.stories.records import ROWS, Records
from octavo.stories.shelf import Shelf
from octavo.stories.window import Window, WindowEntry
from telling import ARABIC, FERRY, seen

LIKENESS = shipped_judge().likeness


def embedded(name: str, text: str, *, language: str, hours: float | None) -> Profile:
    vector = np.random.default_rng(len(text)).standard_normal(LIKENESS.dimensions).astype("<f2")
    sighting = seen(name, text, language=language, hours=hours, names=(Name("Merrow", "merrow"),))
    return profile_of(
        type(sighting)(name, "", text, language, "The Tide", at=sighting.at, embedding=vector.tobytes()), LIKENESS
    )


def test_what_is_kept_is_what_was_given() -> None:
    given = [
        embedded("ferry", FERRY, language="en", hours=3),
        embedded("arabic", ARABIC, language="ar", hours=None),
        profile_of(seen("empty", ""), LIKENESS),
    ]
    shelf, window = Shelf(LIKENESS), Window(LIKENESS.dimensions)
    for number, profile in enumerate(given):
        assert shelf.add(profile) == number
        window.add(WindowEntry(number, profile.direction.tobytes()))
    found = shelf.get([2, 1, 0], ["empty", "arabic", "ferry"], window.vectors([2, 1, 0]))
    for profile, kept in zip(given, reversed(found), strict=True):
        for name in ("id", "language", "publisher", "words", "days"):
            assert getattr(kept, name) == getattr(profile, name)
        assert kept.at_h == pytest.approx(profile.at_h, nan_ok=True)
        for name in ("terms", "counts", "marks"):
            assert np.array_equal(getattr(kept, name), getattr(profile, name))
        assert kept.direction == pytest.approx(profile.direction, abs=2e-5)
        assert kept.point == pytest.approx(profile.point, abs=2e-3 * max(1.0, float(np.abs(profile.point).max())))


def test_records_come_back_and_old_blocks_go() -> None:
    records = Records()
    for number in range(2 * ROWS + 5):
        assert records.add(str(number).encode()) == number
    assert [records[row] for row in (0, ROWS - 1, ROWS, 2 * ROWS + 4)] == [
        str(row).encode() for row in (0, ROWS - 1, ROWS, 2 * ROWS + 4)
    ]
    records.cut(ROWS + 1)
    assert records[ROWS] == str(ROWS).encode()
    with pytest.raises(KeyError):
        records[ROWS - 1]
    assert records.add(b"") == 2 * ROWS + 5
    assert records[2 * ROWS + 5] == b""
