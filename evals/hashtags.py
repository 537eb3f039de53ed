"""Hashtags against what publishers tag: `topics` of 144 pages of extract-fundus, without showing them to the proposer.

Publishers tag sections and themes as well as whom an article names, and 36 of 100 of their tags stand nowhere in the
text, so that no figure here can come near 1. A tag is right when its slug is one of the publisher's (`exact`), or its
name key is, or one holds the other's words (`lenient`). Baselines: the words of highest TF-IDF over these pages, and
the most frequent spans of capitalised words.
"""

import math
import re
from collections import Counter
from collections.abc import Callable
from statistics import mean

from evals import datapack
from octavo.core.ids import hashtag_of
from octavo.core.name_keys import name_key
from octavo.understand.hashtags import propose_hashtags
from octavo.understand.name_words import SMALL_WORDS
from octavo.understand.names import find_names

PRECISION_AT = 5
RECALL_AT = 8
_WORD = re.compile(r"[^\W\d_]{3,}")
_SPAN = re.compile(r"[^\W\d_a-zа-яß-ÿ]\w+(?: [^\W\d_a-zа-яß-ÿ]\w+){0,3}")

Proposer = Callable[[datapack.Record], list[str]]
Match = Callable[[str, str], bool]


def run(full: bool) -> dict[str, float]:
    """`hashtags.<who>.<exact|lenient>.<p5|r8|f1>`; F1 of the eight first."""
    del full
    records = [record for record in datapack.read_set("extract-fundus") if record.get("topics") and record.get("text")]
    rarity = document_rarity(records)
    proposers: dict[str, Proposer] = {
        "octavo": proposed,
        "baseline_tfidf": lambda record: top_words(record, rarity),
        "baseline_spans": frequent_spans,
    }
    results: dict[str, float] = {}
    for who, propose in proposers.items():
        pages = [(propose(record)[:RECALL_AT], tags_of(record)) for record in records]
        for how, match in (("exact", is_same), ("lenient", is_alike)):
            results.update({f"hashtags.{who}.{how}.{name}": value for name, value in measures(pages, match).items()})
    return results


def proposed(record: datapack.Record) -> list[str]:
    language = str(record.get("language", "")).split("-")[0]
    title, text = record.get("title", ""), record["text"]
    names = find_names(title, text, language=language, authors=tuple(record.get("authors", ())))
    publisher = str(record.get("publisher", ""))
    return [tag.label for tag in propose_hashtags(title, text, names=names, language=language, publisher=publisher)]


def tags_of(record: datapack.Record) -> list[str]:
    return list(dict.fromkeys(tag.strip().lstrip("#") for tag in record["topics"] if hashtag_of(tag)))


def measures(pages: list[tuple[list[str], list[str]]], match: Match) -> dict[str, float]:
    pages = [(tags, gold) for tags, gold in pages if gold]
    precisions = [share(tags[:PRECISION_AT], gold, match) for tags, gold in pages]
    all_precisions = [share(tags, gold, match) for tags, gold in pages]
    recalls = [share(gold, tags, match) for tags, gold in pages]
    precision, recall = mean(all_precisions), mean(recalls)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"p5": mean(precisions), "r8": recall, "f1": f1}


def share(some: list[str], others: list[str], match: Match) -> float:
    return mean(any(match(one, other) for other in others) for one in some) if some else 0.0


def is_same(one: str, other: str) -> bool:
    made, also = hashtag_of(one), hashtag_of(other)
    return made is not None and also is not None and made[0] == also[0]


def is_alike(one: str, other: str) -> bool:
    if is_same(one, other):
        return True
    words, others = set(name_key(spaced(one)).split()), set(name_key(spaced(other)).split())
    return bool(words and others) and (words <= others or others <= words)


def spaced(label: str) -> str:
    """ "AnnaBrandt" as "Anna Brandt"."""
    return re.sub(r"(?<=[a-zß-ÿа-я])(?=[A-ZÀ-ÞА-Я])", " ", label)


def document_rarity(records: list[datapack.Record]) -> dict[str, float]:
    seen = Counter(word for record in records for word in set(_WORD.findall(record["text"].casefold())))
    return {word: math.log(len(records) / count) for word, count in seen.items()}


def top_words(record: datapack.Record, rarity: dict[str, float]) -> list[str]:
    counts = Counter(_WORD.findall(record["text"].casefold()))
    scores = {word: count * rarity[word] for word, count in counts.items() if word not in SMALL_WORDS}
    return sorted(scores, key=lambda word: -scores[word])[:RECALL_AT]


def frequent_spans(record: datapack.Record) -> list[str]:
    spans = Counter(span for span in _SPAN.findall(record["text"]) if span.casefold() not in SMALL_WORDS)
    return [span for span, _ in spans.most_common(RECALL_AT)]
