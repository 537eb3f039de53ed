"""Evidence of a pair: the same in either order, all rows at once as one by one, and each feature what it says."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.core.labels import Name, Place, PlaceKind, PlaceRole
from octavo.core.stories import Sighting
from octavo.stories.commonness import Commonness
from octavo.stories.evidence import FEATURES, Crowding, evidence
from octavo.stories.judge import shipped_judge
from octavo.stories.likeness import UNKNOWN
from octavo.stories.profile import MAX_TERMS, Profile, profile_of
from telling import ARABIC, CHINESE, FERRY, FRENCH, HINDI, MARKET, seen

LIKENESS = shipped_judge().likeness
KNOWN = Commonness()
MERROW = Place("1", "Merrow", "", PlaceKind.CITY, PlaceRole.MAIN)
ORSAVA = Place("2", "Orsava", "", PlaceKind.CITY, PlaceRole.MAIN)
NAMES = (Name("Ines Halloran", "ines halloran"), Name("Aldona", "aldona", 3))
CASES: dict[str, Sighting] = {
    "ferry": seen("ferry", FERRY, title="Ferry aground", language="en", names=NAMES, places=(MERROW,)),
    "french": seen("french", FRENCH, title="Un ferry échoué", language="fr", names=NAMES, places=(MERROW,)),
    "market": seen("market", MARKET, title="Stalls closed", language="en", names=(), places=(ORSAVA,)),
    "arabic": seen("arabic", ARABIC, language="ar"),
    "chinese": seen("chinese", CHINESE, language="zh"),
    "hindi": seen("hindi", HINDI, language="hi", hours=None),
    "empty": Sighting("empty", "", ""),
    "emoji": Sighting("emoji", "🚢" * 50, "🚢 ⛴️ \ud800 \0" * 20, embedding=b"\0" * 768),
    "endless": seen("endless", "1,234 ferry " * 90_000, names=tuple(Name(str(n), str(n)) for n in range(900))),
}
PROFILES = {name: profile_of(case, LIKENESS) for name, case in CASES.items()}


def rows(profile: Profile, *others: Profile) -> Any:
    return evidence(profile, others, KNOWN, LIKENESS, Crowding(0.0, np.zeros(len(others))))


def of(one: str, other: str) -> dict[str, float]:
    return dict(zip(FEATURES, rows(PROFILES[one], PROFILES[other])[0].tolist(), strict=True))


@pytest.mark.parametrize("one", CASES)
@pytest.mark.parametrize("other", CASES)
def test_it_is_the_same_in_either_order(one: str, other: str) -> None:
    there, back = rows(PROFILES[one], PROFILES[other]), rows(PROFILES[other], PROFILES[one])
    assert np.isfinite(there).all()
    assert there == pytest.approx(back, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("one", CASES)
def test_all_at_once_as_one_by_one(one: str) -> None:
    together = rows(PROFILES[one], *PROFILES.values())
    assert together.shape == (len(CASES), len(FEATURES))
    for row, other in zip(together, PROFILES.values(), strict=True):
        assert row == pytest.approx(rows(PROFILES[one], other)[0], rel=1e-4, abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts(one: str, other: str) -> None:
    first, second = (profile_of(seen(text, text, title=text[:40]), LIKENESS) for text in (one, other))
    assert rows(first, second) == pytest.approx(rows(second, first), rel=1e-5, abs=1e-5)


def test_names_places_and_figures_are_shared_over_languages() -> None:
    same, other = of("ferry", "french"), of("ferry", "market")
    assert same["names_share"] == pytest.approx(1.0, abs=1e-5)
    assert same["rarest_name"] > 3
    assert same["places_shared"] > 0 == same["places_clash"]
    assert same["numbers_shared"] > 0 == other["numbers_shared"]
    assert other["places_clash"] > 0 == other["places_shared"]
    assert (same["same_language"], other["same_language"]) == (0, 1)


def test_days_agree_clash_or_say_nothing() -> None:
    assert of("ferry", "french")["days"] == 1
    assert of("ferry", "market")["days"] == -1
    assert of("ferry", "empty")["days"] == 0


def test_a_text_against_itself() -> None:
    same = of("ferry", "ferry")
    assert [same[name] for name in ("words", "lead_words", "title_words")] == pytest.approx([1, 1, 1], abs=1e-5)
    assert same["cosine"] == pytest.approx(1, abs=1e-5)
    assert same["likeness"] > of("ferry", "market")["likeness"]


def test_what_is_no_embedding_is_unknown() -> None:
    for broken in (b"", b"123", b"\0" * 768, b"\xff" * 768):
        profile = profile_of(Sighting("broken", "", FERRY, embedding=broken), LIKENESS)
        assert not profile.direction.any()
        features = dict(zip(FEATURES, rows(profile, profile)[0].tolist(), strict=True))
        assert (features["likeness"], features["cosine"]) == (UNKNOWN, 0)
        assert features["words"] == pytest.approx(1, abs=1e-5)


def test_a_profile_is_bounded() -> None:
    profile = PROFILES["endless"]
    assert len(profile.terms) == len(profile.marks) == MAX_TERMS
    assert (np.diff(profile.terms.astype(np.int64)) > 0).all()
    assert profile.counts.max() <= 255
