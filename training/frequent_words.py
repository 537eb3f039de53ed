"""`python -m training.frequent_words`: words that are frequent in languages whose script has no capitals.

Counts the sentences of langid-sib200 that hold a word. The words alone are written, one line a language, to
`octavo/data/understanding/frequent_words.txt`, which `octavo/understand/caseless.py` reads: such a word is no name.
"""

from collections import Counter, defaultdict
from pathlib import Path

from evals import datapack

from octavo.understand.caseless import is_caseless, words_of

LANGUAGES = ("am", "ar", "bn", "fa", "gu", "he", "hi", "kn", "ko", "ml", "mr", "pa", "ta", "te", "ur")
MIN_SENTENCES = 5
TARGET = Path(__file__).parents[1] / "src/octavo/data/understanding/frequent_words.txt"


def main() -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for record in datapack.read_set("langid-sib200", "sentences.jsonl.gz"):
        if record["language"] in LANGUAGES:
            counts[record["language"]].update(set(words_of(record["text"])))
    lines = [" ".join(sorted(frequent(counts[language]))) for language in LANGUAGES]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def frequent(counts: Counter[str]) -> list[str]:
    return [word for word, count in counts.items() if count >= MIN_SENTENCES and len(word) > 2 and is_caseless(word)]


if __name__ == "__main__":
    main()
