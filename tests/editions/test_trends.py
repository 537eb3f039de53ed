"""What rises and what breaks, by when independent voices arrived."""

from dataclasses import replace
from datetime import timedelta

from editions.cast import KENYA, NOON, all_ids, edition, local_stories, row_ids, story, world_stories
from octavo.core.editions import Term
from octavo.core.reading import EditionKey
from octavo.core.stories import StorySummary
from octavo.editions import is_breaking, trending
from octavo.editions.trends import trend_of

WORLD = {"US": 3, "GB": 3, "FR": 3}


def minutes(*ago: float) -> tuple[float, ...]:
    return tuple(one / 60 for one in ago)


def with_arrivals(number: int, hours: tuple[float, ...], told: dict[str, int] | None = None) -> StorySummary:
    return story(number, told=told or {"US": len(hours) - 1, "GB": 1}, arrivals=hours).story


class TestTrending:
    STEADY = story(1, told={"US": 12, "GB": 13}, arrivals=[float(hour) for hour in range(24, -1, -1)])
    RISING = story(2, told={"US": 6, "GB": 6}, arrivals=[20, 16, 1.9, 1.7, 1.5, 1.2, 1, 0.9, 0.7, 0.5, 0.3, 0.1])
    DOUBLED = story(3, told={"US": 1, "GB": 1}, arrivals=[10, 0.5])
    FADING = story(4, told={"US": 6, "GB": 6}, arrivals=[23 + n / 12 for n in range(12)][::-1])

    def test_only_what_gathers_voices_faster_than_before_trends(self) -> None:
        found = trending([self.STEADY, self.DOUBLED, self.FADING, self.RISING], NOON)
        assert [placed.story for placed in found] == [2]

    def test_a_steeper_rise_stands_above_a_larger_story(self) -> None:
        large = story(5, told={"US": 40}, arrivals=[20 - n / 2 for n in range(36)] + [1.5, 1, 0.9, 0.8])
        assert trending([large, self.RISING], NOON)[0].story == 2

    def test_its_score_is_its_terms(self) -> None:
        (placed,) = trending([self.RISING], NOON)
        assert [term.term for term in placed.terms] == [Term.ACCELERATION]
        assert placed.score == placed.terms[0].points
        assert placed.terms[0].amount == 10

    def test_one_publishers_flood_is_no_trend(self) -> None:
        assert trending([story(1, told={"US": 12}, arrivals=[1.0] * 12, publishers=(5,))], NOON) == ()

    def test_what_the_reader_cannot_read_does_not_trend_for_them(self) -> None:
        assert trending([self.RISING], NOON, key=EditionKey("KE", ("sw",))) == ()

    def test_a_cut_list_of_arrivals_is_read_as_the_time_that_it_covers(self) -> None:
        hourly = [12 - n * 0.06 for n in range(200)]
        trend = trend_of(story(1, told={"US": 200, "GB": 200}, arrivals=hourly).story, NOON)
        assert 0.8 < trend.rise < 1.25

    def test_an_edition_has_a_row_of_them(self) -> None:
        rising = [
            story(
                n,
                "PE",
                told={"PE": 6, "US": 1},
                arrivals=[20, 16, 1.9, 1.5, 1, 0.5, 0.1],
                publishers=tuple(range(n * 9, n * 9 + 7)),
            )
            for n in range(100, 112)
        ]
        made = edition(KENYA, [*rising, *local_stories("KE", range(10, 30)), *world_stories(range(40, 44))])
        assert len(row_ids(made, "trending")) == 4
        assert set(row_ids(made, "trending")) <= set(range(100, 112))


class TestBreaking:
    SUDDEN = with_arrivals(1, minutes(50, 45, 40, 30, 20, 10, 5), {"US": 3, "GB": 2, "FR": 2})

    def test_many_voices_of_several_countries_within_an_hour_of_the_first(self) -> None:
        assert is_breaking(self.SUDDEN, NOON)

    def test_the_same_in_one_country_and_language_needs_more_voices(self) -> None:
        alone = replace(self.SUDDEN, by_country={"US": 7}, by_language={"en": 7})
        assert not is_breaking(alone, NOON)
        many = with_arrivals(2, minutes(50, 45, 40, 30, 25, 20, 15, 10, 5, 4), {"US": 10})
        assert is_breaking(many, NOON)

    def test_not_what_gathers_voices_over_a_day(self) -> None:
        assert not is_breaking(with_arrivals(1, tuple(float(hour) for hour in range(20, 0, -1))), NOON)

    def test_not_what_began_long_before_it_grew(self) -> None:
        assert not is_breaking(with_arrivals(1, (10.0, *minutes(50, 45, 40, 30, 20, 10, 5))), NOON)

    def test_not_seven_articles_of_two_publishers(self) -> None:
        assert not is_breaking(replace(self.SUDDEN, publishers=2), NOON)

    def test_not_before_its_sixth_voice(self) -> None:
        assert not is_breaking(self.SUDDEN, NOON - timedelta(minutes=15))

    def test_it_stays_for_two_hours_and_then_ends(self) -> None:
        sixth = NOON - timedelta(minutes=10)
        marks = [is_breaking(self.SUDDEN, sixth + timedelta(minutes=10 * step)) for step in range(40)]
        assert marks[:13] == [True] * 13
        assert not any(marks[13:])

    def test_it_goes_on_while_voices_come_and_six_hours_at_most(self) -> None:
        steady = with_arrivals(1, tuple(8 - n / 8 for n in range(65)))
        began = NOON - timedelta(hours=8) + timedelta(minutes=38)
        assert is_breaking(steady, began + timedelta(hours=5))
        assert not is_breaking(steady, began + timedelta(hours=6.1))

    def test_it_is_named_beside_the_lead(self) -> None:
        sudden = story(
            1, "FR", told={"US": 3, "GB": 2, "FR": 2, "DE": 1}, arrivals=minutes(50, 45, 40, 30, 20, 10, 5, 4)
        )
        made = edition(KENYA, [sudden, *local_stories("KE", range(10, 30))])
        assert [(placed.story, placed.mark) for placed in made.breaking] == [(1, "breaking")]
        assert made.breaking[0] in made.lead
        assert len(all_ids(made)) == len(set(all_ids(made)))

    def test_another_countrys_breaking_news_is_none_here(self) -> None:
        peruvian = story(1, "PE", told={"PE": 12}, arrivals=[0.8 - n / 20 for n in range(12)])
        assert edition(EditionKey("PE", ("en",)), [peruvian]).breaking
        assert not edition(KENYA, [peruvian]).breaking
