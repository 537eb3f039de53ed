"""Days and day parts in a country's own time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from octavo.core.editions import DayPart
from octavo.core.reading import EditionKey
from octavo.editions import day_part, edition_name, local_day
from octavo.editions.geography import countries, neighbours


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (0, DayPart.NIGHT),
        (4, DayPart.NIGHT),
        (5, DayPart.MORNING),
        (10, DayPart.MORNING),
        (11, DayPart.MIDDAY),
        (16, DayPart.MIDDAY),
        (17, DayPart.EVENING),
        (21, DayPart.EVENING),
        (22, DayPart.NIGHT),
    ],
)
def test_parts_of_the_day(hour: int, part: DayPart) -> None:
    assert day_part("", datetime(2026, 3, 4, hour, 30, tzinfo=UTC)) is part


@pytest.mark.parametrize(
    ("country", "part"),
    [
        ("KE", DayPart.MIDDAY),
        ("GB", DayPart.MORNING),
        ("GB-WLS", DayPart.MORNING),
        ("US", DayPart.NIGHT),
        ("JP", DayPart.EVENING),
    ],
)
def test_it_is_another_part_of_the_day_elsewhere(country: str, part: DayPart) -> None:
    assert day_part(country, datetime(2026, 3, 4, 9, tzinfo=UTC)) is part


def test_summer_time_counts() -> None:
    assert day_part("DE", datetime(2026, 7, 1, 9, 30, tzinfo=UTC)) is DayPart.MIDDAY
    assert day_part("DE", datetime(2026, 1, 7, 9, 30, tzinfo=UTC)) is DayPart.MORNING


def test_a_night_has_one_name() -> None:
    key = EditionKey("KE", ("en",))
    before, after = datetime(2026, 3, 4, 20, tzinfo=UTC), datetime(2026, 3, 5, 1, tzinfo=UTC)
    assert edition_name(key, before) == edition_name(key, after) == (date(2026, 3, 4), DayPart.NIGHT)
    assert edition_name(key, datetime(2026, 3, 5, 2, 30, tzinfo=UTC)) == (date(2026, 3, 5), DayPart.MORNING)


def test_the_day_is_the_countrys_own() -> None:
    late = datetime(2026, 3, 4, 22, tzinfo=UTC)
    assert local_day("JP", late) == date(2026, 3, 5)
    assert local_day("US", late) == date(2026, 3, 4)


def test_nonsense_is_utc() -> None:
    assert day_part("ZZ", datetime(2026, 3, 4, 12, tzinfo=UTC)) is DayPart.MIDDAY


def test_every_country_has_a_zone_and_every_border_two_sides() -> None:
    for code, country in countries().items():
        assert ZoneInfo(country.zone)
        assert all(code in neighbours(other) for other in country.neighbours), code
