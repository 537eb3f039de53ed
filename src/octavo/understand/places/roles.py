"""What an article is about, of the places that it names: their weights, roles and order, and its one country."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from octavo.core.labels import Place, PlaceKind, PlaceRole
from octavo.understand.places.gazetteer import KINDS, Gazetteer
from octavo.understand.places.judge import Judged, Scene

MAX_PLACES = 20
LEAD_CHARS = 280
IN_TITLE, IN_LEAD, ELSEWHERE = 2.0, 1.1, 0.5
OF_DEMONYM, OF_PART, OF_DATELINE = 0.6, 0.4, 0.4
MAX_ELSEWHERE = 2.0
MAIN = 1.2
DATELINE_CHARS = 60
RANK_DECAY, HOME_BONUS, NO_COUNTRY, ALIKE = 0.15, 0.2, 0.75, 0.9


@dataclass(frozen=True, slots=True)
class Weighed:
    place: int
    weight: float
    sure: float


def weigh(scene: Scene, judged: Sequence[Judged]) -> list[Weighed]:
    """Each place once, the weightiest first: by where it is named, how often, and how."""
    best: dict[int, float] = defaultdict(float)
    rest: dict[int, float] = defaultdict(float)
    sure: dict[int, float] = defaultdict(float)
    for each in judged:
        place = meant(scene, each)
        weight = _weight(scene, each)
        sure[place] = max(sure[place], each.sure)
        rest[place] += min(best[place], weight) * 0.5 if best[place] else 0.0
        best[place] = max(best[place], weight)
    weighed = [Weighed(place, best[place] + min(rest[place], MAX_ELSEWHERE), sure[place]) for place in best]
    kept = [each for each in weighed if each.weight >= MAIN or not _is_vast(scene.places, each.place)]
    return sorted(kept, key=lambda each: (-each.weight * each.sure, each.place))


def _is_vast(places: Gazetteer, place: int) -> bool:
    """Continents, oceans, unions: places of a story only where it is about them."""
    return not places.country_code(place) and KINDS[places.packed_kinds[place]] is PlaceKind.OTHER


def _weight(scene: Scene, judged: Judged) -> float:
    mention = judged.mention
    if mention.start < scene.title_end:
        weight = IN_TITLE
    elif mention.start < scene.title_end + LEAD_CHARS:
        weight = IN_LEAD
    else:
        weight = ELSEWHERE
    if mention.demonym:
        weight *= OF_DEMONYM
    if judged.part:
        weight *= OF_PART
    if _is_dateline(scene, judged):
        weight *= OF_DATELINE
    return weight


def _is_dateline(scene: Scene, judged: Judged) -> bool:
    """ "LONDON (Reuters) -", "Москва. 5 мая.", "KYIV, Ukraine —" at the head of the text."""
    mention = judged.mention
    if not scene.title_end <= mention.start < scene.title_end + DATELINE_CHARS:
        return False
    first = scene.tokens[mention.first]
    if not (first.text.isupper() and len(first.text) > 3) and mention.start > scene.title_end + 3:
        return False
    after = [token.gap for token in scene.tokens[mention.last + 1 : mention.last + 5]]
    return any("(" in gap or "—" in gap or "–" in gap or " - " in gap or gap == ". " for gap in after)


def meant(scene: Scene, judged: Judged) -> int:
    """The place itself, or the country whose seat of power speaks: "Moscow said", "between Kyiv and Washington"."""
    places, mention = scene.places, judged.mention
    if judged.place not in places.capitals or mention.demonym or not _speaks(scene, judged):
        return judged.place
    country = places.country_code(judged.place)
    return places.by_code.get("oEU" if country == "BE" else country, judged.place)


def _speaks(scene: Scene, judged: Judged) -> bool:
    mention, tokens = judged.mention, scene.tokens
    after = tokens[mention.last + 1] if mention.last + 1 < len(tokens) else None
    before = tokens[mention.first - 1] if mention.first else None
    if before is not None and before.key in scene.words.prepositions and before.key not in scene.words.between:
        return False
    if after is not None and after.gap in {" ", "\u00a0"} and not after.capital and after.key in scene.words.speaks:
        return True
    near = [token.key for token in tokens[max(0, mention.first - 3) : mention.first]]
    return any(word in scene.words.between for word in near)


def as_places(places: Gazetteer, weighed: Sequence[Weighed]) -> tuple[Place, ...]:
    kept = list(weighed[:MAX_PLACES])
    top = max((each.weight for each in kept), default=0.0)
    bar = min(MAIN, top)
    return tuple(_place(places, each, PlaceRole.MAIN if each.weight >= bar else PlaceRole.MENTIONED) for each in kept)


def _place(places: Gazetteer, weighed: Weighed, role: PlaceRole) -> Place:
    entry = places.entry(weighed.place)
    return Place(
        entry.id, entry.name, entry.country, entry.kind, role, round(min(1.0, weighed.sure), 3),
        round(entry.latitude, 3), round(entry.longitude, 3), places.region_code(weighed.place),
    )  # fmt: skip


def country_of(places: Sequence[Place], publisher_country: str = "") -> str:
    """The country that an article with these places is most about; "" for none, or for several alike.

    Without any place it is the publisher's: who names none writes of home.
    """
    if not places:
        return publisher_country
    points: dict[str, float] = defaultdict(float)
    for rank, place in enumerate(places):
        share = 1.0 if place.role is PlaceRole.MAIN else 0.3
        points[place.country] += share * place.score / (1 + RANK_DECAY * rank)
    points[""] *= NO_COUNTRY
    if publisher_country in points:
        points[publisher_country] += HOME_BONUS
    first, second, *_ = *sorted(points.values(), reverse=True), 0.0, 0.0
    return "" if second > ALIKE * first else max(points, key=lambda country: (points[country], country))
