"""An edition of a country from a day and a half's stories: `python -m benchmarks.editions [STORIES]`.

40,000 stories of 100,000 articles, most of them told once, a few by hundreds of publishers. What the store finds by its
indexes is found here by sorting, and not timed; judging those candidates and setting the page is.
"""

import gc
import random
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from octavo.core.editions import Candidate, CandidateQuery, StandIn
from octavo.core.labels import Place, PlaceKind, PlaceRole, TopicLabel
from octavo.core.reading import EditionKey
from octavo.core.stories import StorySummary
from octavo.editions import make_edition, wanted_candidates

STORIES = 40_000
ROUNDS = 40
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
KEYS = (
    EditionKey("KE", ("en", "sw")),
    EditionKey("US", ("en",)),
    EditionKey("GB-WLS", ("cy", "en")),
    EditionKey("DE", ("de", "en", "fr", "tr")),
    EditionKey("", ()),
)
COUNTRIES = ("US", "GB", "DE", "FR", "IN", "BR", "KE", "NG", "JP", "TR", "EG", "MX", "ZA", "ID", "PL", "IT")
LANGUAGES = {"DE": "de", "FR": "fr", "BR": "pt", "JP": "ja", "TR": "tr", "EG": "ar", "MX": "es", "PL": "pl", "IT": "it"}
TARGETS = {"an edition, p95 ms of CPU": ("<", 50.0)}


def run(stories: int = STORIES) -> dict[str, float]:
    everything = list(_stories(stories))
    articles = sum(one.story.articles for one in everything)
    found = {key: _found(everything, wanted_candidates(key, NOW)) for key in KEYS}
    del everything
    gc.collect()
    gc.freeze()  # no process that makes editions holds all stories
    times = [_timed(key, found[key]) for _ in range(ROUNDS) for key in KEYS]
    return {
        "stories": stories,
        "articles": articles,
        "candidates of an edition": max(len(candidates) for candidates in found.values()),
        "an edition, median ms of CPU": median(times),
        "an edition, p95 ms of CPU": quantiles(times, n=20)[-1],
    }


def _timed(key: EditionKey, candidates: list[Candidate]) -> float:
    began = time.process_time()
    make_edition(key, candidates, (), NOW)
    return (time.process_time() - began) * 1000


def _found(everything: list[Candidate], query: CandidateQuery) -> list[Candidate]:
    """What the store answers."""
    recent = [one for one in everything if one.story.last_at >= query.since]
    recent.sort(key=lambda one: (-one.story.voices, -one.story.last_at.timestamp()))
    parts = [
        recent[: query.by_voices],
        [one for one in recent if one.story.country == query.country][: query.in_country],
        [one for one in recent if query.country in one.story.by_country][: query.in_country],
        [one for one in recent if query.region in _regions(one)][: query.in_country],
        [one for one in recent if one.story.first_at >= query.rising_since][: query.rising],
        *(
            [one for one in recent if language in one.story.languages][: query.per_language]
            for language in query.languages
        ),
    ]
    return list({one.story.id: one for part in parts for one in part}.values())


def _regions(candidate: Candidate) -> set[str]:
    return {place.region for place in candidate.story.places if place.region}


def _stories(count: int) -> Iterator[Candidate]:
    by_chance = random.Random(11)
    for number in range(1, count + 1):
        voices = min(250, int(by_chance.paretovariate(1.42)))
        yield _story(number, voices, by_chance)


def _story(number: int, voices: int, by_chance: random.Random) -> Candidate:
    country = by_chance.choice(COUNTRIES)
    began = NOW - timedelta(hours=by_chance.uniform(0, 36))
    arrivals = sorted(began + (NOW - began) * by_chance.random() ** 2 for _ in range(voices))
    tellers = [country if by_chance.random() < 0.5 else by_chance.choice(COUNTRIES) for _ in range(voices)]
    articles = tuple(
        StandIn(number * 1000 + index, LANGUAGES.get(where, "en"), by_chance.randint(1, 3000), where, at, index % 3 > 0)
        for index, (where, at) in enumerate(zip(tellers[:40], arrivals, strict=False))
    )
    languages = tuple(dict.fromkeys(article.language for article in articles))
    town = by_chance.randint(1, 400)
    region = "GB-WLS" if country == "GB" and town <= 30 else ""
    summary = StorySummary(
        id=number,
        slug="",
        title=f"Story {number}",
        first_at=arrivals[0],
        last_at=arrivals[-1],
        articles=voices + voices // 3,
        voices=voices,
        publishers=voices,
        languages=languages,
        by_country=_counted(tellers),
        by_language=dict.fromkeys(languages, 1),
        arrivals=tuple(arrivals[-200:]),
        places=(Place(f"{country}{town}", f"Town {town}", country, PlaceKind.CITY, PlaceRole.MAIN, region=region),),
        country=country,
        topics=(TopicLabel(f"{by_chance.randint(1, 17):02}000000", "", by_chance.random()),),
        has_picture=by_chance.random() < 0.7,
    )
    return Candidate(summary, articles)


def _counted(tellers: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for country in tellers:
        counts[country] = counts.get(country, 0) + 1
    return counts


if __name__ == "__main__":
    for figure, value in run(*map(int, sys.argv[1:2])).items():
        print(f"{figure:<40} {value:>12,.2f}")
