"""What a story's articles say together: counts, headline, places, topics, hashtags, and who may stand for it.

Pure: rows of members in, the story's columns out. A voice is an independent telling: copies are the voice of the text
that they copy, and a publisher that tells more than once is one voice.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from octavo.core.editions import StandIn
from octavo.core.ids import slug_of
from octavo.core.labels import Place, PlaceRole, TopicLabel
from octavo.core.stories import StoryTag
from octavo.store.packed import About, hashtag_rows, place_rows, seconds, stand_in_rows, tag_labels, topic_rows

MAX_ARRIVALS = 200
MAX_TOPICS = 4
MAX_PLACES = 8
MAX_HASHTAGS = 8
MAX_TAGGED = 20
"""The first and the latest articles, so many of each, say what a story's hashtags are."""
MAX_STAND_INS_PER_LANGUAGE = 4
MAX_STAND_INS = 24
MAX_PUBLISHER_IDS = 60
LEAST_SHARE = 0.34
"""Of the labelled articles: what fewer of them say is not what the story is about."""
LEAST_TOPIC_SCORE = 0.2
GOOD_TITLE_CHARS = (20, 140)
NAMED = 2
"""What a word counts in a headline that names a place or hashtag of the story, beside one that another headline has."""


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story, as far as the story's summary needs. `picture_id` may be of one not fetched yet."""

    article: int
    title: str
    language: str
    publisher: int
    country: str
    shown_at: datetime
    picture_id: int | None = None
    has_text: bool = True
    copy_of: int | None = None
    source: str = ""
    is_original: bool = False
    about_country: str = ""
    about: About | None = None


TagMerger = Callable[[Sequence[Member]], Sequence[StoryTag]]


@dataclass(slots=True)
class _Judges:
    merge_tags: TagMerger | None = None


_JUDGES = _Judges()


def merge_tags_by(merger: TagMerger | None) -> None:
    """Who tells which hashtags of a story mean the same, best first; without one each spelling stands for itself."""
    _JUDGES.merge_tags = merger


@dataclass(frozen=True, slots=True)
class Summed:
    """A story's columns and facets. `originals` are the likely originals among texts that others copy."""

    title: str
    title_language: str
    slug: str
    first_at: datetime
    last_at: datetime
    voiced_at: datetime
    articles: int
    voices: int
    publishers: int
    country: str
    facts: dict[str, Any]
    facets: dict[str, tuple[datetime, int]]
    originals: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Voice:
    """`at` is when it was first heard; `members` are its tellings and their copies, oldest first."""

    at: datetime
    teller: Member
    members: tuple[Member, ...]


def sum_up(members: Iterable[Member]) -> Summed:
    """Of one article or more."""
    known = sorted(members, key=lambda one: (one.shown_at, one.article))
    voices = _voices(known)
    by_country = Counter(voice.teller.country for voice in voices if voice.teller.country)
    by_language = Counter(voice.teller.language for voice in voices if voice.teller.language)
    topics, places, tags = _topics(known), _places(known), _hashtags(known)
    headline = _headline(voices, [*(place.name for place in places), *(tag.label for tag in tags)])
    country = _country(known)
    arrivals = sorted(voice.at for voice in voices)
    facts = {
        "languages": [language for language, _ in by_language.most_common()],
        "by_country": dict(by_country.most_common()),
        "by_language": dict(by_language.most_common()),
        "arrivals": [seconds(moment) for moment in arrivals[-MAX_ARRIVALS:]],
        "places": place_rows(places),
        "topics": topic_rows(topics),
        "hashtags": hashtag_rows(tags),
        "tag_labels": tag_labels(tags),
        "publisher_ids": list(dict.fromkeys(one.publisher for one in known))[:MAX_PUBLISHER_IDS],
        "has_text": any(one.has_text for one in known),
        "stand_ins": stand_in_rows(_stand_ins(known)),
    }
    heard = arrivals[-1]
    codes = {f"about:{code}" for code in _about_codes(country, places)}
    codes |= {f"topic:{topic.code}" for topic in topics}
    codes |= {f"tag:{slug}" for tag in tags for slug in (tag.slug, *tag.aliases)}
    codes |= {f"place:{place.id}" for place in places if place.role is PlaceRole.MAIN and place.id}
    facets = {code: (heard, len(voices)) for code in codes}
    facets |= _heard(voices, "from", lambda one: one.country) | _heard(voices, "in", lambda one: one.language)
    return Summed(
        title=headline.title,
        title_language=headline.language,
        slug=slug_of(headline.title),
        first_at=known[0].shown_at,
        last_at=known[-1].shown_at,
        voiced_at=heard,
        articles=len(known),
        voices=len(voices),
        publishers=len({one.publisher for one in known}),
        country=country,
        facts=facts,
        facets=facets,
        originals=frozenset(_likely_originals(known)),
    )


