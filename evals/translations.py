"""Translations as readers get them: right ones shown, wrong ones replaced by their original.

Professional translations from the English of xling-ntrex128 stand for a good translator; bad ones give instead the
likest other sentence of the article, another figure, or half of the sentence. All goes the newsroom's own way
(`octavo.assist.translating`). Documents are of the half that the checker was not developed on; the thresholds of pairs
(`grounding/pairs.py`, `LEAST_SHARE`) were set while looking at documents of either half.
"""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import mean

from evals import datapack
from evals.grounding_sets import is_scored
from octavo.assist.translating import Translating
from octavo.core.grounding import GroundingVerdict
from octavo.core.translation import SentencePair, TranslatedSentence
from octavo.pipeline.grounding import check_translations, configured_pair_checker, tell_language
from octavo.testing.translators import ScriptedTranslator

PEERS = {"translations.wrong.refused.baseline_another_sentence": "without the article's other sentences"}
SAMPLE_LANGUAGES = ("de", "es", "ru", "ar", "zh", "hi", "tr", "id")
SAMPLE_EACH, EACH = 2, 3
"""Documents of each language."""
LINES = 14
"""Of a document: the checker's time is what all this takes."""


@dataclass(frozen=True, slots=True)
class Document:
    language: str
    originals: tuple[str, ...]
    translations: tuple[str, ...]


def run(full: bool) -> dict[str, float]:
    documents = list(_documents(SAMPLE_LANGUAGES if not full else (), EACH if full else SAMPLE_EACH))
    right = {
        language: [each for document in held for each in _shown(document, document.originals, dict(_right(document)))]
        for language, held in groupby(documents, key=lambda document: document.language)
    }
    shown = {language: mean(each.translation is not None for each in made) for language, made in right.items()}
    figures = {
        "right.shown": mean(each.translation is not None for made in right.values() for each in made),
        "right.shown_worst_language": min(shown.values()),
    }
    for name, spoil in {"another_sentence": _neighbours, "figure": _figures, "half": _halves}.items():
        made = [each for document in documents for each in _spoiled(document, spoil)]
        figures[f"wrong.refused.{name}"] = mean(each.translation is None for each in made)
    alone = [each for document in documents for each in _spoiled(document, _neighbours, beside=())]
    figures["wrong.refused.baseline_another_sentence"] = mean(each.translation is None for each in alone)
    return {f"translations.{name}": value for name, value in figures.items()}


def _documents(languages: Sequence[str], each: int) -> Iterator[Document]:
    """In order of language; whole documents, or their first lines, that are as long in both languages."""
    texts: dict[str, dict[str, list[str]]] = {}
    for record in datapack.read_set("xling-ntrex128", "docs.jsonl.gz"):
        if is_scored(record["story"]):
            texts.setdefault(record["language"], {})[record["story"]] = record["text"].split("\n")
    english = texts.pop("en")
    for number, language in enumerate(sorted(languages or texts)):
        fitting = [story for story in sorted(texts[language]) if len(texts[language][story]) == len(english[story])]
        for story in [fitting[(number * each + more) % len(fitting)] for more in range(each)]:
            yield Document(language, tuple(english[story][:LINES]), tuple(texts[language][story][:LINES]))


Spoil = Callable[[Document], Iterator[tuple[str, str]]]


def _right(document: Document) -> Iterator[tuple[str, str]]:
    return zip(document.originals, document.translations, strict=True)


def _neighbours(document: Document) -> Iterator[tuple[str, str]]:
    """For each sentence the translation of the one that is likest in meaning."""
    import numpy as np

    vectors = configured_pair_checker().embedder.embed(document.originals)
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -1)
    for original, at in zip(document.originals, likeness.argmax(axis=1), strict=True):
        yield original, document.translations[int(at)]


def _figures(document: Document) -> Iterator[tuple[str, str]]:
    for original, translation in _right(document):
        number = re.search(r"\d+", translation)
        if number and int(number[0]) >= 13:
            yield original, translation.replace(number[0], str(int(number[0]) + 7), 1)


def _halves(document: Document) -> Iterator[tuple[str, str]]:
    for original, translation in _right(document):
        yield original, translation[: len(translation) // 2]


def _spoiled(document: Document, spoil: Spoil, beside: Sequence[str] | None = None) -> Iterator[TranslatedSentence]:
    """One by one: whoever is always wrong is soon asked no more."""
    for original, wrong in spoil(document):
        yield from _shown(document, [original], {original: wrong}, beside)


def _shown(
    document: Document, originals: Sequence[str], said: Mapping[str, str], beside: Sequence[str] | None = None
) -> list[TranslatedSentence]:
    """What readers get of `originals`, which stand among the document's others, or among `beside`."""
    article = document.originals if beside is None else beside

    async def check(pairs: Sequence[SentencePair], _: Sequence[str]) -> Sequence[GroundingVerdict]:
        return check_translations(pairs, article)

    async def made() -> list[TranslatedSentence]:
        translator = ScriptedTranslator(said, pairs=[("en", document.language)])
        work = Translating(translator, check, tell_language)
        return [each async for each in work.sentences(originals, "en", document.language)]

    return asyncio.run(made())
