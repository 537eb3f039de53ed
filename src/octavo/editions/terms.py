"""What a story's score is the sum of, before the page around it is known (`variety` adds that).

| term | `amount` | `detail` |
|---|---|---|
| VOICES | independent voices | |
| FRESHNESS | hours since the latest voice | `silence:` and the day part |
| FRESHNESS | hours since the story began | `age` |
| ACCELERATION | voices of the last two hours, where these are many | |
| COUNTRY | | `about:`, `parent:`, `only:` or `placed:` and a country (below) |
| COUNTRY | voices from there | `told:` and the country |
| PLACE | stories from that place today | the place's name |
| LANGUAGE | the language's place in the reader's order, from 1; none for unreadable | the language |
| NEIGHBOURS | | the neighbouring country |
| REACH | countries that tell it | the one with the most voices |
| TOPIC | | the topic's code |
| PICTURE, READABLE | 1 or 0 | |
| VARIETY | stories above | `publisher:`, `topic:`, `country:`, `home:` or `place:` and its id, code or name |
| DESK | | `pin`, `breaking` or `original` |

`about:` it happens there; `parent:` it happens in the country around the reader's; `only:` nobody knows where it
happens, and it is told there alone; `placed:` it happens elsewhere, and has a place there.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from octavo.core.editions import Candidate, DayPart, ScoredTerm, Term
from octavo.core.reading import EditionKey
from octavo.core.stories import StorySummary
from octavo.editions import calibration as by
from octavo.editions import formulas
from octavo.editions.breaking import breaks_here
from octavo.editions.dayparts import day_part
from octavo.editions.desk import Desk
from octavo.editions.geography import SMALL_KINDS, lies_in, main_places, neighbours, parent, small_place
from octavo.editions.home import Home, home_of, only_told_in, told_in
from octavo.editions.languages import UNREAD, wanted
from octavo.editions.points import Part, part, part_of
from octavo.editions.stand_ins import Options, language_rank, stand_ins
from octavo.editions.trends import acceleration
from octavo.editions.voices import hours_between, last_voice_at, voices_of

# More terms for a candidate: the seam for what a reader follows.
MoreTerms = Callable[[Candidate], Iterable[ScoredTerm]]


@dataclass(frozen=True, slots=True)
class Scene:
    """Before whom and when stories are judged. `places` counts today's stories from each small place at
    home; `home_tells` says whether any publisher of the country is heard at all."""

    key: EditionKey
    now: datetime
    part: DayPart
    desk: Desk
    places: Mapping[str, int] = field(default_factory=dict)
    more: MoreTerms | None = None
    home_tells: bool = False
    _options: dict[int, Options] = field(default_factory=dict)

    def options(self, candidate: Candidate) -> Options:
        """Its stand-ins, worked out once."""
        number = candidate.story.id
        if number not in self._options:
            self._options[number] = stand_ins(candidate, self.key)
        return self._options[number]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A candidate with the terms that do not depend on the page. `rank` is that of its best language."""

    candidate: Candidate
    parts: tuple[Part, ...]
    score: float
    home: Home
    rank: int
    topic: str
    place: str
    is_fresh: bool
    mark: str

    @property
    def story(self) -> StorySummary:
        return self.candidate.story

    @property
    def terms(self) -> tuple[ScoredTerm, ...]:
        return tuple(ScoredTerm(*part) for part in self.parts)

    @property
    def is_rising(self) -> bool:
        return any(term is Term.ACCELERATION for term, *_ in self.parts)

    @property
    def is_small(self) -> bool:
        """From a small place at home, and told by hardly anyone else."""
        return voices_of(self.story) <= by.SMALL_PLACE_VOICES and any(term is Term.PLACE for term, *_ in self.parts)

    @property
    def is_readable(self) -> bool:
        return self.rank < UNREAD


def scene_of(
    key: EditionKey, candidates: Collection[Candidate], desk: Desk, now: datetime, more: MoreTerms | None = None
) -> Scene:
    here = (small_place(one.story, key.country) for one in candidates) if key.country else ()
    places = Counter(place.id for place in here if place)
    home_tells = any(told_in(one.story, key.country) for one in candidates)
    return Scene(key, now, day_part(key.country, now), desk, places, more, home_tells)


