"""What an editor would do. Each test is a sentence about a front page; the calibration answers to these."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from editions.cast import (
    BRITAIN,
    CULTURE,
    DISASTER,
    KENYA,
    NOON,
    POLITICS,
    SPORT,
    WALES,
    WAR,
    all_ids,
    at,
    edition,
    is_above,
    lead_ids,
    local_stories,
    place,
    points,
    publisher,
    row_ids,
    story,
    world_stories,
)
from octavo.core.editions import Term
from octavo.core.labels import PlaceKind
from octavo.core.reading import EditionKey

CELEBRITY = story(1, "US", told={"US": 18, "GB": 3, "CA": 2, "KE": 2}, topic=CULTURE, began=5)
VILLAGE_FLOOD = story(2, "KE", in_town=place("Budalangi", "KE"), topic=DISASTER)
WORLD_WAR = story(
    3,
    "EE",
    told={"EE": 4, "KE": 6, **dict.fromkeys(("US", "GB", "DE", "FR", "PL", "JP", "BR", "IN", "EG", "ZA"), 4)},
    topic=WAR,
    began=1.5,
    latest=0,
)


def test_floods_in_a_kenyan_village_stand_above_an_american_celebrity_in_kenya() -> None:
    assert is_above(edition(KENYA, [CELEBRITY, VILLAGE_FLOOD]), 2, 1)


def test_and_not_in_britain() -> None:
    assert is_above(edition(BRITAIN, [CELEBRITY, VILLAGE_FLOOD]), 1, 2)


@pytest.mark.parametrize("country", ["KE", "GB", "GB-WLS", "US", "JP", "BR", ""])
def test_the_outbreak_of_a_great_war_leads_everywhere(country: str) -> None:
    here = local_stories(country or "US", range(10, 30))
    made = edition(
        EditionKey(country, ("en",)), [*here, CELEBRITY, VILLAGE_FLOOD, WORLD_WAR, *world_stories(range(40, 60))]
    )
    assert lead_ids(made)[0] == 3


def test_a_small_place_at_home_beats_a_world_story_of_middling_size() -> None:
    middling = story(5, "BR", told={"BR": 6, "US": 2, "PT": 2}, topic=POLITICS)
    assert is_above(edition(KENYA, [middling, VILLAGE_FLOOD]), 2, 5)


def test_and_not_one_that_half_the_world_and_the_readers_own_newsrooms_tell() -> None:
    large = story(5, "BR", told={"BR": 20, "US": 12, "KE": 6, "DE": 8, "FR": 8, "ZA": 4, "IN": 4}, topic=POLITICS)
    assert is_above(edition(KENYA, [large, VILLAGE_FLOOD]), 5, 2)


def test_a_town_that_fills_the_news_is_no_small_place_today() -> None:
    capital = [
        story(10 + n, "KE", in_town=place("Nairobi", "KE"), publishers=(publisher("KE", "", n),)) for n in range(9)
    ]
    village = story(40, "KE", in_town=place("Lodwar", "KE"))
    made = edition(KENYA, [*capital, village])
    assert lead_ids(made)[0] == 40


def test_small_places_are_kept_on_a_day_of_large_home_news() -> None:
    large = [story(n, "KE", told={"KE": 9}, publishers=tuple(range(n * 9, n * 9 + 9))) for n in range(100, 140)]
    made = edition(KENYA, [*large, *local_stories("KE", range(10, 20)), *world_stories(range(40, 44))])
    assert len(set(range(10, 20)) & set(row_ids(made, "country"))) == 2
    assert len(row_ids(made, "country")) == 6


def test_the_worlds_row_is_not_all_of_one_country() -> None:
    american = [story(n, "US", told={"US": 40}, publishers=tuple(range(n * 99, n * 99 + 40))) for n in range(1, 20)]
    made = edition(KENYA, [*american, *local_stories("KE", range(20, 30)), *world_stories(range(40, 50))])
    assert len(set(range(1, 20)) & set(row_ids(made, "world"))) <= 4


def test_three_of_eight_are_from_home_however_large_the_world_is() -> None:
    world = [story(n, told={"US": 30, "GB": 20, "DE": 20, "FR": 9}) for n in range(50, 70)]
    old_and_small = [story(n, "KE", began=30, picture=False, publishers=(n,)) for n in range(10, 20)]
    home = set(range(10, 20))
    assert len(home & set(lead_ids(edition(KENYA, [*world, *old_and_small])))) == 3


def test_two_of_eight_are_from_elsewhere_however_much_happens_at_home() -> None:
    home = local_stories("KE", range(10, 60))
    far = [story(n, "PE", told={"PE": 1}, began=20, latest=20, picture=False) for n in range(70, 74)]
    assert len(set(range(70, 74)) & set(lead_ids(edition(KENYA, [*home, *far])))) == 2


class TestWales:
    """A reader's Wales: by place, in Welsh and in English, beside the rest of Britain."""

    EISTEDDFOD = story(1, "GB", in_town=place("Bala", "GB", region="GB-WLS"), languages=("cy",))
    LONDON = story(2, "GB", in_town=place("Croydon", "GB", region="GB-ENG"))
    SENEDD = story(3, "GB", in_town=place("Wales", "GB", kind=PlaceKind.REGION), told={"GB": 2}, topic=POLITICS)
    KENYAN = story(4, "KE", in_town=place("Kisumu", "KE"))

    def test_wales_stands_above_england_and_england_above_the_rest(self) -> None:
        made = edition(WALES, [self.LONDON, self.EISTEDDFOD, self.KENYAN])
        assert lead_ids(made) == [1, 2, 4]

    def test_a_place_called_wales_is_wales(self) -> None:
        made = edition(WALES, [self.SENEDD])
        assert points(made.lead[0], Term.COUNTRY, "about:GB-WLS") > 0

    def test_to_a_reader_of_britain_a_welsh_story_is_home(self) -> None:
        made = edition(EditionKey("GB", ("cy", "en")), [self.EISTEDDFOD])
        assert points(made.lead[0], Term.COUNTRY, "about:GB") > 0

    def test_who_reads_no_welsh_gets_the_english_one(self) -> None:
        assert lead_ids(edition(BRITAIN, [self.EISTEDDFOD, self.LONDON]))[0] == 2

    def test_the_sections_are_wales_then_britain(self) -> None:
        wales = [
            replace(one, story=replace(one.story, places=(place(f"T{one.story.id}", "GB", region="GB-WLS"),)))
            for one in local_stories("GB", range(100, 112))
        ]
        made = edition(WALES, [*wales, *local_stories("GB", range(200, 212)), *world_stories(range(300, 312))])
        rows = [(row.kind, row.code) for row in made.sections if row.kind in ("country", "world")]
        assert rows == [("country", "GB-WLS"), ("country", "GB"), ("world", "")]
        assert set(row_ids(made, "country")[:6]) <= set(range(100, 112))


