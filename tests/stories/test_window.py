"""The window finds what is near and what shares rare words, as an exact search does; and forgets what is old."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest

from octavo.stories.postings import Postings, as_terms
from octavo.stories.vectors import CHUNK, Vectors
from octavo.stories.window import Window, WindowEntry
from telling import NOON

DIMENSIONS = 32


def points(count: int, *, seed: int = 1) -> np.ndarray:
    """Unit vectors around fifty centres, as articles are around stories."""
    dice = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((50, DIMENSIONS))
    found = centres[dice.integers(0, 50, count)] + 0.7 * dice.standard_normal((count, DIMENSIONS))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def entry(key: int, point: np.ndarray | None = None, terms: Sequence[int] = (), *, hours: float = 0) -> WindowEntry:
    packed = b"" if point is None else point.astype("<f2").tobytes()
    return WindowEntry(key, packed, terms, NOON + timedelta(hours=hours))


def window_of(*entries: WindowEntry) -> Window:
    window = Window(DIMENSIONS)
    for one in entries:
        window.add(one)
    return window


def test_the_nearest_are_those_of_an_exact_search() -> None:
    stored, asked = points(5_000), points(40, seed=2)
    window = window_of(*(entry(key, point) for key, point in enumerate(stored)))
    hits = 0
    for query in asked.astype("<f2"):
        exact = np.argsort(-(stored.astype("<f2").astype(np.float32) @ query.astype(np.float32)))[:10]
        hits += len(set(window.nearest(query.tobytes(), 10)) & set(exact.tolist()))
    assert hits >= 0.99 * 10 * len(asked)


def test_nearest_first_and_how_near() -> None:
    near, far = np.eye(DIMENSIONS, dtype=np.float32)[:2]
    between = (near + far) / np.sqrt(2)
    window = window_of(entry(1, far), entry(2, between), entry(3, near), entry(4))
    packed = near.astype("<f2").tobytes()
    assert window.nearest(packed, 10) == [3, 2]
    assert window.cosines(packed, [2, 3, 4, 99]) == pytest.approx([0.7071, 1.0, 0.0, 0.0], abs=1e-3)


def test_shared_rare_words_lead_where_meaning_does_not() -> None:
    north, south = np.eye(DIMENSIONS, dtype=np.float32)[:2]
    common = [entry(key, north, [7, 1_000 + key]) for key in range(100)]
    window = window_of(*common, entry(500, south, [7, 42]))
    asked = entry(900, north, [7, 42])
    assert window.sharing(asked.terms, 5)[0] == 500
    found = window.candidates(asked, 12)
    assert 500 in found
    assert len(found) == len(set(found)) == 12


def test_without_a_vector_words_alone_lead_and_without_words_the_vector() -> None:
    north = np.eye(DIMENSIONS, dtype=np.float32)[0]
    window = window_of(entry(1, north, [5]), entry(2, None, [5]))
    assert set(window.candidates(entry(9, None, [5]), 10)) == {1, 2}
    assert window.candidates(entry(9, north), 10) == (1,)
    assert window.candidates(entry(9), 10) == ()
    assert window.candidates(entry(9, north, [5]), 0) == ()
    assert window_of().candidates(entry(9, north, [5]), 10) == ()


def test_an_entry_is_no_candidate_of_its_own_and_takes_its_old_place() -> None:
    north, south = np.eye(DIMENSIONS, dtype=np.float32)[:2]
    window = window_of(entry(1, north, [5]), entry(2, north, [5]))
    assert window.candidates(entry(1, north, [5]), 10) == (2,)
    window.add(entry(1, south, [6]))
    assert len(window) == 2
    assert window.candidates(entry(2, north, [5]), 10) == ()


@pytest.mark.parametrize("embedding", [b"odd", np.zeros(DIMENSIONS, "<f2").tobytes(), b"\x00\x7c" * DIMENSIONS])
def test_what_is_no_vector_is_near_to_nothing(embedding: bytes) -> None:
    north = np.eye(DIMENSIONS, dtype=np.float32)[0]
    window = window_of(entry(1, north), WindowEntry(2, embedding, [5]))
    assert window.nearest(embedding, 5) == []
    assert window.nearest(north.astype("<f2").tobytes(), 5) == [1]


def test_what_is_old_is_forgotten() -> None:
    stored = points(6_000)
    window = window_of(*(entry(key, point, [key // 2], hours=key) for key, point in enumerate(stored)))
    before = window.nbytes
    assert window.remove_before(NOON + timedelta(hours=4_500)) == list(range(4_500))
    assert len(window) == 1_500
    assert window.nbytes < before
    asked = stored[100].astype("<f2").tobytes()
    assert min(window.nearest(asked, 50)) >= 4_500
    assert window.sharing([100 // 2], 10) == []
    assert window.sharing([4_500 // 2], 10) == [4_501, 4_500]
    window.add(entry(90_000, stored[100], [7], hours=6_001))
    assert window.candidates(entry(0, stored[100], [7]), 3)[0] == 90_000
    assert len(window.remove_before(NOON + timedelta(hours=99_000))) == 1_501
    assert window.candidates(entry(0, stored[100], [7]), 3) == ()


def test_arrivals_out_of_order_are_forgotten_by_their_time() -> None:
    north = np.eye(DIMENSIONS, dtype=np.float32)[0]
    window = window_of(entry(1, north, hours=5), entry(2, north, hours=1), WindowEntry(3, entry(3, north).embedding))
    assert len(window.remove_before(NOON + timedelta(hours=3))) == 2
    assert 1 in window
    assert window.nearest(entry(9, north).embedding, 5) == [1]


def test_the_same_arrivals_give_the_same_candidates() -> None:
    entries = [entry(key, point, [key % 97, key % 31]) for key, point in enumerate(points(3_000))]
    one, other = window_of(*entries), window_of(*entries)
    asked = [entry(9_000 + key, point, [key % 97]) for key, point in enumerate(points(20, seed=3))]
    assert [one.candidates(some, 20) for some in asked] == [other.candidates(some, 20) for some in asked]


def test_thousands_of_one_text_cost_no_more_than_some() -> None:
    north = np.eye(DIMENSIONS, dtype=np.float32)[0]
    window = window_of(*(entry(key, north, [1, 2, 3]) for key in range(5_000)))
    found = window.candidates(entry(99_999, north, [1, 2, 3]), 30)
    assert len(found) == 30
    assert min(found) >= 0


def test_vectors_go_on_beyond_a_chunk_and_are_given_back() -> None:
    vectors = Vectors(2)
    north = np.array([0, 1], np.float32)
    for row in range(CHUNK + 10):
        vectors.add(north if row in {5, CHUNK + 3} else None)
    rows, cosines = vectors.nearest(north, 3)
    assert rows.tolist() == [CHUNK + 3, 5]
    assert cosines.tolist() == pytest.approx([1, 1])
    before = vectors.nbytes
    vectors.cut(CHUNK)
    assert vectors.nbytes < before / 100
    assert vectors.nearest(north, 1)[0].tolist() == [CHUNK + 3]


def test_postings_are_newest_first_and_survive_growth_and_cuts() -> None:
    postings = Postings()
    for row in range(3_000):
        postings.add(row, as_terms([row, 1_000_000 + row % 3]))
    rows, which = postings.newest(as_terms([1_000_001]), 4)
    assert rows.tolist() == [2_998, 2_995, 2_992, 2_989]
    assert which.tolist() == [0, 0, 0, 0]
    assert postings.newest(as_terms([77]), 4)[0].tolist() == [77]
    postings.cut(2_000)
    assert len(postings) == 2_000
    assert postings.newest(as_terms([77]), 4)[0].tolist() == []
    assert postings.newest(as_terms([1_000_001]), 2)[0].tolist() == [2_998, 2_995]
    assert postings.frequencies(as_terms([1_000_001]))[0] >= 333
