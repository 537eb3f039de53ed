"""Questions against labels (`evals/labels/ask.jsonl`): is the right passage among the first three, is what the
sources do not say refused.

Of the questions one half (`training.briefs.is_learned`) gave the weights of `assist/briefs/ask.py`; the other is
scored.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from training.briefs import is_learned

from evals import datapack
from octavo.assist.briefs.ask import ask
from octavo.assist.briefs.reading import StoryReading, read_articles
from octavo.core.briefs import Answer, BriefArticle
from octavo.understand.sentences import split_sentences

LABELS = Path(__file__).with_name("labels") / "ask.jsonl"
DEMO = Path(__file__).parents[1] / "src/octavo/demo/data/articles"
LANGUAGES = {
    "kranichbote": "de", "passerelle": "fr", "cuaderno-levante": "es", "telar": "es", "qindil": "ar",
    "sab-nawafidh": "ar", "cajueiro": "pt", "dirisha": "sw", "saat-nadiyan": "hi", "todai": "ja", "llais": "cy",
    "qingwa": "zh", "layar-pagi": "id",
}  # fmt: skip
FIRST = 3


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    text: str
    keys: tuple[str, ...]
    reading: StoryReading

    @property
    def is_answerable(self) -> bool:
        return bool(self.keys)

    def is_answered_by(self, sentence: str) -> bool:
        return any(key.lower() in sentence.lower() for key in self.keys)


def questions(embedder: Any, *, full: bool) -> dict[str, float]:  # seconds, once sentences are embedded
    scored = [question for question in read_questions(embedder, with_all=full) if not is_learned(question.name)]
    found = refused = shown_in = unanswerable = answerable = 0
    for question in scored:
        answer = ask(question.text, question.reading, embedder).table
        assert isinstance(answer, Answer)
        first = answer.passages[:FIRST]
        if question.is_answerable:
            answerable += 1
            hit = any(question.is_answered_by(passage.telling.citation.quote) for passage in first)
            found, shown_in = found + hit, shown_in + (hit and not answer.is_refused)
        else:
            unanswerable, refused = unanswerable + 1, refused + answer.is_refused
    return {
        "ask.right_in_first_three": found / answerable,
        "ask.answered_right": shown_in / answerable,
        "ask.unanswerable_refused": refused / unanswerable,
    }


def read_questions(embedder: Any, *, with_all: bool = True) -> Iterator[Question]:
    readings: dict[tuple[str, str, str], StoryReading] = {}
    for label in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines()):
        scope = (label["set"], label["scope"], label["of"])
        if label["scope"] == "all" and not with_all:
            continue
        if scope not in readings:
            readings[scope] = StoryReading(read_articles(_articles(*scope), split_sentences, embedder))
        yield Question(label["id"], label["question"], tuple(label.get("keys", ())), readings[scope])


def _articles(name: str, scope: str, of: str) -> list[BriefArticle]:
    held = _demo() if name == "demo" else _neus()
    return [article for group, article in held if scope == "all" or of in (group, article.id)]


@cache
def _neus() -> list[tuple[str, BriefArticle]]:
    return [
        (
            record["story"],
            BriefArticle(record["id"], record.get("title") or "", record["text"], record["publisher"], language="en"),
        )
        for record in datapack.read_set("cluster-neus", "dated_docs.jsonl.gz")
    ]


@cache
def _demo() -> list[tuple[str, BriefArticle]]:
    held = []
    for path in sorted(DEMO.glob("*/*.md")):
        _, matter, text = path.read_text(encoding="utf-8").split("+++", 2)
        fields, publisher = tomllib.loads(matter), path.parent.name
        text = f"{fields['standfirst']}\n\n{text.strip()}"
        article = BriefArticle(
            f"{publisher}/{path.stem}", fields["title"], text, publisher, language=LANGUAGES.get(publisher, "en")
        )
        held.append((fields.get("event", ""), article))
    return held