def test_thirty_articles_of_one_publisher_do_not_fill_the_page() -> None:
    flood = [story(n, "KE", publishers=(publisher("KE", "", 77),)) for n in range(100, 130)]
    others = local_stories("KE", range(10, 20)) + world_stories(range(40, 50))
    assert len(set(range(100, 130)) & set(lead_ids(edition(KENYA, [*flood, *others])))) <= 2


def test_thirty_articles_of_one_publisher_in_one_story_are_one_voice() -> None:
    live_blog = story(1, "KE", told={"KE": 30}, publishers=(publisher("KE", "", 77),))
    three = story(2, "KE", told={"KE": 3})
    made = edition(KENYA, [live_blog, three])
    assert is_above(made, 2, 1)
    assert points(made.lead[1], Term.VOICES) == 1.0


def test_a_wire_report_that_twelve_papers_print_is_one_voice() -> None:
    told = story(1, "KE", told={"KE": 12})
    wire = replace(told, story=replace(told.story, voices=1, by_country={"KE": 1}, arrivals=(at(3),)))
    four = story(2, "KE", told={"KE": 4})
    made = edition(KENYA, [wire, four])
    assert is_above(made, 2, 1)
    assert points(made.lead[1], Term.VOICES) == 1.0


def test_a_copy_that_comes_late_makes_no_story_fresh() -> None:
    old = story(1, "KE", began=20, latest=20)
    copied = replace(old, story=replace(old.story, id=2, last_at=NOON, articles=2, publishers=2))
    made = edition(KENYA, [old, copied])
    assert points(made.lead[0], Term.FRESHNESS) == points(made.lead[1], Term.FRESHNESS)


