"""Summary and key points of one article: its own sentences, the ones that say most, in its own order.

A small forest weighs each sentence by where it stands, how central it is by meaning and by words, how near to the
title, and what it holds. `training/briefs.py` grows it on sum-bbc; nothing in it is of one language.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from octavo.assist.briefs.cleaning import tidy
from octavo.assist.briefs.models import forest
from octavo.assist.briefs.reading import Spot, StoryReading
from octavo.assist.briefs.words import small_words, stem, tokens
from octavo.core.briefs import Brief, BriefSentence, Feature, Length, ReadArticle

FEATURES = (
    "place", "place_share", "sentences", "words", "words_to_longest", "title_likeness", "title_words", "centrality",
    "mean_likeness", "likest_before", "likest", "rank", "frequent", "frequent_each", "said_words", "digits",
    "quotation", "question", "names", "first_likeness", "centrality_order", "rank_order", "frequent_order",
)  # fmt: skip
WORDS = {Length.SHORT: 60, Length.MEDIUM: 120}
SIGNS_A_WORD = 2
"""Scripts without spaces are counted in pairs of signs, which overlap."""
MOST_SHARE = 0.5
"""A summary is never longer than so much of its article."""
KEY_POINTS = 5
FEWEST_WORDS = 6
TWICE = 0.93
"""Cosine of two sentences that say the same: the second is left out."""
DAMPING = 0.85
ROUNDS = 20

_QUOTATION = re.compile(r"[\"“”„«»「」]")
_QUOTED = re.compile(r"[\"“„«「].*[\"”“»」]")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}\b(?! ?%)")
_QUESTION = re.compile(r"[?？؟]")
_NAME = re.compile(r"(?<!^)\b[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]\w+")

Array = Any  # numpy arrays


def summary(read: ReadArticle, length: Length = Length.SHORT) -> Brief:
    """The article in some 60 words, or 120."""
    reading = StoryReading((read,))
    chosen = choose(reading, WORDS[length])
    return Brief(Feature.SUMMARY, _told(reading, chosen), title=reading.spots[0].text)


def key_points(read: ReadArticle, most: int = KEY_POINTS) -> tuple[BriefSentence, ...]:
    """The sentences that say most, the weightiest first."""
    reading = StoryReading((read,))
    return _told(reading, _weightiest(reading)[:most])


def choose(reading: StoryReading, words: int, *, alone: bool = False) -> list[int]:
    """Sentences (places in `reading.spots`) of one article that fit into so many words, in the article's order.

    `alone`: only such as can be read without the article beside them, if there are any.
    """
    total = sum(_length(spot) for spot in reading.spots[1:])
    return fitting(reading, min(words, max(int(total * MOST_SHARE), 1)), alone=alone)


def fitting(reading: StoryReading, room: int, *, alone: bool = False) -> list[int]:
    """The lead sentence, which says what the article is, then the weightiest that fit."""
    weightiest = _weightiest(reading)
    if alone:
        weightiest = [at for at in weightiest if stands_alone(reading.spots[at].text)] or weightiest
    lead = sorted(weightiest)[:1]
    chosen: list[int] = []
    for at in lead + [at for at in weightiest if at not in lead]:
        length = _length(reading.spots[at])
        if not chosen or length <= room:
            chosen.append(at)
            room -= length
    return sorted(chosen)


def _weightiest(reading: StoryReading) -> list[int]:
    """Sentences by weight, without those that say again what a weightier one does."""
    places = body(reading)
    weights = forest("summary").logits(describe_sentences(reading)) if places else []
    kept: list[int] = []
    for _, at in sorted(zip((-float(weight) for weight in weights), places, strict=True)):
        if all(reading.likeness[at, other] < TWICE for other in kept):
            kept.append(at)
    return kept


def stands_alone(text: str) -> bool:
    """False for what says nothing without its neighbours: a few words, a live report's time, an unnamed person's
    quotation."""
    outside = _QUOTED.sub("", text)
    return len(tokens(text)) >= FEWEST_WORDS and bool(tokens(outside)) and not _CLOCK.match(text)


def body(reading: StoryReading) -> list[int]:
    return [at for at, spot in enumerate(reading.spots) if not spot.is_title]


def _length(spot: Spot) -> int:
    return len(tokens(spot.text))


def _told(reading: StoryReading, chosen: Sequence[int]) -> tuple[BriefSentence, ...]:
    return tuple(reading.sentence(tidy(reading.spots[at].text), (at,)) for at in chosen)


def describe_sentences(reading: StoryReading) -> Array:
    """float32 of shape (sentences of the text, len(FEATURES)), for a reading of one article."""
    import numpy as np

    places = body(reading)
    if not places:
        return np.zeros((0, len(FEATURES)), np.float32)
    texts = [reading.spots[at].text for at in places]
    words = [_content(text) for text in texts]
    counts = Counter(word for held in words for word in set(held))
    lengths = np.array([len(tokens(text)) for text in texts], np.float32)
    count = len(places)
    order = np.arange(count)
    frequent = np.array([sum(counts[word] - 1 for word in set(held)) for held in words], np.float32)
    each = frequent / np.maximum([len(set(held)) for held in words], 1)
    likeness = _likeness(reading, places, words)
    columns = likeness | {
        "place": np.minimum(order, 30),
        "place_share": order / count,
        "sentences": np.full(count, count),
        "words": lengths,
        "words_to_longest": lengths / max(float(lengths.max()), 1.0),
        "frequent": frequent / max(float(frequent.max()), 1.0),
        "frequent_each": each,
        "said_words": np.array([len(set(held)) for held in words]),
        "digits": np.array([sum(letter.isdigit() for letter in text) for text in texts]),
        "quotation": np.array([len(_QUOTATION.findall(text)) for text in texts]),
        "question": np.array([len(_QUESTION.findall(text)) for text in texts]),
        "names": np.array([len(_NAME.findall(text)) for text in texts]),
        "frequent_order": _order(frequent),
        "centrality_order": _order(likeness["centrality"]),
        "rank_order": _order(likeness["rank"]),
    }
    return np.array([columns[name] for name in FEATURES], np.float32).T


def _likeness(reading: StoryReading, places: list[int], words: list[list[str]]) -> dict[str, Array]:
    import numpy as np

    vectors, title = reading.vectors[places], reading.vectors[0]
    centre = vectors.mean(axis=0)
    pairs = reading.likeness[np.ix_(places, places)].copy()
    np.fill_diagonal(pairs, 0)
    before = np.tril(pairs, -1).max(axis=1)
    has_title = bool(reading.spots[0].text)
    named = set(_content(reading.spots[0].text))
    shared = [len(named & set(held)) for held in words]
    return {
        "title_likeness": vectors @ title if has_title else np.zeros(len(places)),
        "title_words": np.array(shared) / max(len(named), 1),
        "centrality": vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-6)),
        "mean_likeness": pairs.mean(axis=1),
        "likest_before": before,
        "likest": pairs.max(axis=1),
        "first_likeness": vectors @ vectors[0],
        "rank": _ranks(words),
    }


def _ranks(words: list[list[str]]) -> Array:
    """LexRank over shared words (Erkan and Radev, 2004), as multiples of the mean."""
    import numpy as np

    sets = [set(held) for held in words]
    count = len(sets)
    links = np.zeros((count, count))
    for one in range(count):
        for other in range(one):
            shared = len(sets[one] & sets[other])
            links[one, other] = links[other, one] = shared / max(np.log1p(len(sets[one]) * len(sets[other])), 1)
    out = links.sum(axis=1, keepdims=True)
    moves = np.where(out > 0, links / np.maximum(out, 1e-9), 1 / count)
    ranks = np.full(count, 1 / count)
    for _ in range(ROUNDS):
        ranks = (1 - DAMPING) / count + DAMPING * ranks @ moves
    return ranks * count


def _order(values: Array) -> Array:
    """0 for the largest, 1 for the smallest."""
    import numpy as np

    return np.argsort(np.argsort(-values)) / max(len(values) - 1, 1)


def _content(text: str) -> list[str]:
    small = small_words()
    return [stem(word) for word in tokens(text) if word not in small]
