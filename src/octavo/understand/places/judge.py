"""Which place each mention means, and how sure that is: what stands around it, who else is named, who publishes.

All figures are points of one sum that begins at how well known the place is and ends between 0 and 1.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from octavo.core.labels import PlaceKind
from octavo.understand.places.gazetteer import KINDS, Gazetteer, Sign
from octavo.understand.places.lexicon import Words, word_set
from octavo.understand.places.mentions import Mention
from octavo.understand.places.tokens import Token

ENOUGH = 0.5
BIG_CITY = 1_000_000
SMALL_CITY = 100_000
VOTING_CITY = 300_000
COUNTRY, COUNTRY_BY_ALIAS, REGION, SECOND_LEVEL, OTHER = 0.9, 0.6, 0.68, 0.46, 0.75
CITY_BASE, CITY_PER_TENFOLD = 0.24, 0.13
PREPOSITION, QUALIFIED, NAMED_TOO, PUBLISHER, NEIGHBOUR = 0.2, 0.6, 0.2, 0.15, 0.05
PLACE_WORD, REGION_WORD, REGION_OF_CITY = 0.2, 0.3, -0.2
PERSON, ORGANISATION, AS_CLUB, IN_A_NAME = -0.6, -0.8, -0.5, -0.25
ALIAS, ALIAS_OF_SMALL, BENT, COMMON, COMMON_AT_START = -0.05, -0.15, -0.07, -0.12, -0.3
UNCASED, LONG_WORD = -0.12, 6
CAPITAL_OF = 0.1
_REGION_WORDS = word_set(
    "state province county oblast region land область области край district governorate prefecture département"
)
_ARTICLES = {
    "de": word_set("das ein eine einem einen einer der die dem den des kein keine ihr sein unser dieses jedes"),
    "nl": word_set("een het de"),
}
_SPACE = frozenset({" ", "\u00a0", "-"})
# Where a language is at home: a weak prior between name twins.
_HOMES: Mapping[str, frozenset[str]] = {
    "de": frozenset({"DE", "AT", "CH"}), "fr": frozenset({"FR", "BE", "CH", "CA", "SN", "CI", "CM"}),
    "es": frozenset({"ES", "MX", "AR", "CO", "CL", "PE", "VE", "EC"}), "pt": frozenset({"BR", "PT", "AO", "MZ"}),
    "it": frozenset({"IT"}), "ru": frozenset({"RU"}), "uk": frozenset({"UA"}), "pl": frozenset({"PL"}),
    "nl": frozenset({"NL", "BE"}), "sv": frozenset({"SE"}), "nb": frozenset({"NO"}), "da": frozenset({"DK"}),
    "tr": frozenset({"TR"}), "hi": frozenset({"IN"}), "ja": frozenset({"JP"}), "zh": frozenset({"CN"}),
    "ko": frozenset({"KR"}), "fi": frozenset({"FI"}), "cs": frozenset({"CZ"}), "hu": frozenset({"HU"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """A mention and the place that it means; `sure` is 0 to 1. `part` names one that only says where another lies."""

    mention: Mention
    place: int
    sure: float
    part: bool = False


@dataclass
class Scene:
    """What is known while judging one text."""

    places: Gazetteer
    tokens: Sequence[Token]
    words: Words
    language: str
    publisher_country: str
    title_end: int
    title_capitals: bool
    votes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    regions: set[int] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that the text writes small."""
        return frozenset(token.key for token in self.tokens if token.cased and not token.capital)


def judge(scene: Scene, mentions: Sequence[Mention]) -> list[Judged]:
    """Mentions that are places. A name means the same place all over a text, the one it is surest to mean anywhere."""
    scene.persons |= {name for mention in mentions if (name := _person_in(scene, mention))}
    scene.nouns |= {mention.key for mention in mentions if _has_article(scene, mention)}
    _vote(scene, mentions)
    following = _following(scene, mentions)
    judged = [_best(scene, mention, following.get(number)) for number, mention in enumerate(mentions)]
    surest: dict[str, tuple[float, int]] = {}
    for (place, sure), mention in zip(judged, mentions, strict=True):
        surest[mention.key] = max(surest.get(mention.key, (0.0, 0)), (sure, place))
    parts = {number + 1 for number in following}
    return [
        Judged(mention, surest[mention.key][1], min(1.0, surest[mention.key][0]), number in parts)
        for number, (mention, (_, sure)) in enumerate(zip(mentions, judged, strict=True))
        if surest[mention.key][0] >= ENOUGH and sure > ENOUGH + IN_A_NAME
    ]


