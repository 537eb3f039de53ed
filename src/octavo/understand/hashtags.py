"""Hashtags that an article proposes: readable #CamelCase in its own script, best first.

Publishers' keywords that the text bears out come first, then names by how often and how early the text says them, main
places, and phrases that title and text share. A shorter name within a longer one is no tag of its own. The same tag
in other spellings and languages is `octavo.stories.hashtags`'s.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from octavo.core.ids import hashtag_of
from octavo.core.labels import Hashtag, Name, Place, PlaceKind, PlaceRole, TopicLabel
from octavo.core.name_keys import name_key
from octavo.understand import spans
from octavo.understand.caseless import is_caseless
from octavo.understand.hashtag_words import DEMONYMS, JUNK
from octavo.understand.name_words import GERMAN_NOUN_ENDINGS, SMALL_WORDS

MAX_HASHTAGS = 8
MAX_CHARS = 20_000
MAX_TITLE_CHARS = 500
MAX_KEYWORDS = 30
MAX_NAMES = 40
ENOUGH = 3
LEAD_CHARS = 400

KEYWORD_SCORE = 6.0
MAIN_PLACE_SCORE = 2.5
PHRASE_SCORE = 1.0
WORD_SCORE = 1.2
TOPIC_SCORE = 0.2
IN_TITLE = 2.0
IN_LEAD = 1.3
MANY_WORDS = 1.5

_WORD = re.compile(r"[^\W\d_]{2,}(?:[-’'][^\W\d_]+)*")
_LATIN_WORD = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class _Article:
    title: str
    text: str
    language: str

    @property
    def folded(self) -> str:
        return f"{self.title}\n{self.text}".casefold()


def propose_hashtags(
    title: str,
    text: str,
    *,
    names: tuple[Name, ...] = (),
    places: tuple[Place, ...] = (),
    topics: tuple[TopicLabel, ...] = (),
    keywords: tuple[str, ...] = (),
    language: str = "",
    publisher: str = "",
) -> tuple[Hashtag, ...]:
    """At most 8, best first; scores fall from 1. `publisher` never becomes a tag."""
    article = _Article(title[:MAX_TITLE_CHARS], text[:MAX_CHARS], language.partition("-")[0].lower())
    candidates = [
        *_keywords(keywords, article),
        *_names(names, article),
        *_places(places, names, article),
        *_phrases(article),
    ]
    chosen = _best(candidates, article.language, name_key(publisher, article.language))
    if len(chosen) < ENOUGH and article.language == "en":
        topical = [_Candidate(topic.label, TOPIC_SCORE) for topic in topics if " " not in topic.label]
        chosen = _best([*candidates, *topical], article.language, name_key(publisher))
    return chosen


def _best(candidates: list[_Candidate], language: str, publisher_key: str) -> tuple[Hashtag, ...]:
    merged: dict[str, tuple[float, str, str]] = {}
    for candidate in candidates:
        made = hashtag_of(candidate.text)
        if made is None or made[0] in JUNK or (name_key(candidate.text, language) == publisher_key and publisher_key):
            continue
        score, label, spelled = merged.get(made[0], (0.0, made[1], candidate.text))
        merged[made[0]] = (score + candidate.score, label, spelled)
    ranked = sorted(merged.items(), key=lambda item: -item[1][0])
    chosen: dict[str, tuple[float, str, str]] = {}
    for slug, (score, label, spelled) in ranked:
        if len(chosen) < MAX_HASHTAGS and not _is_told(spelled, chosen.values(), language):
            chosen[slug] = (score, label, spelled)
    top = max((score for score, _, _ in chosen.values()), default=1.0)
    return tuple(Hashtag(slug, label, round(score / top, 3)) for slug, (score, label, _) in chosen.items())


def _is_told(spelled: str, chosen: Iterable[tuple[float, str, str]], language: str) -> bool:
    """Another tag holds these words, or they mean the same name."""
    key = name_key(spelled, language).split()
    words = set(key)
    for _, _, other in chosen:
        other_key = name_key(other, language).split()
        others = set(other_key)
        if language in spans.NOUN_CAPITALS and len(key) > 1 < len(other_key) and key[-1] == other_key[-1]:
            return True
        if words and others and (words <= others or (len(others) > 1 and others < words)):
            return True
    return False


def _keywords(keywords: tuple[str, ...], article: _Article) -> Iterator[_Candidate]:
    folded = article.folded
    for place, keyword in enumerate(keywords[:MAX_KEYWORDS]):
        plain = keyword.strip().lstrip("#").strip()
        if len(plain) > 1 and plain.casefold() not in SMALL_WORDS and _bears_out(plain.casefold(), folded):
            in_title = IN_TITLE if plain.casefold() in article.title.casefold() else 1.0
            yield _Candidate(plain, KEYWORD_SCORE * in_title / (1 + place / 8))


def _bears_out(keyword: str, text: str) -> bool:
    """The text says it, or most of its words, endings aside."""
    if keyword in text:
        return True
    words = [word for word in keyword.split() if len(word) > 3 and word not in SMALL_WORDS]
    return len(words) > 1 and all(word[: max(len(word) - 2, 4)] in text for word in words)


def _names(names: tuple[Name, ...], article: _Article) -> Iterator[_Candidate]:
    lead = article.text[:LEAD_CHARS]
    introduced = {name.key.split()[-1] for name in names if _introduces(name, article.text)}
    alone = {name.key: name.count for name in names if " " not in name.text}
    for name in names[:MAX_NAMES]:
        words = name.text.split()
        if name.text.casefold() in DEMONYMS or any(word.casefold() in SMALL_WORDS for word in (words[0], words[-1])):
            continue
        if len(words) == 1 and (name.key in introduced or not _is_tag_word(words[0], article)):
            continue
        # Where a person is named by the last word alone, the full name is meant.
        count = max(name.count, alone.get(name.key.split()[-1], 0)) if len(words) > 1 else name.count
        is_full = len(words) > 1 and count > 1
        score = math.log1p(count) * (MANY_WORDS if is_full or spans.is_acronym(name.text) else 1.0)
        score *= IN_TITLE if _is_in(words, article.title) else IN_LEAD if name.text in lead else 1.0
        yield _Candidate(_without_shouting(words), score)


def _without_shouting(words: list[str]) -> str:
    """ "HARLUND BAY" of a dateline as "Harlund Bay"; "NATO" stays."""
    return " ".join(word.capitalize() if word.isupper() and not spans.is_acronym(word) else word for word in words)


def _introduces(name: Name, text: str) -> bool:
    """A full name, of which the text later says the last word alone; not a firm whose event is named after it."""
    words = name.text.split()
    if len(words) < 2 or any(word.islower() for word in words[:-1]) or "-" in words[0]:
        return False
    start = text.find(name.text)
    return start >= 0 and text.find(words[-1]) >= start


def _is_in(words: list[str], title: str) -> bool:
    return " ".join(words) in title or words[-1] in _WORD.findall(title)


def _is_tag_word(word: str, article: _Article) -> bool:
    """German nouns that merely look like names make poor tags."""
    return article.language not in spans.NOUN_CAPITALS or not word.lower().endswith(GERMAN_NOUN_ENDINGS)


def _places(places: tuple[Place, ...], names: tuple[Name, ...], article: _Article) -> Iterator[_Candidate]:
    spellings = {name.key: name.text for name in reversed(names)}
    for place in places:
        if place.role is not PlaceRole.MAIN:
            continue
        spelled = spellings.get(name_key(place.name)) or _own_name(place, article)
        if spelled:
            yield _Candidate(spelled, MAIN_PLACE_SCORE * place.score)


def _own_name(place: Place, article: _Article) -> str:
    """The place as the article's language calls it, "" where that is not known."""
    if place.kind is PlaceKind.COUNTRY and place.country and article.language:
        from babel import Locale, UnknownLocaleError

        try:
            return str(Locale.parse(article.language).territories.get(place.country, ""))
        except (UnknownLocaleError, ValueError):
            return ""
    return place.name if place.name in article.text or article.language == "en" else ""


def _phrases(article: _Article) -> Iterator[_Candidate]:
    """Words of the title that the text says again, alone or in pairs."""
    if is_caseless(article.title[:40]):
        return
    body = [word.casefold() for word in _WORD.findall(article.text)]
    singles, pairs = Counter(body), Counter(pairwise(body))
    titled = _WORD.findall(article.title)
    folded = [word.casefold() for word in titled]
    paired: set[str] = set()
    for first, second in pairwise(folded):
        if pairs[first, second] > 1 and not {first, second} & SMALL_WORDS:
            paired |= {word for word in (first, second) if singles[word] < 3 * pairs[first, second]}
            yield _Candidate(f"{first} {second}", PHRASE_SCORE * MANY_WORDS * math.log1p(pairs[first, second]))
    for word, plain in zip(folded, titled, strict=True):
        if singles[word] > 1 and len(word) > 4 and word not in SMALL_WORDS | DEMONYMS | paired:
            yield _Candidate(plain, WORD_SCORE * math.log1p(singles[word]))
