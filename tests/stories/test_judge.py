"""The judge: hours and publishers by their rules, the forest by its file, and no file of other features."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from octavo.stories.evidence import FEATURES
from octavo.stories.judge import NOTHING_NAMED, SAME_PUBLISHER, load_judge, publisher_odds, shipped_judge, time_odds
from octavo.stories.profile import profile_of
from telling import FERRY, seen

FERRY_SEEN = profile_of(seen("ferry", FERRY, publisher="one"), shipped_judge().likeness)
FILE = Path(__file__).parents[2] / "src/octavo/data/stories/judge.npz"


def test_the_longer_between_the_less_likely() -> None:
    later = [replace(FERRY_SEEN, at_h=FERRY_SEEN.at_h + hours) for hours in (0, 1, 6, 24, 48, 96, 200, 1_000)]
    odds = time_odds(FERRY_SEEN, later)
    assert (np.diff(odds) < 0).all()
    assert odds[0] > 0 > odds[-1]
    assert odds[-1] == pytest.approx(np.log(0.05), abs=0.01)


def test_hours_count_the_same_both_ways_and_unknown_ones_not() -> None:
    later = replace(FERRY_SEEN, at_h=FERRY_SEEN.at_h + 7)
    assert time_odds(FERRY_SEEN, [later])[0] == time_odds(later, [FERRY_SEEN])[0]
    unknown = replace(FERRY_SEEN, at_h=float("nan"))
    assert time_odds(unknown, [FERRY_SEEN, unknown]).tolist() == [0, 0]
    assert time_odds(FERRY_SEEN, [unknown]).tolist() == [0]


def test_one_publisher_tells_a_story_less_often_again() -> None:
    other, unknown = replace(FERRY_SEEN, publisher="two"), replace(FERRY_SEEN, publisher="")
    assert publisher_odds(FERRY_SEEN, [FERRY_SEEN, other, unknown]).tolist() == [SAME_PUBLISHER, 0, 0]
    assert publisher_odds(unknown, [unknown, other]).tolist() == [0, 0]


def test_a_file_of_other_features_is_refused(tmp_path: Path) -> None:
    with np.load(FILE) as stored:
        kept = dict(stored)
    changed = tmp_path / "judge.npz"
    np.savez(changed, **kept | {"features": np.array([*FEATURES[:-1], "weather"])})
    with pytest.raises(ValueError, match="other features"):
        load_judge(str(changed))
    np.savez(tmp_path / "same.npz", **kept)
    assert load_judge(str(tmp_path / "same.npz")).version == shipped_judge().version


def test_the_rules_and_the_bias_are_added_to_the_forest() -> None:
    judge, rows = shipped_judge(), np.zeros((2, len(FEATURES)), np.float32)
    others = [FERRY_SEEN, replace(FERRY_SEEN, publisher="two", at_h=FERRY_SEEN.at_h + 50)]
    rules = time_odds(FERRY_SEEN, others) + publisher_odds(FERRY_SEEN, others) + NOTHING_NAMED
    expected = judge.across.logits(rows) + rules + judge.bias
    assert judge.log_odds(rows, FERRY_SEEN, others) == pytest.approx(expected)
    assert replace(judge, bias=judge.bias + 1).log_odds(rows, FERRY_SEEN, others) == pytest.approx(expected + 1)


def test_pairs_in_one_language_and_in_two_have_a_forest_each() -> None:
    judge, rows = shipped_judge(), np.zeros((3, len(FEATURES)), np.float32)
    rows[1, FEATURES.index("same_language")] = 1
    found = judge.log_odds(rows, replace(FERRY_SEEN, at_h=float("nan")), [replace(FERRY_SEEN, publisher="two")] * 3)
    assert found[1] == pytest.approx(judge.forest.logits(rows)[1] + judge.bias, abs=1e-4)
    expected = judge.across.logits(rows)[[0, 2]] + NOTHING_NAMED + judge.bias
    assert found[[0, 2]] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    "feature", ["likeness", "cosine", "standing", "names_share", "numbers_shared", "places_shared"]
)
def test_what_two_languages_share_never_speaks_against_one_story(feature: str) -> None:
    generator = np.random.default_rng(3)
    rows = generator.normal(size=(200, len(FEATURES))).astype(np.float32) * np.float32(20)
    more = rows.copy()
    more[:, FEATURES.index(feature)] += 5
    assert (shipped_judge().across.logits(more) >= shipped_judge().across.logits(rows) - 1e-3).all()
