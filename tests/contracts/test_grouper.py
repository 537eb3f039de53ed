"""What every Grouper keeps to: the shipped one, and the one that tests use."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from octavo.core.protocols import Grouper
from octavo.core.stories import Regrouping, Sighting
from octavo.stories import grouping
from octavo.testing.grouping import FirstWordGrouper
from octavo.understand.embedding import shipped_embedder
from telling import FERRY, MARKET, NOON, seen


@pytest.fixture(params=[FirstWordGrouper, grouping.Grouper])
def grouper(request: pytest.FixtureRequest) -> Grouper:
    made: Grouper = request.param()
    return made


@cache
def embedded(text: str) -> bytes:
    return bytes(shipped_embedder().embed([text])[0].astype("<f2").tobytes())


def ferry(article: str, hours: float = 0) -> Sighting:
    return replace(seen(article, FERRY, title="Ferry aground", hours=hours), embedding=embedded(FERRY))


def market(article: str, hours: float = 0) -> Sighting:
    return replace(seen(article, MARKET, title="Market opens", hours=hours), embedding=embedded(MARKET))


def test_a_story_is_named_after_the_article_that_begins_it(grouper: Grouper) -> None:
    first = grouper.assign(ferry("1"))
    assert (first.article, first.story, first.nearest, first.duplicate_of, first.reasons) == ("1", "1", None, None, ())
    assert grouper.assign(market("2", 1)).story == "2"
    again = grouper.assign(ferry("3", 2))
    assert (again.article, again.story, again.nearest) == ("3", "1", "1")
    assert again.reasons
    assert 0 < again.score <= 1


def test_what_is_loaded_in_parts_keeps_the_names_of_its_stories(grouper: Grouper) -> None:
    grouper.load([(ferry("1"), "41")])
    grouper.load([(market("2"), "42")])
    assert grouper.regroup() == Regrouping()
    assert grouper.assign(ferry("3", 2)).story == "41"
    assert grouper.assign(market("4", 2)).story == "42"
    assert grouper.regroup() == Regrouping()


def test_an_article_that_comes_again_stays_in_its_story(grouper: Grouper) -> None:
    grouper.load([(ferry("1"), "41"), (market("2"), "42")])
    again = grouper.assign(ferry("2", 1))
    assert (again.article, again.story) == ("2", "42")


def test_the_slower_pass_merges_into_the_older_story(grouper: Grouper) -> None:
    grouper.load([(ferry(str(one), one), f"4{one}") for one in range(2)])
    grouper.assign(ferry("2", 2))
    assert grouper.regroup() == Regrouping(merged={"41": "40"})
    assert grouper.regroup() == Regrouping()
    assert grouper.assign(ferry("3", 3)).story == "40"


def test_what_is_forgotten_takes_no_part(grouper: Grouper) -> None:
    grouper.load([(ferry("1"), "41"), (market("2"), "42")])
    grouper.assign(market("3", 5))
    grouper.forget_before(NOON + timedelta(hours=1))
    later = grouper.assign(ferry("4", 6))
    assert (later.story, later.nearest) == ("4", None)
    assert grouper.assign(market("5", 6)).story == "42"
