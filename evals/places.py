"""Places on 200 articles that were labelled before there was code to find them (`labels/README.md`).

Of each set and of all: F1 of main places, of the countries of all places, of all places (each over all articles
together), and how often the article's one country is right. The finder reads the title and the opening of 900
characters, which is what the labels were judged by; `.whole.country` is the country by the whole text. Two peers
answer in the same run: plain matching of English names, and the publisher's country always.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from evals import datapack
from octavo.core.labels import Place, PlaceKind, PlaceRole
from octavo.understand.language import detect_language
from octavo.understand.places import country_of, find_places
from octavo.understand.places.gazetteer import gazetteer
from octavo.understand.places.keys import key_of
from octavo.understand.places.tokens import tokens_of

LABELS = Path(__file__).with_name("labels") / "places.jsonl"
OPENING = 900
FILES = {
    "extract-fundus": ("gold.jsonl",),
    "cluster-neus": ("dated_docs.jsonl.gz", "docs.jsonl.gz"),
    "pairs-tgcontest": ("categories.jsonl.gz",),
    "sum-bbc": ("articles.jsonl.gz",),
}
SHORT = {"extract-fundus": "fundus", "cluster-neus": "neus", "pairs-tgcontest": "tgcontest", "sum-bbc": "bbc"}
# Whose publishers no record names.
HOMES = {"cluster-neus": "US", "sum-bbc": "GB"}
# How extract-fundus writes some countries.
RECORDED = {"uk": "GB", "ind": "IN", "isl": "IS"}
MIN_POPULATION = 15_000
MAX_WORDS = 4
PEERS: dict[str, str] = {}

Answer = tuple[tuple[Place, ...], str]
Finder = Callable[["Labelled"], Answer]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article and its labels: `wanted` (name, country, is main), `country` "" for none."""

    set: str
    title: str
    text: str
    language: str
    home: str
    wanted: tuple[tuple[str, str, bool], ...]
    country: str


