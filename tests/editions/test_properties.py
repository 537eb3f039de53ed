"""What holds for any candidates at all."""

from collections import Counter
from datetime import timedelta
from math import fsum
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from editions.cast import NOON, all_ids, place
from octavo.core.editions import Candidate, DeskAct, DeskKind, Edition, PlacedStory, StandIn
from octavo.core.labels import TopicLabel
from octavo.core.reading import EditionKey
from octavo.core.stories import StorySummary
from octavo.editions import calibration as by
from octavo.editions import make_edition, what_would_move

COUNTRIES = ("KE", "US", "DE", "GB", "")
LANGUAGES = ("en", "sw", "de", "cy")
TOPICS = ("", "15000000", "11000000", "03000000")
KEYS = st.builds(
    EditionKey,
    st.sampled_from((*COUNTRIES, "GB-WLS", "ZZ")),
    st.lists(st.sampled_from(LANGUAGES), max_size=3).map(tuple),
)


def candidate(number: int, by_chance: Random) -> Candidate:
    """Anything that the types allow, sensible or not."""
    hours = sorted((by_chance.uniform(-2, 80) for _ in range(by_chance.randint(1, 12))), reverse=True)
    arrivals = tuple(NOON - timedelta(hours=hour) for hour in hours)
    topic, town = by_chance.choice(TOPICS), by_chance.choice(("", "", "Bala", "Lodwar", "Ulm"))
    where = place(town, by_chance.choice(COUNTRIES), region="GB-WLS" if town == "Bala" else "")
    summary = StorySummary(
        id=number,
        slug="",
        title="",
        first_at=arrivals[0],
        last_at=arrivals[-1],
        articles=1,
        voices=by_chance.choice((0, 1, 1, 1, 7, 60)),
        publishers=by_chance.choice((0, 1, 1, 1, 7, 60)),
        languages=(),
        by_country={by_chance.choice(COUNTRIES): by_chance.randint(0, 30) for _ in range(by_chance.randint(0, 4))},
        arrivals=arrivals if by_chance.random() < 0.7 else (),
        places=(where,) if town else (),
        country=by_chance.choice(COUNTRIES),
        topics=(TopicLabel(topic, "", by_chance.random()),) if topic else (),
        has_picture=by_chance.random() < 0.5,
        has_text=by_chance.random() < 0.5,
    )
    return Candidate(summary, tuple(_stand_in(number * 100 + n, by_chance) for n in range(by_chance.randint(0, 5))))


def _stand_in(number: int, by_chance: Random) -> StandIn:
    shown_at = NOON - timedelta(hours=by_chance.randint(0, 40))
    publisher, flags = by_chance.randint(1, 12), [by_chance.random() < 0.3 for _ in range(3)]
    return StandIn(number, by_chance.choice(LANGUAGES), publisher, by_chance.choice(COUNTRIES), shown_at, *flags)


@st.composite
def candidates_of_a_day(draw: st.DrawFn) -> list[Candidate]:
    by_chance = Random(draw(st.integers(0, 2**32)))
    return [candidate(number, by_chance) for number in range(1, draw(st.integers(1, 60)))]


CANDIDATES = candidates_of_a_day()
ACTS = st.lists(st.builds(DeskAct, st.sampled_from(DeskKind), st.integers(1, 60)), max_size=4)


def _placed(edition: Edition) -> list[PlacedStory]:
    return [*edition.lead, *edition.breaking, *(one for row in edition.sections for one in row.stories)]


@settings(deadline=None, max_examples=150)
@given(KEYS, CANDIDATES, ACTS)
def test_an_edition_is_sound(key: EditionKey, candidates: list[Candidate], acts: list[DeskAct]) -> None:
    made = make_edition(key, candidates, acts, NOON)

    for placed in _placed(made):
        points = [term.points for term in placed.terms]
        assert placed.score == fsum(points) == sum(reversed(points))
        assert all(move.points for move in what_would_move(placed.terms))
    assert len(all_ids(made)) == len(set(all_ids(made)))
    showable = {one.story.id: {article.article for article in one.articles} for one in candidates}
    assert all(placed.article in showable[placed.story] for placed in _placed(made))
    hidden = {act.story for act in acts if act.kind is DeskKind.HIDE}
    assert not hidden & {placed.story for placed in _placed(made)}
    assert len(made.lead) == min(by.LEAD, sum(bool(one.articles) and one.story.id not in hidden for one in candidates))


@settings(deadline=None, max_examples=50)
@given(KEYS, CANDIDATES, ACTS, st.integers())
def test_the_order_of_candidates_and_acts_changes_nothing(
    key: EditionKey, candidates: list[Candidate], acts: list[DeskAct], seed: int
) -> None:
    made = make_edition(key, candidates, acts, NOON)
    Random(seed).shuffle(candidates)
    assert make_edition(key, candidates, acts[::-1], NOON) == made


@settings(deadline=None, max_examples=150)
@given(CANDIDATES)
def test_bounds_hold_unless_nothing_else_could_stand_there(candidates: list[Candidate]) -> None:
    key = EditionKey("KE", ())
    lead = make_edition(key, candidates, (), NOON).lead
    by_id = {one.story.id: one for one in candidates}
    publisher_of = {article.article: article.publisher for one in candidates for article in one.articles}
    publishers = Counter(publisher_of[placed.article] for placed in lead)
    topics = Counter(_topic(by_id[placed.story]) for placed in lead if _topic(by_id[placed.story]))
    abroad = Counter(_abroad(by_id[placed.story]) for placed in lead if _abroad(by_id[placed.story]))
    full = {one for one, count in publishers.items() if count >= by.MOST_OF_ONE_PUBLISHER}
    full_topics = {one for one, count in topics.items() if count >= by.MOST_OF_ONE_TOPIC}
    full_countries = {one for one, count in abroad.items() if count >= by.MOST_OF_ONE_COUNTRY}
    counts = ((publishers, by.MOST_OF_ONE_PUBLISHER), (topics, by.MOST_OF_ONE_TOPIC), (abroad, by.MOST_OF_ONE_COUNTRY))
    if all(max(count.values(), default=0) <= most for count, most in counts):
        return
    left = {one.story.id for one in candidates} - {placed.story for placed in lead}
    for one in (by_id[number] for number in left):
        tellers = {article.publisher for article in one.articles}
        is_bounded = tellers <= full or _topic(one) in full_topics or _abroad(one) in full_countries
        assert is_bounded or not _is_fresh(one)


def _abroad(one: Candidate) -> str:
    return "" if one.story.country == "KE" else one.story.country


def _topic(one: Candidate) -> str:
    return next((topic.code for topic in one.story.topics if topic.score >= by.SURE_TOPIC), "")


def _is_fresh(one: Candidate) -> bool:
    return NOON - (one.story.arrivals[-1] if one.story.arrivals else one.story.last_at) <= by.FRESH
