"""Countries as an edition needs them: their main time zone, their neighbours, and what is home to a reader.

Codes are ISO 3166-1 ("KE"), or ISO 3166-2 for a nation or state within a country ("GB-WLS"). The table is
`octavo/data/geography/countries.tsv`: zones by the IANA time zone database, borders as geographers draw them and
nearest countries across a strait.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from octavo.core.labels import Place, PlaceKind, PlaceRole
from octavo.core.stories import StorySummary

SMALL_KINDS = frozenset({PlaceKind.CITY, PlaceKind.REGION})
# Nations within a country, by the name that gazetteers give them.
_NATIONS = {"GB-ENG": "England", "GB-NIR": "Northern Ireland", "GB-SCT": "Scotland", "GB-WLS": "Wales"}


@dataclass(frozen=True, slots=True)
class Country:
    zone: str
    neighbours: frozenset[str]


@cache
def countries() -> Mapping[str, Country]:
    text = (files("octavo") / "data" / "geography" / "countries.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {code: Country(zone, frozenset(neighbours.split())) for code, zone, neighbours in rows}


def parent(country: str) -> str:
    """The country itself, or the one that a nation or state is part of: "GB" for "GB-WLS"."""
    return country.partition("-")[0]


def is_part(country: str) -> bool:
    return "-" in country


def neighbours(country: str) -> frozenset[str]:
    known = countries().get(parent(country))
    return known.neighbours if known else frozenset()


@lru_cache(maxsize=300)
def zone_of(country: str) -> ZoneInfo:
    """The zone that most of the country lives by; UTC for the world and for unknown codes."""
    known = countries().get(parent(country))
    try:
        return ZoneInfo(known.zone if known else "UTC")
    except (KeyError, OSError):  # the machine's table is older than a zone's name
        return ZoneInfo("UTC")


def lies_in(place: Place, country: str) -> bool:
    """Whether a place is, or lies in, a country or a nation or state of one."""
    if not is_part(country):
        return place.country == country
    nation = place.kind is PlaceKind.REGION and place.country == parent(country) and place.name == _NATIONS.get(country)
    return country in {place.region, place.id} or nation


def main_places(story: StorySummary) -> tuple[Place, ...]:
    return tuple(place for place in story.places if place.role is PlaceRole.MAIN)


def small_place(story: StorySummary, country: str) -> Place | None:
    """The first city or region of the country among the story's main places."""
    here = (one for one in main_places(story) if one.kind in SMALL_KINDS and lies_in(one, country))
    return next(here, None)
