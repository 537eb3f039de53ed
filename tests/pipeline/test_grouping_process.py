"""The grouping process with the grouper that Octavo ships: loaded in parts, asked in order, lost with its token."""

from datetime import timedelta

import pytest

from octavo.core.stories import Assignment, Regrouping
from octavo.pipeline import grouping
from octavo.pipeline.grouping import AssignTask, LoadTask, NotLoaded, RegroupTask, group
from telling import FERRY, FERRY_SOLD, MARKET, NOON, seen

LONG_AGO = NOON - timedelta(days=30)


@pytest.fixture(autouse=True)
def _held_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "_HELD", grouping._Held())


def test_the_shipped_grouper_does_what_is_asked() -> None:
    assert group(AssignTask("t", (seen("9", FERRY),), LONG_AGO)) == NotLoaded()
    assert group(LoadTask("t", ((seen("1", FERRY, hours=60), "41"),), begins=True)) is None
    assert group(LoadTask("t", ((seen("2", MARKET, hours=-100), "42"),), begins=False)) is None
    found = group(
        AssignTask("t", (seen("3", f"{FERRY}\n\nMore follows.", hours=61), seen("4", FERRY_SOLD, hours=150)), LONG_AGO)
    )
    assert isinstance(found, tuple)
    assert all(isinstance(one, Assignment) for one in found)
    assert [(one.article, one.story, one.duplicate_of) for one in found] == [("3", "41", "1"), ("4", "4", None)]
    assert group(RegroupTask("t", LONG_AGO)) == Regrouping()
    assert group(RegroupTask("another", LONG_AGO)) == NotLoaded()


def test_what_is_older_than_the_window_takes_no_part() -> None:
    group(LoadTask("t", ((seen("1", MARKET), "41"),), begins=True))
    later = seen("2", MARKET, hours=25)
    assert later.at == NOON + timedelta(hours=25)
    found = group(AssignTask("t", (later,), NOON + timedelta(hours=1)))
    assert isinstance(found, tuple)
    assert [(one.story, one.duplicate_of) for one in found] == [("2", None)]