def _voices(members: Sequence[Member]) -> list[_Voice]:
    """Oldest first. A copy whose text is not here any more speaks for itself."""
    by_id = {one.article: one for one in members}
    by_publisher: dict[int, list[Member]] = defaultdict(list)
    for one in members:
        by_publisher[by_id.get(one.copy_of or 0, one).publisher].append(one)
    voices = []
    for publisher, tellings in by_publisher.items():
        teller = next((one for one in tellings if one.publisher == publisher), tellings[0])
        voices.append(_Voice(tellings[0].shown_at, teller, tuple(tellings)))
    return sorted(voices, key=lambda voice: (voice.at, voice.teller.article))


def _heard(voices: Sequence[_Voice], kind: str, told: Callable[[Member], str]) -> dict[str, tuple[datetime, int]]:
    """For each country or language: when it was last told there, copies too, and by how many voices of its own."""
    last: dict[str, datetime] = {}
    count: Counter[str] = Counter()
    for voice in voices:
        codes = {told(one): one.shown_at for one in reversed(voice.members) if told(one)}
        count.update(codes.keys())
        for code, moment in codes.items():
            last[code] = max(moment, last.get(code, moment))
    return {f"{kind}:{code}": (last[code], count[code]) for code in last}


def _headline(voices: Sequence[_Voice], about: Iterable[str]) -> Member:
    """Of the language in which most tell it, the headline that says most of what the others say, and names what the
    story is about."""
    tellers = [voice.teller for voice in voices if voice.teller.title.strip()] or [voices[0].teller]
    languages = Counter(one.language for one in tellers)
    most = max(languages.values())
    wanted = next(one.language for one in tellers if languages[one.language] == most)
    tellers = [one for one in tellers if one.language == wanted][:MAX_ARRIVALS]
    words = [_words(one.title) for one in tellers]
    shared: Counter[str] = Counter(word for own in words for word in own)
    named = frozenset(word for name in about for word in name.casefold().split())

    def worth(place: int) -> tuple[bool, float, int]:
        title = tellers[place].title
        said = sum(shared[word] - 1 for word in words[place]) + NAMED * len(words[place] & named)
        common = said / (len(words[place]) + 3)
        return (GOOD_TITLE_CHARS[0] <= len(title) <= GOOD_TITLE_CHARS[1], common, -place)

    return tellers[max(range(len(tellers)), key=worth)]


def _words(title: str) -> frozenset[str]:
    """Pairs of letters where words are not apart, which is good enough to compare headlines."""
    words = title[:300].casefold().split()
    if len(words) > 2:
        return frozenset(word.strip(".,:;!?\"'“”„«»()’‘") for word in words)
    text = "".join(words)
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def _likely_originals(members: Sequence[Member]) -> Iterable[int]:
    """The texts that others here copy."""
    copied = {one.copy_of for one in members}
    return (one.article for one in members if one.article in copied)


