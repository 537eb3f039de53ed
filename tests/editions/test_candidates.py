"""Which stories the store is asked for."""

from datetime import timedelta

from editions.cast import NOON
from octavo.core.editions import DeskAct, DeskKind
from octavo.core.reading import EditionKey
from octavo.editions import wanted_candidates


def test_a_day_and_a_half_of_the_country_and_the_languages() -> None:
    query = wanted_candidates(EditionKey("KE", ("sw-KE", "en", "nonsense!", "en")), NOON)
    assert query.since == NOON - timedelta(hours=36)
    assert (query.country, query.languages) == ("KE", ("sw", "en"))


def test_for_a_nation_its_own_stories_and_the_whole_countrys() -> None:
    wales, britain = (wanted_candidates(EditionKey(code, ("cy",)), NOON) for code in ("GB-WLS", "GB"))
    assert wales.country == britain.country == "GB"
    assert (wales.region, britain.region) == ("GB-WLS", "")


def test_what_the_desk_demands_is_looked_up_whatever_its_age() -> None:
    acts = [
        DeskAct(DeskKind.PIN, 5),
        DeskAct(DeskKind.BREAKING, 4),
        DeskAct(DeskKind.PIN, 6, country="UG"),
        DeskAct(DeskKind.PIN, 7, until=NOON),
        DeskAct(DeskKind.HIDE, 8),
        DeskAct(DeskKind.PIN, 8),
    ]
    assert wanted_candidates(EditionKey("KE", ()), NOON, acts).stories == (4, 5)


def test_nobody_makes_it_look_for_a_hundred_languages() -> None:
    many = tuple(f"{first}{second}" for first in "abcdef" for second in "abcdef")
    assert len(wanted_candidates(EditionKey("", many), NOON).languages) == 6