def _vote(scene: Scene, mentions: Iterable[Mention]) -> None:
    """Countries, regions and large cities that are plainly named speak for the places in the same country."""
    said: set[tuple[str, str]] = set()
    for mention in mentions:
        kinds = {KINDS[scene.places.packed_kinds[place]] for place, _ in mention.readings}
        place, sign = mention.readings[0]
        country = scene.places.country_code(place)
        alone = len({scene.places.country_code(place) for place, _ in mention.readings[:3]}) == 1
        if PlaceKind.COUNTRY in kinds:
            if PlaceKind.REGION in kinds or _countries(scene, mention) > 1:
                continue
            for place, sign in mention.readings:
                if KINDS[scene.places.packed_kinds[place]] is PlaceKind.COUNTRY and not sign & Sign.INSTITUTION:
                    said.add((scene.places.country_code(place), mention.key))
        elif PlaceKind.REGION in kinds and alone and country:
            said.add((country, mention.key))
            scene.regions.add(place)
        elif _is_unrivalled(scene, mention) and country:
            said.add((country, mention.key))
    for country, key in said:
        scene.votes[country].add(key)


def _is_unrivalled(scene: Scene, mention: Mention) -> bool:
    """A large city whose name no other has that is nearly so large."""
    (place, sign), *others = mention.readings
    people = scene.places.populations[place]
    rivals = [
        scene.places.populations[other]
        for other, _ in others
        if scene.places.regions[other] != scene.places.regions[place]
    ]
    return not sign & (Sign.COMMON | Sign.BENT) and people >= VOTING_CITY and max(rivals, default=0) * 5 < people


