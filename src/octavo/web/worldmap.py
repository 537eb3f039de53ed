"""Where on the map of a story's page its publishers and places lie. The land itself is `static/octavo/world.svg`,
which `scripts/world_map.py` draws; nothing here asks anybody.

The map is equirectangular, a unit for every `CELL` degrees, from `NORTH` down to where the last towns are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from octavo.core.labels import Place, PlaceKind

CELL = 3
NORTH = 78
WIDTH = 120
HEIGHT = 45
# A marker's radius in units: one voice, and the most it grows to.
SMALLEST, LARGEST = 1.2, 3.2
MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Marker:
    """`x`, `y` and `radius` in units of the map. `code` is a country, `name` a place; one of the two is ""."""

    x: float
    y: float
    radius: float
    code: str = ""
    name: str = ""
    voices: int = 0


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to units of the map, held within its edges."""
    x = (longitude + 180) / CELL
    y = (NORTH - latitude) / CELL
    return round(min(max(x, 0.0), WIDTH), 1), round(min(max(y, 0.0), HEIGHT), 1)


@cache
def _centres() -> dict[str, tuple[int, int]]:
    lines = (Path(__file__).parent / "centres.txt").read_text(encoding="utf-8").splitlines()
    return {code: (int(latitude), int(longitude)) for code, latitude, longitude in (line.split() for line in lines)}


def telling_markers(told_from: Mapping[str, int]) -> tuple[Marker, ...]:
    """A marker for every country that tells, larger for more voices; the largest first, so that none hides another."""
    markers = []
    for code, voices in sorted(told_from.items(), key=lambda pair: (-pair[1], pair[0])):
        if code in _centres():
            x, y = project(*_centres()[code])
            markers.append(Marker(x, y, min(SMALLEST * max(voices, 1) ** 0.5, LARGEST), code=code, voices=voices))
    return tuple(markers)


def place_markers(places: Iterable[Place]) -> tuple[Marker, ...]:
    """Where the story happens: its places with coordinates, but for whole countries."""
    found = [place for place in places if place.kind is not PlaceKind.COUNTRY][:MOST_PLACES]
    return tuple(
        Marker(*project(place.latitude, place.longitude), SMALLEST, name=place.name)
        for place in found
        if place.latitude is not None and place.longitude is not None
    )
