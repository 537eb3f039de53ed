"""Places: `cases.toml` holds invented articles in thirty languages, and what is in each and what only seems to be."""

import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from octavo.core.labels import Place, PlaceKind, PlaceRole
from octavo.understand.places import country_of, find_places
from octavo.understand.places.endings import forms_of
from octavo.understand.places.gazetteer import FILE, gazetteer, unpack
from octavo.understand.places.keys import key_of

CASES = Path(__file__).with_name("cases.toml")
MAX_BYTES = 6_200_000
ANY_COUNTRY = "?"


@dataclass(frozen=True)
class Case:
    language: str
    home: str
    title: str
    text: str
    wanted: tuple[str, ...]
    refused: tuple[str, ...]
    country: str


def read_cases() -> list[Case]:
    lines = tomllib.loads(CASES.read_text(encoding="utf-8"))["cases"].strip().splitlines()
    return [read_case([part.strip() for part in line.split("|")]) for line in lines]


def read_case(parts: list[str]) -> Case:
    language, home, title, text, wanted, refused, country = parts
    return Case(language, home, title, text, split(wanted), split(refused), country)


def split(places: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in places.split(";") if each.strip())


def written(place: Place) -> str:
    return f"{key_of(place.name)}/{place.country or '-'}"


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case.language} {case.title}")
def test_case(case: Case) -> None:
    found = find_places(case.title, case.text, language=case.language, publisher_country=case.home)
    mains = {written(place) for place in found if place.role is PlaceRole.MAIN}
    everything = {written(place) for place in found}
    for wanted in case.wanted:
        name, _, country = wanted.rstrip("!").rpartition("/")
        assert f"{key_of(name)}/{country}" in (mains if wanted.endswith("!") else everything), (wanted, found)
    for refused in case.refused:
        name, slash, country = refused.partition("/")
        gone = [
            each
            for each in everything
            if each == f"{key_of(name)}/{country}" or (not slash and each.startswith(key_of(name) + "/"))
        ]
        assert not gone, (refused, found)
    if case.country != ANY_COUNTRY:
        assert country_of(found, case.home) == case.country, found


def test_nothing_named_gives_no_place_and_the_publishers_country() -> None:
    found = find_places("Ten ways to peel an onion", "Take a sharp knife.", language="en", publisher_country="KE")
    assert found == ()
    assert country_of(found, "KE") == "KE"
    assert country_of(found) == ""


def test_national_politics_without_a_country_are_the_publishers() -> None:
    found = find_places("Parliament passes budget", "Ministers cheered.", language="en", publisher_country="KE")
    assert [(place.id, place.role) for place in found] == [("cKE", PlaceRole.MAIN)]


def test_a_place_has_its_id_kind_and_coordinates() -> None:
    (place, *_) = find_places("Flood in Kisumu", "Kisumu is wet.", language="en", publisher_country="KE")
    assert place.kind is PlaceKind.CITY
    assert place.id.isdigit()
    assert place.latitude == pytest.approx(-0.1, abs=0.1)
    assert place.longitude == pytest.approx(34.75, abs=0.1)
    assert 0 < place.score <= 1


def test_a_small_place_counts_at_home_only() -> None:
    """Local news names villages; far away the same word is more likely a surname."""
    at_home = find_places("Llandeilo fair", "The fair in Llandeilo opens.", language="en", publisher_country="GB")
    assert [place.name for place in at_home][:1] == ["Llandeilo"]
    abroad = find_places("Brecon speaks", "Brecon spoke of wine.", language="en", publisher_country="AR")
    assert abroad == ()


@pytest.mark.parametrize(
    "text", ["A. " * 5_000, "Paris " * 50_000, "東京" * 50_000, "'" * 99_999, "ال" * 60_000, "\udcff\x00 In\u0301 X"]
)
def test_any_text_takes_bounded_time(text: str) -> None:
    started = time.process_time()
    find_places(text, text, language="ar")
    assert time.process_time() - started < 2


def test_unknown_language_and_country_do_no_harm() -> None:
    found = find_places("Paris", "Bakers in Paris.", language="x-klingon", publisher_country="??")
    assert [place.country for place in found] == ["FR"]


@pytest.mark.parametrize(
    ("word", "language", "form"),
    [
        ("москве", "ru", "москва"),
        ("warszawie", "pl", "warszawa"),
        ("berlins", "de", "berlin"),
        ("києві", "uk", "київ"),
        ("والقاهره", "ar", "القاهره"),
    ],
)
def test_bent_names(word: str, language: str, form: str) -> None:
    assert form in forms_of(word, language)


def test_keys_are_the_same_for_spellings() -> None:
    assert key_of("Île-de-France") == key_of("ile de france") == "ile de france"
    assert key_of("القَاهِرَة") == key_of("القاهره")
    assert key_of("Орёл") == key_of("орел")
    assert key_of("İzmir") == "izmir"


def test_the_gazetteer_is_small_and_whole() -> None:
    assert FILE.stat().st_size < MAX_BYTES
    places = gazetteer()
    assert len(places.numbers) > 150_000
    assert {places.country_code(index) for index in places.capitals} >= {"FR", "KE", "JP", "BR"}
    with pytest.raises(ValueError, match="gazetteer"):
        unpack(b"PK\x03\x04")


def test_every_country_is_found_by_its_english_name() -> None:
    places = gazetteer()
    countries = [places.entry(index) for index in range(1, 260) if places.about["own_ids"][index].startswith("c")]
    assert len(countries) > 240
    missing = [
        each.name for each in countries if each.index not in {index for index, _ in places.find(key_of(each.name))}
    ]
    assert missing == []


def test_a_place_says_which_nation_or_state_it_lies_in() -> None:
    found = find_places(
        "Cardiff", "The council of Cardiff met in Swansea; Glasgow and Kenya sent their wishes.", language="en"
    )
    assert {place.name: place.region for place in found} == {
        "Cardiff": "GB-WLS", "Swansea": "GB-WLS", "Glasgow": "GB-SCT", "Kenya": "",
    }  # fmt: skip