def judge(candidate: Candidate, scene: Scene) -> Judged:
    """The terms of one candidate, and what the page needs to know of it."""
    story, rank = candidate.story, language_rank(candidate, scene.key)
    home = home_of(story, scene.key.country)
    topic = main_topic(story)
    voices = voices_of(story)
    desk = tuple(scene.desk.parts(candidate))
    parts = (
        part(Term.VOICES, formulas.voices(voices), voices),
        *_freshness(story, scene),
        *acceleration(story, scene.now),
        *_country(story, home, scene.key.country),
        *_place(story, home, scene),
        _language(rank, scene.key),
        *_neighbours(story, home, scene.key.country),
        _reach(story),
        part(Term.TOPIC, by.TOPICS.get(topic, 0.0), detail=topic),
        part(Term.PICTURE, by.PICTURE if story.has_picture else 0.0, float(story.has_picture)),
        part(Term.READABLE, by.HAS_TEXT if story.has_text else by.NO_TEXT, float(story.has_text)),
        *desk,
        *_more(candidate, scene),
    )
    place = next((one.name for one in main_places(story) if one.kind in SMALL_KINDS), "")
    is_fresh = scene.now - last_voice_at(story) <= by.FRESH
    mark = _mark(candidate, rank, {detail for _, _, _, detail in desk}, scene)
    return Judged(candidate, parts, sum(points for _, points, _, _ in parts), home, rank, topic, place, is_fresh, mark)


def _mark(candidate: Candidate, rank: int, desk: set[str], scene: Scene) -> str:
    if "breaking" in desk or (rank < UNREAD and breaks_here(candidate, scene.key, scene.now)):
        return "breaking"
    return "pinned" if "pin" in desk else "original" if "original" in desk else ""


def main_topic(story: StorySummary) -> str:
    """The code of the surest topic, "" where none is sure."""
    best = max(story.topics, key=lambda topic: (topic.score, topic.code), default=None)
    return best.code if best and best.score >= by.SURE_TOPIC else ""


def _freshness(story: StorySummary, scene: Scene) -> tuple[Part, Part]:
    silent = round(hours_between(last_voice_at(story), scene.now), 2)
    old = round(hours_between(story.first_at, scene.now), 2)
    return (
        part(Term.FRESHNESS, formulas.silence(silent, scene.part), silent, f"silence:{scene.part.value}"),
        part(Term.FRESHNESS, formulas.age(old), old, "age"),
    )


def _country(story: StorySummary, home: Home, country: str) -> Iterable[Part]:
    if not country:
        return
    about, points = _about(story, home, country)
    if about:
        yield part(Term.COUNTRY, points, detail=about)
    told = told_in(story, country)
    yield part(Term.COUNTRY, formulas.told_home(told), told, f"told:{parent(country)}")


def _about(story: StorySummary, home: Home, country: str) -> tuple[str, float]:
    around = parent(country)
    if home is not Home.ELSEWHERE and only_told_in(story, around):
        return f"only:{around}", by.ONLY_TOLD_HOME
    if home is Home.OWN:
        return f"about:{country}", by.ABOUT_HOME
    if home is Home.PARENT:
        return f"parent:{around}", by.ABOUT_PARENT
    is_placed = any(lies_in(place, around) for place in main_places(story))
    return (f"placed:{around}", by.PLACED_HOME) if is_placed else ("", 0.0)


def _place(story: StorySummary, home: Home, scene: Scene) -> Iterable[Part]:
    place = small_place(story, scene.key.country) if home is Home.OWN else None
    if place:
        stories = scene.places.get(place.id, 1)
        yield part(Term.PLACE, formulas.small_place(stories, voices_of(story)), stories, place.name)


def _language(rank: int, key: EditionKey) -> Part:
    if rank == UNREAD:
        return part(Term.LANGUAGE, by.UNREADABLE)
    languages = wanted(key.languages)
    if not languages:
        return part(Term.LANGUAGE, 0.0)
    return part(Term.LANGUAGE, formulas.language(rank), rank + 1, languages[rank])


def _neighbours(story: StorySummary, home: Home, country: str) -> Iterable[Part]:
    if home is Home.ELSEWHERE and story.country in neighbours(country):
        yield part(Term.NEIGHBOURS, by.NEIGHBOUR, detail=story.country)


def _reach(story: StorySummary) -> Part:
    countries = {code: voices for code, voices in story.by_country.items() if code and voices > 0}
    most = max(countries, key=lambda code: (countries[code], code), default="")
    return part(Term.REACH, formulas.reach(len(countries)), len(countries), most)


def _more(candidate: Candidate, scene: Scene) -> Iterable[Part]:
    more = scene.more(candidate) if scene.more else ()
    return (part_of(term) for term in more)
