"""Language identification: accuracy per language, mean over languages; without a hint."""

from collections import defaultdict

from evals import datapack
from octavo.core.languages import canonical_language
from octavo.understand.language import detect_language

PEERS = {
    "language.lingua.accuracy": "py3langid .911, lingua-low .941 (published)",
    "language.sib200.accuracy": "py3langid .990",
}
SETS = {"lingua": ("langid-lingua", 5_000), "sib200": ("langid-sib200", 10_000)}


def run(full: bool) -> dict[str, float]:
    """`language.<set>.accuracy`, and `.worst`: the mean of the five weakest languages."""
    results: dict[str, float] = {}
    for name, (folder, size) in SETS.items():
        records = datapack.sample(datapack.read_set(folder, "sentences.jsonl.gz"), size, full=full)
        accuracies = sorted(accuracy_by_language(records).values())
        results[f"language.{name}.accuracy"] = sum(accuracies) / len(accuracies)
        results[f"language.{name}.worst"] = sum(accuracies[:5]) / 5
    return results


def accuracy_by_language(records: list[datapack.Record]) -> dict[str, float]:
    right: dict[str, list[bool]] = defaultdict(list)
    for record in records:
        right[record["language"]].append(is_right(detect_language(record["text"]), record["language"]))
    return {language: sum(found) / len(found) for language, found in right.items()}


def is_right(detected: str | None, gold: str) -> bool:
    """The tags mean the same language ("tl" is "fil"); the sets write Chinese of either script as "zh" too."""
    return detected == canonical_language(gold) or (gold == "zh" and detected == "zh-Hant")