def test_stale_stories_sink() -> None:
    yesterdays = story(1, "KE", told={"KE": 8}, began=30, latest=22)
    todays = story(2, "KE", told={"KE": 2}, began=2, latest=1)
    assert is_above(edition(KENYA, [yesterdays, todays]), 2, 1)


def test_an_old_story_that_keeps_growing_stays() -> None:
    growing = story(1, "KE", told={"KE": 40}, began=30, latest=0)
    todays = story(2, "KE", told={"KE": 2}, began=2, latest=1)
    assert is_above(edition(KENYA, [growing, todays]), 1, 2)


def test_what_broke_last_evening_leads_the_morning_and_not_the_midday() -> None:
    def leads(hour: int) -> int:
        now = datetime(2026, 3, 4, hour - 3, tzinfo=UTC)
        evening = datetime(2026, 3, 3, 17, tzinfo=UTC)
        ago = (now - evening) / timedelta(hours=1)
        large = story(1, "KE", told={"KE": 12}, began=ago, latest=ago - 2, now=now)
        small = story(2, "KE", told={"KE": 2}, began=2, latest=1, now=now)
        return lead_ids(edition(KENYA, [large, small], now=now))[0]

    assert leads(7) == 1
    assert leads(13) == 2


def test_a_silent_hour_costs_less_at_night() -> None:
    def freshness(now: datetime) -> float:
        return points(edition(KENYA, [story(1, "KE", began=6, now=now)], now=now).lead[0], Term.FRESHNESS, "silence")

    assert freshness(datetime(2026, 3, 4, 23, tzinfo=UTC)) > freshness(datetime(2026, 3, 4, 10, tzinfo=UTC))


def test_a_story_that_the_reader_cannot_read_gives_way() -> None:
    japanese = story(1, "JP", told={"JP": 30}, languages=("ja",))
    english = world_stories(range(10, 20), voices=3)
    made = edition(KENYA, [japanese, *english])
    assert 1 not in all_ids(made)


def test_where_nothing_else_is_told_it_is_shown_after_all() -> None:
    japanese = story(1, "JP", told={"JP": 30}, languages=("ja",))
    assert lead_ids(edition(KENYA, [japanese, *local_stories("KE", [2])])) == [2, 1]


def test_a_cup_final_that_everyone_tells_leads_in_spite_of_its_topic() -> None:
    final = story(1, "BR", told={"BR": 20, "AR": 20, "KE": 8, "US": 10, "DE": 10}, topic=SPORT, began=4, latest=0)
    assert lead_ids(edition(KENYA, [final, *local_stories("KE", range(10, 20))]))[0] == 1


def test_a_neighbours_story_stands_above_the_same_from_far_away() -> None:
    far, near = story(1, "PE", told={"PE": 2}), story(2, "TZ", told={"TZ": 2})
    assert lead_ids(edition(KENYA, [far, near])) == [2, 1]


def test_what_many_countries_tell_stands_above_what_one_tells_as_much() -> None:
    inner, wide = story(1, "PE", told={"PE": 6}), story(2, "PE", told={"PE": 1, "US": 1, "DE": 2, "FR": 2})
    assert lead_ids(edition(KENYA, [inner, wide])) == [2, 1]


def test_not_more_than_three_leads_are_sport_on_a_day_full_of_sport() -> None:
    sport = [
        story(n, "KE", told={"KE": 5}, topic=SPORT, publishers=tuple(range(n * 9, n * 9 + 5))) for n in range(1, 12)
    ]
    made = edition(KENYA, [*sport, *local_stories("KE", range(20, 30)), *world_stories(range(40, 45))])
    assert len(set(range(1, 12)) & set(lead_ids(made))) == 3


