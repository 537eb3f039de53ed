"""One tag for one thing: the hashtags of a story's articles, merged over spellings and languages.

`merge_hashtags` looks at the articles of one story, where "WHO" and "WorldHealthOrganization", "Путин" and "Putin" are
the same, and hands on which slug stands for which, with a label for each language. What it decided for earlier stories
comes in as `known`, so that a tag keeps its slug. Pure: the pipeline stores what comes out.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib import resources

from octavo.core.ids import hashtag_of
from octavo.core.labels import Hashtag, Name, Place
from octavo.core.name_keys import name_key

MAX_TAGS = 200
MAX_STORY_HASHTAGS = 8
LONG_KEY = 4
MIN_LIKENESS = 0.7
# A full name that few articles use beside its last word is rather an office and that word.
MAX_SHORT_SHARE = 3
LAST_LATIN = "\u024f"
MIN_STEM = 5
MAX_ENDING = 2
ACRONYM = range(2, 7)
# Countries whose name is also that of something else: only a gazetteer's judgement makes them countries.
AMBIGUOUS = frozenset(("georgia", "jordan", "chad", "jersey", "turkey"))

_WORDS = re.compile(r"[^\W\d_a-zß-öø-ÿа-яёα-ω]+(?![^\W\d_A-ZÀ-ÞА-ЯЁ])|[^\W\d_]?[^\W\d_A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]+|\d+")
_JOINTS = frozenset(
    ("of", "the", "and", "for", "de", "la", "le", "des", "du", "der", "und", "für", "del", "di", "da", "do", "y")
)


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """An article's hashtags with what helps to tell what they mean."""

    id: str
    hashtags: tuple[Hashtag, ...]
    language: str = ""
    names: tuple[Name, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedHashtags:
    """`canonical` maps every slug of the story to the one that stands for it (often itself); `labels` a canonical slug
    to its label by language ("" for any other); `ranked` the story's best, most articles and highest scores first."""

    canonical: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    ranked: tuple[Hashtag, ...] = ()

    def label(self, slug: str, language: str = "") -> str:
        """What a reader of `language` sees for any slug of the story."""
        labels = self.labels.get(self.canonical.get(slug, slug), {})
        return labels.get(language) or labels.get("") or slug


@dataclass(slots=True)
class _Tag:
    """A slug as the story's articles use it."""

    slug: str
    labels: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    label_languages: dict[str, dict[str, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )
    keys: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    articles: dict[str, float] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return max(self.labels, key=lambda label: (self.labels[label], sum(letter.isupper() for letter in label)))


def merge_hashtags(articles: Iterable[TaggedArticle], known: Mapping[str, str] | None = None) -> MergedHashtags:
    """`articles` are those of one story; `known` maps slugs to canonical ones as earlier stories had them."""
    articles = list(articles)
    tags = _gather(articles)
    english = _english({place for tag in tags.values() for place in tag.places})
    english |= {place.id: place.name for article in articles for place in article.places}
    groups: dict[str, list[_Tag]] = defaultdict(list)
    names: dict[str, str] = {}
    for group in _grouped(list(tags.values())):
        slug, label = _canonical(group, english, known or {})
        groups[slug] += group
        names.setdefault(slug, label)
    canonical = {tag.slug: slug for slug, group in groups.items() for tag in group}
    labels = {slug: _labels(group, names[slug]) for slug, group in groups.items()}
    scores = {
        slug: sum(max(tag.articles.get(article.id, 0.0) for tag in group) for article in articles)
        for slug, group in groups.items()
    }
    ranked = sorted(scores, key=lambda slug: (-scores[slug], slug))[:MAX_STORY_HASHTAGS]
    top = max(scores.values(), default=1.0) or 1.0
    best = tuple(Hashtag(slug, labels[slug][""], round(scores[slug] / top, 3)) for slug in ranked)
    return MergedHashtags(canonical, labels, best)


def _gather(articles: list[TaggedArticle]) -> dict[str, _Tag]:
    tags: dict[str, _Tag] = {}
    for article in articles:
        keys = {made[0]: name.key for name in article.names if (made := hashtag_of(name.text))}
        places = _meanings(article)
        for hashtag in article.hashtags:
            if hashtag.slug not in tags and len(tags) >= MAX_TAGS:
                continue
            tag = tags.setdefault(hashtag.slug, _Tag(hashtag.slug))
            tag.labels[hashtag.label] += hashtag.score
            tag.label_languages[article.language][hashtag.label] += hashtag.score
            key = keys.get(hashtag.slug) or name_key(" ".join(words_of(hashtag.label)), article.language)
            tag.keys.add(key)
            place = places.get(hashtag.slug) or places.get(key)
            if place:
                tag.places.add(place)
            tag.articles[article.id] = max(tag.articles.get(article.id, 0.0), hashtag.score)
    return tags


def words_of(label: str) -> list[str]:
    """ "WorldHealthOrganization" in words; scripts without capitals stay whole."""
    return _WORDS.findall(label) or [label]


def _meanings(article: TaggedArticle) -> dict[str, str]:
    """Ids by slug and by key: of the gazetteer's places, countries in the article's language, known aliases."""
    found = {**_countries(article.language), **_aliases()}
    for place in article.places:
        made = hashtag_of(place.name)
        found.update({slug: place.id for slug in (made[0] if made else "", name_key(place.name)) if slug})
    return found


@lru_cache(maxsize=100)
def _countries(language: str) -> dict[str, str]:
    """Ids ("cKE") of countries, the European Union and the United Nations by slug."""
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale.parse(language, sep="-").territories if language else {}
    except (UnknownLocaleError, ValueError):
        return {}
    made = {f"c{code}": hashtag_of(name) for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    return {tag[0]: id_ for id_, tag in made.items() if tag and tag[0] not in AMBIGUOUS}


@cache
def _aliases() -> dict[str, str]:
    data = tomllib.loads((resources.files("octavo") / "data/stories/aliases.toml").read_text(encoding="utf-8"))
    ids = {slug: f"c{code}" for code, slugs in data["codes"].items() for slug in slugs}
    return ids | {other: slug for slug, others in data["slugs"].items() for other in (slug, *others)}


def _english(ids: Iterable[str]) -> dict[str, str]:
    """English names of countries and unions by id."""
    from babel import Locale

    territories = Locale("en").territories
    return {id_: str(territories[id_[1:]]) for id_ in ids if id_[1:] in territories and id_.startswith("c")}


def _grouped(tags: list[_Tag]) -> list[list[_Tag]]:
    parents = list(range(len(tags)))

    def root(place: int) -> int:
        while parents[place] != place:
            place = parents[place]
        return place

    for one, tag in enumerate(tags):
        for other in range(one):
            if _is_same(tag, tags[other]):
                parents[root(one)] = root(other)
    for short, long in _short_forms(tags):
        parents[root(short)] = root(long)
    groups: dict[int, list[_Tag]] = defaultdict(list)
    for place, tag in enumerate(tags):
        groups[root(place)].append(tag)
    return list(groups.values())


def _is_same(one: _Tag, other: _Tag) -> bool:
    if one.places and other.places:
        return bool(one.places & other.places)
    plain, also = _plain(one.slug), _plain(other.slug)
    if plain == also:
        return True
    shared = set(one.label_languages) & set(other.label_languages)
    if shared:
        # One language does not write one name in two ways that sound alike: only endings differ.
        return _differ_by_ending(plain, also)
    keys = {key for key in one.keys & other.keys if key}
    if any(len(key) >= LONG_KEY for key in keys):
        return True
    return bool(keys) and SequenceMatcher(None, plain, also).ratio() >= MIN_LIKENESS


@lru_cache(maxsize=20_000)
def _plain(slug: str) -> str:
    """Without diacritics, in Latin letters."""
    from anyascii import anyascii

    return re.sub(r"[^a-z0-9]", "", anyascii(slug).lower()) or slug


def _differ_by_ending(one: str, other: str) -> bool:
    """Singular and plural, cases: the same stem of five letters or more."""
    short, long = sorted((one, other), key=len)
    if len(short) < MIN_STEM:
        return False
    stem = short if long.startswith(short) else short[:-1]
    ending = long[len(stem) :]
    return long.startswith(stem) and 0 < len(ending) <= MAX_ENDING and ending.isalpha()


def _short_forms(tags: list[_Tag]) -> list[tuple[int, int]]:
    """(short, long) by place: acronyms with what they stand for, last names with the one full name."""
    found: list[tuple[int, int]] = []
    words = [words_of(tag.label) for tag in tags]
    for place, tag in enumerate(tags):
        longer: list[int] = []
        if tag.label.isupper() and len(tag.label) in ACRONYM:
            longer = _expansions(tag, tags, words)
        elif len(words[place]) == 1 and not tag.places:
            longer = [other for other, parts in enumerate(words) if _is_full_name(parts, tags[other], tag)]
            longer = longer if len(longer) == 1 else []
        found.extend((place, other) for other in longer)
    return found


def _expansions(acronym: _Tag, tags: list[_Tag], words: list[list[str]]) -> list[int]:
    """What it may stand for: one in each of its languages, else one in any; none where there are two."""
    longer = [place for place, parts in enumerate(words) if _initials(parts) == acronym.label]
    by_language = {
        language: [place for place in longer if language in tags[place].label_languages]
        for language in acronym.label_languages
    }
    sure = {places[0] for places in by_language.values() if len(places) == 1}
    return sorted(sure) or (longer if len(longer) == 1 else [])


def _initials(words: list[str]) -> str:
    heavy = [word for word in words if word.casefold() not in _JOINTS]
    return "".join(word[0] for word in heavy).upper() if len(heavy) > 1 else ""


def _is_full_name(words: list[str], full: _Tag, short: _Tag) -> bool:
    """A person's of two or three words, as far as that shows: no place, and ends in the short one."""
    if (
        full.places
        or len(full.articles) * MAX_SHORT_SHARE < len(short.articles)
        or not 2 <= len(words) <= 3
        or words[-1].casefold() != short.slug
    ):
        return False
    return all(word[:1].isupper() and not word.isupper() for word in words)


def _canonical(group: list[_Tag], english: Mapping[str, str], known: Mapping[str, str]) -> tuple[str, str]:
    """(slug, label): as known; a place's English name; else an English label, one in Latin letters, the most used."""
    ranked = sorted(group, key=_rank)
    for tag in ranked:
        if tag.slug in known:
            slug = known[tag.slug]
            return slug, next((other.label for other in group if other.slug == slug), ranked[0].label)
    places = sorted(place for tag in group for place in tag.places)
    made = hashtag_of(english.get(places[0], "")) if places else None
    named = next((tag for tag in group if tag.slug in places), None)
    if named:
        return named.slug, named.label
    return made or (ranked[0].slug, ranked[0].label)


def _rank(tag: _Tag) -> tuple[bool, bool, bool, float, str]:
    """In Latin letters; a full name rather than its last word or its initials; English; the most used."""
    is_single = len(words_of(tag.label)) == 1
    is_english = any(language.startswith("en") for language in tag.label_languages)
    return tag.slug[0] > LAST_LATIN, is_single, not is_english, -sum(tag.articles.values()), tag.slug


def _labels(group: list[_Tag], label: str) -> dict[str, str]:
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for tag in group:
        for language, labels in tag.label_languages.items():
            for spelled, weight in labels.items():
                weights[language][spelled] += weight * (1 + len(words_of(spelled)) / 4)
    own = {
        language: max(labels, key=lambda spelled: (labels[spelled], spelled)) for language, labels in weights.items()
    }
    return {**own, "": label}
