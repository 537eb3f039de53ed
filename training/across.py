"""`python -m training.across`: the forest that judges pairs in two languages, put into the judges that exist.

Learned from comparable halves of what sib200's sentences tell (`story_sets.halves`) and from the pairs of two languages
of semeval2022t8 that are not scored, with the other articles there as strangers. The halves bring the scripts, semeval
the length of articles; each alone sets the bar far off. Both are seen through a likeness that was not fitted on them.
Run it after `python -m training.stories` with and without each set.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from octavo.stories.commonness import Commonness
from octavo.stories.crowding import Crowds
from octavo.stories.evidence import FEATURES, Crowding, evidence
from octavo.stories.grouping import CANDIDATES, search_entry
from octavo.stories.likeness import Likeness
from octavo.stories.profile import profile_of
from octavo.stories.window import Window
from octavo.understand.embedding import embedding_text, shipped_embedder
from training import story_sets
from training.forests import pack_forest
from training.stories import LEFT_OUT, SAME, SHIPPED, say, subset
from training.story_sets import Stream

Array = Any  # numpy arrays
Examples = tuple[Array, Array, Array]  # evidence, is it one story, weight

RISING = (
    "likeness", "cosine", "standing", "title_words", "lead_words", "words", "names_shared", "names_share",
    "rarest_name", "named_words_share", "numbers_shared", "places_shared", "days",
)  # fmt: skip
"""More of these never speaks against one story."""
SEEN = (*RISING, "length")
WITHOUT_SEMEVAL = LEFT_OUT / "stories-without-semeval.npz"
COLUMNS = [FEATURES.index(name) for name in SEEN]
FIRST_SENTENCE = 999
"""The likeness was fitted on earlier ones."""
UNSURE = 2.5
"""Grades between `SAME` and this are no example of either."""
TRANSLATED, GRADED_ALIKE, GRADED_UNLIKE = 0.3, 60.0, 20.0
"""Weights beside 1: of one half in two languages; of semeval's pairs, of which there are few."""
STRANGERS = 20
TREES, LEVELS, RATE, LEAF_SMOOTHING = 150, 4, 0.08, 20
CAUTION = -0.5
"""Added to the forest: at 0 the demo newsroom's features and one quake's two reports are joined."""


class World:
    """All of a stream known, as the slower pass of grouping knows it."""

    def __init__(self, stream: Stream, likeness: Likeness) -> None:
        self.profiles = [profile_of(sighting, likeness) for sighting in stream.sightings]
        self._likeness, self._known = likeness, Commonness()
        self._window, crowds = Window(likeness.dimensions), Crowds()
        for number, profile in enumerate(self.profiles):
            self._known.add(profile.terms)
            crowds.add(number, profile)
            self._window.add(search_entry(number, profile, None))
        self._crowding = np.array([crowds.around(profile, number) for number, profile in enumerate(self.profiles)])

    def candidates(self, number: int) -> tuple[int, ...]:
        return self._window.candidates(search_entry(number, self.profiles[number], None), CANDIDATES)

    def evidence(self, number: int, others: Sequence[int]) -> Array:
        crowd = Crowding(self._crowding[number], self._crowding[list(others)])
        profiles = [self.profiles[other] for other in others]
        return evidence(self.profiles[number], profiles, self._known, self._likeness, crowd)

    def pairs(self, extra: Sequence[Sequence[int]], generator: Any) -> Iterator[tuple[int, list[int]]]:
        """Each article with the earlier ones in other languages: its candidates, `extra` ones and some at random."""
        for number, profile in enumerate(self.profiles):
            drawn = generator.integers(0, len(self.profiles), STRANGERS).tolist()
            found = {*self.candidates(number), *extra[number], *drawn}
            others = sorted(o for o in found if o < number and self.profiles[o].language != profile.language)
            if others:
                yield number, others


