"""Questions about an article, a story or all the news, answered by the sources' own sentences or not at all.

The sentences that go best with the question are found by `asking.evidence`; whether they answer it is judged before
anything is shown. "The sources do not say" is an answer. A question is data: whatever it says, it is only searched for.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from octavo.assist.briefs.asking import FEATURES, QuestionReading, evidence, read_question, signs
from octavo.assist.briefs.cleaning import tidy
from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.wordlists import table
from octavo.core.briefs import Answer, Brief, BriefSentence, Feature, Passage

if TYPE_CHECKING:
    from octavo.core.protocols import Embedder

WEIGHTS = "data/briefs/ask.json"
ANSWERED_FROM = 0.45
PASSAGES = 5
MATERIAL = 40
"""Sentences for a language model to answer from: a dozen passages with their surroundings."""
SENTENCES = 3
BESIDE = 1.2
"""Log-odds: a sentence so far behind the best is no part of the answer."""
SAME = 0.95
"""Cosine of two passages that say the same: the second is cited with the first."""
SUGGESTIONS = 4
TRIED = 10
PROPOSED = 6
MIN_NAMED = 2

Array = Any  # numpy arrays


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    rank: Array
    answered: Array
    bias: float


def ask(question: str, reading: StoryReading, embedder: "Embedder", earlier: str = "") -> Brief:
    """The answer's sentences, none where it is refused; passages and suggestions in the table either way.

    `earlier` is the question that this one follows up ("And what does she say?"): where the sources do not answer the
    one alone, both are asked together. Raises `OctavoError` where the embedder cannot be reached.
    """
    answer = _asked(question, reading, embedder)
    if earlier and isinstance(answer.table, Answer) and answer.table.is_refused:
        again = _asked(f"{earlier} {question}", reading, embedder)
        if isinstance(again.table, Answer) and not again.table.is_refused:
            title = " ".join(question.split())
            return replace(again, title=title, table=replace(again.table, question=title))
    return answer


def material(question: str, reading: StoryReading, embedder: "Embedder", most: int = MATERIAL) -> tuple[int, ...]:
    """The places of the sentences that a question may be answered from, with those around them, in their order."""
    import numpy as np

    asked = read_question(question)
    if not reading.spots or not asked.text:
        return ()
    scores = evidence(reading, asked, embedder.embed([asked.text])[0]) @ _weights().rank
    chosen: dict[int, None] = {}
    for at in np.argsort(-scores).tolist():
        chosen |= dict.fromkeys(other for other in (at - 1, at, at + 1) if _is_beside(reading, at, other))
        if len(chosen) >= most:
            break
    return tuple(sorted(chosen))


def _is_beside(reading: StoryReading, at: int, other: int) -> bool:
    spots = reading.spots
    return 0 <= other < len(spots) and spots[other].article == spots[at].article and bool(spots[other].text)


def _asked(question: str, reading: StoryReading, embedder: "Embedder") -> Brief:
    asked = read_question(question)
    if not reading.spots or not asked.text:
        return _refused(asked.text, (), suggestions(reading, embedder))
    found, chance = _found(asked, reading, embedder.embed([asked.text])[0])
    best = found[0][1] if found else 0.0
    passages = tuple(_passage(reading, at, chance * math.exp(score - best)) for at, score in found[:PASSAGES])
    if chance < ANSWERED_FROM:
        return _refused(asked.text, passages, suggestions(reading, embedder))
    return Brief(
        Feature.ASK,
        tuple(_sentences(reading, found)),
        title=asked.text,
        table=Answer(asked.text, is_refused=False, passages=passages, suggestions=suggestions(reading, embedder)),
    )


def _refused(question: str, passages: tuple[Passage, ...], others: tuple[str, ...]) -> Brief:
    answer = Answer(question, is_refused=True, passages=passages, suggestions=others)
    return Brief(Feature.ASK, title=question, table=answer)


def _found(asked: QuestionReading, reading: StoryReading, vector: Array) -> tuple[list[tuple[int, float]], float]:
    """The best passages with their log-odds, each thing once, and how likely they answer."""
    import numpy as np

    weights = _weights()
    rows = evidence(reading, asked, vector)
    scores = rows @ weights.rank
    chance = 1 / (1 + math.exp(-float(signs(rows, scores, asked) @ weights.answered) - weights.bias))
    found: list[tuple[int, float]] = []
    for at in np.argsort(-scores)[: 4 * PASSAGES].tolist():
        if reading.spots[at].text and not any(_is_twin(reading, at, other) for other, _ in found):
            found.append((at, float(scores[at])))
    return found, chance


def _is_twin(reading: StoryReading, one: int, other: int) -> bool:
    return reading.spots[one].text == reading.spots[other].text


def _sentences(reading: StoryReading, found: list[tuple[int, float]]) -> Iterator[BriefSentence]:
    """What is nearly as good as the best; what says the same in other words is cited with it."""
    best = found[0][1]
    groups: list[list[int]] = []
    for at, score in found[:PASSAGES]:
        if score < best - BESIDE:
            break
        group = next((held for held in groups if _likeness(reading, at, held[0]) >= SAME), None)
        if group is not None:
            group.append(at)
        elif len(groups) < SENTENCES:
            groups.append([at])
    for group in groups:
        yield reading.sentence(tidy(reading.spots[group[0]].text), group)


def _likeness(reading: StoryReading, one: int, other: int) -> float:
    return float(reading.vectors[one] @ reading.vectors[other])


def _passage(reading: StoryReading, at: int, score: float) -> Passage:
    spots, spot = reading.spots, reading.spots[at]
    near = [other for other in (at - 1, at, at + 1) if 0 <= other < len(spots) and spots[other].article == spot.article]
    around = " ".join(spots[other].text for other in near if other == at or not spots[other].is_title)
    return Passage(reading.telling(at), around, round(score, 4))


def suggestions(reading: StoryReading, embedder: "Embedder") -> tuple[str, ...]:
    """Questions that the sources answer: each was asked, and is not refused."""
    wanted = _proposed(reading)
    vectors = embedder.embed(wanted)
    kept = [
        question
        for question, vector in zip(wanted, vectors, strict=True)
        if _found(read_question(question), reading, vector)[1] >= ANSWERED_FROM
    ]
    return tuple(kept[:SUGGESTIONS])


def _proposed(reading: StoryReading) -> list[str]:
    """About names that are told more than once, in the language of most articles; speakers are persons."""
    languages = [read.article.language.partition("-")[0] for read in reading.articles]
    words: dict[str, str] = table("questions").get(max(languages, key=languages.count, default=""), {})
    if not words:
        return []
    names: dict[str, tuple[int, str, bool]] = {}
    for read, language in zip(reading.articles[:TRIED], languages, strict=False):
        labels = read.article.labels
        if labels is None or table("questions").get(language) is not words:
            continue
        speakers = {quote.speaker for quote in labels.quotes}
        for name in labels.names[:TRIED]:
            count, text, is_speaker = names.get(name.key, (0, name.text, False))
            names[name.key] = (count + name.count, text, is_speaker or name.text in speakers)
    told = sorted((held for held in names.values() if held[0] >= MIN_NAMED), key=lambda held: -held[0])
    return [
        words["suggest_who" if is_speaker else "suggest_what"].format(name=text)
        for _, text, is_speaker in _apart(told)[:PROPOSED]
    ]


def _apart(names: list[tuple[int, str, bool]]) -> list[tuple[int, str, bool]]:
    """Without a family name where the whole name is there."""
    return [name for name in names if not any(name[1] != other and name[1] in other.split() for _, other, _ in names)]


@cache
def _weights() -> _Weights:
    import numpy as np

    stored = json.loads((resources.files("octavo") / WEIGHTS).read_text(encoding="utf-8"))
    rank = np.array([stored["rank"][name] for name in FEATURES], np.float32)
    return _Weights(rank, np.array(stored["answered"], np.float32), stored["answered_bias"])
