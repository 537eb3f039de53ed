"""Invented stories for the tests of editions: each says only what its test is about."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from octavo.core.editions import Candidate, Edition, PlacedStory, StandIn, Term
from octavo.core.labels import Place, PlaceKind, PlaceRole, TopicLabel
from octavo.core.reading import EditionKey
from octavo.core.stories import StorySummary
from octavo.editions import make_edition

NOON = datetime(2026, 3, 4, 9, tzinfo=UTC)
"""Midday in Nairobi, morning in Cardiff."""
KENYA = EditionKey("KE", ("en", "sw"))
WALES = EditionKey("GB-WLS", ("cy", "en"))
BRITAIN = EditionKey("GB", ("en",))

CULTURE, DISASTER, POLITICS, SPORT, WAR = "01000000", "03000000", "11000000", "15000000", "16000000"
_PUBLISHERS: dict[tuple[str, str, int], int] = {}
_ARTICLES = count(1)


def publisher(country: str, language: str = "en", number: int = 0) -> int:
    """Always the same id for the same publisher."""
    return _PUBLISHERS.setdefault((country, language, number), 1000 + len(_PUBLISHERS))


def at(hours_ago: float, now: datetime = NOON) -> datetime:
    return now - timedelta(hours=hours_ago)


def place(name: str, country: str, *, kind: PlaceKind = PlaceKind.CITY, region: str = "") -> Place:
    return Place(f"p{name}", name, country, kind, PlaceRole.MAIN, region=region)


def story(
    number: int,
    country: str = "",
    *,
    told: dict[str, int] | None = None,
    languages: Sequence[str] = ("en",),
    began: float = 3.0,
    latest: float = 1.0,
    in_town: Place | None = None,
    topic: str = "",
    picture: bool = True,
    now: datetime = NOON,
    arrivals: Sequence[float] | None = None,
    publishers: Sequence[int] = (),
) -> Candidate:
    """A story told once by a publisher of its country, unless `told` says how many publishers of which country tell it.

    The voices arrive evenly between `began` and `latest`, in hours ago. `languages` are those of its articles, in turn.
    """
    told = told if told is not None else {country or "US": 1}
    voices = sum(told.values())
    hours = list(arrivals) if arrivals is not None else _evenly(began, latest, voices)
    tellers = [(where, which) for where, times in told.items() for which in range(times)]
    articles = tuple(
        StandIn(
            article=number * 1000 + index,
            language=languages[index % len(languages)],
            publisher=publishers[index % len(publishers)] if publishers else publisher(where, "", which),
            country=where,
            shown_at=at(hours[min(index, len(hours) - 1)], now),
            has_picture=picture,
        )
        for index, (where, which) in enumerate(tellers[:40])
    )
    by_language = {language: max(1, voices // len(languages)) for language in languages}
    summary = StorySummary(
        id=number,
        slug=f"story-{number}",
        title=f"Story {number}",
        first_at=at(hours[0], now),
        last_at=at(hours[-1], now),
        articles=voices,
        voices=voices,
        publishers=len({one.publisher for one in articles}) if voices <= 40 else voices,
        languages=tuple(languages),
        by_country=dict(told),
        by_language=by_language,
        arrivals=tuple(at(hour, now) for hour in hours),
        places=(in_town,) if in_town else (),
        country=country,
        topics=(TopicLabel(topic, "", 0.9),) if topic else (),
        has_picture=picture,
    )
    return Candidate(summary, articles)


def _evenly(began: float, latest: float, voices: int) -> list[float]:
    if voices == 1:
        return [began]
    return [began + (latest - began) * index / (voices - 1) for index in range(voices)]


def local_stories(country: str, numbers: Iterable[int], *, towns: str = "Town") -> list[Candidate]:
    """One-source stories, each from a town and a publisher of its own."""
    return [
        story(
            number, country, in_town=place(f"{towns} {number}", country), publishers=(publisher(country, "", number),)
        )
        for number in numbers
    ]


def world_stories(numbers: Iterable[int], *, voices: int = 6) -> list[Candidate]:
    """Each happens in a country of its own and is told there and in two others."""
    countries = ("FR", "BR", "JP", "EG", "IN", "CA", "PL", "CL", "NZ", "VN", "SE", "PE")
    return [
        story(
            number,
            countries[index % len(countries)],
            told={countries[index % len(countries)]: voices - 2, "US": 1, "AU": 1},
            publishers=tuple(publisher("world", "", number * 10 + which) for which in range(voices)),
        )
        for index, number in enumerate(numbers)
    ]


def edition(key: EditionKey, candidates: Sequence[Candidate], *, now: datetime = NOON) -> Edition:
    return make_edition(key, candidates, (), now)


def lead_ids(made: Edition) -> list[int]:
    return [placed.story for placed in made.lead]


def all_ids(made: Edition) -> list[int]:
    return [placed.story for placed in (*made.lead, *(one for row in made.sections for one in row.stories))]


def row_ids(made: Edition, kind: str) -> list[int]:
    return [placed.story for row in made.sections if row.kind == kind for placed in row.stories]


def points(placed: PlacedStory, term: Term, detail: str = "") -> float:
    return sum(one.points for one in placed.terms if one.term is term and one.detail.startswith(detail))


def is_above(made: Edition, upper: int, lower: int) -> bool:
    """Whether one story stands before another, which may be absent."""
    ids = all_ids(made)
    return upper in ids and (lower not in ids or ids.index(upper) < ids.index(lower))
