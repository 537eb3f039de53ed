"""How common a term is: what every text has is known beforehand, what is seen counts, what is forgotten does not."""

import numpy as np

from octavo.stories.commonness import Commonness
from octavo.stories.terms import stem, term


def terms(*words: str) -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    return np.array([term(stem(word)) for word in words], np.uint32)


def test_the_background_knows_common_words_of_many_languages() -> None:
    common, rare = terms("the", "said", "und", "для"), terms("Halloran", "Skarv", "Northwater")
    rarity = Commonness().rarity
    assert rarity(common).max() < rarity(rare).min()
    assert rarity(terms("the"))[0] < 1


def test_what_is_seen_becomes_common_and_rare_again() -> None:
    known, ferry, quay = Commonness(), terms("ferry"), terms("quay")
    before = known.rarity(ferry)[0]
    for _ in range(100):
        known.add(ferry)
    assert known.rarity(ferry)[0] < before - 0.5
    assert known.rarity(quay)[0] > Commonness().rarity(quay)[0]
    for _ in range(100):
        known.remove(ferry)
    assert known.rarity(ferry)[0] == before


def test_two_of_them_share_nothing() -> None:
    one, other = Commonness(), Commonness()
    for _ in range(50):
        one.add(terms("ferry"))
    assert one.rarity(terms("ferry"))[0] < other.rarity(terms("ferry"))[0]


def test_no_terms_have_no_rarity() -> None:
    assert Commonness().rarity(terms()).shape == (0,)
