"""Which names of places are words of a language too, told by the data pack's news in 128 languages.

A name that stands in small letters is a word. In German, which writes every noun large, a name that the English text
of the same article lacks is one. In scripts without capitals, a small place that is named again and again is none.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping

from evals import datapack

from octavo.understand.places.keys import key_of
from octavo.understand.places.lexicon import words_of

SET = "xling-ntrex128"
SENTENCES = ("langid-lingua", "langid-sib200")
SMALL = 300_000
MANY_ARTICLES = 3
_WORD = re.compile(r"[^\W\d_]+")


def common_keys(populations: Mapping[str, int]) -> set[str]:
    """The keys among `populations` that are common words. Without the data pack none is, and that is said."""
    if not datapack.is_present():
        print("no data pack: no name is known as a common word", file=sys.stderr)
        return set()
    found = set(words_of("").also)
    by_language: dict[str, Counter[str]] = defaultdict(Counter)
    english: dict[str, set[str]] = {}
    records = sorted(datapack.read_set(SET, "docs.jsonl.gz"), key=lambda record: record["language"] != "en")
    for record in records:
        words = _WORD.findall(record["text"])
        if record["language"] == "en":
            english.setdefault(record["story"], set()).update(map(key_of, words))
        found |= {key_of(word) for word in words if word[0].islower()}
        if record["language"] == "de":
            own = {key_of(word) for word in words if word[0].isupper()}
            by_language["de"].update(own - english.get(record["story"], set()))
        elif words and not any(word[0].isupper() for word in words[:50]):
            by_language[record["language"]].update({key_of(word) for word in words})
    for folder in SENTENCES:
        for record in datapack.read_set(folder, "sentences.jsonl.gz"):
            found |= {key_of(word) for word in _WORD.findall(record["text"]) if word[0].islower()}
    for counts in by_language.values():
        found |= {key for key, count in counts.items() if count >= MANY_ARTICLES and populations.get(key, 0) < SMALL}
    return {key for key in found if key in populations and len(key) > 1}
