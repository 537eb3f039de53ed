"""What would move a story is what happens when it does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from editions.cast import CULTURE, KENYA, NOON, edition, place, publisher, story
from octavo.core.editions import Candidate, Move, PlacedStory, ScoredTerm, Term
from octavo.editions import make_edition, what_would_move


def placed(candidate: Candidate, later: float = 0.0) -> PlacedStory:
    return make_edition(KENYA, [candidate], (), NOON + timedelta(hours=later)).lead[0]


def move(of: PlacedStory, change: str, detail: str = "") -> Move:
    return next(one for one in what_would_move(of.terms) if one.change == change and one.detail.startswith(detail))


def difference(one: PlacedStory, other: PlacedStory, term: Term, detail: str = "") -> float:
    def of(placed: PlacedStory) -> float:
        return sum(found.points for found in placed.terms if found.term is term and found.detail.startswith(detail))

    return of(other) - of(one)


STORY = story(1, "US", told={"US": 3, "KE": 1}, languages=("sw",), topic=CULTURE, picture=False, began=4, latest=2)


def test_two_more_voices() -> None:
    more = story(1, "US", told={"US": 5, "KE": 1})
    assert move(placed(STORY), "more_voices").points == difference(placed(STORY), placed(more), Term.VOICES) > 0


def test_three_hours_later() -> None:
    now, later = placed(STORY), placed(STORY, later=1.9)
    for detail in ("silence", "age"):
        said = move(now, "hours_pass", detail)
        assert said.amount == 3
        assert said.points * 1.9 / 3 == pytest.approx(difference(now, later, Term.FRESHNESS, detail), abs=0.01)


def test_another_voice_now_ends_the_silence() -> None:
    renewed = story(1, "US", arrivals=[4, 2, 0], told={"US": 3})
    expected = difference(placed(STORY), placed(renewed), Term.FRESHNESS, "silence")
    assert move(placed(STORY), "another_voice").points == expected > 0


def test_a_picture_and_the_readers_first_language() -> None:
    better = story(1, "US", languages=("en",), picture=True)
    assert move(placed(STORY), "picture").points == difference(placed(STORY), placed(better), Term.PICTURE) > 0
    assert move(placed(STORY), "first_language").points == difference(placed(STORY), placed(better), Term.LANGUAGE) > 0


def test_a_story_that_is_unreadable_here_says_what_a_readable_article_would_do() -> None:
    unreadable = placed(story(1, "US", languages=("ja",)))
    assert move(unreadable, "readable").points == difference(unreadable, placed(story(1, "US")), Term.LANGUAGE) > 6


def test_a_publisher_at_home_that_tells_it() -> None:
    told = story(1, "US", told={"US": 3, "KE": 2})
    assert move(placed(STORY), "home_voice").points == difference(placed(STORY), placed(told), Term.COUNTRY, "told") > 0


def test_a_place_that_fills() -> None:
    lodwar = place("Lodwar", "KE")
    first = story(1, "KE", in_town=lodwar)
    second = story(2, "KE", in_town=lodwar, publishers=(publisher("KE", "", 9),))
    both = {one.story: one for one in edition(KENYA, [first, second]).lead}
    assert move(placed(first), "place_fills").points == difference(placed(first), both[1], Term.PLACE) < 0


def test_without_what_stands_above() -> None:
    made = edition(KENYA, [story(1, "KE", began=1), story(2, "KE", began=3)])
    assert move(made.lead[1], "page_empties", "publisher").points > 0


def test_what_is_at_its_best_has_no_such_move() -> None:
    best = placed(story(1, "KE"))
    assert not {"picture", "text", "first_language", "readable"} & {one.change for one in what_would_move(best.terms)}


def test_terms_of_others_are_left_alone() -> None:
    assert what_would_move([ScoredTerm(Term.TOPIC, 1.0, detail="15000000")]) == ()


def test_a_readers_own_terms_have_a_seam() -> None:
    def follows(candidate: Candidate) -> list[ScoredTerm]:
        return [ScoredTerm(Term.TOPIC, 7.77, detail="followed")] if candidate.story.id == 2 else []

    small = replace(story(2, "PE"))
    made = make_edition(KENYA, [story(1, "KE"), small], (), NOON, more=follows)
    assert [one.story for one in made.lead] == [2, 1]
    assert made.lead[0].score == sum(term.points for term in made.lead[0].terms)
