"""`python -m training.small_words`: words that say little, in the languages of langid-sib200.

A word that stands in one of fifty sentences of any subject tells no sentence from another. The words alone are written,
one line a language, to `octavo/data/briefs/small_words.txt`, which `octavo/assist/briefs/words.py` reads.
"""

from collections import Counter, defaultdict
from pathlib import Path

from evals import datapack

from octavo.assist.briefs.words import tokens

SHARE = 0.02
TARGET = Path(__file__).parents[1] / "src/octavo/data/briefs/small_words.txt"


def main() -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    sentences: Counter[str] = Counter()
    for record in datapack.read_set("langid-sib200", "sentences.jsonl.gz"):
        counts[record["language"]].update(set(tokens(record["text"])))
        sentences[record["language"]] += 1
    lines = [" ".join(small(counts[language], sentences[language])) for language in sorted(counts)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def small(counts: Counter[str], sentences: int) -> list[str]:
    return sorted(word for word, count in counts.items() if count >= SHARE * sentences and not word.isdigit())


if __name__ == "__main__":
    main()