def test_not_more_than_four_leads_are_from_one_foreign_country() -> None:
    american = [
        story(n, "US", told={"US": 40, "KE": 9, "DE": 9}, publishers=tuple(range(n * 99, n * 99 + 58)), latest=0)
        for n in range(1, 12)
    ]
    small = [story(n, "PE", told={"PE": 1}, began=20, publishers=(n,)) for n in range(40, 44)]
    small += [story(n, "KE", began=20, publishers=(n,)) for n in range(50, 53)]
    made = edition(KENYA, [*american, *small])
    assert len(set(range(1, 12)) & set(lead_ids(made))) == 4


def test_stories_that_are_equal_in_everything_keep_one_order() -> None:
    equal = [story(n, "PE", told={"PE": 1}, publishers=(n,)) for n in range(1, 30)]
    assert lead_ids(edition(KENYA, equal)) == lead_ids(edition(KENYA, equal[::-1])) == list(range(1, 9))


def test_what_others_lead_with_and_nobody_here_tells_is_from_elsewhere() -> None:
    home = [story(n, "KE", told={"KE": 4}, publishers=tuple(range(n * 9, n * 9 + 4))) for n in range(10, 22)]
    told_here_too = story(30, "DE", told={"DE": 9, "KE": 1}, began=12, latest=9)
    untold = story(31, "DE", told={"DE": 7}, began=12, latest=9)
    lesser = story(32, "DE", told={"DE": 3}, began=12, latest=9)
    world = world_stories(range(40, 43), voices=30)
    made = edition(KENYA, [*home, told_here_too, untold, lesser, *world])
    assert 31 in row_ids(made, "elsewhere")
    assert not {30, 32} & set(row_ids(made, "elsewhere"))


def test_a_topic_row_holds_that_topic_alone() -> None:
    sport = [story(n, "KE", topic=SPORT, publishers=(n,)) for n in range(1, 12)]
    made = edition(KENYA, [*sport, *local_stories("KE", range(20, 45)), *world_stories(range(50, 62))])
    rows = [row for row in made.sections if row.kind == "topic"]
    assert [row.code for row in rows] == [SPORT]
    assert {placed.story for placed in rows[0].stories} <= set(range(1, 12))


def test_then_it_ends() -> None:
    many = local_stories("KE", range(1, 400)) + world_stories(range(1000, 1400))
    assert len(all_ids(edition(KENYA, many))) < 60


def test_an_empty_world_gives_an_empty_page() -> None:
    made = edition(KENYA, [])
    assert (made.lead, made.sections, made.breaking) == ((), (), ())


def test_a_newsroom_of_one_article_leads_with_it() -> None:
    made = edition(EditionKey("", ()), [story(1, "KE")])
    assert lead_ids(made) == [1]
    assert made.sections == ()


def test_a_newsroom_of_one_publisher_fills_its_lead() -> None:
    only = [story(n, "GB", publishers=(7,), languages=("cy",)) for n in range(1, 12)]
    assert len(lead_ids(edition(WALES, only))) == 8


def test_a_newsroom_that_rested_for_a_week_still_has_a_page() -> None:
    old = [story(n, "KE", began=24 * 7 + n, latest=24 * 7, publishers=(n,)) for n in range(1, 12)]
    assert len(lead_ids(edition(KENYA, old))) == 8


def test_stories_older_than_a_day_and_a_night_are_not_read_again() -> None:
    old = story(1, "KE", told={"KE": 30}, began=60, latest=40)
    assert 1 not in all_ids(edition(KENYA, [old, *local_stories("KE", range(10, 15)), *world_stories(range(40, 43))]))


def test_an_unknown_country_gets_the_world() -> None:
    assert len(lead_ids(edition(EditionKey("ZZ", ("en",)), world_stories(range(1, 12))))) == 8


def test_what_only_home_publishers_tell_of_no_known_place_is_home() -> None:
    made = edition(KENYA, [story(1, "", told={"KE": 2})])
    assert points(made.lead[0], Term.COUNTRY, "only:KE") > 0
