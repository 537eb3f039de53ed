"""The operator's desk: what it decides is done, is shown as a term, and ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from editions.cast import KENYA, NOON, WALES, all_ids, lead_ids, local_stories, points, row_ids, story, world_stories
from octavo.core.editions import DeskAct, DeskKind, Edition, Term
from octavo.core.reading import EditionKey
from octavo.editions import make_edition

CROWD = local_stories("KE", range(10, 40)) + world_stories(range(50, 62))
SMALL = story(1, "PE", began=30, latest=30, picture=False)


def made_with(*acts: DeskAct, key: EditionKey = KENYA, also: tuple[int, ...] = ()) -> Edition:
    elsewhere = {"PE": also} if also else {}
    return make_edition(key, [*CROWD, SMALL], acts, NOON, elsewhere=elsewhere)


def test_a_pinned_story_leads_and_says_so() -> None:
    made = made_with(DeskAct(DeskKind.PIN, 1))
    assert made.lead[0].story == 1
    assert made.lead[0].mark == "pinned"
    assert points(made.lead[0], Term.DESK, "pin") > 0


def test_a_pin_for_another_country_moves_nothing() -> None:
    assert made_with(DeskAct(DeskKind.PIN, 1, country="UG")) == made_with()


def test_a_pin_for_britain_holds_in_wales() -> None:
    assert made_with(DeskAct(DeskKind.PIN, 1, country="GB"), key=WALES).lead[0].story == 1


@pytest.mark.parametrize("kind", list(DeskKind))
def test_an_act_ends_at_its_time(kind: DeskKind) -> None:
    assert made_with(DeskAct(kind, 10, until=NOON)) == made_with()
    assert made_with(DeskAct(kind, 10, until=NOON + timedelta(seconds=1))) != made_with()


def test_a_hidden_story_is_nowhere() -> None:
    led = made_with().lead[0].story
    made = made_with(DeskAct(DeskKind.HIDE, led), also=(led,))
    assert led not in all_ids(made)
    assert led not in [placed.story for placed in made.breaking]


def test_hidden_outweighs_pinned_and_breaking() -> None:
    acts = [DeskAct(DeskKind.PIN, 1), DeskAct(DeskKind.BREAKING, 1), DeskAct(DeskKind.HIDE, 1)]
    made = made_with(*acts)
    assert 1 not in [*all_ids(made), *(placed.story for placed in made.breaking)]


def test_a_hidden_story_does_not_return_in_another_language() -> None:
    both = story(1, "KE", told={"KE": 4}, languages=("sw", "en"))
    for languages in (("sw",), ("en",), ()):
        made = make_edition(EditionKey("KE", languages), [both, *CROWD], [DeskAct(DeskKind.HIDE, 1)], NOON)
        assert 1 not in all_ids(made)


def test_what_the_desk_calls_breaking_stands_in_the_lead_and_above_it() -> None:
    made = made_with(DeskAct(DeskKind.BREAKING, 1))
    placed = next(one for one in made.lead if one.story == 1)
    assert placed.mark == "breaking"
    assert placed in made.breaking
    assert points(placed, Term.DESK, "breaking") > 0


def test_nine_pins_are_eight_leads() -> None:
    made = made_with(*(DeskAct(DeskKind.PIN, number) for number in range(10, 19)))
    assert len(made.lead) == 8
    assert set(lead_ids(made)) < set(range(10, 19))


def test_what_the_newsroom_wrote_itself_is_marked_and_preferred() -> None:
    plain = story(2, "KE")
    written = replace(plain, story=replace(plain.story, id=3), articles=(replace(plain.articles[0], is_original=True),))
    made = make_edition(KENYA, [plain, written], (), NOON)
    assert [(placed.story, placed.mark) for placed in made.lead] == [(3, "original"), (2, "")]
    assert points(made.lead[0], Term.DESK, "original") > 0


def test_what_other_countries_lead_with_may_be_told() -> None:
    candidates = [*local_stories("KE", range(10, 60)), *world_stories(range(60, 62), voices=30), SMALL]
    made = make_edition(KENYA, candidates, (), NOON, elsewhere={"PE": [999, 1]})
    assert row_ids(made, "elsewhere") == [1]