def main() -> int:
    examples = [halved(likeness_of(SHIPPED)), graded(likeness_of(WITHOUT_SEMEVAL))]
    packed = grow(examples)
    for path in (SHIPPED, LEFT_OUT / "stories-without-neus.npz", WITHOUT_SEMEVAL):
        put_in(path, packed)  # the judges that leave a set out are scored within one language alone
        say(f"{path.name}: {path.stat().st_size} bytes")
    return 0


def likeness_of(path: Path) -> Likeness:
    with np.load(path, allow_pickle=False) as stored:
        return Likeness(*(stored[name].astype(np.float32) for name in ("mean", "projection", "between")))


def halved(likeness: Likeness) -> Examples:
    stream, halves = story_sets.halves()
    stream = story_sets.embedded(stream, shipped_embedder(), embedding_text)
    places: dict[str, list[int]] = {}
    for number, story in enumerate(stream.stories):
        places.setdefault(story, []).append(number)
    world, rows, same, weights = World(stream, likeness), [], [], []
    for number, others in world.pairs([places[story] for story in stream.stories], np.random.default_rng(0)):
        if int(stream.stories[number]) >= FIRST_SENTENCE:
            rows.append(world.evidence(number, others))
            same += [stream.stories[number] == stream.stories[other] for other in others]
            weights += [TRANSLATED if halves[number] == halves[other] else 1.0 for other in others]
    return np.concatenate(rows), np.array(same), np.array(weights)


def graded(likeness: Likeness) -> Examples:
    pairs = story_sets.semeval(scored=False)
    chosen = [number for number, both in enumerate(pairs.languages) if len(set(both.split("-"))) > 1]
    sides = (subset(side, chosen) for side in (pairs.first, pairs.second))
    first, second = (story_sets.embedded(side, shipped_embedder(), embedding_text) for side in sides)
    count, grades = len(chosen), [pairs.overall[number] for number in chosen]
    stream = Stream("semeval", first.sightings + second.sightings, first.stories + second.stories)
    world, rows, same, weights = World(stream, likeness), [], [], []
    mates = [[] if number < count else [number - count] for number in range(2 * count)]
    for number, others in world.pairs(mates, np.random.default_rng(1)):
        kept = [other for other in others if other not in mates[number] or not SAME < grades[other] < UNSURE]
        if kept:
            rows.append(world.evidence(number, kept))
            alike = [other in mates[number] and grades[other] <= SAME for other in kept]
            same += alike
            weights += [
                (GRADED_ALIKE if is_alike else GRADED_UNLIKE) if other in mates[number] else 1.0
                for other, is_alike in zip(kept, alike, strict=True)
            ]
    return np.concatenate(rows), np.array(same), np.array(weights)


def grow(examples: Sequence[Examples]) -> dict[str, Any]:
    """A forest over all examples, each set with the same say."""
    from catboost import CatBoostClassifier

    rows, same, weights = (
        np.concatenate(parts)
        for parts in zip(*((rows, same, 1e5 * w / w.sum() / len(examples)) for rows, same, w in examples), strict=True)
    )
    model = CatBoostClassifier(
        iterations=TREES, depth=LEVELS, learning_rate=RATE, l2_leaf_reg=LEAF_SMOOTHING, random_seed=1, verbose=0,
        allow_writing_files=False, monotone_constraints=[int(name in RISING) for name in SEEN],
    )  # fmt: skip
    packed = pack_forest(model.fit(rows[:, COLUMNS], same, sample_weight=weights), "across")
    packed["across_questions"] = np.array(COLUMNS, np.int16)[packed["across_questions"]]
    packed["across_bias"] = packed["across_bias"] + CAUTION
    return packed


def put_in(path: Path, packed: dict[str, Any]) -> None:
    with np.load(path, allow_pickle=False) as stored:
        kept = dict(stored)
    np.savez_compressed(path, **kept | packed)


if __name__ == "__main__":
    sys.exit(main())
