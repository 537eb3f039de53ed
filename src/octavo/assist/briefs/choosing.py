"""Sets of sentences, judged as a whole: which few of a story's sentences tell it best.

A set is described by numbers that mean the same in every language (how much of what several articles say it holds, how
alike its sentences are, where they stood, how long it is …), and a small forest says how good a roundup it would make.
`training/briefs.py` grows it. Hands on `FEATURES`, `describe` and `possible_sets`.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.words import small_words, stem, tokens

Array = Any  # numpy arrays

FEATURES = (
    "tokens", "sentences", "tokens_each", "heads_words", "heads_words_most", "heads_words_least", "heads_pairs",
    "heads_pairs_most", "others_words", "others_pairs", "titles_words", "titles_words_most", "shared_held",
    "shared_part", "likest_pair", "centrality", "centrality_least", "centrality_first", "told_elsewhere",
    "told_elsewhere_least", "told_elsewhere_first", "place", "place_first", "voices", "quotation_marks",
    "questions", "digits", "leans", "leans_first", "ends", "heads", "cohesion", "tokens_of_heads",
    "tokens_of_longest_head", "tokens_of_shortest_head", "supporters", "supporters_least",
)  # fmt: skip
HEAD_TOKENS = 120
"""Of each article so much counts as its lead, which says what it thinks the story is."""
MOST_HEADS = 12
MOST_CANDIDATES = 9
MOST_IN_A_SET = 4
MOST_TOKENS = 125
TWINS = 0.95
LATE = 8
"""A sentence that stands further down stands no later than this."""

_QUOTATION = re.compile(r"[\"“”„«»「」]")
_QUESTION = re.compile(r"[?？؟]")
_ENDS = re.compile(r"[.!?。！？।؟][\"”»」’']?$")
# What leans on a sentence before it. English, for others tell by `place`.
_LEANS = re.compile(r"^[\"“]?(?:But|And|So|It|He|She|They|This|That|These|Those|However|Yet|His|Her|Their|Its)\b")


@dataclass(frozen=True, slots=False)
class Candidates:
    """Sentences (places in the reading's spots) that a set may be made of, and which of other voices support each."""

    reading: StoryReading
    places: tuple[int, ...]
    supported_by: tuple[tuple[int, ...], ...]

    @cached_property
    def words(self) -> "list[list[str]]":
        return [tokens(spot.text) for spot in self.reading.spots]

    @cached_property
    def heads(self) -> "list[list[int]]":
        """Of the first article of each voice, the sentences of its lead; the title is not of it."""
        found = []
        for voice in dict.fromkeys(self.reading.voices):
            places, length = [], 0
            for at, spot in enumerate(self.reading.spots):
                if spot.article == voice and not spot.is_title and length < HEAD_TOKENS:
                    places.append(at)
                    length += len(self.words[at])
            if places:
                found.append(places)
        return found[:MOST_HEADS]

    @cached_property
    def titles(self) -> "list[list[int]]":
        return [[at] for at, spot in enumerate(self.reading.spots) if spot.is_title and spot.text][:MOST_HEADS]

    @cached_property
    def told_elsewhere(self) -> Array:
        """Of each sentence, the mean over other leads of its likeness to the likest sentence there: (len(spots),)."""
        import numpy as np

        reading, columns, heads = self.reading, [], []
        for head in self.heads:
            # Titles tell the story, too.
            title = [at for at in (head[0] - reading.spots[head[0]].index,) if reading.spots[at].text]
            columns.append(reading.likeness[:, title + head].max(axis=1))
            heads.append(reading.voice(head[0]))
        if not columns:
            return np.zeros(len(reading.spots))
        voices = np.array([reading.voice(at) for at in range(len(reading.spots))])
        others = voices[None, :] != np.array(heads)[:, None]
        return np.where(others, np.array(columns), 0).sum(axis=0) / np.maximum(others.sum(axis=0), 1)


def possible_sets(candidates: Candidates) -> list[tuple[int, ...]]:
    """Sets of a few candidates that do not say each other again, each in the order in which it would be told."""
    best = _best(candidates)
    twins = _twins(candidates)
    length = {at: len(candidates.words[at]) for at in best}
    sets = []
    for size in range(1, MOST_IN_A_SET + 1):
        for chosen in itertools.combinations(best, size):
            fits = size == 1 or sum(length[at] for at in chosen) <= MOST_TOKENS
            if fits and not any(pair in twins for pair in itertools.combinations(sorted(chosen), 2)):
                sets.append(in_order(candidates, chosen))
    return sets


def _twins(candidates: Candidates) -> set[tuple[int, int]]:
    """Pairs that say the same in nearly the same words: one of them is enough."""
    likeness = candidates.reading.likeness
    pairs = itertools.combinations(sorted(candidates.places), 2)
    return {(one, other) for one, other in pairs if likeness[one, other] >= TWINS}


def in_order(candidates: Candidates, chosen: Sequence[int]) -> tuple[int, ...]:
    """As a story is told: what stood first comes first; of equals, what most tell."""
    elsewhere = candidates.told_elsewhere
    return tuple(sorted(chosen, key=lambda at: (min(candidates.reading.spots[at].index, LATE), -elsewhere[at])))


def _best(candidates: Candidates) -> list[int]:
    """The candidates that most tell, leads before what comes later."""
    elsewhere, spots = candidates.told_elsewhere, candidates.reading.spots
    scores = {at: elsewhere[at] - 0.01 * min(spots[at].index, LATE) for at in candidates.places}
    return sorted(candidates.places, key=lambda at: -scores[at])[:MOST_CANDIDATES]


def describe(candidates: Candidates, sets: Sequence[tuple[int, ...]]) -> Array:
    """float32 of shape (len(sets), len(FEATURES))."""
    import numpy as np

    reading, places = candidates.reading, sorted({at for chosen in sets for at in chosen})
    row_of = {at: row for row, at in enumerate(places)}
    member = np.zeros((len(sets), len(places)), np.float32)
    for row, chosen in enumerate(sets):
        member[row, [row_of[at] for at in chosen]] = 1
    size = member.sum(axis=1)
    length = member @ np.array([len(candidates.words[at]) for at in places], np.float32)
    columns = _overlaps(candidates, places, member, length)
    columns |= _shared(candidates, places, member)
    columns |= _likeness(candidates, places, sets, member)
    columns |= _manner(candidates, places, sets, member)
    heads = [sum(len(candidates.words[at]) for at in head) for head in candidates.heads] or [0]
    columns |= {
        "tokens": length,
        "sentences": size,
        "tokens_each": length / size,
        "digits": columns["digits"] / np.maximum(length, 1),
        "heads": np.full(len(sets), len(heads)),
        "tokens_of_heads": np.full(len(sets), sum(heads)),
        "tokens_of_longest_head": np.full(len(sets), max(heads)),
        "tokens_of_shortest_head": np.full(len(sets), min(heads)),
        "voices": np.array([len({reading.voice(at) for at in chosen}) for chosen in sets]),
    }
    return np.array([columns[name] for name in FEATURES], np.float32).T


def _overlaps(candidates: Candidates, places: list[int], member: Array, length: Array) -> dict[str, Array]:
    """F1 of words and of pairs of words between each set and each lead, and each title."""
    import numpy as np

    words, pairs = _counts(candidates, places, 1), _counts(candidates, places, 2)
    heads = [_f1(words, member, length, head) for head in candidates.heads]
    two = [_f1(pairs, member, length - member.sum(axis=1), head) for head in candidates.heads]
    titles = [_f1(words, member, length, title) for title in candidates.titles]
    none = [np.zeros(len(member))]
    by_head, by_pairs, by_title = np.array(heads or none), np.array(two or none), np.array(titles or none)
    # Of leads that no sentence of the set is from.
    foreign = np.ones(by_head.shape)
    for row, head in enumerate(candidates.heads):
        voice = candidates.reading.voice(head[0])
        own = np.array([candidates.reading.voice(at) == voice for at in places], np.float32)
        foreign[row] = (member @ own) == 0
    count = np.maximum(foreign.sum(axis=0), 1)
    return {
        "heads_words": by_head.mean(axis=0), "heads_words_most": by_head.max(axis=0),
        "heads_words_least": by_head.min(axis=0), "heads_pairs": by_pairs.mean(axis=0),
        "heads_pairs_most": by_pairs.max(axis=0), "others_words": (by_head * foreign).sum(axis=0) / count,
        "others_pairs": (by_pairs * foreign).sum(axis=0) / count, "titles_words": by_title.mean(axis=0),
        "titles_words_most": by_title.max(axis=0),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Counts:
    """How often each candidate holds each word (or pair): `matrix` of (places, vocabulary); `size` words in a run."""

    vocabulary: dict[tuple[str, ...], int]
    matrix: Array
    size: int
    words: list[list[str]]

    def of(self, places: Sequence[int]) -> tuple[Array, int]:
        """Counts of these sentences together in our vocabulary, and how many words or pairs they have in all."""
        import numpy as np

        row, total = np.zeros(len(self.vocabulary), np.float32), 0
        for at in places:
            for run in _runs(self.words[at], self.size):
                total += 1
                if run in self.vocabulary:
                    row[self.vocabulary[run]] += 1
        return row, total


def _runs(words: list[str], size: int) -> list[tuple[str, ...]]:
    return list(zip(*(words[start:] for start in range(size)), strict=False))


def _counts(candidates: Candidates, places: list[int], size: int) -> _Counts:
    import numpy as np

    vocabulary: dict[tuple[str, ...], int] = {}
    for at in places:
        for run in _runs(candidates.words[at], size):
            vocabulary.setdefault(run, len(vocabulary))
    matrix = np.zeros((len(places), max(len(vocabulary), 1)), np.float32)
    for row, at in enumerate(places):
        for run in _runs(candidates.words[at], size):
            matrix[row, vocabulary[run]] += 1
    return _Counts(vocabulary or {("",): 0}, matrix, size, candidates.words)


def _f1(counts: _Counts, member: Array, length: Array, reference: Sequence[int]) -> Array:
    import numpy as np

    row, total = counts.of(reference)
    common = np.minimum(member @ counts.matrix, row[None]).sum(axis=1)
    return 2 * common / np.maximum(length + total, 1)


def _shared(candidates: Candidates, places: list[int], member: Array) -> dict[str, Array]:
    """Of what two leads or more say, how much a set holds; of what it says, how much two leads or more say."""
    import numpy as np

    spots, small = candidates.reading.spots, small_words()
    said: dict[str, int] = {}
    for head in candidates.heads:
        held = frozenset().union(*(spots[at].stems for at in head))
        for word in held:
            said[word] = said.get(word, 0) + 1
    vocabulary = {word: column for column, word in enumerate(sorted(said))}
    holds = np.zeros((len(places), max(len(vocabulary), 1)), np.float32)
    for row, at in enumerate(places):
        for word in {stem(token) for token in candidates.words[at] if token not in small}:
            if word in vocabulary:
                holds[row, vocabulary[word]] = 1
    more = np.array([said[word] - 1 for word in vocabulary] or [0], np.float32)
    present = (member @ holds) > 0
    return {
        "shared_held": (present * more).sum(axis=1) / max(float(more.sum()), 1.0),
        "shared_part": (present * (more > 0)).sum(axis=1) / np.maximum(present.sum(axis=1), 1),
    }


def _likeness(
    candidates: Candidates, places: list[int], sets: Sequence[tuple[int, ...]], member: Array
) -> dict[str, Array]:
    import numpy as np

    reading = candidates.reading
    of_heads = [at for head in candidates.heads for at in head]
    centre = reading.vectors[of_heads].mean(axis=0) if of_heads else reading.vectors.mean(axis=0)
    centrality = reading.vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-6))
    elsewhere = candidates.told_elsewhere
    size = member.sum(axis=1)
    cohesion = float(elsewhere[of_heads].mean()) if of_heads else 0.0
    likest = [
        max((float(reading.likeness[one, other]) for one, other in itertools.combinations(chosen, 2)), default=0.0)
        for chosen in sets
    ]
    return {
        "likest_pair": np.array(likest),
        "centrality": member @ centrality[places] / size,
        "centrality_least": np.array([min(centrality[list(chosen)]) for chosen in sets]),
        "centrality_first": np.array([centrality[chosen[0]] for chosen in sets]),
        "told_elsewhere": member @ elsewhere[places] / size,
        "told_elsewhere_least": np.array([min(elsewhere[list(chosen)]) for chosen in sets]),
        "told_elsewhere_first": np.array([elsewhere[chosen[0]] for chosen in sets]),
        "cohesion": np.full(len(sets), cohesion),
    }


