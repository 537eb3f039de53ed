"""What else to read beside an article: truly related articles of other stories, each with reasons.

Nearness in time counts for nothing. What is not alike enough is not shown, however little is left; no publisher has
more than half of what is shown, and the article's own comes last. Hands on `Related`; the web room puts the reasons
into words.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.core.labels import Hashtag, Place, PlaceKind, PlaceRole
from octavo.core.stories import Reason, Sighting
from octavo.stories.vectors import from_bytes

Array = Any  # numpy arrays

LEAST_SCORE = 0.5
BIAS = -3.2
MEANING_WEIGHT = 5.0
NAME_WEIGHT = 0.5
PLACE_WEIGHT = 0.6
TOPIC_WEIGHT = 0.3
"""Log-odds. Meaning, names and bias are near a logistic regression on 300 pairs of SemEval-2022 task 8 (related at all
against different); places and topics, which have no labels there, are kept below what a shared rare name or two give.
"""
MOST_NAMES = 2.5
MOST_PLACES = 1.5
COUNTRY_SHARE = 0.4
"""That two articles are about one country says less than that they are about one town."""
LEAST_TOPIC = 0.5
LANGUAGE_BONUS = 0.2
TOLD = 4
"""Names, places or topics that a reason tells at most."""


@dataclass(frozen=True, slots=True)
class Relatable:
    """An article that can be shown beside another. `story` is any name of its story, "" where it is its own."""

    sighting: Sighting
    story: str = ""
    hashtags: tuple[Hashtag, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """What an embedder's cosines mean: of two articles picked by chance, and of two tellings of one story."""

    chance: float = 0.75
    same: float = 0.90


@dataclass(frozen=True, slots=True)
class Related:
    """`score` is 0 to 1; `reasons` of the kinds "meaning" (its amount is the cosine), "names", "place", "topic"."""

    id: str
    score: float
    reasons: tuple[Reason, ...]


SHIPPED = Scale()
"""Of the shipped embedder, on the pairs above."""


def related(
    target: Relatable, others: Sequence[Relatable], *, limit: int, scale: Scale = SHIPPED
) -> tuple[Related, ...]:
    """At most `limit` articles, best first, other publishers' before the target's own.

    `others` are candidates, such as `Window.candidates` gives; the more there are, the better is known what is rare.
    Those of the target's own story and copies of one text are left out.
    """
    rarity = _Rarity([target, *others])
    vector = _vector(target)
    judged = (
        _judge(target, other, vector, rarity, scale)
        for other in others
        if _story(other) != _story(target) and other.sighting.id != target.sighting.id
    )
    best = _one_a_story(target, (one for one in judged if one.found.score >= LEAST_SCORE))
    ranked = sorted(best, key=lambda one: (_same_publisher(target, one.article), -one.found.score))
    return tuple(one.found for one in _fair(_distinct(ranked, scale), limit))


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    article: Relatable
    found: Related
    vector: Array | None


class _Rarity:
    """How telling it is to share something: 1 for what only two of the articles have, 0 for what all have."""

    def __init__(self, articles: Sequence[Relatable]) -> None:
        self._most = math.log(max(len(articles), 3) / 2)
        self._count = Counter(key for article in articles for key in {*_names(article), *_places(article)})

    def of(self, key: str) -> float:
        return max(0.0, 1 - math.log(max(self._count[key], 2) / 2) / self._most)


def _judge(target: Relatable, other: Relatable, vector: Array | None, rarity: _Rarity, scale: Scale) -> _Judged:
    own = _vector(other)
    reasons = [*_meaning(_cosine(vector, own), scale), *_shared(target, other, rarity), *_topics(target, other)]
    score = 1 / (1 + math.exp(-BIAS - sum(reason.weight for reason in reasons)))
    told = (replace(reason, items=reason.items[:TOLD]) for reason in sorted(reasons, key=lambda one: -one.weight))
    return _Judged(other, Related(other.sighting.id, score, tuple(told)), own)


def _meaning(cosine: float, scale: Scale) -> Iterable[Reason]:
    above = (cosine - scale.chance) / (scale.same - scale.chance)
    if above > 0:
        yield Reason("meaning", MEANING_WEIGHT * min(above, 1.5), amount=round(cosine, 3))


