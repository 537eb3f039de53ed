"""Day parts and days in a country's own time. A newspaper's day begins at five: the night belongs to the day before."""

from datetime import date, datetime, timedelta

from octavo.core.editions import DayPart
from octavo.core.reading import EditionKey
from octavo.editions.geography import zone_of

DAY_BEGINS = 5
_UNTIL = ((11, DayPart.MORNING), (17, DayPart.MIDDAY), (22, DayPart.EVENING))


def day_part(country: str, now: datetime) -> DayPart:
    """Of the country's main time zone, UTC for the world."""
    hour = now.astimezone(zone_of(country)).hour
    if hour < DAY_BEGINS:
        return DayPart.NIGHT
    return next((part for until, part in _UNTIL if hour < until), DayPart.NIGHT)


def local_day(country: str, now: datetime) -> date:
    """The day whose edition it is: at two in the night still the day before, so that each night has one name."""
    local = now.astimezone(zone_of(country)).replace(tzinfo=None)
    return (local - timedelta(hours=DAY_BEGINS)).date()


def edition_name(key: EditionKey, now: datetime) -> tuple[date, DayPart]:
    """Of which day and day part an edition made now is. Later ones of the same name take its place."""
    return local_day(key.country, now), day_part(key.country, now)
