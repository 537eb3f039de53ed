"""The crowd around an article: of its own language, behind the nearest few, and without those that are gone."""

from dataclasses import replace

import numpy as np
import pytest

from octavo.stories.crowding import BEFORE, BEHIND, KEPT, USUAL, Crowds
from octavo.stories.judge import shipped_judge
from octavo.stories.profile import Profile, profile_of
from telling import FERRY, seen

PLAIN = profile_of(seen("plain", FERRY, language="en"), shipped_judge().likeness)
WIDTH = 8


def standing(cosine: float, language: str = "en") -> Profile:
    direction = np.zeros(WIDTH, np.float32)
    direction[:2] = cosine, (1 - cosine**2) ** 0.5
    return replace(PLAIN, language=language, direction=direction)


def leaning(crowd: float, others: int) -> float:
    """With few others the crowd is partly the usual one."""
    return (crowd * others + USUAL * (BEHIND - others)) / BEHIND


def test_alone_the_crowd_is_the_usual_one() -> None:
    crowds = Crowds()
    crowds.add(0, standing(1.0))
    assert crowds.around(standing(1.0), 0) == USUAL
    assert crowds.around(standing(1.0, "fr"), 1) == USUAL


def test_the_nearest_few_are_no_crowd() -> None:
    crowds = Crowds()
    cosines = [1 - place / 100 for place in range(60)]
    for number, cosine in enumerate(cosines):
        crowds.add(number, standing(cosine))
    assert crowds.around(standing(1.0), -1) == pytest.approx(float(np.mean(cosines[BEFORE:BEHIND])), abs=1e-5)


def test_of_few_it_is_the_farther_half_and_leans_on_the_usual() -> None:
    crowds = Crowds()
    for number, cosine in enumerate((0.9, 0.8, 0.2, 0.1)):
        crowds.add(number, standing(cosine))
    assert crowds.around(standing(1.0), -1) == pytest.approx(leaning(0.15, 4), abs=1e-5)


def test_other_languages_are_no_crowd() -> None:
    crowds = Crowds()
    crowds.add(0, standing(0.5))
    crowds.add(1, standing(0.9, "fr"))
    assert crowds.around(standing(1.0), -1) == pytest.approx(leaning(0.5, 1))


def test_what_is_removed_counts_no_more() -> None:
    crowds = Crowds()
    for number in range(BEHIND):
        crowds.add(number, standing(0.5))
    crowds.add(BEHIND, standing(0.9))
    for number in range(BEHIND):
        crowds.remove(number, standing(0.5))
    assert crowds.around(standing(1.0), -1) == pytest.approx(leaning(0.9, 1))


def test_only_the_newest_are_kept() -> None:
    crowds = Crowds()
    for number in range(2 * KEPT):
        crowds.add(number, standing(0.1 if number < KEPT else 0.5))
    assert crowds.around(standing(1.0), -1) == pytest.approx(0.5, abs=1e-5)


def test_an_article_without_an_embedding_stands_nowhere() -> None:
    crowds, nowhere = Crowds(), replace(PLAIN, direction=np.zeros(WIDTH, np.float32))
    crowds.add(0, nowhere)
    crowds.add(1, standing(0.4))
    assert crowds.around(standing(1.0), -1) == pytest.approx(leaning(0.4, 1))
    assert crowds.around(nowhere, 0) == pytest.approx(leaning(0.0, 1))
    crowds.remove(0, nowhere)
    crowds.remove(0, replace(nowhere, language="xx"))