def _vector(article: Relatable) -> Array | None:
    embedding = article.sighting.embedding
    return from_bytes(embedding, len(embedding) // 2)


def _cosine(one: Array | None, other: Array | None) -> float:
    return 0.0 if one is None or other is None or len(one) != len(other) else float(one @ other)


def _shared(target: Relatable, other: Relatable, rarity: _Rarity) -> Iterable[Reason]:
    """Names and hashtags, then places; what is a place is told as that alone."""
    places, places_there = _places(target), _places(other)
    in_both = {key: places[key] for key in places if key in places_there}
    taken = {place.name.casefold() for place in in_both.values()}
    names, names_there = _names(target), _names(other)
    names = {key: text for key, text in names.items() if key in names_there and text.casefold() not in taken}
    if told := sorted((key for key in names if rarity.of(key) > 0), key=lambda key: -rarity.of(key)):
        amount = min(sum(map(rarity.of, told)), MOST_NAMES)
        yield Reason("names", NAME_WEIGHT * amount, tuple(names[key] for key in told), float(len(told)))
    shares = {key: rarity.of(key) * _telling(place) for key, place in in_both.items()}
    if where := sorted((key for key in in_both if shares[key] > 0), key=lambda key: -shares[key]):
        amount = min(sum(shares.values()), MOST_PLACES)
        yield Reason("place", PLACE_WEIGHT * amount, tuple(in_both[key].name for key in where))


def _topics(target: Relatable, other: Relatable) -> Iterable[Reason]:
    there = {topic.code for topic in other.sighting.topics if topic.score >= LEAST_TOPIC}
    shared = [topic for topic in target.sighting.topics if topic.score >= LEAST_TOPIC and topic.code in there]
    if shared:
        yield Reason("topic", TOPIC_WEIGHT, tuple(topic.label for topic in shared))


def _names(article: Relatable) -> dict[str, str]:
    """Names by key, as written; then hashtags that are none of the names."""
    names = {name.key: name.text for name in article.sighting.names if name.key}
    return {tag.slug: f"#{tag.label}" for tag in article.hashtags if tag.slug} | names


def _places(article: Relatable) -> dict[str, Place]:
    """What it is about; what it only mentions, where it is about no place."""
    places = article.sighting.places
    main = [place for place in places if place.role is PlaceRole.MAIN]
    return {f"place:{place.id or place.name}": place for place in main or places}


def _telling(place: Place) -> float:
    return COUNTRY_SHARE if place.kind in {PlaceKind.COUNTRY, PlaceKind.OTHER} else 1.0


def _one_a_story(target: Relatable, shown: Iterable[_Judged]) -> Iterable[_Judged]:
    """The best of each story: in the reader's language and of another publisher, where one is nearly as much alike."""
    best: dict[str, _Judged] = {}
    for one in shown:
        story = _story(one.article)
        if story not in best or _fitness(target, one) > _fitness(target, best[story]):
            best[story] = one
    return best.values()


def _fitness(target: Relatable, one: _Judged) -> tuple[float, bool, float]:
    same_language = one.article.sighting.language == target.sighting.language
    return (
        round(one.found.score, 1) + LANGUAGE_BONUS * same_language,
        not _same_publisher(target, one.article),
        one.found.score,
    )


def _distinct(ranked: Iterable[_Judged], scale: Scale) -> list[_Judged]:
    """Without those that tell what a better one tells: stories that grouping has not merged."""
    kept: list[_Judged] = []
    for one in ranked:
        if all(_cosine(one.vector, other.vector) < (1 + scale.same) / 2 for other in kept):
            kept.append(one)
    return kept


def _fair(ranked: Sequence[_Judged], limit: int) -> list[_Judged]:
    """The best, of which no publisher has more than half; one alone where there is only one publisher."""
    for wanted in range(min(limit, len(ranked)), 0, -1):
        chosen = _taken(ranked, wanted)
        if len(chosen) == wanted:
            return chosen
    return []


def _taken(ranked: Sequence[_Judged], wanted: int) -> list[_Judged]:
    taken: Counter[str] = Counter()
    chosen: list[_Judged] = []
    for one in ranked:
        publisher = _publisher(one.article)
        if len(chosen) < wanted and taken[publisher] < max(1, wanted // 2):
            taken[publisher] += 1
            chosen.append(one)
    return chosen


def _story(article: Relatable) -> str:
    return article.story or article.sighting.id


def _publisher(article: Relatable) -> str:
    """An unknown publisher is taken for one of its own."""
    return article.sighting.publisher or f"\x00{article.sighting.id}"


def _same_publisher(target: Relatable, other: Relatable) -> bool:
    return bool(target.sighting.publisher) and target.sighting.publisher == other.sighting.publisher
