"""The labels made for evaluations are well formed. Whether they are true only a reader can say."""

import json
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

LABELS = Path(__file__).parent.parent / "evals/labels"
PLACES = LABELS / "places.jsonl"
SETS = {"extract-fundus", "cluster-neus", "pairs-tgcontest", "sum-bbc"}
KINDS = {"country", "region", "city", "other"}
ROLES = {"main", "mentioned"}
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
"""Two-letter territories of CLDR that ISO 3166-1 does not assign (Kosovo's XK is kept: gazetteers use it)."""
COUNTRIES = {code for code in Locale("en").territories if len(code) == 2} - NO_COUNTRIES
MOST_PLACES = 10


@pytest.fixture(scope="module")
def articles() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PLACES.read_text(encoding="utf-8").splitlines()]


def test_two_hundred_articles_each_labelled_once(articles: list[dict[str, Any]]) -> None:
    keys = {(article["set"], article["id"]) for article in articles}
    assert len(articles) == len(keys) == 200
    assert {name for name, _ in keys} == SETS


def test_articles_hold_labels_and_no_text(articles: list[dict[str, Any]]) -> None:
    for article in articles:
        assert set(article) == {"set", "id", "places", "country"}, article["id"]
        assert article["country"] is None or article["country"] in COUNTRIES, article["id"]
        assert len(article["places"]) <= MOST_PLACES, article["id"]


def test_places_are_well_formed(articles: list[dict[str, Any]]) -> None:
    for article in articles:
        for place in article["places"]:
            where = (article["id"], place)
            assert set(place) == {"name", "country", "kind", "role"}, where
            assert place["name"] == place["name"].strip(), where
            assert 0 < len(place["name"]) <= 40, where
            assert place["kind"] in KINDS, where
            assert place["role"] in ROLES, where
            shared = place["country"] is None and place["kind"] in {"region", "other"}
            assert shared or place["country"] in COUNTRIES, where


def test_no_place_is_listed_twice_in_an_article(articles: list[dict[str, Any]]) -> None:
    for article in articles:
        names = [(place["name"], place["country"], place["kind"]) for place in article["places"]]
        assert len(names) == len(set(names)), article["id"]


def test_a_country_has_one_name_everywhere(articles: list[dict[str, Any]]) -> None:
    names: dict[str, set[str]] = {}
    for article in articles:
        for place in article["places"]:
            if place["kind"] == "country":
                names.setdefault(place["country"], set()).add(place["name"])
    assert {code: found for code, found in names.items() if len(found) > 1} == {}


def records(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (LABELS / name).read_text(encoding="utf-8").splitlines()]


def test_figures_are_of_two_articles_each() -> None:
    stories = records("figures.jsonl")
    assert len(stories) == len({story["story"] for story in stories}) == 90
    for quantity in (quantity for story in stories for quantity in story["quantities"]):
        assert len({cell[0] for cell in quantity["cells"]}) > 1, quantity
        assert all(2 <= len(cell) <= 3 and cell[1] > 0 for cell in quantity["cells"]), quantity


def test_questions_have_keys_or_no_answer() -> None:
    questions = records("ask.jsonl")
    assert len(questions) == len({question["id"] for question in questions}) == 167
    assert all(("keys" in question) != ("unanswerable" in question) for question in questions)
    assert 3 * sum("unanswerable" in question for question in questions) >= len(questions)