def _following(scene: Scene, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """By number, the mention right after a comma or in brackets: "Paris, Texas"."""
    found = {}
    for number, (mention, after) in enumerate(pairwise(mentions)):
        if after.first == mention.last + 1 and scene.tokens[after.first].gap in {", ", " (", "، ", ",", "（"}:
            found[number] = after
    return {number: after for number, after in found.items() if _lies_in_any(scene, mentions[number], after)}


def _lies_in_any(scene: Scene, mention: Mention, after: Mention) -> bool:
    return any(_lies_in(scene, place, after) for place, _ in mention.readings)


def _lies_in(scene: Scene, place: int, after: Mention) -> bool:
    """Whether one of the readings of the mention after it is the region or country that a place is in."""
    region, country = scene.places.regions[place], scene.places.country_code(place)
    kind = KINDS[scene.places.packed_kinds[place]]
    if kind is PlaceKind.COUNTRY:
        return False
    for outer, _ in after.readings:
        outer_kind = KINDS[scene.places.packed_kinds[outer]]
        if outer_kind is PlaceKind.COUNTRY and scene.places.country_code(outer) == country:
            return True
        if outer_kind is PlaceKind.REGION and kind is PlaceKind.CITY and outer == region:
            return True
    return False


def _best(scene: Scene, mention: Mention, after: Mention | None) -> tuple[int, float]:
    around = _around(scene, mention)
    scored = [
        (_score(scene, mention, place, sign, after) + around, -at, place)
        for at, (place, sign) in enumerate(mention.readings)
    ]
    sure, _, place = max(scored)
    return place, sure


def _score(scene: Scene, mention: Mention, place: int, sign: int, after: Mention | None) -> float:
    country = scene.places.country_code(place)
    kind = KINDS[scene.places.packed_kinds[place]]
    score = _fame(scene, mention, place, kind, sign)
    if after is not None:
        score += QUALIFIED if _lies_in(scene, place, after) else 0.0
    if kind is not PlaceKind.COUNTRY or sign & Sign.INSTITUTION:
        score += _support(scene, mention, place, country) * _trust(scene, mention, place, kind, sign)
    elif _is_shared(scene, mention):
        score += _support(scene, mention, place, country)
    elif _is_rivalled(scene, mention, place):
        score += _rival_support(scene, country)
    return score + _doubt(scene, mention, place, kind, sign)


def _fame(scene: Scene, mention: Mention, place: int, kind: PlaceKind, sign: int) -> float:
    if sign & Sign.INSTITUTION:
        return 0.62 if kind is not PlaceKind.CITY else 0.6
    if kind is PlaceKind.COUNTRY:
        return COUNTRY_BY_ALIAS if sign & Sign.ALIAS else COUNTRY
    if kind is PlaceKind.OTHER:
        return OTHER
    population = scene.places.populations[place]
    if kind is PlaceKind.REGION:
        return _fame_of_region(scene, mention, place, population)
    capital = CAPITAL_OF if place in scene.places.capitals else 0.0
    return CITY_BASE + capital + CITY_PER_TENFOLD * math.log10(max(population, 1_000) / 1_000)


def _fame_of_region(scene: Scene, mention: Mention, place: int, population: int) -> float:
    """A region is known by its people; one that a city is called like needs the word beside it."""
    if not scene.places.numbers[place]:
        return REGION + 0.1
    named = REGION_WORD if any(scene.tokens[at].key in _REGION_WORDS for at in _neighbours(scene, mention)) else 0.0
    if not named and any(scene.places.regions[other] == place != other for other, _ in mention.readings):
        named = REGION_OF_CITY
    if not scene.places.is_first_level(place):
        return SECOND_LEVEL + named
    return min(REGION, 0.35 + 0.1 * math.log10(max(population, 1_000) / 1_000)) + named


def _support(scene: Scene, mention: Mention, place: int, country: str) -> float:
    """What speaks for a place: its country or region is named, or the publisher's, or the language's own."""
    score = 0.0
    others = len(scene.votes.get(country, set()) - {mention.key})
    if country and others:
        score += NAMED_TOO + 0.05 * min(others, 3)
    region = scene.places.regions[place]
    if region and region in scene.regions and region != place:
        score += NAMED_TOO
    if country and country == scene.publisher_country:
        score += PUBLISHER
    elif country in _HOMES.get(scene.language, ()):
        score += PUBLISHER / 2
    if score == 0 and scene.places.neighbours.get(country, frozenset()) & scene.votes.keys():
        score += NEIGHBOUR
    return score


def _trust(scene: Scene, mention: Mention, place: int, kind: PlaceKind, sign: int) -> float:
    """That a country is named says little of a common word, unless it stands like a place: "in Reading"."""
    loose = _may_be_a_word(scene, place, kind, sign) and not _preposition(scene, mention)
    return 0.3 if loose else 1.0


def _countries(scene: Scene, mention: Mention) -> int:
    return sum(KINDS[scene.places.packed_kinds[place]] is PlaceKind.COUNTRY for place, _ in mention.readings)


def _is_shared(scene: Scene, mention: Mention) -> bool:
    """A name of several countries: Congo."""
    return _countries(scene, mention) > 1


def _is_rivalled(scene: Scene, mention: Mention, place: int) -> bool:
    """A country whose name a region has too: Georgia."""
    return any(
        KINDS[scene.places.packed_kinds[other]] is PlaceKind.REGION and scene.places.is_first_level(other)
        for other, sign in mention.readings
        if other != place and not sign & Sign.ALIAS
    )


def _rival_support(scene: Scene, country: str) -> float:
    around = scene.places.neighbours.get(country, frozenset())
    known = bool(scene.votes.keys() & (around | {country})) or country == scene.publisher_country
    return 0.0 if known else -0.15


def _doubt(scene: Scene, mention: Mention, place: int, kind: PlaceKind, sign: int) -> float:
    score = 0.0
    small = kind is PlaceKind.CITY and scene.places.populations[place] < SMALL_CITY
    if sign & Sign.ALIAS and kind is not PlaceKind.COUNTRY:
        score += ALIAS_OF_SMALL if small else ALIAS
    if sign & Sign.BENT and kind is not PlaceKind.COUNTRY:
        score += BENT * 2 if small else BENT
    if kind is PlaceKind.CITY and _plays(scene, mention):
        score += AS_CLUB
    token = scene.tokens[mention.first]
    if not token.cased and kind is PlaceKind.CITY and len(mention.key) < LONG_WORD:
        score += UNCASED
    if _may_be_a_word(scene, place, kind, sign):
        loose = (
            token.starts
            or not token.cased
            or scene.language == "de"
            or (scene.title_capitals and mention.start < scene.title_end)
        )
        score += COMMON_AT_START if loose else COMMON
    if kind in {PlaceKind.CITY, PlaceKind.REGION} and _is_noun(scene, mention):
        score += COMMON_AT_START
    return score


def _is_noun(scene: Scene, mention: Mention) -> bool:
    """The text writes the word small too, or with an article that no German or Dutch town has."""
    if mention.first != mention.last or mention.demonym or _preposition(scene, mention):
        return False
    return scene.tokens[mention.first].key in scene.small or mention.key in scene.nouns


def _has_article(scene: Scene, mention: Mention) -> bool:
    before = scene.tokens[mention.first - 1].key if mention.first else ""
    return before in _ARTICLES.get(scene.language, ())


def _plays(scene: Scene, mention: Mention) -> bool:
    """Towns do not beat each other: clubs do."""
    near = (scene.tokens[at] for at in _neighbours(scene, mention))
    return any(token.key in scene.words.plays and not token.capital for token in near)


def _may_be_a_word(scene: Scene, place: int, kind: PlaceKind, sign: int) -> bool:
    if not sign & Sign.COMMON:
        return False
    if kind is PlaceKind.COUNTRY:
        return bool(sign & Sign.ALIAS)
    return kind is not PlaceKind.OTHER and scene.places.populations[place] < BIG_CITY


def _around(scene: Scene, mention: Mention) -> float:
    """What the words before and after say, whatever the place."""
    place_like = _preposition(scene, mention)
    if mention.demonym or not scene.tokens[mention.first].cased:
        return place_like
    before, after = _before(scene, mention), _after(scene, mention)
    if _is_organisation(scene, mention, before, after):
        return ORGANISATION
    if _is_person(scene, mention, before, after) or (_is_surname(scene, mention) and place_like <= 0):
        return PERSON
    if after is not None and after.key in scene.words.place_after and not _is_word(mention):
        return place_like + PLACE_WORD
    if place_like > 0 or (scene.title_capitals and mention.start < scene.title_end):
        return place_like
    return _in_a_longer_name(scene, before, after)


def _is_organisation(scene: Scene, mention: Mention, before: Token | None, after: Token | None) -> bool:
    """ "Manchester United", "FC Barcelona", "University of Reading"; a bent half of a double name is none either."""
    owner = after is not None and after.capital and after.key in scene.words.organisations_after
    if owner or (after is not None and after.capital and mention.bent and after.gap == "-"):
        return True
    if before is None:
        return False
    return (before.capital and before.key in scene.words.organisations_before) or _is_of_organisation(scene, mention)


def _is_person(scene: Scene, mention: Mention, before: Token | None, after: Token | None) -> bool:
    """ "Mr Reading", "Abraham Lincoln", "Paris Hilton"."""
    first_names = scene.words.first_names
    if before is not None and (before.key in scene.words.titles or (before.capital and before.key in first_names)):
        return True
    if mention.first != mention.last or mention.key not in first_names or after is None:
        return False
    return after.capital and after.key not in scene.words.place_after


def _is_surname(scene: Scene, mention: Mention) -> bool:
    return mention.first == mention.last and mention.key in scene.persons


def _in_a_longer_name(scene: Scene, before: Token | None, after: Token | None) -> float:
    """Other large words beside it; in German, which writes nouns large, they say nothing."""
    score = 0.0
    if scene.language == "de":
        return score
    if before is not None and before.capital and not before.starts and before.key not in scene.words.open_before:
        score += IN_A_NAME
    if after is not None and after.capital:
        score += IN_A_NAME if after.gap == "-" else IN_A_NAME / 2
    return score


def _is_word(mention: Mention) -> bool:
    return all(sign & Sign.COMMON for _, sign in mention.readings)


def _is_of_organisation(scene: Scene, mention: Mention) -> bool:
    """ "University of Reading", "Universität zu Köln", "Bank of America"."""
    if mention.first < 2:
        return False
    of, what = scene.tokens[mention.first - 1], scene.tokens[mention.first - 2]
    return (
        of.key in {"of", "de", "di", "zu", "van", "do", "da"}
        and what.capital
        and what.key
        in {
            "university",
            "universitat",
            "universite",
            "universidad",
            "universidade",
            "universita",
            "bank",
            "universiteit",
        }
    )


def _preposition(scene: Scene, mention: Mention) -> float:
    if mention.first == 0:
        return 0.0
    before = scene.tokens[mention.first - 1]
    gap = scene.tokens[mention.first].gap
    if gap not in _SPACE | {"'", "’", " the "}:
        return 0.0
    if before.key in scene.words.prepositions and not (before.capital and not before.starts):
        return PREPOSITION
    if before.key in {"the", "el", "la", "le", "der", "die"} and mention.first > 1:
        return PREPOSITION / 2 if scene.tokens[mention.first - 2].key in scene.words.prepositions else 0.0
    return 0.0


def _before(scene: Scene, mention: Mention) -> Token | None:
    if mention.first == 0 or scene.tokens[mention.first].gap not in _SPACE:
        return None if mention.first == 0 or scene.tokens[mention.first].gap != ". " else _title_before(scene, mention)
    return scene.tokens[mention.first - 1]


def _title_before(scene: Scene, mention: Mention) -> Token | None:
    before = scene.tokens[mention.first - 1]
    return before if before.key in scene.words.titles else None


def _after(scene: Scene, mention: Mention) -> Token | None:
    if mention.last + 1 >= len(scene.tokens) or scene.tokens[mention.last + 1].gap not in _SPACE:
        return None
    return scene.tokens[mention.last + 1]


def _neighbours(scene: Scene, mention: Mention) -> list[int]:
    return [at for at in (mention.first - 1, mention.last + 1) if 0 <= at < len(scene.tokens)]


def _person_in(scene: Scene, mention: Mention) -> str:
    """The key of a mention that is a surname here: "Abraham Lincoln", "Mr Reading"."""
    before = _before(scene, mention)
    if before is None or mention.first != mention.last or mention.demonym:
        return ""
    named = before.key in scene.words.titles or (before.capital and before.key in scene.words.first_names)
    kinds = {KINDS[scene.places.packed_kinds[place]] for place, _ in mention.readings}
    return mention.key if named and PlaceKind.COUNTRY not in kinds - {PlaceKind.CITY} else ""
