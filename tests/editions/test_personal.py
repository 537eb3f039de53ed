"""A reader's own terms: what they follow and read lifts stories, what they have read goes down, and it all adds up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from editions.cast import (
    KENYA,
    NOON,
    POLITICS,
    SPORT,
    all_ids,
    at,
    lead_ids,
    place,
    points,
    publisher,
    story,
    world_stories,
)
from octavo.core.editions import Candidate, Edition, Term
from octavo.core.labels import Hashtag
from octavo.core.personal import Follow, FollowKind, Habits, Taste, Weights
from octavo.editions import calibration as by
from octavo.editions import make_edition
from octavo.editions.personal import PERSONAL, personal_terms, recommended

MATCH = 77


def match(**more: object) -> Candidate:
    """A story that would lead nowhere: one voice from far away, on sport."""
    return story(MATCH, "CL", topic=SPORT, began=9.0, publishers=(publisher("CL", "", 5),), **more)  # type: ignore[arg-type]


def made(taste: Taste, *extra: Candidate) -> Edition:
    candidates = [*world_stories(range(1, 13)), *(extra or (match(),))]
    return make_edition(KENYA, candidates, (), NOON, more=personal_terms(taste, NOON))


def term_points(edition: Edition, number: int, term: Term, detail: str = "") -> float:
    placed = [*edition.lead, *(one for row in edition.sections for one in row.stories)]
    return points(next(one for one in placed if one.story == number), term, detail)


def test_without_a_taste_it_is_the_edition_of_everybody() -> None:
    plain = make_edition(KENYA, [*world_stories(range(1, 13)), match()], (), NOON)
    assert made(Taste()) == plain


@pytest.mark.parametrize(
    ("follow", "weight"),
    [
        (Follow(FollowKind.TOPIC, SPORT), "topics"),
        (Follow(FollowKind.PUBLISHER, str(publisher("CL", "", 5)), "Five"), "publishers"),
        (Follow(FollowKind.PLACE, "cCL", "Chile"), "places"),
        (Follow(FollowKind.PLACE, "pLago", "Lago"), "places"),
        (Follow(FollowKind.STORY, str(MATCH), "The match"), "stories"),
        (Follow(FollowKind.HASHTAG, "cup", "#Cup"), "hashtags"),
    ],
)
def test_what_is_followed_is_lifted_by_as_much_as_it_weighs(follow: Follow, weight: str) -> None:
    one = match(in_town=place("Lago", "CL"))
    one = replace(one, story=replace(one.story, hashtags=(Hashtag("cup", "Cup"),)))
    full = term_points(made(Taste((follow,)), one), MATCH, Term.FOLLOWS)
    double = term_points(made(Taste((follow,), weights=Weights(**{weight: 2.0})), one), MATCH, Term.FOLLOWS)
    none = term_points(made(Taste((follow,), weights=Weights(**{weight: 0.0})), one), MATCH, Term.FOLLOWS)
    assert (full, double, none) == (by.FOLLOWED[follow.kind], 2 * by.FOLLOWED[follow.kind], 0.0)


def test_following_brings_a_small_story_to_the_front() -> None:
    follows = (Follow(FollowKind.STORY, str(MATCH)), Follow(FollowKind.TOPIC, SPORT), Follow(FollowKind.PLACE, "cCL"))
    assert MATCH not in lead_ids(made(Taste()))
    assert MATCH in lead_ids(made(Taste(follows)))


def test_every_score_is_the_sum_of_its_terms() -> None:
    habits = Habits({SPORT: 4}, {publisher("CL", "", 5): 3}, {"en": 7}, {}, {1: at(2)}, 7)
    edition = made(Taste((Follow(FollowKind.TOPIC, SPORT),), habits))
    placed = [*edition.lead, *(one for row in edition.sections for one in row.stories)]
    assert all(one.score == sum(term.points for term in one.terms) for one in placed)
    assert any(term.points for one in placed for term in one.terms if term.term in PERSONAL)
    assert {term.term for one in placed for term in one.terms if term.term in PERSONAL} == PERSONAL


def test_habits_need_five_articles() -> None:
    few, enough = (Habits({SPORT: n}, {}, {}, {}, {}, n) for n in (4, 5))
    assert term_points(made(Taste(habits=few)), MATCH, Term.HABIT) == 0
    assert term_points(made(Taste(habits=enough)), MATCH, Term.HABIT, f"topic:{SPORT}") > 0


def test_habits_grow_ever_more_slowly_and_end() -> None:
    def lifted(count: int, weight: float = 1.0) -> float:
        taste = Taste(habits=Habits({SPORT: count}, {}, {}, {}, {}, count), weights=Weights(history=weight))
        return term_points(made(taste), MATCH, Term.HABIT, "topic:")

    assert 0 < lifted(5) < lifted(9) < lifted(5000) == pytest.approx(by.MOST_HABIT, abs=0.001)
    assert lifted(5000) < by.FOLLOWED[FollowKind.TOPIC]
    assert lifted(9, 0.0) == 0


def test_what_was_read_goes_down_and_less_where_news_came() -> None:
    leading = lead_ids(made(Taste()))[0]

    def seen(hours_ago: float) -> Edition:
        return made(Taste(habits=Habits(stories={leading: at(hours_ago)})))

    assert term_points(seen(0.5), leading, Term.ALREADY_READ, "seen") == by.READ
    assert term_points(seen(2.5), leading, Term.ALREADY_READ, "news") == by.READ_BUT_NEWS
    assert all_ids(seen(0.5)).index(leading) > all_ids(made(Taste())).index(leading)
    off = Taste(habits=Habits(stories={leading: at(0.5)}), weights=Weights(read=0.0))
    assert all_ids(made(off)) == all_ids(made(Taste()))


def test_a_language_that_one_reads_in_counts_by_its_share() -> None:
    swahili = story(88, "TZ", languages=("sw",), topic=POLITICS)
    habits = Habits(languages={"sw": 3, "en": 1}, total=8)
    found = made(Taste(habits=habits), swahili)
    assert term_points(found, 88, Term.HABIT, "language:sw") == pytest.approx(by.HABITUAL_LANGUAGE * 3 / 8, abs=0.001)


class TestRecommended:
    HABITS = Habits({SPORT: 6}, {}, {"en": 6}, {}, {}, 6)

    def test_a_habit_recommends_with_its_reason(self) -> None:
        ((found, term),) = recommended([*world_stories([1]), match()], Taste(habits=self.HABITS), NOON, limit=5)
        assert (found.story.id, term.detail, term.amount) == (MATCH, f"topic:{SPORT}", 6)

    def test_neither_what_was_read_nor_what_is_followed_is(self) -> None:
        read = replace(self.HABITS, stories={MATCH: NOON - timedelta(hours=1)})
        follows = (Follow(FollowKind.TOPIC, SPORT),)
        assert recommended([match()], Taste(habits=read), NOON, limit=5) == ()
        assert recommended([match()], Taste(follows, self.HABITS), NOON, limit=5) == ()
