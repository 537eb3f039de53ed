"""Terms, moves and reasons in words, in both interface languages; the map."""

from typing import Any

import pytest
from django.utils import translation

from octavo.core.editions import Move, ScoredTerm, Term
from octavo.core.labels import Place, PlaceKind, PlaceRole
from octavo.core.stories import Reason
from octavo.editions import what_would_move
from octavo.web import topics, worldmap
from octavo.web.reasons import reasons_in_words
from octavo.web.why import _MOVES, moves_in_words, shown_terms, term_in_words

DETAILS = {
    Term.FRESHNESS: ("silence:midday", "age"),
    Term.COUNTRY: ("about:KE", "parent:GB", "only:KE", "placed:KE", "told:KE", "about:GB-WLS"),
    Term.PLACE: ("Machakos",),
    Term.LANGUAGE: ("sw",),
    Term.NEIGHBOURS: ("TZ",),
    Term.REACH: ("KE",),
    Term.TOPIC: ("11000000", "99000000"),
    Term.VARIETY: ("publisher:12", "topic:11000000", "country:KE", "home:KE", "place:Machakos"),
    Term.DESK: ("pin", "breaking", "original"),
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("term", Term)
def test_every_term_has_words(term: Term, language: str) -> None:
    with translation.override(language):
        for detail in DETAILS.get(term, ("",)):
            for points, amount in ((2.5, 7.0), (-1.0, 0.0), (0.5, None), (0.5, 1.0)):
                said = term_in_words(ScoredTerm(term, points, amount, detail))
                assert said
                assert "{" not in said
                assert "%(" not in said


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("change", _MOVES)
def test_every_move_has_words(change: str, language: str) -> None:
    with translation.override(language):
        for count in (None, 0, 1, 2, 3, 11, 100):
            said = _MOVES[change](Move(Term.COUNTRY, change, 0.6, count, "told:KE"))
            assert said
            assert "{" not in said
            assert "%(" not in said


def test_all_points_of_a_score_are_shown() -> None:
    terms = [ScoredTerm(Term.VOICES, 2.5, 7), ScoredTerm(Term.DESK, 100.0, None, "pin")]
    terms += [ScoredTerm(Term.TOPIC, 0.25, None, "11000000") for _ in range(9)]
    terms += [ScoredTerm(Term.VARIETY, -0.5, 1, "topic:11000000")]
    with translation.override("en"):
        shown = shown_terms(terms)
    assert sum(float(one.points.replace("−", "-")) for one in shown) == pytest.approx(104.25, abs=0.3)
    assert [one.width for one in shown[:2]] == [100, 100], "a pin does not make the other bars vanish"
    assert [one.takes for one in shown if one.points.startswith("−")] == [True]
    assert shown_terms(()) == ()


def test_what_would_move_a_story_is_said_in_sentences() -> None:
    terms = (ScoredTerm(Term.VOICES, 3.0, 7), ScoredTerm(Term.PICTURE, 0.0, 0.0))
    with translation.override("en"):
        said = moves_in_words(terms)
    lift = next(move.points for move in what_would_move(terms) if move.change == "more_voices")
    assert f"2 more voices would lift it by {lift:.1f}." in said
    assert "With a picture it would stand 0.4 higher." in said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason("names", 1.0, ("Ruto", "Machakos"), 3), "3 shared names (Ruto, Machakos)"),
        (Reason("names", 1.0, ("Ruto",)), "1 shared name (Ruto)"),
        (Reason("place", 1.0, ("Machakos",)), "same place (Machakos)"),
        (Reason("place", 1.0), "same place"),
        (Reason("hours", 1.0, (), 2.2), "2 hours apart"),
        (Reason("hours", 1.0, (), 0.01), "1 minute apart"),
        (Reason("hours", 1.0, (), -72.0), "3 days apart"),
        (Reason("hours", 1.0), "about the same time"),
        (Reason("meaning", 1.0, (), 0.83), "83% alike in meaning"),
        (Reason("meaning", 1.0), "alike in meaning"),
        (Reason("words", 1.0, ("dam", "water")), "the same words (dam, water)"),
        (Reason("figures", 1.0, ("$200 million",)), "the same figures ($200 million)"),
        (Reason("copy", 1.0), "nearly the same text"),
        (Reason("topic", 1.0, ("politics", "sport")), "same topic (Politics and government, Sport)"),
        (Reason("topic", 1.0, ("something else",)), "same topic (something else)"),
        (Reason("something new", 1.0), ""),
        (Reason("place", -1.0), ""),
    ],
)
def test_reasons_read_as_words(reason: Reason, said: str) -> None:
    with translation.override("en"):
        assert reasons_in_words([reason]) == said


def test_the_weightiest_reasons_come_first() -> None:
    reasons = [Reason("place", 0.5), Reason("copy", 2.0), Reason("hours", 1.0, (), 5.0)]
    with translation.override("en"):
        assert reasons_in_words(reasons) == "nearly the same text, 5 hours apart, same place"
    with translation.override("ar"):
        assert "المكان نفسه" in reasons_in_words(reasons)


def test_every_topic_has_an_address_of_its_own() -> None:
    slugs = {topics.topic_slug(code) for code in topics.TOPICS}
    assert len(slugs) == len(topics.TOPICS) == 17
    for code in topics.TOPICS:
        assert topics.topic_code(topics.topic_slug(code)) == topics.topic_code(code) == code
    assert topics.topic_code("nothing") == ""


def test_markers_stay_on_the_map() -> None:
    assert worldmap.project(0, 0) == (60, 26)
    for degrees in ((999, 999), (-999, -999), (90, -180)):
        x, y = worldmap.project(*degrees)
        assert 0 <= x <= worldmap.WIDTH
        assert 0 <= y <= worldmap.HEIGHT
    large, small = worldmap.telling_markers({"KE": 9, "FR": 1, "XX": 3, "": 2})
    assert (large.code, small.code) == ("KE", "FR")
    assert large.radius > small.radius


def test_places_without_coordinates_and_whole_countries_get_no_marker() -> None:
    values: Any = ("KE", PlaceKind.CITY, PlaceRole.MAIN, 1.0)
    nowhere, here = Place("1", "A", *values), Place("2", "B", *values, -1.5, 37.2)
    country = Place("cKE", "Kenya", "KE", PlaceKind.COUNTRY, PlaceRole.MAIN, 1.0, -1.0, 37.0)
    assert [one.name for one in worldmap.place_markers([nowhere, country, here])] == ["B"]
