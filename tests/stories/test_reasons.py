"""Reasons say what the evidence holds, weightiest first, and names as the article writes them."""

import numpy as np

from octavo.core.labels import Name
from octavo.stories.evidence import FEATURES
from octavo.stories.judge import shipped_judge
from octavo.stories.profile import Profile, profile_of
from octavo.stories.reasons import MOST_NAMES, reasons_for
from telling import FERRY, FRENCH, seen


def row(**features: float) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return np.array([features.get(name, 0.0) for name in FEATURES], np.float32)


def told(text: str, names: tuple[str, ...], hours: float | None = 0) -> Profile:
    sighting = seen(text[:9], text, hours=hours, names=tuple(Name(name, name.casefold()) for name in names))
    return profile_of(sighting, shipped_judge().likeness)


def test_names_are_the_first_articles_longest_first_and_few() -> None:
    names = ("Ines Halloran", "Halloran", "Aldona", "Merrow", "Skarv", "Northwater", "Only Here")
    one, other = told(FERRY, names), told(FRENCH, tuple(name.upper() for name in names[:6]))
    (reason,) = [reason for reason in reasons_for(one, other, row(names_share=0.9)) if reason.kind == "names"]
    assert reason.items == ("Ines Halloran", "Northwater", "Aldona", "Merrow")
    assert reason.amount == MOST_NAMES
    assert reason.weight > 0


def test_only_what_is_there_is_a_reason() -> None:
    one, other = told(FERRY, ("Aldona",)), told(FRENCH, ("Skarv",), hours=None)
    assert reasons_for(one, other, row()) == ()
    assert [reason.kind for reason in reasons_for(one, other, row(days=-1))] == ["days"]
    assert [reason.kind for reason in reasons_for(one, other, row(cosine=0.2, words=0.2))] == []


def test_weightiest_first_and_a_copy_before_all() -> None:
    one, other = told(FERRY, ()), told(FRENCH, (), hours=500)
    full = row(places_shared=9, cosine=0.9, words=0.8, numbers_shared=4, days=-1)
    reasons = reasons_for(one, other, full, is_copy=True)
    assert reasons[0].kind == "copy"
    assert {reason.kind for reason in reasons} == {"copy", "place", "hours", "meaning", "words", "figures", "days"}
    weights = [reason.weight for reason in reasons]
    assert weights == sorted(weights, reverse=True)
    (hours,) = [reason for reason in reasons if reason.kind == "hours"]
    assert hours.amount == 500
    assert hours.weight < 0
