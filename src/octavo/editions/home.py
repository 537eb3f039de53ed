"""How much a story is the reader's own: of their nation or state, of their country, or of elsewhere."""

from enum import IntEnum

from octavo.core.stories import StorySummary
from octavo.editions import geography
from octavo.editions.voices import voices_of


class Home(IntEnum):
    """`OWN`: of the edition's country (or nation, or state). `PARENT`: of the country that this is part of."""

    ELSEWHERE = 0
    PARENT = 1
    OWN = 2


def home_of(story: StorySummary, country: str) -> Home:
    """Where a story happens, seen from the edition's country. For the world ("") everything is elsewhere."""
    if not country:
        return Home.ELSEWHERE
    if not geography.is_part(country):
        return Home.OWN if _happens_in(story, country) else Home.ELSEWHERE
    if any(geography.lies_in(place, country) for place in geography.main_places(story)):
        return Home.OWN
    return Home.PARENT if _happens_in(story, geography.parent(country)) else Home.ELSEWHERE


def _happens_in(story: StorySummary, country: str) -> bool:
    return story.country == country or only_told_in(story, country)


def only_told_in(story: StorySummary, country: str) -> bool:
    """A story of no known place that publishers of one country alone tell is most likely theirs."""
    return not story.country and not story.places and set(story.by_country) == {country}


def told_in(story: StorySummary, country: str) -> int:
    """How many independent voices are from the country; none from the world."""
    told = story.by_country.get(geography.parent(country), 0) if country else 0
    return max(0, min(told, voices_of(story)))