def _topics(members: Sequence[Member]) -> tuple[TopicLabel, ...]:
    """By their mean score over the labelled articles."""
    labelled = [one.about for one in members if one.about]
    scores: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for about in labelled:
        for topic in about.topics:
            scores[topic.code] += topic.score  # type: ignore[assignment]  # a Counter adds floats as well
            labels.setdefault(topic.code, topic.label)
    found = [TopicLabel(code, labels[code], score / len(labelled)) for code, score in scores.most_common(MAX_TOPICS)]
    return tuple(topic for topic in found if topic.score >= LEAST_TOPIC_SCORE)


def _places(members: Sequence[Member]) -> tuple[Place, ...]:
    """Those of most articles, main ones first; `score` is the share of the articles that name it."""
    labelled = [one.about for one in members if one.about]
    named: dict[str, list[Place]] = defaultdict(list)
    for about in labelled:
        for place in {place.id or place.name: place for place in about.places}.values():
            named[place.id or place.name].append(place)
    found = []
    for places in named.values():
        mains = sum(place.role is PlaceRole.MAIN for place in places)
        share = len(places) / len(labelled)
        if share >= LEAST_SHARE:
            is_main = mains / len(labelled) >= LEAST_SHARE
            found.append(replace(places[0], role=PlaceRole.MAIN if is_main else PlaceRole.MENTIONED, score=share))
    found.sort(key=lambda place: (place.role is not PlaceRole.MAIN, -place.score, place.id))
    return tuple(found[:MAX_PLACES])


def _hashtags(members: Sequence[Member]) -> Sequence[StoryTag]:
    """Those of most articles first."""
    known = [one for one in members if one.about and one.about.hashtags]
    if _JUDGES.merge_tags:
        return _JUDGES.merge_tags([*known[:MAX_TAGGED], *known[MAX_TAGGED:][-MAX_TAGGED:]])[:MAX_HASHTAGS]
    return _spelled(known)


def _spelled(members: Sequence[Member]) -> tuple[StoryTag, ...]:
    """One of each slug, with the label that most articles write."""
    labelled = [one.about for one in members if one.about]
    scores: dict[str, float] = defaultdict(float)
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for about in labelled:
        for tag in about.hashtags:
            scores[tag.slug] += tag.score
            labels[tag.slug][tag.label] += 1
    best = sorted(scores, key=lambda slug: (-scores[slug], slug))[:MAX_HASHTAGS]
    return tuple(StoryTag(slug, labels[slug].most_common(1)[0][0], scores[slug] / len(labelled)) for slug in best)


def _country(members: Sequence[Member]) -> str:
    countries = Counter(one.about_country for one in members if one.about_country)
    return countries.most_common(1)[0][0] if countries else ""


def _about_codes(country: str, places: Sequence[Place]) -> set[str]:
    """The countries that it is about, and the nations or states within them."""
    main = [place for place in places if place.role is PlaceRole.MAIN]
    found = {code for place in main for code in (place.country, place.region)}
    return {code for code in (*found, country) if code}


def _stand_ins(members: Sequence[Member]) -> list[tuple[StandIn, int | None]]:
    """Oldest first: of each language a few, those with own words and pictures before others."""
    by_language: dict[str, list[Member]] = defaultdict(list)
    for one in members:
        by_language[one.language].append(one)
    chosen: list[Member] = []
    for tellings in by_language.values():
        tellings.sort(key=_standing)
        chosen += tellings[:MAX_STAND_INS_PER_LANGUAGE]
    chosen = sorted(chosen, key=_standing)[:MAX_STAND_INS] if len(chosen) > MAX_STAND_INS else chosen
    chosen.sort(key=lambda one: (one.shown_at, one.article))
    return [(_stand_in(one), one.picture_id) for one in chosen]


def _standing(one: Member) -> tuple[bool, bool, bool, bool, float]:
    return (
        not one.is_original,
        one.copy_of is not None,
        not one.has_text,
        one.picture_id is None,
        -one.shown_at.timestamp(),
    )


def _stand_in(one: Member) -> StandIn:
    return StandIn(
        article=one.article,
        language=one.language,
        publisher=one.publisher,
        country=one.country,
        shown_at=one.shown_at,
        is_copy=one.copy_of is not None,
        is_original=one.is_original,
    )