def _manner(
    candidates: Candidates, places: list[int], sets: Sequence[tuple[int, ...]], member: Array
) -> dict[str, Array]:
    """Where sentences stood, what they quote and ask, whether they lean on others, how many voices support them."""
    import numpy as np

    spots = candidates.reading.spots
    texts = [spots[at].text for at in places]
    supporters = {at: len(others) for at, others in zip(candidates.places, candidates.supported_by, strict=True)}
    place = {at: min(spots[at].index, LATE) for at in places}
    leans = {at: float(_LEANS.match(spots[at].text) is not None) for at in places}
    size = member.sum(axis=1)
    return {
        "place": member @ np.array([place[at] for at in places], np.float32) / size,
        "place_first": np.array([place[chosen[0]] for chosen in sets]),
        "quotation_marks": member @ np.array([len(_QUOTATION.findall(text)) for text in texts], np.float32),
        "questions": member @ np.array([len(_QUESTION.findall(text)) for text in texts], np.float32),
        "digits": member @ np.array([sum(letter.isdigit() for letter in text) for text in texts], np.float32),
        "leans": member @ np.array([leans[at] for at in places], np.float32),
        "leans_first": np.array([leans[chosen[0]] for chosen in sets]),
        "ends": np.array([float(_ENDS.search(spots[chosen[-1]].text.rstrip()) is not None) for chosen in sets]),
        "supporters": member @ np.array([supporters[at] for at in places], np.float32) / size,
        "supporters_least": np.array([min(supporters[at] for at in chosen) for chosen in sets]),
    }