@dataclass
class Tally:
    """Right, given and wanted answers, together over articles."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(self.given + self.wanted, 1)


def run(full: bool) -> dict[str, float]:  # 200 articles are few: always all
    """`places.<set>.<main|countries|country|all>`, and the same over all sets as `places.…`."""
    articles = read_labelled()
    results = measures(articles, ours)
    for name, peer in (("plain matching", plain_matching), ("publisher's country", publishers_country)):
        for measure, value in measures(articles, peer).items():
            PEERS[measure] = "; ".join(filter(None, (PEERS.get(measure, ""), f"{name} {value:.3f}")))
    whole = [
        country_of(find_places(each.title, each.text, language=each.language, publisher_country=each.home), each.home)
        for each in articles
    ]
    results["places.whole.country"] = _share(each.country == found for each, found in zip(articles, whole, strict=True))
    return results


def measures(articles: list[Labelled], finder: Finder) -> dict[str, float]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    countries: dict[str, list[bool]] = defaultdict(list)
    for each in articles:
        found, country = finder(each)
        for scope in (f"places.{SHORT[each.set]}", "places"):
            score(tallies, scope, each, found)
            countries[scope].append(country == each.country)
    results = {name: tally.f1 for name, tally in tallies.items()}
    results |= {f"{scope}.country": _share(right) for scope, right in countries.items()}
    return dict(sorted(results.items(), key=lambda item: (item[0].count("."), item[0])))


def score(tallies: dict[str, Tally], scope: str, each: Labelled, found: tuple[Place, ...]) -> None:
    mains = tuple(place for place in found if place.role is PlaceRole.MAIN)
    _add(
        tallies[f"{scope}.main"],
        _matches([wanted for wanted in each.wanted if wanted[2]], mains),
        len(mains),
        sum(is_main for *_, is_main in each.wanted),
    )
    _add(tallies[f"{scope}.all"], _matches(list(each.wanted), found), len(found), len(each.wanted))
    given = {place.country for place in found if place.country}
    gold = {country for _, country, _ in each.wanted if country}
    _add(tallies[f"{scope}.countries"], len(given & gold), len(given), len(gold))


def _add(tally: Tally, right: int, given: int, wanted: int) -> None:
    tally.right += right
    tally.given += given
    tally.wanted += wanted


def _matches(wanted: list[tuple[str, str, bool]], found: tuple[Place, ...]) -> int:
    """How many labels are met, each by a place of its own."""
    left = list(found)
    count = 0
    for name, country, _ in wanted:
        match = next((place for place in left if is_same(name, country, place)), None)
        if match is not None:
            left.remove(match)
            count += 1
    return count


def is_same(name: str, country: str, place: Place) -> bool:
    """One name without case and accents, or another name that the gazetteer has for the same place."""
    if country and place.country and country != place.country:
        return False
    if key_of(name) == key_of(place.name):
        return True
    return place.id in {gazetteer().entry(index).id for index, _ in gazetteer().find(key_of(name)) if index}


def ours(each: Labelled) -> Answer:
    found = find_places(each.title, each.text[:OPENING], language=each.language, publisher_country=each.home)
    return found, country_of(found, each.home)


def publishers_country(each: Labelled) -> Answer:
    if not each.home:
        return (), ""
    return (_place(gazetteer().by_code[each.home]),), each.home


def plain_matching(each: Labelled) -> Answer:
    """Capitalised spans that are the English name of a country or a city: the most populous that has it."""
    tokens = tokens_of(f"{each.title}\n{each.text[:OPENING]}")
    found: list[int] = []
    at = 0
    while at < len(tokens):
        step = 1
        for size in range(MAX_WORDS, 0, -1):
            span = tokens[at : at + size]
            key = " ".join(token.key for token in span)
            if tokens[at].capital and len(span) == size and key in english_names():
                found.append(english_names()[key])
                step = size
                break
        at += step
    places = tuple(_place(index) for index in dict.fromkeys(found))
    counts = [gazetteer().country_code(index) for index in found]
    return places, max(counts, key=counts.count, default="")


@lru_cache(maxsize=1)
def english_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for index in range(1, len(gazetteer().numbers)):
        entry = gazetteer().entry(index)
        if entry.kind is PlaceKind.COUNTRY or (entry.kind is PlaceKind.CITY and entry.population >= MIN_POPULATION):
            known = names.get(key_of(entry.name))
            if known is None or gazetteer().populations[known] < entry.population:
                names[key_of(entry.name)] = index
    return names


def _place(index: int) -> Place:
    entry = gazetteer().entry(index)
    return Place(entry.id, entry.name, entry.country, entry.kind, PlaceRole.MAIN)


def _share(right: Iterable[bool]) -> float:
    answers = list(right)
    return sum(answers) / max(len(answers), 1)


def read_labelled() -> list[Labelled]:
    labels = list(datapack.iter_lines(LABELS))
    records = {
        (name, record["id"]): record
        for name, files in FILES.items()
        for file in reversed(files)
        for record in datapack.read_set(name, file)
    }
    return [_labelled(label, records[label["set"], label["id"]]) for label in labels]


def _labelled(label: datapack.Record, record: datapack.Record) -> Labelled:
    text = record.get("text") or "\n".join([*record.get("summary", []), *record.get("paragraphs", [])])
    wanted = tuple((place["name"], place["country"] or "", place["role"] == "main") for place in label["places"])
    language = record.get("language") or detect_language(text) or ""
    return Labelled(
        label["set"],
        record.get("title", ""),
        text,
        language,
        _home(label["set"], record),
        wanted,
        label["country"] or "",
    )


def _home(name: str, record: datapack.Record) -> str:
    """The publisher's country: as recorded, as its set is known for, or by the country of its address."""
    if record.get("country"):
        return RECORDED.get(record["country"], str(record["country"]).upper())
    if name in HOMES:
        return HOMES[name]
    ending = (urlsplit(record.get("url", "")).hostname or "").rpartition(".")[2].upper()
    return {"UK": "GB"}.get(ending, ending if ending in gazetteer().by_code else "")


if __name__ == "__main__":
    print(json.dumps(run(True), indent=1))
